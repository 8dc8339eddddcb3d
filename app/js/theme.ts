// Sets the reader's theme before the first paint. A classic script: it must not wait for modules.

const KEY = "theme";
const root = document.documentElement;

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // storage is refused: the system's theme holds
  }
}

function isDark(): boolean {
  const set = root.dataset.colorScheme;
  return set === "auto" ? matchMedia("(prefers-color-scheme: dark)").matches : set === "dark";
}

function label(button: HTMLElement): void {
  const words = isDark() ? button.dataset.light : button.dataset.dark;
  button.setAttribute("aria-label", words ?? "");
  button.title = words ?? "";
}

const choice = stored();
if (choice === "light" || choice === "dark") root.dataset.colorScheme = choice;

document.addEventListener("DOMContentLoaded", () => {
  const button = document.getElementById("theme-switch");
  if (!button) return;
  button.hidden = false;
  label(button);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => label(button));
  button.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    root.dataset.colorScheme = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // The choice holds for this page only.
    }
    label(button);
  });
});

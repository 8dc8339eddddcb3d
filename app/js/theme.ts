// Sets the reader's theme before the first paint, and keeps the address when the language is switched. A classic script: it
// must not wait for modules.

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

/** The other language shows the page as it is now: the app changes the address without loading anew. */
function keepAddress(link: HTMLAnchorElement): void {
  const address = new URL(location.href);
  address.searchParams.set("lang", link.hreflang);
  link.href = address.href;
}

const choice = stored();
if (choice === "light" || choice === "dark") root.dataset.colorScheme = choice;

document.addEventListener("DOMContentLoaded", () => {
  const language = document.querySelector<HTMLAnchorElement>("a.language-switch");
  for (const event of ["pointerdown", "click"]) language?.addEventListener(event, () => keepAddress(language));
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

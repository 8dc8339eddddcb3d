// Copies an output's tables: as HTML for word processors, as tab-separated text for spreadsheets. Numbers lose the marks between
// thousands, so that what is pasted is numbers and not text.

/** Copies the tables of an output under a heading and above a source line; fails where the browser refuses. */
export async function copyOutput(output: Element, heading: string, source: string): Promise<void> {
  const tables = [...output.querySelectorAll("table")].map(plain);
  const text = [heading, ...tables.map(lines), source].join("\n");
  const line = (words: string) => `<p>${escaped(words)}</p>`;
  const html = line(heading) + tables.map((table) => table.outerHTML).join("") + line(source);
  const blob = (type: string, content: string) => new Blob([content], { type });
  await navigator.clipboard.write([
    new ClipboardItem({ "text/plain": blob("text/plain", text), "text/html": blob("text/html", html) }),
  ]);
}

/** The table without what is for the screen only. */
function plain(table: HTMLTableElement): HTMLTableElement {
  const copy = table.cloneNode(true) as HTMLTableElement;
  for (const unseen of copy.querySelectorAll("caption, .visually-hidden")) unseen.remove();
  for (const cell of copy.querySelectorAll("td.number:not(.hidden-cell)")) cell.textContent = number(cell.textContent ?? "");
  for (const element of [copy, ...copy.querySelectorAll("*")]) {
    for (const { name } of [...element.attributes]) {
      if (!/^(colspan|rowspan|scope)$/.test(name)) element.removeAttribute(name);
    }
  }
  return copy;
}

/** `12 345,6` → `12345,6`; `12,345.6` → `12345.6`; a plain minus. */
function number(shown: string): string {
  const thousands = document.documentElement.lang === "en" ? "," : "\u202f";
  return shown.replaceAll(thousands, "").replaceAll("\u2212", "-");
}

/** A line a row, a tab between columns; cells that span leave the others empty. */
function lines(table: HTMLTableElement): string {
  const rows: string[][] = [...table.rows].map(() => []);
  [...table.rows].forEach((row, down) => {
    let across = 0;
    for (const cell of row.cells) {
      while (rows[down]?.[across] !== undefined) across += 1;
      for (let below = 0; below < cell.rowSpan; below += 1) {
        for (let beside = 0; beside < cell.colSpan; beside += 1) {
          const place = rows[down + below];
          if (place) place[across + beside] = below + beside === 0 ? (cell.textContent ?? "").trim() : "";
        }
      }
    }
  });
  return rows.map((row) => row.join("\t")).join("\n");
}

function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

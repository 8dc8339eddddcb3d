// The script that the README tells newcomers to paste.

import { readFileSync } from "node:fs";

const path = new URL("../../README.md", import.meta.url);

/** The first indented block of the README that begins with `require`. */
export function readmeScript(): string {
  const lines = readFileSync(path, "utf8").split("\n");
  const first = lines.findIndex((line) => line.startsWith("    require "));
  const rest = lines.slice(first);
  const length = rest.findIndex((line) => !line.startsWith("    "));
  if (first < 0 || length < 1) throw new Error("the README has no script");
  return rest
    .slice(0, length)
    .map((line) => line.slice(4))
    .join("\n");
}

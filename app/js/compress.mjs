// Writes a Brotli copy (`.br`) beside every file of a folder that gets smaller by it. Called by `cargo xtask app`.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv[2];
if (!folder) throw new Error("usage: node compress.mjs FOLDER");

for (const name of readdirSync(folder)) {
  if (!/\.(wasm|js|css|json|svg)$/.test(name)) continue;
  const content = readFileSync(join(folder, name));
  const compressed = brotliCompressSync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  if (compressed.length < content.length) writeFileSync(join(folder, `${name}.br`), compressed);
}

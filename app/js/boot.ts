// Starts the part of the app that the page names, and loads the two libraries when Rust asks for them.

import publicWasm from "pkg/public_bg.wasm";
import workbenchWasm from "pkg/workbench_bg.wasm";
import { copyOutput } from "./copy";

type Glue = { default(options: { module_or_path: string }): Promise<unknown> };

const parts: Record<string, () => Promise<[Glue, string]>> = {
  public: async () => [await import("pkg/public.js"), publicWasm],
  workbench: async () => [await import("pkg/workbench.js"), workbenchWasm],
};

// What the crate `app` binds in `js.rs`.
Object.assign(globalThis, {
  skjerm: {
    editor: () => import("./editor"),
    plot: () => import("./plot"),
    // Not loaded lazily: browsers let only the click itself write to the clipboard.
    copy: copyOutput,
  },
});

const name = document.documentElement.dataset.part ?? "public";
const start = parts[name];
if (start) {
  const [glue, wasm] = await start();
  await glue.default({ module_or_path: wasm });
}

// What wasm-bindgen makes of the crate `app`; `cargo xtask app` builds it and points the name `pkg` at it.
declare module "pkg/public.js" {
  export default function start(options: { module_or_path: string }): Promise<unknown>;
}
declare module "pkg/workbench.js" {
  export default function start(options: { module_or_path: string }): Promise<unknown>;
}
declare module "*.wasm" {
  const address: string;
  export default address;
}

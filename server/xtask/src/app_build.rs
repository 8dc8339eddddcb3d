//! The browser app: Rust to WebAssembly, scripts and styles bundled, names hashed, everything compressed.
//!
//! Every binary of the `app` crate goes through cargo → wasm-bindgen → wasm-opt into `<target>/wasm/pkg`; esbuild then
//! bundles the entry points of `app/js` (which import `pkg/<binary>.js`) into `dist/assets` with hashed names.
//! `dist/manifest.json` maps plain names to addresses; the server hands it to the page shell.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};
use wasm_bindgen_cli_support::Bindgen;

use crate::step::{cargo, cargo_at, output, run as execute, step};
use crate::tools::{self, WasmToolchain};
use crate::{assets, paths};

/// Entry points in `app/js` that pages refer to by name.
const ENTRIES: &[&str] = &["boot.ts", "theme.ts", "editor.ts", "plot.ts", "style.css"];

/// What every browser that the app supports understands; `--all-features` would write proposals that none has yet.
const WASM_FEATURES: &[&str] =
    &["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/// Builds what is out of date and gives the dist folder.
pub fn run() -> Result<PathBuf> {
    let js = paths::root().join("app/js");
    tools::node()?;
    step("npm packages of the app", || tools::npm_install(&js))?;
    step("app to WebAssembly", compile)?;
    let package = paths::wasm_target().join("pkg");
    let binaries = binaries()?;
    step("wasm-bindgen and wasm-opt", || binaries.iter().try_for_each(|binary| bind(binary, &package, &js)))?;
    step("bundle and compress", || bundle(&js, &package))?;
    Ok(paths::dist())
}

/// The app's binaries, by their files.
fn binaries() -> Result<Vec<String>> {
    let folder = paths::root().join("app/src/bin");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .with_context(|| format!("{} is missing", folder.display()))?
        .filter_map(|entry| entry.ok()?.path().file_stem()?.to_str().map(str::to_owned))
        .collect();
    names.sort();
    ensure!(!names.is_empty(), "the app has no binaries");
    Ok(names)
}

fn compile() -> Result<()> {
    let mut command = match tools::wasm_toolchain()? {
        WasmToolchain::Rustup => cargo(),
        WasmToolchain::Distribution { linker_folder } => {
            let path = std::env::var("PATH").unwrap_or_default();
            let mut command = cargo_at("/usr/bin/cargo");
            command
                .env("PATH", format!("{}:{path}", linker_folder.display()))
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env_remove("RUSTUP_TOOLCHAIN");
            command
        }
    };
    command
        .args(["build", "--package", "app", "--bins", "--target", "wasm32-unknown-unknown", "--release"])
        .env("CARGO_TARGET_DIR", paths::wasm_target())
        .current_dir(paths::root());
    execute(&mut command)
}

/// Runs wasm-bindgen and wasm-opt on one binary, unless their output is newer than the binary.
fn bind(binary: &str, package: &Path, js: &Path) -> Result<()> {
    let input = paths::wasm_target().join("wasm32-unknown-unknown/release").join(format!("{binary}.wasm"));
    let module = package.join(format!("{binary}_bg.wasm"));
    if modified(&module).is_some_and(|made| modified(&input).is_some_and(|built| built < made)) {
        return Ok(());
    }
    Bindgen::new()
        .input_path(&input)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .generate(package)
        .with_context(|| format!("wasm-bindgen on {binary}"))?;
    execute(
        Command::new(js.join("node_modules/.bin/wasm-opt"))
            .arg("-Os")
            .args(WASM_FEATURES.iter().map(|feature| format!("--enable-{feature}")))
            .args(["--disable-compact-imports", "-o"])
            .arg(&module)
            .arg(&module),
    )
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

fn bundle(js: &Path, package: &Path) -> Result<()> {
    let dist = paths::dist();
    let folder = dist.join("assets");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let metafile = paths::wasm_target().join("bundle.json");
    let entries = ENTRIES.iter().filter(|entry| js.join(entry).exists());
    execute(
        Command::new(js.join("node_modules/.bin/esbuild"))
            .args(entries)
            .args(["--bundle", "--minify", "--format=esm", "--splitting", "--target=es2022", "--log-level=warning"])
            .args(["--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", "--asset-names=[name]-[hash]"])
            .args(["--public-path=/assets", "--loader:.wasm=file", "--loader:.woff2=file", "--loader:.svg=file"])
            .arg(format!("--alias:pkg={}", package.display()))
            .arg(format!("--alias:skjerm={}", js.display()))
            .arg(format!("--outdir={}", folder.display()))
            .arg(format!("--metafile={}", metafile.display()))
            .env("NODE_PATH", js.join("node_modules"))
            .current_dir(js),
    )?;
    let mut manifest = addresses(&metafile)?;
    add_language(&folder, &mut manifest)?;
    std::fs::write(dist.join("manifest.json"), serde_json::to_string_pretty(&Value::Object(manifest))?)?;
    assets::compress(&folder, js)
}

/// Plain name → address, from esbuild's account of what it wrote.
fn addresses(metafile: &Path) -> Result<Map<String, Value>> {
    let account: Value = serde_json::from_slice(&std::fs::read(metafile)?)?;
    let outputs = account["outputs"].as_object().context("esbuild names no outputs")?;
    let mut manifest = Map::new();
    for (path, details) in outputs {
        let Some(entry) = details["entryPoint"].as_str() else {
            continue;
        };
        let written = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let plain = Path::new(entry).file_name().and_then(|name| name.to_str()).unwrap_or_default();
        manifest.insert(plain.replace(".ts", ".js"), Value::String(format!("/assets/{written}")));
    }
    Ok(manifest)
}

/// The table of commands and functions as a file of the build, so that the editor works offline.
fn add_language(folder: &Path, manifest: &mut Map<String, Value>) -> Result<()> {
    let server = paths::server_binary();
    // Always: an older server would publish an older table.
    execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root()))?;
    let table = output(&server.to_string_lossy(), &["language", "--json"]).context("`skjerm language` failed")?;
    let name = assets::hashed_name("language", "json", table.as_bytes());
    std::fs::write(folder.join(&name), table)?;
    manifest.insert("language.json".to_owned(), Value::String(format!("/assets/{name}")));
    Ok(())
}

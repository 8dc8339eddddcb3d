//! Where things lie: the checkout, the build output, the app's finished files.

use std::path::{Path, PathBuf};

/// The root of the checkout.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

/// Cargo's output folder: `CARGO_TARGET_DIR`, else `target/` in the checkout.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Build output of the app for WebAssembly, apart from the native one.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// The app's finished files, as the server serves them.
pub fn dist() -> PathBuf {
    target().join("dist")
}

/// The server binary of the one profile that tests and demo share.
pub fn server_binary() -> PathBuf {
    target().join("debug").join("skjerm")
}

//! What a machine needs beyond Rust and Node, found or installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::step::{output, run};

/// How WebAssembly is compiled on this machine.
pub enum WasmToolchain {
    /// The rustup toolchain has the target.
    Rustup,
    /// Debian's compiler with the source of `std`; the folder holds `rust-lld` or is empty.
    Distribution { linker_folder: PathBuf },
}

/// Finds a WebAssembly toolchain: rustup's target if it is there or can be added, else the distribution's packages.
pub fn wasm_toolchain() -> Result<WasmToolchain> {
    let target = "wasm32-unknown-unknown";
    let has_target = || {
        output("rustc", &["--print", "target-libdir", "--target", target])
            .is_some_and(|folder| Path::new(&folder).is_dir())
    };
    if has_target() || (output("rustup", &["target", "add", target]).is_some() && has_target()) {
        return Ok(WasmToolchain::Rustup);
    }
    let debian_rustc = Path::new("/usr/bin/rustc");
    let has_source = output("/usr/bin/rustc", &["--print", "sysroot"])
        .is_some_and(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").is_dir());
    if !debian_rustc.exists() || !has_source {
        install_packages(&["rustc-web", "cargo-web", "rust-web-src"])?;
    }
    let sysroot = output("rustc", &["--print", "sysroot"]).context("rustc does not answer")?;
    let linker_folder = Path::new(&sysroot).join("lib/rustlib/x86_64-unknown-linux-gnu/bin");
    if !linker_folder.join("rust-lld").exists() && output("rust-lld", &["--version"]).is_none() {
        install_packages(&["lld"])?;
    }
    Ok(WasmToolchain::Distribution { linker_folder })
}

/// The browser for the browser tests.
pub fn chromium() -> Result<PathBuf> {
    let path = Path::new("/usr/bin/chromium");
    if !path.exists() {
        install_packages(&["chromium"])?;
    }
    Ok(path.to_path_buf())
}

/// Node and npm, which the README asks for.
pub fn node() -> Result<()> {
    for program in ["node", "npm"] {
        if output(program, &["--version"]).is_none() {
            bail!("{program} is missing: install Node 20 or newer");
        }
    }
    Ok(())
}

/// Installs a folder's npm packages by its lock file, unless they are there already.
pub fn npm_install(folder: &Path) -> Result<()> {
    let stamp = folder.join("node_modules").join(".skjerm-lock");
    let lock = std::fs::read(folder.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", folder.display()))?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder))?;
    std::fs::write(stamp, lock)?;
    Ok(())
}

fn install_packages(packages: &[&str]) -> Result<()> {
    println!("  installing {} (Debian)", packages.join(", "));
    let is_root = output("id", &["-u"]).as_deref() == Some("0");
    let apt = |arguments: &[&str]| {
        let mut command = if is_root {
            Command::new("apt-get")
        } else {
            let mut sudo = Command::new("sudo");
            sudo.arg("apt-get");
            sudo
        };
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut command)
    };
    apt(&["update", "-qq"])?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend_from_slice(packages);
    apt(&arguments).with_context(|| format!("install these packages by hand: {}", packages.join(" ")))
}

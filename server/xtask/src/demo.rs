//! `cargo xtask demo`: from a fresh checkout to a service with a login, and the timing of its first script.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;

use crate::live_server::{EMAIL, PASSWORD, prepare_home, skjerm};
use crate::step::{cargo, run as execute, step};
use crate::{app_build, paths, tools};

/// How large a demo, and where.
#[derive(Args)]
pub struct Options {
    /// Synthetic persons
    #[arg(long, default_value_t = 100_000)]
    persons: u64,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: String,
    /// Folder of the service's data (default: skjerm-home in the checkout)
    #[arg(long)]
    home: Option<PathBuf>,
    /// Stop when everything is ready instead of serving
    #[arg(long)]
    no_serve: bool,
}

/// Builds, generates and serves; every step does only what is missing.
pub fn run(options: &Options) -> Result<()> {
    let home = options.home.clone().unwrap_or_else(|| paths::root().join("skjerm-home"));
    step("tools: Node, WebAssembly compiler", || tools::node().and_then(|()| tools::wasm_toolchain().map(|_| ())))?;
    step("server (the first build takes long: Polars)", build_server)?;
    step("app: WebAssembly, scripts, styles", app_build::run)?;
    step(&format!("synthetic registry of {} persons, demo account", options.persons), || {
        prepare_home(&home, options.persons)
    })?;
    println!();
    println!("  Skjerm is ready: http://{}", options.listen.replace("127.0.0.1", "localhost"));
    println!("  Log in with  {EMAIL}  and the passphrase  {PASSWORD}");
    println!("  All data are synthetic. Stop with Ctrl+C.");
    println!();
    if options.no_serve {
        return Ok(());
    }
    execute(skjerm(&home).args(["serve", "--listen", &options.listen, "--app"]).arg(paths::dist()))
}

fn build_server() -> Result<()> {
    execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root()))
}

/// Which sizes to time.
#[derive(Args)]
pub struct BenchOptions {
    /// Numbers of synthetic persons
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 1_000_000])]
    persons: Vec<u64>,
    /// Runs of each
    #[arg(long, default_value_t = 5)]
    runs: usize,
}

/// Times the acceptance script of "first light" as a whole process and prints a table.
pub fn bench(options: &BenchOptions) -> Result<()> {
    step("server", build_server)?;
    let script = paths::root().join("server/benchmarks/first_light.script");
    let mut lines = Vec::new();
    for persons in &options.persons {
        let home = paths::target().join(format!("bench-home-{persons}"));
        step(&format!("registry of {persons} persons"), || prepare_home(&home, *persons))?;
        let mut seconds = Vec::new();
        for _ in 0..options.runs.max(1) {
            let start = Instant::now();
            let status =
                skjerm(&home).args(["run", "--json"]).arg(&script).stdout(std::process::Stdio::null()).status()?;
            anyhow::ensure!(status.success(), "the script failed ({status})");
            seconds.push(start.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        let median = seconds.get(seconds.len() / 2).copied().unwrap_or_default();
        lines.push(format!(
            "{persons:>10} | {median:>8.2} | {:>8.2} | {:>8.2}",
            seconds[0],
            seconds[seconds.len() - 1]
        ));
    }
    println!("first light, whole process, seconds ({} runs, {} cores)", options.runs, cores());
    println!("   persons |   median |  fastest |  slowest");
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

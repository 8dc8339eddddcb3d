//! The engine's side of the benchmark of a whole country (`cargo xtask bench-country`): one row of its table a process.
//!
//! A row is a script that prepares and a script that is timed, run over a home that `skjerm registry generate` made, once as
//! the register it is and once as an open databank, whose answers are exact: the difference is the filter's own cost, and
//! the exact results are compared with those of other programs (`server/benchmarks/country/`).

mod check;
mod rows;

#[path = "../../engine/tests/seam/mod.rs"]
mod seam;

use engine::Cancel;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use accounts::Accounts;
use disclosure::Filter;
use engine::{Workspace, World};
use language::Table;
use language::span::LineIndex;
use registry::Registry;
use wire::output::{Body, Output};

use crate::home::Home;
use crate::keys;
use crate::runner::Runner;
use crate::shelf::Shelf;
use crate::world::{RunWorld, Shared};
use rows::Row;
use seam::AsOpen;

/// Freed memory is kept, as in the server.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Runs the row that `SKJERM_ROW` names over the home `SKJERM_COUNTRY_HOME`, and prints a line `ROW {…}` of JSON.
#[test]
fn a_row_of_the_country() {
    let (Ok(name), Ok(home)) = (std::env::var("SKJERM_ROW"), std::env::var("SKJERM_COUNTRY_HOME")) else {
        eprintln!("skipped: the rows of the country are started by cargo xtask bench-country");
        return;
    };
    let runs = std::env::var("SKJERM_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(5);
    let row = Row::named(&name).unwrap();
    let home = Home::existing(&PathBuf::from(home)).unwrap();
    let registry = Registry::open(home.folder()).unwrap();
    let keys = keys::open(&home).unwrap();
    let filter = Filter::new(keys.filter());
    let shared = Arc::new(Shared::new(registry, filter));
    let accounts = Arc::new(Accounts::open(&home.accounts(), keys.audit(), accounts::Moment::now()).unwrap());
    let shelf = || Shelf::new(accounts.clone(), Runner::Operator);
    let world = RunWorld::new(shared.clone(), shelf(), Cancel::default());
    let open = AsOpen(RunWorld::new(shared.clone(), shelf(), Cancel::default()));

    let is_cold = std::env::var("SKJERM_COLD").is_ok();
    let filtered = timed(&world, &row, if is_cold { 1 } else { runs });
    let peak = peak_mebibytes();
    let mut line = serde_json::json!({ "row": name, "tool": "skjerm", "walls": filtered.walls, "peak_mb": peak });
    if !is_cold {
        let exact = timed(&open, &row, runs);
        line["exact_walls"] = serde_json::json!(exact.walls);
        line["check"] = serde_json::json!(check::of(&row, &exact.workspace, &exact.outputs));
    }
    println!("ROW {line}");
}

/// What a row's timed script took and made.
struct Timed {
    /// Seconds of each run.
    walls: Vec<f64>,
    workspace: Workspace,
    outputs: Vec<Output>,
}

/// Runs the preparing script once and the timed one some times, each time from the prepared workspace.
fn timed(world: &dyn World, row: &Row, runs: usize) -> Timed {
    let mut prepared = Workspace::default();
    run(world, &row.prepare, &mut prepared);
    let mut walls = Vec::new();
    let (mut workspace, mut outputs) = (Workspace::default(), Vec::new());
    for _ in 0..runs {
        drop(std::mem::take(&mut workspace));
        workspace = prepared.clone();
        let start = Instant::now();
        outputs = run(world, &row.timed, &mut workspace);
        walls.push(start.elapsed().as_secs_f64());
    }
    Timed { walls, workspace, outputs }
}

/// Runs a script in a workspace; what it answers.
fn run(world: &dyn World, script: &str, workspace: &mut Workspace) -> Vec<Output> {
    let table = Table::builtin();
    let steps = language::expand(&language::parse(script, &table).script, script, &table);
    let (mut outputs, mut is_fine) = (Vec::new(), false);
    let is_told = std::env::var("SKJERM_STEPS").is_ok();
    let mut begun = Instant::now();
    engine::run(&steps, &LineIndex::new(script), world, workspace, &mut |event| match event {
        engine::Event::Output(output) => {
            if let Body::Diagnostic(diagnostic) = &output.body {
                panic!("line {}: {}", output.line, diagnostic.message.en);
            }
            if is_told {
                eprintln!("{:8.1} ms  {}", begun.elapsed().as_secs_f64() * 1e3, output.command);
            }
            begun = Instant::now();
            outputs.push(*output);
        }
        engine::Event::Finished { ok } => is_fine = ok,
        engine::Event::Progress { .. } => {}
    });
    assert!(is_fine, "the script failed");
    outputs
}

/// The most memory that the process has held, in MiB.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

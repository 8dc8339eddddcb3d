//! `red-team`: carries out the attacks and prints the acceptance table.

use std::process::ExitCode;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use clap::Parser;
use red_team::attacks::ALL;
use red_team::measure::{Row, Verdict};
use red_team::{Effort, Stage, report, simulation};

/// Attack the noise filter on a made-up register and print the acceptance table.
#[derive(Parser)]
struct Arguments {
    /// A few minutes instead of hours: fewer targets, a fixed seed, judged by the kinder bound of the interval
    #[arg(long)]
    short: bool,
    /// Only attacks (or simulations) whose name holds this text
    #[arg(long)]
    only: Option<String>,
    /// A seed instead of the clock's
    #[arg(long)]
    seed: Option<u64>,
    /// Print the simulations of near-sets section 8 instead
    #[arg(long)]
    simulate: bool,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos() as u64;
    let fresh = if arguments.short { Effort::SHORT.seed } else { now };
    let effort = Effort { long: !arguments.short, seed: arguments.seed.unwrap_or(fresh) };
    let stage = Stage::new(effort);
    if arguments.simulate {
        println!("{}", simulation::run(&stage, arguments.only.as_deref().unwrap_or_default())?);
        return Ok(ExitCode::SUCCESS);
    }
    let wanted = arguments.only.as_deref().unwrap_or_default();
    let chosen: Vec<_> = ALL.iter().filter(|attack| attack.name.contains(wanted)).collect();
    if chosen.is_empty() {
        bail!("no attack has `{wanted}` in its name");
    }
    let mut rows: Vec<Row> = Vec::new();
    for attack in chosen {
        let started = Instant::now();
        let found = (attack.run)(&stage)?;
        // The long form takes an hour: what was found so far is not lost.
        found.iter().for_each(|row| eprintln!("{}", report::line(row, effort.long)));
        eprintln!("{:<18} {:6.1} s", attack.name, started.elapsed().as_secs_f64());
        rows.extend(found);
    }
    println!("{}", report::table(&rows, &effort));
    let fails = |row: &Row| matches!(row.verdict(effort.long), Verdict::Over | Verdict::Toothless);
    Ok(if rows.iter().any(fails) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

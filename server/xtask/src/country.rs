//! `bench-country`: the table of the whole country, Skjerm beside what a user would run instead, in one go on the same files.
//!
//! Each row of each program is a process of its own, so that peaks of memory are its own; medians of five runs. The exact
//! results (profile `open`) are compared with the other programs' before anything is printed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::Value;

use crate::paths;
use crate::step::{cargo, output, run as execute, step};

/// Options of the benchmark of a whole country.
#[derive(Args)]
pub struct Options {
    /// Persons of the registry; it is generated once and kept in the build folder
    #[arg(long, default_value_t = 11_000_000)]
    persons: u64,
    /// Persons of the registry for panels
    #[arg(long, default_value_t = 1_000_000)]
    panel_persons: u64,
    /// Only these rows (a-fixed, a-event, a-accumulated, b … i)
    #[arg(long, value_delimiter = ',')]
    rows: Vec<String>,
    /// Runs of each row and program
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Without the other programs
    #[arg(long)]
    alone: bool,
}

/// Rows, what they are, and the programs beside Skjerm.
const ROWS: [(&str, &str, &[&str]); 11] = [
    ("a-fixed", "import of a fixed variable", &["polars", "duckdb"]),
    ("a-event", "import of an event variable at a date", &["polars", "duckdb"]),
    ("a-accumulated", "import of an accumulated variable", &["polars", "duckdb"]),
    ("b", "first use: 6 imports, 2 generate, keep, 2 tabulate, summarize", &["polars", "duckdb"]),
    ("c", "tabulate county × sex", &["polars", "duckdb"]),
    ("d", "mean, sd, quartiles of wage by county", &["polars", "duckdb"]),
    ("e", "collapse to municipality and merge back", &["polars", "duckdb"]),
    ("f", "aggregate (sum) over families", &["polars", "duckdb"]),
    ("g", "import-panel of 3 variables × 10 years", &["polars", "duckdb"]),
    ("h", "regress, 10 regressors, 2 of them factors", &["pyfixest", "statsmodels", "r"]),
    ("i", "re-run after editing the last line, a tabulate", &[]),
];

/// Rows that read files: they are timed cold too, with the system's file cache dropped.
const READING: [&str; 5] = ["a-fixed", "a-event", "a-accumulated", "b", "g"];

/// One program's line.
struct Line {
    tool: String,
    /// Median seconds, warm.
    warm: f64,
    /// Skjerm: the same with exact answers.
    exact: Option<f64>,
    cold: Option<f64>,
    peak: u64,
    check: BTreeMap<String, f64>,
}

/// Generates what is missing, runs every row and prints the table.
pub fn run(options: &Options) -> Result<()> {
    let wanted = |name: &str| options.rows.is_empty() || options.rows.iter().any(|row| row == name);
    step("server", || execute(cargo().args(["build", "--package", "server"]).current_dir(paths::root())))?;
    let country = home(options.persons)?;
    let panel = if wanted("g") { home(options.panel_persons)? } else { country.clone() };
    let test = test_binary()?;
    let python = if options.alone { None } else { Some(python()?) };
    let mut table = String::from(HEAD);
    let mut failures = String::new();
    for row @ (name, ..) in ROWS.iter().filter(|(name, ..)| wanted(name)) {
        let home = if *name == "g" { &panel } else { &country };
        // A row that fails does not take the others' numbers with it.
        match one(row, home, &test, python.as_deref(), options.runs) {
            Ok(lines) => write_row(&mut table, name, row.1, &lines),
            Err(error) => drop(writeln!(failures, "{error}")),
        }
    }
    println!(
        "\n{} persons ({} for row g), two threads, median of {}\n",
        options.persons, options.panel_persons, options.runs
    );
    println!("{table}");
    if failures.is_empty() { Ok(()) } else { bail!(failures) }
}

/// A row in Skjerm and in the programs beside it, which have the same results.
fn one(
    (name, _, tools): &(&str, &str, &[&str]),
    home: &Path,
    test: &Path,
    python: Option<&Path>,
    runs: usize,
) -> Result<Vec<Line>> {
    let mut lines = vec![step(&format!("row {name}: skjerm"), || {
        skjerm(test, name, home, runs).and_then(|line| with_cold(line, name, &|| skjerm_cold(test, name, home)))
    })?];
    for tool in python.iter().flat_map(|_| *tools) {
        let python = python.unwrap_or(Path::new("python3"));
        let line = step(&format!("row {name}: {tool}"), || {
            let warm = alternative(python, tool, name, home, runs)?;
            with_cold(warm, name, &|| Ok(alternative(python, tool, name, home, 1)?.warm))
        })?;
        compare(name, &lines[0], &line)?;
        lines.push(line);
    }
    Ok(lines)
}

const HEAD: &str = "| row | what | skjerm ms | of it filter | cold ms | peak MB | fastest other | its ms | ratio | its cold ms | its peak MB | others |\n\
                    |---|---|---|---|---|---|---|---|---|---|---|---|\n";

fn write_row(table: &mut String, name: &str, title: &str, lines: &[Line]) {
    let ms = |seconds: f64| format!("{:.1}", seconds * 1e3);
    let maybe = |seconds: Option<f64>| seconds.map_or_else(|| "–".to_owned(), ms);
    let [own, others @ ..] = lines else { return };
    let filter = own.exact.map(|exact| (own.warm - exact).max(0.0));
    let _ = write!(
        table,
        "| {name} | {title} | {} | {} | {} | {} |",
        ms(own.warm),
        maybe(filter),
        maybe(own.cold),
        own.peak
    );
    match others.iter().min_by(|a, b| a.warm.total_cmp(&b.warm)) {
        None => table.push_str(" – | – | – | – | – | – |\n"),
        Some(fastest) => {
            let ratio = fastest.warm / own.warm;
            let rest: Vec<String> = others
                .iter()
                .filter(|line| line.tool != fastest.tool)
                .map(|line| format!("{} {} ms, {} MB", line.tool, ms(line.warm), line.peak))
                .collect();
            let _ = writeln!(
                table,
                " {} | {} | {ratio:.1}× | {} | {} | {} |",
                fastest.tool,
                ms(fastest.warm),
                maybe(fastest.cold),
                fastest.peak,
                rest.join("; ")
            );
        }
    }
}

/// The home of a registry of so many persons, generated if it is not there.
pub fn home(persons: u64) -> Result<PathBuf> {
    let home = paths::target().join("country").join(persons.to_string());
    if home.join("complete").exists() {
        return Ok(home);
    }
    std::fs::create_dir_all(&home)?;
    step(&format!("generate {persons} persons"), || {
        let persons = persons.to_string();
        let mut generate = Command::new(paths::server_binary());
        generate.arg("--home").arg(&home).args([
            "registry",
            "generate",
            "--seed",
            "1",
            "--variables",
            "core",
            "--persons",
            &persons,
        ]);
        execute(&mut generate)?;
        std::fs::write(home.join("complete"), "").context("noting that the registry is complete")
    })?;
    Ok(home)
}

/// Builds the unit tests of `jobs`, where the engine's side of the rows is, and gives the program.
pub fn test_binary() -> Result<PathBuf> {
    step("the rows' program", || {
        let built = cargo()
            .args(["test", "--package", "jobs", "--lib", "--no-run", "--message-format=json"])
            .stderr(Stdio::inherit())
            .current_dir(paths::root())
            .output()?;
        let messages = String::from_utf8_lossy(&built.stdout);
        let parsed = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let of_jobs = |message: &Value| message["target"]["name"] == "jobs" && message["executable"].is_string();
        let executable = parsed.filter(of_jobs).last().context("the tests of jobs did not build")?;
        Ok(PathBuf::from(executable["executable"].as_str().unwrap_or_default()))
    })
}

/// An environment of Python with the other programs, made once in the build folder.
pub fn python() -> Result<PathBuf> {
    let folder = paths::target().join("country").join("python");
    let python = folder.join("bin").join("python");
    let requirements = paths::root().join("server/benchmarks/country/requirements.txt");
    step("the other programs", || {
        if !python.exists() {
            execute(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        }
        execute(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&requirements))?;
        if output("Rscript", &["--version"]).is_none() {
            execute(Command::new("apt-get").args(["install", "--yes", "--no-install-recommends", "r-base-core"]))?;
        }
        Ok(())
    })?;
    Ok(python)
}

fn skjerm(test: &Path, row: &str, home: &Path, runs: usize) -> Result<Line> {
    line(in_skjerm(test, row, home).env("SKJERM_RUNS", runs.to_string()))
}

fn skjerm_cold(test: &Path, row: &str, home: &Path) -> Result<f64> {
    Ok(line(in_skjerm(test, row, home).env("SKJERM_COLD", "1"))?.warm)
}

/// The program that runs a row of Skjerm, over a home.
pub fn in_skjerm(test: &Path, row: &str, home: &Path) -> Command {
    let mut command = Command::new(test);
    command.args(["--exact", "country::a_row_of_the_country", "--nocapture"]);
    command.env("SKJERM_ROW", row).env("SKJERM_COUNTRY_HOME", home);
    command
}

fn alternative(python: &Path, tool: &str, row: &str, home: &Path, runs: usize) -> Result<Line> {
    let script = paths::root().join("server/benchmarks/country/alternatives.py");
    let mut command = Command::new(python);
    command.arg(script).args([tool, row]).arg(home).arg(runs.to_string());
    // Freed memory stays with the program: fresh pages are dear on small machines, and that is no program's fault.
    command.env("MALLOC_TRIM_THRESHOLD_", "100000000000").env("MALLOC_MMAP_MAX_", "0").env("PYTHONWARNINGS", "ignore");
    line(&mut command)
}

/// Adds the time after the system's file cache was dropped, where the row reads files and it can be dropped.
fn with_cold(mut line: Line, row: &str, again: &dyn Fn() -> Result<f64>) -> Result<Line> {
    if READING.contains(&row)
        && output("sync", &[]).is_some()
        && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
    {
        line.cold = Some(again()?);
    }
    Ok(line)
}

/// Runs a program and reads the line `ROW {json}` that it prints.
pub fn line_of(command: &mut Command) -> Result<Value> {
    let printed = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8_lossy(&printed.stdout);
    match text.lines().find_map(|line| line.split("ROW ").nth(1)) {
        Some(json) if printed.status.success() => Ok(serde_json::from_str(json)?),
        _ => bail!("{command:?} gave no row:\n{text}"),
    }
}

fn line(command: &mut Command) -> Result<Line> {
    let row = line_of(command)?;
    let check = row["check"].as_object().into_iter().flatten();
    Ok(Line {
        tool: row["tool"].as_str().unwrap_or_default().to_owned(),
        warm: median(&row["walls"]).context("no times")?,
        exact: median(&row["exact_walls"]),
        cold: None,
        peak: row["peak_mb"].as_u64().unwrap_or(0),
        check: check.filter_map(|(name, number)| Some((name.clone(), number.as_f64()?))).collect(),
    })
}

pub fn median(walls: &Value) -> Option<f64> {
    let mut walls: Vec<f64> = walls.as_array()?.iter().filter_map(Value::as_f64).collect();
    walls.sort_by(f64::total_cmp);
    walls.get(walls.len() / 2).copied()
}

/// Both programs have the same numbers under the same names, to nine digits.
fn compare(row: &str, own: &Line, other: &Line) -> Result<()> {
    let mut wrong = String::new();
    for (name, expected) in &other.check {
        match own.check.get(name) {
            Some(found) if (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3) => {}
            found => {
                let _ = writeln!(wrong, "  {name}: {found:?} here, {expected} in {}", other.tool);
            }
        }
    }
    if other.check.is_empty() {
        bail!("row {row}: {} compares nothing", other.tool);
    }
    if wrong.is_empty() { Ok(()) } else { bail!("row {row}: results differ\n{wrong}") }
}

//! `cargo xtask`: the only automation of the project; CI runs the same commands as a developer.
//!
//! *Start reading at*: [`Task`], then `demo.rs` and `test.rs`, which list their steps in order.

mod app_build;
mod assets;
mod country;
mod demo;
mod deps;
mod growth;
mod ingestion;
mod live_server;
mod long;
mod paths;
mod picture;
mod red_team;
mod sizes;
mod step;
mod test;
mod tidy;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Tasks around the Skjerm workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Set everything up, build server and app, make a synthetic registry, serve http://localhost:8080
    Demo(demo::Options),
    /// Set everything up and run every test, browser tests included (what CI runs)
    Test(test::Options),
    /// Build the browser app into its dist folder
    App,
    /// Check tidiness: file lengths, machine paths, dependency edges
    Tidy,
    /// Print the compressed size of every piece of the app
    Sizes,
    /// Take the README's picture of the workbench anew (server/benchmarks/first-light.png)
    Picture,
    /// Time the script of "first light" on synthetic persons (long form)
    BenchFirstLight(demo::BenchOptions),
    /// Run the library of example scripts on a hundred thousand persons and print their times (long form)
    BenchLibrary,
    /// Time counting, measuring and the noise filter at eleven million persons (long form)
    BenchFilter,
    /// Time a run and its repetition with the last line edited, at 100 000 persons (long form)
    BenchRerun,
    /// Drive a server with fifty sessions of a million persons over HTTP and print latencies (long form)
    BenchLoad(long::LoadOptions),
    /// Measure the engine's memory on five million jobs (long form)
    BenchJobsMemory,
    /// Time groups, joins, row-wise commands and models of a whole country (long form)
    BenchGroups,
    /// Time least squares alone on five million rows (long form)
    BenchRegress,
    /// Time the estimators of choices, counts, survival, panels, quantiles and discontinuities on millions of rows (long form)
    BenchEstimators,
    /// Print the worst relative difference of each method's figures from their references
    Precision,
    /// Measure layouts of stored columns: bytes a row, reading speed (long form)
    BenchStorage,
    /// Time reading variables of eleven million persons into a dataset (long form)
    BenchImport,
    /// Time imports, tables, groups and models on eleven million persons beside Polars, DuckDB, pyfixest, statsmodels and R (long form)
    BenchCountry(country::Options),
    /// Compare synthetic persons with published figures (long form)
    BenchSynthetic,
    /// Show what import, tabulate and regress cost against the number of persons and of variables (long form)
    BenchGrowth(growth::Options),
    /// Measure how much honest work suffers under the noise filter, beside microdata.no's published rules (long form)
    BenchUtility,
    /// Measure the watcher: cost of notes, sketches and lookups, campaigns found, honest months flagged (long form)
    BenchWatch,
    /// Ingest ten million rows of synthetic persons from CSV, beside DuckDB (long form)
    BenchIngest,
    /// Ingest twenty million unsorted rows in bounded memory (long form)
    SoakIngest,
    /// Attack the noise filter and print the acceptance table (long form; `--short` takes minutes)
    RedTeam(red_team::Options),
}

fn main() -> Result<()> {
    match Arguments::parse().task {
        Task::Demo(options) => demo::run(&options),
        Task::Test(options) => test::run(&options),
        Task::App => app_build::run().map(|dist| println!("{}", dist.display())),
        Task::Tidy => tidy::run().and_then(|()| deps::run()),
        Task::Sizes => sizes::run(),
        Task::Picture => picture::run(),
        Task::BenchFirstLight(options) => demo::bench(&options),
        Task::BenchLibrary => long::run("jobs", "the_library_on_a_hundred_thousand_persons"),
        Task::BenchFilter => long::run("disclosure", "the_filter_at_eleven_million_persons"),
        Task::BenchRerun => long::run("server", "time_of_a_run_and_of_one_with_the_last_line_edited"),
        Task::BenchLoad(options) => long::load(&options),
        Task::BenchJobsMemory => long::run("engine", "five_million_jobs"),
        Task::BenchGroups => long::run("engine", "a_whole_country"),
        Task::BenchRegress => long::run("statistics", "ten_regressors_on_five_million_rows"),
        Task::BenchEstimators => ["glm::speed", "survival::speed", "panel::speed", "million_rows_of"]
            .into_iter()
            .try_for_each(|of| long::run("statistics", of)),
        Task::Precision => long::run("statistics", "the_precision_table_is_printed"),
        Task::BenchStorage => long::run("registry", "storage_layouts"),
        Task::BenchImport => long::run("jobs", "import_of_eleven_million"),
        Task::BenchCountry(options) => country::run(&options),
        Task::BenchSynthetic => long::run("synthetic", "marginals_beside_published_figures"),
        Task::BenchGrowth(options) => growth::run(&options),
        Task::BenchUtility => long::run("jobs", "honest_work_beside_published_rules"),
        Task::BenchWatch => long::run("disclosure", "figures_of_the_watcher"),
        Task::BenchIngest => ingestion::run(),
        Task::RedTeam(options) => red_team::run(&options),
        Task::SoakIngest => long::run("ingest", "twenty_million_unsorted_rows"),
    }
}

//! The commands of `skjerm`: one file each, and what they share.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use jobs::Home;

use crate::cli::{AuditTask, Cli, KeysTask, Task};

mod accounts;
mod check;
mod language;
mod registry;
mod run;
mod serve;

/// How a command ended, where it did what it could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Fine.
    Fine,
    /// The work failed, and the output says so (a script with an error).
    Failed,
}

/// Does what the command line asks; messages of failures go to standard error.
pub fn carry_out(cli: Cli) -> ExitCode {
    match dispatch(cli) {
        Ok(End::Fine) => ExitCode::SUCCESS,
        Ok(End::Failed) => ExitCode::from(1),
        Err(error) => {
            eprintln!("skjerm: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn dispatch(cli: Cli) -> Result<End> {
    let folder = cli.home;
    match cli.task {
        Task::Serve(options) => serve::serve(&home(&folder)?, options),
        Task::Registry(task) => registry::registry(&folder, task),
        Task::Check(options) => check::check(&folder, &options),
        Task::Run(options) => run::run(&existing(&folder)?, &options),
        Task::Institution(task) => accounts::institution(&home(&folder)?, task),
        Task::User(task) => accounts::user(&home(&folder)?, task),
        Task::Language(options) => language::language(&options),
        Task::Backup { .. } => not_yet("backup"),
        Task::Restore { .. } => not_yet("restore"),
        Task::Keys(KeysTask::Export { .. } | KeysTask::Import { .. }) => not_yet("keys"),
        Task::Audit(AuditTask::Verify) => not_yet("audit"),
    }
}

fn home(folder: &Path) -> Result<Home> {
    Home::open(folder).with_context(|| format!("cannot make the home {}", folder.display()))
}

/// A home that must be there: running a script makes none.
fn existing(folder: &Path) -> Result<Home> {
    Home::existing(folder)
        .with_context(|| format!("there is no home in {} (`skjerm serve` makes one)", folder.display()))
}

/// A command that the contract names and that comes with its own issue.
fn not_yet(command: &str) -> Result<End> {
    bail!("`{command}` is not available yet; nothing was done")
}

/// Prints to standard output; a reader who has seen enough (`| head`) is no failure.
fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.context("cannot write to standard output"),
    }
}

/// Prints a line.
fn print_line(text: impl std::fmt::Display) -> Result<()> {
    print(&format!("{text}\n"))
}

/// Reads a script from a file, or from standard input for `-`.
fn read_script(file: &Path) -> Result<String> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        bytes
    } else {
        std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?
    };
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", file.display()))
}

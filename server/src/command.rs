//! The commands of `skjerm`: one file each, and what they share.

use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use jobs::Home;

use crate::cli::{Cli, Task};
use crate::message::{Explain as _, in_language, message};
use crate::render;

mod accounts;
mod audit;
mod check;
mod fmt;
mod keys;
mod language;
mod passphrase;
mod registry;
mod run;
mod script_text;
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
            eprintln!("skjerm: {}", in_language(&error, render::reader()));
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
        Task::Fmt(options) => fmt::fmt(&options),
        Task::Run(options) => run::run(&existing(&folder)?, &options),
        Task::Institution(task) => accounts::institution(&home(&folder)?, task),
        Task::User(task) => accounts::user(&home(&folder)?, task),
        Task::Language(options) => language::language(&options),
        Task::Backup { .. } => not_yet("backup"),
        Task::Restore { .. } => not_yet("restore"),
        Task::Keys(task) => keys::keys(&folder, task),
        Task::Audit(task) => audit::audit(&existing(&folder)?, task),
    }
}

fn home(folder: &Path) -> Result<Home> {
    Home::open(folder).explain(|| {
        let folder = folder.display();
        message(format!("hjemmet {folder} kan ikke brukes"), format!("cannot use the home {folder}"))
    })
}

/// A home that must be there: running a script makes none.
fn existing(folder: &Path) -> Result<Home> {
    let missing = || {
        let folder = folder.display();
        message(
            format!("det er intet hjem i {folder} (`skjerm serve` lager ett)"),
            format!("there is no home in {folder} (`skjerm serve` makes one)"),
        )
    };
    Ok(Home::existing(folder).ok_or_else(missing)?)
}

/// A command that the contract names and that comes with its own issue.
fn not_yet(command: &str) -> Result<End> {
    bail!(message(
        format!("`{command}` finnes ikke ennå; ingenting ble gjort"),
        format!("`{command}` is not available yet; nothing was done"),
    ))
}

/// Prints to standard output; a reader who has seen enough (`| head`) is no failure.
fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done.explain(|| message("kan ikke skrive til standard ut", "cannot write to standard output")),
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
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let name = file.display();
    let bytes = bytes.explain(|| message(format!("kan ikke lese {name}"), format!("cannot read {name}")))?;
    let text = script_text::decode(bytes);
    Ok(text.ok_or_else(|| message(format!("{name} er ingen tekst"), format!("{name} is not text")))?)
}

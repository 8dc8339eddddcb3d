//! `skjerm registry`: making, loading, releasing and listing databanks.

mod generate;
mod list;

use std::path::{Path, PathBuf};

use accounts::audit::Act;
use accounts::{Accounts, Moment, Stamp};
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use ingest::table::TableOptions;
use ingest::{Added, IdentityKey, ImportError, Imported, Severity, TableTime, Target};
use jobs::keys::KeyRing;
use jobs::{Home, publish};
use registry::{Registry, RegistryError};
use variables::DataVersion;

use super::{End, existing, home, print_line};
use crate::cli::{ImportTable, RegistryTask, VariableSet};
use crate::message::message;
use crate::{render, startup};

/// Does a task on the registry.
pub fn registry(folder: &Path, task: RegistryTask) -> Result<End> {
    match task {
        RegistryTask::Generate { persons, seed, variables, no_check } => {
            let variables = match variables {
                VariableSet::Core => synthetic::Set::Core,
                VariableSet::All => synthetic::Set::All,
            };
            generate::generate(&home(folder)?, synthetic::Options { persons, seed, variables }, !no_check)
        }
        RegistryTask::Import { paths, databank, profile, tier } => {
            let target = Target { databank, profile: profile.map(Into::into), tier: tier.map(Into::into) };
            import(&home(folder)?, &paths, &target)
        }
        RegistryTask::ImportTable(options) => import_table(&home(folder)?, &options),
        RegistryTask::Discard { names, databank } => discard(&existing(folder)?, &databank, names),
        RegistryTask::Release { databank } => release(&existing(folder)?, &databank),
        RegistryTask::List(options) => {
            // A listing makes nothing: without a home there is nothing to list.
            let registry = Home::existing(folder).map(|home| startup::registry(&home)).transpose()?;
            list::list(registry.as_ref(), options.json)
        }
    }
}

fn import(home: &Home, paths: &[PathBuf], target: &Target) -> Result<End> {
    let registry = startup::registry(home)?;
    let keys = startup::keys(home)?;
    let key = IdentityKey::new(*keys.identity());
    tell_waiting(home);
    let bar = bytes_bar();
    let imported = ingest::import_exchange(&registry, home.folder(), &key, paths, target, &mut |now| {
        show(&bar, now.done, now.of);
    });
    bar.finish_and_clear();
    report(imported, &target.databank)
}

fn import_table(home: &Home, options: &ImportTable) -> Result<End> {
    let registry = startup::registry(home)?;
    let keys = startup::keys(home)?;
    let key = IdentityKey::new(*keys.identity());
    let time = match (&options.time, options.date) {
        (Some(column), _) => TableTime::Column(column.clone()),
        (None, Some(date)) => TableTime::Date(date),
        (None, None) => TableTime::Fixed,
    };
    let table = TableOptions { databank: options.databank.clone(), unit: options.unit.clone(), time };
    tell_waiting(home);
    let bar = bytes_bar();
    let imported = ingest::import_table(&registry, home.folder(), &key, &options.file, &table, &mut |now| {
        show(&bar, now.done, now.of);
    });
    bar.finish_and_clear();
    report(imported, &options.databank)
}

/// Says why nothing happens yet: imports of a home take turns.
fn tell_waiting(home: &Home) {
    if ingest::is_import_running(home.folder()) {
        let waiting = message("venter på en annen import i samme hjem", "waiting for another import in the same home");
        eprintln!("{waiting}");
    }
}

/// Prints what was added and what comes next, or everything that is wrong.
fn report(imported: Result<Imported, ImportError>, databank: &str) -> Result<End> {
    let locale = render::reader();
    let imported = match imported {
        Ok(imported) => imported,
        Err(ImportError::Invalid(report)) => {
            report.lines(locale).iter().for_each(|line| eprintln!("{line}"));
            let n_errors = report.count(Severity::Error);
            let nothing = message(
                format!("{n_errors} feil; ingenting ble lagt til"),
                format!("errors: {n_errors}; nothing was added"),
            );
            eprintln!("{nothing}");
            return Ok(End::Failed);
        }
        Err(error) => return Err(error.into()),
    };
    imported.report.lines(locale).iter().for_each(|line| eprintln!("{line}"));
    for Added { name, rows } in &imported.variables {
        print_line(message(
            format!("la {name} til utkastet av {databank} ({rows} rader)"),
            format!("added {name} to the draft of {databank} ({rows} rows)"),
        ))?;
    }
    let next = format!("skjerm registry release --databank {databank}");
    eprintln!("{}", message(format!("utgi det med: {next}"), format!("release it with: {next}")));
    Ok(End::Fine)
}

fn release(home: &Home, databank: &str) -> Result<End> {
    let registry = startup::registry(home)?;
    let version = Releases::of(home, &registry)?.release(databank)?;
    print_line(message(format!("utga {databank} {version}"), format!("released {databank} {version}")))?;
    Ok(End::Fine)
}

/// Releases drafts and writes it into the audit log: before, and after with the version.
struct Releases<'a> {
    registry: &'a Registry,
    keys: KeyRing,
    accounts: Accounts,
}

impl Releases<'_> {
    fn of<'a>(home: &Home, registry: &'a Registry) -> Result<Releases<'a>> {
        Ok(Releases { registry, keys: startup::keys(home)?, accounts: startup::accounts(home)? })
    }

    fn release(&self, databank: &str) -> Result<DataVersion> {
        if self.registry.draft(databank)?.changes()?.is_empty() {
            return Err(RegistryError::EmptyDraft(databank.to_owned()).into());
        }
        let record = |act| self.accounts.record(Stamp::operator(Moment::now()), act);
        record(Act::ReleaseBegan { databank: databank.to_owned() })?;
        let version = publish::release(self.registry, &self.keys, databank)?;
        record(Act::DatabankReleased { databank: databank.to_owned(), version: version.to_string() })?;
        Ok(version)
    }
}

fn discard(home: &Home, databank: &str, names: Vec<String>) -> Result<End> {
    let registry = startup::registry(home)?;
    let draft = registry.draft(databank)?;
    let names = if names.is_empty() { draft.changes()?.into_iter().map(|change| change.name).collect() } else { names };
    if names.is_empty() {
        return Err(RegistryError::EmptyDraft(databank.to_owned()).into());
    }
    for name in names {
        draft.discard(&name)?;
        print_line(message(
            format!("{name} er ute av utkastet av {databank}"),
            format!("took {name} out of the draft of {databank}"),
        ))?;
    }
    Ok(End::Fine)
}

/// A bar on a terminal, nothing elsewhere.
fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

fn bytes_bar() -> ProgressBar {
    bar("{bar:30} {bytes}/{total_bytes}, {elapsed}")
}

fn show(bar: &ProgressBar, done: u64, of: u64) {
    bar.set_length(of);
    bar.set_position(done);
}

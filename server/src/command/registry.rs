//! `skjerm registry`: making, loading, releasing and listing databanks.

mod list;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ingest::table::TableOptions;
use ingest::{Added, IdentityKey, ImportError, Imported, Severity, TableTime, Target};
use jobs::{Home, keys, publish};
use registry::{Registry, RegistryError};
use text::{Text, t};

use super::{End, existing, home, print_line};
use crate::cli::{ImportTable, RegistryTask, VariableSet};
use crate::render;

/// Does a task on the registry.
pub fn registry(folder: &Path, task: RegistryTask) -> Result<End> {
    match task {
        RegistryTask::Generate { persons, seed, variables } => generate(&home(folder)?, persons, seed, variables),
        RegistryTask::Import { paths, databank, profile, tier } => {
            let target = Target { databank, profile: profile.map(Into::into), tier: tier.map(Into::into) };
            import(&home(folder)?, &paths, &target)
        }
        RegistryTask::ImportTable(options) => import_table(&home(folder)?, &options),
        RegistryTask::Discard { names, databank } => discard(&existing(folder)?, &databank, names),
        RegistryTask::Release { databank } => release(&existing(folder)?, &databank),
        RegistryTask::List(options) => {
            // A listing makes nothing: without a home there is nothing to list.
            let registry = Home::existing(folder).map(|home| open(&home)).transpose()?;
            list::list(registry.as_ref(), options.json)
        }
    }
}

fn open(home: &Home) -> Result<Registry> {
    Registry::open(home.folder()).context("cannot open the registry")
}

fn generate(home: &Home, persons: u64, seed: u64, variables: VariableSet) -> Result<End> {
    let registry = open(home)?;
    let keys = keys::open(home).context("cannot open the keys of the home")?;
    let variables = match variables {
        VariableSet::Core => synthetic::Set::Core,
        VariableSet::All => synthetic::Set::All,
    };
    let bar = bar("{msg:8} {bar:30} {pos}/{len}, {elapsed}");
    let options = synthetic::Options { persons, seed, variables };
    let report = synthetic::generate(&registry, options, &|step, done, of| {
        bar.set_message(step.to_owned());
        show(&bar, done, of);
    })?;
    bar.finish_and_clear();
    print_line(format_args!(
        "{} persons, {} variables with values, {} with metadata only, {} rows",
        report.persons, report.variables_with_data, report.metadata_only, report.rows
    ))?;
    for databank in &report.databanks {
        let version = publish::release(&registry, &keys, databank)?;
        print_line(format_args!("released {databank} {version} (synthetic)"))?;
    }
    Ok(End::Fine)
}

fn import(home: &Home, paths: &[PathBuf], target: &Target) -> Result<End> {
    let registry = open(home)?;
    let keys = keys::open(home).context("cannot open the keys of the home")?;
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
    let registry = open(home)?;
    let keys = keys::open(home).context("cannot open the keys of the home")?;
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
        let waiting = t("venter på en annen import i samme hjem", "waiting for another import in the same home");
        eprintln!("{}", waiting.get(render::reader()));
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
            let nothing = Text::new(
                format!("{n_errors} feil; ingenting ble lagt til"),
                format!("errors: {n_errors}; nothing was added"),
            );
            eprintln!("{}", nothing.get(locale));
            return Ok(End::Failed);
        }
        Err(error) => return Err(said(error)),
    };
    imported.report.lines(locale).iter().for_each(|line| eprintln!("{line}"));
    for Added { name, rows } in &imported.variables {
        let added = Text::new(
            format!("la {name} til utkastet av {databank} ({rows} rader)"),
            format!("added {name} to the draft of {databank} ({rows} rows)"),
        );
        print_line(added.get(locale))?;
    }
    let next = format!("skjerm registry release --databank {databank}");
    let next = Text::new(format!("utgi det med: {next}"), format!("release it with: {next}"));
    eprintln!("{}", next.get(locale));
    Ok(End::Fine)
}

fn release(home: &Home, databank: &str) -> Result<End> {
    let registry = open(home)?;
    let keys = keys::open(home).context("cannot open the keys of the home")?;
    let version = publish::release(&registry, &keys, databank).map_err(|error| said(error.into()))?;
    let released = Text::new(format!("utga {databank} {version}"), format!("released {databank} {version}"));
    print_line(released.get(render::reader()))?;
    Ok(End::Fine)
}

fn discard(home: &Home, databank: &str, names: Vec<String>) -> Result<End> {
    let registry = open(home)?;
    let draft = registry.draft(databank).map_err(|error| said(error.into()))?;
    let names = if names.is_empty() { draft.changes()?.into_iter().map(|change| change.name).collect() } else { names };
    if names.is_empty() {
        return Err(said(RegistryError::EmptyDraft(databank.to_owned()).into()));
    }
    for name in names {
        draft.discard(&name).map_err(|error| said(error.into()))?;
        let gone = Text::new(
            format!("{name} er ute av utkastet av {databank}"),
            format!("took {name} out of the draft of {databank}"),
        );
        print_line(gone.get(render::reader()))?;
    }
    Ok(End::Fine)
}

/// A refusal in the reader's language, where it is one that data owners meet.
fn said(error: ImportError) -> anyhow::Error {
    let error = match error {
        ImportError::Registry(error) => error,
        ImportError::IdentityMap => {
            let text = t(
                "kartet over identiteter kan ikke leses: nøklene er ikke dem hjemmet ble laget med, eller filen er skadet",
                "the identity map cannot be read: the keys are not those the home was made with, or the file is damaged",
            );
            return anyhow::Error::msg(text.get(render::reader()).to_owned());
        }
        other => return other.into(),
    };
    let both = |nb: String| Text::new(nb, error.to_string());
    let text = match &error {
        RegistryError::UnknownDatabank(name) => both(format!("ukjent databank `{name}`")),
        RegistryError::BadDatabankName(name) => both(format!(
            "`{name}` er ikke et navn på en databank: små bokstaver og sifre, to eller flere deler med punktum mellom"
        )),
        RegistryError::Fixed { databank, what: "tier" } => {
            both(format!("databanken `{databank}` har et strengere vern (tier), som aldri kan bli svakere"))
        }
        RegistryError::Fixed { databank, what } => {
            let what = if *what == "profile" { "en annen profil" } else { "et annet opphav" };
            both(format!("databanken `{databank}` finnes med {what}, som aldri kan endres"))
        }
        RegistryError::EmptyDraft(name) => both(format!("utkastet av databanken `{name}` er tomt")),
        RegistryError::AlreadyDrafted(name) => both(format!("utkastet har alt en endring av variabelen `{name}`")),
        RegistryError::DraftChanged(name) => both(format!(
            "utkastet av databanken `{name}` ble endret mens det ble utgitt; ingenting ble utgitt, prøv igjen"
        )),
        RegistryError::NotDrafted(name) => both(format!("utkastet har ingen endring av variabelen `{name}`")),
        RegistryError::UnitsChanged => {
            both("andre la til enheter samtidig; ingenting ble lagt til, prøv igjen".to_owned())
        }
        _ => return error.into(),
    };
    anyhow::Error::msg(text.get(render::reader()).to_owned())
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

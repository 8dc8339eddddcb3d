//! `skjerm registry`: making, loading, releasing and listing databanks.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use ingest::table::TableOptions;
use ingest::{IdentityKey, ImportError, Imported, TableTime, Target};
use jobs::{Home, keys, publish};
use registry::Registry;
use serde_json::{Value, json};
use text::Locale;
use variables::{Databank, VersionRequest};

use super::{End, home, print_line};
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
        RegistryTask::Release { databank } => release(&home(folder)?, &databank),
        RegistryTask::List(options) => {
            // A listing makes nothing: without a home there is nothing to list.
            let databanks = match Home::existing(folder) {
                Some(home) => listing(&open(&home)?)?,
                None => Vec::new(),
            };
            if options.json {
                print_line(format_args!("{}", json!({ "databanks": databanks })))?;
            } else {
                databanks.iter().try_for_each(print_databank)?;
            }
            Ok(End::Fine)
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
    let bar = bytes_bar();
    let imported = ingest::import_table(&registry, home.folder(), &key, &options.file, &table, &mut |now| {
        show(&bar, now.done, now.of);
    });
    bar.finish_and_clear();
    report(imported, &options.databank)
}

/// Prints what was added, or everything that is wrong.
fn report(imported: Result<Imported, ImportError>, databank: &str) -> Result<End> {
    let locale = render::reader();
    match imported {
        Ok(imported) => {
            imported.report.lines(locale).iter().for_each(|line| eprintln!("{line}"));
            for variable in &imported.variables {
                print_line(format_args!(
                    "added {} to the draft of {databank} ({} rows)",
                    variable.name, variable.rows
                ))?;
            }
            Ok(End::Fine)
        }
        Err(ImportError::Invalid(report)) => {
            report.lines(locale).iter().for_each(|line| eprintln!("{line}"));
            eprintln!("{}", nothing_added(locale));
            Ok(End::Failed)
        }
        Err(error) => Err(error.into()),
    }
}

fn nothing_added(locale: Locale) -> &'static str {
    match locale {
        Locale::Nb => "ingenting ble lagt til",
        Locale::En => "nothing was added",
    }
}

fn release(home: &Home, databank: &str) -> Result<End> {
    let registry = open(home)?;
    let keys = keys::open(home).context("cannot open the keys of the home")?;
    let version = publish::release(&registry, &keys, databank)?;
    print_line(format_args!("released {databank} {version}"))?;
    Ok(End::Fine)
}

/// Databanks with versions and the variables of the newest one: what the catalogue shows, nothing more.
fn listing(registry: &Registry) -> Result<Vec<Value>> {
    registry.databanks()?.into_iter().map(|databank| entry(registry, databank)).collect()
}

fn entry(registry: &Registry, databank: Databank) -> Result<Value> {
    let variables = match databank.versions.first() {
        Some(version) => registry.resolve(&databank.name, VersionRequest::Exact(*version))?.variables().to_vec(),
        None => Vec::new(),
    };
    let draft: Vec<Value> = registry
        .draft(&databank.name)?
        .changes()?
        .into_iter()
        .map(|change| json!({ "name": change.name, "operation": change.operation.name() }))
        .collect();
    let shown: Vec<Value> = variables
        .iter()
        .map(|variable| {
            json!({
                "name": variable.name,
                "title": variable.title,
                "unit_type": variable.unit_type,
                "temporality": variable.temporality,
                "data_type": variable.data_type,
                "valid_from": variable.valid_from,
                "valid_until": variable.valid_until,
                "measure_dates": variable.measure_dates,
                "has_data": variable.has_data,
            })
        })
        .collect();
    let mut entry = serde_json::to_value(&databank)?;
    if let Some(fields) = entry.as_object_mut() {
        fields.insert("variables".into(), Value::Array(shown));
        fields.insert("draft".into(), Value::Array(draft));
    }
    Ok(entry)
}

fn print_databank(databank: &Value) -> Result<()> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let versions: Vec<String> = databank["versions"].as_array().into_iter().flatten().map(text).collect();
    let synthetic = if databank["synthetic"] == true { ", synthetic" } else { "" };
    print_line(format_args!(
        "{} ({}, {}{synthetic}): {}",
        text(&databank["name"]),
        text(&databank["profile"]),
        text(&databank["tier"]),
        if versions.is_empty() { "no released version".to_owned() } else { versions.join(", ") }
    ))?;
    for variable in databank["variables"].as_array().into_iter().flatten() {
        let note = if variable["has_data"] == true { "" } else { "metadata only" };
        let years = [&variable["valid_from"], &variable["valid_until"]]
            .map(|day| text(day).chars().take(4).collect::<String>());
        print_line(format_args!(
            "  {:<40} {:<12} {:<12} {:<7} {:>4}–{:<4} {note}",
            text(&variable["name"]),
            text(&variable["unit_type"]),
            text(&variable["temporality"]),
            text(&variable["data_type"]),
            years[0],
            years[1],
        ))?;
    }
    let n_draft = databank["draft"].as_array().map_or(0, Vec::len);
    if n_draft > 0 {
        print_line(format_args!("  draft: {n_draft} changes"))?;
    }
    Ok(())
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

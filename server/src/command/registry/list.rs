//! `skjerm registry list`: what the catalogue shows, nothing more.

use anyhow::Result;
use registry::Registry;
use serde_json::{Value, json};
use variables::{Databank, VersionRequest};

use crate::command::{End, print_line};

/// Lists databanks, versions and variables, as JSON or for people.
pub fn list(registry: Option<&Registry>, as_json: bool) -> Result<End> {
    let databanks = registry.map(listing).transpose()?.unwrap_or_default();
    if as_json {
        print_line(format_args!("{}", json!({ "databanks": databanks })))?;
    } else {
        databanks.iter().try_for_each(print_databank)?;
    }
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

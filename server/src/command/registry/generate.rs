//! `skjerm registry generate`: a synthetic population, made, checked and released.

use std::fmt::Display;

use anyhow::Result;
use jobs::Home;
use registry::Registry;
use synthetic::check::Checked;
use synthetic::{MAIN_DATABANK, Options, generate as make};

use super::{End, Releases, bar, show};
use crate::command::print_line;
use crate::message::message;
use crate::startup;

/// Makes a population, proves what it promises unless that is left out, and releases it.
pub fn generate(home: &Home, options: Options, is_checked: bool) -> Result<End> {
    let registry = startup::registry(home)?;
    let releases = Releases::of(home, &registry)?;
    let bar = bar("{msg:8} {bar:30} {pos}/{len}, {elapsed}");
    let tell = |line: &dyn Display| bar.suspend(|| eprintln!("{line}"));
    let report = make(&registry, options, &|step, done, of| {
        match step {
            "anew" => tell(&message(
                "en avbrutt generering hadde andre valg: begynner på nytt",
                "an interrupted generation had other options: beginning anew",
            )),
            "resumed" => tell(&message(
                format!("tar opp igjen en avbrutt generering: {done} av {of} personer er ferdige"),
                format!("going on with an interrupted generation: {done} of {of} persons are done"),
            )),
            _ => bar.set_message(step.to_owned()),
        }
        show(&bar, done, of);
    })?;
    print_line(format_args!(
        "{} persons, {} variables with values, {} with metadata only, {} rows",
        report.persons, report.variables_with_data, report.metadata_only, report.rows
    ))?;
    for databank in &report.databanks {
        bar.set_message("check");
        if is_checked && !holds(&registry, databank, &tell)? {
            bar.finish_and_clear();
            return Ok(End::Failed);
        }
    }
    bar.set_message("release");
    for databank in &report.databanks {
        let version = releases.release(databank)?;
        bar.suspend(|| print_line(format_args!("released {databank} {version} (synthetic)")))?;
    }
    bar.finish_and_clear();
    Ok(End::Fine)
}

/// Checks a draft and tells what was proved; whether everything holds.
fn holds(registry: &Registry, databank: &str, tell: &dyn Fn(&dyn Display)) -> Result<bool> {
    let people = registry.draft(MAIN_DATABANK)?.contents()?;
    let bank = registry.draft(databank)?.contents()?;
    if bank.variables().iter().all(|variable| !variable.has_data) {
        return Ok(true);
    }
    let Checked { proofs, violations } = synthetic::check::check(&bank, &people)?;
    for proof in proofs.iter().filter(|proof| violations.iter().all(|broken| broken.rule != proof.rule)) {
        let (rule, variables, rows) = (proof.rule, proof.variables, proof.rows);
        tell(&message(
            format!("{databank}: holder: {rule} ({variables} variabler, {rows} rader)"),
            format!("{databank}: holds: {rule} ({variables} variables, {rows} rows)"),
        ));
    }
    for broken in &violations {
        let (rule, variable, rows) = (broken.rule, &broken.variable, broken.rows);
        tell(&message(
            format!("{databank}: brutt: {rule} ({variable}, {rows} rader); ingenting ble utgitt"),
            format!("{databank}: broken: {rule} ({variable}, {rows} rows); nothing was released"),
        ));
    }
    Ok(violations.is_empty())
}

//! Rules of life: parents, residence, civil status, work.

use registry::{BankVersion, Records, RegistryError, Selection};
use variables::{Day, Temporality};

use super::Findings;
use super::facts::{People, longs_at, texts_at, units};

pub(super) fn check(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    parents(people, found);
    let births = people.died.keys().map(|unit| people.born(*unit) <= people.died(*unit));
    found.expect("nobody dies before birth", "BEFOLKNING_DOEDS_DATO", births);
    for name in
        ["BOSATTEFDT_BOSTED", "SIVSTANDFDT_SIVSTAND", "NUDB_BU", "UFOERP2011FDT_MOTTAK", "ALDPENSJ2011FDT_MOTTAK"]
    {
        within_life(name, &bank.read(name, &Selection::All)?, people, found);
    }
    for name in ["BEFOLKNING_KOMMNR_FORMELL", "REGSYS_ARB_ARBMARK_STATUS", "BEFOLKNING_REGSTAT_FAMNR"] {
        within_life(name, &bank.read(name, &Selection::All)?, people, found);
    }
    residence(bank, found)?;
    spouses(bank, people, found)?;
    work(bank, found)?;
    jobs(bank, people, found)
}

fn parents(people: &People, found: &mut Findings) {
    for (name, pairs, sex) in [("BEFOLKNING_MOR_FNR", &people.mother, 2), ("BEFOLKNING_FAR_FNR", &people.father, 1)] {
        let sex_of = |unit: u32| people.known.get(&unit).map_or(0, |(sex, _)| *sex);
        found.expect("mothers are women, fathers men", name, pairs.iter().map(|(_, parent)| sex_of(*parent) == sex));
        let years = |child: u32, parent: u32| people.birth_year(child) - people.birth_year(parent);
        found.expect(
            "parents are 15 to 50 years older",
            name,
            pairs.iter().map(|(child, parent)| (15..=50).contains(&years(*child, *parent))),
        );
        // A father may die before the birth, a mother not.
        let margin = if sex == 1 { 300 } else { 0 };
        found.expect(
            "parents live to have the child",
            name,
            pairs.iter().map(|(child, parent)| people.born(*child) - margin <= people.died(*parent)),
        );
    }
}

/// No row before birth or after death.
fn within_life(name: &str, records: &Records, people: &People, found: &mut Findings) {
    let Some(starts) = &records.start else { return };
    let rows = records.unit.iter().zip(starts);
    found.expect("nothing before birth", name, rows.clone().map(|(unit, start)| people.born(*unit) <= *start));
    let ends: Vec<i32> = match &records.stop {
        Some(stops) => stops.iter().map(|stop| stop.unwrap_or(i32::MAX - 1)).collect(),
        None => starts.clone(),
    };
    let last = records.unit.iter().zip(&ends);
    // A spell that is ongoing at the end of the data may belong to somebody who dies later.
    found.expect(
        "nothing after death",
        name,
        last.zip(starts).map(|((unit, end), start)| {
            let died = people.died(*unit);
            let is_open = *end == i32::MAX - 1;
            *start < died && (is_open || *end < died)
        }),
    );
}

/// Who has a municipality is resident; spells and yearly status agree.
fn residence(bank: &BankVersion, found: &mut Findings) -> Result<(), RegistryError> {
    for year in [1992, 2000, 2010, 2018, 2020, 2023] {
        let Some(day) = Day::from_ymd(year, 1, 1) else { continue };
        let municipality = texts_at(bank, "BEFOLKNING_KOMMNR_FORMELL", day)?;
        let status = texts_at(bank, "BEFOLKNING_STATUSKODE", day)?;
        let spells = texts_at(bank, "BOSATTEFDT_BOSTED", day)?;
        found.expect(
            "residents have a municipality, others not",
            "BEFOLKNING_STATUSKODE",
            status.iter().map(|(unit, code)| (code == "1") == municipality.contains_key(unit)),
        );
        found.expect("spells and status agree", "BOSATTEFDT_BOSTED", [spells == municipality]);
    }
    Ok(())
}

/// Spouses have each other, and are married.
fn spouses(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    for year in [1995, 2010, 2022] {
        let Some(day) = Day::from_ymd(year, 1, 1) else { continue };
        let pairs: std::collections::HashMap<u32, u32> =
            units(&bank.read("BEFOLKNING_EKT_FNR", &Selection::At(day))?).into_iter().collect();
        let civil = texts_at(bank, "SIVSTANDFDT_SIVSTAND", day)?;
        let is_mutual = |(one, other): (&u32, &u32)| pairs.get(other) == Some(one);
        found.expect("spouses have each other", "BEFOLKNING_EKT_FNR", pairs.iter().map(is_mutual));
        let is_married = |unit: &u32| civil.get(unit).is_some_and(|code| code == "2" || code == "6");
        found.expect("who has a spouse is married", "BEFOLKNING_EKT_FNR", pairs.keys().map(is_married));
        found.expect(
            "children do not marry",
            "BEFOLKNING_EKT_FNR",
            pairs.keys().map(|unit| people.birth_year(*unit) <= year - 16),
        );
    }
    Ok(())
}

/// Employees in November have wages in the year.
fn work(bank: &BankVersion, found: &mut Findings) -> Result<(), RegistryError> {
    for name in ["REGSYS_ARB_ARBMARK_STATUS", "REGSYS_YRKSTAT"] {
        let dates = bank.variable(name).map(|variable| variable.measure_dates.clone()).unwrap_or_default();
        for day in dates.into_iter().filter(|day| *day <= Day(19_722)) {
            let wages = longs_at(bank, "INNTEKT_WLONN", day)?;
            let status = texts_at(bank, name, day)?;
            found.expect(
                "employees have wages",
                name,
                status
                    .iter()
                    .filter(|(_, code)| *code == "1")
                    .map(|(unit, _)| wages.get(unit).is_some_and(|wage| *wage > 0)),
            );
        }
    }
    Ok(())
}

/// Jobs belong to persons, one at a time, and are measured only where there is a job.
fn jobs(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    let owners = units(&bank.read("ARBEIDSFORHOLD_PERSON", &Selection::All)?);
    found.expect(
        "jobs belong to persons",
        "ARBEIDSFORHOLD_PERSON",
        owners.iter().map(|(_, person)| people.known.contains_key(person)),
    );
    let known: std::collections::HashMap<u32, u32> = owners.into_iter().collect();
    let about_jobs = bank.variables();
    for variable in about_jobs.iter().filter(|variable| variable.has_data && variable.unit_type.name() == "JOBB") {
        if variable.temporality == Temporality::Fixed {
            continue;
        }
        let records = bank.read(&variable.name, &Selection::All)?;
        found.expect("measured jobs exist", &variable.name, records.unit.iter().map(|unit| known.contains_key(unit)));
    }
    Ok(())
}

//! Rules of life: parents, residence, civil status, work.

use std::collections::{HashMap, HashSet};

use registry::{BankVersion, Records, RegistryError, Selection};
use variables::{Day, UnitType};

use super::Findings;
use super::facts::{People, longs, longs_at, texts_at, units};

pub(super) fn check(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    parents(people, found);
    let births = people.died.keys().map(|unit| people.born(*unit) <= people.died(*unit));
    found.expect("nobody dies before birth", "BEFOLKNING_DOEDS_DATO", births);
    for name in [
        "BOSATTEFDT_BOSTED",
        "SIVSTANDFDT_SIVSTAND",
        "NUDB_BU",
        "UFOERP2011FDT_MOTTAK",
        "ALDPENSJ2011FDT_MOTTAK",
        "BEFOLKNING_KOMMNR_FORMELL",
        "REGSYS_ARB_ARBMARK_STATUS",
        "BEFOLKNING_REGSTAT_FAMNR",
    ] {
        within_life(name, &bank.read(name, &Selection::All)?, people, found);
    }
    for name in ["ARBSOEK2001FDT_HOVED", "SOSHJLPFDT_MOTTAK", "BARNETRMOTFDT_ANTBARN", "REGSYS_VIRK_ID_SSB"] {
        if bank.variable(name).is_some_and(|variable| variable.has_data) {
            within_life(name, &bank.read(name, &Selection::All)?, people, found);
        }
    }
    residence(bank, found)?;
    spouses(bank, people, found)?;
    work(bank, found)?;
    things(bank, people, found)?;
    links(bank, people, found)
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
        let pairs: HashMap<u32, u32> =
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

/// Jobs, courses, vehicles, metering points and persons in accidents belong to persons, and are measured only where they
/// are known.
fn things(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    for unit_type in UnitType::all() {
        let Some(pointer) = unit_type.spec().person_pointer else { continue };
        if !bank.variable(pointer).is_some_and(|variable| variable.has_data) {
            continue;
        }
        let owners = units(&bank.read(pointer, &Selection::All)?);
        let is_known = |(_, person): &(u32, u32)| people.known.contains_key(person);
        found.expect("units belong to persons", pointer, owners.iter().map(is_known));
        let known: HashSet<u32> = owners.into_iter().map(|(unit, _)| unit).collect();
        for variable in bank.variables().iter().filter(|one| one.has_data && one.unit_type == unit_type) {
            let records = bank.read(&variable.name, &Selection::All)?;
            found.expect("measured units exist", &variable.name, records.unit.iter().map(|unit| known.contains(unit)));
        }
    }
    Ok(())
}

/// Persons in accidents point to an accident of the same month; siblings have one mother.
fn links(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    if bank.variable("TRAFULYK_PERS_TRAFULYK").is_some_and(|variable| variable.has_data) {
        let months: HashMap<u32, i64> = longs(&bank.read("TRAFULYK_AARMND", &Selection::All)?).into_iter().collect();
        let own: HashMap<u32, i64> = longs(&bank.read("TRAFULYK_PERS_AARMND", &Selection::All)?).into_iter().collect();
        let accidents = units(&bank.read("TRAFULYK_PERS_TRAFULYK", &Selection::All)?);
        let agrees = |(person, accident): &(u32, u32)| own.get(person) == months.get(accident);
        found.expect("accidents have a month", "TRAFULYK_PERS_TRAFULYK", accidents.iter().map(agrees));
    }
    if bank.variable("BEFOLKNING_SOESKEN_FNR").is_some_and(|variable| variable.has_data) {
        let mothers: HashMap<u32, u32> = people.mother.iter().copied().collect();
        let groups = units(&bank.read("BEFOLKNING_SOESKEN_FNR", &Selection::All)?);
        let mut of_group: HashMap<u32, Option<&u32>> = HashMap::new();
        let mut has_one = |(person, group): &(u32, u32)| {
            let mother = mothers.get(person);
            mother.is_some() && *of_group.entry(*group).or_insert(mother) == mother
        };
        found.expect("siblings have one mother", "BEFOLKNING_SOESKEN_FNR", groups.iter().map(&mut has_one));
    }
    Ok(())
}

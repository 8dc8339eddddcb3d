//! What the checks know of each person, read from the databank.

use std::collections::HashMap;

use registry::{BankVersion, Records, RegistryError, Selection, Values};
use variables::Day;

/// Facts about persons, by unit.
pub(super) struct People {
    /// Sex code and year and month of birth (YYYYMM).
    pub(super) known: HashMap<u32, (u8, i64)>,
    /// Day of death.
    pub(super) died: HashMap<u32, i32>,
    pub(super) mother: Vec<(u32, u32)>,
    pub(super) father: Vec<(u32, u32)>,
}

impl People {
    pub(super) fn read(bank: &BankVersion) -> Result<People, RegistryError> {
        let read = |name: &str| bank.read(name, &Selection::All);
        let sex = read("BEFOLKNING_KJOENN")?;
        let born = longs(&read("BEFOLKNING_FOEDSELS_AAR_MND")?);
        let sexes: HashMap<u32, u8> = texts(&sex).map(|(unit, text)| (unit, text.parse().unwrap_or(0))).collect();
        let known = born.into_iter().filter_map(|(unit, born)| Some((unit, (*sexes.get(&unit)?, born)))).collect();
        let died =
            longs(&read("BEFOLKNING_DOEDS_DATO")?).into_iter().map(|(unit, number)| (unit, day(number))).collect();
        let (mother, father) = (units(&read("BEFOLKNING_MOR_FNR")?), units(&read("BEFOLKNING_FAR_FNR")?));
        Ok(People { known, died, mother, father })
    }

    /// The first day that the month of birth allows.
    pub(super) fn born(&self, unit: u32) -> i32 {
        self.known
            .get(&unit)
            .map_or(i32::MAX, |(_, born)| crate::calendar::day_of((born / 100) as i32, (born % 100) as i32, 1))
    }

    /// The year of birth.
    pub(super) fn birth_year(&self, unit: u32) -> i32 {
        self.known.get(&unit).map_or(i32::MAX, |(_, born)| (born / 100) as i32)
    }

    /// The day of death; never for the living.
    pub(super) fn died(&self, unit: u32) -> i32 {
        self.died.get(&unit).copied().unwrap_or(i32::MAX)
    }
}

/// The day of a number YYYYMMDD.
fn day(number: i64) -> i32 {
    crate::calendar::day_of((number / 10_000) as i32, (number / 100 % 100) as i32, (number % 100) as i32)
}

/// Units and whole numbers.
pub(super) fn longs(records: &Records) -> Vec<(u32, i64)> {
    match &records.value {
        Values::Long(values) => records.unit.iter().copied().zip(values.iter().copied()).collect(),
        Values::Double(values) => records.unit.iter().copied().zip(values.iter().map(|value| *value as i64)).collect(),
        _ => Vec::new(),
    }
}

/// Units and units.
pub(super) fn units(records: &Records) -> Vec<(u32, u32)> {
    match &records.value {
        Values::Unit { index, .. } => records.unit.iter().copied().zip(index.iter().copied()).collect(),
        _ => Vec::new(),
    }
}

/// Units and texts.
pub(super) fn texts(records: &Records) -> impl Iterator<Item = (u32, &str)> {
    let row = |row: usize, unit: u32| match &records.value {
        Values::Codes { codes, dictionary } => {
            let text = codes.get(row).and_then(|code| dictionary.get(code as usize));
            text.map(|text| (unit, text.as_str()))
        }
        _ => None,
    };
    records.unit.iter().enumerate().filter_map(move |(place, unit)| row(place, *unit))
}

/// The texts of a variable on a day, by unit.
pub(super) fn texts_at(bank: &BankVersion, name: &str, day: Day) -> Result<HashMap<u32, String>, RegistryError> {
    let records = bank.read(name, &Selection::At(day))?;
    Ok(texts(&records).map(|(unit, text)| (unit, text.to_owned())).collect())
}

/// The whole numbers of a variable on a day, by unit.
pub(super) fn longs_at(bank: &BankVersion, name: &str, day: Day) -> Result<HashMap<u32, i64>, RegistryError> {
    Ok(longs(&bank.read(name, &Selection::At(day))?).into_iter().collect())
}

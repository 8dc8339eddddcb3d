//! What the checks know of each person, read from the databank.

use registry::{BankVersion, Codes, Records, RegistryError, Selection, Values};
use variables::Day;

/// A day that never comes.
pub(super) const NEVER: i32 = i32::MAX;
/// No unit.
pub(super) const NOBODY: u32 = u32::MAX;

/// Facts about persons, each by dense index; empty where the databank lacks the variable.
pub(super) struct People {
    /// The code of the sex as a number; 0 is unknown.
    pub(super) sex: Vec<u8>,
    /// The first day that the month of birth allows; [`NEVER`] is unknown.
    pub(super) born: Vec<i32>,
    /// Day of death; [`NEVER`] for the living.
    pub(super) died: Vec<i32>,
}

impl People {
    pub(super) fn read(bank: &BankVersion) -> Result<People, RegistryError> {
        let born = of_units(&longs(bank, "BEFOLKNING_FOEDSELS_AAR_MND", Selection::All)?, 0)
            .into_iter()
            .map(|month| if month == 0 { NEVER } else { day(month * 100 + 1) })
            .collect::<Vec<i32>>();
        let died = of_units(&longs(bank, "BEFOLKNING_DOEDS_DATO", Selection::All)?, 0).into_iter();
        let mut died: Vec<i32> = died.map(|number| if number == 0 { NEVER } else { day(number) }).collect();
        died.resize(born.len().max(died.len()), NEVER);
        let sex = texts(bank, "BEFOLKNING_KJOENN", Selection::All)?;
        let number = |text: &str| text.parse().unwrap_or(0);
        let sex: Vec<(u32, u8)> = sex.map_or_else(Vec::new, |sex| sex.rows(number));
        Ok(People { sex: of_units(&sex, 0), born, died })
    }

    /// The first day on which the person may have been born.
    pub(super) fn born(&self, unit: u32) -> i32 {
        self.born.get(unit as usize).copied().unwrap_or(NEVER)
    }

    /// The year of birth.
    pub(super) fn birth_year(&self, unit: u32) -> i32 {
        match self.born(unit) {
            NEVER => i32::MAX / 2,
            born => crate::calendar::year_of(born),
        }
    }

    /// The day of death; never for the living.
    pub(super) fn died(&self, unit: u32) -> i32 {
        self.died.get(unit as usize).copied().unwrap_or(NEVER)
    }

    /// Whether the databank tells when persons were born.
    pub(super) fn knows_births(&self) -> bool {
        !self.born.is_empty()
    }
}

/// The day of a number YYYYMMDD.
fn day(number: i64) -> i32 {
    crate::calendar::day_of((number / 10_000) as i32, (number / 100 % 100) as i32, (number % 100) as i32)
}

/// Whether a variable is there with data.
pub(super) fn has(bank: &BankVersion, name: &str) -> bool {
    bank.variable(name).is_some_and(|variable| variable.has_data)
}

/// Rows of a variable; `None` if it is not there or has no data.
pub(super) fn read(bank: &BankVersion, name: &str, selection: Selection) -> Result<Option<Records>, RegistryError> {
    if has(bank, name) { bank.read(name, &selection).map(Some) } else { Ok(None) }
}

/// Units and whole numbers; none if the variable is not there.
pub(super) fn longs(bank: &BankVersion, name: &str, selection: Selection) -> Result<Vec<(u32, i64)>, RegistryError> {
    let Some(records) = read(bank, name, selection)? else { return Ok(Vec::new()) };
    Ok(match &records.value {
        Values::Long(values) => records.unit.iter().copied().zip(values.iter().copied()).collect(),
        Values::Double(values) => records.unit.iter().copied().zip(values.iter().map(|value| *value as i64)).collect(),
        _ => Vec::new(),
    })
}

/// Units and units; none if the variable is not there.
pub(super) fn units(bank: &BankVersion, name: &str, selection: Selection) -> Result<Vec<(u32, u32)>, RegistryError> {
    let Some(records) = read(bank, name, selection)? else { return Ok(Vec::new()) };
    Ok(match &records.value {
        Values::Unit { index, .. } => records.unit.iter().copied().zip(index.iter().copied()).collect(),
        _ => Vec::new(),
    })
}

/// Units with texts.
pub(super) struct Texts {
    unit: Vec<u32>,
    codes: Codes,
    dictionary: Vec<String>,
}

impl Texts {
    /// Units with what a text means.
    pub(super) fn rows<T: Clone>(&self, meaning: impl Fn(&str) -> T) -> Vec<(u32, T)> {
        let meanings: Vec<T> = self.dictionary.iter().map(|text| meaning(text)).collect();
        let row = |(row, unit): (usize, &u32)| Some((*unit, meanings.get(self.codes.get(row)? as usize)?.clone()));
        self.unit.iter().enumerate().filter_map(row).collect()
    }
}

/// Units and texts; `None` if the variable is not there.
pub(super) fn texts(bank: &BankVersion, name: &str, selection: Selection) -> Result<Option<Texts>, RegistryError> {
    let Some(records) = read(bank, name, selection)? else { return Ok(None) };
    let Values::Codes { codes, dictionary } = records.value else { return Ok(None) };
    Ok(Some(Texts { unit: records.unit.to_vec(), codes, dictionary: dictionary.to_vec() }))
}

/// Rows by dense index, with a value for units that have no row.
pub(super) fn of_units<T: Copy>(rows: &[(u32, T)], missing: T) -> Vec<T> {
    let n = rows.iter().map(|(unit, _)| *unit as usize + 1).max().unwrap_or(0);
    let mut all = vec![missing; n];
    for (unit, value) in rows {
        if let Some(place) = all.get_mut(*unit as usize) {
            *place = *value;
        }
    }
    all
}

/// The days of measurement, or first days of periods, of a variable that is there.
pub(super) fn dates(bank: &BankVersion, name: &str) -> Vec<Day> {
    let variable = bank.variable(name).filter(|variable| variable.has_data);
    variable.map_or_else(Vec::new, |variable| variable.measure_dates.clone())
}

/// Whether a day lies in the period of a variable's data.
pub(super) fn is_within(bank: &BankVersion, name: &str, day: Day) -> bool {
    bank.variable(name).is_some_and(|variable| {
        variable.valid_from.is_none_or(|from| from <= day) && variable.valid_until.is_none_or(|until| day <= until)
    })
}

//! Rules for every variable: units increase, spells of a unit are apart, codes are valid when they are used.

use std::collections::{HashMap, HashSet};

use registry::{BankVersion, Records, RegistryError, Selection, Values};
use variables::{Day, Temporality, Variable};

use super::Findings;

pub(super) fn check(bank: &BankVersion, found: &mut Findings) -> Result<(), RegistryError> {
    for variable in bank.variables().iter().filter(|variable| variable.has_data) {
        let records = bank.read(&variable.name, &Selection::All)?;
        found.expect("a variable with data has rows", &variable.name, [!records.unit.is_empty()]);
        order(variable, &records, found);
        codes(variable, &records, found);
    }
    Ok(())
}

fn start_of(records: &Records, row: usize) -> i32 {
    records.start.as_ref().and_then(|starts| starts.get(row)).copied().unwrap_or(i32::MIN)
}

fn stop_of(records: &Records, row: usize) -> Option<i32> {
    records.stop.as_ref().and_then(|stops| stops.get(row)).copied().flatten()
}

fn order(variable: &Variable, records: &Records, found: &mut Findings) {
    let name = &variable.name;
    let rows = || 1..records.unit.len();
    let same_unit = |row: usize| records.unit[row - 1] == records.unit[row];
    found.expect("units increase", name, rows().map(|row| records.unit[row - 1] <= records.unit[row]));
    if variable.temporality == Temporality::Fixed {
        found.expect("one value a unit", name, rows().map(|row| !same_unit(row)));
        return;
    }
    found.expect(
        "periods of a unit do not overlap",
        name,
        rows().map(|row| {
            let end = match variable.temporality {
                Temporality::Status => Some(start_of(records, row - 1)),
                _ => stop_of(records, row - 1),
            };
            !same_unit(row) || end.is_some_and(|end| end < start_of(records, row))
        }),
    );
    found.expect(
        "no period ends before it begins",
        name,
        (0..records.unit.len()).map(|row| stop_of(records, row).is_none_or(|stop| start_of(records, row) <= stop)),
    );
}

/// Codes are in the list, valid on the first day of their row and on the last.
fn codes(variable: &Variable, records: &Records, found: &mut Findings) {
    let (Some(list), Values::Codes { codes, dictionary }) = (variable.code_list(), &records.value) else { return };
    let mut valid: HashMap<Option<i32>, HashSet<&str>> = HashMap::new();
    let mut holds = Vec::with_capacity(records.unit.len());
    for row in 0..records.unit.len() {
        let text = codes.get(row).and_then(|code| dictionary.get(code as usize)).map_or("", String::as_str);
        let start = records.start.as_ref().and_then(|starts| starts.get(row)).copied();
        let ends = [start, stop_of(records, row)];
        holds.push(ends.into_iter().filter(|day| day.is_some() || start.is_none()).all(|day| {
            let codes = valid
                .entry(day)
                .or_insert_with(|| list.at(day.map(Day)).into_iter().map(|code| code.code.as_str()).collect());
            codes.contains(text)
        }));
    }
    found.expect("codes are valid at their date", &variable.name, holds);
}

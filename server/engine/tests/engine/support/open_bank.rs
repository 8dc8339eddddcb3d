//! Twelve persons with values that a reader can compute with.

use engine::RecordValues;
use variables::{DataType, Profile, Temporality, UnitType};

use super::bank::{Spell, TestBank, coded, day, fixed, texts, variable};

/// | id | 1 … 12 |
/// | X  | 1.5 3 . 4 5.5 -2 0 8 9 10 . 12 | (`.` missing)
/// | G  | a b a b a b a b a b c . |
/// | AGE| 20 … 31 |
/// | SEX| 1 for odd ids, 2 for even ones (a code list) |
/// | BOSS | id 1 for 2–6, id 7 for 8–12 (a person) |
/// | WORK | spells: person k from 2020-01-01 + 10 k days, 20 days long, twice for odd k |
/// | YEAR | 2020: 100·id, 2021: 200·id, measured each first of January |
/// | CIVIL | s or m (a code list), measured each first of January 2019 – 2021, see [`CIVIL`] |
/// | PAY | of the years 2019 – 2021: 10·id, 10·id + 1, 10·id + 2 for ids 1 – 10; id 3 lacks 2020 |
pub fn bank() -> TestBank {
    let mut bank = without_panels();
    add_civil(&mut bank);
    add_pay(&mut bank);
    bank
}

/// CIVIL of the ids 1 … 12 in 2019, 2020, 2021; `.` is no record.
const CIVIL: [&str; 12] = ["ssm", "smm", "mms", "sss", "mmm", "s.m", ".sm", "ms.", "ssm", "mmm", "..s", "..."];

fn add_civil(bank: &mut TestBank) {
    let dates = ["2019-01-01", "2020-01-01", "2021-01-01"].map(day);
    let (mut spells, mut values) = (Vec::new(), Vec::new());
    for (unit, codes) in (0_u32..).zip(CIVIL) {
        for (code, date) in codes.chars().zip(dates).filter(|(code, _)| *code != '.') {
            spells.push(Spell { unit, start: date.0, stop: Some(date.0) });
            values.push(code.to_string());
        }
    }
    let civil = variables::Variable {
        temporality: Temporality::Status,
        valid_from: Some(dates[0]),
        valid_until: Some(dates[2]),
        measure_dates: dates.to_vec(),
        ..coded("CIVIL", &[("m", "Gift"), ("s", "Ugift")])
    };
    bank.add(civil, spells, texts(&values));
}

fn add_pay(bank: &mut TestBank) {
    let (mut spells, mut values) = (Vec::new(), Vec::new());
    for id in 1..=10_u32 {
        for (year, extra) in (2019..=2021).zip(0..) {
            if (id, year) != (3, 2020) {
                let days = ["01-01", "12-31"].map(|end| day(&format!("{year}-{end}")).0);
                spells.push(Spell { unit: id - 1, start: days[0], stop: Some(days[1]) });
                values.push(i64::from(10 * id) + extra);
            }
        }
    }
    let pay = variables::Variable {
        temporality: Temporality::Accumulated,
        valid_from: Some(day("2019-01-01")),
        valid_until: Some(day("2021-12-31")),
        ..variable("PAY", DataType::Long)
    };
    bank.add(pay, spells, RecordValues::Long(values));
}

fn without_panels() -> TestBank {
    let mut bank = TestBank::new("no.test.open", Profile::Open);
    let (spells, values) = fixed((1..=12).map(Some));
    bank.add(variable("ID", DataType::Long), spells, RecordValues::Long(values));

    let x = [1.5, 3.0, f64::NAN, 4.0, 5.5, -2.0, 0.0, 8.0, 9.0, 10.0, f64::NAN, 12.0];
    let (spells, values) = fixed(x.map(|x| (!x.is_nan()).then_some(x)));
    bank.add(variable("X", DataType::Double), spells, RecordValues::Double(values));

    let groups = ["a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "c", ""];
    let (spells, values) = fixed(groups.map(|group| (!group.is_empty()).then(|| group.to_owned())));
    bank.add(variable("G", DataType::String), spells, texts(&values));

    let (spells, values) = fixed((20..32).map(Some));
    bank.add(variable("AGE", DataType::Long), spells, RecordValues::Long(values));

    let (spells, values) = fixed((1..=12).map(|id| Some(if id % 2 == 1 { "1" } else { "2" }.to_owned())));
    bank.add(coded("SEX", &[("1", "Mann"), ("2", "Kvinne")]), spells, texts(&values));

    let boss = (1_u32..=12).map(|id| match id {
        1 | 7 => None,
        2..=6 => Some(0),
        _ => Some(6),
    });
    let (spells, values) = fixed(boss);
    let pointer = variables::Variable { value_unit_type: Some(UnitType::person()), ..variable("BOSS", DataType::Long) };
    bank.add(pointer, spells, RecordValues::Units(values));

    let mut spells = Vec::new();
    let mut values = Vec::new();
    let first = day("2020-01-01").0;
    for id in 1..=12_u32 {
        let start = first + 10 * i32::try_from(id).unwrap();
        spells.push(Spell { unit: id - 1, start, stop: Some(start + 19) });
        values.push("on".to_owned());
        if id % 2 == 1 {
            spells.push(Spell { unit: id - 1, start: start + 200, stop: None });
            values.push("off".to_owned());
        }
    }
    let event = variables::Variable {
        temporality: Temporality::Event,
        valid_from: Some(day("2020-01-01")),
        valid_until: Some(day("2021-12-31")),
        ..coded("WORK", &[("on", "På"), ("off", "Av")])
    };
    bank.add(event, spells, texts(&values));

    let years = [day("2020-01-01"), day("2021-01-01")];
    let mut spells = Vec::new();
    let mut values = Vec::new();
    for id in 1..=12_u32 {
        for (place, year) in (1_i64..).zip(years) {
            spells.push(Spell { unit: id - 1, start: year.0, stop: Some(year.0) });
            values.push(100 * place * i64::from(id));
        }
    }
    let status = variables::Variable {
        temporality: Temporality::Status,
        valid_from: Some(years[0]),
        valid_until: Some(years[1]),
        measure_dates: years.to_vec(),
        ..variable("YEAR", DataType::Long)
    };
    bank.add(status, spells, RecordValues::Long(values));
    bank
}

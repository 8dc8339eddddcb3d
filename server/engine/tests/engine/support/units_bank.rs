//! Few units of many types, with values that a reader can compute with: persons and the jobs, courses, vehicles, families,
//! households, enterprises and municipalities around them.

use engine::RecordValues;
use variables::{DataType, Profile, Temporality, UnitType, Variable};

use super::bank::{Spell, TestBank, coded, day, fixed, texts, variable};

pub const NAME: &str = "no.test.units";

/// The person (by index) behind each job, course and vehicle.
pub const JOBS: [u32; 8] = [0, 0, 1, 2, 2, 2, 5, 11];
pub const COURSES: [u32; 5] = [0, 1, 1, 3, 9];
pub const VEHICLES: [u32; 4] = [0, 0, 4, 8];

/// The persons behind units of a type.
pub fn persons(unit_type: UnitType) -> Option<Vec<u32>> {
    match unit_type.name() {
        "JOBB" => Some(JOBS.to_vec()),
        "KURS" => Some(COURSES.to_vec()),
        "KJORETOY" => Some(VEHICLES.to_vec()),
        _ => None,
    }
}

fn of(unit_type: &str, variable: Variable) -> Variable {
    Variable { unit_type: UnitType::find(unit_type).unwrap(), ..variable }
}

fn pointer(name: &str, to: &str) -> Variable {
    Variable { value_unit_type: UnitType::find(to), ..variable(name, DataType::Long) }
}

fn add_fixed(bank: &mut TestBank, variable: Variable, values: impl IntoIterator<Item = Option<i64>>) {
    let (spells, values) = fixed(values);
    bank.add(variable, spells, RecordValues::Long(values));
}

fn add_pointer(bank: &mut TestBank, variable: Variable, values: impl IntoIterator<Item = Option<u32>>) {
    let (spells, values) = fixed(values);
    bank.add(variable, spells, RecordValues::Units(values));
}

fn add_texts(bank: &mut TestBank, variable: Variable, values: impl IntoIterator<Item = Option<&'static str>>) {
    let (spells, values) = fixed(values.into_iter().map(|value| value.map(str::to_owned)));
    bank.add(variable, spells, texts(&values));
}

/// | persons 1 … 12 | `NR` 1 … 12, `FAR` persons 7–12 → 1–6, `FAMNR` 1, 2, 3, 4, 1, 2 … , `HUSHNR` three each, the last none |
/// | `BOSTED`       | 0301 ×4, 1101 ×4, 1103 ×3, none; measured 2021-01-01 and 2022-01-01 |
/// | `INNTEKT`      | 2020: 10·nr, 2021: 20·nr; calendar years; person 12 none in 2021 |
/// | `KODE`         | texts: 001 … 010, blank, `x` |
/// | jobs 1 … 8     | `PAY` 100 … 800, `ARBEIDSFORHOLD_PERSON`, `FRTK` enterprise 1, 2, 3, 1 …, `JOBBSPELL` a spell each |
/// | enterprises    | `STORRELSE` 10, 20, 30 |
/// | courses        | `POENG` 10 … 50, `NUDB_KURS_FNR`; `KURSTYPE` spells, two of the first course |
/// | vehicles       | `VEKT` 1000 … 1300, `KJORETOY_KJORETOYID_FNR` |
/// | municipalities | `FOLK` 1000, 2000, 3000 in 2021, twice that in 2022; `NABO` the next one |
pub fn bank() -> TestBank {
    let mut bank = TestBank::new(NAME, Profile::Open);
    add_fixed(&mut bank, variable("NR", DataType::Long), (1..=12).map(Some));
    add_pointer(&mut bank, pointer("FAR", "PERSON"), (0..12).map(|person| (person >= 6).then(|| person - 6)));
    add_pointer(&mut bank, pointer("FAMNR", "FAMILIE"), (0..12).map(|person| Some(person % 4)));
    add_pointer(&mut bank, pointer("HUSHNR", "HUSHOLDNING"), (0..12).map(|person| (person < 11).then_some(person / 3)));
    let codes = ["001", "002", "003", "004", "005", "006", "007", "008", "009", "010", " ", "x"];
    add_texts(&mut bank, variable("KODE", DataType::String), codes.map(Some));

    let places = |person: u32| ["0301", "1101", "1103"][(person / 4) as usize].to_owned();
    let (mut spells, mut values) = (Vec::new(), Vec::new());
    for person in 0..11 {
        for date in ["2021-01-01", "2022-01-01"] {
            spells.push(Spell { unit: person, start: day(date).0, stop: Some(day(date).0) });
            values.push(places(person));
        }
    }
    let dates = vec![day("2021-01-01"), day("2022-01-01")];
    let list = [("0301", "Oslo"), ("1101", "Eigersund"), ("1103", "Stavanger")];
    let home = Variable {
        temporality: Temporality::Status,
        valid_from: Some(dates[0]),
        valid_until: Some(dates[1]),
        measure_dates: dates.clone(),
        ..coded("BOSTED", &list)
    };
    bank.add(home, spells, texts(&values));

    let accumulated = |name: &str, first: &str, last: &str| Variable {
        temporality: Temporality::Accumulated,
        valid_from: Some(day(first)),
        valid_until: Some(day(last)),
        ..variable(name, DataType::Long)
    };
    let years =
        |bank: &mut TestBank, variable: Variable, n: u32, first: i32, value: &dyn Fn(u32, i64) -> Option<i64>| {
            let (mut spells, mut values) = (Vec::new(), Vec::new());
            for unit in 0..n {
                for (year, place) in (first..first + 2).zip(1..) {
                    let Some(value) = value(unit, place) else { continue };
                    let (start, stop) = (day(&format!("{year}-01-01")).0, day(&format!("{year}-12-31")).0);
                    spells.push(Spell { unit, start, stop: Some(stop) });
                    values.push(value);
                }
            }
            bank.add(variable, spells, RecordValues::Long(values));
        };
    years(&mut bank, accumulated("INNTEKT", "2020-01-01", "2021-12-31"), 12, 2020, &|person, place| {
        (person < 11 || place == 1).then(|| 10 * place * i64::from(person + 1))
    });

    let numbered = |n: i64, step: i64| (1..=n).map(move |number| Some(number * step));
    add_fixed(&mut bank, of("JOBB", variable("PAY", DataType::Long)), numbered(8, 100));
    add_pointer(&mut bank, of("JOBB", pointer("ARBEIDSFORHOLD_PERSON", "PERSON")), JOBS.map(Some));
    add_pointer(&mut bank, of("JOBB", pointer("FRTK", "FORETAK")), (0..8).map(|job| Some(job % 3)));
    add_fixed(&mut bank, of("FORETAK", variable("STORRELSE", DataType::Long)), numbered(3, 10));
    add_fixed(&mut bank, of("KURS", variable("POENG", DataType::Long)), numbered(5, 10));
    add_pointer(&mut bank, of("KURS", pointer("NUDB_KURS_FNR", "PERSON")), COURSES.map(Some));
    add_fixed(&mut bank, of("KJORETOY", variable("VEKT", DataType::Long)), [1000, 1100, 1200, 1300].map(Some));
    add_pointer(&mut bank, of("KJORETOY", pointer("KJORETOY_KJORETOYID_FNR", "PERSON")), VEHICLES.map(Some));
    let folk = of("KOMMUNE", accumulated("FOLK", "2021-01-01", "2022-12-31"));
    years(&mut bank, folk, 3, 2021, &|place, year| Some(1000 * year * i64::from(place + 1)));
    add_pointer(&mut bank, of("KOMMUNE", pointer("NABO", "KOMMUNE")), (0..3).map(|place| Some((place + 1) % 3)));

    spells_of(&mut bank, "KURS", "KURSTYPE", &[(0, 0, Some(99)), (0, 100, Some(199)), (2, 50, None)]);
    let jobs: Vec<(u32, i32, Option<i32>)> =
        (0..8).map(|job| (job, 30 * job as i32, Some(30 * job as i32 + 59))).collect();
    spells_of(&mut bank, "JOBB", "JOBBSPELL", &jobs);
    bank
}

/// Spells by days since 2020-01-01, valued `a`, `b`, `c` in turn.
fn spells_of(bank: &mut TestBank, unit_type: &str, name: &str, list: &[(u32, i32, Option<i32>)]) {
    let first = day("2020-01-01").0;
    let spell = |(unit, start, stop): &(u32, i32, Option<i32>)| Spell {
        unit: *unit,
        start: first + start,
        stop: stop.map(|stop| first + stop),
    };
    let values: Vec<String> = (0..list.len()).map(|place| ["a", "b", "c"][place % 3].to_owned()).collect();
    let event = Variable {
        temporality: Temporality::Event,
        valid_from: Some(day("2020-01-01")),
        valid_until: Some(day("2021-12-31")),
        ..of(unit_type, coded(name, &[("a", "A"), ("b", "B"), ("c", "C")]))
    };
    bank.add(event, list.iter().map(spell).collect(), texts(&values));
}

//! Six thousand made-up persons, four thousand jobs, ten municipalities.

use engine::RecordValues;
use variables::{DataType, Profile, Temporality, UnitType, Variable};

use super::bank::{Spell, TestBank, coded, day, fixed, texts, variable};

pub const N_PERSONS: u32 = 6000;
pub const N_JOBS: u32 = 4000;
pub const MUNICIPALITIES: [&str; 10] = ["0301", "1101", "1103", "1106", "1108", "1111", "1112", "1114", "1119", "1120"];

/// A fixed generator (SplitMix64): the same world in every test run.
pub struct Draws(pub u64);

impl Draws {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)) % n
    }
}

/// The person of a job: every third person has two.
pub fn person_of_job(job: u32) -> u32 {
    job * 3 / 4
}

pub fn bank() -> TestBank {
    let mut draws = Draws(1);
    let mut bank = TestBank::new("no.test.reg", Profile::Register);
    let municipality_codes = MUNICIPALITIES.map(|code| (code, code));

    let sexes: Vec<String> = (0..N_PERSONS).map(|_| (1 + draws.below(2)).to_string()).collect();
    let (spells, values) = fixed(sexes.into_iter().map(Some));
    bank.add(coded("KJOENN", &[("1", "Mann"), ("2", "Kvinne")]), spells, texts(&values));

    let births: Vec<i64> = (0..N_PERSONS)
        .map(|_| i64::try_from(1930 + draws.below(90)).unwrap() * 100 + i64::try_from(1 + draws.below(12)).unwrap())
        .collect();
    let (spells, values) = fixed(births.into_iter().map(Some));
    bank.add(variable("FOEDT", DataType::Long), spells, RecordValues::Long(values));

    let mut spells = Vec::new();
    let mut values = Vec::new();
    for unit in 0..N_PERSONS {
        for date in ["2021-01-01", "2022-01-01"] {
            let at = day(date).0;
            // A few are abroad; small municipalities are rare.
            let draw = draws.below(1000);
            if draw < 30 {
                continue;
            }
            let place = usize::try_from(draw).unwrap() * draw as usize / 100_000;
            spells.push(Spell { unit, start: at, stop: Some(at) });
            values.push(MUNICIPALITIES[place.min(9)].to_owned());
        }
    }
    let status = Variable {
        temporality: Temporality::Status,
        valid_from: Some(day("2021-01-01")),
        valid_until: Some(day("2022-12-31")),
        measure_dates: vec![day("2021-01-01"), day("2022-01-01")],
        successors: vec!["KOMMUNE_NY".to_owned()],
        ..coded("KOMMUNE", &municipality_codes)
    };
    bank.add(status, spells, texts(&values));

    let mut spells = Vec::new();
    let mut values = Vec::new();
    for unit in 0..N_PERSONS {
        for year in 2020..=2022 {
            if draws.below(10) < 3 {
                continue;
            }
            let (start, stop) = (day(&format!("{year}-01-01")).0, day(&format!("{year}-12-31")).0);
            spells.push(Spell { unit, start, stop: Some(stop) });
            values.push(i64::try_from(150_000 + draws.below(600_000)).unwrap());
        }
    }
    let wage = Variable {
        temporality: Temporality::Accumulated,
        valid_from: Some(day("2020-01-01")),
        valid_until: Some(day("2022-12-31")),
        measure_dates: vec![day("2020-01-01"), day("2021-01-01"), day("2022-01-01")],
        ..variable("LONN", DataType::Long)
    };
    bank.add(wage, spells, RecordValues::Long(values));

    let mut spells = Vec::new();
    let mut values = Vec::new();
    for unit in 0..N_PERSONS {
        let wedding = day("2015-01-01").0 + i32::try_from(draws.below(3000)).unwrap();
        spells.push(Spell { unit, start: day("2000-01-01").0, stop: Some(wedding - 1) });
        values.push("1".to_owned());
        spells.push(Spell { unit, start: wedding, stop: None });
        values.push("2".to_owned());
    }
    let civil = Variable {
        temporality: Temporality::Event,
        valid_from: Some(day("2000-01-01")),
        valid_until: Some(day("2022-12-31")),
        ..coded("SIVSTAND", &[("1", "Ugift"), ("2", "Gift")])
    };
    bank.add(civil, spells, texts(&values));

    let mothers = (0..N_PERSONS).map(|unit| (unit >= 2000).then_some(unit / 3)).collect::<Vec<_>>();
    let (spells, values) = fixed(mothers);
    let pointer = Variable { value_unit_type: Some(UnitType::person()), ..variable("MOR", DataType::Long) };
    bank.add(pointer, spells, RecordValues::Units(values));

    let (spells, values) = fixed((0..N_PERSONS).map(|unit| Some(unit / 2 * 2)));
    let family = Variable { value_unit_type: UnitType::find("FAMILIE"), ..variable("FAMNR", DataType::Long) };
    bank.add(family, spells, RecordValues::Units(values));

    bank.variables.push(Variable { has_data: false, ..variable("BARE_METADATA", DataType::Long) });

    let job = UnitType::find("JOBB").unwrap();
    let (spells, values) = fixed((0..N_JOBS).map(|job| Some(person_of_job(job))));
    let link = Variable {
        unit_type: job,
        value_unit_type: Some(UnitType::person()),
        ..variable("ARBEIDSFORHOLD_PERSON", DataType::Long)
    };
    bank.add(link, spells, RecordValues::Units(values));
    let (spells, values) = fixed((0..N_JOBS).map(|_| Some(i64::try_from(20_000 + draws.below(40_000)).unwrap())));
    bank.add(Variable { unit_type: job, ..variable("JOBBLONN", DataType::Long) }, spells, RecordValues::Long(values));

    let municipality = UnitType::find("KOMMUNE").unwrap();
    let (spells, values) = fixed((0..10_i64).map(|place| Some(1000 * (place + 1))));
    let public = Variable { unit_type: municipality, ..variable("FOLKETALL", DataType::Long) };
    bank.add(public, spells, RecordValues::Long(values));
    bank
}

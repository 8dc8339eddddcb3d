//! A databank of vectors.

use std::collections::HashMap;
use std::sync::Arc;

use engine::{Bank, RecordValues, Records, Selection};
use variables::{
    Code, CodeList, DataType, DataVersion, Day, Multilingual, Profile, Sensitivity, Temporality, Tier, UnitType,
    ValueDomain, Variable,
};

/// One record: unit, place in the values, first and last day.
#[derive(Clone)]
pub struct Spell {
    pub unit: u32,
    pub start: i32,
    pub stop: Option<i32>,
}

/// All records of one variable, sorted by unit and start.
#[derive(Clone)]
pub struct Stored {
    pub spells: Vec<Spell>,
    pub values: RecordValues,
}

pub struct TestBank {
    pub name: String,
    pub profile: Profile,
    pub tier: Tier,
    pub variables: Vec<Variable>,
    pub stored: HashMap<String, Stored>,
}

impl Bank for TestBank {
    fn name(&self) -> &str {
        &self.name
    }
    fn version(&self) -> Option<DataVersion> {
        Some(DataVersion { major: 1, minor: 0, patch: 0 })
    }
    fn profile(&self) -> Profile {
        self.profile
    }
    fn tier(&self) -> Tier {
        self.tier
    }
    fn is_synthetic(&self) -> bool {
        self.profile == Profile::Register
    }
    fn variables(&self) -> &[Variable] {
        &self.variables
    }
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A variable without dates; the builder's other functions change it.
pub fn variable(name: &str, data_type: DataType) -> Variable {
    Variable {
        name: name.to_owned(),
        title: Multilingual::norwegian(name.to_lowercase()),
        description: Multilingual::default(),
        unit_type: UnitType::person(),
        value_unit_type: None,
        temporality: Temporality::Fixed,
        data_type,
        format: None,
        domain: ValueDomain::Described {
            description: Multilingual::default(),
            measurement_type: None,
            measurement_unit: None,
        },
        sensitivity: Sensitivity::PersonGeneral,
        subjects: Vec::new(),
        population: Multilingual::default(),
        valid_from: None,
        valid_until: None,
        measure_dates: Vec::new(),
        successors: Vec::new(),
        has_data: true,
    }
}

/// The same with a code list that is always valid.
pub fn coded(name: &str, codes: &[(&str, &str)]) -> Variable {
    let codes = codes
        .iter()
        .map(|(code, title)| Code {
            code: (*code).to_owned(),
            title: Multilingual::norwegian(*title),
            valid_from: None,
            valid_until: None,
        })
        .collect();
    Variable {
        domain: ValueDomain::Enumerated(CodeList { codes, sentinel: Vec::new() }),
        ..variable(name, DataType::String)
    }
}

/// Fixed records of consecutive units; `None` is no record.
pub fn fixed<T>(values: impl IntoIterator<Item = Option<T>>) -> (Vec<Spell>, Vec<T>) {
    let mut spells = Vec::new();
    let mut kept = Vec::new();
    for (unit, value) in (0_u32..).zip(values) {
        if let Some(value) = value {
            spells.push(Spell { unit, start: i32::MIN, stop: None });
            kept.push(value);
        }
    }
    (spells, kept)
}

/// Texts as codes into their own sorted dictionary.
pub fn texts(values: &[String]) -> RecordValues {
    let mut dictionary = values.to_vec();
    dictionary.sort();
    dictionary.dedup();
    let codes = values.iter().map(|value| u32::try_from(dictionary.binary_search(value).unwrap()).unwrap()).collect();
    RecordValues::Codes { codes, dictionary: dictionary.into() }
}

impl TestBank {
    pub fn new(name: &str, profile: Profile) -> TestBank {
        let (variables, stored) = (Vec::new(), HashMap::new());
        TestBank { name: name.to_owned(), profile, tier: Tier::Ordinary, variables, stored }
    }

    pub fn add(&mut self, variable: Variable, spells: Vec<Spell>, values: RecordValues) {
        self.stored.insert(variable.name.clone(), Stored { spells, values });
        self.variables.push(variable);
    }

    /// The predicates of `spec/datastore.md` section 9.
    pub fn select(&self, variable: &str, selection: Selection) -> Records {
        let Stored { spells, values } = &self.stored[variable];
        let temporality = self.variable(variable).unwrap().temporality;
        let holds = |spell: &Spell| match selection {
            Selection::All => true,
            Selection::At(day) => spell.start <= day.0 && spell.stop.is_none_or(|stop| stop >= day.0),
            Selection::Window { from, to } => spell.start <= to.0 && spell.stop.is_none_or(|stop| stop >= from.0),
        };
        let rows: Vec<usize> = (0..spells.len()).filter(|row| holds(&spells[*row])).collect();
        let first = rows.first().map(|row| &spells[*row]);
        let is_window = matches!(selection, Selection::Window { .. });
        Records {
            unit: rows.iter().map(|row| spells[*row].unit).collect(),
            value: pick(values, &rows),
            start: is_window.then(|| rows.iter().map(|row| spells[*row].start).collect()),
            stop: is_window.then(|| rows.iter().map(|row| spells[*row].stop).collect()),
            effective: match (temporality, first) {
                (Temporality::Status | Temporality::Accumulated, Some(spell)) => {
                    Some((Day(spell.start), spell.stop.map(Day)))
                }
                _ => None,
            },
        }
    }
}

fn pick(values: &RecordValues, rows: &[usize]) -> RecordValues {
    match values {
        RecordValues::Codes { codes, dictionary } => RecordValues::Codes {
            codes: rows.iter().map(|row| codes.get(*row).unwrap()).collect(),
            dictionary: Arc::clone(dictionary),
        },
        RecordValues::Long(values) => RecordValues::Long(rows.iter().map(|row| values[*row]).collect()),
        RecordValues::Double(values) => RecordValues::Double(rows.iter().map(|row| values[*row]).collect()),
        RecordValues::Units(values) => RecordValues::Units(rows.iter().map(|row| values[*row]).collect()),
    }
}

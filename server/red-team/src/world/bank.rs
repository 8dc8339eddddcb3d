//! The databank's metadata: public traits, secrets, jobs, yearly states.

use engine::Bank;
use variables::{
    Code, CodeList, DataType, DataVersion, Day, Multilingual, Profile, Sensitivity, Temporality, Tier, UnitType,
    ValueDomain, Variable,
};

use crate::register::{CIVIL_STATES, EDUCATIONS, PLACES, YEARS, place_code};

/// Its name.
pub const NAME: &str = "no.red.team";
/// The name of the same variables on the sensitive tier.
pub const SENSITIVE_NAME: &str = "no.red.team.sensitive";
/// The unit type of jobs.
pub const JOB: &str = "JOBB";

/// The variables of the register.
pub struct RegisterBank {
    profile: Profile,
    tier: Tier,
    variables: Vec<Variable>,
}

impl RegisterBank {
    /// Under a profile, on a tier.
    pub fn new(profile: Profile, tier: Tier) -> Self {
        let codes = |n: usize| (1..=n).map(|code| code.to_string()).collect::<Vec<String>>();
        let places = (0..PLACES as u16).map(place_code).collect::<Vec<String>>();
        let mut sorted = places.clone();
        sorted.sort();
        let flag = vec!["0".to_owned(), "1".to_owned()];
        let mut variables = vec![
            coded("SEX", &codes(2)),
            coded("EDUCATION", &codes(EDUCATIONS)),
            coded("CIVIL", &codes(CIVIL_STATES)),
            coded("PLACE", &sorted),
            number("BORN", DataType::Long),
            coded("SECRET", &flag),
            number("WAGE", DataType::Long),
            number("INCOME", DataType::Long),
            number("LINE", DataType::Double),
        ];
        let dates: Vec<Day> = YEARS.iter().filter_map(|year| first_day(*year)).collect();
        variables.push(Variable {
            temporality: Temporality::Status,
            valid_from: dates.first().copied(),
            valid_until: dates.last().copied(),
            measure_dates: dates,
            ..coded("STATE", &flag)
        });
        if let Some(job) = UnitType::find(JOB) {
            let pointer = number("ARBEIDSFORHOLD_PERSON", DataType::Long);
            variables.push(Variable { unit_type: job, value_unit_type: Some(UnitType::person()), ..pointer });
            variables.push(Variable { unit_type: job, ..number("PAY", DataType::Long) });
        }
        RegisterBank { profile, tier, variables }
    }
}

impl Bank for RegisterBank {
    fn name(&self) -> &str {
        match self.tier {
            Tier::Ordinary => NAME,
            Tier::Sensitive => SENSITIVE_NAME,
        }
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
        true
    }
    fn variables(&self) -> &[Variable] {
        &self.variables
    }
}

/// The first day of a year.
pub fn first_day(year: i32) -> Option<Day> {
    format!("{year}-01-01").parse().ok()
}

fn number(name: &str, data_type: DataType) -> Variable {
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

fn coded(name: &str, codes: &[String]) -> Variable {
    let code = |code: &String| Code {
        code: code.clone(),
        title: Multilingual::norwegian(code.as_str()),
        valid_from: None,
        valid_until: None,
    };
    let list = CodeList { codes: codes.iter().map(code).collect(), sentinel: Vec::new() };
    Variable { domain: ValueDomain::Enumerated(list), ..number(name, DataType::String) }
}

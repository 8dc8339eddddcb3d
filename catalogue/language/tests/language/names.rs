//! A small catalogue with the variables that tests and examples use.

use language::{NameSource, Resolution};
use variables::{
    Code, CodeList, DataType, Day, Multilingual, Sensitivity, Temporality, UnitType, ValueDomain, Variable,
    VersionRequest,
};

pub struct Catalogue {
    variables: Vec<Variable>,
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn variable(name: &str, unit_type: &str, temporality: Temporality, data_type: DataType) -> Variable {
    let dated = temporality != Temporality::Fixed;
    Variable {
        name: name.to_owned(),
        title: Multilingual::norwegian(name.to_lowercase()),
        description: Multilingual::default(),
        unit_type: UnitType::find(unit_type).unwrap(),
        value_unit_type: None,
        temporality,
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
        valid_from: dated.then(|| day("1993-01-01")),
        valid_until: dated.then(|| day("2023-12-31")),
        measure_dates: Vec::new(),
        successors: Vec::new(),
        has_data: true,
    }
}

fn coded(mut variable: Variable, codes: &[(&str, &str)]) -> Variable {
    let code = |(code, title): &(&str, &str)| Code {
        code: (*code).to_owned(),
        title: Multilingual::norwegian(*title),
        valid_from: None,
        valid_until: None,
    };
    variable.domain =
        ValueDomain::Enumerated(CodeList { codes: codes.iter().map(code).collect(), sentinel: Vec::new() });
    variable
}

/// A fixed variable of persons with these codes.
pub fn sex_coded(codes: &[&str]) -> Variable {
    let codes: Vec<(&str, &str)> = codes.iter().map(|code| (*code, *code)).collect();
    coded(variable("KJOENN", "PERSON", Temporality::Fixed, DataType::String), &codes)
}

fn pointer(mut variable: Variable, unit_type: &str) -> Variable {
    variable.value_unit_type = UnitType::find(unit_type);
    variable
}

fn measured(mut variable: Variable, dates: &[String]) -> Variable {
    variable.measure_dates = dates.iter().map(|date| day(date)).collect();
    variable
}

impl Catalogue {
    pub fn new() -> Self {
        use DataType::{Double, Long, String};
        use Temporality::{Accumulated, Event, Fixed, Status};
        let januaries: Vec<_> = (1993..=2023).map(|year| format!("{year}-01-01")).collect();
        let novembers: Vec<_> = (2015..=2023).map(|year| format!("{year}-11-16")).collect();
        let mut old = variable("SIVSTAND_GAMMEL", "PERSON", Event, String);
        (old.valid_until, old.successors) = (Some(day("2005-12-31")), vec!["SIVSTANDFDT_SIVSTAND".to_owned()]);
        let mut described = variable("HELSE_BESKREVET", "PERSON", Fixed, String);
        described.has_data = false;
        Catalogue {
            variables: vec![
                coded(variable("BEFOLKNING_KJOENN", "PERSON", Fixed, String), &[("1", "Mann"), ("2", "Kvinne")]),
                variable("BEFOLKNING_FOEDSELS_AAR_MND", "PERSON", Fixed, Long),
                variable("INNTEKT_WLONN", "PERSON", Accumulated, Long),
                variable("INNTEKT_WYRKINNT", "PERSON", Accumulated, Long),
                variable("NUDB_BU", "PERSON", Event, String),
                variable("BOSATTEFDT_BOSTED", "PERSON", Event, String),
                coded(
                    variable("SIVSTANDFDT_SIVSTAND", "PERSON", Event, String),
                    &[
                        ("1", "Ugift"),
                        ("2", "Gift"),
                        ("3", "Enke/enkemann"),
                        ("4", "Skilt"),
                        ("6", "Registrert partner"),
                    ],
                ),
                old,
                measured(variable("BEFOLKNING_KOMMNR_FORMELL", "PERSON", Status, String), &januaries),
                coded(
                    measured(variable("BEFOLKNING_STATUSKODE", "PERSON", Status, String), &januaries),
                    &[("1", "Bosatt"), ("3", "Utvandret"), ("5", "Død")],
                ),
                measured(variable("REGSYS_ARB_ARBMARK_STATUS", "PERSON", Status, String), &novembers),
                pointer(variable("BEFOLKNING_MOR_FNR", "PERSON", Fixed, Long), "PERSON"),
                pointer(variable("BEFOLKNING_FAR_FNR", "PERSON", Fixed, Long), "PERSON"),
                pointer(measured(variable("BEFOLKNING_REGSTAT_FAMNR", "PERSON", Status, Long), &januaries), "FAMILIE"),
                pointer(variable("ARBEIDSFORHOLD_PERSON", "JOBB", Fixed, Long), "PERSON"),
                variable("ARBLONN_LONN_EKV_IALT", "JOBB", Accumulated, Double),
                described,
            ],
        }
    }
}

impl NameSource for Catalogue {
    fn databanks(&self) -> Vec<String> {
        vec!["no.ssb.fdb".to_owned()]
    }

    fn resolve(&self, databank: &str, version: VersionRequest) -> Resolution {
        match (databank, version) {
            ("no.ssb.fdb", VersionRequest::Major(1) | VersionRequest::Latest) => Resolution::Found,
            ("no.ssb.fdb", _) => Resolution::NoSuchVersion(vec!["1".to_owned()]),
            _ => Resolution::NoSuchDatabank,
        }
    }

    fn variable(&self, databank: &str, _: VersionRequest, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| databank == "no.ssb.fdb" && variable.name == name)
    }

    fn variables(&self, _: &str, _: VersionRequest) -> Vec<&str> {
        self.variables.iter().map(|variable| variable.name.as_str()).collect()
    }
}

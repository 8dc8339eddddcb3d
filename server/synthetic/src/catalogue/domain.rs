//! What values mean: code lists with their periods, and descriptions of numbers.

use std::collections::HashMap;

use variables::{Code, CodeList, DataType, Day, Multilingual, ValueDomain};

use super::Damaged;
use super::source::{SourceCode, SourceVariable};
use super::words::Words;

/// Codes of municipality lists that mean "unknown" in one way or another.
const MUNICIPALITY_SENTINELS: [&str; 6] = ["-1", "-2", "0000", "8888", "9999", "xxxx"];

type Validity = (Option<Day>, Option<Day>);

/// Variables whose list in the overview is shortened or missing, and the variable that has the whole one.
const WHOLE_LISTS: [(&str, &str); 3] = [
    ("REGSYS_NARING_SN2007", "REGSYS_VIRK_NACE1_SN07"),
    ("ARBLONN_ARB_YRKE_STYRK08", "REGSYS_ARB_YRKE_STYRK08"),
    ("ARBSTATUS_ARB_YRKE_STYRK08", "REGSYS_ARB_YRKE_STYRK08"),
];

/// The compiled-in lists.
pub(super) struct Domains {
    municipalities: CodeList,
    /// Of the variables that lend theirs.
    whole: HashMap<String, Vec<SourceCode>>,
    education: Vec<Code>,
    /// Made-up periods by (variable, code).
    validity: HashMap<(&'static str, &'static str), Validity>,
}

impl Domains {
    pub(super) fn read(variables: &[SourceVariable]) -> Result<Domains, Damaged> {
        let lends = |source: &&SourceVariable| WHOLE_LISTS.iter().any(|(_, lender)| *lender == source.name);
        let whole =
            variables.iter().filter(lends).map(|source| (source.name.clone(), source.code_list.clone())).collect();
        Ok(Domains { municipalities: municipalities()?, whole, education: education()?, validity: validity()? })
    }

    /// The value domain, and whether periods of its codes are made up.
    pub(super) fn of(&self, source: &SourceVariable, data_type: DataType, words: &Words) -> (ValueDomain, bool) {
        if is_municipality(&source.name) {
            let mut list = self.municipalities.clone();
            if source.name == "BEFOLKNING_SVALBARD_KOMMNR" {
                list.codes.retain(|code| code.code.starts_with("21"));
            }
            return (ValueDomain::Enumerated(list), false);
        }
        let lender = WHOLE_LISTS.iter().find(|(borrower, _)| *borrower == source.name).map(|(_, lender)| *lender);
        let lent = lender.and_then(|lender| self.whole.get(lender));
        if data_type != DataType::String || source.code_list.is_empty() && lent.is_none() {
            return (described(source, data_type), false);
        }
        let mut has_made_up_periods = false;
        let mut codes: Vec<Code> = Vec::with_capacity(source.code_list.len());
        for code in &source.code_list {
            let period = self.validity.get(&(source.name.as_str(), code.code.as_str()));
            has_made_up_periods |= period.is_some();
            let (valid_from, valid_until) = period.copied().unwrap_or_default();
            codes.push(Code {
                code: code.code.clone(),
                title: words.code(&source.name, &code.code, &code.label),
                valid_from,
                valid_until,
            });
        }
        for code in lent.into_iter().flatten().filter(|code| source.code_list.iter().all(|own| own.code != code.code)) {
            let title = words.code(lender.unwrap_or_default(), &code.code, &code.label);
            codes.push(Code { code: code.code.clone(), title, valid_from: None, valid_until: None });
        }
        codes.sort_by(|a, b| if lent.is_some() { a.code.cmp(&b.code) } else { std::cmp::Ordering::Equal });
        if matches!(source.name.as_str(), "NUDB_BU" | "NUDB_KURS_NUS") {
            codes.retain(|code| self.education.iter().all(|added| added.code != code.code));
            codes.extend(self.education.iter().cloned());
            codes.sort_by(|a, b| a.code.cmp(&b.code));
        }
        (ValueDomain::Enumerated(CodeList { codes, sentinel: Vec::new() }), has_made_up_periods)
    }
}

/// Variables whose values are municipality numbers.
fn is_municipality(name: &str) -> bool {
    matches!(
        name,
        "ARBLONN_ARB_ARBKOMM"
            | "ARBLONN_PERS_KOMMNR"
            | "ARBSTATUS_ARB_KOMM_NR"
            | "ARBSTATUS_PERS_KOMM_NR"
            | "BARNEVERN_KOMM"
            | "BEFOLKNING_FOEDEKOMMNR"
            | "BEFOLKNING_KOMMNR_FAKTISK"
            | "BEFOLKNING_KOMMNR_FORMELL"
            | "BEFOLKNING_SVALBARD_KOMMNR"
            | "BOSATTEFDT_BOSTED"
            | "ELHUB_PERS_MALEPUNKT_ADR_KOMMUNE"
            | "INTRO_AVSL_OPPFOLG_KOMMNR"
            | "INTRO_OPPFOLG_KOMMNR"
            | "NUDB_KURS_SKOLEKOM"
            | "NUDB_KOMM_16"
            | "REGSYS_ARBKOMM"
            | "REGSYS_ARB_ARBKOMM"
            | "SOSHJELP_KOMMUNE"
            | "TRAFULYK_KOMMUNE"
            | "VALG_MANNTALL_KOMMNR"
    )
}

fn described(source: &SourceVariable, data_type: DataType) -> ValueDomain {
    let name = source.name.as_str();
    let is_number = matches!(data_type, DataType::Long | DataType::Double);
    let is_money = is_number
        && source.temporality == "ACCUMULATED"
        && (name.starts_with("INNTEKT_")
            || name.starts_with("SKATT_")
            || name.starts_with("LAANEKASSEN_")
            || (name.starts_with("ARBLONN_LONN_")
                && !name.contains("TIMER")
                && !name.contains("ANTALL")
                && !name.contains("VEKT")));
    let is_municipal_account =
        is_number && (name.starts_with("SB12362") || name.starts_with("SB12858") || source.title.contains("1 000 kr"));
    let (measurement_type, nb, en) = if is_municipal_account {
        (Some("CURRENCY"), Some("1 000 kroner"), Some("1,000 NOK"))
    } else if is_money {
        (Some("CURRENCY"), Some("kroner"), Some("NOK"))
    } else if name.contains("ALDER") && is_number {
        (None, Some("år"), Some("years"))
    } else {
        (None, None, None)
    };
    let unit = nb.map(|nb| Multilingual { nb: Some(nb.into()), nn: None, en: en.map(str::to_owned) });
    ValueDomain::Described {
        description: Multilingual::norwegian(source.title.clone()),
        measurement_type: measurement_type.map(str::to_owned),
        measurement_unit: unit,
    }
}

fn municipalities() -> Result<CodeList, Damaged> {
    let mut list = CodeList::default();
    let mut reader = csv::Reader::from_reader(include_str!("../../data/municipality_codes.csv").as_bytes());
    for record in reader.records() {
        let damaged = || Damaged("municipality_codes.csv".to_owned());
        let record = record.map_err(|_| damaged())?;
        let field = |place: usize| record.get(place).unwrap_or_default().trim();
        let title = Multilingual::norwegian(field(1));
        let code = field(0).to_owned();
        if MUNICIPALITY_SENTINELS.contains(&code.as_str()) {
            list.sentinel.push(Code { code, title, valid_from: None, valid_until: None });
        } else {
            let (valid_from, valid_until) = period(field(2), field(3)).ok_or_else(damaged)?;
            list.codes.push(Code { code, title, valid_from, valid_until });
        }
    }
    Ok(list)
}

fn education() -> Result<Vec<Code>, Damaged> {
    let lines = include_str!("../../data/education_codes.csv").lines().skip(1);
    lines
        .map(|line| {
            let mut fields = line.split(';').map(str::to_owned);
            let (Some(code), Some(nb), Some(en)) = (fields.next(), fields.next(), fields.next()) else {
                return Err(Damaged(format!("education_codes.csv: {line}")));
            };
            Ok(Code {
                code,
                title: Multilingual { nb: Some(nb), nn: None, en: Some(en) },
                valid_from: None,
                valid_until: None,
            })
        })
        .collect()
}

fn validity() -> Result<HashMap<(&'static str, &'static str), Validity>, Damaged> {
    let lines = include_str!("../../data/code_validity.csv").lines().skip(1);
    lines
        .map(|line| {
            let fields: Vec<&'static str> = line.split(';').collect();
            let [variable, code, from, until] = fields[..] else {
                return Err(Damaged(format!("code_validity.csv: {line}")));
            };
            let period = period(from, until).ok_or_else(|| Damaged(format!("code_validity.csv: {line}")))?;
            Ok(((variable, code), period))
        })
        .collect()
}

/// A period of two dates, each of which may be empty.
fn period(from: &str, until: &str) -> Option<Validity> {
    let day = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    Some((day(from)?, day(until)?))
}

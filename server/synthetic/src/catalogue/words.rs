//! Texts about variables: English titles, descriptions, populations.

use std::collections::HashMap;

use variables::{Multilingual, UnitType};

use super::Damaged;
use super::source::SourceVariable;

/// English titles by (variable, code); the code is empty for the variable itself.
pub(super) struct Words {
    english: HashMap<(&'static str, &'static str), &'static str>,
}

impl Words {
    pub(super) fn read() -> Result<Words, Damaged> {
        let mut english = HashMap::new();
        for line in include_str!("../../data/english.csv").lines().skip(1) {
            let mut fields = line.split(';');
            let (Some(variable), Some(code), Some(title), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(Damaged(format!("english.csv: {line}")));
            };
            english.insert((variable, code), title);
        }
        Ok(Words { english })
    }

    /// The title of a variable.
    pub(super) fn title(&self, variable: &str, norwegian: &str) -> Multilingual {
        self.code(variable, "", norwegian)
    }

    /// The title of a code.
    pub(super) fn code(&self, variable: &str, code: &str, norwegian: &str) -> Multilingual {
        let english = self.english.get(&(variable, code)).map(|title| (*title).to_owned());
        Multilingual { nb: Some(norwegian.to_owned()), nn: None, en: english }
    }
}

/// The overview holds no descriptions: own words for the most used, and what must be known of the made-up parts.
pub(super) fn description(source: &SourceVariable, has_made_up_periods: bool) -> Multilingual {
    let (nb, en) = match source.name.as_str() {
        "BEFOLKNING_KJOENN" => ("Registrert kjønn.", "Registered sex."),
        "BEFOLKNING_FOEDSELS_AAR_MND" => {
            ("Fødselsår og fødselsmåned som ett tall, ÅÅÅÅMM.", "Year and month of birth as one number, YYYYMM.")
        }
        "BEFOLKNING_STATUSKODE" => (
            "Om en registrert person er bosatt, utvandret eller død ved inngangen til året.",
            "Whether a registered person is resident, emigrated or dead at the start of the year.",
        ),
        "BEFOLKNING_KOMMNR_FORMELL" => (
            "Kommunen der personen er bosatt ved inngangen til året, med kommunenummeret som gjaldt den dagen.",
            "The municipality where the person lives at the start of the year, by the number in force that day.",
        ),
        "BOSATTEFDT_BOSTED" => (
            "Perioder med bosted i en kommune. En ny periode begynner også når kommunen får nytt nummer.",
            "Spells of residence in a municipality. A new spell also begins when the municipality gets a new number.",
        ),
        "SIVSTANDFDT_SIVSTAND" => ("Perioder med samme sivilstand.", "Spells of the same civil status."),
        "NUDB_BU" => (
            "Høyeste utdanning som er fullført, seks siffer i NUS2000. Første siffer er nivået: 0–2 grunnskole eller mindre, 3–5 videregående, 6–8 høyere utdanning.",
            "Highest completed education, six digits of NUS2000. The first digit is the level: 0-2 compulsory school or less, 3-5 upper secondary, 6-8 higher education.",
        ),
        "INNTEKT_WLONN" => (
            "Sum av lønn i året. Personer uten lønn har ingen verdi.",
            "Wages in the year. Persons without wages have no value.",
        ),
        "INNTEKT_WYRKINNT" => {
            ("Lønn og netto næringsinntekt i året.", "Wages and net income from self-employment in the year.")
        }
        "REGSYS_ARB_ARBMARK_STATUS" => (
            "Status i arbeidsmarkedet 16. november, etter hovedarbeidsforholdet.",
            "Labor market status on 16 November, by the main job.",
        ),
        "BEFOLKNING_MOR_FNR" => ("Personens mor.", "The person's mother."),
        "BEFOLKNING_FAR_FNR" => ("Personens far.", "The person's father."),
        "BEFOLKNING_REGSTAT_FAMNR" => (
            "Familien som personen hører til; nummeret er referansepersonens.",
            "The family that the person belongs to; the number is the reference person's.",
        ),
        _ => ("", ""),
    };
    let join = |text: &str, note: &str| match (text.is_empty(), has_made_up_periods) {
        (true, false) => None,
        (true, true) => Some(note.to_owned()),
        (false, false) => Some(text.to_owned()),
        (false, true) => Some(format!("{text} {note}")),
    };
    Multilingual {
        nb: join(nb, "Gyldighetsperiodene i kodelisten er oppdiktet."),
        nn: None,
        en: join(en, "The periods of validity in the code list are made up."),
    }
}

/// Tags: each path of the source, from the broad to the narrow, is one tag.
pub(super) fn subjects(source: &SourceVariable) -> Vec<Multilingual> {
    let named = source.subject.iter().map(|subject| subject.trim().to_owned()).filter(|subject| !subject.is_empty());
    let mut subjects: Vec<Multilingual> = named.map(Multilingual::norwegian).collect();
    if subjects.is_empty() {
        let (nb, en) = by_prefix(&source.name);
        subjects.push(Multilingual { nb: Some(nb.to_owned()), nn: None, en: Some(en.to_owned()) });
    }
    subjects
}

/// The field of a variable without subject, after the register that its name tells.
fn by_prefix(name: &str) -> (&'static str, &'static str) {
    let fields: [(&str, (&str, &str)); 14] = [
        ("BEFOLKNING", ("Befolkning", "Population")),
        ("BOSATTE", ("Befolkning", "Population")),
        ("BOFORHOLD", ("Bolig og boforhold", "Housing")),
        ("BOSTOTTE", ("Trygd og stønad", "Benefits")),
        ("INNTEKT", ("Inntekt og forbruk", "Income and consumption")),
        ("ARBLONN", ("Arbeid og lønn", "Work and pay")),
        ("ARBSTATUS", ("Arbeid og lønn", "Work and pay")),
        ("ARBEIDS", ("Arbeid og lønn", "Work and pay")),
        ("REGSYS", ("Arbeid og lønn", "Work and pay")),
        ("BARNEVERN", ("Barnevern", "Child welfare")),
        ("ELHUB", ("Energi", "Energy")),
        ("KJORETOY", ("Transport og reiseliv", "Transport and tourism")),
        ("INTRO", ("Innvandring", "Immigration")),
        ("NUDB", ("Utdanning", "Education")),
    ];
    let found = fields.iter().find(|(prefix, _)| name.starts_with(prefix));
    found.map_or(("Trygd og stønad", "Benefits"), |(_, field)| *field)
}

/// Whom the data cover.
pub(super) fn population(unit_type: UnitType) -> Multilingual {
    let title = &unit_type.spec().title;
    Multilingual {
        nb: Some(format!("Enheter av typen {} i registeret", title.nb.to_lowercase())),
        nn: None,
        en: Some(format!("Units of type {} in the register", title.en.to_lowercase())),
    }
}

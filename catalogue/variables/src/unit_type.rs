//! Unit types: whom a record is about, how its key is named, and which persons stand behind it.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use text::{Text, t};

use crate::Profile;

/// What is known about a unit type, centrally (own table after `samples/unit-types` of the exchange format).
#[derive(Debug)]
pub struct UnitTypeSpec {
    /// Short name as in the exchange format.
    pub name: &'static str,
    /// Name that people read.
    pub title: Text,
    /// Name of the unit key in datasets, such as `PERSONID_1`.
    pub key: &'static str,
    /// The kind of identifier; types of one kind share identities (a family number is a person's number).
    pub id_type: &'static str,
    /// Whether identifiers become pseudonyms. False: a public fact (municipality).
    pub is_pseudonymised: bool,
    /// The register variable that points from the unit to a person (`confidentiality.md` E.3).
    /// `None` for persons themselves and for units that count as their own person.
    pub person_pointer: Option<&'static str>,
}

/// A type of unit; compared and hashed by its short name.
#[derive(Clone, Copy)]
pub struct UnitType(&'static UnitTypeSpec);

impl UnitType {
    /// Looks a unit type up by its short name (`PERSON`, `JOBB` …).
    pub fn find(name: &str) -> Option<UnitType> {
        UNIT_TYPES.iter().find(|spec| spec.name == name).map(UnitType)
    }

    /// Persons.
    pub fn person() -> UnitType {
        UnitType(&UNIT_TYPES[0])
    }

    /// What is known about the type.
    pub fn spec(self) -> &'static UnitTypeSpec {
        self.0
    }

    /// The short name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// All known unit types.
    pub fn all() -> impl Iterator<Item = UnitType> {
        UNIT_TYPES.iter().map(UnitType)
    }

    /// The identity space in which a databank's units of this type are counted.
    ///
    /// `register` databanks of a home share spaces by kind of identifier, so that data can be linked; an `open` databank
    /// has its own. Units whose identity is a public fact (municipalities) are the same everywhere.
    pub fn space(self, profile: Profile, databank: &str) -> String {
        match profile {
            Profile::Open if self.0.is_pseudonymised => format!("open:{databank}:{}", self.0.id_type),
            Profile::Open | Profile::Register => self.0.id_type.to_owned(),
        }
    }
}

impl PartialEq for UnitType {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl Eq for UnitType {}

impl Hash for UnitType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

impl PartialOrd for UnitType {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for UnitType {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.name.cmp(other.0.name)
    }
}

impl fmt::Debug for UnitType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl Serialize for UnitType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name)
    }
}

impl<'de> Deserialize<'de> for UnitType {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        UnitType::find(&name).ok_or_else(|| serde::de::Error::custom("unknown unit type"))
    }
}

const fn unit(
    name: &'static str,
    title: Text,
    key: &'static str,
    id_type: &'static str,
    person_pointer: Option<&'static str>,
) -> UnitTypeSpec {
    UnitTypeSpec { name, title, key, id_type, is_pseudonymised: true, person_pointer }
}

/// Every unit type; `PERSON` first. Short names of units and keys after `samples/unit-types` (snapshot of 2026).
static UNIT_TYPES: [UnitTypeSpec; 24] = [
    unit("PERSON", t("Person", "Person"), "PERSONID_1", "FNR", None),
    unit("FAMILIE", t("Familie", "Family"), "FAMILIE_ID", "FNR", None),
    unit("HUSHOLDNING", t("Husholdning", "Household"), "HUSHOLDNING_ID", "FNR", None),
    unit("SOESKEN", t("Søsken", "Siblings"), "SOESKEN_ID", "FNR", None),
    unit("FORETAK", t("Foretak", "Enterprise"), "FORETAK_ID", "ORGNR", None),
    unit("VIRKSOMHET", t("Virksomhet", "Establishment"), "VIRKSOMHET_ID", "ORGNR", None),
    unit("BEDRIFT", t("Bedrift", "Local unit"), "BEDRIFT_ID", "ORGNR", None),
    unit("JOBB", t("Jobb", "Job"), "JOBBID_1", "FNR_ORGNR", Some("ARBEIDSFORHOLD_PERSON")),
    unit("KURS", t("Kurs", "Course"), "KURSID_1", "FNR_KURSID", Some("NUDB_KURS_FNR")),
    unit("KJORETOY", t("Kjøretøy", "Vehicle"), "KJORETOY_ID", "FNR_REGNR", Some("KJORETOY_KJORETOYID_FNR")),
    UnitTypeSpec {
        name: "KOMMUNE",
        title: t("Kommune", "Municipality"),
        key: "KOMMUNEID",
        id_type: "KOMMUNENR",
        is_pseudonymised: false,
        person_pointer: None,
    },
    unit("NPR_EPISODE", t("Episode (NPR)", "Episode (NPR)"), "NPR_EPISODEID", "NPR_EPISODE", Some("NPR_EPISODE_FNR")),
    unit(
        "NPR_SYKEHUSOPPHOLD",
        t("Sykehusopphold (NPR)", "Hospital stay (NPR)"),
        "NPR_SYKEHUSOPPHOLDID",
        "NPR_SYKEHUSOPPHOLD",
        None,
    ),
    unit("NPR_PROSEDYRE", t("Prosedyre (NPR)", "Procedure (NPR)"), "NPR_PROSEDYREID", "NPR_PROSEDYRE", None),
    unit("KRG_KREFTTILFELLE", t("Krefttilfelle", "Cancer case"), "KRG_TILFELLEID", "KRG_KREFTTILFELLE", None),
    unit("TRAFIKKULYKKE", t("Trafikkulykke", "Road traffic accident"), "TRAFIKKULYKKE_ID", "TRAFIKKULYKKE", None),
    unit(
        "TRAFIKKULYKKE_PERSON",
        t("Person i trafikkulykke", "Person in road traffic accident"),
        "PERSON_TRAFIKKULYKKE_ID",
        "TRAFIKKULYKKE_PERSON",
        Some("TRAFULYK_PERS_FNR"),
    ),
    unit(
        "MALEPUNKT",
        t("Målepunkt (strøm)", "Metering point (electricity)"),
        "MALEPUNKT_ID",
        "MALEPUNKT",
        Some("ELHUB_PERS_MALEPUNKTID_FNR"),
    ),
    unit("SOSTIL", t("Sosialhjelp", "Financial assistance"), "SOSTIL_ID", "SOSTIL", None),
    unit(
        "FENGSLINGER_TILGANG",
        t("Tilgang til fengsling", "Entry to imprisonment"),
        "FENGSLINGER_TILGANG_ID",
        "FENGSLINGER_TILGANG",
        None,
    ),
    unit(
        "HKDIR_STUDIESOKNAD",
        t("Studiesøknad (HK-dir)", "Admission application (HK-dir)"),
        "HKDIR_STUDIESOKNADID",
        "HKDIR_STUDIESOKNAD",
        None,
    ),
    unit(
        "HKDIR_HYU_OPPMELDING",
        t("Oppmelding til høyere yrkesfaglig utdanning", "Admission to higher vocational college"),
        "HKDIR_HYU_OPPMELDING_ID",
        "HKDIR_HYU_OPPMELDING",
        None,
    ),
    unit("BRUKSENHET", t("Bruksenhet", "Utility unit"), "BRUKSENHETID_1", "BRUKSENHET", None),
    // The sample says that its identifiers need no pseudonyms, since they say nothing by themselves. Here "not
    // pseudonymised" means a public fact (E.3), and a child's visit to a health center is none: so it gets pseudonyms.
    unit(
        "BK_HELSESTASJONSKONSULTASJON",
        t("Helsestasjonskonsultasjon (Bergen kommune)", "Health center visit (Bergen municipality)"),
        "BK_HELSESTASJONSKONSULTASJONS_ID",
        "BK_HELSESTASJONSKONSULTASJON",
        None,
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_and_keys_are_unique_and_found() {
        for unit_type in UnitType::all() {
            assert_eq!(UnitType::find(unit_type.name()), Some(unit_type));
        }
        let keys: HashSet<&str> = UnitType::all().map(|unit_type| unit_type.spec().key).collect();
        assert_eq!((UnitType::all().count(), keys.len()), (24, 24));
        assert_eq!(UnitType::person().spec().key, "PERSONID_1");
        assert!(UnitType::find("ROMSKIP").is_none());
    }

    #[test]
    fn only_municipalities_are_public_facts() {
        let public: Vec<&str> =
            UnitType::all().filter(|unit| !unit.spec().is_pseudonymised).map(UnitType::name).collect();
        assert_eq!(public, ["KOMMUNE"]);
    }

    #[test]
    fn units_that_are_named_by_a_person_share_their_identities() {
        for name in ["FAMILIE", "HUSHOLDNING", "SOESKEN"] {
            assert_eq!(UnitType::find(name).map(|unit| unit.spec().id_type), Some("FNR"), "{name}");
        }
    }
}

//! Codes of unit types that are public facts. They are stored in clear, so nothing else may pass for one: a number of a person
//! in a file that names the wrong unit type would.

use std::collections::HashSet;
use std::sync::LazyLock;

use variables::UnitType;

/// Municipality numbers with their periods, the list that the catalogue shows.
const MUNICIPALITIES: &str = include_str!("../../../synthetic/data/municipality_codes.csv");

static CODES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| MUNICIPALITIES.lines().skip(1).filter_map(|line| line.split(',').next()).collect());

/// Whether a text can be the code of a public unit: it is in the list, or, since reforms come before new lists, it is four
/// digits. Its period is not asked for: numbers are used of years before the list begins.
pub(super) fn is_code(unit_type: UnitType, text: &str) -> bool {
    let is_number = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    unit_type.name() == "KOMMUNE" && (is_number || CODES.contains(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_municipality_numbers_pass() {
        let municipality = UnitType::find("KOMMUNE").unwrap_or_else(UnitType::person);
        for code in ["0301", "1103", "5999", "-1", "-2"] {
            assert!(is_code(municipality, code), "{code}");
        }
        for text in ["01017012345", "301", "03011", "", "030A", "code", "OSLO"] {
            assert!(!is_code(municipality, text), "{text}");
        }
        assert!(!is_code(UnitType::person(), "0301"));
        assert!(CODES.len() > 1000);
    }

    #[test]
    fn every_public_unit_type_has_its_codes_here() {
        let public: Vec<&str> =
            UnitType::all().filter(|kind| !kind.spec().is_pseudonymised).map(UnitType::name).collect();
        assert_eq!(public, ["KOMMUNE"]);
    }
}

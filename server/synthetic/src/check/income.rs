//! Rules of income: sums fit, and nobody earns before thirteen or after death.

use std::collections::HashMap;

use registry::{BankVersion, RegistryError};
use variables::Day;

use super::Findings;
use super::facts::{People, longs_at};

/// A sum and its parts, each with its sign.
const SUMS: [(&str, &[(&str, i64)]); 6] = [
    ("INNTEKT_WYRKINNT", &[("INNTEKT_WLONN", 1), ("INNTEKT_WNARINNT", 1)]),
    ("INNTEKT_WSAMINNT", &[("INNTEKT_WYRKINNT", 1), ("INNTEKT_WKAPINNT", 1), ("INNTEKT_WOVERFOR", 1)]),
    ("INNTEKT_WIES", &[("INNTEKT_WSAMINNT", 1), ("INNTEKT_WSKATOVF", -1)]),
    ("INNTEKT_WOVERFOR", &[("INNTEKT_WSKPLOVF", 1), ("INNTEKT_WSKFROVF", 1)]),
    ("INNTEKT_FTRYG", &[("INNTEKT_ALDERSP_FOLKETR", 1), ("INNTEKT_KODE218", 1)]),
    ("INNTEKT_WSKFROVF", &[("INNTEKT_BARNETRYGD", 1), ("INNTEKT_SOSIAL", 1)]),
];

pub(super) fn check(bank: &BankVersion, people: &People, found: &mut Findings) -> Result<(), RegistryError> {
    for year in 1993..=2023 {
        let Some(day) = Day::from_ymd(year, 12, 31) else { continue };
        let mut read: HashMap<&str, HashMap<u32, i64>> = HashMap::new();
        for name in
            SUMS.iter().flat_map(|(sum, parts)| std::iter::once(*sum).chain(parts.iter().map(|(part, _)| *part)))
        {
            if !read.contains_key(name) {
                read.insert(name, longs_at(bank, name, day)?);
            }
        }
        for (sum, parts) in SUMS {
            let mut wanted: HashMap<u32, i64> = HashMap::new();
            for (part, sign) in parts {
                for (unit, value) in read.get(part).into_iter().flatten() {
                    *wanted.entry(*unit).or_default() += sign * value;
                }
            }
            wanted.retain(|_, value| *value != 0);
            found.expect("sums are the sums of their parts", sum, [read.get(sum) == Some(&wanted)]);
        }
        for (name, values) in &read {
            let ages = values.keys().map(|unit| year - people.birth_year(*unit));
            found.expect("no income before thirteen", name, ages.map(|age| age >= 13));
            let first = Day::from_ymd(year, 1, 1).map_or(0, |day| day.0);
            found.expect(
                "no income after the year of death",
                name,
                values.keys().map(|unit| people.died(*unit) >= first),
            );
        }
    }
    Ok(())
}

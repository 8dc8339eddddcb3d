//! Rules of income: sums fit, and nobody earns before thirteen.

use registry::{BankVersion, RegistryError, Selection};
use variables::Day;

use super::Findings;
use super::facts::{People, dates, has, longs};

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
    for (sum, parts) in SUMS {
        if !has(bank, sum) || parts.iter().any(|(part, _)| !has(bank, part)) {
            continue;
        }
        // Some sums reach further back than their parts.
        let days = dates(bank, sum).into_iter();
        for day in days.filter(|day| parts.iter().all(|(part, _)| dates(bank, part).contains(day))) {
            add_up(bank, (sum, parts), day, people, found)?;
        }
    }
    Ok(())
}

/// The parts of a sum on a day make the sum, for everybody.
fn add_up(
    bank: &BankVersion,
    (sum, parts): (&str, &[(&str, i64)]),
    day: Day,
    people: &People,
    found: &mut Findings,
) -> Result<(), RegistryError> {
    let mut left = vec![0_i64; people.born.len()];
    let mut add = |rows: &[(u32, i64)], sign: i64| {
        for (unit, value) in rows {
            if let Some(left) = left.get_mut(*unit as usize) {
                *left += sign * value;
            }
        }
    };
    for (part, sign) in parts {
        add(&longs(bank, part, Selection::At(day))?, *sign);
    }
    let whole = longs(bank, sum, Selection::At(day))?;
    add(&whole, -1);
    found.expect("sums are the sums of their parts", sum, left.into_iter().map(|left| left == 0));
    let year = day.ymd().0;
    let is_old_enough = |(unit, _): &(u32, i64)| year - people.birth_year(*unit) >= 13;
    found.expect("no income before thirteen", sum, whole.iter().map(is_old_enough));
    Ok(())
}

//! Strata of persons, within which values of the sensitive tier are re-drawn: sex and decade of birth, from whatever `register`
//! databank of the home has both.

use std::sync::Arc;

use registry::{BankVersion, Registry, Selection, Values};
use variables::{Profile, VersionRequest};

/// Sex and month of birth (`YYYYMM`), by their names in the exchange format's population register.
const SEX: &str = "BEFOLKNING_KJOENN";
const BORN: &str = "BEFOLKNING_FOEDSELS_AAR_MND";

/// Decades are counted from this year.
const FIRST_YEAR: i64 = 1850;
/// Decades of a sex.
const DECADES: i64 = 32;

/// The stratum of each unit of a space by dense index; 0: nothing is known of it.
///
/// What the oldest release says of a unit stays: databanks by name, releases by age, so that a later release changes nothing for units
/// that an earlier one knows. Drafts do not count.
///
/// # Errors
/// If records cannot be read.
pub(crate) fn strata(registry: &Registry, space: &str) -> registry::Result<Arc<[u16]>> {
    let mut strata = vec![0_u16; registry.unit_count(space)? as usize];
    for databank in registry.databanks()? {
        if databank.profile != Profile::Register {
            continue;
        }
        let mut read = None;
        for version in databank.versions.iter().rev() {
            let bank = registry.resolve(&databank.name, VersionRequest::Exact(*version))?;
            let has = |name: &str| bank.variable(name).is_some_and(|variable| variable.has_data);
            let data = (bank.data_number(SEX), bank.data_number(BORN));
            let is_known = read.replace(data) == Some(data);
            if !is_known && has(SEX) && has(BORN) && bank.unit_space(SEX).as_deref() == Some(space) {
                add(&bank, &mut strata)?;
            }
        }
    }
    Ok(strata.into())
}

/// Adds the units of whom nothing was known.
fn add(bank: &BankVersion, strata: &mut [u16]) -> registry::Result<()> {
    let (sex, born) = (bank.read(SEX, &Selection::All)?, bank.read(BORN, &Selection::All)?);
    let (Values::Codes { codes, dictionary }, Values::Long(months)) = (&sex.value, &born.value) else { return Ok(()) };
    let mut births = born.unit.iter().zip(months).peekable();
    for (row, unit) in sex.unit.iter().enumerate() {
        while births.next_if(|(other, _)| *other < unit).is_some() {}
        let Some((_, month)) = births.peek().filter(|(other, _)| *other == unit) else { continue };
        let text = codes.get(row).and_then(|code| dictionary.get(code as usize));
        match (strata.get_mut(*unit as usize), text) {
            (Some(stratum), Some(text)) if *stratum == 0 => *stratum = number(text, **month),
            _ => {}
        }
    }
    Ok(())
}

/// The number of a stratum, from 1: by the code itself, whatever else is in its dictionary.
fn number(sex: &str, month: i64) -> u16 {
    let decade = ((month / 100 - FIRST_YEAR) / 10).clamp(0, DECADES - 1);
    let sex = sex.parse::<u8>().map_or(0, |sex| sex % 8);
    u16::try_from(1 + decade + DECADES * i64::from(sex)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strata_are_sex_and_decade() {
        assert_eq!(number("0", 185_001), 1);
        assert_ne!(number("1", 198_001), number("2", 198_001));
        assert_ne!(number("1", 197_912), number("1", 198_001));
        assert_eq!(number("1", 198_001), number("1", 198_912));
    }
}

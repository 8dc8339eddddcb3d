//! Who lives together: siblings, children, couples, and the income of the household.

use registry::Chunk;

use super::family::{counted, families};
use super::people::mother;
use super::{Column, Facts, Value as _, column, fixed};
use crate::block::Block;
use crate::calendar::year_of;
use crate::families::{Families, Family, Position};
use crate::person::NOBODY;

pub(super) const COLUMNS: &[Column] = &[
    // Children of one mother; the group has the number of her first.
    column("BEFOLKNING_SOESKEN_FNR", |block, facts| {
        fixed(block, facts, |person| block.person(mother(person)?).children.first().map(|first| block.first + first))
    }),
    column("BEFOLKNING_ANT_SOSKEN", |block, facts| families(block, facts, |families, place| siblings(families, place))),
    column("BEFOLKNING_SOSKENKODE", |block, facts| {
        let [full, half, none] = ["1", "2", "9"].map(|code| facts.code(code));
        families(block, facts, |families, place| {
            let is_child = families.position.get(place) == Some(&Position::Child);
            let has_both = block.people.get(place).is_some_and(|person| person.father != NOBODY);
            let kind = if has_both { full } else { half };
            is_child.then(|| if siblings(families, place).unwrap_or(0) > 0 { kind } else { none })
        })
    }),
    column("BEFOLKNING_BARN", |block, facts| {
        let [no, yes] = ["0", "1"].map(|code| facts.code(code));
        families(block, facts, |families, place| {
            families.position.get(place).map(|position| if *position == Position::Child { yes } else { no })
        })
    }),
    column("BEFOLKNING_BARN3_I_FAM", |block, facts| counted(block, facts, Family::children)),
    column("BEFOLKNING_BARN3_I_HUSH", |block, facts| counted(block, facts, Family::children)),
    column("BEFOLKNING_ANTREGSTAT_FAMNR_I_HUSHNR", |block, facts| counted(block, facts, |_| 1)),
    column("BEFOLKNING_YNGST_I_HUSHNR", |block, facts| counted(block, facts, |family| i64::from(family.least_age))),
    column("BEFOLKNING_YNGST_I_REGSTAT_FAMNR", |block, facts| {
        counted(block, facts, |family| i64::from(family.least_age))
    }),
    column("BEFOLKNING_KONTAKT_HUSHNR", contact).with_texts(&["0", "1"]),
    column("BEFOLKNING_KONTAKT_REGSTAT_FAMNR", contact).with_texts(&["0", "1"]),
    column("BEFOLKNING_REGSTAT_HUSHTYP", |block, facts| {
        let types = ["1", "2", "3", "4"].map(|code| facts.code(code));
        families(block, facts, |families, place| families.of(place).map(|family| types[household_type(family) - 1]))
    }),
    column("BEFOLKNING_FORELDREKODE", |block, facts| {
        let [married, cohabiting, single_mother, single_father] = ["1", "2", "3", "4"].map(|code| facts.code(code));
        families(block, facts, |families, place| {
            let family = families.of(place).filter(|_| families.position.get(place) == Some(&Position::Child))?;
            Some(match (family.has_partner, family.is_married) {
                (true, true) => married,
                (true, false) => cohabiting,
                (false, _) if family.reference_sex == crate::person::Sex::Woman => single_mother,
                (false, _) => single_father,
            })
        })
    }),
    column("BEFOLKNING_PARSTATUS", |block, facts| {
        let codes = ["0", "1", "2", "3", "5", "8"].map(|code| facts.code(code));
        families(block, facts, |families, place| {
            let family = families.of(place)?;
            let is_child = families.position.get(place) == Some(&Position::Child);
            let same_sex = family.partner_sex == Some(family.reference_sex);
            Some(match (family.has_partner, is_child, family.is_married) {
                (false, ..) => codes[0],
                (true, true, _) => codes[5],
                (true, false, true) if same_sex => codes[2],
                (true, false, true) => codes[1],
                (true, false, false) if family.children() > 0 => codes[3],
                (true, false, false) => codes[4],
            })
        })
    }),
    column("INNTEKT_HUSH_IES", |block, facts| household_income(block, facts, |_| 1.0)),
    column("INNTEKT_HUSH_IES_EU", |block, facts| household_income(block, facts, |family| equivalent(family, 0.5, 0.3))),
    column("INNTEKT_HUSH_IES_OECD", |block, facts| {
        household_income(block, facts, |family| equivalent(family, 0.7, 0.5))
    }),
];

/// Other children of the same family, of a child.
fn siblings(families: &Families, place: usize) -> Option<i64> {
    let family = families.of(place)?;
    Some(if families.position.get(place) == Some(&Position::Child) { family.children() - 1 } else { 0 })
}

fn contact(block: &Block, facts: &Facts) -> Vec<Chunk> {
    families(block, facts, |families, place| {
        families.position.get(place).map(|position| u32::from(*position == Position::Reference))
    })
}

/// The code of `BEFOLKNING_REGSTAT_HUSHTYP`: alone, couple, couple with children, single parent.
fn household_type(family: &Family) -> usize {
    match (family.has_partner, family.children() > 0) {
        (false, false) => 1,
        (true, false) => 2,
        (true, true) => 3,
        (false, true) => 4,
    }
}

/// Consumption units: the first grown-up counts one, others and children less.
fn equivalent(family: &Family, adult: f64, child: f64) -> f64 {
    1.0 + adult * (family.persons - family.minors - 1).max(0) as f64 + child * family.minors as f64
}

/// Income after tax of all who live together at the end of the year, divided by a number of units.
fn household_income(block: &Block, facts: &Facts, units: impl Fn(&Family) -> f64) -> Vec<Chunk> {
    let rows = |(start, stop): (i32, i32)| {
        let families = block.families(stop);
        let mut sums = vec![0_i64; block.people.len()];
        for year in block.working.in_year(year_of(stop)) {
            let reference = families.reference.get(year.place).filter(|of| **of != NOBODY);
            if let Some(sum) = reference.and_then(|of| sums.get_mut(*of as usize)) {
                *sum += year.amounts.after_tax();
            }
        }
        let share = |place: usize| {
            let sum = *sums.get(*families.reference.get(place)? as usize)?;
            Some((sum as f64 / units(families.of(place)?)).round())
        };
        let (unit, values): (Vec<u32>, Vec<f64>) =
            (0..block.people.len()).filter_map(|place| Some((block.first + place as u32, share(place)?))).unzip();
        let n = unit.len();
        Chunk { unit, value: f64::wrap(values, facts), start: vec![start; n], stop: vec![Some(stop); n] }
    };
    facts.periods.iter().map(|period| rows(*period)).collect()
}

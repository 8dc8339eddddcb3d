//! Civil status, spouses, families.

use registry::Chunk;

use super::{Column, Facts, Spells, Value, column};
use crate::block::Block;
use crate::families::{Families, Family, Position};
use crate::person::NEVER;

pub(super) const COLUMNS: &[Column] = &[
    column("SIVSTANDFDT_SIVSTAND", civil_status),
    column("BEFOLKNING_EKT_FNR", |block, facts| partner(block, facts, true)),
    column("BEFOLKNING_SAMB_FNR", |block, facts| partner(block, facts, false)),
    column("BEFOLKNING_REGSTAT_FAMNR", |block, facts| {
        families(block, facts, |families, place| families.reference.get(place).map(|reference| block.first + reference))
    }),
    // Households are taken to be families.
    column("BEFOLKNING_HUSHNR", |block, facts| {
        families(block, facts, |families, place| families.reference.get(place).map(|reference| block.first + reference))
    }),
    column("INNTEKT_HUSHNR", |block, facts| {
        families(block, facts, |families, place| families.reference.get(place).map(|reference| block.first + reference))
    }),
    column("BEFOLKNING_PERS_I_HUSHNR", |block, facts| counted(block, facts, |family| family.persons)),
    column("BEFOLKNING_PERS17MIN_I_HUSHNR", |block, facts| counted(block, facts, |family| family.minors)),
    column("BEFOLKNING_PERS18PLUS_I_HUSHNR", |block, facts| {
        counted(block, facts, |family| family.persons - family.minors)
    }),
    column("BEFOLKNING_BARN_I_HUSH", |block, facts| counted(block, facts, |family| family.minors)),
    column("BEFOLKNING_ELDST_I_HUSHNR", |block, facts| counted(block, facts, |family| i64::from(family.oldest))),
    column("BEFOLKNING_ELDST_I_REGSTAT_FAMNR", |block, facts| counted(block, facts, |family| i64::from(family.oldest))),
    column("BEFOLKNING_REGSTAT_FAMTYP", |block, facts| {
        families(block, facts, |families, place| families.of(place).map(|family| facts.code(family.type_code())))
    }),
    column("BEFOLKNING_REGSTAT_PERSONKODE", |block, facts| {
        let [reference, partner, child] = ["1", "2", "3"].map(|code| facts.code(code));
        families(block, facts, |families, place| {
            families.position.get(place).map(|position| match position {
                Position::Reference => reference,
                Position::Partner => partner,
                Position::Child => child,
            })
        })
    }),
    column("BEFOLKNING_ANTPERS_I_REGSTAT_FAMNR", |block, facts| counted(block, facts, |family| family.persons)),
    column("BEFOLKNING_BARN_I_REGSTAT_FAMNR", |block, facts| counted(block, facts, |family| family.minors)),
];

fn civil_status(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes: Vec<u32> = (0..=9).map(|code: u8| facts.code(&code.to_string())).collect();
    let mut spells = Spells::new(facts);
    for (unit, person) in block.units() {
        for (place, (from, civil)) in person.civil.iter().enumerate() {
            let next = person.civil.get(place + 1).map_or(NEVER, |(next, _)| *next).min(person.died);
            let to = if next == NEVER { NEVER } else { next - 1 };
            spells.add(unit, codes.get(*civil as usize).copied().unwrap_or(u32::MAX), *from, to);
        }
    }
    spells.finish(facts)
}

/// Spouses or cohabitants on each day, both of them residents.
fn partner(block: &Block, facts: &Facts, married: bool) -> Vec<Chunk> {
    super::status(block, facts, |_, person, day| {
        let union = person.union_on(day).filter(|_| person.is_resident_on(day))?;
        let is_wanted = (union.married <= day) == married && block.person(union.partner).is_resident_on(day);
        is_wanted.then_some(block.first + union.partner)
    })
}

/// A number that is the same for all of a family.
pub(super) fn counted(block: &Block, facts: &Facts, number: impl Fn(&Family) -> i64) -> Vec<Chunk> {
    families(block, facts, |families, place| families.of(place).map(&number))
}

/// Rows about families for all residents on each day.
pub(super) fn families<V: Value>(
    block: &Block,
    facts: &Facts,
    value: impl Fn(&Families, usize) -> Option<V>,
) -> Vec<Chunk> {
    let rows = |day: i32| {
        let families = block.families(day);
        let places = (0..block.people.len()).filter(|place| families.of(*place).is_some());
        let (unit, values): (Vec<u32>, Vec<V>) =
            places.filter_map(|place| Some((block.first + place as u32, value(&families, place)?))).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: V::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(|(day, _)| rows(*day)).collect()
}

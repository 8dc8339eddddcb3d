//! Where somebody lives, and whether.

use registry::Chunk;

use super::{Column, Facts, Spells, column, status};
use crate::block::Block;
use crate::person::{ABROAD, NEVER, Person};

pub(super) const COLUMNS: &[Column] = &[
    column("BEFOLKNING_STATUSKODE", register_status),
    column("BEFOLKNING_KOMMNR_FORMELL", municipality),
    column("BEFOLKNING_KOMMNR_FAKTISK", municipality),
    column("BOSATTEFDT_BOSTED", residence),
];

/// Everybody who was ever registered until the day.
fn register_status(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let [resident, emigrated, dead] = ["1", "3", "5"].map(|code| facts.code(code));
    status(block, facts, |_, person, day| {
        if person.entered > day {
            return None;
        }
        Some(match person.area_on(day) {
            _ if person.died <= day => dead,
            ABROAD => emigrated,
            _ => resident,
        })
    })
}

/// Places in the dictionary for each code of the geography.
fn codes(block: &Block, facts: &Facts) -> Vec<u32> {
    block.geography.codes().iter().map(|code| facts.code(code)).collect()
}

fn municipality(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes = codes(block, facts);
    status(block, facts, |_, person, day| {
        let is_there = person.is_resident_on(day);
        let code = is_there.then(|| block.geography.code_at(person.area_on(day), day))?;
        codes.get(usize::from(code)).copied()
    })
}

fn residence(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes = codes(block, facts);
    let mut spells = Spells::new(facts);
    for (unit, person) in block.units() {
        for (place, stay) in person.stays.iter().enumerate() {
            let to = last_day(person, place);
            if stay.area != ABROAD {
                block.geography.codes_over(stay.area, stay.from, to, |from, to, code| {
                    spells.add(unit, codes.get(usize::from(code)).copied().unwrap_or(u32::MAX), from, to);
                });
            }
        }
    }
    spells.finish(facts)
}

/// The last day of a stay: before the next one, or before death.
fn last_day(person: &Person, place: usize) -> i32 {
    let next = person.stays.get(place + 1).map_or(NEVER, |after| after.from);
    match next.min(person.died) {
        NEVER => NEVER,
        end => end - 1,
    }
}

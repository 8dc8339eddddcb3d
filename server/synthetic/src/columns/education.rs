//! Education: spells of the highest level, years of first degrees, and the parents' level.

use registry::Chunk;

use super::people::{father, mother};
use super::{Column, Facts, Spells, column, fixed};
use crate::block::Block;
use crate::calendar::{day_of, year_of};
use crate::person::{ABROAD, Degree, NEVER, Person};

pub(super) const COLUMNS: &[Column] = &[
    column("NUDB_BU", highest),
    column("NUDB_AAR_FORSTE_FULLF_GS", |block, facts| first_year(block, facts, 2)),
    column("NUDB_AAR_FORSTE_FULLF_VS", |block, facts| first_year(block, facts, 4)),
    column("NUDB_AAR_FORSTE_FULLF_BACH", |block, facts| first_year(block, facts, 6)),
    column("NUDB_AAR_FORSTE_FULLF_HOV", |block, facts| first_year(block, facts, 7)),
    column("NUDB_AAR_FORSTE_FULLF_DOK", |block, facts| first_year(block, facts, 8)),
    column("NUDB_NUS2000_MOR_16", |block, facts| parents_level(block, facts, mother)),
    column("NUDB_NUS2000_FAR_16", |block, facts| parents_level(block, facts, father)),
    column("NUDB_SOSBAK", background),
    column("NUDB_KOMM_16", home_at_sixteen),
];

/// The last day of education data.
const LAST_DAY: i32 = 19_936;

/// Six digits of NUS2000; only codes that are valid at all times.
fn code_of(degree: Degree, born: i32) -> String {
    match (degree.level, degree.field) {
        // Seven years of school until the cohorts of the nine-year school.
        (2, _) if year_of(born) < 1946 => "201102".to_owned(),
        (2, _) => "201103".to_owned(),
        (3, _) => "399999".to_owned(),
        (level, 0) => format!("{level}01999"),
        (level, field) => format!("{level}{field}9999"),
    }
}

fn highest(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    for (unit, person) in block.units() {
        // Degrees from abroad are known from arrival on.
        let known = person.degrees.iter().map(|degree| (degree.day.max(person.entered), degree)).collect::<Vec<_>>();
        for (place, (from, degree)) in known.iter().enumerate() {
            // What lies beyond the window is not known yet: the spell before goes on.
            let next = known.get(place + 1).map_or(NEVER, |(next, _)| *next).min(person.died);
            let to = if next == NEVER { NEVER } else { next - 1 };
            if *from <= to && *from < person.died {
                spells.add(unit, facts.code(&code_of(**degree, person.born)), *from, to);
            }
        }
    }
    spells.finish(facts)
}

/// The degrees that somebody took alive and within the data.
fn taken(person: &Person) -> impl Iterator<Item = &Degree> {
    person.degrees.iter().filter(|degree| degree.day < person.died && degree.day <= LAST_DAY)
}

/// The year in which a level was first completed, in the country and since 1970.
fn first_year(block: &Block, facts: &Facts, level: u8) -> Vec<Chunk> {
    fixed(block, facts, |person| {
        let degree = taken(person).find(|degree| degree.level == level)?;
        let year = year_of(degree.day);
        (degree.day >= person.entered && year >= 1970).then_some(i64::from(year))
    })
}

/// The day of the sixteenth birthday, for those who lived here then and have had it.
fn sixteen(person: &Person) -> Option<i32> {
    let day = day_of(year_of(person.born) + 16, 6, 30);
    let is_known = (crate::person::MEMORY_STARTS..=LAST_DAY).contains(&day) && person.is_resident_on(day);
    is_known.then_some(day)
}

/// A parent's level on a day, 0 where it is not known.
fn level(block: &Block, parent: Option<u32>, day: i32) -> u8 {
    parent.and_then(|place| block.person(place).degree_on(day)).map_or(0, |degree| degree.level)
}

fn parents_level(block: &Block, facts: &Facts, parent: fn(&Person) -> Option<u32>) -> Vec<Chunk> {
    let codes: Vec<u32> = (0..=6).map(|code: u8| facts.code(&code.to_string())).collect();
    fixed(block, facts, |person| {
        let day = sixteen(person)?;
        let place = match level(block, parent(person), day) {
            0 => 0,
            1 | 2 => 1,
            3 | 4 => 2,
            level => usize::from(level) - 2,
        };
        codes.get(place).copied()
    })
}

fn background(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let [long, short, upper, compulsory, unknown] = ["1", "2", "3", "4", "9"].map(|code| facts.code(code));
    fixed(block, facts, |person| {
        let day = sixteen(person)?;
        Some(match level(block, mother(person), day).max(level(block, father(person), day)) {
            0 => unknown,
            1 | 2 => compulsory,
            3..=5 => upper,
            6 => short,
            _ => long,
        })
    })
}

fn home_at_sixteen(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
    fixed(block, facts, |person| {
        let day = sixteen(person)?;
        let area = person.area_on(day);
        (area != ABROAD).then(|| codes.get(usize::from(block.geography.code_at(area, day))).copied())?
    })
}

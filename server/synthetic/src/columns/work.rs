//! Labor market status in November, hours, and benefits as spells.

use registry::Chunk;

use super::{Column, Facts, Spells, column, status};
use crate::block::Block;
use crate::calendar::{day_of, year_of};
use crate::person::{ABROAD, NEVER, Person};
use crate::work::{Status, WorkYear};

pub(super) const COLUMNS: &[Column] = &[
    column("REGSYS_ARB_ARBMARK_STATUS", labor_status),
    column("REGSYS_YRKSTAT", labor_status),
    column("REGSYS_ARB_ARBEIDSTID", |block, facts| {
        status(block, facts, |place, _, day| {
            let year = work_year(block, place, day)?;
            (year.status == Some(Status::Employee)).then(|| hours(year.hours))
        })
    }),
    column("UFOERP2011FDT_MOTTAK", |block, facts| disability(block, facts, facts.code("1"))),
    column("UFOERP2011FDT_GRAD", |block, facts| disability(block, facts, 100_i64)),
    column("UFOERP1992FDT_MOTTAK", |block, facts| disability(block, facts, facts.code("1"))),
    column("UFOERP1992FDT_UFG", |block, facts| disability(block, facts, 100_i64)),
    column("ALDPENSJ2011FDT_MOTTAK", |block, facts| old_age(block, facts, facts.code("1"))),
    column("ALDPENSJ2011FDT_GRAD", |block, facts| old_age(block, facts, 100_i64)),
    column("ALDPENSJ1992FDT_MOTTAK", |block, facts| old_age(block, facts, facts.code("1"))),
];

/// The working year of a person that a day lies in.
fn work_year(block: &Block, place: usize, day: i32) -> Option<&WorkYear> {
    let years = &block.careers.get(place)?.years;
    let found = years.binary_search_by_key(&year_of(day), |year| year.year).ok()?;
    years.get(found)
}

/// Hours a week, to a tenth; full time is 37.5.
pub(super) fn hours(part: f64) -> f64 {
    (part * 375.0).round() / 10.0
}

fn labor_status(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes = ["0", "1", "2", "3"].map(|code| facts.code(code));
    status(block, facts, |place, _, day| {
        work_year(block, place, day)?.status.and_then(|status| codes.get(status as usize).copied())
    })
}

/// The first of the month after a day, when benefits begin.
fn month_after(day: i32) -> i32 {
    let (year, month) = (year_of(day), crate::calendar::month_of(day));
    if month == 12 { day_of(year + 1, 1, 1) } else { day_of(year, month + 1, 1) }
}

/// Adds a benefit for the parts of a period in which the person lives and is in the country.
fn add_present<V: super::Value + PartialEq>(
    spells: &mut Spells<V>,
    unit: u32,
    person: &Person,
    value: V,
    from: i32,
    to: i32,
) {
    for (place, stay) in person.stays.iter().enumerate() {
        let next = person.stays.get(place + 1).map_or(NEVER, |after| after.from).min(person.died);
        let end = if next == NEVER { NEVER } else { next - 1 };
        if stay.area != ABROAD && stay.from.max(from) <= end.min(to) {
            spells.add(unit, value, stay.from.max(from), end.min(to));
        }
    }
}

/// Disability benefit, until old-age pension or the month of the 67th birthday.
fn disability<V: super::Value + PartialEq>(block: &Block, facts: &Facts, value: V) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    for ((unit, person), career) in block.units().zip(&block.careers) {
        let end = career.retired.min(person.born + 67 * 365 + 16);
        if career.disabled < end {
            let from = month_after(career.disabled).max(person.entered);
            add_present(&mut spells, unit, person, value, from, month_after(end) - 1);
        }
    }
    spells.finish(facts)
}

fn old_age<V: super::Value + PartialEq>(block: &Block, facts: &Facts, value: V) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    for ((unit, person), career) in block.units().zip(&block.careers) {
        let from = month_after(career.retired).max(person.entered);
        add_present(&mut spells, unit, person, value, from, NEVER);
    }
    spells.finish(facts)
}

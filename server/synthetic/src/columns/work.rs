//! Labor market status in November, hours, and benefits as spells.

use registry::Chunk;

use super::income::yearly_of;
use super::{Column, Facts, Spells, column};
use crate::block::Block;
use crate::calendar::{day_of, year_of};
use crate::local::share_of;
use crate::person::{ABROAD, NEVER, Person};
use crate::work::{FIRST_YEAR, LAST_YEAR, Status};
use crate::working::PersonYear;

pub(super) const COLUMNS: &[Column] = &[
    column("REGSYS_ARB_ARBMARK_STATUS", labor_status),
    column("REGSYS_YRKSTAT", labor_status),
    column("REGSYS_ARB_ARBEIDSTID", |block, facts| {
        in_year(block, facts, |year, _| (year.status == Some(Status::Employee)).then(|| hours(year.hours)))
    }),
    column("UFOERP2011FDT_MOTTAK", |block, facts| disability(block, facts, facts.code("1"))),
    column("UFOERP2011FDT_GRAD", |block, facts| disability(block, facts, 100_i64)),
    column("UFOERP1992FDT_MOTTAK", |block, facts| disability(block, facts, facts.code("1"))),
    column("UFOERP1992FDT_UFG", |block, facts| disability(block, facts, 100_i64)),
    column("ALDPENSJ2011FDT_MOTTAK", |block, facts| old_age(block, facts, facts.code("1"))),
    column("ALDPENSJ2011FDT_GRAD", |block, facts| old_age(block, facts, 100_i64)),
    column("ALDPENSJ1992FDT_MOTTAK", |block, facts| old_age(block, facts, facts.code("1"))),
    column("ARBSTATUS_ARB_ARBEIDSTID", |block, facts| {
        in_year(block, facts, |year, _| (year.status == Some(Status::Employee)).then(|| hours(year.hours)))
    }),
    column("ARBSOEK2001FDT_HOVED", |block, facts| unemployed(block, facts, ["1", "2", "3"])),
    column("ARBSOEK1992FDT_STONAD", |block, facts| unemployed(block, facts, ["1", "2", "3"])),
    column("SOSHJLPFDT_MOTTAK", |block, facts| {
        let code = facts.code("1");
        yearly_spells(block, facts, |year, _| {
            let social = year.amounts.social;
            (social > 0).then(|| (code, months_of(social)))
        })
    }),
    column("SOSHJELP_BIDRAG", |block, facts| yearly_of(block, facts, |amounts, _| amounts.social)),
    column("SOSHJLPZFDT_BIDB", |block, facts| yearly_of(block, facts, |amounts, _| amounts.social)),
    column("SOSHJLPZFDT_MNDUTBET", |block, facts| {
        yearly_of(block, facts, |amounts, _| if amounts.social > 0 { i64::from(months_of(amounts.social)) } else { 0 })
    }),
    column("BARNETRMOTFDT_MOTTAK", |block, facts| child_allowance(block, facts, |_| facts.code("1"))),
    column("BARNETRMOTFDT_ANTBARN", |block, facts| child_allowance(block, facts, |children| children)),
    column("BARNETRMOTFDT_BELOP", |block, facts| child_allowance(block, facts, |children| 970 * children)),
];

/// Months of social assistance that an amount stands for.
fn months_of(amount: i64) -> i32 {
    (amount / 9_500).clamp(1, 12) as i32
}

/// One spell a year, for who has one: its value and its length in months; the month it begins belongs to the person.
fn yearly_spells<V: super::Value + PartialEq>(
    block: &Block,
    facts: &Facts,
    spell: impl Fn(&PersonYear, f64) -> Option<(V, i32)>,
) -> Vec<Chunk> {
    let mut found: Vec<(usize, V, i32, i32)> = Vec::new();
    for year in (FIRST_YEAR..=LAST_YEAR).flat_map(|year| block.working.in_year(year)) {
        let draw = share_of(year.place, block.number, 6_000 + year.year as u64);
        let Some((value, months)) = spell(&year, draw) else { continue };
        let first = 1 + (draw * f64::from(13 - months)) as i32;
        let from = day_of(year.year, first, 1).max(block.person(year.place as u32).entered);
        found.push((year.place, value, from, month_after(day_of(year.year, first + months - 1, 1)) - 1));
    }
    // By person; the years of each stay in order.
    found.sort_by_key(|(place, ..)| *place);
    let mut spells = Spells::new(facts);
    for (place, value, from, to) in found {
        add_present(&mut spells, block.first + place as u32, block.person(place as u32), value, from, to);
    }
    spells.finish(facts)
}

/// Registered as seeking work: fully unemployed, partly employed, or on a scheme.
fn unemployed(block: &Block, facts: &Facts, codes: [&str; 3]) -> Vec<Chunk> {
    let codes = codes.map(|code| facts.code(code));
    yearly_spells(block, facts, |year, draw| {
        let seeks = year.status == Some(Status::Unemployed) || year.amounts.unemployment > 0;
        let code = if draw < 0.75 {
            codes[0]
        } else if draw < 0.88 {
            codes[1]
        } else {
            codes[2]
        };
        seeks.then(|| (code, (12 - year.months).clamp(1, 12)))
    })
}

/// Spells with the same number of children below eighteen, of the parent who keeps them.
fn child_allowance<V: super::Value + PartialEq>(block: &Block, facts: &Facts, value: impl Fn(i64) -> V) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    let mut ever = vec![false; block.people.len()];
    for year in (FIRST_YEAR..=LAST_YEAR).flat_map(|year| block.working.in_year(year)) {
        if let Some(ever) = ever.get_mut(year.place) {
            *ever |= year.amounts.child_allowance != 0;
        }
    }
    for ((unit, person), ever) in block.units().zip(ever) {
        if !ever {
            continue;
        }
        let mut changes: Vec<(i32, i64)> = Vec::new();
        for child in &person.children {
            let born = month_after(block.person(*child).born);
            changes.extend([(born, 1), (born + 18 * 365 + 4, -1)]);
        }
        changes.sort_unstable();
        let mut children = 0;
        for (place, (from, change)) in changes.iter().enumerate() {
            children += change;
            let to = changes.get(place + 1).map_or(NEVER, |(next, _)| next - 1);
            if children > 0 && *from <= to {
                add_present(&mut spells, unit, person, value(children), (*from).max(person.entered), to);
            }
        }
    }
    spells.finish(facts)
}

/// Rows of a STATUS variable about those who lived in the country in the year of each day.
pub(super) fn in_year<V: super::Value>(
    block: &Block,
    facts: &Facts,
    value: impl Fn(&PersonYear, i32) -> Option<V>,
) -> Vec<Chunk> {
    let rows = |&(day, _): &(i32, i32)| {
        let years = block.working.in_year(year_of(day));
        let (unit, values): (Vec<u32>, Vec<V>) =
            years.filter_map(|year| Some((block.first + year.place as u32, value(&year, day)?))).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: V::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(rows).collect()
}

/// Hours a week, to a tenth; full time is 37.5.
pub(super) fn hours(part: f64) -> f64 {
    (part * 375.0).round() / 10.0
}

fn labor_status(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes = ["0", "1", "2", "3"].map(|code| facts.code(code));
    in_year(block, facts, |year, _| year.status.and_then(|status| codes.get(status as usize).copied()))
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
    for ((unit, person), benefits) in block.units().zip(&block.benefits) {
        let end = benefits.retired.min(person.born + 67 * 365 + 16);
        if benefits.disabled < end {
            let from = month_after(benefits.disabled).max(person.entered);
            add_present(&mut spells, unit, person, value, from, month_after(end) - 1);
        }
    }
    spells.finish(facts)
}

fn old_age<V: super::Value + PartialEq>(block: &Block, facts: &Facts, value: V) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    for ((unit, person), benefits) in block.units().zip(&block.benefits) {
        let from = month_after(benefits.retired).max(person.entered);
        add_present(&mut spells, unit, person, value, from, NEVER);
    }
    spells.finish(facts)
}

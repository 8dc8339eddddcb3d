//! Dwellings: one for each household as long as its reference person stays in a place. Kind, age and ownership follow
//! place, income and debt; size follows the household.

use std::sync::Arc;

use registry::Chunk;

use super::{Column, Facts, Value, column};
use crate::block::Block;
use crate::calendar::year_of;
use crate::families::{Families, Family};
use crate::local::share_of;

pub(super) const COLUMNS: &[Column] = &[
    column("BOFORHOLD_ANTALL_ROM", |block, facts| numbered(block, facts, |home| home.rooms)),
    column("BOFORHOLD_ANTALL_BAD", |block, facts| numbered(block, facts, |home| 1 + i64::from(home.area > 110))),
    column("BOFORHOLD_ANTALL_WC", |block, facts| numbered(block, facts, |home| 1 + i64::from(home.area > 85))),
    column("BOFORHOLD_ANTALL_ETASJER", |block, facts| {
        numbered(block, facts, |home| match home.kind {
            Kind::Detached | Kind::Row => 1 + i64::from(home.area > 90),
            Kind::Double => 2,
            Kind::LowBlock => 2,
            Kind::HighBlock => 4 + home.built % 5,
        })
    }),
    column("BOFORHOLD_ANTALL_BOLIGER", |block, facts| {
        numbered(block, facts, |home| match home.kind {
            Kind::Detached => 1,
            Kind::Double => 2,
            Kind::Row => 4 + home.built % 5,
            Kind::LowBlock => 8 + home.built % 9,
            Kind::HighBlock => 20 + home.built % 41,
        })
    }),
    column("BOFORHOLD_BRUKSAREAL", |block, facts| numbered(block, facts, |home| home.area)),
    column("BOFORHOLD_P_AREAL", |block, facts| numbered(block, facts, |home| home.area * 9 / 10)),
    column("BOFORHOLD_BYGGEAAR", |block, facts| numbered(block, facts, |home| home.built)),
    column("BOFORHOLD_BYGNINGSTYPE", |block, facts| {
        // High blocks have a code of their own since 2018.
        let codes = ["111", "112", "121", "131", "135"].map(|code| facts.code(code));
        rows(block, facts, |home, _, day| {
            let kind = if home.kind == Kind::HighBlock && year_of(day) < 2018 { Kind::LowBlock } else { home.kind };
            codes.get(kind as usize).copied().unwrap_or(u32::MAX)
        })
    }),
    column("BOFORHOLD_BYGNINGSTYPE_AGGR", |block, facts| by_kind(block, facts, ["1", "2", "3", "4", "4"])),
    column("BOFORHOLD_BOLETA", |block, facts| by_kind(block, facts, ["1", "2", "2", "4", "3"])),
    column("BOFORHOLD_EIE_LEIE", |block, facts| coded(block, facts, ["1", "2"], |home, _| usize::from(!home.is_owned))),
    column("BOFORHOLD_EIEFORM", |block, facts| {
        coded(block, facts, ["1", "2", "4"], |home, _| match (home.is_owned, home.kind) {
            (false, _) => 2,
            (true, Kind::LowBlock | Kind::HighBlock) if home.built % 5 < 3 => 1,
            (true, _) => 0,
        })
    }),
    column("BOFORHOLD_TRANGBODD", |block, facts| {
        // Fewer rooms than persons, and less than twenty square meters each.
        coded(block, facts, ["0", "1"], |home, family| {
            usize::from(home.rooms < family.persons && home.area < 25 * family.persons)
        })
    }),
    column("BOFORHOLD_HUSHTYPE", |block, facts| {
        coded(block, facts, ["1", "2", "3", "4"], |_, family| match (family.has_partner, family.children() > 0) {
            (false, false) => 0,
            (true, false) => 1,
            (true, true) => 2,
            (false, true) => 3,
        })
    }),
    column("BOFORHOLD_BOLIG_HUSH", |block, facts| coded(block, facts, ["1"], |_, _| 0)),
    column("BOFORHOLD_KJOKKENKODE", |block, facts| coded(block, facts, ["1"], |_, _| 0)),
    column("BOFORHOLD_BRUKSENHETSTYPE", |block, facts| coded(block, facts, ["B"], |_, _| 0)),
    column("BOFORHOLD_KOBLNIVAA_HUSH_BOLIG", |block, facts| {
        coded(block, facts, ["1", "2"], |home, _| usize::from(home.kind == Kind::HighBlock && home.built % 20 == 0))
    }),
];

/// The kind of building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Detached,
    Double,
    Row,
    LowBlock,
    HighBlock,
}

/// A dwelling.
#[derive(Clone, Copy, Debug)]
struct Home {
    kind: Kind,
    rooms: i64,
    /// Square meters.
    area: i64,
    /// Year of building.
    built: i64,
    is_owned: bool,
}

/// The dwellings of a day, at the places of the reference persons.
struct Homes {
    families: Arc<Families>,
    homes: Vec<Option<Home>>,
}

impl Homes {
    fn on(block: &Block, day: i32) -> Homes {
        let families = block.families(day);
        let mut owns = vec![false; block.people.len()];
        // Who has a housing loan owns, and so do most of the older who have paid theirs.
        for year in block.working.in_year(year_of(day) - 1) {
            let reference = families.reference.get(year.place).copied().unwrap_or(crate::person::NOBODY);
            if let Some(owns) = owns.get_mut(reference as usize) {
                *owns |= year.amounts.debt > 600_000 || year.age >= 50 && year.amounts.deposits > 60_000;
            }
        }
        let home = |place: usize| {
            let is_reference = families.reference.get(place) == Some(&(place as u32));
            let family = families.of(place).filter(|_| is_reference)?;
            Some(dwelling(block, place, day, family, owns.get(place).copied().unwrap_or(false)))
        };
        let homes = (0..block.people.len()).map(home).collect();
        Homes { families, homes }
    }

    /// The dwelling that a person lives in, with the family in it.
    fn of(&self, place: usize) -> Option<(&Home, &Family)> {
        let reference = self.families.reference.get(place)?;
        Some((self.homes.get(*reference as usize)?.as_ref()?, self.families.of(place)?))
    }
}

/// The dwelling of a household, the same until its reference person moves or its size changes much.
fn dwelling(block: &Block, place: usize, day: i32, family: &Family, is_owned: bool) -> Home {
    let person = block.person(place as u32);
    let moved = person.stays.iter().take_while(|stay| stay.from <= day).count() as u64;
    let draw = |purpose: u64| share_of(place, block.number, 8_000 + 50 * moved + purpose);
    let is_urban = share_of(usize::from(person.area_on(day)), 0, 8_999) < 0.35;
    let large = family.persons >= 3;
    let kind = match draw(1)
        + if large { 0.0 } else { 0.18 }
        + if is_urban { 0.2 } else { 0.0 }
        + if is_owned { 0.0 } else { 0.25 }
    {
        ..0.62 => Kind::Detached,
        ..0.71 => Kind::Double,
        ..0.86 => Kind::Row,
        ..1.08 => Kind::LowBlock,
        _ => Kind::HighBlock,
    };
    let spare = match kind {
        Kind::Detached => 2.6,
        Kind::Double | Kind::Row => 1.7,
        Kind::LowBlock | Kind::HighBlock => 0.8,
    };
    let rooms = 1 + ((family.persons.min(5) as f64) * 0.6 + spare * (0.4 + draw(2))) as i64;
    let area = (14.0 + 24.0 * rooms as f64 * (0.75 + 0.5 * draw(3))) as i64;
    let latest = f64::from(
        year_of(person.stays.iter().rev().find(|stay| stay.from <= day).map_or(day, |stay| stay.from)).max(1_950),
    );
    let built = (latest - (latest - 1_890.0) * draw(4).powf(1.4)) as i64;
    Home { kind, rooms, area, built, is_owned }
}

fn rows<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Home, &Family, i32) -> V) -> Vec<Chunk> {
    let rows = |&(day, _): &(i32, i32)| {
        let homes = Homes::on(block, day);
        let row =
            |place: usize| homes.of(place).map(|(home, family)| (block.first + place as u32, value(home, family, day)));
        let (unit, values): (Vec<u32>, Vec<V>) = (0..block.people.len()).filter_map(row).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: V::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(rows).collect()
}

fn numbered(block: &Block, facts: &Facts, number: impl Fn(&Home) -> i64) -> Vec<Chunk> {
    rows(block, facts, |home, _, _| number(home))
}

fn coded<const N: usize>(
    block: &Block,
    facts: &Facts,
    codes: [&str; N],
    place: impl Fn(&Home, &Family) -> usize,
) -> Vec<Chunk> {
    let codes = codes.map(|code| facts.code(code));
    rows(block, facts, |home, family, _| codes.get(place(home, family)).copied().unwrap_or(u32::MAX))
}

fn by_kind(block: &Block, facts: &Facts, codes: [&str; 5]) -> Vec<Chunk> {
    coded(block, facts, codes, |home, _| home.kind as usize)
}

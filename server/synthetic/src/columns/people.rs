//! Who somebody is: sex, birth, death, parents, origin.

use registry::Chunk;

use super::{Column, Facts, column, fixed};
use crate::block::Block;
use crate::calendar::{age_on, month_of, number_of, year_of};
use crate::origin::{Group, REASONS, origin};
use crate::person::{NEVER, NOBODY, Person};

pub(super) const COLUMNS: &[Column] = &[
    column("BEFOLKNING_KJOENN", sex),
    column("BEFOLKNING_FOEDSELS_AAR_MND", |block, facts| {
        fixed(block, facts, |person| Some(i64::from(year_of(person.born)) * 100 + i64::from(month_of(person.born))))
    }),
    column("BEFOLKNING_DOEDS_DATO", |block, facts| {
        fixed(block, facts, |person| (person.died != NEVER).then(|| number_of(person.died)))
    }),
    column("BEFOLKNING_FORSTDATO", |block, facts| fixed(block, facts, |person| Some(number_of(person.entered)))),
    column("BEFOLKNING_MOR_FNR", |block, facts| {
        fixed(block, facts, |person| mother(person).map(|place| block.first + place))
    }),
    column("BEFOLKNING_FAR_FNR", |block, facts| {
        fixed(block, facts, |person| father(person).map(|place| block.first + place))
    }),
    column("BEFOLKNING_MORMOR_FNR", |block, facts| grandparent(block, facts, mother, mother)),
    column("BEFOLKNING_MORFAR_FNR", |block, facts| grandparent(block, facts, mother, father)),
    column("BEFOLKNING_FARMOR_FNR", |block, facts| grandparent(block, facts, father, mother)),
    column("BEFOLKNING_FARFAR_FNR", |block, facts| grandparent(block, facts, father, father)),
    column("BEFOLKNING_PARITET", parity),
    column("BEFOLKNING_FODELAND", |block, facts| {
        fixed(block, facts, |person| Some(facts.code(origin(person.origin).code)))
    }),
    column("BEFOLKNING_FOEDEKOMMNR", birthplace),
    column("BEFOLKNING_INVKAT", category),
    column("BEFOLKNING_LANDBAK3GEN", background),
    column("BEFOLKNING_INNGRUNN1", |block, facts| {
        fixed(block, facts, |person| {
            // The register of reasons begins in 1990.
            let is_known = person.origin != 0 && year_of(person.entered) >= 1990;
            let reason = REASONS.get(usize::from(person.reason)).filter(|_| is_known);
            reason.map(|code| facts.code(code))
        })
    }),
    column("BEFOLKNING_INNALDER", |block, facts| {
        fixed(block, facts, |person| (person.origin != 0).then(|| i64::from(age_on(person.born, person.entered))))
    }),
];

fn sex(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes = [facts.code("1"), facts.code("2")];
    fixed(block, facts, |person| codes.get(person.sex as usize - 1).copied())
}

/// The mother that the register knows, as a place in the block.
pub(super) fn mother(person: &Person) -> Option<u32> {
    (person.knows_parents && person.mother != NOBODY).then_some(person.mother)
}

/// The father that the register knows.
pub(super) fn father(person: &Person) -> Option<u32> {
    (person.knows_parents && person.father != NOBODY).then_some(person.father)
}

type Parent = fn(&Person) -> Option<u32>;

fn grandparent(block: &Block, facts: &Facts, first: Parent, second: Parent) -> Vec<Chunk> {
    fixed(block, facts, |person| {
        first(person).and_then(|parent| second(block.person(parent))).map(|place| block.first + place)
    })
}

/// The number of the birth among the mother's births.
fn parity(block: &Block, facts: &Facts) -> Vec<Chunk> {
    fixed(block, facts, |person| {
        let siblings = &block.person(mother(person)?).children;
        let place = siblings.iter().position(|child| block.person(*child).born == person.born)?;
        Some(place as i64 + 1)
    })
}

fn birthplace(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
    fixed(block, facts, |person| {
        // Only where the first stay is still remembered, see `person::MEMORY_STARTS`.
        let first = person.stays.first().filter(|stay| person.origin == 0 && stay.from == person.born)?;
        codes.get(usize::from(block.geography.code_at(first.area, person.born))).copied()
    })
}

fn is_foreign(block: &Block, parent: Option<u32>) -> Option<bool> {
    parent.map(|place| block.person(place).origin != 0)
}

fn category(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let [native, immigrant, child, mixed] = ["A", "B", "C", "F"].map(|code| facts.code(code));
    fixed(block, facts, |person| {
        let parents = (is_foreign(block, mother(person)), is_foreign(block, father(person)));
        Some(match parents {
            _ if person.origin != 0 => immigrant,
            (Some(true), Some(true)) => child,
            (Some(true), Some(false)) | (Some(false), Some(true)) => mixed,
            // With one parent known, that one decides.
            (Some(true), None) | (None, Some(true)) => child,
            _ => native,
        })
    })
}

fn background(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let [norwegian, western, other] = ["0", "1", "2"].map(|code| facts.code(code));
    let of = |group: Group| match group {
        Group::Norway => norwegian,
        Group::West | Group::East => western,
        Group::Rest => other,
    };
    fixed(block, facts, |person| {
        let parents = [mother(person), father(person)];
        let all_foreign = parents.iter().flatten().count() > 0
            && parents.iter().flatten().all(|parent| block.person(*parent).origin != 0);
        let from = match parents.iter().flatten().next() {
            Some(parent) if person.origin == 0 && all_foreign => block.person(*parent).origin,
            _ => person.origin,
        };
        Some(of(origin(from).group))
    })
}

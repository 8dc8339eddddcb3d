//! Courses of study: whose, what, where, and how they went. Units count within the block.

use registry::Chunk;

use super::{Column, Facts, column, fixed_of, spells_of};
use crate::block::Block;
use crate::courses::{Course, Outcome};
use crate::local::{Local, share_of};
use crate::person::ABROAD;

pub(super) const COLUMNS: &[Column] = &[
    column("NUDB_KURS_FNR", |block, facts| {
        fixed_of(block.courses.len(), facts, |place| Some(block.first + block.courses.get(place)?.person))
    }),
    column("NUDB_KURS_LOEPENR", |block, facts| {
        fixed_of(block.courses.len(), facts, |place| {
            let course = block.courses.get(place)?;
            let first = block.courses.partition_point(|other| other.person < course.person);
            Some((place - first + 1) as i64)
        })
    }),
    column("NUDB_KURS_NUS", |block, facts| coded(block, facts, |course, _| Some(education(course)))),
    column("NUDB_KURS_UTFALL", |block, facts| {
        coded(block, facts, |course, _| Some((course.outcome as u8).to_string()))
    }),
    column("NUDB_KURS_UTD", |block, facts| {
        coded(block, facts, |course, _| {
            let kind = match course.level {
                ..=2 => "1",
                3 | 4 => "2",
                5 => "3",
                _ => "4",
            };
            Some(kind.to_owned())
        })
    }),
    column("NUDB_KURS_HELDEL", |block, facts| {
        coded(block, facts, |course, _| Some(if course.is_full_time { "1" } else { "2" }.to_owned()))
    }),
    column("NUDB_KURS_KOMP", |block, facts| {
        coded(block, facts, |course, _| {
            let outcome = match course.outcome {
                Outcome::Passed => "1",
                Outcome::Failed | Outcome::GoesOn => "2",
                Outcome::GivenUp => "3",
            };
            (3..=4).contains(&course.level).then(|| outcome.to_owned())
        })
    }),
    column("NUDB_KURS_SKOLEKOM", school_municipality),
    column("NUDB_KURS_EIERF", |block, facts| {
        coded(block, facts, |course, draw| {
            let private = if course.level >= 6 { 0.16 } else { 0.07 };
            Some(if draw < private { "2" } else { "1" }.to_owned())
        })
    }),
    column("NUDB_KURS_FULLAND", |block, facts| {
        const COUNTRIES: [&str; 6] = ["101", "102", "103", "111", "112", "999"];
        coded(block, facts, |course, draw| {
            let abroad = if course.level >= 6 { 0.06 } else { 0.004 };
            let place = (draw / abroad * 6.0) as usize;
            Some(COUNTRIES.get(place).copied().unwrap_or("000").to_owned())
        })
    }),
    column("NUDB_KURS_KONTRAKTSTYPE", |block, facts| {
        coded(block, facts, |course, draw| {
            (is_vocational(course) && draw < 0.6).then(|| if draw < 0.55 { "1" } else { "2" }.to_owned())
        })
    }),
    column("NUDB_KURS_ORGANISERING", |block, facts| {
        coded(block, facts, |course, draw| {
            is_vocational(course).then(|| {
                if draw < 0.5 {
                    "1"
                } else if draw < 0.8 {
                    "2"
                } else {
                    "3"
                }
                .to_owned()
            })
        })
    }),
    column("NUDB_KURS_PROVEKANDTYPE", |block, facts| {
        coded(block, facts, |course, draw| {
            is_vocational(course).then(|| if draw < 0.75 { "1" } else { "2" }.to_owned())
        })
    }),
    column("NUDB_KURS_REALKOMP", |block, facts| {
        coded(block, facts, |course, draw| (course.level >= 6).then(|| if draw < 0.93 { "1" } else { "2" }.to_owned()))
    }),
    column("NUDB_KURS_RETT", |block, facts| {
        coded(block, facts, |course, draw| {
            (3..=4).contains(&course.level).then(|| if draw < 0.9 { "1" } else { "2" }.to_owned())
        })
    }),
    column("NUDB_KURS_UHGRUPPE", |block, facts| {
        coded(block, facts, |course, draw| {
            let kinds = if course.level >= 7 { [0.75, 0.85, 0.95] } else { [0.45, 0.5, 0.86] };
            let place = kinds.iter().filter(|limit| draw >= **limit).count();
            (course.level >= 6).then(|| (place + 1).to_string())
        })
    }),
];

/// 1 January 1988: the geography does not know the municipalities before.
const CODES_START: i32 = 6_574;

/// Six digits of NUS2000 that are valid at all times.
fn education(course: &Course) -> String {
    match (course.level, course.field) {
        (..=2, _) => "201103".to_owned(),
        (3, 0) => "401999".to_owned(),
        (3, field) => format!("4{field}9999"),
        (level, 0) => format!("{level}01999"),
        (level, field) => format!("{level}{field}9999"),
    }
}

/// Upper secondary school that leads to a craft.
fn is_vocational(course: &Course) -> bool {
    (3..=4).contains(&course.level) && course.field >= 5
}

/// Spells with a code; the draw belongs to the course and the variable.
fn coded(block: &Block, facts: &Facts, code: impl Fn(&Course, f64) -> Option<String>) -> Vec<Chunk> {
    let purpose = facts.variable.name.len() as u64 + 1_000;
    spells_of(&Local::Course.things(block), facts, |place| {
        let course = block.courses.get(place)?;
        code(course, share_of(place, block.number, purpose)).map(|code| facts.code(&code))
    })
}

/// The school's municipality by the number in force when the course began and until it ends.
fn school_municipality(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
    let mut spells = super::Spells::new(facts);
    let is_known = |course: &Course| course.area != ABROAD && course.stop >= CODES_START;
    for (place, course) in block.courses.iter().enumerate().filter(|(_, course)| is_known(course)) {
        block.geography.codes_over(course.area, course.start.max(CODES_START), course.stop, |from, to, code| {
            spells.add(place as u32, codes.get(usize::from(code)).copied().unwrap_or(u32::MAX), from, to);
        });
    }
    spells.finish(facts)
}

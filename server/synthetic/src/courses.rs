//! Courses of study: what leads to each education, what was given up, and what goes on.

use crate::calendar::{day_of, year_of};
use crate::chance::Chance;
use crate::geography::{Area, Geography};
use crate::person::{ABROAD, Degree, NEVER, Person};

/// First day of the register.
const FIRST_DAY: i32 = 1_704;
/// Its last day.
const LAST_DAY: i32 = 19_936;

/// How a course went; the number is the code of `NUDB_KURS_UTFALL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed = 1,
    Failed = 2,
    GivenUp = 3,
    GoesOn = 4,
}

/// A course of study of one person.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Course {
    /// Place of the person in the block.
    pub(crate) person: u32,
    pub(crate) start: i32,
    /// Last day, or [`NEVER`].
    pub(crate) stop: i32,
    /// First and second digit of NUS2000.
    pub(crate) level: u8,
    pub(crate) field: u8,
    pub(crate) outcome: Outcome,
    /// Where the school is.
    pub(crate) area: Area,
    pub(crate) is_full_time: bool,
}

/// Years that a level takes.
fn years(level: u8) -> i32 {
    match level {
        5 | 7 => 2,
        8 => 4,
        _ => 3,
    }
}

/// Appends the courses of a person, by start; they do not overlap.
pub(crate) fn take(index: u32, person: &Person, geography: &Geography, chance: &mut Chance, courses: &mut Vec<Course>) {
    let first = courses.len();
    let mut free_from = i32::MIN;
    for degree in &person.degrees {
        let end = year_of(degree.day);
        let start = day_of(end - years(degree.level), 8, 20).max(free_from);
        let stop = day_of(end, 6, 20);
        if start >= stop || stop < FIRST_DAY {
            continue;
        }
        free_from = stop + 1;
        add(index, person, geography, (degree.level, degree.field), (start, stop), Outcome::Passed, chance, courses);
    }
    given_up(index, person, geography, free_from, chance, courses);
    // What a person gave up may lie before what she or he passed later.
    courses[first..].sort_by_key(|course| course.start);
}

/// A course that somebody began after the last education and gave up or failed.
fn given_up(
    index: u32,
    person: &Person,
    geography: &Geography,
    free_from: i32,
    chance: &mut Chance,
    courses: &mut Vec<Course>,
) {
    let (level, share) = match person.degrees.last() {
        Some(Degree { level: 0..=2, .. }) => (4, 0.6),
        Some(Degree { level: 3..=5, .. }) => (6, 0.3),
        Some(Degree { level: 6, .. }) => (7, 0.15),
        _ => return,
    };
    if !chance.happens(share) {
        return;
    }
    let start = free_from.max(person.born + 16 * 365) + 60 + chance.between(0, 700);
    let start = day_of(year_of(start), 8, 20).max(free_from);
    let outcome = if chance.happens(0.2) { Outcome::Failed } else { Outcome::GivenUp };
    let stop = start + chance.between(120, 900);
    add(index, person, geography, (level, 1 + chance.below(8) as u8), (start, stop), outcome, chance, courses);
}

#[expect(clippy::too_many_arguments, reason = "one course, told once")]
fn add(
    index: u32,
    person: &Person,
    geography: &Geography,
    (level, field): (u8, u8),
    (start, stop): (i32, i32),
    outcome: Outcome,
    chance: &mut Chance,
    courses: &mut Vec<Course>,
) {
    // The draws are taken whether the course is in the register or not: others do not change with it.
    let (is_near, is_full_time) = (chance.happens(if level < 5 { 0.9 } else { 0.35 }), chance.happens(0.9));
    let elsewhere = geography.anywhere(chance);
    let home = person.area_on(start.max(person.entered));
    if start > LAST_DAY || start < person.entered || start >= person.died || home == ABROAD {
        return;
    }
    let leaves = person.stays.iter().find(|stay| stay.from > start && stay.area == ABROAD);
    let end = stop.min(person.died - 1).min(leaves.map_or(NEVER, |stay| stay.from - 1));
    let (outcome, stop) = match (end > LAST_DAY, end < stop) {
        (true, _) => (Outcome::GoesOn, NEVER),
        (false, true) => (Outcome::GivenUp, end),
        (false, false) => (outcome, stop),
    };
    let area = if is_near { home } else { elsewhere };
    courses.push(Course { person: index, start, stop, level, field, outcome, area, is_full_time });
}

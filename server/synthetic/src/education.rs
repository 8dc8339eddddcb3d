//! Schooling from compulsory school to the highest degree, planned at birth or arrival.
//!
//! The level follows the parents' through inherited ability, and the cohort and sex through tables after Statistics
//! Norway's education statistics.

use crate::calendar::{day_of, year_of};
use crate::chance::{Chance, interpolate};
use crate::origin::origin;
use crate::person::{Degree, Person, Sex};

/// Year of birth, then shares that end with level 2, 3, 4, 5, 6 and 7; the rest is 8.
type Shares = [(f64, [f64; 6]); 5];

const MEN: Shares = [
    (1900.0, [0.75, 0.07, 0.12, 0.01, 0.03, 0.018]),
    (1930.0, [0.45, 0.12, 0.26, 0.03, 0.09, 0.045]),
    (1950.0, [0.26, 0.09, 0.36, 0.05, 0.15, 0.08]),
    (1970.0, [0.17, 0.06, 0.36, 0.05, 0.23, 0.118]),
    (1990.0, [0.17, 0.05, 0.29, 0.035, 0.27, 0.172]),
];
const WOMEN: Shares = [
    (1900.0, [0.85, 0.06, 0.06, 0.007, 0.02, 0.003]),
    (1930.0, [0.58, 0.14, 0.18, 0.01, 0.08, 0.009]),
    (1950.0, [0.29, 0.15, 0.27, 0.02, 0.23, 0.037]),
    (1970.0, [0.15, 0.07, 0.25, 0.03, 0.37, 0.12]),
    (1990.0, [0.12, 0.035, 0.165, 0.02, 0.43, 0.217]),
];

/// Weights of the fields 0 to 8 by level and sex.
const fn fields(level: u8, sex: Sex) -> [f64; 9] {
    match (level, sex) {
        (0..=5, Sex::Man) => [0.35, 0.02, 0.0, 0.0, 0.08, 0.42, 0.03, 0.03, 0.07],
        (0..=5, Sex::Woman) => [0.42, 0.05, 0.0, 0.0, 0.14, 0.04, 0.28, 0.01, 0.06],
        (6, Sex::Man) => [0.0, 0.09, 0.12, 0.10, 0.26, 0.29, 0.08, 0.01, 0.05],
        (6, Sex::Woman) => [0.0, 0.09, 0.27, 0.09, 0.15, 0.05, 0.34, 0.0, 0.01],
        (7, Sex::Man) => [0.0, 0.10, 0.09, 0.20, 0.15, 0.35, 0.10, 0.01, 0.0],
        (7, Sex::Woman) => [0.0, 0.14, 0.20, 0.24, 0.10, 0.13, 0.18, 0.01, 0.0],
        (_, Sex::Man) => [0.0, 0.11, 0.04, 0.14, 0.05, 0.42, 0.23, 0.01, 0.0],
        (_, Sex::Woman) => [0.0, 0.14, 0.07, 0.18, 0.04, 0.23, 0.33, 0.01, 0.0],
    }
}

/// Half of ability is inherited.
pub(crate) fn inherit(person: &mut Person, mother: Option<f64>, father: Option<f64>, chance: &mut Chance) {
    let parents = match (mother, father) {
        (Some(mother), Some(father)) => (mother + father) / 2.0 * std::f64::consts::SQRT_2,
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return,
    };
    person.ability = 0.5 * parents + libm::sqrt(0.75) * chance.normal();
}

/// Writes the degrees that the person will take if nothing comes between.
pub(crate) fn plan(person: &mut Person, chance: &mut Chance) {
    let birth_year = year_of(person.born);
    let age_at_entry = year_of(person.entered) - birth_year;
    let came_grown = person.origin != 0 && age_at_entry >= 16;
    if came_grown && chance.happens(0.14) {
        // Nobody asked about school abroad.
        return;
    }
    let shift = origin(person.origin).schooling * if came_grown { 1.0 } else { 0.4 };
    let latent = 0.72 * (person.ability + shift) + 0.69 * chance.normal();
    let level = level(birth_year, person.sex, 0.5 * libm::erfc(-latent / std::f64::consts::SQRT_2));
    let mut degrees: Vec<Degree> = Vec::with_capacity(4);
    let mut finish = |level: u8, field: u8, age: i32| {
        // A year is lost where the plan would have two in one summer.
        let earliest = degrees.last().map_or(0, |last| year_of(last.day) + 1);
        degrees.push(Degree { level, field, day: day_of((birth_year + age).max(earliest), 6, 20) });
    };
    let compulsory = if birth_year < 1946 { 14 } else { 16 };
    finish(2, 0, compulsory);
    if level >= 3 {
        let age = if level == 3 { compulsory + 1 + chance.between(0, 2) } else { upper_secondary_age(chance) };
        let (at, field) = if level == 3 { (3, 0) } else { (4, pick(4, person.sex, level >= 6, chance)) };
        finish(at, field, age);
    }
    if level == 5 {
        finish(5, pick(5, person.sex, false, chance), 21 + chance.between(0, 8));
    }
    if level >= 6 {
        let age = match chance.unit() {
            share if share < 0.62 => 22 + chance.between(0, 2),
            share if share < 0.9 => 25 + chance.between(0, 5),
            _ => 31 + chance.between(0, 14),
        };
        let field = pick(level.min(7), person.sex, false, chance);
        finish(6, field, age);
        if level >= 7 {
            finish(7, field, age + 2 + chance.between(0, 2));
        }
        if level >= 8 {
            let field = if chance.happens(0.8) { field } else { pick(8, person.sex, false, chance) };
            finish(8, field, age + 7 + chance.between(0, 6));
        }
    }
    person.degrees = degrees;
}

/// Level 4 is most often taken in the year of the nineteenth birthday.
fn upper_secondary_age(chance: &mut Chance) -> i32 {
    if chance.happens(0.72) { 19 } else { 20 + chance.between(0, 5) }
}

fn pick(level: u8, sex: Sex, prepares: bool, chance: &mut Chance) -> u8 {
    let mut weights = fields(level, sex);
    if prepares {
        // Who goes on to higher education mostly took general subjects.
        weights[0] *= 6.0;
    }
    chance.weighted(&weights) as u8
}

/// The level at a rank (0 to 1) within a cohort and sex.
fn level(birth_year: i32, sex: Sex, rank: f64) -> u8 {
    let table = if sex == Sex::Man { &MEN } else { &WOMEN };
    let mut left = rank;
    for place in 0..6 {
        let points = table.map(|(year, shares)| (year, shares.get(place).copied().unwrap_or(0.0)));
        left -= interpolate(&points, f64::from(birth_year));
        if left < 0.0 {
            return place as u8 + 2;
        }
    }
    8
}

//! Working lives from 1993 on: who has work, as what, how much of the year, and for how much pay.
//!
//! Whether somebody works follows age, sex, education, origin, health and a lasting bent of the person that drifts from year
//! to year. Pay is log-normal around a level that grows with the years, with the age profile steeper for the higher
//! educated, a lasting personal part, a drifting one, and a Pareto tail for few.

use crate::calendar::{age_on, day_of, year_of, year_start};
use crate::chance::{Chance, interpolate};
use crate::origin::{Group, REFUGE, origin};
use crate::person::{ABROAD, NEVER, Person, Sex};

/// First year with income data.
pub(crate) const FIRST_YEAR: i32 = 1993;
/// Last year that is simulated (income data end a year before; work is needed until January 2025).
pub(crate) const LAST_YEAR: i32 = 2024;

/// Pay of a full year for the reference person (a man of 45 with upper secondary school), NOK.
const PAY: [(f64, f64); 9] = [
    (1993.0, 222e3),
    (1998.0, 268e3),
    (2002.0, 325e3),
    (2008.0, 420e3),
    (2013.0, 495e3),
    (2017.0, 535e3),
    (2020.0, 580e3),
    (2022.0, 632e3),
    (2024.0, 705e3),
];
/// Inclination to work by age, in standard deviations.
const INCLINATION: [(f64, f64); 14] = [
    (15.0, -0.9),
    (17.0, 0.1),
    (20.0, 0.9),
    (25.0, 1.35),
    (30.0, 1.75),
    (45.0, 1.85),
    (55.0, 1.6),
    (60.0, 1.35),
    (62.0, 0.95),
    (65.0, 0.4),
    (67.0, -0.5),
    (70.0, -1.3),
    (75.0, -2.3),
    (80.0, -3.5),
];

/// Labor market status on 16 November; the number is the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Outside = 0,
    Employee = 1,
    SelfEmployed = 2,
    Unemployed = 3,
}

/// One year of somebody who lived in the country in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorkYear {
    pub(crate) year: i32,
    pub(crate) age: i32,
    /// Part of the year alive and in the country.
    pub(crate) present: f64,
    pub(crate) wage: i64,
    pub(crate) business: i64,
    /// For residents of 15 to 74 years on 16 November.
    pub(crate) status: Option<Status>,
    /// Months worked.
    pub(crate) months: i32,
    /// Part of full time.
    pub(crate) hours: f64,
    /// What a full year of full-time work would pay.
    pub(crate) potential: f64,
    pub(crate) is_student: bool,
}

/// A working life.
pub(crate) struct Career {
    pub(crate) years: Vec<WorkYear>,
    /// Disability benefit from this day until the age of 67.
    pub(crate) disabled: i32,
    /// Old-age pension from this day.
    pub(crate) retired: i32,
}

/// What stays with a person for life.
struct Bent {
    inclination: f64,
    pay: f64,
    top: f64,
    hours: f64,
    runs_business: bool,
    disabled: i32,
    retired: i32,
}

/// The working life of a person; `births` are the days on which her or his children were born.
pub(crate) fn career(person: &Person, births: &[i32], chance: &mut Chance) -> Career {
    let bent = bent(person, chance);
    let (mut drift, mut pay_drift) = (chance.normal(), 0.12 * chance.normal());
    let mut worked_before = true;
    let mut years = Vec::new();
    let last = if person.died == NEVER { LAST_YEAR } else { year_of(person.died) };
    for year in FIRST_YEAR.max(year_of(person.born) + 13)..=LAST_YEAR.min(last) {
        drift = 0.88 * drift + 0.475 * chance.normal();
        pay_drift = 0.8 * pay_drift + 0.07 * chance.normal();
        let present = presence(person, year);
        if present <= 0.0 {
            worked_before = false;
            continue;
        }
        let age = year - year_of(person.born);
        let is_student = is_student(person, age, year);
        let degree = person.degree_on(year_start(year)).map_or(2, |degree| degree.level);
        let inclination = inclination(person, &bent, births, year, age, degree) + 1.2 * (bent.inclination + drift);
        let works = inclination > 0.0;
        let potential = potential(person, &bent, year, age, degree) * libm::exp(pay_drift);
        let mut record = WorkYear {
            year,
            age,
            present,
            wage: 0,
            business: 0,
            status: None,
            months: 0,
            hours: 0.0,
            potential,
            is_student,
        };
        if works {
            work(&mut record, person, &bent, births, worked_before, inclination, chance);
        }
        record.status = status(&record, person, &bent, chance);
        worked_before = works;
        years.push(record);
    }
    Career { years, disabled: bent.disabled, retired: bent.retired }
}

fn bent(person: &Person, chance: &mut Chance) -> Bent {
    let is_man = person.sex == Sex::Man;
    let level = person.final_level();
    // Disability: the age at which a growing hazard has used up an exponential draw.
    let resistance = match level {
        0..=2 => 0.62,
        3..=5 => 1.0,
        _ => 2.3,
    } * if is_man { 1.2 } else { 0.83 };
    let age = 25.0 + libm::log(0.065 / 0.0021 * chance.exponential() * resistance + 0.635) / 0.065;
    let disabled = if (18.0..66.5).contains(&age) { person.born + (age * 365.25) as i32 } else { NEVER };
    let retires = match chance.unit() {
        share if share < 0.18 => 62.0,
        share if share < 0.30 => 63.0 + 3.0 * chance.unit(),
        share if share < 0.85 => 67.0,
        _ => 67.0 + 3.0 * chance.unit(),
    };
    Bent {
        inclination: 0.7 * chance.normal() + 0.2 * person.ability,
        pay: 0.21 * chance.normal() + 0.08 * person.ability,
        top: if chance.happens(0.02) { libm::exp(chance.exponential() / 3.0) } else { 1.0 },
        hours: chance.unit(),
        runs_business: chance.happens(if is_man { 0.10 } else { 0.05 }),
        disabled,
        retired: person.born + (retires * 365.25) as i32,
    }
}

/// The part of a year that somebody is alive and in the country.
fn presence(person: &Person, year: i32) -> f64 {
    let (first, next) = (year_start(year).max(person.entered), year_start(year + 1).min(person.died));
    let mut days = 0;
    for (place, stay) in person.stays.iter().enumerate() {
        let until = person.stays.get(place + 1).map_or(next, |after| after.from.min(next));
        if stay.area != ABROAD {
            days += (until - stay.from.max(first)).max(0);
        }
    }
    f64::from(days) / f64::from(year_start(year + 1) - year_start(year))
}

fn is_student(person: &Person, age: i32, year: i32) -> bool {
    let soon = |day: i32| (year..=year + 3).contains(&year_of(day));
    let studies = person.degrees.iter().any(|degree| degree.level >= 4 && soon(degree.day));
    age <= 18 || (age <= 30 && studies)
}

fn inclination(person: &Person, bent: &Bent, births: &[i32], year: i32, age: i32, level: u8) -> f64 {
    let mut sum = 0.35 + 1.2 * interpolate(&INCLINATION, f64::from(age));
    let schooling = match level {
        0..=2 => -0.5,
        3 => -0.25,
        4 => 0.0,
        5 => 0.1,
        6 => 0.35,
        _ => 0.5,
    };
    sum += if age >= 25 { schooling } else { 0.0 };
    if person.sex == Sex::Woman {
        sum -= interpolate(&[(1993.0, 0.3), (2024.0, 0.1)], f64::from(year));
        sum -= if has_child_below(births, year, 3) { 0.15 } else { 0.0 };
    }
    if person.origin != 0 && origin(person.origin).group == Group::Rest {
        let years = age_on(person.entered, day_of(year, 7, 1));
        let refuge = if person.reason == REFUGE { -0.9 } else { 0.0 };
        sum += interpolate(&[(0.0, -1.1 + refuge), (6.0, -0.5 + 0.4 * refuge), (15.0, -0.4)], f64::from(years));
    }
    let middle = day_of(year, 7, 1);
    sum - if middle >= bent.disabled { 2.9 } else { 0.0 } - if middle >= bent.retired { 1.6 } else { 0.0 }
}

fn has_child_below(births: &[i32], year: i32, age: i32) -> bool {
    births.iter().any(|born| (0..age).contains(&(year - year_of(*born))))
}

/// Pay for a full year of full-time work.
fn potential(person: &Person, bent: &Bent, year: i32, age: i32, level: u8) -> f64 {
    let field = person.degree_on(year_start(year)).map_or(0, |degree| degree.field);
    let schooling = match level {
        0..=2 => -0.15,
        3 => -0.08,
        4 => 0.0,
        5 => 0.07,
        6 => 0.17,
        7 => 0.37,
        _ => 0.46,
    };
    let subject = match (level, field) {
        (4, 5) => 0.07,
        (4, 6) => -0.05,
        (6.., 5) => 0.07,
        (6.., 4) => 0.06,
        (6, 2) => -0.09,
        (6, 6) => -0.03,
        (6.., 1) => -0.13,
        (7.., 6) => 0.10,
        _ => 0.0,
    };
    let years = f64::from(age.min(50) - 50);
    let late = f64::from((age - 50).max(0));
    let steepness = if level >= 6 { 0.000_65 } else { 0.000_42 };
    let profile = -steepness * years * years - 0.000_2 * late * late - if age < 22 { 0.1 } else { 0.0 };
    let woman = interpolate(&[(1993.0, -0.16), (2024.0, -0.10)], f64::from(year));
    let sex = if person.sex == Sex::Woman { woman } else { 0.0 };
    let abroad = match origin(person.origin).group {
        Group::Norway => 0.0,
        Group::West => 0.02,
        Group::East => -0.15,
        Group::Rest => -0.13,
    };
    let level = interpolate(&PAY, f64::from(year));
    level * bent.top * libm::exp(schooling + subject + profile + sex + abroad + bent.pay)
}

/// Months, hours and pay of somebody who works in a year.
fn work(
    record: &mut WorkYear,
    person: &Person,
    bent: &Bent,
    births: &[i32],
    worked_before: bool,
    inclination: f64,
    chance: &mut Chance,
) {
    let scale = interpolate(&PAY, f64::from(record.year)) / 632e3;
    let is_woman = person.sex == Sex::Woman;
    if record.age <= 18 {
        let middle = if record.age < 16 { 14e3 } else { 42e3 };
        record.wage = (middle * scale * record.present * libm::exp(0.8 * chance.normal())) as i64 + 500;
        (record.months, record.hours) = (chance.between(2, 10), 0.15);
        return;
    }
    record.months = if worked_before && inclination > 0.12 { 12 } else { chance.between(2, 11) };
    let part_time = match (is_woman, has_child_below(births, record.year, 12)) {
        (true, true) => 0.42,
        (true, false) => 0.30,
        (false, _) => 0.09,
    } + if record.age >= 62 { 0.2 } else { 0.0 };
    record.hours = if record.is_student {
        0.15 + 0.25 * bent.hours
    } else if bent.hours < part_time {
        0.35 + 0.55 * chance.unit()
    } else {
        1.0
    };
    let middle = day_of(record.year, 7, 1);
    if middle >= bent.disabled || middle >= bent.retired {
        record.hours *= 0.4;
    }
    let year = record.present * f64::from(record.months) / 12.0;
    let pay = record.potential * record.hours * year * libm::exp(0.06 * chance.normal());
    if bent.runs_business && record.age >= 22 && !record.is_student {
        let profit = 0.75 * pay * libm::exp(0.7 * chance.normal() - 0.1);
        let (loss, keeps_job) = (chance.happens(0.06), chance.happens(0.35));
        record.business = if loss { -(0.25 * profit) as i64 } else { profit as i64 };
        record.wage = if keeps_job { (0.4 * pay) as i64 + 500 } else { 0 };
    } else {
        record.wage = pay as i64 + 500;
    }
}

fn status(record: &WorkYear, person: &Person, bent: &Bent, chance: &mut Chance) -> Option<Status> {
    let day = day_of(record.year, 11, 16);
    let draw = chance.unit();
    if !person.is_resident_on(day) || !(15..=74).contains(&record.age) {
        return None;
    }
    let is_at_work = record.months >= 12 || draw < f64::from(record.months) / 12.0;
    if record.months > 0 && is_at_work {
        let is_own = record.business > record.wage || (record.wage == 0 && record.business != 0);
        return Some(if is_own { Status::SelfEmployed } else { Status::Employee });
    }
    let could_work = (18..=66).contains(&record.age) && day < bent.disabled && day < bent.retired && !record.is_student;
    let seeks = if record.months > 0 { 0.45 } else { 0.13 };
    Some(if could_work && chance.happens(seeks) { Status::Unemployed } else { Status::Outside })
}

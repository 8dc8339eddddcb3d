//! Persons in the registers of work: employees of a month with all their jobs, and what everybody did in November.

use registry::Chunk;

use super::work::{hours, in_year};
use super::{Column, Facts, Value, column};
use crate::block::Block;
use crate::calendar::age_on;
use crate::person::{ABROAD, Person};
use crate::work::Status;
use crate::working::PersonYear;

pub(super) const COLUMNS: &[Column] = &[
    column("ARBLONN_PERS_SUM_STILLINGSPST", |block, facts| {
        employed(block, facts, |_, part, _| Some((part * 1000.0).round() / 10.0))
    }),
    column("ARBLONN_PERS_SUM_ARBEIDSTID", |block, facts| employed(block, facts, |_, part, _| Some(hours(part)))),
    column("ARBLONN_PERS_ALDER", |block, facts| {
        employed(block, facts, |person, _, day| Some(i64::from(age_on(person.born, day))))
    }),
    column("ARBLONN_PERS_KJOENN", |block, facts| {
        let codes = ["1", "2"].map(|code| facts.code(code));
        employed(block, facts, |person, _, _| codes.get(person.sex as usize - 1).copied())
    }),
    column("ARBLONN_PERS_KOMMNR", |block, facts| {
        let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
        employed(block, facts, |person, _, day| {
            let area = Some(person.area_on(day)).filter(|area| *area != ABROAD)?;
            codes.get(usize::from(block.geography.code_at(area, day))).copied()
        })
    }),
    column("ARBLONN_PERS_BOSETT_STATUS", |block, facts| {
        let [native, immigrated] = ["1", "2"].map(|code| facts.code(code));
        employed(block, facts, |person, _, _| Some(if person.origin == 0 { native } else { immigrated }))
    }),
    column("ARBLONN_PERS_BOTID_FORST", |block, facts| {
        employed(block, facts, |person, _, day| Some(i64::from(age_on(person.entered, day))))
    }),
    column("ARBLONN_PERS_BOTID_SISTE", |block, facts| {
        employed(block, facts, |person, _, day| {
            let came_back = person.stays.windows(2).rev().find_map(|pair| match pair {
                [one, next] if one.area == ABROAD && next.from <= day => Some(next.from),
                _ => None,
            });
            Some(i64::from(age_on(came_back.unwrap_or(person.entered), day)))
        })
    }),
    column("ARBLONN_PERS_DNR", |block, facts| {
        let resident = facts.code("0");
        employed(block, facts, |_, _, _| Some(resident))
    }),
    column("ARBSTATUS_PERS_ALDER", |block, facts| {
        in_year(block, facts, |year, day| {
            let born = block.person(year.place as u32).born;
            year.status.map(|_| i64::from(age_on(born, day)))
        })
    }),
    column("ARBSTATUS_PERS_SUM_ARBEIDSTID", |block, facts| {
        in_year(block, facts, |year, _| (year.status == Some(Status::Employee)).then(|| hours(year.hours)))
    }),
    column("ARBSTATUS_PERS_NEET", |block, facts| {
        let [no, yes] = ["0", "1"].map(|code| facts.code(code));
        in_year(block, facts, |year, _| {
            let is_young = (15..30).contains(&year.age);
            (is_young && year.status.is_some()).then(|| if is_outside(year) { yes } else { no })
        })
    }),
    column("ARBSTATUS_PERS_UTENFOR", |block, facts| {
        let [no, yes] = ["0", "1"].map(|code| facts.code(code));
        in_year(block, facts, |year, _| year.status.map(|_| if is_outside(year) { yes } else { no }))
    }),
    column("ARBSTATUS_PERS_STATUS8", |block, facts| {
        let codes = ["1", "2", "3", "4", "5", "7"].map(|code| facts.code(code));
        in_year(block, facts, |year, day| codes.get(priority(block, year, day)?).copied())
    }),
];

/// Neither at work nor in education.
fn is_outside(year: &PersonYear) -> bool {
    !matches!(year.status, Some(Status::Employee | Status::SelfEmployed)) && !year.is_student
}

/// At work, unemployed, in education, with an old-age pension, disabled, something else: the first that fits.
fn priority(block: &Block, year: &PersonYear, day: i32) -> Option<usize> {
    let benefits = block.benefits.get(year.place)?;
    Some(match year.status? {
        Status::Employee | Status::SelfEmployed => 0,
        Status::Unemployed => 1,
        Status::Outside if year.is_student => 2,
        Status::Outside if day >= benefits.retired => 3,
        Status::Outside if day >= benefits.disabled => 4,
        Status::Outside => 5,
    })
}

/// Rows about those who have a job with pay on each day, with the sum of their parts of full time.
fn employed<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Person, f64, i32) -> Option<V>) -> Vec<Chunk> {
    let rows = |&(day, _): &(i32, i32)| {
        let mut sums: Vec<(u32, f64)> = Vec::new();
        for on in block.working.jobs_on(&block.jobs, day).iter() {
            let Some(job) = block.jobs.get(on.place as usize) else { continue };
            match sums.last_mut() {
                Some((person, sum)) if *person == job.person => *sum += on.hours,
                _ => sums.push((job.person, on.hours)),
            }
        }
        let row = |(place, part): (u32, f64)| {
            let person = block.person(place);
            // Jobs of the dead and the emigrated are not paid.
            let value = person.is_resident_on(day).then(|| value(person, part, day))??;
            Some((block.first + place, value))
        };
        let (unit, values): (Vec<u32>, Vec<V>) = sums.into_iter().filter_map(row).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: V::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(rows).collect()
}

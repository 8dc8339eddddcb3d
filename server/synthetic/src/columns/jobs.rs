//! Jobs: whose, where, what, how much, and what they pay a month. Units count within the block.

use std::sync::Arc;

use registry::Chunk;
use variables::Day;

use super::{Column, Facts, Value, column};
use crate::block::Block;
use crate::employers::Owner;
use crate::jobs::Job;
use crate::person::NEVER;
use crate::working::JobOnDay;

pub(super) const COLUMNS: &[Column] = &[
    column("ARBEIDSFORHOLD_PERSON", |block, facts| {
        let unit = (0..block.jobs.len() as u32).collect();
        let persons: Vec<u32> = block.jobs.iter().map(|job| block.first + job.person).collect();
        vec![Chunk { unit, value: u32::wrap(persons, facts), start: Vec::new(), stop: Vec::new() }]
    }),
    column("ARBLONN_ARB_STILLINGSPST", |block, facts| {
        measured(block, facts, |_, year| Some((year.hours * 1000.0).round() / 10.0))
    }),
    column("ARBLONN_ARB_STILLINGSPST_INNRAPP", |block, facts| {
        measured(block, facts, |_, year| Some((year.hours * 1000.0).round() / 10.0))
    })
    .of_late(LATE),
    column("ARBLONN_ARB_ARBEIDSTID", |block, facts| {
        measured(block, facts, |_, year| Some(super::work::hours(year.hours)))
    }),
    column("ARBLONN_ARB_TIMEANT_FULLTID", |block, facts| measured(block, facts, |job, _| Some(full_time(job))))
        .of_late(LATE),
    column("ARBLONN_ARB_TIMEANT_FULLTID_INNRAPP", |block, facts| measured(block, facts, |job, _| Some(full_time(job))))
        .of_late(LATE),
    column("ARBLONN_ARB_H3LDELTID", |block, facts| by_hours(block, facts, "1", "2")),
    column("ARBLONN_ARB_SYSS", |block, facts| by_hours(block, facts, "1", "2")).of_late(LATE),
    column("ARBLONN_ARB_ARBMARK_STATUS", |block, facts| by_hours(block, facts, "1", "2")).of_late(LATE),
    column("ARBLONN_ARB_HOVEDARBEID", |block, facts| coded(block, facts, |_| "1")),
    column("ARBLONN_ARB_KILDE", |block, facts| coded(block, facts, |_| "A")).of_late(LATE),
    column("ARBLONN_ARB_STILLINGSPST_KILDE", |block, facts| coded(block, facts, |_| "A")).of_late(LATE),
    column("ARBLONN_LONN_IMP_STATUS", |block, facts| {
        coded(block, facts, |job| if job.kind < 0.02 { "1" } else { "0" })
    })
    .of_late(LATE),
    column("ARBLONN_ARB_ANSETTELSESFORM", |block, facts| coded(block, facts, contract)),
    column("ARBLONN_ARB_TYPE", |block, facts| coded(block, facts, contract)),
    column("ARBLONN_ARB_TID_ORDNING", |block, facts| coded(block, facts, shifts)),
    column("ARBLONN_FRTK_SEKTOR_2014", |block, facts| coded(block, facts, sector)),
    column("ARBLONN_ARB_START", |block, facts| measured(block, facts, |job, _| Some(i64::from(job.start)))),
    column("ARBLONN_ARB_SLUTT", |block, facts| {
        measured(block, facts, |job, _| (job.stop != NEVER).then(|| i64::from(job.stop)))
    }),
    column("ARBLONN_ARB_SLUTTAARSAK", |block, facts| {
        let codes = ["1", "3", "9"].map(|code| facts.code(code));
        measured(block, facts, |job, _| (job.stop != NEVER).then(|| codes.get((job.kind * 3.0) as usize).copied())?)
    }),
    column("ARBLONN_ARB_YRKE_STYRK08", |block, facts| {
        let occupations = Occupations::new(facts);
        measured(block, facts, |job, _| occupations.of(job))
    }),
    column("ARBLONN_ARB_ARBKOMM", workplace),
    column("ARBLONN_LONN_EKV_IALT", |block, facts| monthly(block, facts, |_, year| Some(year.potential / 12.0 * 1.03))),
    column("ARBLONN_LONN_EKV_FMLONN", |block, facts| monthly(block, facts, |_, year| Some(year.potential / 12.0))),
    column("ARBLONN_LONN_FAST", |block, facts| {
        monthly(block, facts, |_, year| Some(year.potential / 12.0 * year.hours))
    }),
];

/// Years of the variables that are rarely used.
const LATE: i32 = 5;

/// Weekly hours of full time: less for who works shifts.
fn full_time(job: &Job) -> f64 {
    if shifts(job) == "ikke_skift" { 37.5 } else { 35.5 }
}

fn contract(job: &Job) -> &'static str {
    if job.kind < 0.9 { "1" } else { "2" }
}

/// Shifts are common in care, industry and transport.
fn shifts(job: &Job) -> &'static str {
    let share = if matches!(job.occupation, 5 | 8) { 0.45 } else { 0.08 };
    // Not the draw that decides the contract.
    match (job.kind * 10.0).fract() {
        draw if draw >= share => "ikke_skift",
        draw if draw < share * 0.8 => "skift365",
        _ => "dogn355",
    }
}

fn sector(job: &Job) -> &'static str {
    let kind = job.employer.kind();
    match job.employer.owner() {
        Owner::State if kind < 0.75 => "1110",
        Owner::State => "1120",
        Owner::Municipality if kind < 0.9 => "1510",
        Owner::Municipality => "1520",
        Owner::Private if kind < 0.87 => "2100",
        Owner::Private if kind < 0.92 => "2300",
        Owner::Private if kind < 0.97 => "2500",
        Owner::Private => "8200",
    }
}

/// The four-digit occupations of a variable's list by first digit.
pub(super) struct Occupations([Vec<u32>; 10]);

impl Occupations {
    pub(super) fn new(facts: &Facts) -> Occupations {
        let mut by_digit: [Vec<u32>; 10] = Default::default();
        for (place, code) in facts.dictionary.iter().enumerate().filter(|(_, code)| code.len() == 4) {
            let digit = code.chars().next().and_then(|digit| digit.to_digit(10));
            if let Some(list) = digit.and_then(|digit| by_digit.get_mut(digit as usize)) {
                list.push(place as u32);
            }
        }
        Occupations(by_digit)
    }

    /// The occupation of a job; some are commoner than others.
    pub(super) fn of(&self, job: &Job) -> Option<u32> {
        let list = self.0.get(usize::from(job.occupation))?;
        list.get((job.kind * job.kind * list.len() as f64) as usize).copied()
    }
}

fn by_hours(block: &Block, facts: &Facts, full: &str, part: &str) -> Vec<Chunk> {
    let (full, part) = (facts.code(full), facts.code(part));
    measured(block, facts, |_, year| Some(if year.hours >= 0.95 { full } else { part }))
}

/// A code that the job itself decides.
fn coded(block: &Block, facts: &Facts, code: impl Fn(&Job) -> &'static str) -> Vec<Chunk> {
    measured(block, facts, |job, _| Some(facts.code(code(job))))
}

/// The jobs with pay that exist on a day.
fn jobs_on(block: &Block, day: i32) -> Arc<[JobOnDay]> {
    block.working.jobs_on(&block.jobs, day)
}

fn job_of<'a>(block: &'a Block, on: &JobOnDay) -> Option<&'a Job> {
    block.jobs.get(on.place as usize)
}

/// Rows of a STATUS variable about jobs.
fn measured<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Job, &JobOnDay) -> Option<V>) -> Vec<Chunk> {
    let rows = |day: i32| {
        let (unit, values): (Vec<u32>, Vec<V>) =
            jobs_on(block, day).iter().filter_map(|on| Some((on.place, value(job_of(block, on)?, on)?))).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: V::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(|(day, _)| rows(*day)).collect()
}

fn workplace(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
    let rows = |day: i32| {
        let code = |job: &Job| codes.get(usize::from(block.geography.code_at(job.area, day))).copied();
        let (unit, values): (Vec<u32>, Vec<u32>) =
            jobs_on(block, day).iter().filter_map(|on| Some((on.place, code(job_of(block, on)?)?))).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: u32::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(|(day, _)| rows(*day)).collect()
}

/// Pay of the jobs that exist in the middle of each month.
pub(super) fn monthly(block: &Block, facts: &Facts, pay: impl Fn(&Job, &JobOnDay) -> Option<f64>) -> Vec<Chunk> {
    monthly_by_day(block, facts, |_, job, year, _| pay(job, year))
}

/// The same where the job's place in the block and the day matter.
pub(super) fn monthly_by_day(
    block: &Block,
    facts: &Facts,
    pay: impl Fn(u32, &Job, &JobOnDay, i32) -> Option<f64>,
) -> Vec<Chunk> {
    let rows = |(start, stop): (i32, i32)| {
        // Months differ a little, the same way for everybody of a job.
        let wave =
            |unit: u32| 1.0 + 0.01 * f64::from((unit.wrapping_mul(2_654_435_761) >> 16) % 7 + Day(start).ymd().1 % 3);
        let day = start + (stop - start) / 2;
        let rows =
            |on: &JobOnDay| Some((on.place, (pay(on.place, job_of(block, on)?, on, day)? * wave(on.place)).round()));
        let (unit, values): (Vec<u32>, Vec<f64>) = jobs_on(block, day).iter().filter_map(rows).unzip();
        let (start, stop) = (vec![start; unit.len()], vec![Some(stop); unit.len()]);
        Chunk { unit, value: f64::wrap(values, facts), start, stop }
    };
    facts.periods.iter().map(|period| rows(*period)).collect()
}

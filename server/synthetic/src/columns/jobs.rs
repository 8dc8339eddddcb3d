//! Jobs: whose, where, what, how much, and what they pay a month. Units count within the block.

use registry::Chunk;
use variables::Day;

use super::{Column, Facts, Value, column};
use crate::block::Block;
use crate::calendar::year_of;
use crate::jobs::Job;
use crate::person::NEVER;
use crate::work::WorkYear;

pub(super) const COLUMNS: &[Column] = &[
    column("ARBEIDSFORHOLD_PERSON", |block, facts| {
        let unit = (0..block.jobs.len() as u32).collect();
        let persons: Vec<u32> = block.jobs.iter().map(|job| block.first + job.person).collect();
        vec![Chunk { unit, value: u32::wrap(persons, facts), start: Vec::new(), stop: Vec::new() }]
    }),
    column("ARBLONN_ARB_STILLINGSPST", |block, facts| {
        measured(block, facts, |_, year| Some((year.hours * 1000.0).round() / 10.0))
    }),
    column("ARBLONN_ARB_ARBEIDSTID", |block, facts| {
        measured(block, facts, |_, year| Some(super::work::hours(year.hours)))
    }),
    column("ARBLONN_ARB_H3LDELTID", |block, facts| {
        let (full, part) = (facts.code("1"), facts.code("2"));
        measured(block, facts, |_, year| Some(if year.hours >= 0.95 { full } else { part }))
    }),
    column("ARBLONN_ARB_HOVEDARBEID", |block, facts| {
        let main = facts.code("1");
        measured(block, facts, |_, _| Some(main))
    }),
    column("ARBLONN_ARB_START", |block, facts| measured(block, facts, |job, _| Some(i64::from(job.start)))),
    column("ARBLONN_ARB_YRKE_STYRK08", |block, facts| {
        let codes: Vec<u32> = (0..=9).map(|code: u8| facts.code(&code.to_string())).collect();
        measured(block, facts, |job, _| codes.get(usize::from(job.occupation)).copied())
    }),
    column("ARBLONN_ARB_ARBKOMM", workplace),
    column("ARBLONN_LONN_EKV_IALT", |block, facts| monthly(block, facts, |year| year.potential / 12.0 * 1.03)),
    column("ARBLONN_LONN_EKV_FMLONN", |block, facts| monthly(block, facts, |year| year.potential / 12.0)),
    column("ARBLONN_LONN_FAST", |block, facts| monthly(block, facts, |year| year.potential / 12.0 * year.hours)),
];

/// The jobs that exist on a day, with the person's year.
fn jobs_on(block: &Block, day: i32) -> impl Iterator<Item = (u32, &Job, &WorkYear)> {
    let on_day = block
        .jobs
        .iter()
        .enumerate()
        .filter(move |(_, job)| job.start <= day && (job.stop == NEVER || day <= job.stop));
    on_day.filter_map(move |(place, job)| {
        let years = &block.careers.get(job.person as usize)?.years;
        let year =
            years.binary_search_by_key(&year_of(day), |year| year.year).ok().and_then(|found| years.get(found))?;
        (year.wage > 0).then_some((place as u32, job, year))
    })
}

/// Rows of a STATUS variable about jobs.
fn measured<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Job, &WorkYear) -> Option<V>) -> Vec<Chunk> {
    let rows = |day: i32| {
        let (unit, values): (Vec<u32>, Vec<V>) =
            jobs_on(block, day).filter_map(|(unit, job, year)| Some((unit, value(job, year)?))).unzip();
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
            jobs_on(block, day).filter_map(|(unit, job, _)| Some((unit, code(job)?))).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: u32::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(|(day, _)| rows(*day)).collect()
}

/// Pay of the jobs that exist in the middle of each month.
fn monthly(block: &Block, facts: &Facts, pay: impl Fn(&WorkYear) -> f64) -> Vec<Chunk> {
    let rows = |(start, stop): (i32, i32)| {
        // Months differ a little, the same way for everybody of a job.
        let wave =
            |unit: u32| 1.0 + 0.01 * f64::from((unit.wrapping_mul(2_654_435_761) >> 16) % 7 + Day(start).ymd().1 % 3);
        let rows = jobs_on(block, (start + stop) / 2).map(|(unit, _, year)| (unit, (pay(year) * wave(unit)).round()));
        let (unit, values): (Vec<u32>, Vec<f64>) = rows.unzip();
        let (start, stop) = (vec![start; unit.len()], vec![Some(stop); unit.len()]);
        Chunk { unit, value: f64::wrap(values, facts), start, stop }
    };
    facts.periods.iter().map(|period| rows(*period)).collect()
}

//! The employment register in November: the main employer, its industry and owner, and the occupation of employees.

use registry::Chunk;

use super::jobs::Occupations;
use super::work::{hours, in_year};
use super::{Column, Facts, Value, column};
use crate::block::Block;
use crate::employers::Owner;
use crate::jobs::Job;
use crate::work::Status;
use crate::working::PersonYear;

pub(super) const COLUMNS: &[Column] = &[
    column("REGSYS_FRTK_ID_SSB", enterprise),
    column("REGSYS_ORGFOR", enterprise),
    column("REGSYS_VIRK_ID_SSB", establishment),
    column("REGSYS_ORGBED", establishment),
    column("REGSYS_VIRK_NACE1_SN07", industry),
    column("REGSYS_NARING_SN2007", industry),
    column("REGSYS_NARING_SN2002", old_industry).with_texts(OLD_INDUSTRIES),
    column("REGSYS_NARING_SN94", old_industry).with_texts(OLD_INDUSTRIES),
    column("REGSYS_FRTK_ORG_FORM", |block, facts| {
        coded(block, facts, |job, _| match (job.employer.owner(), job.employer.kind()) {
            (Owner::Private, ..0.78) => "AS",
            (Owner::Private, ..0.92) => "ENK",
            (Owner::Private, ..0.96) => "ANS",
            (Owner::Private, _) => "SA",
            _ => "AND",
        })
    }),
    column("REGSYS_FORG_FRM", |block, facts| {
        coded(block, facts, |job, _| match (job.employer.owner(), job.employer.kind()) {
            (Owner::State, _) => "STA",
            (Owner::Municipality, _) => "KOM",
            (Owner::Private, ..0.8) => "AS",
            (Owner::Private, ..0.94) => "ENK",
            (Owner::Private, _) => "ANS",
        })
    }),
    column("REGSYS_FRTK_SEKTOR_2014", |block, facts| {
        coded(block, facts, |job, _| match (job.employer.owner(), job.employer.kind()) {
            (Owner::State, ..0.75) => "1100",
            (Owner::State, _) => "6100",
            (Owner::Municipality, _) => "1500",
            (Owner::Private, ..0.95) => "2100",
            (Owner::Private, _) => "2500",
        })
    }),
    column("REGSYS_SEKTOR", old_sector),
    column("REGSYS_SEKTOR_2014", old_sector),
    column("REGSYS_ARB_YRKE_STYRK08", occupation),
    column("ARBSTATUS_ARB_YRKE_STYRK08", occupation),
    column("REGSYS_YRKE_PUBL", |block, facts| {
        let codes: Vec<u32> = (0..=9).map(|code: u8| facts.code(&code.to_string())).collect();
        main_job(block, facts, |job, _, _| codes.get(usize::from(job.occupation)).copied())
    }),
    column("REGSYS_ARB_ARBKOMM", workplace),
    column("REGSYS_ARBKOMM", workplace),
    column("ARBSTATUS_ARB_KOMM_NR", workplace),
    column("REGSYS_ARBTIM", |block, facts| main_job(block, facts, |_, year, _| Some(hours(year.hours)))),
    column("REGSYS_ARBTID", |block, facts| {
        coded(block, facts, |_, year| match hours(year.hours) {
            ..20.0 => "1",
            ..30.0 => "2",
            _ => "3",
        })
    }),
];

/// One industry of the older standards for each group of industries, sorted.
const OLD_INDUSTRIES: &[&str] = &[
    "01.110", "28.520", "40.110", "45.210", "52.110", "55.300", "60.240", "65.120", "72.220", "74.140", "75.110",
    "80.210", "85.110",
];

/// Rows about employees with their main job on each day.
fn main_job<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Job, &PersonYear, i32) -> Option<V>) -> Vec<Chunk> {
    in_year(block, facts, |year, day| {
        let job = (year.status == Some(Status::Employee)).then(|| block.job_on(year.place, day))??;
        value(job, year, day)
    })
}

fn coded(block: &Block, facts: &Facts, code: impl Fn(&Job, &PersonYear) -> &'static str) -> Vec<Chunk> {
    main_job(block, facts, |job, year, _| Some(facts.code(code(job, year))))
}

fn enterprise(block: &Block, facts: &Facts) -> Vec<Chunk> {
    main_job(block, facts, |job, _, _| Some(block.employers.enterprise(job.employer)))
}

fn establishment(block: &Block, facts: &Facts) -> Vec<Chunk> {
    main_job(block, facts, |job, _, _| Some(block.employers.establishment(job.employer)))
}

fn industry(block: &Block, facts: &Facts) -> Vec<Chunk> {
    coded(block, facts, |job, _| job.employer.industry())
}

fn old_industry(block: &Block, facts: &Facts) -> Vec<Chunk> {
    main_job(block, facts, |job, _, _| {
        // The new standard's groups in the order of the old one's.
        let group = job.employer.industry().get(..2).and_then(|group| group.parse::<u8>().ok())?;
        let place: u32 = match group {
            ..10 => 0,
            10..35 => 1,
            35..41 => 2,
            41..45 => 3,
            45..49 => 4,
            49..55 => 6,
            55..58 => 5,
            58..64 => 8,
            64..70 => 7,
            70..84 => 9,
            84 => 10,
            85 => 11,
            _ => 12,
        };
        Some(place)
    })
}

fn old_sector(block: &Block, facts: &Facts) -> Vec<Chunk> {
    coded(block, facts, |job, _| match (job.employer.owner(), job.employer.kind()) {
        (Owner::State, _) => "110",
        (Owner::Municipality, _) => "510",
        (Owner::Private, ..0.95) => "710",
        (Owner::Private, _) => "740",
    })
}

fn occupation(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let occupations = Occupations::new(facts);
    main_job(block, facts, |job, _, _| occupations.of(job))
}

fn workplace(block: &Block, facts: &Facts) -> Vec<Chunk> {
    let codes: Vec<u32> = block.geography.codes().iter().map(|code| facts.code(code)).collect();
    main_job(block, facts, |job, _, day| codes.get(usize::from(block.geography.code_at(job.area, day))).copied())
}

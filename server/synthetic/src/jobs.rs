//! Jobs: an employment of a person with one employer, cut out of the working life.

use crate::calendar::{day_of, year_start};
use crate::chance::Chance;
use crate::employers::{Employer, Employers};
use crate::geography::{Area, Geography};
use crate::person::{ABROAD, NEVER, Person, Sex};
use crate::work::{Career, WorkYear};

/// First year in which jobs are told apart: the old register begins then, that of the employers' reports in 2015.
pub(crate) const FIRST_YEAR: i32 = 2000;

/// A job.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Job {
    /// Place of the person in the block.
    pub(crate) person: u32,
    pub(crate) start: i32,
    /// Last day, or [`NEVER`].
    pub(crate) stop: i32,
    /// The person's main job; main jobs do not overlap. Others lie within a main job.
    pub(crate) is_main: bool,
    /// First digit of the occupation (STYRK-08).
    pub(crate) occupation: u8,
    /// Uniform, for what else belongs to the job.
    pub(crate) kind: f64,
    /// Where the work is.
    pub(crate) area: Area,
    pub(crate) employer: Employer,
}

/// Part of full time of a side job.
pub(crate) const SIDE_HOURS: f64 = 0.2;
/// Share of main jobs with a side job, and the part of the main job that it lasts: one employee in twelve has two jobs.
const SIDE_JOBS: (f64, f64) = (0.2, 0.4);

impl Job {
    /// Whether the job exists on a day.
    pub(crate) fn is_on(&self, day: i32) -> bool {
        self.start <= day && (self.stop == NEVER || day <= self.stop)
    }
}

/// Appends the jobs of a person, by start.
pub(crate) fn take(
    index: u32,
    person: &Person,
    career: &Career,
    places: (&Geography, &Employers),
    chance: &mut Chance,
    jobs: &mut Vec<Job>,
) {
    let own = jobs.len();
    let mut open: Option<Job> = None;
    let mut last_year = None;
    for year in career.years.iter().filter(|year| year.year >= FIRST_YEAR) {
        let follows = last_year == Some(year.year - 1);
        last_year = Some(year.year);
        let (first, last) = (year_start(year.year), day_of(year.year, 12, 31));
        if year.wage <= 0 || !follows {
            close(&mut open, first - 1, jobs);
        }
        if year.wage <= 0 {
            continue;
        }
        let part = 365 * (12 - year.months).max(0) / 12;
        let changes = chance.happens(if year.age < 30 { 0.25 } else { 0.11 });
        let day = first + chance.between(0, 330);
        match open {
            Some(_) if year.months < 12 => close(&mut open, last - part, jobs),
            Some(_) if changes => {
                close(&mut open, day - 1, jobs);
                open = Some(new(index, person, year, places, day, chance));
            }
            Some(_) => {}
            None => {
                let start = (first + part).max(person.entered);
                // Those who worked already when the register began got their job some time before.
                let is_old = year.year == FIRST_YEAR && year.months == 12;
                let start =
                    if is_old { start - chance.between(0, 3000).min((year.age - 16).max(0) * 365) } else { start };
                open = Some(new(index, person, year, places, start.max(person.entered), chance));
            }
        }
    }
    if let Some(job) = open {
        let is_last = last_year == Some(crate::work::LAST_YEAR) && person.died == NEVER && person.area() != ABROAD;
        let end = person.died.min(last_year.map_or(NEVER, |year| day_of(year, 12, 31) + 1));
        jobs.push(Job { stop: if is_last { NEVER } else { (end - 1).max(job.start) }, ..job });
    }
    add_side_jobs(own, person, places, chance, jobs);
}

/// Side jobs beside some of the main jobs of a person, which are the last in the list from `own` on.
fn add_side_jobs(
    own: usize,
    person: &Person,
    (geography, employers): (&Geography, &Employers),
    chance: &mut Chance,
    jobs: &mut Vec<Job>,
) {
    let (share, part) = SIDE_JOBS;
    for place in own..jobs.len() {
        let main = jobs[place];
        let end = if main.stop == NEVER { crate::columns::HORIZON } else { main.stop };
        if !chance.happens(share) || end - main.start < 30 {
            continue;
        }
        let length = (f64::from(end - main.start) * part) as i32;
        let start = main.start + chance.between(0, end - main.start - length);
        let stop = if start + length >= crate::columns::HORIZON { NEVER } else { start + length };
        let occupation = if chance.happens(0.5) { main.occupation } else { 5 };
        let home = person.area_on(start.max(person.entered));
        let area = if home == ABROAD || chance.happens(0.3) { geography.anywhere(chance) } else { home };
        let employer = employers.pick(occupation, chance.unit(), chance.unit());
        let stop = if main.stop == NEVER { stop } else { stop.min(main.stop) };
        jobs.push(Job { is_main: false, start, stop, occupation, kind: chance.unit(), area, employer, ..main });
    }
    jobs[own..].sort_by_key(|job| (job.start, !job.is_main));
}

/// Ends the open job on a day.
fn close(open: &mut Option<Job>, day: i32, jobs: &mut Vec<Job>) {
    if let Some(job) = open.take() {
        jobs.push(Job { stop: day.max(job.start), ..job });
    }
}

fn new(
    index: u32,
    person: &Person,
    year: &WorkYear,
    (geography, employers): (&Geography, &Employers),
    start: i32,
    chance: &mut Chance,
) -> Job {
    let level = person.degree_on(start).map_or(2, |degree| degree.level);
    let mut weights: [f64; 9] = match level {
        0..=3 => [0.04, 0.01, 0.06, 0.07, 0.34, 0.04, 0.12, 0.14, 0.18],
        4 | 5 => [0.09, 0.04, 0.16, 0.08, 0.27, 0.03, 0.17, 0.11, 0.05],
        6 => [0.10, 0.50, 0.20, 0.06, 0.10, 0.01, 0.01, 0.01, 0.01],
        _ => [0.14, 0.70, 0.10, 0.03, 0.02, 0.0025, 0.0025, 0.0025, 0.0025],
    };
    // Crafts and machines are men's work for the most, offices and care women's.
    let by_sex: [f64; 9] = match person.sex {
        Sex::Man => [1.3, 0.85, 1.2, 0.7, 0.65, 1.8, 1.9, 1.7, 0.8],
        Sex::Woman => [0.7, 1.15, 0.8, 1.3, 1.35, 0.3, 0.12, 0.25, 1.2],
    };

    weights.iter_mut().zip(by_sex).for_each(|(weight, factor)| *weight *= factor);
    let occupation = if year.age < 20 { 5 } else { chance.weighted(&weights) as u8 + 1 };
    let home = person.area_on(start.max(person.entered));
    let home = if home == ABROAD { geography.anywhere(chance) } else { home };
    let area = if chance.happens(0.68) { home } else { geography.next(home, chance) };
    let employer = employers.pick(occupation, chance.unit(), chance.unit());
    Job { person: index, start, stop: NEVER, is_main: true, occupation, kind: chance.unit(), area, employer }
}

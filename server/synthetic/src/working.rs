//! What is asked of a block's working lives again and again, laid out by year and by day.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::calendar::year_of;
use crate::jobs::Job;
use crate::person::NEVER;
use crate::work::{Career, FIRST_YEAR, LAST_YEAR, Status, WorkYear};

/// A person's year in a few bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Year(u8);

impl Year {
    const EMPLOYEE: u8 = 1;
    const UNEMPLOYED: u8 = 2;
    const IDLE: u8 = 4;
    const STUDENT: u8 = 8;

    fn of(year: &WorkYear) -> Year {
        let bit = |holds: bool, bit: u8| if holds { bit } else { 0 };
        Year(
            bit(year.wage > 0 && year.status == Some(Status::Employee), Year::EMPLOYEE)
                | bit(year.status == Some(Status::Unemployed), Year::UNEMPLOYED)
                | bit(year.months == 0 && !year.is_student, Year::IDLE)
                | bit(year.is_student, Year::STUDENT),
        )
    }

    /// An employee with pay.
    pub(crate) fn is_employee(self) -> bool {
        self.0 & Year::EMPLOYEE != 0
    }

    /// Seeks work in November.
    pub(crate) fn is_unemployed(self) -> bool {
        self.0 & Year::UNEMPLOYED != 0
    }

    /// Neither works nor studies.
    pub(crate) fn is_idle(self) -> bool {
        self.0 & Year::IDLE != 0
    }

    /// Studies.
    pub(crate) fn is_student(self) -> bool {
        self.0 & Year::STUDENT != 0
    }
}

/// A job on a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JobOnDay {
    /// Place of the job in the block.
    pub(crate) place: u32,
    /// Part of full time.
    pub(crate) hours: f64,
    /// What a full year of full-time work would pay.
    pub(crate) potential: f64,
}

/// Working lives by year and jobs by day.
pub(crate) struct Working {
    /// From [`FIRST_YEAR`] on, for each person.
    years: Vec<Vec<Year>>,
    /// Of the days that were asked for; many variables ask for the same.
    days: Mutex<HashMap<i32, Arc<[JobOnDay]>>>,
}

impl Working {
    pub(crate) fn new(careers: &[Career]) -> Working {
        let mut years = vec![vec![Year::default(); careers.len()]; (LAST_YEAR - FIRST_YEAR + 1) as usize];
        for (place, career) in careers.iter().enumerate() {
            for year in &career.years {
                let list = usize::try_from(year.year - FIRST_YEAR).ok().and_then(|index| years.get_mut(index));
                if let Some(one) = list.and_then(|list| list.get_mut(place)) {
                    *one = Year::of(year);
                }
            }
        }
        Working { years, days: Mutex::default() }
    }

    /// The year of a person that a day lies in; nothing holds of a year that is not known.
    pub(crate) fn year(&self, place: usize, day: i32) -> Year {
        let list = usize::try_from(year_of(day) - FIRST_YEAR).ok().and_then(|index| self.years.get(index));
        list.and_then(|list| list.get(place)).copied().unwrap_or_default()
    }

    /// The jobs with pay that exist on a day, by place.
    pub(crate) fn jobs_on(&self, jobs: &[Job], careers: &[Career], day: i32) -> Arc<[JobOnDay]> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.entry(day).or_insert_with(|| find(jobs, careers, day)).clone()
    }
}

fn find(jobs: &[Job], careers: &[Career], day: i32) -> Arc<[JobOnDay]> {
    let year = year_of(day);
    let there = jobs.iter().enumerate().filter(|(_, job)| job.start <= day && (job.stop == NEVER || day <= job.stop));
    there
        .filter_map(|(place, job)| {
            let years = &careers.get(job.person as usize)?.years;
            let found = years.binary_search_by_key(&year, |year| year.year).ok().and_then(|found| years.get(found))?;
            let on_day = JobOnDay { place: place as u32, hours: found.hours, potential: found.potential };
            (found.wage > 0).then_some(on_day)
        })
        .collect()
}

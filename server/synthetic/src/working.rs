//! Working lives of a block by year: the form in which they are kept, and what is asked of them again and again.
//!
//! A year is a table of those who lived in the country in it, by person. A column of a year walks one table.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::calendar::year_of;
use crate::income::Amounts;
use crate::jobs::Job;
use crate::work::{FIRST_YEAR, LAST_YEAR, Status, WorkYear};

/// A person's year, in as little memory as it takes: a stretch holds some twenty million.
#[derive(Clone, Copy, Debug)]
struct Row {
    place: u32,
    amounts: [i32; Amounts::N],
    potential: f32,
    hours: f32,
    age: u8,
    months: u8,
    status: Option<Status>,
    is_student: bool,
}

/// A person's year as it is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PersonYear {
    /// Place of the person in the block.
    pub(crate) place: usize,
    pub(crate) year: i32,
    pub(crate) age: i32,
    /// For residents of 15 to 74 years on 16 November.
    pub(crate) status: Option<Status>,
    /// Months worked.
    pub(crate) months: i32,
    /// Part of full time.
    pub(crate) hours: f64,
    /// What a full year of full-time work would pay.
    pub(crate) potential: f64,
    pub(crate) is_student: bool,
    pub(crate) amounts: Amounts,
}

/// A person's year in a few bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Year(u8);

impl Year {
    const EMPLOYEE: u8 = 1;
    const UNEMPLOYED: u8 = 2;
    const IDLE: u8 = 4;
    const STUDENT: u8 = 8;

    fn of(year: &PersonYear) -> Year {
        let bit = |holds: bool, bit: u8| if holds { bit } else { 0 };
        Year(
            bit(year.amounts.wage > 0 && year.status == Some(Status::Employee), Year::EMPLOYEE)
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
    /// From [`FIRST_YEAR`] on, by person.
    tables: Vec<Vec<Row>>,
    /// From [`FIRST_YEAR`] on, for each person.
    bits: Vec<Vec<Year>>,
    /// Of the days that were asked for; many variables ask for the same.
    days: Mutex<HashMap<i32, Arc<[JobOnDay]>>>,
}

impl Working {
    /// For so many persons, whose years are still to come.
    pub(crate) fn new(persons: usize) -> Working {
        let years = (LAST_YEAR - FIRST_YEAR + 1) as usize;
        Working {
            tables: vec![Vec::with_capacity(persons * 6 / 10); years],
            bits: vec![vec![Year::default(); persons]; years],
            days: Mutex::default(),
        }
    }

    /// Adds a year of a person; persons come in their order.
    pub(crate) fn add(&mut self, place: usize, year: &WorkYear, amounts: &Amounts) {
        let row = Row {
            place: place as u32,
            amounts: amounts.pack(),
            potential: year.potential as f32,
            hours: year.hours as f32,
            age: year.age.clamp(0, 255) as u8,
            months: year.months.clamp(0, 12) as u8,
            status: year.status,
            is_student: year.is_student,
        };
        let index = usize::try_from(year.year - FIRST_YEAR).unwrap_or(usize::MAX);
        if let (Some(table), Some(bits)) = (self.tables.get_mut(index), self.bits.get_mut(index)) {
            table.push(row);
            if let Some(bits) = bits.get_mut(place) {
                *bits = Year::of(&view(&row, year.year));
            }
        }
    }

    /// The bits of a person's year that a day lies in; nothing holds of a year that is not known.
    pub(crate) fn year(&self, place: usize, day: i32) -> Year {
        let list = usize::try_from(year_of(day) - FIRST_YEAR).ok().and_then(|index| self.bits.get(index));
        list.and_then(|list| list.get(place)).copied().unwrap_or_default()
    }

    /// Everybody's year, by person.
    pub(crate) fn in_year(&self, year: i32) -> impl Iterator<Item = PersonYear> + '_ {
        let table = usize::try_from(year - FIRST_YEAR).ok().and_then(|index| self.tables.get(index));
        table.into_iter().flatten().map(move |row| view(row, year))
    }

    /// The jobs with pay that exist on a day, by place.
    pub(crate) fn jobs_on(&self, jobs: &[Job], day: i32) -> Arc<[JobOnDay]> {
        let mut days = self.days.lock().unwrap_or_else(PoisonError::into_inner);
        days.entry(day).or_insert_with(|| self.find(jobs, day)).clone()
    }

    fn find(&self, jobs: &[Job], day: i32) -> Arc<[JobOnDay]> {
        let mut years = self.in_year(year_of(day)).peekable();
        let there = jobs.iter().enumerate().filter(|(_, job)| job.is_on(day));
        // Jobs and years both come by person.
        there
            .filter_map(|(place, job)| {
                while years.next_if(|year| year.place < job.person as usize).is_some() {}
                let year = years.peek().filter(|year| year.place == job.person as usize && year.amounts.wage > 0)?;
                let hours = if job.is_main { year.hours } else { crate::jobs::SIDE_HOURS };
                Some(JobOnDay { place: place as u32, hours, potential: year.potential })
            })
            .collect()
    }
}

fn view(row: &Row, year: i32) -> PersonYear {
    PersonYear {
        place: row.place as usize,
        year,
        age: i32::from(row.age),
        status: row.status,
        months: i32::from(row.months),
        hours: f64::from(row.hours),
        potential: f64::from(row.potential),
        is_student: row.is_student,
        amounts: Amounts::unpack(row.amounts),
    }
}

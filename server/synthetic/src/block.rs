//! One closed block of persons with everything that is known of them: the unit of work.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::accidents::{self, Accident, Victim};
use crate::catalogue::Damaged;
use crate::chance::{Chance, Stream};
use crate::courses::{self, Course};
use crate::employers::Employers;
use crate::families::Families;
use crate::geography::Geography;
use crate::income;
use crate::jobs::{self, Job};
use crate::life_course;
use crate::meters::{self, Meter};
use crate::patients::{self, Patients};
use crate::person::{NEVER, Person, Sex};
use crate::population;
use crate::vehicles::{self, Vehicle};
use crate::work;
use crate::working::Working;

/// Persons of a full block: enough for a marriage market, few enough to hold several blocks in memory.
pub(crate) const BLOCK: u64 = 16_384;

/// Which persons a block holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    pub(crate) number: u64,
    /// Dense index of the first.
    pub(crate) first: u32,
    pub(crate) persons: usize,
    /// The employers of the whole population.
    pub(crate) employers: Employers,
}

/// Blocks of nearly equal size for so many persons; it depends on nothing but their number.
pub(crate) fn extents(persons: u64, first: u32, employers: Employers) -> Vec<Extent> {
    let blocks = persons.div_ceil(BLOCK).max(1);
    (0..blocks)
        .map(|number| {
            let (from, to) = (persons * number / blocks, persons * (number + 1) / blocks);
            Extent { number, first: first + from as u32, persons: (to - from) as usize, employers }
        })
        .collect()
}

/// When somebody's lasting benefits begin; never for most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Benefits {
    pub(crate) disabled: i32,
    pub(crate) retired: i32,
}

/// A block whose lives are lived.
pub(crate) struct Block {
    pub(crate) seed: u64,
    pub(crate) number: u64,
    /// Dense index of the first person.
    pub(crate) first: u32,
    pub(crate) people: Vec<Person>,
    /// When disability benefit and old-age pension begin, one a person.
    pub(crate) benefits: Vec<Benefits>,
    /// Jobs by person and start.
    pub(crate) jobs: Vec<Job>,
    /// The place of each person's first job, and the number of jobs.
    job_places: Vec<u32>,
    /// Families of the days that were asked for; many variables ask for the same.
    families: Mutex<HashMap<i32, Arc<Families>>>,
    /// Made when the patient register is.
    patients: OnceLock<Patients>,
    pub(crate) working: Working,
    pub(crate) employers: Employers,
    /// Courses of study by person and start.
    pub(crate) courses: Vec<Course>,
    /// Vehicles by person and start.
    pub(crate) vehicles: Vec<Vehicle>,
    /// Metering points by person.
    pub(crate) meters: Vec<Meter>,
    pub(crate) accidents: Vec<Accident>,
    /// Persons in accidents, by accident.
    pub(crate) victims: Vec<Victim>,
    pub(crate) geography: &'static Geography,
}

impl Block {
    /// Makes a block. It depends on the seed, the number and size of the block, and nothing else.
    pub(crate) fn make(seed: u64, extent: Extent) -> Result<Block, &'static Damaged> {
        let geography = Geography::built_in()?;
        let chance = |stream| Chance::new(seed, extent.number, stream);
        let people = population::draw_persons(extent.persons, &mut chance(Stream::Population));
        let people = life_course::live(people, geography, chance(Stream::Life));
        let (mut work, mut jobs_chance) = (chance(Stream::Work), chance(Stream::Jobs));
        let mut benefits = Vec::with_capacity(people.len());
        let mut working = Working::new(people.len());
        let mut job_places = Vec::with_capacity(people.len() + 1);
        let (mut jobs, mut courses, mut vehicles, mut meters) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut courses_chance = chance(Stream::Courses);
        let (mut vehicles_chance, mut meters_chance) = (chance(Stream::Vehicles), chance(Stream::Meters));
        let mut births = Vec::new();
        for (index, person) in people.iter().enumerate() {
            births.clear();
            births.extend(person.children.iter().map(|child| people[*child as usize].born));
            let career = work::career(person, &births, &mut work);
            let means = income::means(person, &mut work);
            let keeps_children = keeps_children(person, &people);
            for year in &career.years {
                let amounts = income::amounts(person, &career, year, &means, &births, keeps_children, &mut work);
                working.add(index, year, &amounts);
            }
            job_places.push(jobs.len() as u32);
            let place = index as u32;
            jobs::take(place, person, &career, (geography, &extent.employers), &mut jobs_chance, &mut jobs);
            courses::take(place, person, geography, &mut courses_chance, &mut courses);
            vehicles::take(place, person, &mut vehicles_chance, &mut vehicles);
            meters::take(place, person, &mut meters_chance, &mut meters);
            benefits.push(Benefits { disabled: career.disabled, retired: career.retired });
        }
        job_places.push(jobs.len() as u32);
        let (accidents, victims) = accidents::happen(&people, &mut chance(Stream::Accidents));
        let Extent { number, first, employers, .. } = extent;
        Ok(Block {
            seed,
            number,
            first,
            people,
            benefits,
            jobs,
            job_places,
            families: Mutex::default(),
            patients: OnceLock::new(),
            working,
            employers,
            courses,
            vehicles,
            meters,
            accidents,
            victims,
            geography,
        })
    }

    /// The persons with their dense index.
    pub(crate) fn units(&self) -> impl Iterator<Item = (u32, &Person)> {
        self.people.iter().enumerate().map(|(place, person)| (self.first + place as u32, person))
    }

    /// The main job that a person has on a day.
    pub(crate) fn job_on(&self, place: usize, day: i32) -> Option<&Job> {
        let (first, next) = (*self.job_places.get(place)? as usize, *self.job_places.get(place + 1)? as usize);
        self.jobs.get(first..next)?.iter().rev().find(|job| job.is_main && job.is_on(day))
    }

    /// The families of a day.
    pub(crate) fn families(&self, day: i32) -> Arc<Families> {
        let mut days = self.families.lock().unwrap_or_else(PoisonError::into_inner);
        days.entry(day).or_insert_with(|| Arc::new(Families::on(self, day))).clone()
    }

    /// The episodes of care.
    pub(crate) fn patients(&self) -> &Patients {
        self.patients
            .get_or_init(|| patients::come(&self.people, &mut Chance::new(self.seed, self.number, Stream::Patients)))
    }

    /// A person of the block by place.
    pub(crate) fn person(&self, place: u32) -> &Person {
        &self.people[place as usize]
    }
}

/// The child allowance goes to the mother; to a father whose children's mothers are unknown or dead.
fn keeps_children(person: &Person, people: &[Person]) -> bool {
    person.sex == Sex::Woman
        || person.children.iter().all(|child| {
            let mother = people[*child as usize].mother;
            people.get(mother as usize).is_none_or(|mother| mother.died != NEVER)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extents_cover_everybody_once() {
        for persons in [1, 5_000, 16_384, 16_385, 100_000] {
            let all = extents(persons, 7, Employers { first: 0, enterprises: 1, establishments: 1 });
            let mut next = 7;
            for extent in &all {
                assert_eq!(extent.first, next);
                assert!(extent.persons as u64 <= BLOCK);
                next += extent.persons as u32;
            }
            assert_eq!(u64::from(next - 7), persons);
        }
    }
}

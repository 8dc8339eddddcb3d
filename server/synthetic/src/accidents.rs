//! Road traffic accidents with injured persons.

use crate::calendar::{day_of, number_of};
use crate::chance::Chance;
use crate::geography::Area;
use crate::person::{ABROAD, Person};

/// An accident.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accident {
    pub(crate) day: i32,
    /// Place in the block of one who was in it.
    pub(crate) person: u32,
    pub(crate) area: Area,
    /// Persons in it.
    pub(crate) persons: u32,
}

/// A person in an accident.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Victim {
    pub(crate) day: i32,
    /// Place of the person in the block.
    pub(crate) person: u32,
    /// Place of the accident in the block.
    pub(crate) accident: u32,
    /// Drives; else a passenger.
    pub(crate) drives: bool,
}

/// Accidents for each person who ever lived here: about 160 thousand with injuries from 1999 to 2024.
const PER_PERSON: f64 = 0.0146;

/// The accidents of a block and who was in them.
pub(crate) fn happen(people: &[Person], chance: &mut Chance) -> (Vec<Accident>, Vec<Victim>) {
    let (mut accidents, mut victims) = (Vec::new(), Vec::new());
    if people.is_empty() {
        return (accidents, victims);
    }
    for _ in 0..(people.len() as f64 * PER_PERSON) as usize {
        // Fewer and fewer from 1999 to 2024.
        let years = 26.0 * (1.0 - (1.0 - chance.unit()).sqrt());
        let day = day_of(1999, 1, 1) + (years * 365.25) as i32;
        let wanted = 1 + chance.weighted(&[0.62, 0.26, 0.08, 0.04]);
        let mut area = None;
        let accident = accidents.len() as u32;
        let first = victims.len();
        for _ in 0..wanted * 3 {
            let place = chance.below(people.len()) as u32;
            let age = people.get(place as usize).map_or(-1, |person| (day - person.born) / 365);
            let rides = match age {
                ..8 => 0.15,
                8..16 => 0.35,
                16..30 => 1.0,
                30..75 => 0.55,
                _ => 0.35,
            };
            let is_in =
                chance.happens(rides) && people.get(place as usize).is_some_and(|person| person.is_resident_on(day));
            let is_new = victims[first..].iter().all(|victim: &Victim| victim.person != place);
            if is_in && is_new && victims.len() - first < wanted {
                let drives = age >= 18 && (victims.len() == first || chance.happens(0.4));
                area.get_or_insert_with(|| people.get(place as usize).map_or(ABROAD, |person| person.area_on(day)));
                victims.push(Victim { day, person: place, accident, drives });
            }
        }
        let (Some(area), Some(one)) = (area, victims.get(first)) else { continue };
        let person = one.person;
        accidents.push(Accident { day, person, area, persons: (victims.len() - first) as u32 });
    }
    (accidents, victims)
}

/// Year and month of a day, YYYYMM.
pub(crate) fn month_number(day: i32) -> i64 {
    number_of(day) / 100
}

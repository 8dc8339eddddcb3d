//! Vehicles that persons own, one after the other.

use crate::calendar::{day_of, year_of};
use crate::chance::{Chance, interpolate};
use crate::local::Thing;
use crate::person::{ABROAD, NEVER, Person, Sex};

/// First day of the register.
const FIRST_DAY: i32 = 10_226;

/// What drives a vehicle; the number is the code of `KJORETOY_DRIVSTOFF_OMK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fuel {
    Petrol = 1,
    Diesel = 2,
    Electric = 3,
    Hybrid = 4,
}

/// A vehicle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vehicle {
    /// Owner and time of ownership.
    pub(crate) thing: Thing,
    /// Year of its first registration.
    pub(crate) model: i32,
    pub(crate) fuel: Fuel,
    /// A van, else a car.
    pub(crate) is_van: bool,
    /// Own weight in kilograms.
    pub(crate) weight: i64,
    /// Kilometers a year.
    pub(crate) distance: f64,
}

/// Shares of new cars by year.
const ELECTRIC: [(f64, f64); 6] =
    [(2010.0, 0.0), (2013.0, 0.05), (2016.0, 0.16), (2019.0, 0.42), (2022.0, 0.79), (2024.0, 0.89)];
const HYBRID: [(f64, f64); 5] = [(2005.0, 0.0), (2014.0, 0.07), (2018.0, 0.28), (2021.0, 0.28), (2024.0, 0.06)];
const DIESEL: [(f64, f64); 6] =
    [(1998.0, 0.08), (2005.0, 0.4), (2009.0, 0.73), (2014.0, 0.49), (2019.0, 0.16), (2024.0, 0.03)];

/// Appends the vehicles of a person, by start; they do not overlap.
pub(crate) fn take(index: u32, person: &Person, chance: &mut Chance, vehicles: &mut Vec<Vehicle>) {
    let owns = if person.sex == Sex::Man { 0.80 } else { 0.58 };
    if !chance.happens(owns) {
        return;
    }
    let last = (person.born + 86 * 365).min(person.died - 1);
    let mut start = (person.born + (19 + chance.below(12) as i32) * 365).max(person.entered + 200);
    while start <= last && start < crate::columns::HORIZON {
        let stop = start + 300 + (1_500.0 * chance.exponential()) as i32;
        let (age, rank) =
            ((chance.exponential() * 4.5 - 0.25 * f64::from(person.ability > 0.5)).max(0.0) as i32, chance.normal());
        let model = year_of(start) - age.min(18);
        let fuel = fuel(model, chance.unit());
        let is_van = chance.happens(if person.sex == Sex::Man { 0.14 } else { 0.03 });
        let heavy = 300.0 * f64::from(fuel == Fuel::Electric) + 350.0 * f64::from(is_van);
        let weight = (1_150.0 + 9.0 * f64::from((model - 1995).max(0)) + heavy + 170.0 * rank).max(650.0) as i64;
        let distance = (13_000.0 * libm::exp(0.35 * chance.normal())).min(60_000.0);
        let leaves = person.stays.iter().find(|stay| stay.from > start && stay.area == ABROAD);
        let end = stop.min(last).min(leaves.map_or(NEVER, |stay| stay.from - 1));
        if end >= FIRST_DAY && person.area_on(start) != ABROAD {
            let thing = Thing { person: index, start, stop: end };
            vehicles.push(Vehicle { thing, model, fuel, is_van, weight, distance });
        }
        start = stop + 1;
    }
}

fn fuel(model: i32, draw: f64) -> Fuel {
    let year = f64::from(model);
    let (electric, hybrid) = (interpolate(&ELECTRIC, year), interpolate(&HYBRID, year));
    let diesel = interpolate(&DIESEL, year) * (1.0 - electric - hybrid).clamp(0.0, 1.0);
    if draw < electric {
        Fuel::Electric
    } else if draw < electric + hybrid {
        Fuel::Hybrid
    } else if draw < electric + hybrid + diesel {
        Fuel::Diesel
    } else {
        Fuel::Petrol
    }
}

impl Vehicle {
    /// Kilometers on the counter on a day.
    pub(crate) fn counter(&self, day: i32) -> i64 {
        let years = f64::from(day - day_of(self.model, 7, 1)).max(100.0) / 365.25;
        (self.distance * years) as i64
    }

    /// Grams of carbon dioxide a kilometer.
    pub(crate) fn emission(&self) -> f64 {
        let base = match self.fuel {
            Fuel::Electric => return 0.0,
            Fuel::Hybrid => 45.0,
            Fuel::Diesel => 140.0,
            Fuel::Petrol => 155.0,
        };
        (base + 0.05 * (self.weight - 1_300) as f64 - 1.5 * f64::from((self.model - 2005).max(0))).max(20.0).round()
    }
}

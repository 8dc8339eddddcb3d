//! Who is there at all: births and arrivals of a block, sorted by birth.
//!
//! Everybody who was registered since 1964: those who lived then, were born since, or came. Sizes of birth cohorts and
//! of immigration by year follow Statistics Norway's tables roughly (thousands a year).

use crate::calendar::{year_of, year_start};
use crate::chance::{Chance, interpolate};
use crate::origin::{draw, origin};
use crate::person::{NEVER, NOBODY, Person, Sex};

/// The simulation's first year: the oldest are then grown up.
pub(crate) const FIRST_YEAR: i32 = 1920;
/// Its last year; the last day that any variable needs is 2025-01-01.
pub(crate) const LAST_YEAR: i32 = 2024;

/// Born in the country and alive in 1964 or later, by year of birth.
const BIRTHS: [(f64, f64); 27] = [
    (1882.0, 1.0),
    (1885.0, 2.0),
    (1890.0, 8.0),
    (1895.0, 15.0),
    (1900.0, 25.0),
    (1905.0, 33.0),
    (1910.0, 40.0),
    (1915.0, 45.0),
    (1920.0, 53.0),
    (1925.0, 44.0),
    (1935.0, 38.0),
    (1940.0, 43.0),
    (1946.0, 68.0),
    (1951.0, 61.0),
    (1957.0, 63.0),
    (1965.0, 66.0),
    (1969.0, 67.0),
    (1975.0, 56.0),
    (1983.0, 50.0),
    (1990.0, 61.0),
    (2000.0, 59.0),
    (2005.0, 57.0),
    (2010.0, 61.0),
    (2015.0, 59.0),
    (2020.0, 53.0),
    (2022.0, 51.5),
    (2024.0, 54.0),
];

/// Arrivals from abroad, by year.
const ARRIVALS: [(f64, f64); 16] = [
    (1958.0, 6.0),
    (1970.0, 12.0),
    (1975.0, 16.0),
    (1985.0, 22.0),
    (1996.0, 20.0),
    (2000.0, 33.0),
    (2005.0, 37.0),
    (2008.0, 60.0),
    (2011.0, 75.0),
    (2014.0, 65.0),
    (2017.0, 50.0),
    (2020.0, 35.0),
    (2021.0, 50.0),
    (2022.0, 87.0),
    (2023.0, 83.0),
    (2024.0, 60.0),
];

/// Share of persons who were born abroad.
const BORN_ABROAD: f64 = 0.168;

/// The persons of a block, sorted by birth, without any life yet.
pub(crate) fn draw_persons(persons: usize, chance: &mut Chance) -> Vec<Person> {
    let arriving = (persons as f64 * BORN_ABROAD).round() as usize;
    let births = Years::new(&BIRTHS, 1882, LAST_YEAR);
    let arrivals = Years::new(&ARRIVALS, 1958, LAST_YEAR);
    let mut all = Vec::with_capacity(persons);
    for place in 0..persons - arriving {
        let day = births.day(place, persons - arriving, chance);
        all.push(person(day, day, 0, 0, chance));
    }
    for place in 0..arriving {
        let day = arrivals.day(place, arriving, chance);
        let (from, reason) = draw(year_of(day), chance);
        let age = match chance.unit() {
            share if share < 0.20 => chance.unit() * 18.0,
            share if share < 0.75 => 18.0 + chance.unit() * 16.0,
            share if share < 0.93 => 34.0 + chance.unit() * 16.0,
            _ => 50.0 + chance.unit() * 25.0,
        };
        all.push(person(day - (age * 365.25) as i32, day, from, reason, chance));
    }
    all.sort_by_key(|person| (person.born, person.entered));
    all
}

fn person(born: i32, entered: i32, from: u8, reason: u8, chance: &mut Chance) -> Person {
    let sex = if chance.happens(origin(from).men) { Sex::Man } else { Sex::Woman };
    Person {
        born,
        died: NEVER,
        entered,
        sex,
        origin: from,
        reason,
        same_sex: chance.happens(0.015),
        mother: NOBODY,
        father: NOBODY,
        knows_parents: false,
        ability: chance.normal(),
        degrees: Vec::new(),
        stays: Vec::new(),
        civil: Vec::new(),
        unions: Vec::new(),
        children: Vec::new(),
        free_from: i32::MIN,
    }
}

/// Events spread over years in proportion to a curve.
struct Years {
    first: i32,
    sums: Vec<f64>,
}

impl Years {
    fn new(curve: &[(f64, f64)], first: i32, last: i32) -> Years {
        let mut sum = 0.0;
        let sums = (first..=last)
            .map(|year| {
                sum += interpolate(curve, f64::from(year));
                sum
            })
            .collect();
        Years { first, sums }
    }

    /// The day of the event at a place of `of`: stratified, so that even small blocks have the right cohorts.
    fn day(&self, place: usize, of: usize, chance: &mut Chance) -> i32 {
        let total = self.sums.last().copied().unwrap_or(0.0);
        let at = (place as f64 + chance.unit()) / of as f64 * total;
        let index = self.sums.partition_point(|sum| *sum <= at).min(self.sums.len() - 1);
        let year = self.first + index as i32;
        let length = year_start(year + 1) - year_start(year);
        year_start(year) + chance.below(length as usize) as i32
    }
}

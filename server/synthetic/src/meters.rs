//! Metering points for electricity, each of a grown-up who pays for it.

use crate::calendar::{day_of, month_of};
use crate::chance::Chance;
use crate::local::Thing;
use crate::person::{ABROAD, NEVER, Person};

/// A metering point with the person who pays.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meter {
    pub(crate) thing: Thing,
    /// Kilowatt-hours of a mean month.
    level: f64,
    /// Has solar cells since this year; [`NEVER`]: has none.
    pub(crate) solar_from: i32,
    /// A holiday home.
    pub(crate) is_cottage: bool,
}

/// First day of the register.
const FIRST_DAY: i32 = 18_262;

/// Consumption of the months against the mean.
const SEASON: [f64; 12] = [1.55, 1.42, 1.30, 1.02, 0.82, 0.62, 0.55, 0.58, 0.72, 0.96, 1.20, 1.46];

/// Appends the metering points of a person.
pub(crate) fn take(index: u32, person: &Person, chance: &mut Chance, meters: &mut Vec<Meter>) {
    let start = FIRST_DAY.max(person.born + (19 + chance.below(10) as i32) * 365).max(person.entered);
    let last = person.died.saturating_sub(1);
    let leaves = person.stays.iter().find(|stay| stay.from > start && stay.area == ABROAD);
    let stop = last.min(leaves.map_or(NEVER, |stay| stay.from - 1));
    let stop = if stop >= crate::columns::HORIZON { NEVER } else { stop };
    for (share, is_cottage) in [(0.55, false), (0.08, true)] {
        let is_one = chance.happens(share);
        let level = libm::exp(0.45 * chance.normal()) * if is_cottage { 330.0 } else { 1_250.0 };
        let solar_from = if chance.happens(0.03) { day_of(2019 + chance.below(6) as i32, 6, 1) } else { NEVER };
        if is_one && start <= stop && start < person.died && person.area_on(start) != ABROAD {
            meters.push(Meter { thing: Thing { person: index, start, stop }, level, solar_from, is_cottage });
        }
    }
}

impl Meter {
    /// Kilowatt-hours used in the month of a day.
    pub(crate) fn use_in(&self, day: i32) -> f64 {
        let season = SEASON[(month_of(day) - 1).clamp(0, 11) as usize];
        // Dear electricity from the autumn of 2021 on.
        let saving = if day >= day_of(2021, 9, 1) { 0.91 } else { 1.0 };
        (self.level * season * saving * 100.0).round() / 100.0
    }

    /// Kilowatt-hours that the solar cells gave away in the month of a day.
    pub(crate) fn production_in(&self, day: i32) -> Option<f64> {
        let summer = 2.0 - SEASON[(month_of(day) - 1).clamp(0, 11) as usize];
        (self.solar_from <= day).then(|| (260.0 * summer * 100.0).round() / 100.0)
    }
}

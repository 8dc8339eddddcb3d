//! What an account, or an institution, used in the last hour and day. Pure logic; times are arguments, kept to the minute.

use std::collections::{HashSet, VecDeque};

use accounts::Moment;
use variables::Quota;

use super::Booking;

const MINUTE: i64 = 60;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// The bookings of the last day. A question that is asked again within the day counts once.
#[derive(Debug, Default)]
pub struct Window {
    /// Oldest first.
    minutes: VecDeque<Minute>,
    cells: HashSet<u128>,
    sets: HashSet<u128>,
}

#[derive(Debug, Default)]
struct Minute {
    /// Since 1970.
    number: i64,
    cells: u64,
    models: u64,
    sets: u64,
    new_cells: Vec<u128>,
    new_sets: Vec<u128>,
}

impl Window {
    /// Books what was released at a moment, never before the last one.
    pub fn book(&mut self, booking: &Booking, now: Moment) {
        self.forget(now);
        let number = minute(now).max(self.minutes.back().map_or(i64::MIN, |last| last.number));
        if self.minutes.back().is_none_or(|last| last.number < number) {
            self.minutes.push_back(Minute { number, ..Minute::default() });
        }
        let Some(last) = self.minutes.back_mut() else { return };
        last.cells = last.cells.saturating_add(enter(&booking.cells, &mut self.cells, &mut last.new_cells));
        last.sets = last.sets.saturating_add(enter(&booking.sets, &mut self.sets, &mut last.new_sets));
        last.models = last.models.saturating_add(booking.models);
    }

    /// Takes out what is older than a day.
    fn forget(&mut self, now: Moment) {
        while let Some(old) = self.minutes.pop_front_if(|first| first.number <= minute(now) - DAY) {
            old.new_cells.iter().for_each(|key| _ = self.cells.remove(key));
            old.new_sets.iter().for_each(|key| _ = self.sets.remove(key));
        }
    }

    /// How much of a quota is used.
    pub fn used(&self, quota: Quota, now: Moment) -> u64 {
        self.within(quota, now).map(|minute| minute.of(quota)).sum()
    }

    /// Sets defined in the last day.
    pub fn sets_day(&self, now: Moment) -> u64 {
        let last_day = self.minutes.iter().filter(|minute| minute.number > self::minute(now) - DAY);
        last_day.map(|minute| minute.sets).sum()
    }

    /// Seconds until less than `most` of a quota is used; `None`: that is so now.
    pub fn seconds_until(&self, quota: Quota, most: u64, now: Moment) -> Option<u64> {
        let mut used = self.used(quota, now);
        if used < most {
            return None;
        }
        for minute in self.within(quota, now) {
            used -= minute.of(quota);
            if used < most {
                let free = (minute.number + span(quota)).saturating_mul(MINUTE);
                return Some(u64::try_from(free - now.0).unwrap_or(0).max(1));
            }
        }
        None
    }

    /// Oldest first.
    fn within(&self, quota: Quota, now: Moment) -> impl Iterator<Item = &Minute> {
        let first = minute(now) - span(quota);
        self.minutes.iter().filter(move |minute| minute.number > first)
    }
}

/// Enters what is not known yet; answers what that counts together.
fn enter(entries: &[(u128, u64)], known: &mut HashSet<u128>, new: &mut Vec<u128>) -> u64 {
    let mut sum = 0_u64;
    for (key, weight) in entries {
        if known.insert(*key) {
            new.push(*key);
            sum = sum.saturating_add(*weight);
        }
    }
    sum
}

impl Minute {
    fn of(&self, quota: Quota) -> u64 {
        match quota {
            Quota::CellsHour | Quota::CellsDay => self.cells,
            Quota::ModelsDay => self.models,
        }
    }
}

/// Minutes that a quota looks back.
fn span(quota: Quota) -> i64 {
    match quota {
        Quota::CellsHour => 60,
        Quota::CellsDay | Quota::ModelsDay => DAY,
    }
}

fn minute(moment: Moment) -> i64 {
    moment.0.div_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Moment = Moment(1_800_000_000);

    fn cells(keys: std::ops::Range<u128>, weight: u64) -> Booking {
        Booking { cells: keys.map(|key| (key, weight)).collect(), ..Booking::default() }
    }

    #[test]
    fn a_cell_counts_once_a_day_and_again_after_it() {
        let mut window = Window::default();
        window.book(&cells(0..10, 10), START);
        window.book(&cells(5..15, 10), START.plus(3 * 3600));
        let used = |window: &Window, at: i64| {
            (window.used(Quota::CellsHour, START.plus(at)), window.used(Quota::CellsDay, START.plus(at)))
        };
        assert_eq!(used(&window, 0), (150, 150), "what is to come is there already");
        assert_eq!(used(&window, 3 * 3600), (50, 150));
        assert_eq!(used(&window, 86_400), (0, 50));
        window.book(&cells(0..10, 10), START.plus(86_400 + 60));
        assert_eq!(used(&window, 86_400 + 60), (100, 150));
    }

    #[test]
    fn room_comes_free_when_the_oldest_bookings_leave() {
        let mut window = Window::default();
        for hour in 0..3 {
            window.book(&cells(hour * 100..hour * 100 + 40, 1), START.plus(600 * i64::try_from(hour).unwrap_or(0)));
        }
        let now = START.plus(1_260);
        assert_eq!(window.seconds_until(Quota::CellsHour, 121, now), None);
        assert_eq!(window.seconds_until(Quota::CellsHour, 120, now), Some(3_600 - 1_260));
        assert_eq!(window.seconds_until(Quota::CellsHour, 80, now), Some(3_600 + 600 - 1_260));
        assert_eq!(window.seconds_until(Quota::CellsDay, 1, now), Some(86_400 + 1_200 - 1_260));
        let later = now.plus(3_600 - 1_260);
        assert_eq!(window.seconds_until(Quota::CellsHour, 120, later), None);
    }

    #[test]
    fn models_count_each_time_and_sets_once() {
        let mut window = Window::default();
        let booking = Booking { models: 4, sets: vec![(1, 1), (2, 20)], ..Booking::default() };
        window.book(&booking, START);
        window.book(&booking, START.plus(60));
        assert_eq!((window.used(Quota::ModelsDay, START), window.sets_day(START.plus(60))), (8, 21));
        assert_eq!(window.sets_day(START.plus(86_400)), 0);
    }

    #[test]
    fn a_clock_that_goes_back_loses_nothing() {
        let mut window = Window::default();
        window.book(&cells(0..3, 1), START);
        window.book(&cells(3..5, 1), START.plus(-7_200));
        assert_eq!(window.used(Quota::CellsHour, START), 5);
    }
}

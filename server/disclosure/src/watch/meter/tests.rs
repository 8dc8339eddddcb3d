use super::*;
use crate::watch::sketch::made_up::{population, sketch_of};

const LIMITS: Limits = Limits::CURRENT;

/// Persons of a made-up register.
struct Register(crate::Population);

impl Register {
    fn new(n: usize) -> Self {
        Register(population(n))
    }

    /// A set alone, defined by a number.
    fn set(&self, definition: u128, is_in: impl Fn(usize) -> bool + Sync) -> DefinedSet {
        let sketch = sketch_of(&self.0, is_in);
        DefinedSet { definition, occasion: definition, weight: 1, sketch }
    }
}

#[test]
fn a_near_set_of_another_definition_is_an_event_and_so_is_the_same_set() {
    let register = Register::new(3000);
    let mut meter = Meter::default();
    let mut events = |set: DefinedSet| meter.note(&LIMITS, &[set], 0).events;
    assert_eq!(events(register.set(1, |row| row < 2000)), 0);
    assert_eq!(events(register.set(1, |row| row < 2000)), 0, "asked again");
    assert_eq!(events(register.set(2, |row| row < 2000)), 1, "distance 0");
    assert_eq!(events(register.set(3, |row| row < 2019)), 2, "distance 19");
    assert_eq!(events(register.set(4, |row| (100..2100).contains(&row))), 2, "far, of the same size");
    assert_eq!(events(register.set(5, |_| false)), 2);
    assert_eq!(events(register.set(6, |_| false)), 2, "nothing is released of empty sets");
    assert_eq!(events(register.set(7, |row| row < 8)), 2);
    assert_eq!(events(register.set(8, |row| (10..18).contains(&row))), 2, "small and with nobody in common");
}

#[test]
fn categories_of_a_column_make_one_event_together() {
    let register = Register::new(3000);
    let mut meter = Meter::default();
    let split = |first: u128, shift: usize| -> Vec<DefinedSet> {
        let category = |at: u128| {
            let set = register.set(first + at, |row| (row + shift) / 1000 == at as usize);
            DefinedSet { occasion: first, weight: 3, ..set }
        };
        (0..3).map(category).collect()
    };
    assert_eq!(meter.note(&LIMITS, &split(10, 0), 0).events, 0);
    let reading = meter.note(&LIMITS, &split(20, 1), 0);
    assert_eq!((reading.events, reading.sets_today), (1, 6));
}

#[test]
fn a_campaign_of_pairs_is_flagged_at_its_25th_event_and_reviewed_at_its_40th() {
    let register = Register::new(60_000);
    let mut meter = Meter::default();
    for pair in 0..40_u128 {
        let first = 1000 * pair as usize;
        let without = register.set(2 * pair, |row| (first..first + 900).contains(&row));
        let with = register.set(2 * pair + 1, |row| (first..first + 901).contains(&row));
        let now = pair as u64 * DAY / 2;
        meter.note(&LIMITS, &[without], now);
        let reading = meter.note(&LIMITS, &[with], now);
        assert_eq!((reading.is_flagged, reading.needs_review), (pair >= 24, pair >= 39), "{pair}");
    }
}

#[test]
fn events_and_sets_are_forgotten_after_thirty_days() {
    let register = Register::new(2000);
    let mut meter = Meter::default();
    meter.note(&LIMITS, &[register.set(1, |row| row < 1500)], 0);
    assert_eq!(meter.note(&LIMITS, &[register.set(2, |row| row < 1501)], 10 * DAY).events, 1);
    assert_eq!(meter.read(&LIMITS, 41 * DAY).events, 0);
    // The first is gone, the second is not.
    assert_eq!(meter.note(&LIMITS, &[register.set(3, |row| row < 1502)], 35 * DAY).events, 2);
    assert_eq!(meter.note(&LIMITS, &[register.set(4, |row| row < 1503)], 90 * DAY).events, 0);
}

#[test]
fn many_definitions_of_one_set_are_flagged() {
    let register = Register::new(2000);
    let mut meter = Meter::default();
    // Events of other times do not hide it: each definition comes after the events before it are forgotten.
    let limits = Limits { flag: usize::MAX, ..LIMITS };
    for definition in 0..26 {
        let reading = meter.note(&limits, &[register.set(definition, |row| row < 1500)], 0);
        assert_eq!(reading.is_flagged, definition >= 25, "{definition}");
    }
}

#[test]
fn more_than_three_hundred_sets_a_day_slow_down_by_metadata_alone() {
    let register = Register::new(1000);
    let mut meter = Meter::default();
    let far = register.set(0, |_| true).sketch;
    for at in 0..301_u128 {
        let set = DefinedSet { definition: at, occasion: at, weight: 1, sketch: far.clone() };
        assert_eq!(meter.note(&LIMITS, &[set], at as u64).slows_down, at >= 300, "{at}");
    }
    assert!(!meter.read(&LIMITS, 2 * DAY).slows_down);
}

#[test]
fn bytes_are_read_back_and_memory_is_bounded() {
    let register = Register::new(3000);
    let mut meter = Meter::default();
    let limits = Limits { remembered: 50, ..LIMITS };
    for definition in 0..80_u128 {
        meter.note(&limits, &[register.set(definition, |row| row < 1000 + definition as usize)], definition as u64);
    }
    assert_eq!(meter.remembered().count(), 50);
    assert!(meter.remembered().all(|(definition, _)| definition >= 30), "the oldest go");
    let bytes = meter.to_bytes();
    assert_eq!(Meter::from_bytes(&bytes), Some(meter));
    assert_eq!(Meter::from_bytes(&bytes[..bytes.len() - 1]), None);
    assert_eq!(Meter::from_bytes(&[]), None);
}

/// Time of a lookup among ten thousand sets (`cargo xtask bench-watch`).
#[test]
fn figures_of_the_watcher_lookups() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    let register = Register::new(40_000);
    for (what, size) in [("all of nearly one size", 20), ("of many sizes", 30_000)] {
        let mut meter = Meter::default();
        for definition in 0..10_000_u128 {
            let n = 2000 + definition as usize * 7 % size;
            let from = definition as usize * 3 % 8000;
            let set = register.set(definition, |row| (from..from + n).contains(&row));
            meter.remember(&set, 0);
        }
        let asked = register.set(20_000, |row| (9000..11_010).contains(&row));
        let start = std::time::Instant::now();
        let near = meter.near(&LIMITS, asked.definition, &asked.sketch);
        println!("{what}: {:?}, {near:?}; {} bytes", start.elapsed(), meter.to_bytes().len());
    }
}

//! The meter of near sets: how often an account asked about a set that differs by a few persons, or not at all, from one that it had
//! asked about under another definition (near-sets 6.3).
//!
//! *In → out*: defined sets with their sketches and the time → what the auditor sees. *Does not know about*: clocks, files, users.
//! *Invariants*: at most one event for what is asked at once and excludes itself (the categories of a column: a person is in one of
//! them). How many sets a day were asked about is counted by metadata alone, for whoever is slowed down sees it; events rest on
//! sketches and are for the auditor. Distance 0 counts like any below twenty: a count of differences alone would tell of them.

mod bytes;

use std::collections::{BTreeSet, HashMap};

use super::sketch::Sketch;

/// Seconds of a day.
pub const DAY: u64 = 86_400;

/// When the meter says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Two sets are near if fewer persons than these are in one of them only.
    pub radius: u32,
    /// How long sets and events are remembered, in seconds.
    pub memory: u64,
    /// So many events in that time are flagged for review.
    pub flag: usize,
    /// So many delay the account's results until somebody has looked.
    pub review: usize,
    /// More definitions of one and the same set are flagged.
    pub definitions_of_one_set: usize,
    /// More defined sets in a day slow the account down.
    pub sets_a_day: u64,
    /// Most sets that are remembered; beyond it the one goes that was not asked about for longest.
    pub remembered: usize,
}

impl Limits {
    /// Those of near-sets 6.3.
    pub const CURRENT: Limits = Limits {
        radius: 20,
        memory: 30 * DAY,
        flag: 25,
        review: 40,
        definitions_of_one_set: 25,
        sets_a_day: 300,
        remembered: 10_000,
    };
}

/// A defined set that was asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinedSet {
    /// Its definition ([`Asked::definition`](super::Asked)).
    pub definition: u128,
    /// Sets of one occasion exclude each other ([`Asked::occasion`](super::Asked)).
    pub occasion: u128,
    /// How many sets the occasion counts for, by metadata ([`Asked::weight`](super::Asked)).
    pub weight: u32,
    /// Its persons.
    pub sketch: Sketch,
}

/// Two definitions of near sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// When the second was asked about, in seconds.
    pub when: u64,
    /// The second.
    pub definition: u128,
    /// The one asked about before.
    pub other: u128,
}

/// What the meter says of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Events within the memory.
    pub events: usize,
    /// The most definitions of one and the same set.
    pub definitions_of_one_set: usize,
    /// Defined sets that were new within a day, by metadata.
    pub sets_today: u64,
    /// For the auditor to look at.
    pub is_flagged: bool,
    /// Results wait until somebody has looked.
    pub needs_review: bool,
    /// The account is to be slowed down.
    pub slows_down: bool,
}

/// The memory of one account.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meter {
    sets: HashMap<u128, Remembered>,
    /// Number of persons and definition of each remembered set.
    by_size: BTreeSet<(u64, u128)>,
    events: Vec<Event>,
    /// Occasions with their weight and when they were first asked about; those of a day.
    occasions: HashMap<u128, (u32, u64)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Remembered {
    sketch: Sketch,
    /// When it was last asked about.
    last: u64,
}

impl Meter {
    /// Takes in the sets of a statement, asked about at `now` (seconds), and reads the meter.
    pub fn note(&mut self, limits: &Limits, sets: &[DefinedSet], now: u64) -> Reading {
        self.forget(limits, now);
        for of_one in sets.chunk_by(|one, other| one.occasion == other.occasion) {
            self.note_occasion(limits, of_one, now);
        }
        self.trim(limits);
        self.read(limits, now)
    }

    /// Reads the meter at `now`.
    pub fn read(&self, limits: &Limits, now: u64) -> Reading {
        let events = self.events.iter().filter(|event| event.when + limits.memory > now).count();
        let mut definitions: HashMap<(u64, u128), usize> = HashMap::new();
        let known = self.sets.values().filter(|set| set.last + limits.memory > now && set.sketch.n() > 0);
        known.for_each(|set| *definitions.entry(set.sketch.set()).or_default() += 1);
        let definitions_of_one_set = definitions.into_values().max().unwrap_or(0);
        let today = self.occasions.values().filter(|(_, first)| first + DAY > now);
        let sets_today = today.map(|(weight, _)| u64::from(*weight)).sum();
        Reading {
            events,
            definitions_of_one_set,
            sets_today,
            is_flagged: events >= limits.flag || definitions_of_one_set > limits.definitions_of_one_set,
            needs_review: events >= limits.review,
            slows_down: sets_today > limits.sets_a_day,
        }
    }

    /// The events that are remembered, in their order.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The sketches of remembered sets, by definition.
    pub fn remembered(&self) -> impl Iterator<Item = (u128, &Sketch)> {
        self.sets.iter().map(|(definition, set)| (*definition, &set.sketch))
    }

    /// A remembered set other than `definition` that is near, if there is one.
    pub fn near(&self, limits: &Limits, definition: u128, sketch: &Sketch) -> Option<u128> {
        // An empty set is near to nobody's: nothing was released about it.
        if sketch.n() == 0 {
            return None;
        }
        let reach = u64::from(limits.radius).saturating_sub(1);
        let sizes = (sketch.n().saturating_sub(reach).max(1), 0)..=(sketch.n() + reach, u128::MAX);
        self.by_size.range(sizes).map(|(_, other)| *other).filter(|other| *other != definition).find(|other| {
            let is_near = |set: &Remembered| sketch.distance_below(&set.sketch, radius(limits, sketch, &set.sketch));
            self.sets.get(other).and_then(is_near).is_some()
        })
    }

    /// Sets that exclude each other.
    fn note_occasion(&mut self, limits: &Limits, sets: &[DefinedSet], now: u64) {
        let is_new = |set: &&DefinedSet| !self.sets.contains_key(&set.definition);
        let near = |set: &DefinedSet| Some((set.definition, self.near(limits, set.definition, &set.sketch)?));
        let event = sets.iter().filter(is_new).find_map(near);
        self.events.extend(event.map(|(definition, other)| Event { when: now, definition, other }));
        for set in sets {
            self.occasions.entry(set.occasion).or_insert((set.weight, now));
            self.remember(set, now);
        }
    }

    /// The set as it is now: over versions of the data a definition keeps its place.
    fn remember(&mut self, set: &DefinedSet, now: u64) {
        let known = Remembered { sketch: set.sketch.clone(), last: now };
        if let Some(before) = self.sets.insert(set.definition, known) {
            self.by_size.remove(&(before.sketch.n(), set.definition));
        }
        self.by_size.insert((set.sketch.n(), set.definition));
    }

    fn forget(&mut self, limits: &Limits, now: u64) {
        self.events.retain(|event| event.when + limits.memory > now);
        self.occasions.retain(|_, (_, first)| *first + DAY > now);
        self.sets.retain(|_, set| set.last + limits.memory > now);
        self.index();
    }

    fn trim(&mut self, limits: &Limits) {
        let beyond = self.sets.len().saturating_sub(limits.remembered);
        if beyond == 0 {
            return;
        }
        let mut by_age: Vec<(u64, u128)> = self.sets.iter().map(|(definition, set)| (set.last, *definition)).collect();
        by_age.sort_unstable();
        for (_, definition) in by_age.iter().take(beyond) {
            self.sets.remove(definition);
        }
        self.index();
    }

    /// Keeps the order by size to what is remembered.
    fn index(&mut self) {
        if self.by_size.len() != self.sets.len() {
            self.by_size = self.sets.iter().map(|(definition, set)| (set.sketch.n(), *definition)).collect();
        }
    }
}

/// Below which distance two sets are near. Any two sets of a handful differ by fewer than twenty: of theirs, half must be common.
fn radius(limits: &Limits, one: &Sketch, other: &Sketch) -> u32 {
    let half = one.n().min(other.n()) / 2 + 1;
    u32::try_from(half).map_or(limits.radius, |half| half.min(limits.radius))
}

#[cfg(test)]
mod tests;

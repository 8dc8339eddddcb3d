//! From lives to register variables: which variables get values, and how a block's rows of each are made.
//!
//! *In → out*: a [`Block`] and the variable's dictionary and dates go in; chunks for the registry's writer come out, a
//! period at a time, units increasing.
//! *Start reading at*: [`COLUMNS`].

mod accidents;
mod courses;
mod dwellings;
mod education;
mod family;
mod households;
mod income;
mod jobs;
mod meters;
pub(crate) mod patients;
mod pay;
mod people;
mod persons;
mod register;
mod residence;
mod tax;
mod vehicles;
mod work;

use registry::{Chunk, ChunkValues};
use variables::{DataType, Temporality, Variable};

use crate::block::Block;
use crate::local::Thing;
use crate::person::Person;

/// What a maker of rows may look up about its variable.
pub(crate) struct Facts {
    pub(crate) variable: Variable,
    /// Sorted texts of a STRING variable.
    pub(crate) dictionary: Vec<String>,
    /// STATUS: the days of measurement. ACCUMULATED: first and last day of each period.
    pub(crate) periods: Vec<(i32, i32)>,
    /// Dense index of each municipality code of the geography, where units are municipalities.
    pub(crate) public_units: Vec<u32>,
}

impl Facts {
    /// The place of a code; codes that a maker names are in the list, which the tests check by the whole output.
    pub(crate) fn code(&self, code: &str) -> u32 {
        self.dictionary.binary_search_by(|text| text.as_str().cmp(code)).map_or(u32::MAX, |place| place as u32)
    }

    /// First and last day of an EVENT variable's data.
    pub(crate) fn window(&self) -> (i32, i32) {
        let from = self.variable.valid_from.map_or(i32::MIN, |day| day.0);
        let until = self.variable.valid_until.map_or(HORIZON, |day| day.0);
        (from, until.min(HORIZON))
    }
}

/// The last day that the simulation knows: 1 January after its last year.
pub(crate) const HORIZON: i32 = 20_089;

/// A variable that gets values.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// Makes a block's rows. Units that blocks make (`local.rs`) are counted within the block, all others are dense indices.
    pub(crate) make: fn(&Block, &Facts) -> Vec<Chunk>,
    /// Of so many of the latest years.
    pub(crate) years_at_most: i32,
    /// Sorted texts of a STRING variable without code list.
    pub(crate) texts: Texts,
}

/// Sorted texts, without repetition.
#[derive(Clone, Copy)]
pub(crate) enum Texts {
    Listed(&'static [&'static str]),
    Made(fn() -> Vec<String>),
}

impl Texts {
    /// All of them.
    pub(crate) fn all(self) -> Vec<String> {
        match self {
            Texts::Listed(texts) => texts.iter().map(|text| (*text).to_owned()).collect(),
            Texts::Made(make) => make(),
        }
    }
}

const fn column(name: &'static str, make: fn(&Block, &Facts) -> Vec<Chunk>) -> Column {
    Column { name, make, years_at_most: 200, texts: Texts::Listed(&[]) }
}

impl Column {
    /// The same for the latest years only.
    const fn of_late(self, years_at_most: i32) -> Column {
        Column { years_at_most, ..self }
    }

    /// The same with texts that no code list tells.
    const fn with_texts(self, texts: &'static [&'static str]) -> Column {
        Column { texts: Texts::Listed(texts), ..self }
    }
}

/// Every variable that gets values.
pub(crate) fn columns() -> Vec<Column> {
    [
        people::COLUMNS,
        residence::COLUMNS,
        family::COLUMNS,
        households::COLUMNS,
        education::COLUMNS,
        courses::COLUMNS,
        income::COLUMNS,
        tax::COLUMNS,
        work::COLUMNS,
        register::COLUMNS,
        jobs::COLUMNS,
        pay::COLUMNS,
        vehicles::COLUMNS,
        meters::COLUMNS,
        accidents::COLUMNS,
        patients::COLUMNS,
        dwellings::COLUMNS,
        persons::COLUMNS,
    ]
    .into_iter()
    .flatten()
    .map(|column| Column { ..*column })
    .collect()
}

/// Values of one kind on their way into a chunk.
pub(crate) trait Value: Copy {
    fn wrap(values: Vec<Self>, facts: &Facts) -> ChunkValues;
}

impl Value for u32 {
    /// A place in the dictionary or a unit, as the variable says.
    fn wrap(values: Vec<u32>, facts: &Facts) -> ChunkValues {
        if facts.variable.value_unit_type.is_some() { ChunkValues::Unit(values) } else { ChunkValues::Codes(values) }
    }
}

impl Value for i64 {
    fn wrap(values: Vec<i64>, facts: &Facts) -> ChunkValues {
        if facts.variable.data_type == DataType::Double {
            ChunkValues::Double(values.into_iter().map(|value| value as f64).collect())
        } else {
            ChunkValues::Long(values)
        }
    }
}

impl Value for f64 {
    fn wrap(values: Vec<f64>, _: &Facts) -> ChunkValues {
        ChunkValues::Double(values)
    }
}

/// Rows of a FIXED variable: at most one a person.
pub(crate) fn fixed<V: Value>(block: &Block, facts: &Facts, value: impl Fn(&Person) -> Option<V>) -> Vec<Chunk> {
    let (unit, values) = block.units().filter_map(|(unit, person)| Some((unit, value(person)?))).unzip();
    vec![Chunk { unit, value: V::wrap(values, facts), start: Vec::new(), stop: Vec::new() }]
}

/// Rows of a STATUS variable about persons: for each day, at most one a person. Places count within the block.
pub(crate) fn status<V: Value>(
    block: &Block,
    facts: &Facts,
    value: impl Fn(usize, &Person, i32) -> Option<V>,
) -> Vec<Chunk> {
    let rows = |day: i32| {
        let people = block.units().enumerate();
        let (unit, values): (Vec<u32>, Vec<V>) =
            people.filter_map(|(place, (unit, person))| Some((unit, value(place, person, day)?))).unzip();
        let start = vec![day; unit.len()];
        Chunk { unit, value: V::wrap(values, facts), start, stop: Vec::new() }
    };
    facts.periods.iter().map(|(day, _)| rows(*day)).collect()
}

/// Rows of an EVENT variable, given one by one in the order of units and starts.
pub(crate) struct Spells<V> {
    window: (i32, i32),
    unit: Vec<u32>,
    value: Vec<V>,
    start: Vec<i32>,
    stop: Vec<Option<i32>>,
}

impl<V: Value + PartialEq> Spells<V> {
    pub(crate) fn new(facts: &Facts) -> Spells<V> {
        Spells { window: facts.window(), unit: Vec::new(), value: Vec::new(), start: Vec::new(), stop: Vec::new() }
    }

    /// Adds a spell, cut to the variable's window; one that goes on beyond it is ongoing. A spell that only goes on with
    /// the same value is joined to the one before.
    pub(crate) fn add(&mut self, unit: u32, value: V, from: i32, to: i32) {
        let (first, last) = self.window;
        let start = from.max(first);
        if start > to || start > last {
            return;
        }
        let stop = (to <= last).then_some(to);
        let goes_on = self.unit.last() == Some(&unit)
            && self.value.last() == Some(&value)
            && self.stop.last().copied().flatten() == Some(start - 1);
        match self.stop.last_mut() {
            Some(open) if goes_on => *open = stop,
            _ => {
                self.unit.push(unit);
                self.value.push(value);
                self.start.push(start);
                self.stop.push(stop);
            }
        }
    }

    pub(crate) fn finish(self, facts: &Facts) -> Vec<Chunk> {
        vec![Chunk { unit: self.unit, value: V::wrap(self.value, facts), start: self.start, stop: self.stop }]
    }
}

/// Rows of a FIXED variable about units that blocks make.
pub(crate) fn fixed_of<V: Value>(n: usize, facts: &Facts, value: impl Fn(usize) -> Option<V>) -> Vec<Chunk> {
    let (unit, values) = (0..n).filter_map(|place| Some((place as u32, value(place)?))).unzip();
    vec![Chunk { unit, value: V::wrap(values, facts), start: Vec::new(), stop: Vec::new() }]
}

/// Rows of a STATUS or ACCUMULATED variable about units that blocks make: those that exist in the middle of each year, on the
/// first day of each month, or on each day.
pub(crate) fn dated_of<V: Value>(
    things: &[Thing],
    facts: &Facts,
    value: impl Fn(usize, i32) -> Option<V>,
) -> Vec<Chunk> {
    let is_status = facts.variable.temporality == Temporality::Status;
    let rows = |(start, stop): (i32, i32)| {
        // Of a month that has begun: the same units as those of a STATUS variable on its first day.
        let day = if stop - start < 40 { start } else { start + (stop - start) / 2 };
        let there = things.iter().enumerate().filter(|(_, thing)| thing.is_on(day));
        let (unit, values): (Vec<u32>, Vec<V>) =
            there.filter_map(|(place, _)| Some((place as u32, value(place, day)?))).unzip();
        let n = unit.len();
        let stop = if is_status { Vec::new() } else { vec![Some(stop); n] };
        Chunk { unit, value: V::wrap(values, facts), start: vec![start; n], stop }
    };
    facts.periods.iter().map(|period| rows(*period)).collect()
}

/// The spells of an EVENT variable about units that blocks make: each as long as the unit.
pub(crate) fn spells_of<V: Value + PartialEq>(
    things: &[Thing],
    facts: &Facts,
    value: impl Fn(usize) -> Option<V>,
) -> Vec<Chunk> {
    let mut spells = Spells::new(facts);
    for (place, thing) in things.iter().enumerate() {
        if let Some(value) = value(place) {
            spells.add(place as u32, value, thing.start, thing.stop);
        }
    }
    spells.finish(facts)
}

//! Events, censorings and numbers at risk at each time: all that survival curves and their tests need of the rows.

use super::timeline::{Codes, Grid, Timeline};
use crate::design::chunks;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// A life table of one group, by ascending time. The four columns have one length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// Times at which anybody leaves; of a grouped table the ends of intervals.
    pub times: Vec<f64>,
    /// Σw at risk just before each time (at the start of the interval).
    pub at_risk: Vec<f64>,
    /// Σw of events.
    pub events: Vec<f64>,
    /// Σw of those whose observation ends without the event.
    pub censored: Vec<f64>,
}

impl Counts {
    /// A table from its events and censorings at each time; `beyond` leave after the last one.
    pub fn from_exits(times: Vec<f64>, events: Vec<f64>, censored: Vec<f64>, beyond: f64) -> Self {
        let mut at_risk = vec![0.0; times.len()];
        let mut left = beyond;
        for ((risk, events), censored) in at_risk.iter_mut().zip(&events).zip(&censored).rev() {
            left += events + censored;
            *risk = left;
        }
        Counts { times, at_risk, events, censored }
    }

    /// Σw of all.
    pub fn n(&self) -> f64 {
        self.at_risk.first().copied().unwrap_or(0.0)
    }

    /// Σw of events.
    pub fn n_events(&self) -> f64 {
        self.events.iter().sum()
    }

    /// The table over the intervals up to and with each of `ends` (ascending): at risk at the start, events and censorings within.
    /// Who leaves after the last end is only at risk.
    pub fn grouped(&self, ends: &[f64]) -> Counts {
        let (mut events, mut censored) = (vec![0.0; ends.len()], vec![0.0; ends.len()]);
        let mut beyond = 0.0;
        for (at, time) in self.times.iter().enumerate() {
            match ends.partition_point(|end| end < time) {
                place if place < ends.len() => {
                    events[place] += self.events[at];
                    censored[place] += self.censored[at];
                }
                _ => beyond += self.events[at] + self.censored[at],
            }
        }
        Counts::from_exits(ends.to_vec(), events, censored, beyond)
    }
}

/// Σw of events and of all exits at each place.
struct Exits {
    places: Vec<[f64; 2]>,
    is_invalid: bool,
}

impl Accumulator for Exits {
    fn merge(&mut self, later: Self) {
        if self.places.is_empty() {
            self.places = later.places;
        } else {
            for (place, more) in self.places.iter_mut().zip(later.places) {
                place[0] += more[0];
                place[1] += more[1];
            }
        }
        self.is_invalid |= later.is_invalid;
    }
}

/// The life table of each group, one pass (whole times) or a sort (others).
///
/// # Errors
/// [`FitError::Shape`]; [`FitError::OutOfRange`] for events other than 0 and 1, times that are no numbers or negative weights;
/// cancellation.
pub fn counts(
    event: &dyn Rows<f64>,
    time: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    groups: Option<Codes<'_>>,
    watch: Watch<'_>,
) -> Result<Vec<Counts>, FitError> {
    let n = time.len();
    let is_like = event.len() == n && weights.is_none_or(|weights| weights.len() == n);
    if !is_like || groups.is_some_and(|groups| !groups.fit(n)) {
        return Err(FitError::Shape);
    }
    let n_groups = groups.map_or(1, |groups| groups.n);
    let rows = Exiting { event, weights, watch, n };
    if let Some(grid) = Grid::new(time, n_groups, watch)? {
        let exits = match groups {
            None => rows.exits(grid.n_slots, Some(time), |_, time| grid.slot(0, time))?,
            Some(groups) => rows.exits(grid.n_slots, Some(time), |row, time| grid.slot(groups.codes[row], time))?,
        };
        let tables = exits.chunks(grid.width.max(1)).map(|places| table(places, |place| grid.time(place)));
        return Ok(tables.collect());
    }
    let timeline = Timeline::new(time, groups, watch)?;
    let exits = rows.exits(timeline.n_cells(), None, |row, _| timeline.cells[row] as usize)?;
    let tables = timeline.strata().map(|cells| {
        let times = &timeline.times[cells.clone()];
        table(&exits[cells], |place| times[place])
    });
    Ok(tables.collect())
}

fn table(places: &[[f64; 2]], time: impl Fn(usize) -> f64) -> Counts {
    let used = || places.iter().enumerate().filter(|(_, exits)| exits[1] != 0.0);
    Counts::from_exits(
        used().map(|(place, _)| time(place)).collect(),
        used().map(|(_, exits)| exits[0]).collect(),
        used().map(|(_, exits)| exits[1] - exits[0]).collect(),
        0.0,
    )
}

struct Exiting<'a> {
    event: &'a dyn Rows<f64>,
    weights: Option<&'a dyn Rows<f64>>,
    watch: Watch<'a>,
    n: usize,
}

impl Exiting<'_> {
    fn exits(
        &self,
        n_places: usize,
        time: Option<&dyn Rows<f64>>,
        place: impl Fn(usize, f64) -> usize + Sync,
    ) -> Result<Vec<[f64; 2]>, FitError> {
        let new = || Exits { places: Vec::new(), is_invalid: false };
        let found = fold(self.n, BLOCK_ROWS.max(8 * n_places), self.watch, new, |exits, rows| {
            exits.places = vec![[0.0; 2]; n_places];
            let (mut times, mut events, mut given) = (vec![0.0; CHUNK], vec![0.0; CHUNK], vec![1.0; CHUNK]);
            for (_, rows) in chunks(rows) {
                let (first, n) = (rows.start, rows.len());
                self.event.read(first, &mut events[..n]);
                if let Some(time) = time {
                    time.read(first, &mut times[..n]);
                }
                if let Some(weights) = self.weights {
                    weights.read(first, &mut given[..n]);
                }
                for (at, row) in rows.enumerate() {
                    let (event, weight) = (events[at], given[at]);
                    exits.is_invalid |= !(event == 0.0 || event == 1.0) || !(weight >= 0.0 && weight.is_finite());
                    let target = &mut exits.places[place(row, times[at])];
                    target[0] += weight * event;
                    target[1] += weight;
                }
            }
        })?;
        if found.is_invalid { Err(FitError::OutOfRange) } else { Ok(found.places) }
    }
}

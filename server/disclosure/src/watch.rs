//! What left is accounted for, without ever changing an answer: a [`Watcher`] takes notes of what a filter releases.
//!
//! *In → out*: released counts and the questions behind them → [`Notes`] for quotas, odometer, meter and detectors.
//! *Invariants*: nothing here is read on the way to an answer. What a user can see through quotas ([`Cell::is_small`],
//! [`Notes::exposure`]) is decided from released numbers and metadata only; sets and their sketches are secret and are looked at
//! after the answer left. A filter without a watcher notes nothing and does nothing more. Argument: `proofs/watch.md`.

mod asked;
pub mod detectors;
mod information;
pub mod meter;
mod rest;
mod sketch;
mod split;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use self::asked::Asked;
pub(crate) use self::asked::Subject;
pub use self::sketch::Sketch;
pub use self::split::Split;
use crate::filter::{Filter, Protection, Question};
use crate::policy::Tier;
use crate::seed::{Definition, Keys, mix_words};
use crate::statistic::Statistic;

/// A released cell below this number (or hidden) is a small one: quotas count it more than once (near-sets 0.8).
const SMALL_CELL: i64 = 1000;

/// A level with a cell below this number (or hidden) adds to the odometer (confidentiality D.5).
const EXPOSED: i64 = 100;

/// Takes notes of what a filter releases. Cheap to clone, clones share the notes; each run has its own.
#[derive(Clone, Default)]
pub struct Watcher(Arc<Notebook>);

/// Lists of draws, so that threads that draw side by side do not wait for each other.
const LISTS: usize = 16;

#[derive(Default)]
struct Notebook {
    draws: [Mutex<Vec<Draw>>; LISTS],
    kept: Mutex<Kept>,
}

/// What was drawn for a question.
struct Draw {
    definition: Definition,
    /// Cells of one level exclude each other: a person is in one of them. `None`: a level of its own.
    level: Option<u64>,
    shown: Option<i64>,
    tier: Tier,
}

#[derive(Default)]
struct Kept {
    /// Those of the filter that is watched.
    keys: Option<Keys>,
    n_models: u64,
    subjects: Vec<Subject>,
    /// Definitions of sets and splits that were handed out in this run.
    known: HashSet<(bool, u128)>,
    n_outputs: u64,
}

/// A draw with its key.
struct Noted {
    key: CellKey,
    draw: Draw,
}

/// Identity of a question: a keyed hash of the data's versions and the normal form. The set is not in it, so neither a key nor its
/// repetition tells anything of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey(pub u128);

/// A released cell, hidden ones too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its question.
    pub key: CellKey,
    /// Its released number is below 1000, or hidden.
    pub is_small: bool,
    /// A variable of the sensitive tier is in the question.
    pub is_sensitive: bool,
}

/// Cells that exclude each other (the inner cells of a table, or those of one margin), small ones among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The same for the same cells: who asks again is exposed no further.
    pub key: u128,
    /// 1/(2V) in thousandths, rounded.
    pub exposure: u64,
}

/// What was released since the last look.
#[derive(Default)]
pub struct Notes {
    /// The cells, each once, in the order of their keys.
    pub cells: Vec<Cell>,
    /// Models over register data.
    pub n_models: u64,
    /// Sets that the script defined, each once a run. They hold their rows until they are dropped.
    pub sets: Vec<Asked>,
    /// Splits of populations by user-made columns, each once a run; likewise.
    pub splits: Vec<Split>,
    /// What adds to the odometer, level by level.
    pub levels: Vec<Level>,
    /// The sum over the levels: the most that anybody's ρ grew by, in thousandths, if no level was released before.
    pub exposure: u64,
}

impl Watcher {
    /// Notes since the last take. Called after the outputs were sent: it hashes questions and definitions of sets.
    pub fn take(&self) -> Notes {
        let draws: Vec<Draw> = self.0.draws.iter().flat_map(|list| std::mem::take(&mut *locked(list))).collect();
        let (keys, n_models, subjects) = {
            let mut kept = self.kept();
            (kept.keys.clone(), std::mem::take(&mut kept.n_models), std::mem::take(&mut kept.subjects))
        };
        let (mut sets, mut splits) = (Vec::new(), Vec::new());
        for (of_one, splits_of_one) in subjects.into_iter().map(Subject::unfold) {
            sets.extend(of_one);
            splits.extend(splits_of_one);
        }
        let known = &mut self.kept().known;
        sets.retain(|set| known.insert((false, set.definition)));
        splits.retain(|split| known.insert((true, split.partition)));
        let cells = keys.map(|keys| each_once(draws, &keys)).unwrap_or_default();
        let levels = levels(&cells);
        let exposure = levels.iter().map(|level| level.exposure).sum();
        Notes { cells: cells.iter().map(Noted::cell).collect(), n_models, sets, splits, levels, exposure }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        locked(&self.0.kept)
    }

    fn note(&self, draw: Draw) {
        let own = rayon::current_thread_index().unwrap_or_default() % LISTS;
        if let Some(list) = self.0.draws.get(own) {
            locked(list).push(draw);
        }
    }
}

/// Notes of a thread that panicked are as good as others: each is written at once.
fn locked<T>(notes: &Mutex<T>) -> MutexGuard<'_, T> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Noted {
    fn cell(&self) -> Cell {
        Cell { key: self.key, is_small: self.is_below(SMALL_CELL), is_sensitive: self.draw.tier == Tier::Sensitive }
    }

    fn is_below(&self, limit: i64) -> bool {
        self.draw.shown.is_none_or(|shown| shown < limit)
    }
}

/// The cells by key. One that was counted several times belongs to a level if it was counted for one.
fn each_once(draws: Vec<Draw>, keys: &Keys) -> Vec<Noted> {
    let noted = |draw: Draw| Noted { key: CellKey(keys.cell_key(&draw.definition)), draw };
    let mut cells: Vec<Noted> = draws.into_iter().map(noted).collect();
    cells.sort_by_key(|cell| (cell.key, cell.draw.level.is_none(), cell.draw.level));
    cells.dedup_by_key(|cell| cell.key);
    cells
}

/// The levels with small cells.
fn levels(cells: &[Noted]) -> Vec<Level> {
    let mut sums: HashMap<(Option<u64>, u128), (Level, bool)> = HashMap::new();
    for cell in cells {
        // Without a level, the cell stands for itself.
        let own = if cell.draw.level.is_none() { cell.key.0 } else { 0 };
        let empty = (Level { key: 0, exposure: 0 }, false);
        let (level, has_small) = sums.entry((cell.draw.level, own)).or_insert(empty);
        level.key = level.key.wrapping_add(cell.key.0);
        level.exposure = level.exposure.max(exposure(cell.draw.tier));
        *has_small |= cell.is_below(EXPOSED);
    }
    let mut levels: Vec<Level> =
        sums.into_values().filter(|(_, has_small)| *has_small).map(|(level, _)| level).collect();
    levels.sort_by_key(|level| level.key);
    levels
}

/// What one noised count costs in zero-concentrated differential privacy: ρ = 1/(2V) (Bun, Steinke 2016), in thousandths.
fn exposure(tier: Tier) -> u64 {
    // V = 6.5 and 10.
    match tier {
        Tier::Ordinary => 77,
        Tier::Sensitive => 50,
    }
}

/// Cells of an output that exclude each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disjoint {
    /// Those of a table's margin.
    Margin(usize),
    /// The categories of a dimension that is cut before it is tabulated, or of a factor before it is fitted.
    Dimension(usize),
    /// What belongs to one of several variables.
    Variable(usize),
    /// The values of a variable that has few, in all cells of a margin.
    Values,
}

impl Disjoint {
    fn number(self) -> u64 {
        match self {
            Disjoint::Values => 0,
            Disjoint::Margin(at) => 3 * at as u64 + 1,
            Disjoint::Dimension(at) => 3 * at as u64 + 2,
            Disjoint::Variable(at) => 3 * at as u64 + 3,
        }
    }
}

/// A filter's tie to its watcher, and what it is counting at the moment.
#[derive(Clone)]
pub(crate) struct Watch {
    watcher: Watcher,
    /// The output, and the parts of it on the way to here.
    place: u64,
    /// Cells counted here are of one level.
    is_level: bool,
    /// Whether there are such cells is not known without data: hidden ones are not noted, or their number would tell.
    is_unlisted: bool,
}

impl Watch {
    pub(crate) fn new(watcher: Watcher) -> Self {
        Watch { watcher, place: 0, is_level: false, is_unlisted: false }
    }

    /// The same for a part of what is counted here.
    fn part(&self, part: u64, is_level: bool) -> Self {
        let place = mix_words(self.place, part, PLACE.0, PLACE.1);
        Watch { watcher: self.watcher.clone(), place, is_level, is_unlisted: self.is_unlisted }
    }
}

/// Any two numbers: places are told apart, not hidden.
const PLACE: (u64, u64) = (0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03);

impl Filter {
    /// The same filter, with a watcher that notes what it releases.
    #[must_use]
    pub fn watched_by(&self, watcher: Watcher) -> Filter {
        watcher.kept().keys = Some(self.keys().clone());
        self.with_watch(Watch::new(watcher))
    }

    /// Whether somebody takes notes.
    pub fn is_watched(&self) -> bool {
        self.watch().is_some()
    }

    /// The filter for the next output; cells of two outputs are never of one level.
    pub(crate) fn for_output(&self) -> Cow<'_, Filter> {
        let Some(watch) = self.watch() else { return Cow::Borrowed(self) };
        let output = {
            let mut kept = watch.watcher.kept();
            kept.n_outputs += 1;
            kept.n_outputs
        };
        Cow::Owned(self.with_watch(watch.part(output, false)))
    }

    /// The filter for cells that exclude each other: a part of what is counted with this one.
    pub(crate) fn level(&self, part: Disjoint) -> Cow<'_, Filter> {
        let Some(watch) = self.watch() else { return Cow::Borrowed(self) };
        Cow::Owned(self.with_watch(watch.part(part.number(), true)))
    }

    /// The filter for a cell of this level; `is_listed`: metadata alone say that there is one.
    pub(crate) fn cell(&self, is_listed: bool) -> Cow<'_, Filter> {
        match self.watch() {
            Some(watch) if !is_listed => Cow::Owned(self.with_watch(Watch { is_unlisted: true, ..watch.clone() })),
            _ => Cow::Borrowed(self),
        }
    }

    /// Notes a draw.
    pub(crate) fn note_cell(&self, definition: &Definition, tier: Tier, shown: Option<i64>) {
        let Some(watch) = self.watch().filter(|watch| shown.is_some() || !watch.is_unlisted) else { return };
        let level = watch.is_level.then_some(watch.place);
        watch.watcher.note(Draw { definition: *definition, level, shown, tier });
    }

    /// Notes the sets that a statistic is about.
    pub(crate) fn note_statistic(&self, statistic: &Statistic, question: &Question) {
        let Some(watch) = self.watch() else { return };
        let subject = Subject::of(self, statistic, question);
        let n_models = match statistic {
            Statistic::Model(_) => 1,
            Statistic::Pairs(input) => input.models.len() as u64,
            _ => 0,
        };
        let mut kept = watch.watcher.kept();
        kept.n_models += if subject.is_some() { n_models } else { 0 };
        kept.subjects.extend(subject);
    }

    /// Notes sets.
    pub(crate) fn note_sets(&self, sets: impl FnOnce() -> Option<Subject>) {
        let Some(watch) = self.watch() else { return };
        let subject = sets();
        watch.watcher.kept().subjects.extend(subject);
    }

    /// Whether a question's sets are noted: exact answers are about public data.
    fn is_protected(&self, question: &Question, sources: &crate::normal_form::Sources) -> bool {
        self.protection(question, sources) != Protection::Exact
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise_row::NoiseRow;

    #[test]
    fn the_exposure_of_a_level_follows_from_the_noise_row() {
        for tier in [Tier::Ordinary, Tier::Sensitive] {
            let variance: f64 = NoiseRow::of(tier).probabilities().map(|(noise, p)| (noise as f64).powi(2) * p).sum();
            assert_eq!(exposure(tier), (500.0 / variance).round() as u64, "{tier:?}");
        }
    }
}

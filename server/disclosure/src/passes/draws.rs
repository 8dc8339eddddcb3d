//! Second pass: for all targets at once the units that lead in the draws of weights, and the largest contributions.
//!
//! Where cells are few a block's rows are first sorted by cell: the rows of a cell are then compared with the same numbers, several at
//! once. Nearly all of them are done with there, by limits that the first pass gives.

use super::sums::{CellSums, Summed};
use super::{Block, Buckets, Passes};
use crate::seed::{mix, mix_words};
use crate::tally::BLOCK;
use crate::weights::{Leaders, Leading, Plan, orders, smallness};

/// Most cells that blocks are sorted by: with more the rows of a cell in a block are too few to gain by it.
const SORTED_CELLS: usize = 256;

/// What is looked for among a target's rows.
pub(crate) enum Sought {
    /// Nothing.
    Nothing,
    /// The leading units of a draw, and beside those that it changes the two with the largest |x|; influence is the distance from
    /// the mean.
    Draw { plan: Plan, mean: f64 },
    /// All rows.
    Rows,
}

/// What was found of a target.
pub(crate) enum Drawn {
    /// Nothing was looked for.
    Nothing,
    /// The leading units, and rows with their |x|: the largest, more than the draw changes by two at least.
    Draw { leading: Leading, large: Vec<(f64, u32)> },
    /// All rows, ascending.
    Rows(Vec<u32>),
}

/// What a row is compared with before anything is kept.
#[derive(Clone, Copy)]
struct Limits {
    seed: u128,
    mean: f64,
    limits: [u64; 3],
    /// |x| from which a row is kept.
    large: f64,
}

impl Limits {
    fn of(sought: &Sought, limits: [u64; 3], large: f64) -> Limits {
        match sought {
            Sought::Draw { plan, mean } => Limits { seed: plan.seed_of_orders(), mean: *mean, limits, large },
            // No row leads.
            Sought::Nothing => Limits { seed: 0, mean: f64::NAN, limits: [0; 3], large: f64::INFINITY },
            Sought::Rows => Limits { seed: 0, mean: f64::NAN, limits: [0; 3], large: 0.0 },
        }
    }

    /// Whether a row comes into question.
    #[inline(always)]
    fn is_sought(&self, key: u128, value: f64) -> bool {
        let [dropped, doubled] = orders(mix(key, self.seed));
        (dropped <= self.limits[0])
            | (doubled <= self.limits[1])
            | (smallness((value - self.mean).abs()) <= self.limits[2])
            | (value.abs() >= self.large)
    }

    /// The same for many rows at once, one byte a row; keys in halves.
    #[inline(always)]
    fn mark(&self, (low, high): (&[u64], &[u64]), values: &[f64], marks: &mut [u8]) {
        let (seed_low, seed_high) = (self.seed as u64, (self.seed >> 64) as u64);
        // The bits of numbers that are not negative are ordered as they are.
        let (mean, least) = (self.mean, f64::from_bits(!self.limits[2]));
        for (((low, high), value), mark) in low.iter().zip(high).zip(values).zip(marks) {
            let [dropped, doubled] = orders(mix_words(*low, *high, seed_low, seed_high));
            let is_first = (dropped <= self.limits[0]) | (doubled <= self.limits[1]) | ((value - mean).abs() >= least);
            *mark = u8::from(is_first | (value.abs() >= self.large));
        }
    }
}

/// [`Limits::mark`] for the processor at hand.
struct Mark<'a> {
    limits: Limits,
    keys: (&'a [u64], &'a [u64]),
    values: &'a [f64],
    marks: &'a mut [u8],
}

impl pulp::NullaryFnOnce for Mark<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.limits.mark(self.keys, self.values, self.marks);
    }
}

/// Rows with a large |x|.
struct Large {
    /// How many are kept at least, if there are so many.
    k: usize,
    rows: Vec<(f64, u32)>,
}

impl Large {
    fn of(sought: &Sought) -> Large {
        let k = match sought {
            Sought::Nothing => 0,
            Sought::Draw { plan, .. } => plan.most_changed() + 2,
            Sought::Rows => usize::MAX,
        };
        Large { k, rows: Vec::new() }
    }

    /// Keeps a row; the |x| below which none is kept any more, if it is told now.
    fn offer(&mut self, size: f64, row: u32) -> Option<f64> {
        self.rows.push((size, row));
        (self.rows.len() / 2 > self.k).then(|| self.cut()).flatten()
    }

    /// Of equal ones any may go: the largest of those that a draw does not change are as large either way.
    fn cut(&mut self) -> Option<f64> {
        self.rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        self.rows.truncate(self.k);
        self.rows.last().map(|(size, _)| *size)
    }
}

/// A block's rows by cell.
struct Sorted {
    /// Where each cell's rows begin, and the end.
    starts: Vec<usize>,
    next: Vec<usize>,
    low: Box<[u64; BLOCK]>,
    high: Box<[u64; BLOCK]>,
    values: Box<[f64; BLOCK]>,
    rows: Box<[u32; BLOCK]>,
    marks: Box<[u8; BLOCK]>,
}

impl Sorted {
    fn new(n_cells: usize) -> Sorted {
        Sorted {
            starts: vec![0; n_cells + 1],
            next: vec![0; n_cells],
            low: Box::new([0; BLOCK]),
            high: Box::new([0; BLOCK]),
            values: Box::new([0.0; BLOCK]),
            rows: Box::new([0; BLOCK]),
            marks: Box::new([0; BLOCK]),
        }
    }

    fn sort(&mut self, block: &Block<'_>) {
        self.starts.fill(0);
        for cell in block.cells {
            if (*cell as usize) < self.next.len()
                && let Some(count) = self.starts.get_mut(*cell as usize + 1)
            {
                *count += 1;
            }
        }
        let mut total = 0;
        for (start, next) in self.starts.iter_mut().skip(1).zip(&mut self.next) {
            *next = total;
            total += *start;
            *start = total;
        }
        for (((row, cell), value), key) in block.rows.iter().zip(block.cells).zip(block.values).zip(block.keys) {
            let Some(next) = self.next.get_mut(*cell as usize) else { continue };
            let at = *next & (BLOCK - 1);
            *next += 1;
            if let (Some(low), Some(high)) = (self.low.get_mut(at), self.high.get_mut(at)) {
                (*low, *high) = (*key as u64, (*key >> 64) as u64);
            }
            if let (Some(own), Some(place)) = (self.values.get_mut(at), self.rows.get_mut(at)) {
                (*own, *place) = (*value, *row);
            }
        }
    }
}

struct State {
    limits: Vec<Limits>,
    leaders: Vec<Option<Leaders>>,
    large: Vec<Large>,
    sorted: Option<Sorted>,
    arch: pulp::Arch,
}

impl State {
    fn offer(&mut self, target: u32, row: u32, key: u128, value: f64) {
        let at = target as usize;
        let Some(own) = self.limits.get_mut(at) else { return };
        if let Some(Some(leaders)) = self.leaders.get_mut(at) {
            leaders.offer(row as usize, key, (value - own.mean).abs());
            let now = leaders.limits();
            own.limits.iter_mut().zip(now).for_each(|(limit, now)| *limit = now.min(*limit));
        }
        if value.abs() >= own.large
            && let Some(large) = self.large.get_mut(at)
            && let Some(least) = large.offer(value.abs(), row)
        {
            own.large = least.max(own.large);
        }
    }

    /// Row by row.
    fn see(&mut self, block: &Block<'_>, targets: &[Vec<u32>]) {
        for targets in targets {
            for (((row, cell), value), key) in block.rows.iter().zip(block.cells).zip(block.values).zip(block.keys) {
                let Some(target) = targets.get(*cell as usize) else { continue };
                if self.limits.get(*target as usize).is_some_and(|own| own.is_sought(*key, *value)) {
                    self.offer(*target, *row, *key, *value);
                }
            }
        }
    }

    /// Cell by cell.
    fn see_sorted(&mut self, sorted: &mut Sorted, block: &Block<'_>, targets: &[Vec<u32>]) {
        sorted.sort(block);
        let arch = self.arch;
        for targets in targets {
            for (ends, target) in sorted.starts.windows(2).zip(targets) {
                let &[from, to] = ends else { continue };
                let Some(own) = self.limits.get(*target as usize).copied() else { continue };
                let (Some(low), Some(high)) = (sorted.low.get(from..to), sorted.high.get(from..to)) else { continue };
                let values = sorted.values.get(from..to).unwrap_or_default();
                let marks = sorted.marks.get_mut(from..to).unwrap_or_default();
                arch.dispatch(Mark { limits: own, keys: (low, high), values, marks: &mut *marks });
                let rows = sorted.rows.get(from..to).unwrap_or_default();
                for (at, eight) in marks.chunks(8).enumerate() {
                    if eight.iter().fold(0, |any, mark| any | mark) == 0 {
                        continue;
                    }
                    let of_eight = low.iter().zip(high).zip(values).zip(rows).zip(&*marks).skip(8 * at).take(8);
                    for ((((low, high), value), row), mark) in of_eight {
                        if *mark != 0 {
                            self.offer(*target, *row, u128::from(*high) << 64 | u128::from(*low), *value);
                        }
                    }
                }
            }
        }
    }
}

impl Passes<'_> {
    /// Runs the pass. Nearly all rows are passed over by limits that the first pass gives; should one of the leading ones be among
    /// them, all rows are looked at.
    pub(crate) fn draw(&self, sought: &[Sought], summed: &Summed, buckets: &Buckets) -> Vec<Drawn> {
        let limits = |(sought, (sums, counts)): (&Sought, (&CellSums, &Vec<u64>))| match sought {
            Sought::Draw { plan, mean } => {
                let far = buckets.farthest(counts, *mean, plan.n_influential());
                let large = buckets.farthest(counts, 0.0, plan.most_changed() + 2);
                (Leaders::expected_limits(plan, sums.set.n, far), large)
            }
            Sought::Nothing | Sought::Rows => ([0; 3], 0.0),
        };
        let of_targets = summed.sums.iter().zip(&summed.counts);
        let limits: Vec<([u64; 3], f64)> = sought.iter().zip(of_targets).map(limits).collect();
        let mut found = self.found(sought, &limits);
        let is_complete = |((leaders, _), (limits, _)): (&mut (Option<Leaders>, Large), &([u64; 3], f64))| {
            leaders.as_mut().is_none_or(|leaders| leaders.are_below(*limits))
        };
        if !found.iter_mut().zip(&limits).all(is_complete) {
            found = self.found(sought, &vec![([u64::MAX; 3], 0.0); sought.len()]);
        }
        found
            .into_iter()
            .zip(sought)
            .map(|((leaders, large), sought)| match (sought, leaders) {
                (Sought::Draw { plan, .. }, Some(leaders)) => {
                    Drawn::Draw { leading: leaders.leading(plan), large: large.rows }
                }
                (Sought::Rows, _) => Drawn::Rows(large.rows.into_iter().map(|(_, row)| row).collect()),
                _ => Drawn::Nothing,
            })
            .collect()
    }

    /// What is among the rows that pass the limits.
    fn found(&self, sought: &[Sought], limits: &[([u64; 3], f64)]) -> Vec<(Option<Leaders>, Large)> {
        let targets = self.measured();
        let leaders = || -> Vec<Option<Leaders>> {
            let leaders = |sought: &Sought| match sought {
                Sought::Draw { plan, .. } => Some(Leaders::new(plan)),
                Sought::Nothing | Sought::Rows => None,
            };
            sought.iter().map(leaders).collect()
        };
        let start = || State {
            limits: sought
                .iter()
                .zip(limits)
                .map(|(sought, (limits, large))| Limits::of(sought, *limits, *large))
                .collect(),
            leaders: leaders(),
            large: sought.iter().map(Large::of).collect(),
            sorted: (self.n_cells <= SORTED_CELLS).then(|| Sorted::new(self.n_cells)),
            arch: pulp::Arch::new(),
        };
        let see = |state: &mut State, block: &Block<'_>| match state.sorted.take() {
            Some(mut sorted) => {
                state.see_sorted(&mut sorted, block, &targets);
                state.sorted = Some(sorted);
            }
            None => state.see(block, &targets),
        };
        let mut all: Vec<(Option<Leaders>, Large)> = leaders().into_iter().zip(sought.iter().map(Large::of)).collect();
        for part in self.parts(true, None, start, see) {
            for ((all, leaders), large) in all.iter_mut().zip(part.leaders).zip(part.large) {
                all.0 = all.0.take().zip(leaders).map(|(all, part)| all.merged(part));
                all.1.rows.extend(large.rows);
            }
        }
        for (_, large) in all.iter_mut().filter(|(_, large)| large.k < usize::MAX) {
            large.cut();
        }
        all
    }
}

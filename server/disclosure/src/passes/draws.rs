//! Second pass: the units that lead in the draws of weights, for all targets at once.
//!
//! Where cells are few a block's rows are first sorted by cell: the rows of a cell are then compared with the same numbers, several at
//! once. Nearly all of them are done with there.

use super::sums::{CellSums, Summed};
use super::{Block, Buckets, Passes};
use crate::seed::{mix, mix_words};
use crate::tally::BLOCK;
use crate::weights::{Leaders, Leading, Plan, orders, smallness};

/// Most cells that blocks are sorted by: with more the rows of a cell in a block are too few to gain by it.
const SORTED_CELLS: usize = 256;

/// What a row is compared with before anything is kept.
#[derive(Clone, Copy)]
struct Limits {
    seed: u128,
    mean: f64,
    limits: [u64; 3],
}

impl Limits {
    fn of(plan: Option<&Plan>, mean: f64, limits: [u64; 3]) -> Limits {
        match plan {
            Some(plan) => Limits { seed: plan.seed_of_orders(), mean, limits },
            // No row leads.
            None => Limits { seed: 0, mean: f64::NAN, limits: [0; 3] },
        }
    }

    /// Whether a row comes into question.
    #[inline(always)]
    fn may_lead(&self, key: u128, value: f64) -> bool {
        let [dropped, doubled] = orders(mix(key, self.seed));
        (dropped <= self.limits[0])
            | (doubled <= self.limits[1])
            | (smallness((value - self.mean).abs()) <= self.limits[2])
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
            *mark = u8::from(is_first);
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
    sorted: Option<Sorted>,
    arch: pulp::Arch,
}

impl State {
    fn offer(&mut self, target: u32, row: usize, key: u128, value: f64) {
        if let (Some(own), Some(Some(leaders))) =
            (self.limits.get_mut(target as usize), self.leaders.get_mut(target as usize))
        {
            leaders.offer(row, key, (value - own.mean).abs());
            let now = leaders.limits();
            own.limits.iter_mut().zip(now).for_each(|(limit, now)| *limit = now.min(*limit));
        }
    }

    /// Row by row.
    fn see(&mut self, block: &Block<'_>, targets: &[Vec<u32>]) {
        for targets in targets {
            for (((row, cell), value), key) in block.rows.iter().zip(block.cells).zip(block.values).zip(block.keys) {
                let Some(target) = targets.get(*cell as usize) else { continue };
                if self.limits.get(*target as usize).is_some_and(|own| own.may_lead(*key, *value)) {
                    self.offer(*target, *row as usize, *key, *value);
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
                            self.offer(*target, *row as usize, u128::from(*high) << 64 | u128::from(*low), *value);
                        }
                    }
                }
            }
        }
    }
}

impl Passes<'_> {
    /// The leading units (rows) of the targets that have a plan; influence is the distance from the target's mean. Nearly all rows
    /// are passed over by limits that the first pass gives; should one of the leading ones be among them, all rows are looked at.
    pub(crate) fn leading(
        &self,
        plans: &[Option<Plan>],
        means: &[f64],
        summed: &Summed,
        buckets: &Buckets,
    ) -> Vec<Option<Leading>> {
        let limits = |((plan, mean), (sums, counts)): ((&Option<Plan>, &f64), (&CellSums, &Vec<u64>))| match plan {
            Some(plan) => {
                let far = buckets.farthest(counts, *mean, plan.n_influential());
                Leaders::expected_limits(plan, sums.set.n, far)
            }
            None => [0; 3],
        };
        let of_targets = summed.sums.iter().zip(&summed.counts);
        let limits: Vec<[u64; 3]> = plans.iter().zip(means).zip(of_targets).map(limits).collect();
        let mut leaders = self.leaders(plans, means, &limits);
        if !leaders
            .iter_mut()
            .zip(&limits)
            .all(|(leaders, limits)| leaders.as_mut().is_none_or(|own| own.are_below(*limits)))
        {
            leaders = self.leaders(plans, means, &vec![[u64::MAX; 3]; plans.len()]);
        }
        leaders.into_iter().zip(plans).map(|(leaders, plan)| Some(leaders?.leading(plan.as_ref()?))).collect()
    }

    /// Those of the rows below the limits.
    fn leaders(&self, plans: &[Option<Plan>], means: &[f64], limits: &[[u64; 3]]) -> Vec<Option<Leaders>> {
        let targets = self.measured();
        let start = || State {
            limits: plans
                .iter()
                .zip(means)
                .zip(limits)
                .map(|((plan, mean), limits)| Limits::of(plan.as_ref(), *mean, *limits))
                .collect(),
            leaders: plans.iter().map(|plan| plan.as_ref().map(Leaders::new)).collect(),
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
        let mut all: Vec<Option<Leaders>> = plans.iter().map(|plan| plan.as_ref().map(Leaders::new)).collect();
        for part in self.parts(true, None, start, see) {
            for (all, part) in all.iter_mut().zip(part.leaders) {
                *all = all.take().zip(part).map(|(all, part)| all.merged(part));
            }
        }
        all
    }
}

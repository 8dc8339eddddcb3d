//! Third pass: the values in the buckets that percentiles look at, the two largest contributions, and the rows of small targets.

use super::buckets::SLOTS;
use super::{Block, Buckets, Passes};

/// What is wanted of a target.
#[derive(Clone, Default)]
pub(crate) struct Wanted {
    /// Buckets whose values are wanted, as bits.
    pub(crate) buckets: u128,
    /// The two largest |x| of rows that are not these (ascending); `None`: not asked for.
    pub(crate) largest_but: Option<Vec<usize>>,
    /// An |x| that two others than these have at least.
    pub(crate) large: f64,
    /// All its rows.
    pub(crate) rows: bool,
}

/// What was found of a target.
#[derive(Clone, Default)]
pub(crate) struct Collected {
    /// The values in the wanted buckets, in no particular order.
    pub(crate) values: Vec<f64>,
    /// The largest |x| and the second largest.
    pub(crate) largest: [f64; 2],
    /// The rows, ascending.
    pub(crate) rows: Vec<u32>,
}

impl Collected {
    fn merge(&mut self, other: Collected) {
        self.values.extend(other.values);
        self.rows.extend(other.rows);
        for size in other.largest {
            self.rank(size);
        }
    }

    fn rank(&mut self, size: f64) {
        let [largest, second] = self.largest;
        self.largest = [largest.max(size), if size > largest { largest } else { second.max(size) }];
    }
}

struct State {
    /// |x| above which a row may be among the two largest of a target.
    sizes: Vec<f64>,
    /// The least of them.
    least: f64,
    found: Vec<Collected>,
}

impl State {
    fn of(wanted: &[Wanted]) -> State {
        let size =
            |wanted: &Wanted| if wanted.largest_but.is_some() { wanted.large.next_down() } else { f64::INFINITY };
        let sizes: Vec<f64> = wanted.iter().map(size).collect();
        let least = sizes.iter().copied().fold(f64::INFINITY, f64::min);
        State { sizes, least, found: vec![Collected::default(); wanted.len()] }
    }

    /// Looks whether a row is among the two largest of a target.
    #[cold]
    fn rank(&mut self, wanted: &[Wanted], target: usize, row: usize, size: f64) {
        let but = wanted.get(target).and_then(|wanted| wanted.largest_but.as_ref());
        if but.is_none_or(|but| but.binary_search(&row).is_ok()) {
            return;
        }
        if let (Some(found), Some(limit)) = (self.found.get_mut(target), self.sizes.get_mut(target)) {
            found.rank(size);
            *limit = limit.max(found.largest[1]);
        }
    }
}

impl Passes<'_> {
    /// Runs the pass.
    pub(crate) fn collect(&self, buckets: &Buckets, wanted: &[Wanted]) -> Vec<Collected> {
        // By what was asked for, before a row is looked at.
        if wanted.iter().all(|wanted| wanted.buckets == 0 && wanted.largest_but.is_none() && !wanted.rows) {
            return vec![Collected::default(); wanted.len()];
        }
        let targets = self.measured();
        let masks: Vec<u128> = wanted.iter().map(|wanted| wanted.buckets).collect();
        let of_any = masks.iter().fold(0, |all, mask| all | mask);
        // Most rows are in a slot that nobody wants anything of.
        let slots: Vec<bool> = (0..SLOTS).map(|slot| buckets.of_slot(slot) & of_any != 0).collect();
        let rows_of_any = wanted.iter().any(|wanted| wanted.rows);
        let see = |state: &mut State, block: &Block<'_>| {
            let rows = || block.rows.iter().zip(block.cells);
            let targets_of = |cell: u32| targets.iter().filter_map(move |targets| targets.get(cell as usize));
            for (((row, cell), value), slot) in rows().zip(block.values).zip(block.slots) {
                let slot = *slot as usize;
                if slots.get(slot) == Some(&true) {
                    let bit = 1_u128 << buckets.in_slot(slot, *value);
                    for target in targets_of(*cell) {
                        if masks.get(*target as usize).is_some_and(|mask| mask & bit != 0)
                            && let Some(found) = state.found.get_mut(*target as usize)
                        {
                            found.values.push(*value);
                        }
                    }
                }
                let size = value.abs();
                if size > state.least {
                    for target in targets_of(*cell) {
                        if state.sizes.get(*target as usize).is_some_and(|limit| size > *limit) {
                            state.rank(wanted, *target as usize, *row as usize, size);
                        }
                    }
                }
            }
            if rows_of_any {
                for (row, cell) in rows() {
                    for target in targets_of(*cell) {
                        if wanted.get(*target as usize).is_some_and(|wanted| wanted.rows)
                            && let Some(found) = state.found.get_mut(*target as usize)
                        {
                            found.rows.push(*row);
                        }
                    }
                }
            }
        };
        let mut all = vec![Collected::default(); wanted.len()];
        for part in self.parts(false, Some(buckets), || State::of(wanted), see) {
            all.iter_mut().zip(part.found).for_each(|(all, part)| all.merge(part));
        }
        all
    }
}

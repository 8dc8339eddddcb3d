//! Third pass: the values in the buckets that percentiles look at, the two largest contributions, and the rows of small targets.

use super::{Block, Buckets, Passes};

/// What is wanted of a target.
#[derive(Clone, Default)]
pub(crate) struct Wanted {
    /// Buckets whose values are wanted, as bits.
    pub(crate) buckets: u128,
    /// The two largest |x| of rows that are not these (ascending); `None`: not asked for.
    pub(crate) largest_but: Option<Vec<usize>>,
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
    /// |x| above which a row may be among the two largest.
    sizes: Vec<f64>,
    found: Vec<Collected>,
}

impl Passes<'_> {
    /// Runs the pass.
    pub(crate) fn collect(&self, buckets: &Buckets, wanted: &[Wanted]) -> Vec<Collected> {
        let targets = self.targets();
        let masks: Vec<u128> = wanted.iter().map(|wanted| wanted.buckets).collect();
        let rows_of_any = wanted.iter().any(|wanted| wanted.rows);
        let start = || State {
            sizes: wanted.iter().map(|wanted| if wanted.largest_but.is_some() { 0.0 } else { f64::INFINITY }).collect(),
            found: vec![Collected::default(); wanted.len()],
        };
        let see = |state: &mut State, block: &Block<'_>| {
            let rows = || block.rows.clone().zip(block.cells);
            for ((row, cell), value) in rows().zip(block.values) {
                let bit = 1_u128 << (buckets.of(*value) & 127);
                let size = value.abs();
                for targets in &targets {
                    let Some(target) = targets.get(*cell as usize).map(|target| *target as usize) else { continue };
                    if masks.get(target).is_some_and(|mask| mask & bit != 0)
                        && let Some(found) = state.found.get_mut(target)
                    {
                        found.values.push(*value);
                    }
                    if state.sizes.get(target).is_some_and(|least| size > *least) {
                        state.rank(wanted, target, row, size);
                    }
                }
            }
            if rows_of_any {
                for (row, cell) in rows() {
                    for target in targets.iter().filter_map(|targets| targets.get(*cell as usize)) {
                        let target = *target as usize;
                        if wanted.get(target).is_some_and(|wanted| wanted.rows)
                            && let Some(found) = state.found.get_mut(target)
                        {
                            found.rows.push(row as u32);
                        }
                    }
                }
            }
        };
        let mut all = vec![Collected::default(); wanted.len()];
        for part in self.parts(false, start, see) {
            all.iter_mut().zip(part.found).for_each(|(all, part)| all.merge(part));
        }
        all
    }
}

impl State {
    #[cold]
    fn rank(&mut self, wanted: &[Wanted], target: usize, row: usize, size: f64) {
        let but = wanted.get(target).and_then(|wanted| wanted.largest_but.as_ref());
        if but.is_none_or(|but| but.binary_search(&row).is_ok()) {
            return;
        }
        if let (Some(found), Some(least)) = (self.found.get_mut(target), self.sizes.get_mut(target)) {
            found.rank(size);
            *least = found.largest[1];
        }
    }
}

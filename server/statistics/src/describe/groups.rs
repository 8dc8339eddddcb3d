//! Weight, mean and centered sum of squares of each group, in two passes: means first, then squares about them.

use std::ops::Range;

use crate::design::chunks;
use crate::fold::{Accumulator, BLOCK_ROWS, Cancelled, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// One group. Mean and squares are 0 where there is no weight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// Σ w.
    pub weight: f64,
    /// Mean.
    pub mean: f64,
    /// Σ w (x − mean)².
    pub squares: f64,
}

impl Group {
    /// Variance with Σw − 1; `None` for a weight of at most 1.
    pub fn variance(&self) -> Option<f64> {
        (self.weight > 1.0).then(|| self.squares / (self.weight - 1.0))
    }
}

/// Σ w, Σ w d, Σ w d² of each group.
struct Sums(Vec<[f64; 3]>);

impl Accumulator for Sums {
    fn merge(&mut self, later: Self) {
        for (mine, other) in self.0.iter_mut().zip(later.0) {
            mine.iter_mut().zip(other).for_each(|(m, o)| *m += o);
        }
    }
}

/// The groups of `values` by `codes` (in `0..n_groups`; rows with a higher code do not count).
///
/// # Errors
/// Cancellation.
pub fn groups(
    values: &dyn Rows<f64>,
    codes: &dyn Rows<u32>,
    n_groups: usize,
    weights: Option<&dyn Rows<f64>>,
    watch: Watch<'_>,
) -> Result<Vec<Group>, Cancelled> {
    let pass = |centers: &[f64]| {
        let block = BLOCK_ROWS.max(64 * n_groups);
        fold(
            values.len(),
            block,
            watch,
            || Sums(vec![[0.0; 3]; n_groups]),
            |partial, rows: Range<usize>| {
                let (mut x, mut w, mut code) = ([0.0; CHUNK], [1.0; CHUNK], [0; CHUNK]);
                for (_, rows) in chunks(rows) {
                    let n = rows.len();
                    values.read(rows.start, &mut x[..n]);
                    codes.read(rows.start, &mut code[..n]);
                    if let Some(weights) = weights {
                        weights.read(rows.start, &mut w[..n]);
                    }
                    for ((x, w), code) in x[..n].iter().zip(&w[..n]).zip(&code[..n]) {
                        let at = *code as usize;
                        if let (Some(sums), true) = (partial.0.get_mut(at), *w > 0.0) {
                            let d = x - centers[at];
                            sums[0] += w;
                            sums[1] += w * d;
                            sums[2] += w * d * d;
                        }
                    }
                }
            },
        )
    };
    // Any value of the data will do to begin with: it keeps the sums small.
    let mut first = [0.0];
    if !values.is_empty() {
        values.read(0, &mut first);
    }
    let mean = |center: f64, sums: &[f64; 3]| if sums[0] > 0.0 { center + sums[1] / sums[0] } else { 0.0 };
    let rough: Vec<f64> = pass(&vec![first[0]; n_groups])?.0.iter().map(|sums| mean(first[0], sums)).collect();
    let exact = pass(&rough)?.0;
    Ok(rough
        .iter()
        .zip(&exact)
        .map(|(center, sums)| {
            let rest = if sums[0] > 0.0 { sums[1] * sums[1] / sums[0] } else { 0.0 };
            Group { weight: sums[0], mean: mean(*center, sums), squares: (sums[2] - rest).max(0.0) }
        })
        .collect())
}

//! Harrell's concordance (1982) as R's `concordance`: do higher predicted risks have earlier events?

use rayon::prelude::*;

use super::fit::{CoxFit, CoxModel};
use super::sums::linear;
use crate::design::{Chunk, chunks};
use crate::fold::fill;
use crate::rows::Rows;

/// Weighted numbers of comparable pairs: those of one stratum of which the earlier time is an event's.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Concordance {
    /// Pairs where the earlier event had the higher risk.
    pub concordant: f64,
    /// Pairs where it had the lower.
    pub discordant: f64,
    /// Pairs of equal risk.
    pub tied_risk: f64,
    /// Pairs of events at the same time, which do not count.
    pub tied_time: f64,
}

impl Concordance {
    /// `(concordant + tied / 2)` as a share of comparable pairs; `None` without any.
    pub fn index(&self) -> Option<f64> {
        let all = self.concordant + self.discordant + self.tied_risk;
        (all > 0.0).then(|| (self.concordant + 0.5 * self.tied_risk) / all)
    }
}

/// Weights of ranks, with sums up to any of them (Fenwick 1994).
struct Tree(Vec<f64>);

impl Tree {
    fn add(&mut self, rank: usize, weight: f64) {
        let mut at = rank + 1;
        while at < self.0.len() {
            self.0[at] += weight;
            at += at & at.wrapping_neg();
        }
    }

    /// Weight of ranks below `rank`.
    fn below(&self, rank: usize) -> f64 {
        let (mut at, mut sum) = (rank, 0.0);
        while at > 0 {
            sum += self.0[at];
            at &= at - 1;
        }
        sum
    }
}

/// Counts the pairs in time n log n. Delayed entry is not taken into account here: rows are compared as if at risk from the start.
pub fn concordance(model: &CoxModel<'_>, fit: &CoxFit, weights: Option<&dyn Rows<f64>>) -> Concordance {
    let data = &model.data;
    let n = data.design.n_rows;
    let mut predictor = vec![0.0; n];
    fill(&mut predictor, |rows, part| {
        let mut chunk = Chunk::new(data.design);
        for (start, rows) in chunks(rows) {
            let n = rows.len();
            chunk.read(rows);
            linear(&chunk, &fit.state.evaluation.beta, &data.centers, &mut part[start..start + n]);
        }
    });
    let (ranks, n_ranks) = ranks(&predictor);
    let (mut order, mut events, mut given) = (Vec::with_capacity(n), vec![0.0; n], vec![1.0; n]);
    order.extend(0..n as u32);
    // Latest first; rows of a cell together.
    order.par_sort_unstable_by_key(|&row| (std::cmp::Reverse(data.timeline.cells[row as usize]), row));
    fill(&mut events, |rows, part| data.event.read(rows.start, part));
    if let Some(weights) = weights {
        fill(&mut given, |rows, part| weights.read(rows.start, part));
    }
    let mut result = Concordance::default();
    let mut tree = Tree(vec![0.0; n_ranks + 1]);
    let (mut total, mut stratum) = (0.0, usize::MAX);
    for rows in order.chunk_by(|a, b| data.timeline.cells[*a as usize] == data.timeline.cells[*b as usize]) {
        let own = data.timeline.stratum(data.timeline.cells[rows[0] as usize] as usize);
        if own != stratum {
            (tree.0, total, stratum) = (vec![0.0; n_ranks + 1], 0.0, own);
        }
        let is_event = |row: &u32| events[*row as usize] != 0.0;
        // Who is censored at the time of an event outlives it.
        for &row in rows.iter().filter(|row| !is_event(row)) {
            tree.add(ranks[row as usize] as usize, given[row as usize]);
            total += given[row as usize];
        }
        let (mut dying, mut squares) = (0.0, 0.0);
        for &row in rows.iter().filter(|row| is_event(row)) {
            let (rank, weight) = (ranks[row as usize] as usize, given[row as usize]);
            let (below, with) = (tree.below(rank), tree.below(rank + 1));
            result.concordant += weight * below;
            result.tied_risk += weight * (with - below);
            result.discordant += weight * (total - with);
            dying += weight;
            squares += weight;
        }
        result.tied_time += 0.5 * dying * dying - 0.5 * squares;
        for &row in rows.iter().filter(|row| is_event(row)) {
            tree.add(ranks[row as usize] as usize, given[row as usize]);
            total += given[row as usize];
        }
    }
    result
}

/// Rank of each value among the distinct ones, and their number.
fn ranks(values: &[f64]) -> (Vec<u32>, usize) {
    let mut order: Vec<(f64, u32)> = values.iter().zip(0..).map(|(value, row)| (*value, row)).collect();
    order.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut ranks = vec![0u32; values.len()];
    let (mut last, mut rank) = (f64::NAN, 0u32);
    for (at, (value, row)) in order.into_iter().enumerate() {
        if at > 0 && value != last {
            rank += 1;
        }
        last = value;
        ranks[row as usize] = rank;
    }
    (ranks, rank as usize + 1)
}

//! Ranks of weighted values, ties at the middle of theirs, and Kendall's tau.

use crate::compensated::Sum;

/// The order of rows by value, and the end of each run of equal values.
fn order(values: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_unstable_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]).then(a.cmp(b)));
    order
}

/// Mid-ranks from 1 to Σw, a weight read as that many equal observations. Rows of weight 0 get the rank that they would have.
pub fn mid_ranks(values: &[f64], weights: Option<&[f64]>) -> Vec<f64> {
    let order = order(values);
    let mut ranks = vec![0.0; values.len()];
    let weight = |row: u32| weights.map_or(1.0, |weights| weights[row as usize]);
    let mut before = 0.0;
    for run in order.chunk_by(|a, b| values[*a as usize] == values[*b as usize]) {
        let tied: f64 = run.iter().map(|row| weight(*row)).sum();
        run.iter().for_each(|row| ranks[*row as usize] = before + 0.5 * (tied + 1.0));
        before += tied;
    }
    ranks
}

/// Σ over runs of equal values of `f(weight of the run)`: what ties take away from rank statistics.
pub fn over_ties(values: &[f64], weights: Option<&[f64]>, f: impl Fn(f64) -> f64) -> f64 {
    let mut total = Sum::default();
    for run in order(values).chunk_by(|a, b| values[*a as usize] == values[*b as usize]) {
        total.add(f(run.iter().map(|row| weights.map_or(1.0, |weights| weights[*row as usize])).sum()));
    }
    total.value()
}

/// Kendall's tau-b of two variables in n log n (Knight 1966), a weight read as that many equal observations; `None` if one does not
/// vary.
pub fn kendall_tau_b(x: &[f64], y: &[f64], weights: Option<&[f64]>) -> Option<f64> {
    let pairs = |weight: f64| 0.5 * weight * (weight - 1.0);
    let n = x.len().min(y.len());
    let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
    let total = pairs((0..n).map(weight).sum());
    let (tied_x, tied_y) = (over_ties(&x[..n], weights, pairs), over_ties(&y[..n], weights, pairs));
    // Places of y among its distinct values.
    let mut place = vec![0_usize; n];
    let mut n_places = 0;
    for run in order(&y[..n]).chunk_by(|a, b| y[*a as usize] == y[*b as usize]) {
        n_places += 1;
        run.iter().for_each(|row| place[*row as usize] = n_places);
    }
    // Weight of the rows with smaller x at or below each place.
    let mut tree = vec![0.0; n_places + 1];
    let up_to = |tree: &[f64], mut at: usize| {
        let mut sum = 0.0;
        while at > 0 {
            sum += tree[at];
            at &= at - 1;
        }
        sum
    };
    let (mut score, mut before) = (Sum::default(), 0.0);
    for run in order(&x[..n]).chunk_by(|a, b| x[*a as usize] == x[*b as usize]) {
        for row in run.iter().map(|row| *row as usize) {
            let (below, at_most) = (up_to(&tree, place[row] - 1), up_to(&tree, place[row]));
            score.add(weight(row) * (below - (before - at_most)));
        }
        for row in run.iter().map(|row| *row as usize) {
            let mut at = place[row];
            while at <= n_places {
                tree[at] += weight(row);
                at += at & at.wrapping_neg();
            }
            before += weight(row);
        }
    }
    let scale = ((total - tied_x) * (total - tied_y)).sqrt();
    (scale > 0.0).then(|| score.value() / scale)
}

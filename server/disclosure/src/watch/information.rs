//! How much a column knows of another: mutual information over the entropy of the first, from the counts of their pairs.
//!
//! Numbers fall into at most 32 classes between quantiles. Counts of few pairs look as if they knew something; what is expected of columns
//! that know nothing of each other is taken away (Miller 1955). Of very many rows every so manieth is looked at.

use std::collections::HashMap;

use crate::statistic::{MISSING, Numbers, Origin, RowCodes};

/// Most rows that are looked at.
const ROWS: usize = 1 << 18;

/// Classes of numbers.
const CLASSES: usize = 32;

/// Rows among whose numbers the quantiles are looked for.
const SAMPLE: usize = 1 << 13;

/// The part of the entropy of a column of `n` codes that it shares with another, 0 … 1; 1 for a column of one value.
pub(super) fn shared(codes: &RowCodes, n: usize, other: &Origin, rows: usize) -> f64 {
    match other {
        Origin::Categories(dimension) => {
            let view = dimension.codes.view();
            let n_others = dimension.categories.len();
            of_pairs(codes, n, rows, n_others, |row| view.at(row))
        }
        Origin::Numbers(column) => {
            let edges = edges(&column.numbers, rows);
            let view = column.numbers.view();
            let class = |value: f64| edges.partition_point(|edge| *edge < value) as u32;
            of_pairs(codes, n, rows, edges.len() + 1, |row| view.at(row).map_or(MISSING, class))
        }
    }
}

/// The same beside no variable at all: nothing, but for a column of one value.
pub(super) fn shared_with_nothing(codes: &RowCodes, n: usize, rows: usize) -> f64 {
    of_pairs(codes, n, rows, 1, |_| 0)
}

fn of_pairs(codes: &RowCodes, n: usize, rows: usize, n_others: usize, other: impl Fn(usize) -> u32) -> f64 {
    let view = codes.view();
    // Missing is a value of the other: a column can be made of who has one.
    let width = n_others + 1;
    let mut pairs: HashMap<usize, u64> = HashMap::new();
    let (mut of_code, mut of_other) = (vec![0_u64; n], vec![0_u64; width]);
    for row in (0..rows).step_by(rows.div_ceil(ROWS).max(1)) {
        let (code, other) = (view.at(row) as usize, (other(row) as usize).min(n_others));
        let (Some(code_count), Some(other_count)) = (of_code.get_mut(code), of_other.get_mut(other)) else { continue };
        *code_count += 1;
        *other_count += 1;
        *pairs.entry(code * width + other).or_default() += 1;
    }
    let own = entropy(&of_code);
    if own <= 0.0 {
        return 1.0;
    }
    let both = entropy(&pairs.into_values().collect::<Vec<u64>>());
    let total: u64 = of_code.iter().sum();
    let occur = |counts: &[u64]| counts.iter().filter(|count| **count > 0).count() as f64 - 1.0;
    let by_chance = occur(&of_code) * occur(&of_other) / (2.0 * total as f64 * std::f64::consts::LN_2);
    ((own + entropy(&of_other) - both - by_chance) / own).clamp(0.0, 1.0)
}

/// Entropy in bits of what occurs so often.
fn entropy(counts: &[u64]) -> f64 {
    let total = counts.iter().sum::<u64>() as f64;
    let shares = counts.iter().filter(|count| **count > 0).map(|count| *count as f64 / total);
    shares.map(|share| -share * libm::log2(share)).sum()
}

/// The upper ends of the classes of numbers but the last, ascending.
fn edges(numbers: &Numbers, rows: usize) -> Vec<f64> {
    let view = numbers.view();
    let step = rows.div_ceil(SAMPLE).max(1);
    let mut sample: Vec<f64> = (0..rows).step_by(step).filter_map(|row| view.at(row)).collect();
    sample.sort_by(f64::total_cmp);
    let quantile = |class: usize| sample.get(class * sample.len() / CLASSES).copied();
    let mut edges: Vec<f64> = (1..CLASSES).filter_map(quantile).collect();
    edges.dedup();
    edges
}

#[cfg(test)]
mod tests;

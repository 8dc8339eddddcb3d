//! What is subtracted from columns before their products are taken.

use crate::design::{Block, Design};
use crate::rows::Rows;

/// Means of the first rows: any value near the mean will do, it only keeps the products small.
pub(crate) fn provisional_means(design: &Design<'_>, y: &dyn Rows<f64>, weights: Option<&dyn Rows<f64>>) -> Vec<f64> {
    const FIRST: usize = 4096;
    let p = design.n_columns();
    let mut shift = vec![0.0; p + 1];
    if !design.has_constant {
        return shift;
    }
    let rows = first_rows(design.n_rows, weights, FIRST);
    if rows.is_empty() {
        return shift;
    }
    let mut values = vec![0.0; rows.len()];
    let mut mean = |column: &dyn Rows<f64>| {
        column.gather(&rows, &mut values);
        values.iter().sum::<f64>() / rows.len() as f64
    };
    for (offset, block) in design.offsets() {
        if let Block::Dense(values) = block {
            shift[offset] = mean(*values);
        }
    }
    shift[p] = mean(y);
    shift
}

/// The first rows of positive weight, at most `most`.
fn first_rows(n_rows: usize, weights: Option<&dyn Rows<f64>>, most: usize) -> Vec<u32> {
    let mut found = Vec::with_capacity(most.min(n_rows));
    let mut part = vec![1.0; most.min(n_rows)];
    let mut start = 0;
    while start < n_rows && found.len() < most {
        let part = &mut part[..most.min(n_rows - start)];
        if let Some(weights) = weights {
            weights.read(start, part);
        }
        let positive = part.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
        found.extend(positive.map(|(at, _)| (start + at) as u32).take(most - found.len()));
        start += part.len();
    }
    found
}

//! The values of each group side by side, for what needs them in ascending order.

use rayon::prelude::*;

use super::Groups;
use super::fold::{Reader, folded, walk};
use crate::error::EngineError;

/// Groups that a thread evaluates at once.
const PART: usize = 1 << 12;

/// `of` for the values of each group, which it may reorder; missing values are left out.
///
/// # Errors
/// [`EngineError::Cancelled`] where `stop` says so.
pub fn sorted(
    groups: &Groups,
    reader: &Reader,
    of: impl Fn(&mut [f64]) -> f64 + Sync,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<f64>, EngineError> {
    let counts = folded(groups, reader, &0_u32, |count, _, _| *count += 1, |all, own| *all += own, stop)?;
    let mut values = side_by_side(groups, reader, &counts, stop);
    let mut results = vec![f64::NAN; groups.len()];
    let parts = split(&mut values, &counts, PART);
    parts.into_par_iter().zip(results.par_chunks_mut(PART)).zip(counts.par_chunks(PART)).for_each(
        |((mut values, results), counts)| {
            if stop() {
                return;
            }
            for (result, count) in results.iter_mut().zip(counts) {
                let (own, rest) = values.split_at_mut(width(*count).min(values.len()));
                *result = of(own);
                values = rest;
            }
        },
    );
    if stop() { Err(EngineError::Cancelled) } else { Ok(results) }
}

fn width(count: u32) -> usize {
    usize::try_from(count).unwrap_or(0)
}

/// The values cut where every `size`-th group begins.
fn split<'v>(mut values: &'v mut [f64], counts: &[u32], size: usize) -> Vec<&'v mut [f64]> {
    let mut parts = Vec::with_capacity(counts.len().div_ceil(size.max(1)));
    for counts in counts.chunks(size.max(1)) {
        let n: usize = counts.iter().map(|count| width(*count)).sum();
        let (part, rest) = values.split_at_mut(n.min(values.len()));
        parts.push(part);
        values = rest;
    }
    parts
}

/// A counting sort of the values by group; each thread looks at all rows and fills a stretch of the groups.
fn side_by_side(groups: &Groups, reader: &Reader, counts: &[u32], stop: &(dyn Fn() -> bool + Sync)) -> Vec<f64> {
    let n = counts.iter().map(|count| width(*count)).sum();
    let mut values = vec![0.0; n];
    let size = groups.len().div_ceil(rayon::current_num_threads().max(1)).max(1);
    let parts = split(&mut values, counts, size);
    parts.into_par_iter().zip(counts.par_chunks(size)).enumerate().for_each(|(part, (values, counts))| {
        let first = part * size;
        let mut next: Vec<u32> = Vec::with_capacity(counts.len());
        let mut start = 0;
        for count in counts {
            next.push(start);
            start += count;
        }
        walk(groups, reader, 0..groups.n_rows(), stop, |group, value| {
            if let Some(next) = next.get_mut(group.wrapping_sub(first)) {
                if let Some(slot) = values.get_mut(width(*next)) {
                    *slot = value;
                }
                *next += 1;
            }
        });
    });
    values
}

//! Cap on what one person adds to a number of rows: whoever has more rows than the person at a keyed place, 10…19 from the top, is
//! counted with as many as that one. Argument: `proofs/minimum_count.md`.
//!
//! Confidentiality D.6 caps at the 99.9th percentile; a keyed rank among the first protects more in small sets, where that
//! percentile is the largest value itself, and in large ones the levelling of the twenty heaviest is as large as what one of them adds.

use crate::filter::Filter;
use crate::seed::{Definition, Domain};
use crate::tally::SetId;
use crate::weights::{Leading, Weights};

/// What weights and cap change in a number of rows: Σ (w · min(rows, cap) − rows) over the persons whose weight is not 1. Those above
/// the cap are among the influential ones, all of which are re-weighted. `mean`: rows of a person on average.
pub(crate) fn changed_rows(
    filter: &Filter,
    (definition, set): (&Definition, SetId),
    leading: &Leading,
    weights: &Weights,
    mean: f64,
    rows: impl Fn(usize) -> f64,
) -> f64 {
    let at_rank = filter.policy().row_cap.and_then(|range| {
        let rank = filter.seed(Domain::Rows, definition, set).within(range) as usize;
        leading.influential.get(rank.saturating_sub(1)).or(leading.influential.last())
    });
    let cap = at_rank.map_or(f64::INFINITY, |unit| mean + (rows(*unit) - mean).abs());
    let change = |(unit, weight): &(usize, f64)| {
        let own = rows(*unit);
        weight * own.min(cap) - own
    };
    weights.changed.iter().map(change).sum()
}

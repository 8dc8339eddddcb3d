//! Keyed gates: a statistic needs at least 10…19 true units (20…29 on the sensitive tier), the number drawn from the question.
//! Argument: `proofs/gate.md`, `proofs/percentiles.md`.

use crate::filter::Filter;
use crate::policy::Tier;
use crate::seed::{Definition, Domain};
use crate::tally::SetId;

/// Whether a set has enough units for a descriptive statistic.
pub(crate) fn is_open(filter: &Filter, tier: Tier, definition: &Definition, set: SetId) -> bool {
    let threshold = filter.seed(Domain::Gate, definition, set).within(filter.policy().gate(tier));
    set.n >= u64::from(threshold)
}

/// Whether standard errors rest on enough clusters.
pub(crate) fn has_clusters(filter: &Filter, definition: &Definition, set: SetId, clusters: usize) -> bool {
    let threshold = filter.seed(Domain::Clusters, definition, set).within(filter.policy().gate);
    clusters as u64 >= u64::from(threshold)
}

/// Whether enough persons are off the most common value: `off` + 1, so that a set of different numbers needs no more than its
/// size says.
pub(crate) fn varies(filter: &Filter, tier: Tier, definition: &Definition, set: SetId, off: usize) -> bool {
    let threshold = filter.seed(Domain::Gate, definition, set).within(filter.policy().gate(tier));
    off as u64 + 1 >= u64::from(threshold)
}

/// Whether enough units lie beyond a percentile.
pub(crate) fn tail_is_open(filter: &Filter, tier: Tier, definition: &Definition, set: SetId, p: f64) -> bool {
    let threshold = filter.seed(Domain::Tail, definition, set).within(filter.policy().gate(tier));
    set.n as f64 * p.min(1.0 - p) >= f64::from(threshold)
}

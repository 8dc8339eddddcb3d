//! KPP-I′: the perturbed weights behind every number that is not a count (near-sets 6.2, confidentiality D.3 and E.5).
//!
//! A few units are dropped and a few counted twice, tied to the count's noise so that the weights sum to the released count;
//! the most influential units get a factor that belongs to them for ever; the twenty most influential are levelled. What is drawn
//! depends on question and set, never on a formula. Argument and residual risk: `proofs/weights.md`.

use rayon::prelude::*;

use crate::filter::Filter;
use crate::policy::Tier;
use crate::seed::{Definition, Domain, mix};
use crate::tally::SetId;

/// Units a parallel block ranks.
const BLOCK: usize = 1 << 18;

/// Weights of `n` units: 1, but for a few.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Weights {
    /// Unit and its weight, ascending by unit.
    pub(crate) changed: Vec<(usize, f64)>,
    pub(crate) n: usize,
}

impl Weights {
    /// Sum of all.
    #[cfg(test)]
    pub(crate) fn total(&self) -> f64 {
        self.n as f64 + self.changed.iter().map(|(_, weight)| weight - 1.0).sum::<f64>()
    }
}

/// The units of a set as the draw sees them.
pub(crate) struct Units<'a> {
    pub(crate) n: usize,
    pub(crate) key: &'a (dyn Fn(usize) -> u128 + Sync),
    /// Influence on what is computed; not negative.
    pub(crate) influence: &'a (dyn Fn(usize) -> f64 + Sync),
}

/// Draws the weights of a set whose released count is `count`.
pub(crate) fn draw(
    filter: &Filter,
    tier: Tier,
    definition: &Definition,
    set: SetId,
    count: i64,
    units: &Units<'_>,
) -> Weights {
    let mut weights = moved(filter, definition, set, count, units);
    reweight(filter, tier, definition, set, units, &mut weights);
    weights
}

/// Step 1: drop and duplicate, so that the weights sum to the released count.
pub(crate) fn moved(
    filter: &Filter,
    definition: &Definition,
    set: SetId,
    count: i64,
    units: &Units<'_>,
) -> Weights {
    let seed = filter.keys().seed(Domain::Weights, definition, set);
    let n = units.n;
    let noise = count - n as i64;
    let lost = usize::try_from(-noise).unwrap_or(0);
    // A set of a few rows' persons may be smaller than what is dropped: one unit always stays.
    let drop = (filter.policy().moved(n) + lost).min(n.saturating_sub(1));
    let double = usize::try_from(drop as i64 + noise).unwrap_or(0);
    let mut dropped = first(n, drop, |unit| {
        let key = (units.key)(unit);
        Some((mix(key, seed.u128(0)), key))
    });
    dropped.sort_unstable();
    let left = n - dropped.len();
    let (rounds, more) = if left == 0 { (0, 0) } else { (double / left, double % left) };
    let doubled = first(n, more, |unit| {
        let key = (units.key)(unit);
        dropped.binary_search(&unit).is_err().then(|| (mix(key, seed.u128(1)), key))
    });
    let mut changed: Vec<(usize, f64)> = dropped.iter().map(|unit| (*unit, 0.0)).collect();
    if rounds == 0 {
        changed.extend(doubled.into_iter().map(|unit| (unit, 2.0)));
    } else {
        let mut extra = doubled;
        extra.sort_unstable();
        changed.extend((0..n).filter(|unit| dropped.binary_search(unit).is_err()).map(|unit| {
            let one_more = usize::from(extra.binary_search(&unit).is_ok());
            (unit, (1 + rounds + one_more) as f64)
        }));
    }
    changed.sort_unstable_by_key(|(unit, _)| *unit);
    Weights { changed, n }
}

/// Steps 2: the factor of the most influential, and the levelling of the first twenty, among units that were not dropped.
fn reweight(
    filter: &Filter,
    tier: Tier,
    definition: &Definition,
    set: SetId,
    units: &Units<'_>,
    weights: &mut Weights,
) {
    let seed = filter.keys().seed(Domain::Weights, definition, set);
    let policy = filter.policy();
    let (top, factor) = policy.top(tier);
    let current = |changed: &[(usize, f64)], unit: usize| {
        changed.binary_search_by_key(&unit, |(unit, _)| *unit).ok().and_then(|at| changed.get(at)).map_or(1.0, |(_, weight)| *weight)
    };
    let before = weights.changed.clone();
    let influence = |unit: usize| (units.influence)(unit).max(0.0);
    let leading = first(units.n, policy.level_rank.max(top), |unit| {
        // Not negative, so the bits are ordered as the numbers are; ties by the unit's own draw.
        (current(&before, unit) > 0.0).then(|| (!influence(unit).to_bits(), mix((units.key)(unit), seed.u128(2))))
    });
    let rank_influence = leading.get(policy.level_rank - 1).or(leading.last()).map_or(0.0, |unit| influence(*unit));
    for (rank, unit) in leading.iter().enumerate() {
        let key = (units.key)(*unit);
        let mut weight = current(&before, *unit);
        if rank < top {
            let own = filter.keys().persistent(key);
            let size = factor.0 + (factor.1 - factor.0) * (f64::from(own.u32(0)) / 4_294_967_296.0);
            weight *= if own.u32(1) & 1 == 0 { 1.0 + size } else { 1.0 - size };
        }
        let distance = influence(*unit);
        if rank < policy.level_rank && distance > 0.0 {
            let sign = if mix(key, seed.u128(3)) & 1 == 0 { 1.0 } else { -1.0 };
            weight += sign * policy.level_step * (rank_influence / distance).min(1.0);
        }
        // Estimators and order statistics need weights that are not negative.
        let weight = weight.max(0.0);
        match weights.changed.binary_search_by_key(unit, |(unit, _)| *unit) {
            Ok(at) => {
                if let Some(slot) = weights.changed.get_mut(at) {
                    slot.1 = weight;
                }
            }
            Err(at) => weights.changed.insert(at, (*unit, weight)),
        }
    }
}

/// The `k` units with the smallest rank, in its order; `None` is not ranked. Independent of the number of threads.
fn first<R: Ord + Copy + Send>(n: usize, k: usize, rank: impl Fn(usize) -> Option<R> + Sync) -> Vec<usize> {
    let keep = |mut ranked: Vec<(R, usize)>| {
        ranked.sort_unstable();
        ranked.truncate(k);
        ranked
    };
    let block = |start: usize| {
        let mut ranked: Vec<(R, usize)> = Vec::with_capacity(2 * k + 1);
        let mut limit: Option<R> = None;
        for unit in start..(start + BLOCK).min(n) {
            let Some(found) = rank(unit) else { continue };
            if limit.is_some_and(|limit| found > limit) {
                continue;
            }
            ranked.push((found, unit));
            if ranked.len() > 2 * k {
                ranked = keep(ranked);
                limit = ranked.last().map(|(rank, _)| *rank);
            }
        }
        keep(ranked)
    };
    let blocks = n.div_ceil(BLOCK);
    let ranked: Vec<(R, usize)> = (0..blocks).into_par_iter().flat_map_iter(|at| block(at * BLOCK)).collect();
    keep(ranked).into_iter().map(|(_, unit)| unit).collect()
}

#[cfg(test)]
mod tests;

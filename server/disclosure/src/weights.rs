//! KPP-I′: the perturbed weights behind every number that is not a count (near-sets 6.2, confidentiality D.3 and E.5).
//!
//! A few units are dropped and a few counted twice, tied to the count's noise so that the weights sum to the released count;
//! the most influential units get a factor that belongs to them for ever; the twenty most influential are levelled. What is drawn
//! depends on question and set, never on a formula. Argument and residual risk: `proofs/weights.md`.

use rayon::prelude::*;

use crate::filter::Filter;
use crate::policy::Tier;
use crate::seed::{Definition, Domain, Seed, mix};
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
    /// The weight of each unit, in order.
    pub(crate) fn each(&self) -> impl Iterator<Item = f64> + '_ {
        let mut changed = self.changed.iter().peekable();
        (0..self.n).map(move |unit| changed.next_if(|(other, _)| *other == unit).map_or(1.0, |(_, weight)| *weight))
    }

    /// Sum of all.
    #[cfg(test)]
    pub(crate) fn total(&self) -> f64 {
        self.n as f64 + self.changed.iter().map(|(_, weight)| weight - 1.0).sum::<f64>()
    }
}

/// The units of a set as the draw sees them.
pub(crate) struct Units<K, I> {
    pub(crate) n: usize,
    /// Record key of a unit.
    pub(crate) key: K,
    /// Influence of a unit on what is computed; not negative.
    pub(crate) influence: I,
}

/// The units that come first in the three orders of a draw.
pub(crate) struct Leading {
    dropped: Vec<usize>,
    doubled: Vec<usize>,
    /// The first first, none of them dropped.
    pub(crate) influential: Vec<usize>,
}

/// Draws the weights of a set whose released count is `count`.
pub(crate) fn draw<K, I>(
    filter: &Filter,
    tier: Tier,
    definition: &Definition,
    set: SetId,
    count: i64,
    units: &Units<K, I>,
) -> Weights
where
    K: Fn(usize) -> u128 + Sync,
    I: Fn(usize) -> f64 + Sync,
{
    draw_leading(filter, &Plan::new(filter, tier, definition, set, count), units).1
}

/// The same with the units that lead.
pub(crate) fn draw_leading<K, I>(filter: &Filter, plan: &Plan, units: &Units<K, I>) -> (Leading, Weights)
where
    K: Fn(usize) -> u128 + Sync,
    I: Fn(usize) -> f64 + Sync,
{
    let leading = leading(units, plan);
    let weights = finish(filter, plan.tier(), plan, &leading, units);
    (leading, weights)
}

/// The weights of a set whose leading units are known: a second way to them for those who see the units in another order.
pub(crate) fn finish<K, I>(filter: &Filter, tier: Tier, plan: &Plan, leading: &Leading, units: &Units<K, I>) -> Weights
where
    K: Fn(usize) -> u128 + Sync,
    I: Fn(usize) -> f64 + Sync,
{
    let mut weights = moved(units.n, plan.rounds, leading);
    reweight(filter, tier, &plan.seed, units, &leading.influential, &mut weights);
    weights
}

/// What is drawn for a set, before any unit is looked at.
pub(crate) struct Plan {
    seed: Seed,
    /// How many are dropped.
    drop: usize,
    /// How many of the others have one copy more than `rounds`.
    double: usize,
    /// Copies of every other unit beside itself: zero but for sets of a few units.
    pub(crate) rounds: usize,
    /// How many of the most influential are re-weighted.
    top: usize,
    tier: Tier,
}

impl Plan {
    /// For a set whose released count is `count`.
    pub(crate) fn new(filter: &Filter, tier: Tier, definition: &Definition, set: SetId, count: i64) -> Self {
        let policy = filter.policy();
        let n = set.n as usize;
        let noise = if policy.weights_follow_counts { count - n as i64 } else { 0 };
        let lost = usize::try_from(-noise).unwrap_or(0);
        // A set of a few rows' persons may be smaller than what is dropped: one unit always stays.
        let drop = (policy.moved(n) + lost).min(n.saturating_sub(1));
        let double = usize::try_from(drop as i64 + noise).unwrap_or(0);
        let left = n - drop;
        let rounds = double.checked_div(left).unwrap_or_default();
        Plan {
            seed: filter.seed(Domain::Weights, definition, set),
            drop,
            double: double - rounds * left,
            rounds,
            top: policy.top(tier).0.max(policy.level_rank),
            tier,
        }
    }

    /// How many units' weights a draw changes at most, where each is gone round once.
    pub(crate) fn most_changed(&self) -> usize {
        self.drop + self.double + self.top
    }

    /// How many of the most influential are looked for.
    pub(crate) fn n_influential(&self) -> usize {
        self.top + self.drop
    }

    /// The tier that it is drawn for.
    pub(crate) fn tier(&self) -> Tier {
        self.tier
    }

    /// The seed of the orders in which units are dropped and doubled.
    pub(crate) fn seed_of_orders(&self) -> u128 {
        self.seed.u128(0)
    }

    /// The seed of ties in influence.
    fn seed_of_ties(&self) -> u128 {
        self.seed.u128(2)
    }
}

/// Step 1: drop and duplicate, so that the weights sum to the released count. A set so small that there are more copies than
/// units goes round again.
fn moved(n: usize, rounds: usize, leading: &Leading) -> Weights {
    let mut changed: Vec<(usize, f64)> = leading.dropped.iter().map(|unit| (*unit, 0.0)).collect();
    let is_in = |sorted: &[usize], unit: usize| sorted.binary_search(&unit).is_ok();
    if rounds == 0 {
        changed.extend(leading.doubled.iter().map(|unit| (*unit, 2.0)));
    } else {
        changed.extend((0..n).filter(|unit| !is_in(&leading.dropped, *unit)).map(|unit| {
            let one_more = usize::from(is_in(&leading.doubled, unit));
            (unit, (1 + rounds + one_more) as f64)
        }));
    }
    changed.sort_unstable_by_key(|(unit, _)| *unit);
    Weights { changed, n }
}

/// Step 2: the factor of the most influential, and the levelling of the first twenty, among units that were not dropped.
fn reweight<K, I>(
    filter: &Filter,
    tier: Tier,
    seed: &Seed,
    units: &Units<K, I>,
    influential: &[usize],
    weights: &mut Weights,
) where
    K: Fn(usize) -> u128 + Sync,
    I: Fn(usize) -> f64 + Sync,
{
    let policy = filter.policy();
    let (top, factor) = policy.top(tier);
    let influence = |unit: usize| (units.influence)(unit).max(0.0);
    let at_rank = influential.get(policy.level_rank - 1).or(influential.last()).map_or(0.0, |unit| influence(*unit));
    for (rank, unit) in influential.iter().enumerate() {
        let key = (units.key)(*unit);
        let place = weights.changed.binary_search_by_key(unit, |(unit, _)| *unit);
        let mut weight = place.ok().and_then(|at| weights.changed.get(at)).map_or(1.0, |(_, weight)| *weight);
        if rank < top {
            let own = filter.keys().persistent(key);
            let size = factor.0 + (factor.1 - factor.0) * (f64::from(own.u32(0)) / 4_294_967_296.0);
            weight *= if own.u32(1) & 1 == 0 { 1.0 + size } else { 1.0 - size };
        }
        let distance = influence(*unit);
        if rank < policy.level_rank && distance > 0.0 {
            let sign = if mix(key, seed.u128(3)) & 1 == 0 { 1.0 } else { -1.0 };
            weight += sign * policy.level_step * (at_rank / distance).min(1.0);
        }
        // Estimators and order statistics need weights that are not negative.
        let weight = weight.max(0.0);
        match place {
            Ok(at) => {
                if let Some(slot) = weights.changed.get_mut(at) {
                    slot.1 = weight;
                }
            }
            Err(at) => weights.changed.insert(at, (*unit, weight)),
        }
    }
}

/// The units that come first so far in the three orders of a draw. The later orders leave out the dropped units, so they first
/// take as many more.
pub(crate) struct Leaders {
    seed_of_orders: u128,
    seed_of_ties: u128,
    dropped: First,
    doubled: First,
    influential: First,
}

impl Leaders {
    /// None yet.
    pub(crate) fn new(plan: &Plan) -> Self {
        Leaders {
            seed_of_orders: plan.seed_of_orders(),
            seed_of_ties: plan.seed_of_ties(),
            dropped: First::new(plan.drop),
            doubled: First::new(plan.double + plan.drop),
            influential: First::new(plan.top + plan.drop),
        }
    }

    /// What units that come first are below, but for a chance of one in millions, if their influence is at least `far` (as at least
    /// `n_influential` units' is).
    pub(crate) fn expected_limits(plan: &Plan, n: u64, far: f64) -> [u64; 3] {
        let limit = |k: usize| {
            let k = k as f64;
            let share = (k + 8.0 * k.sqrt() + 24.0) / n.max(1) as f64;
            // Saturates where the share is 1 or more.
            (share * 18_446_744_073_709_551_616.0) as u64
        };
        [limit(plan.drop), limit(plan.double + plan.drop), smallness(far)]
    }

    /// Whether all that come first were below these limits, so that none of them was passed over.
    pub(crate) fn are_below(&mut self, limits: [u64; 3]) -> bool {
        let [dropped, doubled, influential] = limits;
        self.dropped.is_below(dropped) && self.doubled.is_below(doubled) && self.influential.is_below(influential)
    }

    /// What a unit must be below to come into question: its places in the two random orders and the smallness of its influence.
    #[inline(always)]
    pub(crate) fn limits(&self) -> [u64; 3] {
        [self.dropped.limit(), self.doubled.limit(), self.influential.limit()]
    }

    /// Looks at a unit.
    #[inline(always)]
    pub(crate) fn offer(&mut self, unit: usize, key: u128, influence: f64) {
        self.offer_place(unit, key);
        self.offer_influence(unit, key, influence);
    }

    /// Looks at a unit's places in the random orders alone.
    #[inline(always)]
    pub(crate) fn offer_place(&mut self, unit: usize, key: u128) {
        let [dropped, doubled] = orders(mix(key, self.seed_of_orders));
        self.dropped.offer((dropped, key), unit);
        self.doubled.offer((doubled, key), unit);
    }

    /// Looks at a unit's influence alone.
    #[inline(always)]
    pub(crate) fn offer_influence(&mut self, unit: usize, key: u128, influence: f64) {
        let smallness = smallness(influence);
        if self.influential.could_take(smallness) {
            self.influential.offer((smallness, u128::from(mix(key, self.seed_of_ties))), unit);
        }
    }

    /// The leaders of two parts of a set.
    pub(crate) fn merged(self, other: Leaders) -> Leaders {
        Leaders {
            seed_of_orders: self.seed_of_orders,
            seed_of_ties: self.seed_of_ties,
            dropped: self.dropped.merged(other.dropped),
            doubled: self.doubled.merged(other.doubled),
            influential: self.influential.merged(other.influential),
        }
    }

    /// The leading units of the set.
    pub(crate) fn leading(self, plan: &Plan) -> Leading {
        let mut dropped = self.dropped.units();
        dropped.sort_unstable();
        let others = |first: First, k: usize| -> Vec<usize> {
            first.units().into_iter().filter(|unit| dropped.binary_search(unit).is_err()).take(k).collect()
        };
        let mut doubled = others(self.doubled, plan.double);
        doubled.sort_unstable();
        let influential = others(self.influential, plan.top);
        Leading { dropped, doubled, influential }
    }
}

/// A unit's places in two random orders, from one mix: who comes first in one is told by its upper bits, in the other by its lower
/// ones, and these are independent.
#[inline(always)]
pub(crate) fn orders(mixed: u64) -> [u64; 2] {
    [mixed, mixed.rotate_left(32)]
}

/// Influence as a rank: not negative, so the bits are ordered as the numbers are; ties by the unit's own draw.
#[inline(always)]
pub(crate) fn smallness(influence: f64) -> u64 {
    !influence.max(0.0).to_bits()
}

/// One pass over the units for all three orders.
fn leading<K, I>(units: &Units<K, I>, plan: &Plan) -> Leading
where
    K: Fn(usize) -> u128 + Sync,
    I: Fn(usize) -> f64 + Sync,
{
    let block = |start: usize| {
        let mut leaders = Leaders::new(plan);
        for unit in start..(start + BLOCK).min(units.n) {
            leaders.offer(unit, (units.key)(unit), (units.influence)(unit));
        }
        leaders
    };
    let all = (0..units.n.div_ceil(BLOCK)).into_par_iter().map(|at| block(at * BLOCK)).reduce_with(Leaders::merged);
    all.unwrap_or_else(|| Leaders::new(plan)).leading(plan)
}

/// The `k` units with the smallest rank seen so far.
struct First {
    k: usize,
    ranked: Vec<((u64, u128), usize)>,
    limit: Option<(u64, u128)>,
}

impl First {
    fn new(k: usize) -> Self {
        First { k, ranked: Vec::new(), limit: None }
    }

    fn limit(&self) -> u64 {
        self.limit.map_or(u64::MAX, |limit| limit.0)
    }

    /// Whether there are as many as there are to be, all below a limit; with the highest limit there may be fewer.
    fn is_below(&mut self, limit: u64) -> bool {
        self.keep();
        let is_full = self.ranked.len() >= self.k;
        limit == u64::MAX || (is_full && self.ranked.last().is_none_or(|(rank, _)| rank.0 <= limit))
    }

    #[inline(always)]
    fn could_take(&self, rank: u64) -> bool {
        rank <= self.limit()
    }

    #[inline(always)]
    fn offer(&mut self, rank: (u64, u128), unit: usize) {
        if self.limit.is_some_and(|limit| rank > limit) {
            return;
        }
        self.ranked.push((rank, unit));
        if self.ranked.len() > 2 * self.k {
            self.keep();
        }
    }

    fn keep(&mut self) {
        self.ranked.sort_unstable();
        self.ranked.truncate(self.k);
        self.limit = self.ranked.last().map(|(rank, _)| *rank);
    }

    fn merged(mut self, other: First) -> Self {
        self.ranked.extend(other.ranked);
        self.keep();
        self
    }

    fn units(mut self) -> Vec<usize> {
        self.keep();
        self.ranked.into_iter().map(|(_, unit)| unit).collect()
    }
}

#[cfg(test)]
mod tests;

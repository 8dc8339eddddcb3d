//! The weights of a model's rows: drawn by influence, then without persons of too much leverage.
//!
//! Influence and leverage are computed block by block where the draw looks at them and never held. A person's leverage under the
//! drawn weights is bounded by that in the unweighted fit, so only those who could be above the cap are computed anew.
//! Argument: `proofs/leverage_cap.md`.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use rayon::prelude::*;

use super::units::ModelUnits;
use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::policy::Tier;
use crate::rule::minimum_count::count;
use crate::seed::{Definition, Domain};
use crate::statistic::{FitFailure, OnSample, RowsOf};
use crate::tally::SetId;
use crate::weights::{Leaders, Plan, Units, finish};

/// Persons whose influence is computed at once.
const BLOCK: usize = 1 << 12;

/// Persons of a parallel part.
const PART: usize = 1 << 16;

/// Persons with no more than this share of the cap in the unweighted fit cannot be above it while leverages at most double.
const SAFE: f64 = 0.49;

/// What the weights of one model rest on.
pub(super) struct Weighting<'a> {
    pub(super) filter: &'a Filter,
    pub(super) protection: Protection,
    pub(super) tier: Tier,
    pub(super) form: &'a Form,
    pub(super) units: &'a ModelUnits<'a>,
    pub(super) on: &'a dyn OnSample,
}

/// The weights of a model.
#[derive(Default)]
pub(super) struct Drawn {
    /// The rows whose weight is not 1, ascending.
    pub(super) weights: Vec<(usize, f64)>,
    /// The rows of persons with too much leverage, ascending.
    pub(super) capped: Vec<usize>,
}

impl Weighting<'_> {
    /// The weights of the rows. `n`: the released number of rows.
    pub(super) fn weights(&self, n: i64, parameters: usize) -> Result<Drawn, FitFailure> {
        let (filter, units) = (self.filter, self.units);
        let definition = Definition::new(self.form.def_id(), &self.form.sources());
        let cap = cap(filter, &definition, units.set(), n, parameters);
        let is_plain = match self.on.unweighted() {
            Ok(()) => true,
            // Without an unweighted fit nobody stands out; the weighted fit decides what is said.
            Err(FitFailure::Cancelled) => return Err(FitFailure::Cancelled),
            Err(_) => false,
        };
        let found = count(filter, self.protection, self.form, units.set());
        let plan = Plan::new(filter, self.tier, &definition, units.set(), found.or_zero());
        let (leaders, near) = self.look(&plan, is_plain, SAFE * cap);
        let influence = |unit: usize| if is_plain { self.influence(unit) } else { 0.0 };
        let drawn = Units { n: units.n(), key: |unit| units.key(unit), influence };
        let mut weights = units.row_weights(&finish(filter, self.tier, &plan, &leaders.leading(&plan), &drawn));
        let mut all_capped = Vec::new();
        for _ in 0..filter.policy().leverage_rounds {
            let capped = self.capped(&weights, cap, &near)?;
            if capped.is_empty() {
                break;
            }
            for place in capped.into_iter().flat_map(|unit| units.places(unit)) {
                all_capped.push(place);
                match weights.binary_search_by_key(&place, |(place, _)| *place) {
                    Ok(at) => {
                        if let Some(slot) = weights.get_mut(at) {
                            slot.1 = 0.0;
                        }
                    }
                    Err(at) => weights.insert(at, (place, 0.0)),
                }
            }
        }
        all_capped.sort_unstable();
        Ok(Drawn { weights, capped: all_capped })
    }

    /// One pass over all persons: who leads in the orders of the draw, and whose leverage is above `safe`. Where each person has one row,
    /// the estimator tells only rows that may be among the most influential so far, in any part.
    fn look(&self, plan: &Plan, is_plain: bool, safe: f64) -> (Leaders, Vec<usize>) {
        let n = self.units.n();
        let near = Mutex::new(Vec::new());
        // As a rank: small is influential.
        let limit = AtomicU64::new(u64::MAX);
        let part = |part: usize| {
            let mut leaders = Leaders::new(plan);
            let mut above = Vec::new();
            for first in (part * PART..((part + 1) * PART).min(n)).step_by(BLOCK) {
                let block = first..(first + BLOCK).min((part + 1) * PART).min(n);
                for unit in block.clone() {
                    leaders.offer_place(unit, self.units.key(unit));
                }
                if is_plain && self.units.have_one_row() {
                    let least = f64::from_bits(!limit.load(Relaxed)).max(0.0);
                    self.on.outstanding(block, (least, safe), &mut |unit, influence, leverage| {
                        leaders.offer_influence(unit, self.units.key(unit), finite(influence));
                        if finite(leverage) > safe {
                            above.push(unit);
                        }
                    });
                    let [.., influential] = leaders.limits();
                    limit.fetch_min(influential, Relaxed);
                } else {
                    self.look_at_persons(block, is_plain, safe, &mut leaders, &mut above);
                }
            }
            if let Ok(mut near) = near.lock() {
                near.append(&mut above);
            }
            leaders
        };
        let leaders = (0..n.div_ceil(PART)).into_par_iter().map(part).reduce_with(Leaders::merged);
        let mut near = near.into_inner().unwrap_or_default();
        near.sort_unstable();
        (leaders.unwrap_or_else(|| Leaders::new(plan)), near)
    }

    /// The influence of each person as the sum over the person's rows.
    fn look_at_persons(
        &self,
        block: Range<usize>,
        is_plain: bool,
        safe: f64,
        leaders: &mut Leaders,
        above: &mut Vec<usize>,
    ) {
        let rows = self.units.places(block.start).start..self.units.places(block.end - 1).end;
        let (mut influence, mut leverage) = (vec![0.0; rows.len()], vec![0.0; rows.len()]);
        if is_plain {
            self.on.influence(rows.clone(), &mut influence, &mut leverage);
        }
        for unit in block {
            let own = self.units.places(unit);
            let own = own.start - rows.start..own.end - rows.start;
            leaders.offer_influence(unit, self.units.key(unit), finite_sum(&influence, own.clone()));
            if finite_sum(&leverage, own) > safe {
                above.push(unit);
            }
        }
    }

    fn influence(&self, unit: usize) -> f64 {
        let rows = self.units.places(unit);
        let (mut influence, mut leverage) = (vec![0.0; rows.len()], vec![0.0; rows.len()]);
        self.on.influence(rows.clone(), &mut influence, &mut leverage);
        finite_sum(&influence, 0..rows.len())
    }

    /// The persons with more leverage than the cap under these weights. `near`: those who had more than the safe share of it in the
    /// unweighted fit.
    fn capped(&self, weights: &[(usize, f64)], cap: f64, near: &[usize]) -> Result<Vec<usize>, FitFailure> {
        let mut capped = Vec::new();
        let growth = self.on.growth(weights);
        let mut look = |leverage: &RowsOf<'_>| {
            let above = |unit: &usize| {
                let rows = self.units.places(*unit);
                let mut values = vec![0.0; rows.len()];
                leverage(rows.clone(), &mut values);
                finite_sum(&values, 0..rows.len()) > cap
            };
            capped = match growth {
                Some(growth) if growth * SAFE < 1.0 => {
                    let mut asked = near.to_vec();
                    asked.extend(self.changed_units(weights));
                    asked.sort_unstable();
                    asked.dedup();
                    asked.into_par_iter().filter(above).collect()
                }
                _ => self.all_above(leverage, cap),
            };
        };
        self.on.leverage(weights, &mut look)?;
        Ok(capped)
    }

    /// The persons of the rows with another weight than 1.
    fn changed_units<'w>(&'w self, weights: &'w [(usize, f64)]) -> impl Iterator<Item = usize> + 'w {
        weights.iter().map(|(place, _)| self.units.of_place(*place))
    }

    fn all_above(&self, leverage: &RowsOf<'_>, cap: f64) -> Vec<usize> {
        let n = self.units.n();
        let part = |part: usize| {
            let block = part * BLOCK..((part + 1) * BLOCK).min(n);
            let rows = self.units.places(block.start).start..self.units.places(block.end - 1).end;
            let mut values = vec![0.0; rows.len()];
            leverage(rows.clone(), &mut values);
            let is_above = |unit: &usize| {
                let own = self.units.places(*unit);
                finite_sum(&values, own.start - rows.start..own.end - rows.start) > cap
            };
            block.filter(is_above).collect::<Vec<usize>>()
        };
        let parts: Vec<Vec<usize>> = (0..n.div_ceil(BLOCK)).into_par_iter().map(part).collect();
        parts.concat()
    }
}

/// A number, or nothing where it is none.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// The sum over a person's rows.
fn finite_sum(values: &[f64], rows: Range<usize>) -> f64 {
    values.get(rows).unwrap_or_default().iter().filter(|value| value.is_finite()).sum()
}

/// The most leverage that a person may have: at most .1, and keyed, 1 / (10 … 19), so that a direction of the design that ten
/// persons carry is kept or lost by a draw, not by one person. A model with many parameters for its size has less room
/// below .1: its ordinary leverage is p / n.
fn cap(filter: &Filter, definition: &Definition, set: SetId, n: i64, parameters: usize) -> f64 {
    let policy = filter.policy();
    let (least, most) = (f64::from(policy.floor.0), f64::from(policy.floor.1));
    let room = (n as f64 / (policy.ordinary_leverage * parameters.max(1) as f64)).clamp(least, most);
    let draw = f64::from(filter.seed(Domain::Leverage, definition, set).u32(0)) / 4_294_967_296.0;
    (1.0 / (least + draw * (room + 1.0 - least))).min(policy.max_leverage)
}

//! Second pass: the units that lead in the draws of weights, for all targets at once.

use super::{Block, Passes};
use crate::seed::mix;
use crate::weights::{Leaders, Leading, Plan, smallness};

/// What a row is compared with before anything is kept: nearly all rows are done with here.
#[derive(Clone, Copy)]
struct Limits {
    seeds: [u128; 2],
    mean: f64,
    limits: [u64; 3],
}

struct State {
    limits: Vec<Limits>,
    leaders: Vec<Option<Leaders>>,
}

impl Passes<'_> {
    /// The leading units (rows) of the targets that have a plan; influence is the distance from the target's mean.
    pub(crate) fn leading(&self, plans: &[Option<Plan>], means: &[f64]) -> Vec<Option<Leading>> {
        let targets = self.targets();
        let start = || State {
            limits: plans.iter().zip(means).map(|(plan, mean)| limits(plan.as_ref(), *mean)).collect(),
            leaders: plans.iter().map(|plan| plan.as_ref().map(Leaders::new)).collect(),
        };
        let see = |state: &mut State, block: &Block<'_>| {
            for targets in &targets {
                for (((row, cell), value), key) in block.rows.clone().zip(block.cells).zip(block.values).zip(block.keys)
                {
                    let Some(target) = targets.get(*cell as usize) else { continue };
                    let Some(own) = state.limits.get_mut(*target as usize) else { continue };
                    let influence = (value - own.mean).abs();
                    let leads = mix(*key, own.seeds[0]) <= own.limits[0]
                        || mix(*key, own.seeds[1]) <= own.limits[1]
                        || smallness(influence) <= own.limits[2];
                    if leads && let Some(Some(leaders)) = state.leaders.get_mut(*target as usize) {
                        leaders.offer(row, *key, influence);
                        own.limits = leaders.limits();
                    }
                }
            }
        };
        let mut all: Vec<Option<Leaders>> = plans.iter().map(|plan| plan.as_ref().map(Leaders::new)).collect();
        for part in self.parts(true, start, see) {
            for (all, part) in all.iter_mut().zip(part.leaders) {
                *all = all.take().zip(part).map(|(all, part)| all.merged(part));
            }
        }
        all.into_iter().zip(plans).map(|(leaders, plan)| Some(leaders?.leading(plan.as_ref()?))).collect()
    }
}

fn limits(plan: Option<&Plan>, mean: f64) -> Limits {
    match plan {
        Some(plan) => {
            let [dropped, doubled, _] = plan.seeds();
            Limits { seeds: [dropped, doubled], mean, limits: [u64::MAX; 3] }
        }
        // No row leads.
        None => Limits { seeds: [0; 2], mean: f64::NAN, limits: [0; 3] },
    }
}

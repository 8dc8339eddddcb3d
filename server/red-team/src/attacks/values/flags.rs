//! Near-sets 3.5, "flags": the mean of a 0/1 variable over pairs of sets that differ by the target.

use anyhow::Result;

use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::log_ratio;
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::block::Pair;
use crate::register::{PREVALENCE, Register};
use crate::session::{Answer, Session};

/// Evidence as normal noise of this variance a sum would have it.
struct Shares {
    variable: &'static str,
    variance: f64,
}

impl BitAttack for Shares {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let pair = Pair::around(register, target, 150, draws)?;
        let lines = [pair.with.condition(), pair.without.condition()]
            .map(|condition| format!("tabulate edu if {condition}, summarize({}) mean freq", self.variable));
        Some(Step { lines: lines.into(), known: pair.without.size(register) as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let mean = |at: usize| answers.get(at).and_then(|answer| answer.number(&["*"], "mean"));
        let (Some(with), Some(without)) = (mean(0), mean(1)) else { return 0.0 };
        let n = step.known as f64;
        let difference = (n + 1.0) * with - n * without;
        // Without the bit the set grows by a zero, with it by a one.
        let density = |expected: f64| (-(difference - expected).powi(2) / (4.0 * self.variance)).exp();
        log_ratio(density(1.0), density(0.0))
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let with_flag = |policy| {
        let mut session = Session::of_persons(&world.under(policy))?;
        session.prepare("generate flag = secret == '1'\ngenerate near = to_int(secret) + born / 10000000")?;
        Ok::<Session, anyhow::Error>(session)
    };
    let (on, off) = (with_flag(policies::IN_FORCE)?, with_flag(policies::flags_by_weights())?);
    // n̂₁/n̂ carries the noise of the part and of the base.
    let noise = 6.5 * (1.0 + PREVALENCE * PREVALENCE);
    let targets = stage.effort.of(400, 10_000);
    let shares = |variable, variance| Shares { variable, variance };
    let found = accuracies(&on, &shares("flag", noise), &[1, 5, 20], targets, &stage.draws("flags"))?;
    let few = stage.effort.of(300, 2_000);
    let without = accuracies(&off, &shares("flag", 2.1), &[1, 5, 20], few, &stage.draws("flags off"))?;
    let near = accuracies(&on, &shares("near", 3.4), &[20], few, &stage.draws("near flags"))?;
    let unlevelled = with_flag(policies::no_levelling())?;
    let near_off = accuracies(&unlevelled, &shares("near", 2.1), &[20], few, &stage.draws("near flags off"))?;
    let what = "bit from 20 pairs of means of a flag and a little more, against the law of variance 3.2: accuracy";
    let row = Row::new("near-sets 3.5", what, Limit::AtMost(0.83), near[0]).prior(0.5);
    let near = row.off("no levelling", near_off[0], 0.83);
    Ok([(0, 1, 0.60), (1, 5, 0.65), (2, 20, 0.76)]
        .into_iter()
        .map(|(at, pairs, limit)| {
            let what = format!("bit from {pairs} pairs of means of a flag: accuracy");
            let row = Row::new("near-sets 3.5", what, Limit::AtMost(limit), found[at]).prior(0.5);
            if pairs == 20 { row.off("flags by weights", without[at], 0.78) } else { row }
        })
        .chain([near])
        .collect())
}

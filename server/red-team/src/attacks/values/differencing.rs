//! C.2: means, sums and standard deviations of two sets that differ by the target, one public, one with the target added.

use anyhow::Result;

use super::{PriorGuess, hit_rate, is_within};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::{Answer, Session};
use crate::trials::each;

/// How the value follows from two answers.
#[derive(Clone, Copy)]
enum By {
    Mean,
    Sum,
    StandardDeviation,
}

const NUMBERS: [usize; 2] = [1, 20];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let register = world.register();
    let prior = PriorGuess::new(register, &register.wage, 0.1);
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_weights()))?);
    let found = Found::of(&on, stage.effort.of(250, 20_000), &stage.draws("differencing"));
    let without = Found::of(&off, 60, &stage.draws("differencing off"));
    let names = [(By::Mean, "means"), (By::Sum, "sums"), (By::StandardDeviation, "standard deviations")];
    let mut rows = Vec::new();
    for (by, name) in names {
        for (at, pairs) in NUMBERS.into_iter().enumerate() {
            let what = format!("a random person's wage within 10 % from {pairs} pairs of {name}");
            let limit = Limit::AtMost(prior.hits + 0.01);
            let row = Row::new("C.2", what, limit, found.hits(by, at)).prior(prior.hits);
            rows.push(row.off("no weights, all digits", without.hits(by, at), 0.95));
        }
    }
    for (at, pairs) in NUMBERS.into_iter().enumerate() {
        let what = format!("the same from {pairs} pairs of means, shrunk towards the guess by its precision");
        let combined = found.combined(&prior, &on, at);
        rows.push(Row::new("C.2", what, Limit::AtMost(prior.hits + 0.01), combined).prior(prior.hits));
    }
    Ok(rows)
}

/// The estimates of each target's value, by each way.
struct Found {
    targets: Vec<u32>,
    truth: Vec<f64>,
    /// Way, then target, then pair.
    estimates: [Vec<Vec<f64>>; 3],
}

impl Found {
    fn of(session: &Session, targets: usize, draws: &Draws) -> Found {
        let mut draws = draws.fork("targets");
        let register = session.world().register().clone();
        let wanted = register.anybody(targets, &mut draws);
        let of_targets = each(&wanted, &draws, |target, draws| {
            let pairs = NUMBERS[NUMBERS.len() - 1];
            let blocks: Option<Vec<Block>> =
                (0..pairs).map(|_| Block::without(&register, *target, 100..=900, draws)).collect();
            let blocks = blocks?;
            let own = register.only(*target);
            let line = |condition: &str| format!("tabulate edu if {condition}, summarize(wage) mean std sum");
            let lines: Vec<String> = blocks
                .iter()
                .flat_map(|block| {
                    let condition = block.condition();
                    [line(&format!("({condition}) | ({own})")), line(&condition)]
                })
                .collect();
            let answers = session.ask(&lines);
            let sizes: Vec<f64> = blocks.iter().map(|block| block.size(&register) as f64).collect();
            let estimates = [By::Mean, By::Sum, By::StandardDeviation].map(|by| {
                let of_pair = |(pair, n): (&[Answer], &f64)| estimate(by, &pair[0], &pair[1], *n);
                answers.chunks_exact(2).zip(&sizes).filter_map(of_pair).collect::<Vec<f64>>()
            });
            Some((*target, estimates))
        });
        let mut found = Found { targets: Vec::new(), truth: Vec::new(), estimates: Default::default() };
        for (target, estimates) in of_targets {
            found.estimates.iter_mut().zip(estimates).for_each(|(all, own)| all.push(own));
            found.targets.push(target);
            found.truth.push(register.wage[target as usize] as f64);
        }
        found
    }

    /// The mean of the first estimates of a target.
    fn average(&self, by: By, target: usize, at: usize) -> f64 {
        let own = &self.estimates[by as usize][target];
        let used = &own[..own.len().min(NUMBERS[at])];
        used.iter().sum::<f64>() / used.len().max(1) as f64
    }

    fn hits(&self, by: By, at: usize) -> Measured {
        let hit = |target: usize| is_within(self.average(by, target, at), self.truth[target], 0.1);
        hit_rate(&(0..self.truth.len()).map(hit).collect::<Vec<bool>>())
    }

    /// Estimates weighed with the prior guess as normal errors would have it; the weight is the best in hindsight.
    fn combined(&self, prior: &PriorGuess, session: &Session, at: usize) -> Measured {
        let register = session.world().register();
        let guess = |target: usize| prior.of(register, self.targets[target]);
        let n = self.truth.len();
        let errors: f64 = (0..n).map(|target| (self.average(By::Mean, target, at) - self.truth[target]).powi(2)).sum();
        let spread: f64 = (0..n).map(|target| (guess(target) - self.truth[target]).powi(2)).sum();
        let trust = spread / (spread + errors);
        let shrunk = |target: usize| guess(target) + trust * (self.average(By::Mean, target, at) - guess(target));
        let hits: Vec<bool> = (0..n).map(|target| is_within(shrunk(target), self.truth[target], 0.1)).collect();
        hit_rate(&hits)
    }
}

/// The target's value from the answer with and the answer without it; n is the size without.
fn estimate(by: By, with: &Answer, without: &Answer, n: f64) -> Option<f64> {
    let read = |answer: &Answer, measure: &str| answer.number(&["*"], measure);
    let (mean, mean_without) = (read(with, "mean")?, read(without, "mean")?);
    match by {
        By::Mean => Some((n + 1.0) * mean - n * mean_without),
        By::Sum => Some(read(with, "sum")? - read(without, "sum")?),
        By::StandardDeviation => {
            let squares = |sd: f64, mean: f64, n: f64| sd * sd * (n - 1.0) + n * mean * mean;
            let square = squares(read(with, "std")?, mean, n + 1.0) - squares(read(without, "std")?, mean_without, n);
            Some(square.max(0.0).sqrt())
        }
    }
}

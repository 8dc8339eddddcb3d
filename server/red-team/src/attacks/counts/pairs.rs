//! C.1, C.12, near-sets 3.1: pairs of sets that differ by the target, if the target has the secret.

use anyhow::Result;

use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Pair;
use crate::session::{Answer, Session};

/// Least size of the smaller public set: about 30 of it have the secret.
const LEAST: usize = 150;

/// How the smaller set is described.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A month less.
    Slice,
    /// All but the one whom the target's traits describe (a tracker).
    Tracker,
}

/// What is read from a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// How likely the two numbers are.
    Likelihood,
    /// Whether they are equal.
    Equality,
    /// Whether the mean wages of those with the secret are equal.
    EqualMeans,
}

struct Pairs {
    form: Form,
    reading: Reading,
    row: NoiseRow,
}

impl Pairs {
    fn new(form: Form, reading: Reading) -> Self {
        Pairs { form, reading, row: NoiseRow::ordinary() }
    }
}

impl BitAttack for Pairs {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let pair = Pair::around(register, target, LEAST, draws)?;
        let with = pair.with.condition();
        let without = match self.form {
            Form::Slice => pair.without.condition(),
            Form::Tracker => format!("{with} & !({})", register.only(target)),
        };
        let lines = [with, without].map(|condition| match self.reading {
            Reading::EqualMeans => format!("tabulate sex if {condition} & secret == '1', summarize(wage) mean"),
            Reading::Likelihood | Reading::Equality => format!("tabulate secret if {condition}"),
        });
        Some(Step { lines: lines.into(), known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        let count = |at: usize| answers.get(at).and_then(|answer| answer.count_of("1"));
        let mean = |at: usize| answers.get(at).and_then(|answer| answer.number(&["*"], "mean"));
        match self.reading {
            Reading::EqualMeans if mean(0) != mean(1) => 100.0,
            Reading::EqualMeans => -1.0,
            Reading::Likelihood => self.row.pair_evidence(count(0), count(1)),
            // One difference proves the bit where noise belongs to sets; equality speaks against it each time.
            Reading::Equality if count(0) != count(1) => 100.0,
            Reading::Equality => -1.0,
        }
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::noise_of_sets()))?);
    let targets = stage.effort.of(600, 10_000);
    let few = 160;
    let likelihood = Pairs::new(Form::Slice, Reading::Likelihood);
    let equality = Pairs::new(Form::Slice, Reading::Equality);
    let tracker = Pairs::new(Form::Tracker, Reading::Likelihood);
    let by_equality = Pairs::new(Form::Tracker, Reading::Equality);
    let found = accuracies(&on, &likelihood, &[1, 5, 10, 20], targets, &stage.draws("pairs"))?;
    let without = accuracies(&off, &equality, &[1, 5, 10, 20], few, &stage.draws("pairs off"))?;
    let mut rows: Vec<Row> = [(1, 0.58), (5, 0.65), (10, 0.70), (20, 0.76)]
        .into_iter()
        .zip(found.iter().zip(&without))
        .map(|((pairs, limit), (found, without))| {
            let what = format!("bit from {pairs} pairs of counts, by likelihood: accuracy");
            Row::new("C.1", what, Limit::AtMost(limit), *found).prior(0.5).off(
                "noise of the set, by equality",
                *without,
                0.9,
            )
        })
        .collect();
    let equal = accuracies(&on, &equality, &[1], stage.effort.of(3_000, 20_000), &stage.draws("equality"))?;
    let equal_off = accuracies(&off, &equality, &[1], few, &stage.draws("equality off"))?;
    let what = "P(answers differ; sets differ by 1) − P(differ; equal sets, other definition), absolute";
    rows.push(Row::new("near-sets 3.1", what, Limit::AtMost(0.02), difference(equal[0]).abs()).prior(0.0).off(
        "noise of the set",
        difference(equal_off[0]),
        0.8,
    ));
    rows.push(equal_means(stage)?);
    let found = accuracies(&on, &tracker, &[1, 20], stage.effort.of(160, 10_000), &stage.draws("tracker"))?;
    let without = accuracies(&off, &by_equality, &[1, 20], few, &stage.draws("tracker off"))?;
    for (at, (pairs, limit)) in [(1, 0.58), (20, 0.76)].into_iter().enumerate() {
        let what = format!("bit from {pairs} trackers n(A), n(A but the target): accuracy");
        let row = Row::new("C.12", what, Limit::AtMost(limit), found[at]).prior(0.5);
        rows.push(row.off("noise of the set, by equality", without[at], 0.9));
    }
    Ok(rows)
}

/// The same of means, which differ in almost every digit.
fn equal_means(stage: &Stage) -> Result<Row> {
    let world = stage.small();
    let attack = Pairs::new(Form::Slice, Reading::EqualMeans);
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::noise_of_sets()))?);
    let found = accuracies(&on, &attack, &[1], stage.effort.of(1_000, 10_000), &stage.draws("equal means"))?;
    let without = accuracies(&off, &attack, &[1], 100, &stage.draws("equal means off"))?;
    let what = "P(means differ; sets differ by 1) − P(differ; equal sets, other definition), absolute";
    let row = Row::new("C.1", what, Limit::AtMost(0.02), difference(found[0]).abs()).prior(0.0);
    Ok(row.off("noise of the set", difference(without[0]), 0.8))
}

/// P(guessed | bit) − P(guessed | no bit), from the balanced accuracy of the guess.
fn difference(accuracy: Measured) -> Measured {
    let of = |value: f64| 2.0 * value - 1.0;
    Measured { value: of(accuracy.value), low: of(accuracy.low), high: of(accuracy.high), n: accuracy.n }
}

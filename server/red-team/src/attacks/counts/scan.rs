//! C.22, near-sets 3.2: known helpers move a set to a step of the answers; then the target is put on it.

use anyhow::Result;

use super::known_size::with_target;
use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, Session};

/// A set of unknown size, moved by some helpers, with and without the target.
struct Shifts {
    row: NoiseRow,
}

impl BitAttack for Shifts {
    fn step(&self, register: &Register, target: u32, at: usize, draws: &mut Draws) -> Option<Step> {
        let base = Block::without(register, target, 200..=2_000, draws)?;
        let helpers = Block::of_size(register, target, 1 + at, draws)?;
        // The base is of unknown size: only those of it with the secret.
        let moved = format!("({} & secret == '1') | ({})", base.condition(), helpers.condition());
        let lines = vec![
            format!("tabulate sex if {moved} | {}", with_target(register, None, target)),
            format!("tabulate sex if {moved}"),
        ];
        Some(Step { lines, known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        let count = |at: usize| answers.get(at).and_then(Answer::count);
        self.row.pair_evidence(count(0), count(1))
    }
}

/// Seven helpers and the target: the eighth makes the count shown.
struct Threshold;

impl BitAttack for Threshold {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let helpers = Block::of_size(register, target, 7, draws)?;
        let lines = vec![format!("tabulate sex if {}", with_target(register, Some(&helpers), target))];
        Some(Step { lines, known: 7 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        if answers.first().and_then(Answer::count).is_some() { 1.0 } else { -1.0 }
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::no_noise()))?);
    let shifts = Shifts { row: NoiseRow::ordinary() };
    let found = accuracies(&on, &shifts, &[3, 5], stage.effort.of(600, 10_000), &stage.draws("scan"))?;
    let step = accuracies(&on, &Threshold, &[1], stage.effort.of(1_000, 10_000), &stage.draws("step"))?;
    let step_off = accuracies(&off, &Threshold, &[1], 200, &stage.draws("step off"))?;
    let without = accuracies(&off, &shifts, &[3], 200, &stage.draws("scan off"))?;
    let row = |questions: usize, found| {
        let what = format!("bit from a scan with helpers, {questions} questions: accuracy");
        Row::new("C.22", what, Limit::AtMost(0.65), found).prior(0.5).off("no noise", without[0], 0.99)
    };
    let what = "bit from whether seven helpers and the target are shown: accuracy";
    let threshold = Row::new("C.22", what, Limit::AtMost(0.60), step[0]).prior(0.5);
    Ok(vec![row(6, found[0]), row(10, found[1]), threshold.off("no noise, shown from 8", step_off[0], 0.99)])
}

//! Near-sets 3.3: P ∪ (target if secret), the size of P publicly known. The best attack on one bit that is known.

use anyhow::Result;

use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::{NoiseRow, accuracy_after};
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, Session};

/// A block of known size and the target, if the target has the secret.
pub struct KnownSize {
    row: NoiseRow,
    sizes: std::ops::RangeInclusive<usize>,
}

impl KnownSize {
    /// With blocks of these sizes.
    pub fn new(sizes: std::ops::RangeInclusive<usize>) -> Self {
        KnownSize { row: NoiseRow::ordinary(), sizes }
    }
}

/// The condition for the members of a block and, if the secret holds, the target.
pub fn with_target(register: &Register, block: Option<&Block>, target: u32) -> String {
    let own = format!("({} & secret == '1')", register.only(target));
    block.map_or_else(|| own.clone(), |block| format!("({}) | {own}", block.condition()))
}

impl BitAttack for KnownSize {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let block = Block::without(register, target, self.sizes.clone(), draws)?;
        let lines = vec![format!("tabulate sex if {}", with_target(register, Some(&block), target))];
        Some(Step { lines, known: block.size(register) as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let count = answers.first().and_then(Answer::count);
        self.row.evidence(step.known, count)
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let attack = KnownSize::new(20..=2_000);
    let checkpoints = [1, 5, 10, 20, 43];
    let on = Session::of_persons(world)?;
    let found = accuracies(&on, &attack, &checkpoints, stage.effort.of(500, 10_000), &stage.draws("known size"))?;
    let off = Session::of_persons(&world.under(policies::no_noise()))?;
    let without = accuracies(&off, &attack, &[1], 200, &stage.draws("known size off"))?;
    Ok(checkpoints
        .into_iter()
        .zip(found)
        .map(|(questions, found)| {
            let what = format!("bit from {questions} counts of known size: accuracy");
            let limit = Limit::AtMost(accuracy_after(questions) + 0.02);
            Row::new("near-sets 3.3", what, limit, found).prior(0.5).off("no noise", without[0], 0.99)
        })
        .collect())
}

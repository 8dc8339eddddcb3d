//! Attacks on one secret bit: questions, evidence, a guess. Most attacks on counts are of this form.

use anyhow::Result;

use crate::draws::Draws;
use crate::measure::Measured;
use crate::register::Register;
use crate::session::{Answer, Session};

/// Questions that belong together, and what is publicly known about them.
pub struct Step {
    /// Lines of a script.
    pub lines: Vec<String>,
    /// A publicly known number, such as the size of a set without the target.
    pub known: i64,
}

/// An attack on a bit of a person.
pub trait BitAttack: Sync {
    /// Whether the target has the bit: the truth, for scoring.
    fn bit(&self, register: &Register, target: u32) -> bool {
        register.secret[target as usize]
    }

    /// The questions of one more definition about a target; `None` if no further one is found.
    fn step(&self, register: &Register, target: u32, at: usize, draws: &mut Draws) -> Option<Step>;

    /// Evidence for the bit in the answers: the log of a likelihood ratio, or anything that is positive for a one.
    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64;
}

/// Lines asked at once.
const BATCH: usize = 4_000;

/// Balanced accuracy after each number of steps in `checkpoints` (ascending). Ties are guessed by a coin.
pub fn accuracies(
    session: &Session,
    attack: &impl BitAttack,
    checkpoints: &[usize],
    targets: usize,
    draws: &Draws,
) -> Result<Vec<Measured>> {
    let mut draws = draws.fork("bits");
    let register = session.world().register().clone();
    let wanted = register.balanced(targets * 2, &mut draws, |person| attack.bit(&register, person as u32));
    on_targets(session, attack, checkpoints, (targets, &wanted), &mut draws)
}

/// The same among all persons with unique traits: for attacks that few of them suit.
pub fn accuracies_among(
    session: &Session,
    attack: &impl BitAttack,
    checkpoints: &[usize],
    targets: usize,
    draws: &Draws,
) -> Result<Vec<Measured>> {
    let mut draws = draws.fork("bits");
    let register = session.world().register().clone();
    let wanted = register.anybody(register.len(), &mut draws);
    on_targets(session, attack, checkpoints, (targets, &wanted), &mut draws)
}

fn on_targets(
    session: &Session,
    attack: &impl BitAttack,
    checkpoints: &[usize],
    (targets, wanted): (usize, &[u32]),
    draws: &mut Draws,
) -> Result<Vec<Measured>> {
    let register = session.world().register().clone();
    let steps = checkpoints.last().copied().unwrap_or_default();
    let mut score = Score { checkpoints, right: vec![[(0, 0); 2]; checkpoints.len()] };
    let (mut open, mut n_lines, mut done) = (Vec::new(), 0, [0, 0]);
    for target in wanted.iter().copied() {
        let bit = attack.bit(&register, target);
        if done[usize::from(bit)] >= targets.div_ceil(2) {
            continue;
        }
        let found: Option<Vec<Step>> = (0..steps).map(|at| attack.step(&register, target, at, draws)).collect();
        let Some(found) = found else { continue };
        done[usize::from(bit)] += 1;
        n_lines += found.iter().map(|step| step.lines.len()).sum::<usize>();
        open.push((bit, found));
        if n_lines >= BATCH {
            score.settle(session, attack, std::mem::take(&mut open), draws);
            n_lines = 0;
        }
    }
    score.settle(session, attack, open, draws);
    Ok(score.right.into_iter().map(balanced).collect())
}

/// Right guesses so far.
struct Score<'a> {
    checkpoints: &'a [usize],
    /// By checkpoint and bit: hits and trials.
    right: Vec<[(usize, usize); 2]>,
}

impl Score<'_> {
    /// Asks the questions about some targets and guesses their bits.
    fn settle(&mut self, session: &Session, attack: &impl BitAttack, open: Vec<(bool, Vec<Step>)>, draws: &mut Draws) {
        let lines: Vec<String> =
            open.iter().flat_map(|(_, steps)| steps).flat_map(|step| step.lines.iter().cloned()).collect();
        let answers = session.ask(&lines);
        let mut answers = answers.as_slice();
        for (bit, steps) in open {
            let (mut evidence, mut at) = (0.0, 0);
            for (number, step) in steps.iter().enumerate() {
                let (own, rest) = answers.split_at(step.lines.len());
                answers = rest;
                evidence += attack.evidence(step, own);
                if self.checkpoints.get(at) == Some(&(number + 1)) {
                    let guess = if evidence == 0.0 { draws.chance(0.5) } else { evidence > 0.0 };
                    let (hits, n) = &mut self.right[at][usize::from(bit)];
                    *hits += usize::from(guess == bit);
                    *n += 1;
                    at += 1;
                }
            }
        }
    }
}

/// The mean of the shares of right guesses among zeros and ones.
fn balanced(sides: [(usize, usize); 2]) -> Measured {
    let [zeros, ones] = sides.map(|(hits, n)| Measured::share(hits, n));
    let pooled = Measured::share(sides[0].0 + sides[1].0, sides[0].1 + sides[1].1);
    // Of equal numbers the pooled share is the balanced one; its interval serves both.
    let value = 0.5 * (zeros.value + ones.value);
    let shift = value - pooled.value;
    Measured { value, low: pooled.low + shift, high: pooled.high + shift, n: pooled.n }
}

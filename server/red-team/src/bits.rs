//! Attacks on one secret bit: questions, evidence, a guess. Most attacks on counts are of this form.

use anyhow::Result;

use crate::draws::Draws;
use crate::measure::Measured;
use crate::register::Register;
use crate::session::{Answer, Session};
use crate::trials::each;

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

/// Targets that are looked at together.
const CHUNK: usize = 256;

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
    let mut right = vec![[(0, 0); 2]; checkpoints.len()];
    let mut missing = [targets.div_ceil(2); 2];
    let mut rest = wanted.iter().copied();
    while missing != [0, 0] {
        let is_missing = |target: &u32| missing[usize::from(attack.bit(&register, *target))] > 0;
        let candidates: Vec<u32> = rest.by_ref().filter(is_missing).take(CHUNK).collect();
        if candidates.is_empty() {
            break;
        }
        let found = each(&candidates, &draws.fork("steps"), |target, draws| {
            let found: Option<Vec<Step>> = (0..steps).map(|at| attack.step(&register, *target, at, draws)).collect();
            Some((attack.bit(&register, *target), found?))
        });
        let mut taken = found;
        taken.retain(|(bit, _)| {
            let missing = &mut missing[usize::from(*bit)];
            let is_taken = *missing > 0;
            *missing -= usize::from(is_taken);
            is_taken
        });
        let guesses = each(&taken, &draws.fork("coins"), |(bit, steps), draws| {
            Some((*bit, guesses(session, attack, checkpoints, steps, draws)))
        });
        for (bit, guesses) in guesses {
            for (right, guess) in right.iter_mut().zip(guesses) {
                let (hits, n) = &mut right[usize::from(bit)];
                *hits += usize::from(guess == bit);
                *n += 1;
            }
        }
        // The next targets have draws of their own.
        draws.bits();
    }
    Ok(right.into_iter().map(balanced).collect())
}

/// Asks the questions about a target and guesses the bit at each checkpoint. Ties are guessed by a coin.
fn guesses(
    session: &Session,
    attack: &impl BitAttack,
    checkpoints: &[usize],
    steps: &[Step],
    draws: &mut Draws,
) -> Vec<bool> {
    let lines: Vec<String> = steps.iter().flat_map(|step| step.lines.iter().cloned()).collect();
    let answers = session.ask(&lines);
    let (mut answers, mut evidence) = (answers.as_slice(), 0.0);
    let mut guesses = Vec::with_capacity(checkpoints.len());
    for (number, step) in (1..).zip(steps) {
        let (own, rest) = answers.split_at(step.lines.len());
        answers = rest;
        evidence += attack.evidence(step, own);
        if checkpoints.get(guesses.len()) == Some(&number) {
            guesses.push(if evidence == 0.0 { draws.chance(0.5) } else { evidence > 0.0 });
        }
    }
    guesses
}

/// The mean of the shares of right guesses among zeros and ones.
pub(crate) fn balanced(sides: [(usize, usize); 2]) -> Measured {
    let [zeros, ones] = sides.map(|(hits, n)| Measured::share(hits, n));
    let value = 0.5 * (zeros.value + ones.value);
    // Independent sides: their half widths add up as squares do.
    let low = value - 0.5 * (zeros.value - zeros.low).hypot(ones.value - ones.low);
    let high = value + 0.5 * (zeros.high - zeros.value).hypot(ones.high - ones.value);
    Measured { value, low, high, n: zeros.n + ones.n }
}

//! Near-sets 3.5, "amplification by arithmetic": a column that is a public number for all but 1e9 at the target if the secret
//! holds, made without any comparison that a floor could see.

use anyhow::Result;

use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::register::{FIRST_PLACE, Register, place_code};
use crate::session::{Answer, Session};
use crate::trials::each;

const QUESTIONS: [usize; 3] = [1, 5, 20];

/// Persons of a set, with the target.
const SIZE: usize = 500;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::no_clamp()))?);
    let found = accuracies(&on, stage.effort.of(300, 10_000), &stage.draws("amplified"))?;
    let without = accuracies(&off, 60, &stage.draws("amplified off"))?;
    let limits = [0.75, 0.86, 0.92];
    Ok((0..QUESTIONS.len())
        .map(|at| {
            let what = format!("bit from {} means of an amplified column, n = {SIZE}: accuracy", QUESTIONS[at]);
            let row = Row::new("near-sets 3.5", what, Limit::AtMost(limits[at]), found[at]).prior(0.5);
            row.off("no clamp", without[at], 0.95)
        })
        .collect())
}

/// Accuracy with the threshold that is best in hindsight, after each number of questions.
pub fn accuracies(session: &Session, targets: usize, draws: &Draws) -> Result<[Measured; 3]> {
    let mut draws = draws.fork("columns");
    let register = session.world().register().clone();
    let wanted = register.balanced(targets, &mut draws, |person| register.secret[person]);
    let found = each(&wanted, &draws, |target, draws| {
        let blocks: Option<Vec<Block>> =
            (0..QUESTIONS[2]).map(|_| Block::of_size(&register, *target, SIZE - 1, draws)).collect();
        let blocks = blocks?;
        let only = register.only(*target);
        let mut lines = vec![column(&register, *target)];
        // Another set each time, so that the factors of the others average out.
        lines.extend(
            blocks.iter().map(|block| format!("tabulate sex if ({}) | ({only}), summarize(z) mean", block.condition())),
        );
        let answers = session.ask(&lines);
        let shift = |(block, answer): (&Block, &Answer)| {
            let members: Vec<u32> = block.members(&register).chain([*target]).collect();
            let base = members.iter().map(|person| public(&register, *person)).sum::<f64>();
            // A mean that is hidden says that one person dominates it.
            answer.number(&["*"], "mean").map_or(f64::from(u16::MAX), |mean| members.len() as f64 * mean - base)
        };
        let shifts: Vec<f64> = blocks.iter().zip(&answers[1..]).map(shift).collect();
        let bit = register.secret[*target as usize];
        Some(QUESTIONS.map(|questions| (shifts[..questions].iter().sum::<f64>() / questions as f64, bit)))
    });
    Ok([0, 1, 2].map(|at| best_threshold(&found.iter().map(|scores| scores[at]).collect::<Vec<_>>())))
}

/// How the public number goes round with month of birth and municipality.
const TURNS: (f64, f64) = (2.399, 1.618);

/// The public number of a person: about one for one in eighteen, nothing for others. So the twentieth is as far out as any and the
/// clamp is as wide as it can be for what the numbers vary.
fn public(register: &Register, person: u32) -> f64 {
    let place = f64::from(register.place[person as usize]) + FIRST_PLACE;
    let angle = f64::from(register.born[person as usize]) * TURNS.0 + place * TURNS.1;
    1.0 / (1.0 + (-300.0 * (angle.sin() - 0.985)).exp())
}

/// The public number, and a peak of a billion where every trait is the target's and the flag is 1.
fn column(register: &Register, target: u32) -> String {
    let (sex, education, civil, place, born) = register.traits(target);
    let (place, (by_month, by_place)) = (place_code(place), TURNS);
    format!(
        "generate z = 1 / (1 + exp(0 - 300 * (sin(born * {by_month} + to_int(place) * {by_place}) - 0.985))) \
         + 1000000000 * to_int(secret) * exp(0 - 50 * ((to_int(sex) - {sex})^2 + (to_int(edu) - {education})^2 \
         + (to_int(civil) - {civil})^2 + (to_int(place) - {place})^2 + (born - {born})^2))"
    )
}

/// The accuracy of the threshold that parts zeros and ones best.
fn best_threshold(scores: &[(f64, bool)]) -> Measured {
    let mut sorted = scores.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ones = sorted.iter().filter(|(_, bit)| *bit).count();
    let (mut right, mut most) = (ones, ones);
    for (_, bit) in &sorted {
        right = if *bit { right - 1 } else { right + 1 };
        most = most.max(right);
    }
    Measured::share(most, sorted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_threshold_parts_what_can_be_parted() {
        let scores = [(0.0, false), (1.0, false), (2.0, true), (3.0, true)];
        assert_eq!(best_threshold(&scores).value, 1.0);
        assert_eq!(best_threshold(&[(0.0, true), (1.0, false)]).value, 0.5);
    }
}

//! C.5: the count of one set as a sum over many two-way splits of it, averaged.

use anyhow::Result;

use super::super::values::hit_rate;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::{Block, for_everybody, some_civil_state};
use crate::register::{PLACES, Register, place_code};
use crate::session::Session;
use crate::trials::times;

/// Splits after which the average is looked at.
const SPLITS: [usize; 2] = [25, 100];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::no_noise()))?);
    let found = exact(&on, stage.effort.of(60, 2_000), &stage.draws("averaging"));
    let without = exact(&off, 20, &stage.draws("averaging off"));
    let row = |at: usize| {
        let what =
            format!("a set's exact count from {} two-way splits (quotas and the detector are the answer)", SPLITS[at]);
        Row::new("C.5", what, Limit::Printed, found[at]).prior(0.156).off("no noise", without[at], 0.99)
    };
    Ok(vec![row(0), row(1)])
}

/// How often the rounded average is the number of persons with the secret in a block.
fn exact(session: &Session, trials: usize, draws: &Draws) -> [Measured; 2] {
    let register = session.world().register().clone();
    let found = times(trials, &draws.fork("exact"), |draws| {
        let block = Block::without(&register, u32::MAX, 400..=900, draws)?;
        let truth = block.members(&register).filter(|member| register.secret[*member as usize]).count();
        let lines = questions(&block, &register, draws);
        let counts: Vec<Option<i64>> = session.ask(&lines).iter().map(|answer| answer.count_of("1")).collect();
        let sums: Vec<f64> = counts
            .chunks(2)
            .filter_map(|pair| Some((pair.first().copied()?? + pair.get(1).copied()??) as f64))
            .collect();
        Some(SPLITS.map(|splits| {
            let used = &sums[..sums.len().min(splits)];
            let mean = used.iter().sum::<f64>() / used.len().max(1) as f64;
            (mean - truth as f64).abs() < 0.5
        }))
    });
    [0, 1].map(|at| hit_rate(&found.iter().map(|hits| hits[at]).collect::<Vec<bool>>()))
}

/// Two halves by public traits, again and again; each half is large enough to be shown.
fn questions(block: &Block, register: &Register, draws: &mut Draws) -> Vec<String> {
    let last = SPLITS[SPLITS.len() - 1];
    let mut lines = Vec::with_capacity(2 * last);
    let members: Vec<u32> = block.members(register).collect();
    while lines.len() < 2 * last {
        let place = register.place[members[draws.below(members.len())] as usize];
        let born = register.born[members[draws.below(members.len())] as usize];
        // At least a quarter on each side.
        let above = members.iter().filter(|member| register.born[**member as usize] <= born).count();
        let beside = members.iter().filter(|member| register.place[**member as usize] <= place).count();
        let is_even = |n: usize| (members.len() / 4..=3 * members.len() / 4).contains(&n);
        let anew = for_everybody(draws.below(1_000_000));
        let split = match draws.below(3) {
            0 if is_even(above) => format!("born <= {born}"),
            1 if is_even(beside) => format!("place <= '{}'", place_code(place.min(PLACES as u16 - 1))),
            2 => some_civil_state(draws),
            _ => continue,
        };
        let own = block.condition();
        lines.push(format!("tabulate secret if {own} & {split} & {anew}"));
        lines.push(format!("tabulate secret if {own} & !({split}) & {anew}"));
    }
    lines
}

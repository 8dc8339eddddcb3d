//! C.11: the sum of a set in which one person's income is most of it.

use anyhow::Result;

use super::{hit_rate, is_within};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::Session;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_weights()))?);
    let (found, prior) = hits(&on, stage.effort.of(150, 5_000), &stage.draws("dominance"));
    let (without, _) = hits(&off, 60, &stage.draws("dominance off"));
    let what = "an income that is most of a sum of 25 within 10 %";
    let row = Row::new("C.11", what, Limit::AtMost(prior + 0.01), found).prior(prior);
    Ok(vec![row.off("no weights, no dominance rule", without, 0.8)])
}

/// Sets of those with low wages around somebody with a high income: the others' sum is guessed by what such persons earn. The
/// prior is the best guess from the Pareto tail alone.
fn hits(session: &Session, sets: usize, draws: &Draws) -> (Measured, f64) {
    let mut draws = draws.fork("sets");
    let register = session.world().register().clone();
    let mut top: Vec<u32> = register.anybody(register.len(), &mut draws);
    top.retain(|person| register.income[*person as usize] > 6_000_000);
    let (mut hits, mut values) = (Vec::new(), Vec::new());
    for at in 0..sets * 4 {
        if hits.len() >= sets || top.is_empty() {
            break;
        }
        let target = top[at % top.len()];
        let Some(block) = Block::of_size(&register, target, 24, &mut draws) else { continue };
        let of_others: i64 = block.members(&register).map(|person| register.income[person as usize]).sum();
        let own = register.income[target as usize];
        if (own as f64) < 0.8 * (own + of_others) as f64 {
            continue;
        }
        let line = format!(
            "tabulate edu if ({}) | ({}), summarize(income) mean sum",
            block.condition(),
            register.only(target)
        );
        let answer = session.ask_one(&line);
        // Others as they are on average, by knowledge of the distribution.
        let guess = answer.number(&["*"], "sum").map(|sum| sum - 24.0 * 450_000.0);
        values.push(own as f64);
        hits.push(guess.is_some_and(|guess| is_within(guess, own as f64, 0.1)));
    }
    values.sort_by(f64::total_cmp);
    let (_, prior) = super::best(&values, 0.1);
    (hit_rate(&hits), prior as f64 / values.len().max(1) as f64)
}

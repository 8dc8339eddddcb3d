//! C.11: the sum of a set in which one person's income is most of it.

use anyhow::Result;

use super::{hit_rate, is_within};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::{Answer, Session};

/// Others in the set: with the target it always passes the gate of 10 … 19.
const OTHERS: usize = 19;

/// What the others earn together, by knowledge of the distribution.
const OF_OTHERS: f64 = 19.0 * 450_000.0;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.large();
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_weights()))?);
    let found = hits(&on, stage.effort.of(100, 5_000), &stage.draws("dominance"));
    let without = hits(&off, 40, &stage.draws("dominance off"));
    // Of a Pareto tail with index 1.7 a guess 10 % above its lower end is within 10 % of most.
    let prior = 1.0 - (0.9_f64 / 1.1).powf(1.7);
    let what = "an income that is most of a sum of twenty within 10 %";
    let row = Row::new("C.11", what, Limit::AtMost(prior + 0.01), found).prior(prior);
    Ok(vec![row.off("no weights, no dominance rule", without, 0.8)])
}

/// Sets of others around somebody whose income is above four fifths of the sum.
fn hits(session: &Session, sets: usize, draws: &Draws) -> Measured {
    let mut draws = draws.fork("sets");
    let register = session.world().register().clone();
    let mut top: Vec<u32> = register.anybody(register.len(), &mut draws);
    top.retain(|person| register.income[*person as usize] as f64 > 4.0 * OF_OTHERS);
    let (mut lines, mut truth) = (Vec::new(), Vec::new());
    for target in top.iter().cycle().take(if top.is_empty() { 0 } else { sets }) {
        let Some(block) = Block::of_size(&register, *target, OTHERS, &mut draws) else { continue };
        let condition = format!("({}) | ({})", block.condition(), register.only(*target));
        lines.push(format!("tabulate edu if {condition}, summarize(income) mean sum"));
        truth.push(register.income[*target as usize] as f64);
    }
    let answers = session.ask_apart(&lines);
    let hit = |(answer, truth): (&Answer, &f64)| {
        answer.number(&["*"], "sum").is_some_and(|sum| is_within(sum - OF_OTHERS, *truth, 0.1))
    };
    hit_rate(&answers.iter().zip(&truth).map(hit).collect::<Vec<bool>>())
}

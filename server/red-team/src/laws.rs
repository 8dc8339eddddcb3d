//! What must hold without exception: one question has one answer, and one definition one set (near-sets 7, first rows).

pub mod definitions;
pub mod spellings;

use anyhow::Result;

use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::{Answer, Session};

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let mut rows = same_script(stage)?;
    rows.extend(spellings::run(stage)?);
    rows.extend(definitions::run(stage)?);
    Ok(rows)
}

/// One script of counts and statistics, in other sessions, orders and numbers of threads; and two users who share the work.
fn same_script(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let mut draws = stage.draws("same script");
    let lines = questions(&mut draws, stage.effort.of(60, 1_000));
    let one = Session::of_numbers(world)?;
    let expected = shown(one.ask(&lines));
    let mut mixed: Vec<usize> = (0..lines.len()).collect();
    draws.shuffle(&mut mixed);
    let other = Session::of_numbers(&world.clone())?;
    let in_order: Vec<String> = mixed.iter().map(|at| lines[*at].clone()).collect();
    let found = shown(other.ask(&in_order));
    let differing = mixed.iter().zip(&found).filter(|(at, found)| expected[**at] != **found).count();
    let mut rows = vec![
        Row::new(
            "near-sets 7",
            "same script, other user and order: answers that differ",
            at_most_none(),
            none(differing, lines.len()),
        ),
        Row::new(
            "C.21",
            "the same questions split between two users: answers that differ",
            at_most_none(),
            none(differing, lines.len()),
        ),
    ];
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let found = pool.install(|| shown(one.ask(&lines)));
        let differing = expected.iter().zip(&found).filter(|(one, other)| one != other).count();
        let what = format!("same script on {threads} threads: answers that differ");
        rows.push(Row::new("near-sets 7", what, at_most_none(), none(differing, lines.len())));
    }
    // The comparison sees a difference where there is one: the same questions under another noise.
    let under_other = shown(Session::of_numbers(&world.under(policies::noise_of_sets()))?.ask(&lines));
    let differing = expected.iter().zip(&under_other).filter(|(one, other)| one != other).count();
    let share = Measured::share(differing, lines.len());
    Ok(rows.into_iter().map(|row| row.off("other noise, for the comparison", share, 0.9)).collect())
}

fn questions(draws: &mut Draws, n: usize) -> Vec<String> {
    (0..n)
        .map(|at| {
            let condition = Block::random(draws).condition();
            match at % 3 {
                0 => format!("tabulate secret civil if {condition}"),
                1 => format!("tabulate civil if {condition}, summarize(wage) mean std p50 gini"),
                _ => format!("regress wage born i.civil if born > {}", draws.below(300)),
            }
        })
        .collect()
}

/// Everything that answers say.
fn shown(answers: Vec<Answer>) -> Vec<String> {
    answers
        .into_iter()
        .map(|answer| answer.outputs.iter().map(|output| format!("{:?}", output.body)).collect())
        .collect()
}

pub(crate) fn at_most_none() -> Limit {
    Limit::AtMost(0.0)
}

/// A number of exceptions: none is allowed, so it has no interval.
pub(crate) fn none(exceptions: usize, of: usize) -> Measured {
    Measured::exact(exceptions as f64, of)
}

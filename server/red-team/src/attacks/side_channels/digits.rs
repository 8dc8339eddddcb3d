//! C.20: the true number of persons from the digits of a mean of whole numbers: n · mean is whole for few n only.

use anyhow::Result;

use crate::Stage;
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::Session;
use crate::trials::times;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::no_weights()))?);
    let found = recovered(&on, stage.effort.of(1_500, 20_000), &stage.draws("digits"));
    let without = recovered(&off, 100, &stage.draws("digits off"));
    let prior = NoiseRow::ordinary().p(0);
    let what = "a set's true size from a mean of whole numbers and the shown count";
    let row = Row::new("C.20", what, Limit::AtMost(prior + 0.01), found).prior(prior);
    Ok(vec![row.off("no weights, all digits", without, 0.9)])
}

fn recovered(session: &Session, sets: usize, draws: &Draws) -> Measured {
    let register = session.world().register().clone();
    let blocks = times(sets, &draws.fork("sets"), |draws| Block::without(&register, u32::MAX, 30..=600, draws));
    let lines: Vec<String> = blocks
        .iter()
        .map(|block| format!("tabulate edu if {}, summarize(born) mean freq", block.condition()))
        .collect();
    let answers = session.ask_apart(&lines);
    let hits = blocks.iter().zip(&answers).filter(|(block, answer)| {
        let (Some(mean), Some(count)) = (answer.number(&["*"], "mean"), answer.number(&["*"], "count")) else {
            return false;
        };
        guess(mean, count as i64) == block.size(&register) as i64
    });
    Measured::share(hits.count(), blocks.len())
}

/// Of the sizes near the count, the nearest of those for which the sum is whole to the shown precision.
fn guess(mean: f64, count: i64) -> i64 {
    let off = |n: i64| (n as f64 * mean - (n as f64 * mean).round()).abs();
    let fits = |n: &i64| off(*n) < 1e-6;
    let sizes = (count - 10).max(1)..=count + 10;
    sizes.filter(fits).min_by_key(|n| (n - count).abs()).unwrap_or(count)
}

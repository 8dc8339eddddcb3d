//! C.10: a bound moved step by step. The median of a set and of the same with the target differ as long as the target is above
//! the bound.

use anyhow::Result;

use super::{PriorGuess, hit_rate, is_within};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::Session;
use crate::trials::each;

/// Halvings of the range of wages: 9 come to within 1 %.
const HALVINGS: usize = 10;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let register = world.register();
    let prior = PriorGuess::new(register, &register.wage, 0.01);
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_weights()))?);
    let found = scanned(&on, stage.effort.of(250, 20_000), &stage.draws("order statistics"));
    let without = scanned(&off, 60, &stage.draws("order statistics off"));
    let what = "a random person's wage within 1 % from ten medians above a moving bound, with and without the person";
    let row = Row::new("C.10", what, Limit::AtMost(prior.hits + 0.01), found).prior(prior.hits);
    Ok(vec![row.off("no weights, no smoothing, all digits", without, 0.7)])
}

fn scanned(session: &Session, targets: usize, draws: &Draws) -> Measured {
    let mut draws = draws.fork("scan");
    let register = session.world().register().clone();
    let wanted = register.anybody(targets, &mut draws);
    let hits = each(&wanted, &draws, |target, draws| {
        let block = Block::without(&register, *target, 300..=900, draws)?;
        let (own, only) = (block.condition(), register.only(*target));
        let (mut low, mut high) = (50_000_f64.ln(), 3_000_000_f64.ln());
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let bound = middle.exp().round();
            let lines = [format!("(({own}) | ({only}))"), format!("({own})")]
                .map(|set| format!("tabulate edu if {set} & wage > {bound}, summarize(wage) p50"));
            let answers = session.ask(&lines);
            // The median of few is hidden; then the count is all there is, and the guess goes down.
            let median = |at: usize| answers.get(at).and_then(|answer| answer.number(&["*"], "p50"));
            let is_above = median(0).is_some() && median(0) != median(1);
            if is_above { low = middle } else { high = middle }
        }
        Some(is_within((0.5 * (low + high)).exp(), register.wage[*target as usize] as f64, 0.01))
    });
    hit_rate(&hits)
}

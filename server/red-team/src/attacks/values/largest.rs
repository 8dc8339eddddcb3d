//! Near-sets 3.5: the largest person of a fixed set of 300, from pairs of means in ever new definitions.

use anyhow::Result;

use super::{PriorGuess, hit_rate, is_within};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::{Block, for_everybody};
use crate::session::Session;
use crate::trials::times;

const PAIRS: [usize; 3] = [1, 20, 100];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    // Sets are drawn, not persons: twelve thousand are enough in both forms.
    let world = &stage.world(12_000, "largest");
    let register = world.register();
    let prior = PriorGuess::new(register, &register.wage, 0.1);
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_factor()))?);
    let found = hits(&on, stage.effort.of(100, 20_000), &stage.draws("largest"));
    let without = hits(&off, stage.effort.of(60, 1_000), &stage.draws("largest off"));
    let limits = [0.10, 0.15, 0.15];
    Ok((0..PAIRS.len())
        .map(|at| {
            let what = format!("the largest wage of 300 within 10 % from {} pairs of means", PAIRS[at]);
            let row = Row::new("near-sets 3.5", what, Limit::AtMost(limits[at]), found[at]).prior(prior.hits);
            // Only many questions average out what is fresh.
            if at == 2 { row.off("no persistent factor", without[at], 0.4) } else { row }
        })
        .collect())
}

fn hits(session: &Session, targets: usize, draws: &Draws) -> [Measured; 3] {
    let register = session.world().register().clone();
    let found = times(targets, &draws.fork("sets"), |draws| {
        let block = Block::without(&register, u32::MAX, 295..=305, draws)?;
        let target = block.members(&register).max_by_key(|person| register.wage[*person as usize])?;
        let n = block.size(&register) as f64;
        let (own, only) = (block.condition(), register.only(target));
        let lines: Vec<String> = (0..PAIRS[2])
            .flat_map(|at| {
                let anew = format!("{own} & {}", for_everybody(at));
                [anew.clone(), format!("{anew} & !({only})")]
            })
            .map(|condition| format!("tabulate edu if {condition}, summarize(wage) mean"))
            .collect();
        let means: Vec<Option<f64>> = session.ask(&lines).iter().map(|answer| answer.number(&["*"], "mean")).collect();
        let estimates: Vec<f64> =
            means.chunks_exact(2).filter_map(|pair| Some(n * pair[0]? - (n - 1.0) * pair[1]?)).collect();
        Some(PAIRS.map(|pairs| {
            let used = &estimates[..estimates.len().min(pairs)];
            let average = used.iter().sum::<f64>() / used.len().max(1) as f64;
            is_within(average, register.wage[target as usize] as f64, 0.1)
        }))
    });
    [0, 1, 2].map(|at| hit_rate(&found.iter().map(|hits| hits[at]).collect::<Vec<bool>>()))
}

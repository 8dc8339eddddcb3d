//! Values from coefficients: two models, one with the target, in q definitions. Regressors are public, so the change of the
//! coefficients tells the target's residual but for the weights.

use std::fmt::Write as _;

use anyhow::Result;

use crate::Stage;
use crate::attacks::models::coefficient;
use crate::attacks::values::{PriorGuess, hit_rate, is_within};
use crate::measure::Measured;
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, Session};

const DEFINITIONS: [usize; 3] = [1, 20, 100];

/// The table.
pub fn run(stage: &Stage) -> Result<String> {
    let world = stage.small();
    let prior = PriorGuess::new(world.register(), &world.register().wage, 0.1);
    let on = Session::of_numbers(world)?;
    let off = Session::of_numbers(&world.under(policies::bare_models()))?;
    let mut text = format!(
        "## Values from coefficients over many definitions (near-sets 8.4)\n\n`regress wage born` on sets of 300 to 1 000 with and \
         without the target: the wage within 10 % (guess {:.3}), and the share of its variance that the estimate explains.\n\n\
         | definitions | hit | R² | hit without weights |\n|---|---|---|---|\n",
        prior.hits
    );
    let found = recovered(&on, stage.effort.of(100, 2_000), stage);
    let bare = recovered(&off, 30, stage);
    for ((definitions, (hits, r2)), (without, _)) in DEFINITIONS.into_iter().zip(found).zip(bare) {
        writeln!(
            text,
            "| {definitions} | {:.3} [{:.3}, {:.3}] | {r2:.3} | {:.3} |",
            hits.value, hits.low, hits.high, without.value
        )?;
    }
    Ok(text)
}

fn recovered(session: &Session, targets: usize, stage: &Stage) -> [(Measured, f64); 3] {
    let register = session.world().register().clone();
    let mut draws = stage.draws("coefficients over definitions");
    let (mut estimates, mut truth): ([Vec<f64>; 3], Vec<f64>) = Default::default();
    for target in register.anybody(targets, &mut draws) {
        let blocks: Vec<Block> =
            (0..DEFINITIONS[2]).filter_map(|_| Block::without(&register, target, 300..=1_000, &mut draws)).collect();
        let only = register.only(target);
        let lines: Vec<String> = blocks
            .iter()
            .flat_map(|block| {
                let own = block.condition();
                [format!("regress wage born if ({own}) | ({only})"), format!("regress wage born if {own}")]
            })
            .collect();
        let answers = session.ask(&lines);
        let found: Vec<f64> = blocks
            .iter()
            .zip(answers.chunks_exact(2))
            .filter_map(|(block, pair)| value(&register, block, target, &pair[0], &pair[1]))
            .collect();
        for (estimates, definitions) in estimates.iter_mut().zip(DEFINITIONS) {
            let used = &found[..found.len().min(definitions)];
            estimates.push(used.iter().sum::<f64>() / used.len().max(1) as f64);
        }
        truth.push(register.wage[target as usize] as f64);
    }
    estimates.map(|estimates| {
        let hits: Vec<bool> =
            estimates.iter().zip(&truth).map(|(guess, truth)| is_within(*guess, *truth, 0.1)).collect();
        (hit_rate(&hits), correlation(&estimates, &truth).powi(2))
    })
}

/// Δβ = (X'X + xx')⁻¹ x (y − x'β): the residual is what Δβ is along (X'X + xx')⁻¹ x.
fn value(register: &Register, block: &Block, target: u32, with: &Answer, without: &Answer) -> Option<f64> {
    let born = |person: u32| f64::from(register.born[person as usize]);
    let x = born(target);
    let (mut n, mut sum, mut squares) = (1.0, x, x * x);
    block.members(register).for_each(|person| {
        n += 1.0;
        sum += born(person);
        squares += born(person) * born(person);
    });
    let determinant = n * squares - sum * sum;
    let direction = [(squares - sum * x) / determinant, (n * x - sum) / determinant];
    let change = |term: &str| Some(coefficient(with, term)? - coefficient(without, term)?);
    let (constant, slope) = (change("_cons")?, change("born")?);
    // Both on one scale: the effect on the fitted value at the target.
    let along = direction[0] + x * direction[1];
    let line = coefficient(without, "_cons")? + x * coefficient(without, "born")?;
    Some(line + (constant + x * slope) / along)
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let product: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    let spread = |values: &[f64], mean: f64| values.iter().map(|value| (value - mean).powi(2)).sum::<f64>().sqrt();
    product / (spread(a, mean_a) * spread(b, mean_b))
}

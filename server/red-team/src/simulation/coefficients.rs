//! Values from coefficients: two models, one with the target, in q definitions. Regressors are public, so the change of the
//! coefficients tells the target's residual but for the weights. For persons at random, and for those with the largest value of a set.

use std::fmt::Write as _;

use anyhow::Result;

use super::figure;
use crate::Stage;
use crate::attacks::models::coefficient;
use crate::attacks::values::{PriorGuess, hit_rate, is_within};
use crate::draws::Draws;
use crate::measure::Measured;
use crate::policies;
use crate::register::Register;
use crate::register::block::{Block, for_everybody};
use crate::session::{Answer, Session};

const DEFINITIONS: [usize; 3] = [1, 20, 100];
const WITHIN: [f64; 2] = [0.05, 0.10];

/// A target and two models for each definition: the set with the target and without.
struct Campaign {
    target: u32,
    pairs: Vec<Pair>,
}

struct Pair {
    with: String,
    without: String,
    /// Members of the set without the target.
    members: Vec<u32>,
}

/// Makes a campaign for one of the persons who are attacked.
type Plan = fn(&Register, u32, &mut Draws) -> Option<Campaign>;

/// The table.
pub fn run(stage: &Stage) -> Result<String> {
    let world = &stage.world(12_000, "coefficients");
    let register = world.register();
    let priors = WITHIN.map(|share| PriorGuess::new(register, &register.wage, share).hits);
    let on = Session::of_numbers(world)?;
    let off = Session::of_numbers(&world.under(policies::bare_models()))?;
    let no_factor = Session::of_numbers(&world.under(policies::no_factor()))?;
    let mut text = format!(
        "## Values from coefficients over many definitions (near-sets 8.4)\n\n`regress wage born` on sets of 300 to 1 000 with and \
         without the target; the largest wage of a fixed set of 300 in ever new definitions. The wage within 5 % and 10 % (best guess \
         from sex and education {:.3}, {:.3}), and the squared correlation of estimate and truth.\n\n\
         | target | filter | definitions | within 5 % | within 10 % | R² |\n|---|---|---|---|---|---|\n",
        priors[0], priors[1]
    );
    let n = stage.effort.of(150, 2_000);
    let campaigns: [(&str, &str, &Session, Plan, usize); 5] = [
        ("anybody", "in force", &on, of_anybody, n),
        ("anybody", "off", &off, of_anybody, 30),
        ("largest of 300", "in force", &on, of_largest, n),
        ("largest of 300", "no persistent factor", &no_factor, of_largest, n / 2),
        ("largest of 300", "off", &off, of_largest, 30),
    ];
    for (who, filter, session, plan, targets) in campaigns {
        let found = recovered(session, plan, targets, &stage.draws("coefficients over definitions"));
        for (definitions, (hits, r2)) in DEFINITIONS.into_iter().zip(found) {
            let [near, wide] = hits.map(|hits| figure(&hits));
            writeln!(text, "| {who} | {filter} | {definitions} | {near} | {wide} | {r2:.3} |")?;
        }
    }
    text.push_str("\nWhat the weights cost the coefficients of honest models stands in the acceptance table (D.9).");
    Ok(text)
}

/// Blocks anew for each definition.
fn of_anybody(register: &Register, target: u32, draws: &mut Draws) -> Option<Campaign> {
    let only = register.only(target);
    let pairs = (0..DEFINITIONS[2]).filter_map(|_| {
        let block = Block::without(register, target, 300..=1_000, draws)?;
        let own = block.condition();
        Some(Pair { with: format!("({own}) | ({only})"), without: own, members: block.members(register).collect() })
    });
    Some(Campaign { target, pairs: pairs.collect() })
}

/// One set, asked about in ever new definitions; the target is who has the largest wage in it.
fn of_largest(register: &Register, _: u32, draws: &mut Draws) -> Option<Campaign> {
    let block = Block::without(register, u32::MAX, 295..=305, draws)?;
    let all: Vec<u32> = block.members(register).collect();
    let target = all.iter().copied().max_by_key(|person| register.wage[*person as usize])?;
    let members: Vec<u32> = all.into_iter().filter(|person| *person != target).collect();
    let (own, only) = (block.condition(), register.only(target));
    let pairs = (0..DEFINITIONS[2]).map(|at| {
        let with = format!("{own} & {}", for_everybody(at));
        Pair { without: format!("{with} & !({only})"), with, members: members.clone() }
    });
    Some(Campaign { target, pairs: pairs.collect() })
}

/// Hits and R² after each number of definitions.
fn recovered(session: &Session, plan: Plan, targets: usize, draws: &Draws) -> [([Measured; 2], f64); 3] {
    let register = session.world().register().clone();
    let mut draws = draws.fork("targets");
    let (mut estimates, mut truth): ([Vec<f64>; 3], Vec<f64>) = Default::default();
    for person in register.anybody(targets, &mut draws) {
        let Some(Campaign { target, pairs }) = plan(&register, person, &mut draws) else { continue };
        let model = |condition: &String| format!("regress wage born if {condition}");
        let lines: Vec<String> = pairs.iter().flat_map(|pair| [model(&pair.with), model(&pair.without)]).collect();
        let answers = session.ask(&lines);
        let found: Vec<f64> = pairs
            .iter()
            .zip(answers.chunks_exact(2))
            .filter_map(|(pair, answers)| value(&register, &pair.members, target, &answers[0], &answers[1]))
            .collect();
        for (estimates, definitions) in estimates.iter_mut().zip(DEFINITIONS) {
            let used = &found[..found.len().min(definitions)];
            estimates.push(used.iter().sum::<f64>() / used.len().max(1) as f64);
        }
        truth.push(register.wage[target as usize] as f64);
    }
    estimates.map(|estimates| {
        let hits = WITHIN.map(|share| {
            let near = estimates.iter().zip(&truth).map(|(guess, truth)| is_within(*guess, *truth, share));
            hit_rate(&near.collect::<Vec<bool>>())
        });
        (hits, correlation(&estimates, &truth).powi(2))
    })
}

/// Δβ = (X'X + xx')⁻¹ x (y − x'β): the residual is what Δβ is along (X'X + xx')⁻¹ x.
fn value(register: &Register, members: &[u32], target: u32, with: &Answer, without: &Answer) -> Option<f64> {
    let born = |person: u32| f64::from(register.born[person as usize]);
    let x = born(target);
    let (mut n, mut sum, mut squares) = (1.0, x, x * x);
    for person in members {
        n += 1.0;
        sum += born(*person);
        squares += born(*person) * born(*person);
    }
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

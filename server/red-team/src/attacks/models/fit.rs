//! C.9: measures of fit of two models, one with the target: the difference of the sums of squares is the target's residual.

use anyhow::Result;

use super::super::values::{PriorGuess, hit_rate, is_within};
use super::coefficient;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::session::{Answer, Session};
use crate::trials::each;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let prior = PriorGuess::new(world.register(), &world.register().wage, 0.05);
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::bare_models()))?);
    let found = found(&on, stage.effort.of(300, 20_000), &stage.draws("fit"));
    let without = self::found(&off, 150, &stage.draws("fit off"));
    let what = "a wage within 5 % from the residual standard errors of two models";
    let row = Row::new("C.9", what, Limit::AtMost(prior.hits + 0.01), found).prior(prior.hits);
    // Four digits of the standard error blur small residuals even so.
    Ok(vec![row.off("no weights, no cap", without, 0.3)])
}

fn found(session: &Session, targets: usize, draws: &Draws) -> Measured {
    let mut draws = draws.fork("targets");
    let register = session.world().register().clone();
    let wanted = register.anybody(targets, &mut draws);
    let hits = each(&wanted, &draws, |target, draws| {
        let target = *target;
        let block = Block::without(&register, target, 120..=200, draws)?;
        let (own, only) = (block.condition(), register.only(target));
        let lines = [format!("regress wage born if ({own}) | ({only})"), format!("regress wage born if {own}")];
        let answers = session.ask(&lines);
        let born = f64::from(register.born[target as usize]);
        let n = block.size(&register) as f64;
        let guess = answers.first().zip(answers.get(1)).and_then(|(with, without)| value(with, without, born, n));
        Some(guess.is_some_and(|guess| is_within(guess, register.wage[target as usize] as f64, 0.05)))
    });
    hit_rate(&hits)
}

/// The value above the line whose squared residual is the difference, with the leverage of a mean taken into account.
fn value(with: &Answer, without: &Answer, born: f64, n: f64) -> Option<f64> {
    let rmse = |answer: &Answer| answer.model()?.fit.get("rmse").copied().flatten();
    let squares = |rmse: f64, n: f64| rmse * rmse * (n - 2.0);
    let difference = squares(rmse(with)?, n + 1.0) - squares(rmse(without)?, n);
    let line = coefficient(without, "_cons")? + born * coefficient(without, "born")?;
    let residual = (difference.max(0.0) * (1.0 + 1.0 / n)).sqrt();
    // Wages are skew: what is far is above; what the line with the target says tells the side.
    let moved = coefficient(with, "_cons")? + born * coefficient(with, "born")? - line;
    Some(if moved >= 0.0 { line + residual } else { line - residual })
}

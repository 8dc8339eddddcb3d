//! C.5, by `sample`: every seed that gave another sample would be another random split. Eight samples of one population exist.

use std::collections::HashSet;

use anyhow::Result;

use crate::Stage;
use crate::measure::{Limit, Measured, Row};
use crate::register::block::for_everybody;
use crate::session::Session;

/// Seeds that are tried.
const SEEDS: usize = 40;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_persons(stage.small())?;
    let by_seed = distinct(&session, |seed| vec![format!("sample 0.5 {seed}")]);
    // A population of its own has samples of its own: the comparison sees them.
    let by_population =
        distinct(&session, |at| vec![format!("keep if {}", for_everybody(at)), "sample 0.5 1".to_owned()]);
    let what = format!("different samples of one population from {SEEDS} seeds: number");
    let row = Row::new("C.5", what, Limit::AtMost(8.0), by_seed);
    Ok(vec![row.off("populations of their own, for the comparison", by_population, 0.9 * SEEDS as f64)])
}

/// How many different answers the samples give: size and persons with the secret, each with its noise.
fn distinct(session: &Session, lines: impl Fn(usize) -> Vec<String>) -> Measured {
    let ask = |at: usize| {
        let mut script = vec!["clone-dataset d e".to_owned(), "use e".to_owned()];
        script.extend(lines(at));
        script.push("tabulate secret civil".to_owned());
        let answers = session.ask(&script);
        format!("{:?}", answers.last().and_then(|answer| answer.table().map(|table| table.rows.clone())))
    };
    let seen: HashSet<String> = (1..=SEEDS).map(ask).collect();
    Measured::exact(seen.len() as f64, SEEDS)
}

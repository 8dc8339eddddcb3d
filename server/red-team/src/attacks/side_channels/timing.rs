//! C.18: whether the time of a command tells what it found. The engine's own time, before the service rounds it.

use anyhow::Result;

use super::super::counts::known_size::with_target;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Row, auc};
use crate::register::block::Block;
use crate::session::Session;

/// A path through the filter that a person could turn.
struct Path {
    name: &'static str,
    /// Known members beside the target.
    helpers: usize,
    line: fn(&str) -> String,
}

const PATHS: [Path; 3] = [
    Path {
        name: "counts (shown or hidden, 8th person)",
        helpers: 7,
        line: |condition| format!("tabulate sex if {condition}"),
    },
    Path {
        name: "gates (mean shown or hidden, 10th person)",
        helpers: 9,
        line: |condition| format!("tabulate sex if {condition}, summarize(wage) mean"),
    },
    Path {
        name: "floors (flag written or empty, 10th person)",
        helpers: 9,
        line: |condition| format!("replace f = 1 if {condition}"),
    },
];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let register = world.register().clone();
    let mut session = Session::of_numbers(world)?;
    session.prepare("generate f = 0")?;
    // The clock itself works: a table of more cells, by turns with a small one.
    let by_turns = (0..200).map(|at| (at % 2 == 1, if at % 2 == 1 { "born < 400" } else { "born >= 400" }.to_owned()));
    let [small, large] = timed(&session, |condition, bit| table_of(condition, bit), by_turns);
    let clock = auc(&large, &small);
    let mut rows = Vec::new();
    for path in &PATHS {
        let mut draws = stage.draws(path.name);
        let targets = register.balanced(stage.effort.of(500, 10_000), &mut draws, |person| register.secret[person]);
        let of_bit = |target: u32, draws: &mut Draws| {
            let block = Block::of_size(&register, target, path.helpers, draws)?;
            let condition = with_target(&register, Some(&block), target);
            Some((register.secret[target as usize], condition))
        };
        let questions = targets.iter().filter_map(|target| of_bit(*target, &mut draws));
        let [zeros, ones] = timed(&session, |condition, _| (path.line)(condition), questions);
        let what = format!("the target in the set or not, by the time of {}: area under the curve", path.name);
        let row = Row::new("C.18", what, Limit::AtMost(0.53), auc(&ones, &zeros)).prior(0.5);
        rows.push(row.off("tables of more cells, for the clock", clock, 0.9).explained(ROUNDED));
    }
    Ok(rows)
}

const ROUNDED: &str = "this is the engine's own time; what a user sees leaves the service on ticks of 100 ms \
    (server/src/routes/events.rs), a hundred times longer than these commands take";

fn table_of(condition: &str, is_large: bool) -> String {
    if is_large { format!("tabulate place edu if {condition}") } else { format!("tabulate sex if {condition}") }
}

/// Seconds by bit; each question once, in the order given, so that what drifts drifts for both.
fn timed(
    session: &Session,
    line: impl Fn(&str, bool) -> String,
    questions: impl Iterator<Item = (bool, String)>,
) -> [Vec<f64>; 2] {
    let mut times: [Vec<f64>; 2] = Default::default();
    for (bit, condition) in questions {
        times[usize::from(bit)].push(session.ask_one(&line(&condition, bit)).time.as_secs_f64());
    }
    times
}

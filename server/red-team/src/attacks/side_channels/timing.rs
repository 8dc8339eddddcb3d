//! C.18: whether the time of a command tells what it found. The engine's own time, before the service rounds it.

use anyhow::Result;

use super::super::counts::known_size::with_target;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Row, auc};
use crate::register::Register;
use crate::register::block::Block;
use crate::session::Session;

/// A path through the filter that a person could turn.
struct Path {
    name: &'static str,
    /// Known members beside the target.
    helpers: usize,
    lines: fn(&str) -> Vec<String>,
}

const PATHS: [Path; 3] = [
    Path {
        name: "counts (shown or hidden, 8th person)",
        helpers: 7,
        lines: |condition| vec![format!("tabulate sex if {condition}")],
    },
    Path {
        name: "gates (mean shown or hidden, 10th person)",
        helpers: 9,
        lines: |condition| vec![format!("tabulate sex if {condition}, summarize(wage) mean")],
    },
    Path {
        name: "floors (flag written or empty, 10th person)",
        helpers: 9,
        lines: |condition| vec![format!("replace f = 1 if {condition}")],
    },
];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let register = world.register().clone();
    let mut session = Session::of_numbers(world)?;
    session.prepare("generate f = 0")?;
    let mut rows = Vec::new();
    for path in &PATHS {
        let mut draws = stage.draws(path.name);
        let targets = register.balanced(stage.effort.of(500, 10_000), &mut draws, |person| register.secret[person]);
        let of_bit = |target: u32, draws: &mut Draws| {
            let block = Block::of_size(&register, target, path.helpers, draws)?;
            let condition = with_target(&register, Some(&block), target);
            Some((register.secret[target as usize], condition))
        };
        let [zeros, ones] = timed(&session, path, targets.iter().filter_map(|target| of_bit(*target, &mut draws)));
        // The clock itself works: a set of nobody beside one of everybody.
        let control = |person: &u32| {
            let all = person % 2 == 0;
            Some((
                all,
                if all { "born >= 0".to_owned() } else { format!("born > 792 & {}", only_sex(&register, *person)) },
            ))
        };
        let [small, large] = timed(&session, path, (0..200_u32).collect::<Vec<_>>().iter().filter_map(control));
        let what = format!("the target in the set or not, by the time of {}: area under the curve", path.name);
        let row = Row::new("C.18", what, Limit::AtMost(0.53), auc(&ones, &zeros)).prior(0.5);
        rows.push(row.off("nobody beside everybody, for the clock", auc(&large, &small), 0.9));
    }
    Ok(rows)
}

fn only_sex(register: &Register, person: u32) -> String {
    format!("sex == '{}'", register.sex[person as usize])
}

/// Seconds by bit; each question once, in the order given, so that what drifts drifts for both.
fn timed(session: &Session, path: &Path, questions: impl Iterator<Item = (bool, String)>) -> [Vec<f64>; 2] {
    let mut times: [Vec<f64>; 2] = Default::default();
    for (bit, condition) in questions {
        let answers = session.ask(&(path.lines)(&condition));
        times[usize::from(bit)].extend(answers.iter().map(|answer| answer.time.as_secs_f64()));
    }
    times
}

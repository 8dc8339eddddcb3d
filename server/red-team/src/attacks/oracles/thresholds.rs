//! Floors, gates and the population of 1000: helpers bring a set just below the threshold; the target turns it or not.

use anyhow::Result;

use super::super::counts::known_size::with_target;
use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::{NoiseRow, accuracy_after, log_ratio};
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::block::Block;
use crate::register::{MONTHS, Register};
use crate::session::{Answer, Session};

/// How many helpers stand beside the target.
#[derive(Clone, Copy)]
enum Helpers {
    /// Nine, again and again: the tenth reaches the lowest threshold there is.
    Nine,
    /// Nine to eighteen.
    Any,
}

impl Helpers {
    fn number(self, draws: &mut Draws) -> usize {
        match self {
            Helpers::Nine => 9,
            Helpers::Any => draws.within(9, 18),
        }
    }
}

/// The chance that a keyed threshold of 10 … 19 lets n pass.
fn passes(n: i64) -> f64 {
    ((n - 9) as f64 / 10.0).clamp(0.0, 1.0)
}

/// A flag written for helpers and target: a floor makes it empty or not.
struct Floor {
    helpers: Helpers,
    row: NoiseRow,
}

impl BitAttack for Floor {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let k = self.helpers.number(draws);
        let block = Block::of_size(register, target, k, draws)?;
        let condition = with_target(register, Some(&block), target);
        let lines = ["replace f = 0".to_owned(), format!("replace f = 1 if {condition}"), "tabulate f".to_owned()];
        Some(Step { lines: lines.into(), known: k as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let shown = answers.get(2).and_then(|answer| answer.count_of("1"));
        let likelihood = |n: i64| match shown {
            Some(_) => passes(n) * self.row.likelihood(n, shown),
            None => 1.0 - passes(n) * (1.0 - self.row.likelihood(n, None)),
        };
        log_ratio(likelihood(step.known + 1), likelihood(step.known))
    }
}

/// A number written for nine helpers and the target, far from all others; a mean over them and a hundred more tells whether it was.
struct WrittenNumber;

/// What is written, on the side that is far from the helpers' months of birth.
const FAR: i64 = 100_000;

impl BitAttack for WrittenNumber {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let helpers = Block::of_size(register, target, 9, draws)?;
        let others = Block::without(register, target, 100..=200, draws)?;
        let condition = with_target(register, Some(&helpers), target);
        let all = format!("({}) | ({}) | ({})", others.condition(), helpers.condition(), register.only(target));
        let lines = [
            "replace z = born".to_owned(),
            format!(
                "replace z = 0 {} {FAR} if {condition}",
                if helpers.born.0 < MONTHS as u16 / 2 { '+' } else { '-' }
            ),
            format!("tabulate sex if {all}, summarize(z) mean"),
        ];
        let mut members: Vec<u32> = others.members(register).chain(helpers.members(register)).chain([target]).collect();
        members.sort_unstable();
        members.dedup();
        let sum: f64 = members.iter().map(|member| f64::from(register.born[*member as usize])).sum();
        Some(Step { lines: lines.into(), known: (sum / members.len() as f64) as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        // The clamp brings what was written back to twice the twentieth distance: still some forty months in the mean.
        let mean = answers.get(2).and_then(|answer| answer.number(&["*"], "mean"));
        let is_written = mean.is_none_or(|mean| (mean - step.known as f64).abs() > 25.0);
        let likelihood = |n: i64| if is_written { passes(n) } else { 1.0 - passes(n) };
        log_ratio(likelihood(10), likelihood(9))
    }
}

/// A mean of helpers and target: a gate shows it or not.
struct Gate {
    helpers: Helpers,
}

impl BitAttack for Gate {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let k = self.helpers.number(draws);
        let block = Block::of_size(register, target, k, draws)?;
        let condition = with_target(register, Some(&block), target);
        let lines = vec![format!("tabulate sex if {condition}, summarize(line) mean")];
        Some(Step { lines, known: k as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let shown = answers.first().is_some_and(|answer| answer.number(&["*"], "mean").is_some());
        let likelihood = |n: i64| if shown { passes(n) } else { 1.0 - passes(n) };
        log_ratio(likelihood(step.known + 1), likelihood(step.known))
    }
}

/// A population of 999 and the target.
struct Population {
    row: NoiseRow,
}

impl BitAttack for Population {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let block = Block::without(register, target, 1_000..=1_200, draws)?;
        let members: Vec<u32> = block.members(register).collect();
        // The youngest months leave until 999 are left or fewer; helpers fill up.
        let mut months: Vec<u16> = members.iter().map(|member| register.born[*member as usize]).collect();
        months.sort_unstable();
        let last = months.get(998).copied()?.checked_sub(1)?;
        let core = Block { born: (block.born.0, last), ..block.clone() };
        let missing = 999_usize.checked_sub(core.size(register))?;
        let other = 3 - block.sex;
        let helpers = (0..50)
            .filter_map(|_| Block::of_size(register, target, missing.max(1), draws))
            .find(|helpers| helpers.sex == other)?;
        let filled =
            if missing == 0 { core.condition() } else { format!("({}) | ({})", core.condition(), helpers.condition()) };
        let condition = format!("{filled} | {}", with_target(register, None, target));
        let lines = ["clone-dataset d e", "use e", &format!("keep if {condition}"), "use d", "delete-dataset e"];
        Some(Step { lines: lines.map(str::to_owned).into(), known: 999 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let Some(answer) = answers.get(2) else { return 0.0 };
        let refused = |n: i64| (-10..=10).filter(|noise| n + noise < 1_000).map(|noise| self.row.p(noise)).sum::<f64>();
        match answer.units() {
            Some(units) => log_ratio(self.row.p(units - step.known - 1), self.row.p(units - step.known)),
            None => log_ratio(refused(step.known + 1), refused(step.known)),
        }
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let targets = stage.effort.of(500, 16_000);
    let few = stage.effort.of(300, 10_000);
    let with_flag = |session: Result<Session>| {
        let mut session = session?;
        session.prepare("generate f = 0")?;
        Ok::<Session, anyhow::Error>(session)
    };
    let row = NoiseRow::ordinary;
    let mut rows = floors(stage, &with_flag(Session::of_persons(world))?, targets, few)?;
    let fixed = with_flag(Session::of_persons(&world.under(policies::fixed_floor())))?;
    let nine = Floor { helpers: Helpers::Nine, row: row() };
    let without = accuracies(&fixed, &nine, &[1], 200, &stage.draws("floor off"))?;
    rows.iter_mut().for_each(|one| *one = one.clone().off("a floor of exactly 10", without[0], 0.85));
    rows.push(written(stage)?);
    let gate = Gate { helpers: Helpers::Nine };
    let found = accuracies(&Session::of_numbers(world)?, &gate, &[1, 20], few, &stage.draws("gate"))?;
    let fixed = Session::of_numbers(&world.under(policies::fixed_gate()))?;
    let without = accuracies(&fixed, &gate, &[1], 200, &stage.draws("gate off"))?;
    let what = "bit from whether a mean of nine helpers and the target is shown, 1 question: accuracy";
    let once = Row::new("C.3", what, Limit::AtMost(0.60), found[0]).prior(0.5);
    rows.push(once.off("a gate of exactly 10", without[0], 0.85));
    let what = "the same, retried in 20 definitions, against the law of 20 counts";
    let retried = Row::new("C.3", what, Limit::AtMost(accuracy_after(20) + 0.02), found[1]).prior(0.5);
    rows.push(retried.off("a gate of exactly 10", without[0], 0.85).explained(RETRY));
    let population = Population { row: row() };
    let world = stage.middle();
    let found = accuracies(&Session::of_persons(world)?, &population, &[1], few, &stage.draws("population"))?;
    let bare = Session::of_persons(&world.under(policies::no_noise()))?;
    let without = accuracies(&bare, &population, &[1], 100, &stage.draws("population off"))?;
    let what = "bit from whether a population of 999 and the target is refused: accuracy";
    let refusal = Row::new("C.3", what, Limit::AtMost(0.60), found[0]).prior(0.5);
    rows.push(refusal.off("no noise", without[0], 0.99));
    Ok(rows)
}

fn written(stage: &Stage) -> Result<Row> {
    let session = |policy| {
        let mut session = Session::of_persons(&stage.small().under(policy))?;
        session.prepare("generate z = born")?;
        Ok::<Session, anyhow::Error>(session)
    };
    let (on, off) = (session(policies::IN_FORCE)?, session(policies::fixed_floor())?);
    let found = accuracies(&on, &WrittenNumber, &[1], stage.effort.of(500, 10_000), &stage.draws("written"))?;
    let without = accuracies(&off, &WrittenNumber, &[1], 200, &stage.draws("written off"))?;
    let what =
        "bit from whether a number is written for nine helpers and the target, read from a mean, 1 question: accuracy";
    let row = Row::new("C.3", what, Limit::AtMost(0.60), found[0]).prior(0.5);
    Ok(row.off("a floor of exactly 10", without[0], 0.85))
}

const RETRY: &str = "a threshold drawn uniformly from 10 … 19 lets a set of ten pass in a tenth of the definitions and a set of \
    nine never, so one pass in many tries is proof (near-sets 8.5); thresholds drawn as a noised count is, with almost no mass at \
    the lowest, would put retries under the law of counts, at about three more units for honest small groups";

fn floors(stage: &Stage, on: &Session, targets: usize, few: usize) -> Result<Vec<Row>> {
    let nine = Floor { helpers: Helpers::Nine, row: NoiseRow::ordinary() };
    let any = Floor { helpers: Helpers::Any, row: NoiseRow::ordinary() };
    let once = accuracies(on, &nine, &[1], targets, &stage.draws("floor"))?;
    let spread = accuracies(on, &any, &[20], few, &stage.draws("floor spread"))?;
    let retried = accuracies(on, &nine, &[20], few, &stage.draws("floor retried"))?;
    let row = |what: &str, limit: f64, found| Row::new("C.3", what, Limit::AtMost(limit), found).prior(0.5);
    Ok(vec![
        row(
            "bit from whether a written flag of nine helpers and the target is empty, 1 question: accuracy",
            0.55,
            once[0],
        ),
        row("the same with nine to eighteen helpers, 20 questions", 0.70, spread[0]).explained(RETRY),
        row("the same with nine helpers, retried in 20 definitions", 0.70, retried[0]).explained(RETRY),
    ])
}

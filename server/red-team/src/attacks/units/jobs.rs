//! C.16: a person with many jobs in counts of jobs, and alone.

use anyhow::Result;

use super::super::counts::known_size::with_target;
use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies_among};
use crate::draws::Draws;
use crate::law::accuracy_after;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, PERSONS, Session};
use crate::world::RegisterWorld;

const JOBS: &str = "create-dataset j\nimport db/ARBEIDSFORHOLD_PERSON as worker\nimport db/PAY as pay\nuse d\n\
    merge sex edu civil place born secret into j on worker\nuse j\n";

/// The places from the top among which the person is whose rows are the most that anybody adds.
const CAP_RANKS: std::ops::RangeInclusive<usize> = 10..=19;

/// Tenths: known numbers are whole.
const PARTS: i64 = 10;

/// Rows of jobs of a block of known size and the target, if the secret holds.
struct Jobs {
    /// The target's number of jobs.
    rows: std::ops::RangeInclusive<usize>,
    of_person: Vec<u32>,
    /// Whether the filter caps what a person adds.
    is_capped: bool,
}

/// What is shown of these numbers of rows but for the noise. The place of the cap is a secret of the question: the mean over all.
fn expected(mut rows: Vec<u32>, is_capped: bool) -> f64 {
    rows.sort_unstable_by(|a, b| b.cmp(a));
    let sum = |cap: u32| rows.iter().map(|own| f64::from((*own).min(cap))).sum::<f64>();
    if !is_capped {
        return sum(u32::MAX);
    }
    let of_rank = |rank: usize| sum(rows.get(rank - 1).or(rows.last()).copied().unwrap_or(0));
    CAP_RANKS.map(of_rank).sum::<f64>() / CAP_RANKS.count() as f64
}

impl Jobs {
    fn new(register: &Register, rows: std::ops::RangeInclusive<usize>, is_capped: bool) -> Self {
        let mut of_person = vec![0; register.len()];
        register.person_of_job.iter().for_each(|person| of_person[*person as usize] += 1);
        Jobs { rows, of_person, is_capped }
    }
}

impl BitAttack for Jobs {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let own = self.of_person[target as usize];
        if !self.rows.contains(&(own as usize)) {
            return None;
        }
        let block = Block::without(register, target, 100..=1_000, draws)?;
        let mut rows: Vec<u32> = block.members(register).map(|person| self.of_person[person as usize]).collect();
        let without = expected(rows.clone(), self.is_capped);
        rows.push(own);
        let with = expected(rows, self.is_capped);
        let lines = vec![format!("tabulate sex if {}", with_target(register, Some(&block), target))];
        // The number in the middle between what it is without and with the target.
        Some(Step { lines, known: (PARTS as f64 * 0.5 * (without + with)).round() as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let count = answers.first().and_then(Answer::count);
        count.map_or(0.0, |count| (PARTS * count - step.known) as f64)
    }
}

fn over_jobs(world: &RegisterWorld) -> Result<Session> {
    Session::new(world, &format!("{PERSONS}{JOBS}"))
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let mut rows = by_rows(stage)?;
    rows.extend(alone(stage)?);
    Ok(rows)
}

fn by_rows(stage: &Stage) -> Result<Vec<Row>> {
    // Of so many persons that enough have forty jobs.
    let world = stage.world(stage.effort.of(60_000, 400_000), "jobs");
    let (on, off) = (over_jobs(&world)?, over_jobs(&world.under(policies::no_noise_no_weights()))?);
    let mut rows = Vec::new();
    for (name, range, targets) in
        [("one job", 1..=1, stage.effort.of(200, 10_000)), ("forty jobs", 40..=40, stage.effort.of(40, 400))]
    {
        let attack = |is_capped| Jobs::new(world.register(), range.clone(), is_capped);
        let found = accuracies_of(&on, &attack(true), targets, &stage.draws(name))?;
        let without = accuracies_of(&off, &attack(false), targets.min(40), &stage.draws(name))?;
        for (at, questions) in [1, 20].into_iter().enumerate() {
            let what = format!("bit of a person with {name} from {questions} counts of jobs: accuracy");
            let limit = Limit::AtMost(accuracy_after(questions) + 0.02);
            let row = Row::new("C.16", what, limit, found[at]).prior(0.5);
            let row = row.off("no noise, no weights, no cap", without[at], 0.95);
            rows.push(if name == "one job" { row } else { row.explained(FORTY) });
        }
    }
    Ok(rows)
}

const FORTY: &str = "a number of rows counts nobody with more rows than a person at a keyed place, 10 … 19 from the top, has; those few rows \
    still stand out of noise of the size of persons' rows; noise times that number would hide them, at the cost of exactness for everybody";

/// Among all persons, because few of those with many jobs come first.
fn accuracies_of(session: &Session, attack: &Jobs, targets: usize, draws: &Draws) -> Result<Vec<Measured>> {
    accuracies_among(session, attack, &[1, 20], targets, draws)
}

/// One person with forty jobs has no statistics of their own.
fn alone(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.world(20_000, "alone");
    let register = world.register();
    let attack = Jobs::new(register, 40..=40, true);
    let many: Vec<u32> = register
        .anybody(register.len(), &mut stage.draws("alone"))
        .into_iter()
        .filter(|person| attack.of_person[*person as usize] == 40)
        .collect();
    let shown = |session: &Session| {
        let lines: Vec<String> = many
            .iter()
            .map(|person| format!("tabulate sex if {}, summarize(pay) mean", register.only(*person)))
            .collect();
        let answers = session.ask_apart(&lines);
        let shown = answers.iter().filter(|answer| answer.number(&["*"], "mean").is_some()).count();
        Measured::share(shown, many.len())
    };
    let found = shown(&over_jobs(&world)?);
    let without = shown(&over_jobs(&world.under(policies::no_thresholds_no_dominance()))?);
    let what = "means of the forty jobs of one person that are shown: share";
    Ok(vec![Row::new("C.16", what, Limit::AtMost(0.0), found).prior(0.0).off("no gate, true counts", without, 0.8)])
}

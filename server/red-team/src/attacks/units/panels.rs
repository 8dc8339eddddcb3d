//! C.17: a year's state of a person, and its changes, in a panel of three rows a person.

use anyhow::Result;

use super::super::counts::known_size::KnownSize;
use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::{NoiseRow, accuracy_after};
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, Session};

const PANEL: &str = "require no.red.team:1 as db\ncreate-dataset p\n\
    import-panel db/STATE db/SEX db/EDUCATION db/CIVIL db/PLACE db/BORN 2020-01-01 2021-01-01 2022-01-01\n\
    rename STATE state\nrename SEX sex\nrename EDUCATION edu\nrename CIVIL civil\nrename PLACE place\nrename BORN born\n";

/// The first year's state of the target, in a panel of three rows a person.
struct State {
    known_size: KnownSize,
}

impl BitAttack for State {
    fn bit(&self, register: &Register, target: u32) -> bool {
        register.state[target as usize][0]
    }

    fn step(&self, register: &Register, target: u32, at: usize, draws: &mut Draws) -> Option<Step> {
        let step = self.known_size.step(register, target, at, draws)?;
        // The first of January 2020.
        let in_panel = |line: String| {
            let (command, condition) = line.split_once(" if ").unwrap_or((&line, "1"));
            let condition = condition.replace("secret ==", "state ==");
            format!("{command} if ({condition}) & date@panel == 18262")
        };
        Some(Step { lines: step.lines.into_iter().map(in_panel).collect(), known: step.known })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        self.known_size.evidence(step, answers)
    }
}

/// From one state to another between two years, in two sets that differ by the target.
struct Transition {
    row: NoiseRow,
    by_equality: bool,
}

impl BitAttack for Transition {
    fn bit(&self, register: &Register, target: u32) -> bool {
        let [before, after, _] = register.state[target as usize];
        !before && after
    }

    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let block = Block::without(register, target, 150..=900, draws)?;
        let (own, only) = (block.condition(), register.only(target));
        // The first of January 2020 and 2021.
        let lines = [format!("(({own}) | ({only}))"), format!("({own})")]
            .map(|set| format!("transitions-panel state if {set} & date@panel <= 18628"));
        Some(Step { lines: lines.into(), known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        let count = |at: usize| answers.get(at)?.number(&["0", "1"], "count").map(|count| count as i64);
        match self.by_equality {
            true if count(0) == count(1) => -1.0,
            true => 100.0,
            false => self.row.pair_evidence(count(0), count(1)),
        }
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let mut rows = years(stage)?;
    rows.extend(transitions(stage)?);
    Ok(rows)
}

fn transitions(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::new(world, PANEL)?, Session::new(&world.under(policies::noise_of_sets()), PANEL)?);
    let attack = |by_equality| Transition { row: NoiseRow::ordinary(), by_equality };
    let found = accuracies(&on, &attack(false), &[1, 20], stage.effort.of(100, 10_000), &stage.draws("transitions"))?;
    let without = accuracies(&off, &attack(true), &[1], 60, &stage.draws("transitions off"))?;
    Ok([(1, 0.58), (20, 0.76)]
        .into_iter()
        .zip(found)
        .map(|((pairs, limit), found)| {
            let what =
                format!("whether a person's state changed from {pairs} pairs of tables of transitions: accuracy");
            let row = Row::new("C.17", what, Limit::AtMost(limit), found).prior(0.5);
            row.off("noise of the set, by equality", without[0], 0.85)
        })
        .collect())
}

fn years(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let attack = State { known_size: KnownSize::new(20..=1_000) };
    let (on, off) = (Session::new(world, PANEL)?, Session::new(&world.under(policies::no_noise()), PANEL)?);
    let found = accuracies(&on, &attack, &[1, 20], stage.effort.of(150, 10_000), &stage.draws("panel"))?;
    let without = accuracies(&off, &attack, &[1], 60, &stage.draws("panel off"))?;
    Ok([1, 20]
        .into_iter()
        .zip(found)
        .map(|(questions, found)| {
            let what = format!("a year's state of a person from {questions} counts of a panel: accuracy");
            let limit = Limit::AtMost(accuracy_after(questions) + 0.02);
            Row::new("C.17", what, limit, found).prior(0.5).off("no noise", without[0], 0.99)
        })
        .collect())
}

//! Near-sets 3.4: k known members and the target; and whether one person alone is ever shown.

use std::collections::HashMap;

use anyhow::Result;
use wire::output::{Cell, Table};

use super::known_size::with_target;
use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::{Block, for_everybody};
use crate::register::{MONTHS, Register, place_code};
use crate::session::{Answer, Session};
use crate::trials::each;

/// Exactly `k` known members.
struct Members {
    k: usize,
    row: NoiseRow,
}

impl BitAttack for Members {
    fn step(&self, register: &Register, target: u32, at: usize, draws: &mut Draws) -> Option<Step> {
        let block = match self.k {
            0 => None,
            k => Some(Block::of_size(register, target, k, draws)?),
        };
        let own = with_target(register, block.as_ref(), target);
        // Alone, the target is asked for anew by a bound that holds for everybody.
        let condition = if self.k == 0 { format!("{own} & {}", for_everybody(at)) } else { own };
        Some(Step { lines: vec![format!("tabulate sex if {condition}")], known: self.k as i64 })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let count = answers.first().and_then(Answer::count);
        self.row.evidence(step.known, count)
    }
}

/// A guess by whether anything is shown.
struct Alone;

impl BitAttack for Alone {
    fn step(&self, register: &Register, target: u32, _: usize, _: &mut Draws) -> Option<Step> {
        let lines = vec![format!("tabulate sex if {}", with_target(register, None, target))];
        Some(Step { lines, known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        if answers.first().and_then(Answer::count).is_some() { 1.0 } else { -1.0 }
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let on = Session::of_persons(world)?;
    let off = Session::of_persons(&world.under(policies::shown_always()))?;
    let targets = stage.effort.of(200, 10_000);
    let mut worst = [(Measured::exact(0.0, 0), 0); 2];
    for k in 0..=15 {
        let attack = Members { k, row: NoiseRow::ordinary() };
        let found = accuracies(&on, &attack, &[1, 5], targets, &stage.draws(&format!("members {k}")))?;
        for (worst, found) in worst.iter_mut().zip(found) {
            if found.value > worst.0.value {
                *worst = (found, k);
            }
        }
    }
    let without = accuracies(&off, &Alone, &[1], 200, &stage.draws("alone off"))?;
    let mut rows: Vec<Row> = [(1, 0.60), (5, 0.69)]
        .into_iter()
        .zip(worst)
        .map(|((questions, limit), (found, k))| {
            let what = format!("bit beside k = 0 … 15 known members, {questions} questions, worst k ({k}): accuracy");
            let row = Row::new("near-sets 3.4", what, Limit::AtMost(limit), found).prior(0.5);
            row.off("shown whatever it is, k = 0", without[0], 0.99)
        })
        .collect();
    let (on, from_one) = (stage.middle(), stage.middle().under(policies::shown_from_one()));
    let (on, from_one) = (Session::of_persons(on)?, Session::of_persons(&from_one)?);
    let shown_off = shown_alone(&from_one, stage.effort.of(4, 10));
    let what = "P(shown; n = 1)";
    let row = Row::new("near-sets 3.4", what, Limit::AtMost(0.006), shown_alone(&on, stage.effort.of(30, 1_000)));
    rows.push(row.off("shown from 1", shown_off, 0.5));
    Ok(rows)
}

/// The share of cells of one person that are shown, in tables of municipality, education and sex of so many spans of months.
fn shown_alone(session: &Session, tables: usize) -> Measured {
    let register = session.world().register().clone();
    // Spans of another length hold other questions.
    let spans: Vec<(usize, usize)> =
        (0..tables).map(|at| (at * 37 % (MONTHS - 80), 12 + at / 10)).map(|(low, n)| (low, low + n)).collect();
    let found = each(&spans, &Draws::new(0), |(low, high), _| {
        let line = format!("tabulate place edu sex if inrange(born, {low}, {high})");
        let answer = session.ask_one(&line);
        let truth = cells(&register, *low, *high);
        let alone = truth.values().filter(|n| **n == 1).count();
        Some((answer.table().map(|table| shown_of(table, &truth)).unwrap_or_default(), alone))
    });
    let (shown, alone) = found.into_iter().fold((0, 0), |all, own| (all.0 + own.0, all.1 + own.1));
    Measured::share(shown, alone)
}

type Codes = [String; 3];

fn cells(register: &Register, low: usize, high: usize) -> HashMap<Codes, usize> {
    let mut cells = HashMap::new();
    for person in (0..register.len()).filter(|person| (low..=high).contains(&usize::from(register.born[*person]))) {
        let codes = [
            place_code(register.place[person]),
            register.education[person].to_string(),
            register.sex[person].to_string(),
        ];
        *cells.entry(codes).or_default() += 1;
    }
    cells
}

/// How many cells of one person a table shows.
fn shown_of(table: &Table, truth: &HashMap<Codes, usize>) -> usize {
    let is_alone = |row: &&Vec<Cell>| {
        let [Cell::Code(place), Cell::Code(education), Cell::Code(sex), Cell::Whole(_)] = row.as_slice() else {
            return false;
        };
        truth.get(&[place.clone(), education.clone(), sex.clone()]) == Some(&1)
    };
    table.rows.iter().filter(is_alone).count()
}

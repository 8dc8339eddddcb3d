//! C.13: a margin that equals its only cell. C.14: uniques seen in tables. C.15: uniques found by the size of their group.

use std::collections::HashMap;

use anyhow::{Context, Result};
use wire::output::Cell;

use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::law::NoiseRow;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::register::{MONTHS, PREVALENCE, Register, place_code};
use crate::session::{Answer, Session};
use crate::trials::each;

/// A group of which all others lack the secret, and the target: does its margin equal the cell of those without?
struct Margin {
    row: NoiseRow,
    by_equality: bool,
}

impl BitAttack for Margin {
    fn step(&self, register: &Register, target: u32, _: usize, draws: &mut Draws) -> Option<Step> {
        let lacks = |block: &Block| block.members(register).all(|member| !register.secret[member as usize]);
        let block = (0..100).find_map(|_| Block::of_size(register, target, 12, draws).filter(lacks))?;
        let condition = format!("({}) | ({})", block.condition(), register.only(target));
        Some(Step { lines: vec![format!("tabulate secret if {condition}")], known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        let Some(answer) = answers.first() else { return 0.0 };
        let (margin, cell) = (answer.count(), answer.count_of("0"));
        match self.by_equality {
            true if margin == cell => -1.0,
            true => 1.0,
            false => self.row.pair_evidence(margin, cell),
        }
    }
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let on = Session::of_persons(world)?;
    let of_sets = Session::of_persons(&world.under(policies::noise_of_sets()))?;
    let margin = Margin { row: NoiseRow::ordinary(), by_equality: false };
    let equality = Margin { row: NoiseRow::ordinary(), by_equality: true };
    let found = accuracies(&on, &margin, &[1], stage.effort.of(800, 10_000), &stage.draws("margin"))?;
    let without = accuracies(&of_sets, &equality, &[1], 300, &stage.draws("margin off"))?;
    let by_equality = accuracies(&on, &equality, &[1], stage.effort.of(800, 10_000), &stage.draws("margin equal"))?;
    let off = |row: Row| row.prior(0.5).off("noise of the set, by equality", without[0], 0.85);
    let what = "bit of the one of a group who may differ, margin against its only cell: accuracy";
    let mut rows = vec![off(Row::new("C.13", what, Limit::AtMost(0.58), found[0]))];
    let what = "the same from whether margin and cell are equal";
    rows.push(off(Row::new("C.13", what, Limit::AtMost(0.51), by_equality[0])));
    let world = stage.middle();
    let (on, from_one) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::shown_from_one()))?);
    let (found, prior) = uniques_guessed(&on, stage.effort.of(20, 400));
    let (without, _) = uniques_guessed(&from_one, 4);
    let what = "bits of uniques from tables by secret: share guessed right";
    let row = Row::new("C.14", what, Limit::AtMost(prior + 0.01), found).prior(prior);
    rows.push(row.off("shown from 1", without, 0.85));
    let found = uniques_found(&on)?;
    let without = uniques_found(&Session::of_persons(&world.under(policies::no_thresholds()))?)?;
    let what = "uniques isolated by `aggregate (count)` and `size == 1`: share of all";
    rows.push(Row::new("C.15", what, Limit::AtMost(0.01), found).prior(0.0).off("true counts, no gate", without, 0.95));
    Ok(rows)
}

type Codes = (String, String);

/// Guesses the bit of everybody who is alone in a cell: one if the cell of those with the secret is shown.
fn uniques_guessed(session: &Session, tables: usize) -> (Measured, f64) {
    let register = session.world().register().clone();
    let numbers: Vec<usize> = (0..tables).collect();
    let found = each(&numbers, &Draws::new(0), |at, _| {
        let (mut right, mut lacking, mut all) = (0, 0, 0_usize);
        let at = *at;
        let (low, high) = (at * 41 % (MONTHS - 60), at * 41 % (MONTHS - 60) + 9 + at / 15);
        let sex = 1 + at % 2;
        let answer =
            session.ask_one(&format!("tabulate place edu secret if sex == '{sex}' & inrange(born, {low}, {high})"));
        let mut cells: HashMap<Codes, Vec<u32>> = HashMap::new();
        for person in 0..register.len() {
            if usize::from(register.sex[person]) == sex && (low..=high).contains(&usize::from(register.born[person])) {
                let codes = (place_code(register.place[person]), register.education[person].to_string());
                cells.entry(codes).or_default().push(person as u32);
            }
        }
        let shown = shown_with_secret(&answer);
        for (codes, persons) in cells.iter().filter(|(_, persons)| persons.len() == 1) {
            let bit = register.secret[persons[0] as usize];
            right += usize::from(shown.contains_key(codes) == bit);
            lacking += usize::from(!bit);
            all += 1;
        }
        Some([right, lacking, all])
    });
    let of_all = |at: usize| found.iter().map(|own| own[at]).sum::<usize>();
    let (right, lacking, all) = (of_all(0), of_all(1), of_all(2));
    (Measured::share(right, all), (lacking as f64 / all.max(1) as f64).max(1.0 - PREVALENCE))
}

/// The cells of those with the secret that a table shows.
fn shown_with_secret(answer: &Answer) -> HashMap<Codes, i64> {
    let rows = answer.table().map(|table| table.rows.as_slice()).unwrap_or_default();
    rows.iter()
        .filter_map(|row| match row.as_slice() {
            [Cell::Code(place), Cell::Code(education), Cell::Code(secret), Cell::Whole(count)] if secret == "1" => {
                Some(((place.clone(), education.clone()), *count))
            }
            _ => None,
        })
        .collect()
}

/// The share of the persons with unique traits whom the size of their group isolates.
fn uniques_found(session: &Session) -> Result<Measured> {
    let mut session = session.clone();
    let register = session.world().register().clone();
    session.prepare(
        "generate key = rowconcat(sex, '_', edu, '_', civil, '_', place, '_', string(born))\n\
         aggregate (count) secret -> size, by(key)",
    )?;
    let unique = register.anybody(register.len(), &mut Draws::new(0)).len();
    let answer = session.ask_one("tabulate secret if size == 1");
    answer.table().context("no table of uniques")?;
    Ok(Measured::share((answer.count().unwrap_or(0) as usize).min(unique), unique))
}

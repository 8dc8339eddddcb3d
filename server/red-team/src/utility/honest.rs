//! Honest sessions in the manner of near-sets 4: a base script with filters, tables and statistics, and edits of it. How many
//! persons stand in hidden cells, and how many outputs are refused.

use std::collections::HashMap;

use anyhow::Result;
use wire::output::Cell;

use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::register::{MONTHS, PLACES, Register, place_code};
use crate::session::{Answer, Session};

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_numbers(stage.large())?;
    let register = stage.large().register();
    let mut draws = stage.draws("honest");
    let (mut hidden, mut persons, mut refused, mut outputs) = (0, 0, 0, 0);
    for _ in 0..stage.effort.of(40, 400) {
        let filter = Filter::random(&mut draws);
        for edit in 0..5 {
            let filter = filter.edited(edit, &mut draws);
            let lines = filter.lines();
            let answers = session.ask(&lines);
            outputs += answers.len();
            refused += answers.iter().filter(|answer| is_refused(answer)).count();
            let (of_tables, all) = hidden_in(&answers, &filter, register);
            hidden += of_tables;
            persons += all;
        }
    }
    Ok(vec![
        Row::new(
            "D.9",
            "honest sessions: persons in hidden cells, share",
            Limit::AtMost(0.001),
            Measured::share(hidden, persons),
        ),
        Row::new(
            "D.9",
            "honest sessions: outputs refused, share",
            Limit::AtMost(0.02),
            Measured::share(refused, outputs),
        ),
    ])
}

/// Somebody's population.
#[derive(Clone)]
struct Filter {
    low: usize,
    high: usize,
    sex: Option<usize>,
    cap: Option<usize>,
}

impl Filter {
    fn random(draws: &mut Draws) -> Filter {
        let low = draws.below(MONTHS / 3);
        Filter {
            low,
            high: draws.within(low + MONTHS / 4, MONTHS - 1),
            sex: draws.chance(0.4).then(|| 1 + draws.below(2)),
            cap: draws.chance(0.4).then(|| 100_000 * draws.within(5, 20)),
        }
    }

    /// The script as it is, bounds moved, the cap moved or taken away, another sex.
    fn edited(&self, edit: usize, draws: &mut Draws) -> Filter {
        let mut edited = self.clone();
        match edit {
            0 => {}
            1 => edited.low += 12,
            2 => edited.high = (edited.high + 12).min(MONTHS - 1),
            3 => edited.cap = self.cap.map(|cap| cap + 50_000),
            _ => edited.sex = Some(1 + draws.below(2)),
        }
        edited
    }

    fn condition(&self) -> String {
        let mut parts = vec![format!("inrange(born, {}, {})", self.low, self.high)];
        parts.extend(self.sex.map(|sex| format!("sex == '{sex}'")));
        parts.extend(self.cap.map(|cap| format!("income < {cap}")));
        parts.join(" & ")
    }

    fn holds(&self, register: &Register, person: usize) -> bool {
        (self.low..=self.high).contains(&usize::from(register.born[person]))
            && self.sex.is_none_or(|sex| usize::from(register.sex[person]) == sex)
            && self.cap.is_none_or(|cap| register.income[person] < cap as i64)
    }

    fn lines(&self) -> Vec<String> {
        let condition = self.condition();
        vec![
            format!("tabulate place sex if {condition}"),
            format!("tabulate place if {condition}"),
            format!("tabulate civil edu if {condition}, rowpct"),
            format!("tabulate edu if {condition}, summarize(wage) mean std p25 p50 p75 gini"),
            format!("summarize income wage if {condition}"),
            format!("histogram wage if {condition}"),
            format!("barchart (mean) wage if {condition}, over(civil)"),
            format!("regress wage born i.edu i.civil if {condition}"),
        ]
    }
}

/// A remark instead of an answer, or an answer in which everything is hidden.
fn is_refused(answer: &Answer) -> bool {
    let is_empty = answer
        .table()
        .is_some_and(|table| table.rows.iter().flatten().all(|cell| matches!(cell, Cell::Null | Cell::Code(_))));
    answer.diagnostic().is_some() || is_empty
}

/// The persons in cells that are not shown, of municipality and sex and of municipality alone, and all.
fn hidden_in(answers: &[Answer], filter: &Filter, register: &Register) -> (usize, usize) {
    let places: Vec<String> = (0..PLACES as u16).map(place_code).collect();
    let inside: Vec<usize> = (0..register.len()).filter(|person| filter.holds(register, *person)).collect();
    let place = |person: usize| places[usize::from(register.place[person])].clone();
    let by_sex = |person: usize| vec![place(person), register.sex[person].to_string()];
    let by_place = |person: usize| vec![place(person)];
    let hidden = hidden_of(&answers[0], inside.iter().map(|person| by_sex(*person)))
        + hidden_of(&answers[1], inside.iter().map(|person| by_place(*person)));
    (hidden, 2 * inside.len())
}

/// The persons whose cell has no shown number.
fn hidden_of(answer: &Answer, persons: impl Iterator<Item = Vec<String>>) -> usize {
    let mut truth: HashMap<Vec<String>, usize> = HashMap::new();
    persons.for_each(|codes| *truth.entry(codes).or_default() += 1);
    let rows = answer.table().map(|table| table.rows.as_slice()).unwrap_or_default();
    for row in rows.iter().filter(|row| matches!(row.last(), Some(Cell::Whole(_)))) {
        let code = |cell: &Cell| if let Cell::Code(code) = cell { code.clone() } else { String::new() };
        truth.remove(&row[..row.len() - 1].iter().map(code).collect::<Vec<String>>());
    }
    truth.values().sum()
}

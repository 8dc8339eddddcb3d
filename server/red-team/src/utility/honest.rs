//! Honest sessions in the manner of near-sets 4: a base script with filters, tables and statistics, and edits of it. How many
//! persons stand in hidden cells, and how many outputs are refused.

use anyhow::Result;
use wire::output::Cell;

use crate::Stage;
use crate::draws::Draws;
use crate::laws::{at_most_none, none};
use crate::measure::{Limit, Measured, Row};
use crate::register::{MONTHS, PLACES, Register, place_code};
use crate::session::{Answer, Session};
use crate::trials::times;

/// The widest noise of a count.
const MOST: i64 = 10;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_numbers(stage.million())?;
    let register = stage.million().register();
    let sessions = times(stage.effort.of(5, 200), &stage.draws("honest"), |draws| {
        let base = Filter::random(draws);
        let mut seen = Seen::default();
        for edit in 0..5 {
            let filter = base.edited(edit, draws);
            let answers = session.ask(&filter.lines());
            seen.outputs += answers.len();
            seen.refused += answers.iter().filter(|answer| is_refused(answer)).count();
            seen.look_at_cells(&answers, &filter, register);
        }
        Some(seen)
    });
    let all = |of: fn(&Seen) -> usize| sessions.iter().map(of).sum::<usize>();
    let foreign = all(|seen| seen.foreign);
    Ok(vec![
        Row::new(
            "near-sets 7",
            "honest sessions: cells answered for another set (farther off than the widest noise)",
            at_most_none(),
            none(foreign, all(|seen| seen.cells)),
        ),
        Row::new(
            "D.9",
            "honest sessions: persons in hidden cells, share",
            Limit::AtMost(0.001),
            Measured::share(all(|seen| seen.hidden), all(|seen| seen.persons)),
        ),
        Row::new(
            "D.9",
            "honest sessions: outputs refused, share",
            Limit::AtMost(0.02),
            Measured::share(all(|seen| seen.refused), all(|seen| seen.outputs)),
        ),
    ])
}

/// What honest sessions saw.
#[derive(Default)]
struct Seen {
    /// Answers, and those that were refusals.
    outputs: usize,
    refused: usize,
    /// Persons in cells, and in cells without a shown number.
    persons: usize,
    hidden: usize,
    /// Cells with a number, and those whose number cannot be of their own set.
    cells: usize,
    foreign: usize,
}

/// Somebody's population.
#[derive(Clone)]
pub(crate) struct Filter {
    low: usize,
    high: usize,
    sex: Option<usize>,
    cap: Option<usize>,
}

impl Filter {
    /// Anybody's.
    pub(crate) fn random(draws: &mut Draws) -> Filter {
        let low = draws.below(MONTHS / 3);
        Filter {
            low,
            high: draws.within(low + MONTHS / 4, MONTHS - 1),
            sex: draws.chance(0.4).then(|| 1 + draws.below(2)),
            cap: draws.chance(0.4).then(|| 100_000 * draws.within(5, 20)),
        }
    }

    /// The script as it is, bounds moved, the cap moved or taken away, another sex.
    pub(crate) fn edited(&self, edit: usize, draws: &mut Draws) -> Filter {
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

    /// The condition of its commands.
    pub(crate) fn condition(&self) -> String {
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

impl Seen {
    /// Looks at the tables of municipality and sex and of municipality alone.
    fn look_at_cells(&mut self, answers: &[Answer], filter: &Filter, register: &Register) {
        let mut sizes = vec![[0_i64; 2]; PLACES];
        for person in (0..register.len()).filter(|person| filter.holds(register, *person)) {
            sizes[usize::from(register.place[person])][usize::from(register.sex[person]) - 1] += 1;
        }
        for (place, of_sex) in sizes.into_iter().enumerate() {
            let place = place_code(place as u16);
            self.look_at(answers[0].number(&[&place, "1"], "count"), of_sex[0]);
            self.look_at(answers[0].number(&[&place, "2"], "count"), of_sex[1]);
            self.look_at(answers[1].number(&[&place], "count"), of_sex[0] + of_sex[1]);
        }
    }

    /// A cell that shows a number or none, and how many persons are in it.
    fn look_at(&mut self, shown: Option<f64>, n: i64) {
        self.persons += n as usize;
        match shown {
            Some(shown) => {
                self.cells += 1;
                self.foreign += usize::from((shown as i64 - n).abs() > MOST);
            }
            None => self.hidden += n as usize,
        }
    }
}

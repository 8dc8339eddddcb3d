//! Checks on values, exit statuses and messages: what commands say about a set of one person and about an empty one.

use anyhow::Result;
use wire::output::{Body, Cell, Output};

use crate::Stage;
use crate::bits::{BitAttack, Step, accuracies};
use crate::draws::Draws;
use crate::measure::{Limit, Row};
use crate::policies;
use crate::register::Register;
use crate::session::{Answer, Session};

/// `destring` of a text that is no number at the target, if the secret holds. Without a floor: it is the check that is attacked.
struct ValueCheck;

impl BitAttack for ValueCheck {
    fn step(&self, register: &Register, target: u32, _: usize, _: &mut Draws) -> Option<Step> {
        let own = format!("{} & secret == '1'", register.only(target));
        let lines = [
            "replace t = '1'".to_owned(),
            format!("replace t = 'x' if {own}"),
            "destring t, prefix('number_')".to_owned(),
            "drop number_t".to_owned(),
        ];
        Some(Step { lines: lines.into(), known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        if answers.get(2).is_some_and(|answer| answer.diagnostic().is_some()) { 1.0 } else { -1.0 }
    }
}

/// `destring` of a text that is a decimal number at the target, if the secret holds: does the variable's type tell?
struct TypeCheck;

impl BitAttack for TypeCheck {
    fn step(&self, register: &Register, target: u32, _: usize, _: &mut Draws) -> Option<Step> {
        let own = format!("{} & secret == '1'", register.only(target));
        let lines = [
            "replace t = '1'".to_owned(),
            format!("replace t = '1.5' if {own}"),
            "destring t, prefix('number_')".to_owned(),
            "drop number_t".to_owned(),
        ];
        Some(Step { lines: lines.into(), known: 0 })
    }

    fn evidence(&self, _: &Step, answers: &[Answer]) -> f64 {
        let is_decimal =
            |answer: &Answer| answer.outputs.iter().flat_map(of_output).any(|said| said == "number_t DOUBLE");
        if answers.get(2).is_some_and(is_decimal) { 1.0 } else { -1.0 }
    }
}

/// Commands about the target's set, each beside the same about nobody.
struct Messages;

impl Messages {
    fn commands(condition: &str) -> Vec<String> {
        vec![
            format!("tabulate sex if {condition}"),
            format!("tabulate sex place if {condition}"),
            format!("tabulate sex if {condition}, summarize(wage) mean std p50"),
            format!("summarize wage if {condition}"),
            format!("barchart (count) sex if {condition}"),
            format!("histogram wage if {condition}"),
            format!("regress wage born if {condition}"),
            format!("replace f = 1 if {condition}"),
            format!("recode f (0 = 1) if {condition}"),
            "tabulate f".to_owned(),
            format!("generate g = born if {condition}"),
            "summarize g".to_owned(),
            "drop g".to_owned(),
        ]
    }
}

impl BitAttack for Messages {
    fn step(&self, register: &Register, target: u32, _: usize, _: &mut Draws) -> Option<Step> {
        let own = register.only(target);
        let mut lines = Messages::commands(&format!("{own} & secret == '1'"));
        let known = lines.len() as i64;
        lines.extend(Messages::commands(&format!("{own} & secret == '1' & wage < 0")));
        Some(Step { lines, known })
    }

    fn evidence(&self, step: &Step, answers: &[Answer]) -> f64 {
        let (about_target, about_nobody) = answers.split_at((step.known as usize).min(answers.len()));
        let differs = about_target.iter().zip(about_nobody).any(|(one, other)| shape(one) != shape(other));
        if differs { 1.0 } else { -1.0 }
    }
}

/// What an answer says apart from numbers: codes, hidden cells, messages, names.
fn shape(answer: &Answer) -> Vec<String> {
    answer.outputs.iter().flat_map(of_output).collect()
}

fn of_output(output: &Output) -> Vec<String> {
    match &output.body {
        Body::Diagnostic(found) => vec![found.code.clone(), found.message.en.clone(), format!("{:?}", found.hints)],
        Body::Table(table) => of_rows(&table.rows),
        Body::Chart(chart) => of_rows(&chart.data.rows),
        Body::Model(model) => {
            model.terms.iter().map(|term| term.term.clone()).chain(model.dropped.iter().cloned()).collect()
        }
        Body::Dataset(change) => {
            let types = change.variables.iter().map(|variable| format!("{} {}", variable.name, variable.data_type));
            let shown = format!("{} {}", change.units.is_some(), change.change.removed.is_some());
            types.chain([change.change.action.clone(), shown]).collect()
        }
        // Texts of the script itself.
        Body::Text { .. } => Vec::new(),
    }
}

fn of_rows(rows: &[Vec<Cell>]) -> Vec<String> {
    let cell = |cell: &Cell| match cell {
        // Whether a count is shown is the law of counts (near-sets 3.4), not a message.
        Cell::Null | Cell::Whole(_) => ".".to_owned(),
        Cell::Number(_) => "number".to_owned(),
        Cell::Code(code) => code.clone(),
    };
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<String>>().join(" ")).collect()
}

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let few = stage.effort.of(200, 10_000);
    let with_text = |policy| {
        let mut session = Session::of_persons(&world.under(policy))?;
        session.prepare("generate t = '1'")?;
        Ok::<Session, anyhow::Error>(session)
    };
    let found = accuracies(&with_text(policies::no_floor())?, &ValueCheck, &[1], few, &stage.draws("check"))?;
    let without =
        accuracies(&with_text(policies::checks_of_one())?, &ValueCheck, &[1], 100, &stage.draws("check off"))?;
    let what = "bit from whether `destring` refuses (floors off, so that the check stands alone): accuracy";
    let check = Row::new("E.1", what, Limit::AtMost(0.51), found[0]).prior(0.5).off("true counts", without[0], 0.99);
    let found = accuracies(&with_text(policies::no_floor())?, &TypeCheck, &[1], few, &stage.draws("type"))?;
    let without = accuracies(&with_text(policies::checks_of_one())?, &TypeCheck, &[1], 100, &stage.draws("type off"))?;
    let what = "bit from the type that `destring` gives (floors off likewise): accuracy";
    let of_type = Row::new("E.1", what, Limit::AtMost(0.51), found[0]).prior(0.5).off("true counts", without[0], 0.99);
    let with_flag = |policy| {
        let mut session = Session::of_numbers(&world.under(policy))?;
        session.prepare("generate f = 0")?;
        Ok::<Session, anyhow::Error>(session)
    };
    let found = accuracies(&with_flag(policies::IN_FORCE)?, &Messages, &[1], few, &stage.draws("messages"))?;
    let without =
        accuracies(&with_flag(policies::no_thresholds())?, &Messages, &[1], 60, &stage.draws("messages off"))?;
    let what = "bit from exit statuses, messages, codes and hidden cells of thirteen commands: accuracy";
    let messages = Row::new("C.3", what, Limit::AtMost(0.51), found[0]).prior(0.5);
    Ok(vec![messages.off("no thresholds", without[0], 0.99), check, of_type])
}

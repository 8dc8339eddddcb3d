//! `recode` — new values by rules, first match wins; values without a rule stay. Each rule is a written condition and
//! passes the keyed floor: a rule that holds for too few is as if it were not there.

use std::collections::BTreeSet;
use std::sync::Arc;

use disclosure::normal_form::Interval;
use disclosure::{ColumnForm, Condition, Value};
use language::call::{Arguments, Call, Name, RecodeLeft, RecodeRule, Value as Written};
use language::codes::{self, ValueType};
use polars_arrow::bitmap::Bitmap;
use rayon::prelude::*;
use wire::output::Rule;

use super::clone_variables::affix;
use super::written::{joined, rows};
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::commands::labels::define_labels::code_text;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::labels::CodeTitles;
use crate::lower::is_whole;
use crate::lower::texts::place;
use crate::names::canonical;
use crate::protect::{Feedback, WrittenValues};
use crate::typed::{CHUNK, Typed, truth};
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "recode", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Recode { variables, rules } = &call.arguments else { return Err(EngineError::Internal("recode")) };
    let active = cx.active()?;
    let prefix = [affix(call, "prefix"), affix(call, "generate")].concat();
    let (chosen, condition) = rows(cx, &active, call.condition.as_ref())?;
    let mut dataset = Dataset::clone(&active);
    let mut written = vec![false; active.n_rows()];
    let mut conditions = Vec::new();
    for name in variables {
        let old = active.require(name)?;
        check(name, &old, rules)?;
        let recoding = Recoding { cx, dataset: &active, old: &old, rules, chosen: &chosen, condition: &condition };
        let (column, changed, normal) = recoding.run()?;
        for (all, row) in written.iter_mut().zip(&changed) {
            *all |= row;
        }
        conditions.push(normal);
        if prefix.is_empty() {
            dataset.columns.insert(canonical(&name.value), column);
        } else {
            let target = dataset.new_name(&Name { value: format!("{prefix}{}", name.value), span: name.span })?;
            dataset.columns.insert(target, column);
        }
    }
    let form = active.form.keep(&Condition::or(conditions));
    let feedback = Feedback::new(cx, "recode", &dataset)?.asked([Rule::WrittenValueFloor]);
    let answer = feedback.values(form, written.into())?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

/// Rules fit the variable's type; intervals are for numbers.
fn check(name: &Name, column: &Column, rules: &[RecodeRule]) -> Result<(), EngineError> {
    if column.unit_type().is_some() {
        return Err(codes::pseudonym_use(name.span, &name.value).into());
    }
    let (is, other) = match column.is_text() {
        true => (ValueType::Text, ValueType::Number),
        false => (ValueType::Number, ValueType::Text),
    };
    let fits = |value: &Written| matches!(value, Written::Number(_)) != column.is_text();
    for rule in rules {
        for left in &rule.left {
            match left {
                RecodeLeft::Value(value) if !fits(&value.value) => {
                    return Err(codes::type_mismatch(value.span, &name.value, is, other).into());
                }
                RecodeLeft::Interval { span, .. } if column.is_text() => {
                    return Err(codes::interval_on_text(*span, &name.value).into());
                }
                _ => {}
            }
        }
        if !fits(&rule.value.value) {
            return Err(codes::type_mismatch(rule.value.span, &name.value, is, other).into());
        }
    }
    Ok(())
}

struct Recoding<'a> {
    cx: &'a Context<'a>,
    dataset: &'a Dataset,
    old: &'a Column,
    rules: &'a [RecodeRule],
    chosen: &'a Bitmap,
    condition: &'a Condition,
}

impl Recoding<'_> {
    /// The recoded column, the rows that a rule wrote to, and the condition for that.
    fn run(&self) -> Result<(Column, Vec<bool>, Condition), EngineError> {
        let floor = WrittenValues::new(self.cx, self.dataset)?;
        let mut values = self.old.values.clone();
        let mut written = vec![false; self.dataset.n_rows()];
        let mut open: Vec<bool> = self.chosen.iter().collect();
        let mut normals: Vec<Condition> = Vec::new();
        let mut writes: Vec<Condition> = Vec::new();
        for rule in self.rules {
            let matched = matches(&self.old.values, rule);
            let mask = truth(open.len(), |row| matched.get(row) == Some(&true) && open.get(row) == Some(&true));
            let normal = normal_form(&self.old.form, rule);
            let earlier = normals.iter().cloned().map(Condition::not);
            let first_match = Condition::and([self.condition.clone(), normal.clone()].into_iter().chain(earlier));
            let (told, as_told) = floor.rows(&first_match, &mask);
            values = overwritten(&told, &values, &self.old.values, rule);
            for ((all, open), row) in written.iter_mut().zip(&mut open).zip(told.iter()) {
                *all |= row;
                *open &= !row;
            }
            // A rule that a floor took away is as if it were not there.
            let is_floored = as_told != first_match;
            normals.push(if is_floored { as_told.clone() } else { normal.clone() });
            writes.push(if is_floored { as_told } else { Condition::and([self.condition.clone(), normal]) });
        }
        let mut form = self.old.form.clone();
        for (rule, condition) in self.rules.iter().zip(&writes).rev() {
            let value = ColumnForm::literal(Some(literal(&rule.value.value)));
            form = ColumnForm::replaced(&form, &value, condition);
        }
        let any = Condition::or(writes);
        let column = Column { values, form, titles: titles(self.old, self.rules), ..self.old.clone() };
        Ok((column, written, any))
    }
}

/// Whether each row's value is on the left of a rule.
fn matches(values: &Values, rule: &RecodeRule) -> Vec<bool> {
    let of_number = |value: f64| {
        rule.left.iter().any(|left| match left {
            RecodeLeft::Value(wanted) => matches!(wanted.value, Written::Number(number) if number == value),
            RecodeLeft::Interval { low, high, .. } => {
                !value.is_nan() && low.is_none_or(|low| low <= value) && high.is_none_or(|high| value <= high)
            }
            RecodeLeft::Missing => value.is_nan(),
            RecodeLeft::Nonmissing => !value.is_nan(),
            RecodeLeft::Any => true,
        })
    };
    let of_text = |text: Option<&str>| {
        rule.left.iter().any(|left| match left {
            RecodeLeft::Value(wanted) => text.is_some_and(|text| code_text(&wanted.value) == text),
            RecodeLeft::Missing => text.is_none(),
            RecodeLeft::Nonmissing => text.is_some(),
            RecodeLeft::Any => true,
            RecodeLeft::Interval { .. } => false,
        })
    };
    let typed = Typed::of(values);
    let mut matched = vec![false; typed.len()];
    match values {
        Values::Codes(codes) => {
            let table: Vec<bool> = codes.dictionary().iter().map(|text| of_text(Some(text))).collect();
            let missing = of_text(None);
            let at = |code: u32| usize::try_from(code).ok().and_then(|code| table.get(code)).copied();
            matched.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, matched)| {
                let mut codes = [0; CHUNK];
                let codes = codes.get_mut(..matched.len()).unwrap_or_default();
                typed.read_codes(chunk * CHUNK, codes);
                matched.iter_mut().zip(codes).for_each(|(slot, code)| *slot = at(*code).unwrap_or(missing));
            });
        }
        _ => matched.par_chunks_mut(CHUNK).enumerate().for_each(|(chunk, matched)| {
            let mut numbers = [0.0; CHUNK];
            let numbers = numbers.get_mut(..matched.len()).unwrap_or_default();
            typed.read_numbers(chunk * CHUNK, numbers);
            matched.iter_mut().zip(numbers).for_each(|(slot, number)| *slot = of_number(*number));
        }),
    }
    matched
}

/// Where a rule holds, in the normal form: true or false for every value, missing included.
fn normal_form(column: &ColumnForm, rule: &RecodeRule) -> Condition {
    let is_there = || Condition::is_missing(column).not();
    let within = |condition: Condition| Condition::and([condition, is_there()]);
    let parts = rule.left.iter().map(|left| match left {
        RecodeLeft::Value(value) => within(Condition::in_values(column, &[literal(&value.value)])),
        RecodeLeft::Interval { low, high, .. } => {
            let interval = match (low, high) {
                (Some(low), Some(high)) => Interval::closed(*low, *high),
                (Some(low), None) => Interval::above(*low, true),
                (None, Some(high)) => Interval::below(*high, true),
                (None, None) => Interval::ALL,
            };
            within(Condition::in_intervals(column, &[interval]))
        }
        RecodeLeft::Missing => Condition::is_missing(column),
        RecodeLeft::Nonmissing => is_there(),
        RecodeLeft::Any => Condition::constant(Some(true)),
    });
    Condition::or(parts)
}

fn literal(value: &Written) -> Value {
    match value {
        Written::Number(number) => Value::number(*number),
        Written::Text(text) | Written::Symbol(text) => Value::text(text.as_str()),
    }
}

/// The values with the rule's value where the row is told, in the kind of the old values; a broken number makes whole numbers
/// decimal.
fn overwritten(told: &Bitmap, values: &Values, old: &Values, rule: &RecodeRule) -> Values {
    let typed = Typed::of(values);
    let is_told = |row: usize| told.get(row) == Some(true);
    match &rule.value.value {
        Written::Number(number) if matches!((values, old), (Values::Long(_), Values::Long(_))) && is_whole(*number) => {
            #[expect(clippy::cast_possible_truncation, reason = "a whole literal of a script")]
            let number = *number as i64;
            Typed::whole(told.len(), |row| if is_told(row) { Some(number) } else { typed.whole_number(row) })
        }
        Written::Number(number) => {
            Typed::real(told.len(), |row| if is_told(row) { Some(*number) } else { typed.number(row) })
        }
        Written::Text(text) | Written::Symbol(text) => {
            let new: Arc<[String]> = Arc::from([text.clone()]);
            let dictionary = match values {
                Values::Codes(codes) => codes.dictionary().clone(),
                _ => Arc::from([]),
            };
            let (dictionary, of_new, of_old) = joined(&new, &dictionary);
            Typed::texts(told.len(), dictionary, |row| {
                if is_told(row) { place(&of_new, 0) } else { place(&of_old, typed.code(row)) }
            })
        }
    }
}

/// New labels join the variable's list.
fn titles(column: &Column, rules: &[RecodeRule]) -> Option<Arc<CodeTitles>> {
    if rules.iter().all(|rule| rule.label.is_none() && !rule.is_missing) {
        return column.titles.clone();
    }
    let mut titles = column.titles.as_deref().cloned().unwrap_or_default();
    // A list that differs from the user's own of that name is no longer it.
    titles.name = None;
    let mut missing: BTreeSet<String> = titles.missing.clone();
    for rule in rules {
        let code = code_text(&rule.value.value);
        if let Some(label) = &rule.label {
            titles.titles.insert(code.clone(), label.value.clone());
        }
        if rule.is_missing {
            missing.insert(code);
        }
    }
    titles.missing = missing;
    Some(Arc::new(titles))
}

//! `reshape-to-panel` — from one variable a time to one row a time: everything after the prefix is the time.
//!
//! A variable belongs to the longest prefix that fits it. Rows come unit by unit, times ascend; a time that a prefix lacks gives
//! missing values, other variables are repeated.

use std::sync::Arc;

use disclosure::normal_form::Rearrangement;
use disclosure::{ColumnForm, Form};
use indexmap::IndexMap;
use language::call::{Call, Name};
use language::codes::{self, ShapeName, ValueType};
use polars::prelude::IdxSize;

use super::names;
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::{Context, without_flagged};
use crate::dataset::{Dataset, Persons, Shape};
use crate::error::EngineError;
use crate::labels::CodeTitles;
use crate::panel::{TIME, Time, in_time_order, time_column};
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "reshape-to-panel", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let active = cx.active()?;
    check_shape(call, &active)?;
    let prefixes = names(call)?;
    crate::commands::analyse::no_repeats(prefixes)?;
    let matched = prefixes.iter().map(|prefix| matching(&active, prefix, prefixes)).collect::<Result<Vec<_>, _>>()?;
    let suffixes = suffixes(&matched);
    cx.check_cancelled()?;
    let dataset = panel(cx, &active, prefixes, &matched, &suffixes)?;
    let answer = Feedback::new(cx, "reshape-to-panel", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

fn check_shape(call: &Call, dataset: &Dataset) -> Result<(), EngineError> {
    let is = match dataset.shape {
        Shape::Empty | Shape::CrossSection | Shape::Aggregated => return Ok(()),
        Shape::Event => ShapeName::Event,
        Shape::Panel => ShapeName::Panel,
    };
    Err(codes::wrong_shape(call.span, &call.command, &dataset.name, is, ShapeName::Cross).into())
}

/// The variables of a prefix by their suffix.
type Matched<'a> = IndexMap<&'a str, &'a Column>;

/// Variables whose suffix has letters are others; there must be one without.
fn matching<'a>(dataset: &'a Dataset, prefix: &Name, prefixes: &[Name]) -> Result<Matched<'a>, EngineError> {
    let suffix = |name: &'a str, prefix: &str| name.strip_prefix(prefix).filter(|suffix| !suffix.is_empty());
    let mut matched = Matched::new();
    let mut with_letters = None;
    for (name, column) in &dataset.columns {
        let Some(rest) = suffix(name, &prefix.value) else { continue };
        let is_of_longer =
            |other: &Name| other.value.len() > prefix.value.len() && suffix(name, &other.value).is_some();
        if rest.contains(char::is_alphabetic) {
            with_letters = with_letters.or(Some(name));
        } else if !prefixes.iter().any(is_of_longer) && !dataset.is_key(name) {
            matched.insert(rest, column);
        }
    }
    match (matched.is_empty(), with_letters) {
        (false, _) => Ok(matched),
        (true, Some(name)) => Err(codes::suffix_not_numeric(prefix.span, name, &prefix.value).into()),
        (true, None) => Err(codes::no_matching_variables(prefix.span, &prefix.value).into()),
    }
}

/// The suffixes of all prefixes in the order of time.
fn suffixes<'a>(matched: &[Matched<'a>]) -> Vec<&'a str> {
    let mut all: Vec<&str> = matched.iter().flat_map(|matched| matched.keys().copied()).collect();
    all.sort_by(|a, b| in_time_order(a, b));
    all.dedup();
    all
}

fn panel(
    cx: &Context<'_>,
    active: &Dataset,
    prefixes: &[Name],
    matched: &[Matched<'_>],
    suffixes: &[&str],
) -> Result<Dataset, EngineError> {
    let n_units = active.n_rows();
    let is_reshaped = |column: &Column| matched.iter().flat_map(IndexMap::values).any(|own| std::ptr::eq(*own, column));
    let others = active.columns.iter().filter(|(_, column)| !is_reshaped(column));
    let mut once = active.clone_without_columns();
    once.columns = others.map(|(name, column)| (name.clone(), column.clone())).collect();
    // Each row of before stands once a time.
    let rows = (0..).take(n_units).flat_map(|row: IdxSize| std::iter::repeat_n(row, suffixes.len())).collect();
    let mut panel = once.take(rows)?;
    let mut forms = Vec::with_capacity(prefixes.len());
    for (prefix, matched) in prefixes.iter().zip(matched) {
        cx.check_cancelled()?;
        let name = panel.new_name(prefix)?;
        let column = long_column(prefix, matched, suffixes, n_units)?;
        forms.push(column.form.clone());
        panel.columns.insert(name, column);
    }
    let times: Vec<Time> = suffixes.iter().map(|suffix| Time::Suffix((*suffix).to_owned())).collect();
    let time = time_column(&times, n_units)?;
    panel.time = Some(time.form.clone());
    panel.columns.insert(TIME.to_owned(), time);
    panel.shape = Shape::Panel;
    if let Persons::Behind { has_repeats, .. } = &mut panel.persons {
        *has_repeats = true;
    }
    let forms: Vec<&ColumnForm> = forms.iter().collect();
    panel.form = Form::population("reshape-to-panel", suffixes, &forms, &[&active.form]);
    Ok(panel)
}

/// The values of one prefix at every time.
fn long_column(prefix: &Name, matched: &Matched<'_>, suffixes: &[&str], n_units: usize) -> Result<Column, EngineError> {
    let columns = one_way_of_missing(matched)?;
    let (first_name, first) = columns.first().ok_or(EngineError::Internal("prefix"))?;
    let parts: Vec<Option<&Values>> = suffixes
        .iter()
        .map(|suffix| columns.iter().find(|(known, _)| known == suffix).map(|(_, column)| &column.values))
        .collect();
    let values = Values::interleave(&parts, n_units).ok_or_else(|| mixed(prefix, &columns))?;
    let forms: Vec<ColumnForm> = columns.iter().map(|(_, column)| column.form.clone()).collect();
    let known: Vec<&str> = columns.iter().map(|(suffix, _)| *suffix).collect();
    let has_one_label = columns.iter().all(|(_, column)| column.label == first.label);
    let is_named = *first.label != *format!("{}{first_name}", prefix.value);
    Ok(Column {
        values,
        label: if has_one_label && is_named { first.label.clone() } else { prefix.value.as_str().into() },
        is_date: columns.iter().all(|(_, column)| column.is_date),
        titles: joint_titles(&columns),
        form: ColumnForm::rearranged(&Rearrangement {
            op: "reshape-to-panel",
            parts: &forms,
            arguments: &known,
            forms: &[],
        }),
    })
}

/// The columns in the order of time. Codes that only some of them flag as missing become missing values.
fn one_way_of_missing<'a>(matched: &Matched<'a>) -> Result<Vec<(&'a str, Column)>, EngineError> {
    let flagged = |column: &Column| column.titles.as_ref().map(|titles| titles.missing.clone()).unwrap_or_default();
    let mut columns: Vec<(&str, &Column)> = matched.iter().map(|(suffix, column)| (*suffix, *column)).collect();
    columns.sort_by(|(a, _), (b, _)| in_time_order(a, b));
    let is_one_way = columns.windows(2).all(|pair| match pair {
        [(_, a), (_, b)] => flagged(a) == flagged(b),
        _ => true,
    });
    let column = |column: &Column| if is_one_way { Ok(column.clone()) } else { without_flagged(column) };
    columns.into_iter().map(|(suffix, one)| Ok((suffix, column(one)?))).collect()
}

/// Texts, numbers or kinds of units under one prefix.
fn mixed(prefix: &Name, columns: &[(&str, Column)]) -> EngineError {
    let kind = |column: &Column| if column.is_text() { ValueType::Text } else { ValueType::Number };
    let pseudonym = columns.iter().find(|(_, column)| column.unit_type().is_some());
    let first = columns.first().map_or(ValueType::Number, |(_, column)| kind(column));
    let other = columns.iter().find(|(_, column)| kind(column) != first);
    match (other, pseudonym) {
        (Some((suffix, column)), None) => {
            let name = format!("{}{suffix}", prefix.value);
            codes::type_mismatch(prefix.span, &name, kind(column), first).into()
        }
        (_, Some((suffix, _))) => codes::pseudonym_use(prefix.span, &format!("{}{suffix}", prefix.value)).into(),
        (None, None) => codes::mixed_types(prefix.span).into(),
    }
}

/// The titles of all times together; a later title of a code stands.
fn joint_titles(columns: &[(&str, Column)]) -> Option<Arc<CodeTitles>> {
    let lists: Vec<&Arc<CodeTitles>> = columns.iter().filter_map(|(_, column)| column.titles.as_ref()).collect();
    let first = *lists.first()?;
    if lists.len() == columns.len() && lists.iter().all(|list| *list == first) {
        return Some(first.clone());
    }
    let titles = lists.iter().flat_map(|list| &list.titles).map(|(code, title)| (code.clone(), title.clone()));
    let missing = lists.iter().flat_map(|list| &list.missing).cloned().collect();
    Some(Arc::new(CodeTitles { name: None, titles: titles.collect(), missing }))
}

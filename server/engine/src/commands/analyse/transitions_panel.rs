//! `transitions-panel`: from the value at one time to the value at the next, all pairs of consecutive times together.
//!
//! Consecutive are the times that the command's and the dataset's filters leave, by metadata; where a script wrote other values
//! to `date@panel`, a unit's next row is its next time.

use std::sync::Arc;

use disclosure::normal_form::Rearrangement;
use disclosure::statistic::{CountMeasure, Dimension, FrequencyInput, MISSING, Population, RowCodes, TableLayout};
use disclosure::{ColumnForm, Form, Question, Statistic, Value};
use language::call::{self, Call, Name};
use language::codes;

use super::arguments::{Arguments, no_repeats};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::inputs;
use crate::names::canonical;
use crate::panel::{time_of, times_left};

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let time = time_of(call, dataset)?;
    let call::Arguments::Names(names) = &call.arguments else { return Err(EngineError::Internal("transitions")) };
    no_repeats(names)?;
    let all: Vec<Name> = names.iter().cloned().chain([time.clone()]).collect();
    let arguments = Arguments::new(call, dataset, cx, &all, &[])?;
    let times = arguments.dimension(&time)?;
    let known = times_left(&arguments.data, &times.form);
    let pairs = pairs(&arguments.data, &times, known.as_deref());
    let transitions = Transitions {
        population: population(&arguments, &pairs, &times.form, known.as_deref())?,
        question: Question {
            form: Form::population("transitions-panel", &[], &[&times.form], &[&arguments.data.form]),
            ..arguments.question()
        },
        pairs,
    };
    let several = names.len() > 1;
    names
        .iter()
        .map(|name| {
            cx.check_cancelled()?;
            let column = arguments.data.require(name)?;
            let synthetic = cx.rests_on_synthetic(&arguments.data);
            let dimension = inputs::dimension(&canonical(&name.value), &column)
                .ok_or_else(|| codes::pseudonym_use(name.span, &name.value))?;
            let input = transitions.of(&dimension);
            let answer =
                Answer::confidential(Statistic::FrequencyTable(input), transitions.question.clone(), synthetic);
            Ok(if several { answer.named(&dimension.name) } else { answer })
        })
        .collect()
}

/// Rows of the same unit at consecutive times: the one and the next.
struct Pairs {
    from: Vec<u32>,
    to: Vec<u32>,
}

fn pairs(data: &Dataset, times: &Dimension, known: Option<&[Value]>) -> Pairs {
    // Category of a time → its place among the known times.
    let place: Option<Vec<Option<usize>>> = known.map(|known| {
        times.categories.iter().map(|category| known.iter().position(|value| *value == category.value)).collect()
    });
    let place_of = |row: usize| {
        let place = place.as_ref()?;
        place.get(usize::try_from(times.codes.at(row)).ok()?).copied().flatten()
    };
    let is_next = |row: usize| match (&place, place_of(row), place_of(row + 1)) {
        (None, ..) => true,
        (Some(_), Some(one), Some(next)) => next == one + 1,
        (Some(_), ..) => false,
    };
    let mut pairs = Pairs { from: Vec::new(), to: Vec::new() };
    for (row, units) in data.units.windows(2).enumerate() {
        if units.first() == units.last() && is_next(row) {
            let row = u32::try_from(row).unwrap_or(u32::MAX);
            pairs.from.push(row);
            pairs.to.push(row.saturating_add(1));
        }
    }
    pairs
}

/// The persons behind the pairs; with two times a person has one pair at most.
fn population(
    arguments: &Arguments<'_>,
    pairs: &Pairs,
    time: &ColumnForm,
    known: Option<&[Value]>,
) -> Result<Population, EngineError> {
    let rows = arguments.population()?;
    let is_one_pair = rows.one_row_by.as_ref() == Some(time) && known.is_some_and(|known| known.len() == 2);
    Ok(Population {
        persons: pick(&rows.persons, &pairs.from).into(),
        several_rows: rows.several_rows && !is_one_pair,
        one_row_by: None,
        keys: rows.keys,
    })
}

fn pick(values: &[u32], rows: &[u32]) -> Vec<u32> {
    rows.iter().map(|row| crate::lower::texts::place(values, *row)).collect()
}

fn at(codes: &RowCodes, row: u32) -> u32 {
    usize::try_from(row).map_or(MISSING, |row| codes.at(row))
}

/// What the tables of all variables share.
struct Transitions {
    population: Population,
    question: Question,
    pairs: Pairs,
}

impl Transitions {
    fn of(&self, variable: &Dimension) -> FrequencyInput {
        let next = ColumnForm::rearranged(&Rearrangement {
            op: "next",
            parts: std::slice::from_ref(&variable.form),
            arguments: &[],
            forms: &[&self.question.form],
        });
        let side = |name: &str, rows: &[u32], form: ColumnForm| Dimension {
            name: name.to_owned(),
            codes: rows.iter().map(|row| at(&variable.codes, *row)).collect::<Vec<u32>>().into(),
            form,
            // Pairs of rows are not the rows of what it was made from.
            made_from: Vec::new(),
            ..variable.clone()
        };
        FrequencyInput {
            population: self.population.clone(),
            dimensions: vec![side("from", &self.pairs.from, variable.form.clone()), side("to", &self.pairs.to, next)],
            measures: vec![CountMeasure::Count, CountMeasure::RowPercent],
            chi2: false,
            layout: TableLayout::default(),
        }
    }
}

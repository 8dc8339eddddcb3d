//! After commands that change data: released counts and their differences, nothing else.
//!
//! *Claim*: `units`, `rows`, `values` and `matched` are counts of questions; `removed` is the difference of two of them. A
//! population below the minimum is refused before anything is told. Argument: `proofs/feedback.md`,
//! `proofs/minimum_population.md`.

use wire::output::{Body, Change, DatasetChange, Rule};

use super::counted::Sets;
use super::touched::Touched;
use crate::filter::{Filter, Protection, Question};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::minimum_count::count;
use crate::rule::minimum_population;
use crate::statistic::{Counted, FeedbackInput, RowFlags};
use crate::tally::{Margin, NO_CELL, SetId};

/// The counts after a command.
pub(crate) fn release(filter: &Filter, input: FeedbackInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    if let Some(after) = &input.after {
        let of_dataset = Question { form: after.form.clone(), ..question.clone() };
        minimum_population::check(filter, &of_dataset, &after.population)?;
    }
    let protection = |counted: &Counted| filter.protection(question, &counted.form.sources());
    let units = |counted: &Counted| {
        let set = match &counted.rows {
            None => SetId::of_all(&counted.population),
            Some(rows) => SetId::of_flagged(&counted.population, rows.view()),
        };
        count(filter, protection(counted), &counted.form, set).shown
    };
    let rows = |counted: &Counted| {
        if !counted.population.within(&counted.form).several_rows {
            return units(counted);
        }
        let flags = counted.rows.as_ref().map(RowFlags::view);
        let fill = |from: usize, cells: &mut [u32]| {
            cells.fill(0);
            if let Some(flags) = flags {
                flags.blank(from, cells, NO_CELL);
            }
        };
        let margins = [Margin { to: None, n: 1 }];
        let sets = Sets { fill: &fill, n_cells: 1, margins: &margins, population: &counted.population, direct: true };
        let shown = sets.released(filter, protection(counted), &[Some(counted.form.clone())], &|_| true);
        shown.first().copied().flatten()
    };
    let several = input.after.as_ref().is_some_and(|after| after.population.within(&after.form).several_rows);
    let after_rows = input.after.as_ref().and_then(rows);
    let removed = input.before.as_ref().and_then(rows).zip(after_rows).map(|(before, after)| before - after);
    let change = Change {
        action: input.action,
        values: input.values.as_ref().and_then(rows),
        removed,
        matched: input.matched.as_ref().and_then(rows),
    };
    let body = DatasetChange {
        dataset: input.dataset,
        units: input.after.as_ref().and_then(units),
        rows: after_rows.filter(|_| several),
        variables: input.variables,
        change,
    };
    let counted = [&input.before, &input.after, &input.values, &input.matched];
    let strictest = counted.into_iter().flatten().map(protection).max().unwrap_or(Protection::Exact);
    let has_several = |counted: &Counted| counted.population.within(&counted.form).several_rows;
    let touched = Touched::counts(counted.into_iter().flatten().any(has_several))
        .and_if(input.after.is_some(), Rule::MinimumPopulation)
        .and(input.asked.iter().copied());
    let mut named = touched.body(filter.policy(), strictest, Body::Dataset(body));
    if question.passed_before {
        // Its own numbers are exact; the values in it passed these.
        named.protection = Touched::default().and(input.asked).rules();
    }
    Ok(vec![named])
}

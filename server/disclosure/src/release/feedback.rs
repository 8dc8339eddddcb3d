//! After commands that change data: released counts and their differences, nothing else.
//!
//! *Claim*: `units`, `rows`, `values` and `matched` are counts of questions; `removed` is the difference of two of them. A
//! population below the minimum is refused before anything is told. Argument: `proofs/minimum_population.md`.

use wire::output::{Body, Change, DatasetChange, Rule};

use super::counted::Sets;
use crate::filter::{Filter, Question};
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
        let shown = sets.released(filter, protection(counted), &[Some(counted.form.clone())]);
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
    let is_exact = counted.into_iter().flatten().all(|counted| protection(counted).is_exact());
    let rules = if is_exact { Vec::new() } else { vec![Rule::CountNoise, Rule::MinimumCount, Rule::MinimumPopulation] };
    Ok(vec![NamedBody::new(rules, Body::Dataset(body))])
}

//! `summarize`: a row a variable.
//!
//! *Claim*: each variable is a question (population AND variable has a value) and passes `release/measures.rs`.

use wire::output::{Body, Column, Role, Table};

use super::magnitude_table;
use crate::filter::{Filter, Question};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::statistic::{MagnitudeInput, Measure, SummaryInput, TableLayout};

/// `summarize`.
pub(crate) fn release(filter: &Filter, input: &SummaryInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let mut measures = vec![Measure::Mean, Measure::Std, Measure::Count];
    measures.extend([0.01, 0.25, 0.5, 0.75, 0.99].map(Measure::Percentile));
    if input.gini {
        measures.push(Measure::Gini);
    }
    if input.iqr {
        measures.push(Measure::Iqr);
    }
    let magnitude = MagnitudeInput {
        population: input.population.clone(),
        dimensions: Vec::new(),
        variables: input.variables.clone(),
        measures,
        layout: TableLayout::default(),
    };
    let protection = magnitude_table::protection(filter, question, &magnitude);
    let mut table = magnitude_table::table(filter, protection, &magnitude, question)?;
    if let [only] = input.variables.as_slice() {
        put_variable_first(&mut table, &only.name, &only.label);
    }
    let rules = magnitude_table::used_rules(filter, protection, &magnitude);
    Ok(vec![NamedBody::new(rules, Body::Table(table))])
}

/// A table of one variable has no dimension `variable`; a summary always has.
fn put_variable_first(table: &mut Table, name: &str, label: &str) {
    let column = Column { name: "variable".to_owned(), label: "variable".to_owned(), role: Role::Dimension };
    table.columns.insert(0, column);
    for row in &mut table.rows {
        row.insert(0, wire::output::Cell::Code(name.to_owned()));
    }
    for note in &mut table.notes {
        note.column += 1;
    }
    table.labels.insert("variable".to_owned(), [(name.to_owned(), label.to_owned())].into_iter().collect());
}

//! Bar charts: the bars of a table of counts or statistics, hidden ones left out. Argument: `proofs/axes.md`.

use indexmap::IndexMap;
use wire::output::{Body, Cell, Chart, ChartKind, NoteCode, Role, Rule, Table};

use super::frequency_table::{Measured, TableWriter, check_size, counts, share};
use super::grid::{Grid, Place, is_listed};
use super::touched::Touched;
use super::{layout, magnitude_table};
use crate::filter::{Filter, Protection, Question};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::statistic::{BarInput, BarStatistic, Dimension, MagnitudeInput, TableLayout};

/// `barchart`.
pub(crate) fn release(filter: &Filter, input: BarInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let (mut table, protection, touched) = match &input.statistic {
        BarStatistic::Count => counted(filter, &input, question, false)?,
        BarStatistic::Percent => counted(filter, &input, question, true)?,
        BarStatistic::Of { measure, variables } => {
            let magnitude = MagnitudeInput {
                population: input.population.clone(),
                dimensions: input.categories.iter().chain(&input.over).chain(&input.by).cloned().collect(),
                variables: variables.clone(),
                measures: vec![*measure],
                layout: TableLayout::default(),
            };
            let protection = magnitude_table::protection(filter, question, &magnitude);
            let table = magnitude_table::table(filter, protection, &magnitude, question)?;
            (table, protection, magnitude_table::touched(filter.policy(), &magnitude, question, false))
        }
    };
    keep_bars(&mut table);
    let chart = Chart {
        chart: ChartKind::Bar,
        data: table,
        settings: input.settings.into_iter().collect::<IndexMap<String, String>>(),
    };
    Ok(vec![touched.body(filter.policy(), protection, Body::Chart(chart))])
}

fn counted(
    filter: &Filter,
    input: &BarInput,
    question: &Question,
    percent: bool,
) -> Result<(Table, Protection, Touched), Refusal> {
    let dimensions: Vec<Dimension> = input.categories.iter().chain(&input.over).chain(&input.by).cloned().collect();
    let protection = filter.protection(question, &Grid::sources(question, &dimensions));
    let grid = Grid::new(filter, protection, question, &input.population, &dimensions, false)?;
    let counts = counts(filter, protection, &grid, &input.population);
    let shown: Vec<Place> =
        counts.iter().filter(|(_, count)| is_listed(**count)).map(|(place, _)| place.clone()).collect();
    let listed = layout::listed(&grid, &shown);
    check_size(filter, &grid, &listed)?;
    let number = |place: &Place| counts.get(place).copied().flatten();
    let mut writer = TableWriter::new(&grid);
    let name = if percent { "percent" } else { "count" };
    writer.measure(name, name);
    for place in layout::places(&grid, &listed, &TableLayout::default(), &|_| None) {
        let measured = match number(&place) {
            None => Measured::hidden(NoteCode::BelowMinimum),
            Some(part) if percent => {
                // Within each group of `over` and `by`.
                let base: Place = place
                    .iter()
                    .enumerate()
                    .map(|(at, index)| if at < input.categories.len() { None } else { *index })
                    .collect();
                share(filter, protection, part, number(&base))
            }
            Some(part) => Measured::whole(part),
        };
        writer.row(&grid, &place, vec![measured]);
    }
    // A bar's base is a total.
    let touched = Touched::counts(grid.counts_rows(&input.population, percent)).and_if(percent, Rule::Rounding);
    Ok((writer.finish(&grid), protection, touched))
}

/// Leaves out totals (where there is a dimension to total over) and hidden bars, and the labels of codes that are gone.
fn keep_bars(table: &mut Table) {
    let dimensions = table.columns.iter().filter(|column| column.role == Role::Dimension).count();
    let total = Cell::Code("*".to_owned());
    table.rows.retain(|row| {
        let (codes, numbers) = row.split_at(dimensions.min(row.len()));
        !codes.contains(&total) && !numbers.contains(&Cell::Null)
    });
    table.notes.clear();
    for (at, column) in table.columns.iter().take(dimensions).enumerate() {
        let listed: Vec<&Cell> = table.rows.iter().filter_map(|row| row.get(at)).collect();
        if let Some(labels) = table.labels.get_mut(&column.name) {
            labels.retain(|code, _| listed.iter().any(|cell| matches!(cell, Cell::Code(found) if found == code)));
        }
    }
}

//! Tables of statistics of numbers: `tabulate …, summarize()`.
//!
//! *Claim*: each cell of each variable is a question of its own (table AND categories AND variable has a value) and passes
//! `release/measures.rs`. Argument: `proofs/magnitude_table.md`.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rayon::prelude::*;
use wire::output::{Body, NoteCode, Table};

use super::counted::Sets;
use super::frequency_table::{Measured, TableWriter, check_size};
use super::grid::{Grid, Place, is_listed};
use super::layout;
use super::measures::{self, Asked, Shown, measures};
use super::streamed::{Extent, Streamed};
use super::touched::Touched;
use crate::filter::{Filter, Protection, Question};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::minimum_count::count;
use crate::statistic::{MagnitudeInput, Measure, NumberColumn, Population};
use crate::tally::{NO_CELL, all_cells};
use crate::watch::Disjoint;

/// `tabulate …, summarize()`.
pub(crate) fn release(filter: &Filter, input: &MagnitudeInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let protection = protection(filter, question, input);
    let table = table(filter, protection, input, question)?;
    let touched = touched(filter.policy(), input, question, true);
    Ok(vec![touched.body(filter.policy(), protection, Body::Table(table))])
}

/// The strictest protection of dimensions and variables.
pub(crate) fn protection(filter: &Filter, question: &Question, input: &MagnitudeInput) -> Protection {
    let sources = input
        .variables
        .iter()
        .fold(Grid::sources(question, &input.dimensions), |all, column| all.with(column.form.sources()));
    filter.protection(question, &sources)
}

/// The rules that touch any of its numbers; `totals` says whether there are margins among them.
pub(crate) fn touched(policy: &Policy, input: &MagnitudeInput, question: &Question, totals: bool) -> Touched {
    let counts_rows = Grid::unlimited(question, &input.dimensions).counts_rows(&input.population, totals);
    let of_column = |column: &NumberColumn| measures::touched(policy, counts_rows, column, &input.measures);
    input.variables.iter().map(of_column).fold(Touched::default(), Touched::with)
}

/// The table.
pub(crate) fn table(
    filter: &Filter,
    protection: Protection,
    input: &MagnitudeInput,
    question: &Question,
) -> Result<Table, Refusal> {
    let grid = Grid::new(filter, protection, question, &input.population, &input.dimensions, input.layout.missing)?;
    let numbers: Vec<Numbers> = input
        .variables
        .iter()
        .enumerate()
        .map(|(at, column)| {
            of_variable(
                &filter.level(Disjoint::Variable(at)),
                protection,
                &grid,
                &input.population,
                column,
                &input.measures,
            )
        })
        .collect();
    let shown: Vec<Place> = numbers
        .iter()
        .flat_map(|numbers| numbers.iter().filter(|(_, cell)| is_listed(cell.count)).map(|(place, _)| place.clone()))
        .collect();
    let listed = layout::listed(&grid, &shown);
    check_size(filter, &grid, &listed)?;
    let several = input.variables.len() > 1;
    let mut writer = TableWriter::new(&grid);
    if several {
        let labels: IndexMap<String, String> =
            input.variables.iter().map(|column| (column.name.clone(), column.label.clone())).collect();
        writer.first_dimension("variable", "variable", labels);
    }
    for measure in &input.measures {
        writer.measure(&measure.name(), &measure.name());
    }
    for (column, numbers) in input.variables.iter().zip(&numbers) {
        let first = |place: &Place| match numbers.get(place)?.shown.first()? {
            Shown::Whole(number) => Some(*number as f64),
            Shown::Number(number) => Some(*number),
            Shown::Hidden(_) => None,
        };
        for place in layout::places(&grid, &listed, &input.layout, &first) {
            let cells = match numbers.get(&place) {
                Some(cell) => cell.shown.iter().map(|shown| Measured::from(*shown)).collect(),
                None => vec![Measured::hidden(NoteCode::BelowMinimum); input.measures.len()],
            };
            writer.row_of(several.then_some(column.name.as_str()), &grid, &place, cells);
        }
    }
    Ok(writer.finish(&grid))
}

/// What is released of one cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MeasuredCell {
    /// Released number of persons (units under `open`).
    pub(crate) count: Option<i64>,
    pub(crate) shown: Vec<Shown>,
}

/// The cells of one variable.
pub(crate) type Numbers = BTreeMap<Place, MeasuredCell>;

/// All cells and totals of one variable.
pub(crate) fn of_variable(
    filter: &Filter,
    protection: Protection,
    grid: &Grid<'_>,
    population: &Population,
    column: &NumberColumn,
    wanted: &[Measure],
) -> Numbers {
    let streamed = Streamed { filter, protection, grid, population, column, wanted, totals: true };
    if let Some(numbers) = streamed.numbers(Extent::SERVICE) {
        return numbers;
    }
    cell_by_cell(filter, protection, grid, population, column, wanted, true)
}

/// The same of groups: totals are only counted.
pub(crate) fn of_groups(
    filter: &Filter,
    protection: Protection,
    grid: &Grid<'_>,
    population: &Population,
    column: &NumberColumn,
    wanted: &[Measure],
) -> Numbers {
    let streamed = Streamed { filter, protection, grid, population, column, wanted, totals: false };
    let numbers = streamed.numbers(Extent::SERVICE);
    numbers.unwrap_or_else(|| cell_by_cell(filter, protection, grid, population, column, wanted, false))
}

/// The same where the rows of each cell are listed: small datasets, persons with several rows, statistics that need an order.
/// Without `totals` only the cells of all dimensions are measured.
pub(crate) fn cell_by_cell(
    filter: &Filter,
    protection: Protection,
    grid: &Grid<'_>,
    population: &Population,
    column: &NumberColumn,
    wanted: &[Measure],
    totals: bool,
) -> Numbers {
    let form = grid.form.valid(&column.form);
    let (filler, numbers) = (grid.filler(), column.numbers.view());
    let fill = |from: usize, cells: &mut [u32]| {
        filler.fill(from, cells);
        numbers.mask(from, cells, NO_CELL);
    };
    let margins = grid.margin_maps();
    let sets = Sets { fill: &fill, n_cells: grid.n_cells(), margins: &margins, population, direct: false };
    let tallies = sets.tallies(!protection.is_exact());
    let mut tallies = tallies.as_slice();
    let cells = all_cells(&fill, population.rows());
    grid.margins()
        .zip(&margins)
        .flat_map(|(margin, map)| {
            let (of_margin, rest) = tallies.split_at(map.n.min(tallies.len()));
            tallies = rest;
            let is_measured = totals || margin + 1 == margins.len();
            let groups = is_measured.then(|| grid.groups(&cells, margin, population));
            let of_margin: Vec<(Place, MeasuredCell)> = grid
                .places(margin)
                .into_par_iter()
                .zip(of_margin)
                .enumerate()
                .filter_map(|(cell, (place, tally))| {
                    let (place, set) = (place?, tally.set);
                    let filter = &*grid.watch(filter, &place);
                    let form = grid.cell_form(&form, &place);
                    let protection = protection.of(&form.sources().with(column.form.sources()));
                    let population = &population.within(&form);
                    let asked = Asked { filter, protection, population, column, form: &form, set };
                    let shown = groups.as_ref().map(|groups| measures(&asked, groups.of(cell), wanted));
                    let count = count(filter, protection, &form, set).shown;
                    Some((place, MeasuredCell { count, shown: shown.unwrap_or_default() }))
                })
                .collect();
            of_margin
        })
        .collect()
}

//! Frequency tables: counts from the noise row, percentages from released counts.
//!
//! *Precondition*: dimensions and population describe the rows of the question. *Claim*: every number is a function of released
//! counts of the questions (table AND category…), each of which passed `rule/minimum_count.rs`; what is listed is too.
//! Argument: `proofs/frequency_table.md`.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use rayon::prelude::*;
use wire::output::{Body, Cell, Column, Note, NoteCode, Role, Rule, Table};

use super::counted::Sets;
use super::grid::{Grid, Place, is_listed};
use super::touched::Touched;
use super::{chi_squared, layout};
use crate::filter::{Filter, Protection, Question};
use crate::foresight;
use crate::normal_form::Form;
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::rounding;
use crate::statistic::{CountMeasure, FrequencyInput, Population};

/// The released numbers of a table's places.
pub(crate) type Counts = BTreeMap<Place, Option<i64>>;

/// `tabulate`.
pub(crate) fn release(filter: &Filter, input: &FrequencyInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let protection = filter.protection(question, &Grid::sources(question, &input.dimensions));
    let grid = Grid::new(filter, protection, question, &input.population, &input.dimensions, input.layout.missing)?;
    let counts = counts(filter, protection, &grid, &input.population);
    let shown: Vec<Place> =
        counts.iter().filter(|(_, count)| is_listed(**count)).map(|(place, _)| place.clone()).collect();
    let listed = layout::listed(&grid, &shown);
    check_size(filter, &grid, &listed)?;
    let number = |place: &Place| counts.get(place).copied().flatten();
    let sorted = layout::places(&grid, &listed, &input.layout, &|place| number(place).map(|count| count as f64));
    let mut writer = TableWriter::new(&grid);
    for measure in &input.measures {
        writer.measure(measure_name(*measure), measure_name(*measure));
    }
    for place in &sorted {
        let cells = input.measures.iter().map(|measure| cell(filter, protection, *measure, place, &number)).collect();
        writer.row(&grid, place, cells);
    }
    let mut table = writer.finish(&grid);
    if input.chi2 && grid.width() > 1 {
        table.tests.push(chi_squared::independence(&listed, &number, protection));
    }
    let is_rounded = input.chi2 || input.measures.iter().any(|measure| *measure != CountMeasure::Count);
    let touched = Touched::counts(grid.counts_rows(&input.population, true)).and_if(is_rounded, Rule::Rounding);
    Ok(vec![touched.body(filter.policy(), protection, Body::Table(table))])
}

/// The released number of every place of the grid.
pub(crate) fn counts(filter: &Filter, protection: Protection, grid: &Grid<'_>, population: &Population) -> Counts {
    let filler = grid.filler();
    let fill = |from: usize, cells: &mut [u32]| filler.fill(from, cells);
    let margins = grid.margin_maps();
    let sets = Sets { fill: &fill, n_cells: grid.n_cells(), margins: &margins, population, direct: false };
    let places: Vec<Option<Place>> = grid.margins().flat_map(|margin| grid.places(margin)).collect();
    let forms: Vec<Option<Form>> =
        places.par_iter().map(|place| place.as_ref().map(|place| grid.cell_form(&grid.form, place))).collect();
    let has_listed = |at: usize| places.get(at).and_then(Option::as_ref).is_none_or(|place| grid.has_listed(place));
    let released = sets.released(filter, protection, &forms, &has_listed);
    places.into_iter().zip(released).filter_map(|(place, count)| Some((place?, count))).collect()
}

/// Refuses a table whose listed categories make too many cells.
pub(crate) fn check_size(filter: &Filter, grid: &Grid<'_>, listed: &layout::Listed) -> Result<(), Refusal> {
    let cells = listed.iter().map(Vec::len).fold(1, usize::saturating_mul);
    if cells <= filter.policy().max_cells { Ok(()) } else { foresight::table(filter.policy(), &grid.axes(listed)) }
}

fn measure_name(measure: CountMeasure) -> &'static str {
    match measure {
        CountMeasure::Count => "count",
        CountMeasure::RowPercent => "rowpct",
        CountMeasure::ColumnPercent => "colpct",
        CountMeasure::CellPercent => "cellpct",
    }
}

fn cell(
    filter: &Filter,
    protection: Protection,
    measure: CountMeasure,
    place: &Place,
    number: &dyn Fn(&Place) -> Option<i64>,
) -> Measured {
    let Some(part) = number(place) else { return Measured::hidden(NoteCode::BelowMinimum) };
    let last = place.len().saturating_sub(1);
    let base = match measure {
        CountMeasure::Count => return Measured::whole(part),
        CountMeasure::RowPercent => {
            place.iter().enumerate().map(|(at, index)| if at == last { None } else { *index }).collect()
        }
        CountMeasure::ColumnPercent => {
            place.iter().enumerate().map(|(at, index)| if at == last { *index } else { None }).collect()
        }
        CountMeasure::CellPercent => vec![None; place.len()],
    };
    share(filter, protection, part, number(&base))
}

/// A percentage of released numbers; hidden if its own base is.
pub(crate) fn share(filter: &Filter, protection: Protection, part: i64, base: Option<i64>) -> Measured {
    let policy = filter.policy();
    match base {
        None => Measured::hidden(NoteCode::BelowMinimum),
        Some(0) => Measured::hidden(NoteCode::Undefined),
        Some(base) if protection.is_exact() => Measured::number(100.0 * part as f64 / base as f64),
        Some(base) if base < policy.share_base => Measured::hidden(NoteCode::TooFewUnits),
        Some(base) => Measured::number(rounding::percent(part, base, policy.share_whole_below)),
    }
}

/// A cell of a measure column with its note.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Measured {
    pub(crate) cell: Cell,
    pub(crate) note: Option<NoteCode>,
}

impl Measured {
    pub(crate) fn whole(number: i64) -> Self {
        Measured { cell: Cell::Whole(number), note: None }
    }

    pub(crate) fn number(number: f64) -> Self {
        Measured { cell: Cell::Number(number), note: None }
    }

    pub(crate) fn hidden(code: NoteCode) -> Self {
        Measured { cell: Cell::Null, note: Some(code) }
    }
}

impl From<super::measures::Shown> for Measured {
    fn from(shown: super::measures::Shown) -> Self {
        use super::measures::Shown;
        match shown {
            Shown::Whole(number) => Measured::whole(number),
            Shown::Number(number) => Measured::number(number),
            Shown::Hidden(code) => Measured::hidden(code),
        }
    }
}

/// Builds a table of the wire: columns, rows, notes, and labels of exactly what is listed.
pub(crate) struct TableWriter {
    table: Table,
    labels: Vec<BTreeMap<usize, String>>,
    extra_dimensions: usize,
}

impl TableWriter {
    /// Starts with the grid's dimensions.
    pub(crate) fn new(grid: &Grid<'_>) -> Self {
        let columns = grid.dimensions.iter().map(|dimension| Column {
            name: dimension.name.clone(),
            label: dimension.label.clone(),
            role: Role::Dimension,
        });
        TableWriter {
            table: Table { columns: columns.collect(), ..Table::default() },
            labels: vec![BTreeMap::new(); grid.width()],
            extra_dimensions: 0,
        }
    }

    /// Puts a dimension with its labels in front (`variable`).
    pub(crate) fn first_dimension(&mut self, name: &str, label: &str, labels: IndexMap<String, String>) {
        let column = Column { name: name.to_owned(), label: label.to_owned(), role: Role::Dimension };
        self.table.columns.insert(0, column);
        self.table.labels.insert(name.to_owned(), labels);
        self.extra_dimensions = 1;
    }

    /// Adds a measure column.
    pub(crate) fn measure(&mut self, name: &str, label: &str) {
        self.table.columns.push(Column { name: name.to_owned(), label: label.to_owned(), role: Role::Measure });
    }

    /// Adds a row of the grid.
    pub(crate) fn row(&mut self, grid: &Grid<'_>, place: &Place, measures: Vec<Measured>) {
        self.row_of(None, grid, place, measures);
    }

    /// Adds a row, with the code of the first dimension if there is one in front.
    pub(crate) fn row_of(&mut self, first: Option<&str>, grid: &Grid<'_>, place: &Place, measures: Vec<Measured>) {
        for (at, index) in place.iter().enumerate() {
            if let (Some(index), Some(labels)) = (index, self.labels.get_mut(at))
                && let Some(category) = grid.category(at, *index)
            {
                labels.entry(*index).or_insert_with(|| category.label.clone().unwrap_or_else(|| category.value.code()));
            }
        }
        let mut cells: Vec<Cell> = first.map(|code| Cell::Code(code.to_owned())).into_iter().collect();
        cells.extend(layout::dimension_cells(grid, place));
        let row = self.table.rows.len();
        for measured in measures {
            if let Some(code) = measured.note {
                self.table.notes.push(Note { row, column: cells.len(), code });
            }
            cells.push(measured.cell);
        }
        self.table.rows.push(cells);
    }

    /// The table.
    pub(crate) fn finish(mut self, grid: &Grid<'_>) -> Table {
        for (at, (dimension, labels)) in grid.dimensions.iter().zip(self.labels).enumerate() {
            let labels: IndexMap<String, String> = labels
                .into_iter()
                .filter_map(|(index, label)| layout::code_of(grid, at, index).map(|code| (code, label)))
                .collect();
            self.table.labels.insert(dimension.name.clone(), labels);
        }
        self.table
    }
}

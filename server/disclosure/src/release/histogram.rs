//! Histograms: fixed, nice edges between released percentiles, open tails, counts from the noise row.
//!
//! *Claim*: the edges are a function of released percentiles and the script; each bar is the count of a question (population AND
//! value in the bin). Argument: `proofs/histogram.md`.

use indexmap::IndexMap;
use rayon::prelude::*;
use wire::output::{Body, Cell, Chart, ChartKind, Column, NoteCode, Role, Rule, Table};

use super::counted::Sets;
use super::frequency_table::{Measured, TableWriter};
use super::grid::{Grid, Place, is_listed};
use super::magnitude_table::of_variable;
use super::measures::{self, Shown};
use super::touched::Touched;
use super::{frequency_table, layout};
use crate::filter::{Filter, Protection, Question};
use crate::foresight;
use crate::normal_form::{Condition, Form, Interval};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::rule::rounding;
use crate::statistic::{Dimension, HistogramBins, HistogramInput, HistogramScale, Measure, TableLayout};
use crate::tally::{Margin, NO_CELL};
use crate::watch::Disjoint;

/// One bar's place on the axis.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Bin {
    low: f64,
    high: f64,
    /// The values that it counts: open to the outside for the first and last.
    counts: Interval,
}

/// `histogram`.
pub(crate) fn release(filter: &Filter, input: &HistogramInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let by: Vec<Dimension> = input.by.iter().cloned().collect();
    let sources = Grid::sources(question, &by).with(input.variable.form.sources());
    let protection = filter.protection(question, &sources);
    let mut settings = IndexMap::from([("scale".to_owned(), input.scale.name().to_owned())]);
    if input.normal {
        add_normal(filter, protection, input, question, &mut settings)?;
    }
    let data = match &input.bins {
        HistogramBins::Discrete(dimension) => {
            settings.insert("bins".to_owned(), "discrete".to_owned());
            discrete(filter, protection, input, question, dimension)?
        }
        _ => {
            let bins = bins(filter, protection, input, question)?;
            let tails = if protection.is_exact() { "closed" } else { "open" };
            settings.insert("tails".to_owned(), tails.to_owned());
            binned(filter, protection, input, question, &by, &bins)?
        }
    };
    let chart = Chart { chart: ChartKind::Histogram, data, settings };
    let counts_rows = Grid::unlimited(question, &by).counts_rows(&input.population, false);
    Ok(vec![touched(filter.policy(), input, counts_rows).body(filter.policy(), protection, Body::Chart(chart))])
}

/// The rules that touch bars, axis and curve.
fn touched(policy: &Policy, input: &HistogramInput, counts_rows: bool) -> Touched {
    let of = |wanted: &[Measure]| measures::touched(policy, counts_rows, &input.variable, wanted);
    let is_binned = !matches!(input.bins, HistogramBins::Discrete(_));
    let mut touched = of(&[Measure::Count]).and_if(input.scale != HistogramScale::Frequency, Rule::Rounding);
    if is_binned {
        touched = touched.with(of(&ENDS.map(Measure::Percentile))).and([Rule::FixedBins]);
    }
    if input.normal { touched.with(of(&[Measure::Mean, Measure::Std])) } else { touched }
}

/// The percentiles that the axis may lie between, the outermost first.
const ENDS: [f64; 8] = [0.01, 0.99, 0.05, 0.95, 0.1, 0.9, 0.25, 0.75];

/// Statistics of the variable over the whole population.
fn overall(
    filter: &Filter,
    protection: Protection,
    input: &HistogramInput,
    question: &Question,
    wanted: &[Measure],
) -> Result<Vec<Shown>, Refusal> {
    let grid = Grid::new(filter, protection, question, &input.population, &[], false)?;
    let filter = &*filter.level(Disjoint::Variable(0));
    let mut cells = of_variable(filter, protection, &grid, &input.population, &input.variable, wanted);
    Ok(cells.remove(&Place::new()).map(|cell| cell.shown).unwrap_or_default())
}

fn number(shown: Option<&Shown>) -> Option<f64> {
    match shown? {
        Shown::Number(number) => Some(*number),
        Shown::Whole(number) => Some(*number as f64),
        Shown::Hidden(_) => None,
    }
}

fn add_normal(
    filter: &Filter,
    protection: Protection,
    input: &HistogramInput,
    question: &Question,
    settings: &mut IndexMap<String, String>,
) -> Result<(), Refusal> {
    let shown = overall(filter, protection, input, question, &[Measure::Mean, Measure::Std])?;
    for (name, found) in ["normal_mean", "normal_sd"].into_iter().zip(&shown) {
        if let Some(found) = number(Some(found)) {
            settings.insert(name.to_owned(), found.to_string());
        }
    }
    Ok(())
}

/// The bins: of equal width between the true ends under `open`, else nice ones between the outermost percentiles that
/// are released.
fn bins(
    filter: &Filter,
    protection: Protection,
    input: &HistogramInput,
    question: &Question,
) -> Result<Vec<Bin>, Refusal> {
    let policy = filter.policy();
    let limit = policy.max_bins;
    let wanted = match &input.bins {
        HistogramBins::Count(n) => *n,
        _ => policy.default_bins,
    };
    if wanted == 0 || !protection.is_exact() {
        foresight::histogram(policy, wanted)?;
    }
    if protection.is_exact() {
        let ends = overall(filter, protection, input, question, &[Measure::Min, Measure::Max])?;
        let (Some(low), Some(high)) = (number(ends.first()), number(ends.get(1))) else {
            return Err(Refusal::NothingToShow { units: 1 });
        };
        let width = match &input.bins {
            HistogramBins::Width(width) if *width > 0.0 => *width,
            _ if high > low => (high - low) / wanted as f64,
            _ => 1.0,
        };
        let n = if high > low { ((high - low) / width - 1e-9).ceil().max(1.0) } else { 1.0 };
        // A chart of more bars than a table has cells serves nobody.
        if n > policy.max_cells as f64 || !(low + n * width).is_finite() {
            return Err(foresight::too_narrow(policy.max_cells, low, high));
        }
        return Ok(between(low, width, n as usize, false));
    }
    let shown = overall(filter, protection, input, question, &ENDS.map(Measure::Percentile))?;
    let ends = shown.chunks(2).find_map(|pair| number(pair.first()).zip(number(pair.get(1))));
    let Some((low, high)) = ends else {
        let Protection::Rules(tier) = protection else { return Err(Refusal::NothingToShow { units: 1 }) };
        return Err(Refusal::NothingToShow { units: foresight::units_for_bars(policy, tier) });
    };
    let span = (high - low).max(0.0);
    let whole = input.variable.form.is_whole();
    let mut width = match &input.bins {
        HistogramBins::Width(width) if *width > 0.0 => *width,
        _ => rounding::nice_step_above(span / wanted as f64).unwrap_or(1.0),
    };
    if whole && !matches!(input.bins, HistogramBins::Width(_)) {
        width = width.max(1.0);
    }
    let mut start = (low / width).floor();
    let mut n = ((high / width).floor() - start + 1.0).max(1.0);
    while n > limit as f64 && !matches!(input.bins, HistogramBins::Width(_)) {
        width = rounding::nice_step_above(width * 1.1).unwrap_or(width * 2.0);
        start = (low / width).floor();
        n = ((high / width).floor() - start + 1.0).max(1.0);
    }
    if n > limit as f64 {
        return Err(foresight::too_narrow(limit, low, high));
    }
    Ok(between(start * width, width, n as usize, true))
}

fn between(low: f64, width: f64, n: usize, open: bool) -> Vec<Bin> {
    (0..n)
        .map(|at| {
            // Decimal edges without binary dust, so that they read and hash the same everywhere.
            let edge = |at: usize| rounding::significant(low + at as f64 * width, 12);
            let (from, to) = (edge(at), edge(at + 1));
            let mut counts = Interval::half_open(from, to);
            if at == 0 {
                counts.low = f64::NEG_INFINITY;
                counts.low_closed = false;
            }
            if at + 1 == n {
                counts.high = f64::INFINITY;
                counts.high_closed = false;
            }
            let (low, high) = if open { (from, to) } else { (low + at as f64 * width, low + (at + 1) as f64 * width) };
            Bin { low, high, counts }
        })
        .collect()
}

fn binned(
    filter: &Filter,
    protection: Protection,
    input: &HistogramInput,
    question: &Question,
    by: &[Dimension],
    bins: &[Bin],
) -> Result<Table, Refusal> {
    let grid = Grid::new(filter, protection, question, &input.population, by, false)?;
    let form = grid.form.valid(&input.variable.form);
    let margin = grid.margins().end - 1;
    let places = grid.places(margin);
    let n = bins.len();
    let population = &input.population;
    let (filler, numbers) = (grid.filler(), input.variable.numbers.view());
    let fill = |from: usize, cells: &mut [u32]| {
        filler.fill(from, cells);
        for (at, cell) in cells.iter_mut().enumerate() {
            let value = numbers.at(from + at).filter(|_| (*cell as usize) < places.len());
            // Bins ascend: the last one whose lower edge is not above the value.
            let bin = value.map(|value| bins.partition_point(|bin| bin.counts.low <= value).saturating_sub(1));
            *cell = bin.map_or(NO_CELL, |bin| *cell * n as u32 + bin as u32);
        }
    };
    let n_cells = places.len() * n;
    let margins = [Margin { to: None, n: n_cells }];
    let sets = Sets { fill: &fill, n_cells, margins: &margins, population, direct: false };
    let of_bar = |at: usize| {
        let place = places.get(at / n)?.as_ref()?;
        let inside = Condition::in_intervals(&input.variable.form, &[bins.get(at % n)?.counts]);
        Some(grid.cell_form(&form, place).keep(&inside))
    };
    let forms: Vec<Option<Form>> = (0..n_cells).into_par_iter().map(of_bar).collect();
    let has_listed = |at: usize| places.get(at / n).and_then(Option::as_ref).is_none_or(|panel| grid.has_listed(panel));
    let shown = sets.released(filter, protection, &forms, &has_listed);
    let mut table = TableWriter::new(&grid);
    table.measure(input.scale.name(), input.scale.name());
    let mut edges = Vec::new();
    for (panel, place) in places.iter().enumerate() {
        let Some(place) = place else { continue };
        let of_panel = shown.get(panel * n..(panel + 1) * n).unwrap_or_default();
        if by.is_empty() || of_panel.iter().any(|count| is_listed(*count)) {
            let total: i64 = of_panel.iter().flatten().sum();
            for (bin, count) in bins.iter().zip(of_panel) {
                let height = height(protection, input.scale, *count, total, bin.high - bin.low);
                table.row(&grid, place, vec![height]);
                edges.push((bin.low, bin.high));
            }
        }
    }
    let mut table = table.finish(&grid);
    insert_edges(&mut table, grid.width(), &edges);
    Ok(table)
}

fn height(protection: Protection, scale: HistogramScale, count: Option<i64>, total: i64, width: f64) -> Measured {
    let Some(count) = count else { return Measured::hidden(NoteCode::BelowMinimum) };
    if total == 0 && scale != HistogramScale::Frequency {
        return Measured::hidden(NoteCode::Undefined);
    }
    let share = count as f64 / total as f64;
    let height = match scale {
        HistogramScale::Frequency => return Measured::whole(count),
        HistogramScale::Density => share / width,
        HistogramScale::Fraction => share,
        HistogramScale::Percent => 100.0 * share,
    };
    Measured::number(if protection.is_exact() { height } else { rounding::significant(height, 4) })
}

/// The columns `low` and `high` between the panel and the height.
fn insert_edges(table: &mut Table, at: usize, edges: &[(f64, f64)]) {
    for (offset, name) in ["low", "high"].into_iter().enumerate() {
        let column = Column { name: name.to_owned(), label: name.to_owned(), role: Role::Dimension };
        table.columns.insert(at + offset, column);
    }
    for (row, (low, high)) in table.rows.iter_mut().zip(edges) {
        row.insert(at, Cell::Number(*high));
        row.insert(at, Cell::Number(*low));
    }
    for note in &mut table.notes {
        note.column += 2;
    }
}

/// One bar a value: a frequency table whose codes are numbers.
fn discrete(
    filter: &Filter,
    protection: Protection,
    input: &HistogramInput,
    question: &Question,
    dimension: &Dimension,
) -> Result<Table, Refusal> {
    let dimensions: Vec<Dimension> = input.by.iter().chain([dimension]).cloned().collect();
    let grid = Grid::new(filter, protection, question, &input.population, &dimensions, false)?;
    let counts = frequency_table::counts(filter, protection, &grid, &input.population);
    let shown: Vec<Place> =
        counts.iter().filter(|(_, count)| is_listed(**count)).map(|(place, _)| place.clone()).collect();
    let listed = layout::listed(&grid, &shown);
    frequency_table::check_size(filter, &grid, &listed)?;
    let last = grid.width() - 1;
    let places: Vec<Place> = layout::places(&grid, &listed, &TableLayout::default(), &|_| None)
        .into_iter()
        .filter(|place| place.iter().all(Option::is_some))
        .collect();
    let number = |place: &Place| counts.get(place).copied().flatten();
    let panel = |place: &Place| place.iter().take(last).copied().collect::<Place>();
    let mut writer = TableWriter::new(&grid);
    writer.measure(input.scale.name(), input.scale.name());
    let mut edges = Vec::new();
    for place in &places {
        let own = panel(place);
        let total: i64 = places.iter().filter(|other| panel(other) == own).filter_map(number).sum();
        writer.row(&grid, place, vec![height(protection, input.scale, number(place), total, 1.0)]);
        let value = place.last().copied().flatten().and_then(|index| grid.category(last, index));
        let value = value.and_then(|category| category.value.as_number()).unwrap_or_default();
        edges.push((value, value));
    }
    let mut table = writer.finish(&grid);
    // The value itself is the place on the axis.
    table.columns.remove(last);
    table.rows.iter_mut().for_each(|row| {
        row.remove(last);
    });
    table.notes.iter_mut().for_each(|note| note.column -= 1);
    table.labels.shift_remove(&dimension.name);
    insert_edges(&mut table, last, &edges);
    Ok(table)
}

//! Which rows a table lists, and in what order: by released numbers only. Argument: `proofs/frequency_table.md`.

use wire::output::Cell;

use super::grid::{Grid, Place};
use crate::statistic::{SortBy, TableLayout};

/// The listed categories of each dimension, in the order of the code list, missing last.
pub(crate) type Listed = Vec<Vec<usize>>;

/// Lists each category of which any cell is shown (`is_shown` looks at margins and cells alike).
pub(crate) fn listed(grid: &Grid<'_>, shown: &[Place]) -> Listed {
    (0..grid.width())
        .map(|at| {
            let mut is_listed = vec![false; grid.categories(at)];
            for index in shown.iter().filter_map(|place| place.get(at).copied().flatten()) {
                if let Some(flag) = is_listed.get_mut(index) {
                    *flag = true;
                }
            }
            (0..is_listed.len()).filter(|index| is_listed.get(*index) == Some(&true)).collect()
        })
        .collect()
}

/// The places of a table in its order of rows, totals last; `value` gives the released number that sorting uses.
pub(crate) fn places(
    grid: &Grid<'_>,
    listed: &Listed,
    layout: &TableLayout,
    value: &dyn Fn(&Place) -> Option<f64>,
) -> Vec<Place> {
    let width = grid.width();
    // One dimension: its categories are the rows. More: the last dimension is the columns.
    let row_width = if width > 1 { width - 1 } else { width };
    let (row_lists, column_lists) = listed.split_at(row_width.min(listed.len()));
    let rows = ordered(grid, combinations(row_lists), 0, row_width, layout.row_sort.as_ref(), value);
    let columns = ordered(grid, combinations(column_lists), row_width, width, layout.column_sort.as_ref(), value);
    let is_cell = |row: &&Place| row.iter().all(Option::is_some);
    let n = rows.iter().filter(is_cell).count();
    let from = layout.bottom.map_or(0, |bottom| n.saturating_sub(bottom));
    let to = layout.top.map_or(n, |top| top.min(n));
    let mut cell = 0;
    rows.iter()
        .filter(|row| {
            if !is_cell(row) {
                return true;
            }
            cell += 1;
            (from..to).contains(&(cell - 1))
        })
        .flat_map(|row| columns.iter().map(move |column| row.iter().chain(column).copied().collect()))
        .collect()
}

/// Every combination of listed categories and totals, in order, totals last.
fn combinations(lists: &[Vec<usize>]) -> Vec<Place> {
    lists.iter().fold(vec![Vec::new()], |places, list| {
        places
            .into_iter()
            .flat_map(|place| {
                list.iter().copied().map(Some).chain([None]).map(move |index| {
                    let mut place = place.clone();
                    place.push(index);
                    place
                })
            })
            .collect()
    })
}

/// Sorts one side of a table by a column or row of the other side; ties and unsorted sides keep the order of codes.
fn ordered(
    grid: &Grid<'_>,
    mut side: Vec<Place>,
    from: usize,
    to: usize,
    sort: Option<&SortBy>,
    value: &dyn Fn(&Place) -> Option<f64>,
) -> Vec<Place> {
    let Some(sort) = sort else { return side };
    let others: Vec<usize> = (0..grid.width()).filter(|at| !(from..to).contains(at)).collect();
    let mut by: Place = vec![None; grid.width()];
    for (at, code) in others.iter().zip(&sort.codes) {
        if let Some(slot) = by.get_mut(*at) {
            *slot =
                (0..grid.categories(*at)).find(|index| code_of(grid, *at, *index).as_deref() == Some(code.as_str()));
        }
    }
    let key = |part: &Place| {
        let mut place = by.clone();
        for (slot, index) in place.iter_mut().skip(from).zip(part) {
            *slot = *index;
        }
        value(&place)
    };
    side.sort_by(|a, b| {
        let totals = |place: &Place| place.iter().any(Option::is_none);
        totals(a).cmp(&totals(b)).then_with(|| {
            if totals(a) {
                return std::cmp::Ordering::Equal;
            }
            // Hidden numbers come first: they are small.
            match (key(a), key(b)) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            }
        })
    });
    side
}

/// The code of a category as text; `None` is missing.
pub(crate) fn code_of(grid: &Grid<'_>, dimension: usize, index: usize) -> Option<String> {
    grid.category(dimension, index).map(|category| category.value.code())
}

/// The dimension cells of a row: codes, `null` for missing, `*` for totals.
pub(crate) fn dimension_cells(grid: &Grid<'_>, place: &Place) -> Vec<Cell> {
    place
        .iter()
        .enumerate()
        .map(|(at, index)| match index {
            None => Cell::Code("*".to_owned()),
            Some(index) => code_of(grid, at, *index).map_or(Cell::Null, Cell::Code),
        })
        .collect()
}

//! The rules that microdata.no has published, as far as they are known (ten measures), applied to exact answers: for comparison
//! only. Winsorising is done where means are measured.

use language::call::Call;
use wire::output::{Body, Table};

use super::tables::{column, is_inner};
use super::variants::Random;

/// Counts carry whole numbers from −5 to 5, all alike (commonly stated; measure 3).
const NOISE: i64 = 5;
/// A population has at least so many units (measure 1).
const POPULATION: i64 = 1000;
/// A change of values concerns and leaves alone at least so many units, or none (measure 6).
const EDITED: i64 = 10;
/// Descriptive statistics need so many units (measure 7).
const DESCRIBED: f64 = 10.0;
/// A table in which more than half of the cells are below it is stopped (measure 5).
const SPARSE: f64 = 5.0;

/// A run under their rules.
pub(super) struct Theirs {
    random: Random,
    is_stopped: bool,
}

impl Theirs {
    pub(super) fn new(seed: u64) -> Self {
        Theirs { random: Random(seed), is_stopped: false }
    }

    /// Whether the run has stopped at this statement or before.
    pub(super) fn stops(&mut self, call: &Call, exact: &[wire::output::Output]) -> bool {
        let writes = ["generate", "replace", "recode"].contains(&call.command.as_str()) && call.condition.is_some();
        for output in exact {
            let Body::Dataset(change) = &output.body else { continue };
            let Some(units) = change.units else { continue };
            let is_small = units < POPULATION;
            let few = |n: i64| (1..EDITED).contains(&n);
            let edits_few = writes && change.change.values.is_some_and(|values| few(values) || few(units - values));
            self.is_stopped |= is_small || edits_few;
        }
        self.is_stopped
    }

    /// Whether the table is too sparse.
    pub(super) fn refuses(&self, body: &Body) -> bool {
        let table = match body {
            Body::Table(table) => table,
            Body::Chart(chart) => &chart.data,
            _ => return false,
        };
        is_sparse(table)
    }

    /// A count as it is shown.
    pub(super) fn count(&mut self, n: f64) -> f64 {
        if n == 0.0 { 0.0 } else { (n + self.random.between(-NOISE, NOISE) as f64).max(0.0) }
    }

    /// Whether a mean of so many is shown.
    pub(super) fn describes(n: f64) -> bool {
        n >= DESCRIBED
    }
}

fn is_sparse(table: &Table) -> bool {
    let Some(counts) = column(table, "count") else { return false };
    let inner: Vec<f64> = counts.iter().filter(|(codes, _)| is_inner(codes)).filter_map(|(_, n)| *n).collect();
    2 * inner.iter().filter(|n| **n < SPARSE).count() > inner.len()
}

//! Independence of two categorical variables, from their table.

use libm::log;

use super::Test;
use crate::compensated::Sum;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::matrix::Matrix;

/// Tests and association of a two-way table.
#[derive(Clone, Debug)]
pub struct Independence {
    /// Σ w.
    pub n: f64,
    /// Pearson's chi-squared.
    pub pearson: Test,
    /// Likelihood ratio chi-squared; empty cells add nothing.
    pub likelihood_ratio: Test,
    /// Cramér's V.
    pub cramers_v: f64,
    /// What independence would have in each cell.
    pub expected: Matrix,
}

/// Tests `table` (weights of cells, rows × columns). Empty rows and columns do not count.
///
/// # Errors
/// Fewer than two rows or columns with any weight.
pub fn independence(table: &Matrix) -> Result<Independence, FitError> {
    let rows: Vec<f64> = (0..table.n_rows).map(|row| table.row(row).iter().sum()).collect();
    let columns: Vec<f64> =
        (0..table.n_columns).map(|column| (0..table.n_rows).map(|row| table[(row, column)]).sum()).collect();
    let filled = |totals: &[f64]| totals.iter().filter(|total| **total > 0.0).count() as f64;
    let (r, c) = (filled(&rows), filled(&columns));
    if r < 2.0 || c < 2.0 {
        return Err(FitError::TooFewGroups);
    }
    let n: f64 = rows.iter().sum();
    let mut expected = Matrix::zeros(table.n_rows, table.n_columns);
    let (mut pearson, mut ratio) = (Sum::default(), Sum::default());
    for (row, row_total) in rows.iter().enumerate() {
        for (column, column_total) in columns.iter().enumerate() {
            let (observed, wanted) = (table[(row, column)], row_total * column_total / n);
            expected[(row, column)] = wanted;
            if wanted > 0.0 {
                pearson.add((observed - wanted) * (observed - wanted) / wanted);
            }
            if observed > 0.0 {
                ratio.add(2.0 * observed * log(observed / wanted));
            }
        }
    }
    let df = (r - 1.0) * (c - 1.0);
    let test = |statistic: f64| Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) };
    let (pearson, ratio) = (test(pearson.value()), test(ratio.value().max(0.0)));
    let cramers_v = (pearson.statistic / (n * (r.min(c) - 1.0))).sqrt();
    Ok(Independence { n, pearson, likelihood_ratio: ratio, cramers_v, expected })
}

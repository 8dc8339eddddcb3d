//! The row at which effects and predictions are taken: means, medians, zeros, or any.

use super::effects::{EffectOptions, Totals};
use super::fit::GlmFit;
use crate::describe::quantile::Sorted;
use crate::design::{Block, Chunk, Design, NO_COLUMN, chunks};
use crate::error::FitError;
use crate::fold::{BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// Where effects are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum At<'a> {
    /// At each row, and averaged.
    #[default]
    Overall,
    /// At the mean of each column (shares for levels).
    Means,
    /// At the median of each column.
    Medians,
    /// Where all columns are zero.
    Zero,
    /// At these values of the design's columns.
    Row(&'a [f64]),
}

/// One row of regressors.
pub(super) struct Point {
    pub row: Vec<f64>,
    pub offset: f64,
}

/// The point, `None` for all rows. The offset is taken as a column; at zero and at given rows it is zero.
pub(super) fn of(
    fit: &GlmFit,
    design: &Design<'_>,
    options: &EffectOptions<'_>,
    weights: &dyn Rows<f64>,
) -> Result<Option<Point>, FitError> {
    let p = fit.estimate.centers.len();
    Ok(Some(match options.at {
        At::Overall => return Ok(None),
        At::Zero => Point { row: vec![0.0; p], offset: 0.0 },
        At::Row(row) if row.len() == p => Point { row: row.to_vec(), offset: 0.0 },
        At::Row(_) => return Err(FitError::Shape),
        At::Means | At::Medians => {
            let mut design = design.clone();
            design.blocks.extend(options.offset.map(Block::Dense));
            let mut row = means(&design, weights, options.watch)?;
            if options.at == At::Medians {
                medians(&design, weights, &mut row, options.watch)?;
            }
            let offset = if options.offset.is_some() { row.pop().unwrap_or(0.0) } else { 0.0 };
            Point { row, offset }
        }
    }))
}

/// Weighted means of the columns.
pub(crate) fn means(design: &Design<'_>, weights: &dyn Rows<f64>, watch: Watch<'_>) -> Result<Vec<f64>, FitError> {
    let p = design.n_columns();
    // Around the first row, so that large numbers keep their digits.
    let mut first = vec![0.0; p];
    if design.n_rows > 0 {
        let mut chunk = Chunk::new(design);
        chunk.read(0..1);
        chunk.dense.iter().for_each(|column| first[column.column] = chunk.numbers(column)[0]);
    }
    let totals = fold(
        design.n_rows,
        BLOCK_ROWS,
        watch,
        || Totals(vec![0.0; p + 1]),
        |totals, rows| {
            let mut chunk = Chunk::new(design);
            let mut weight = vec![0.0; CHUNK];
            for (_, rows) in chunks(rows) {
                let n = rows.len();
                weights.read(rows.start, &mut weight[..n]);
                chunk.read(rows);
                totals.0[p] += weight[..n].iter().sum::<f64>();
                for column in &chunk.dense {
                    let shift = first[column.column];
                    let part = chunk.numbers(column).iter().zip(&weight).map(|(x, w)| (x - shift) * w);
                    totals.0[column.column] += part.sum::<f64>();
                }
                for (at, weight) in weight[..n].iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
                    chunk.visit_coded(at, |column, value| totals.0[column] += weight * value);
                }
            }
        },
    )?;
    let weight = totals.0[p];
    if weight <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: p });
    }
    Ok(totals.0[..p].iter().zip(first).map(|(sum, first)| first + sum / weight).collect())
}

/// Replaces means by medians; of indicators they follow from the means.
fn medians(design: &Design<'_>, weights: &dyn Rows<f64>, row: &mut [f64], watch: Watch<'_>) -> Result<(), FitError> {
    let n = design.n_rows;
    let read = |column: &dyn Rows<f64>| {
        let mut values = vec![0.0; n];
        column.read(0, &mut values);
        values
    };
    let weight = read(weights);
    for (offset, block) in design.offsets() {
        watch.check()?;
        match block {
            Block::Dense(column) => {
                let values = read(*column);
                row[offset] = Sorted::new(&values, Some(&weight)).quantile(0.5).unwrap_or(0.0);
            }
            Block::Coded { n_columns, values: None, .. } => {
                for share in &mut row[offset..offset + n_columns] {
                    *share = match *share {
                        share if share > 0.5 => 1.0,
                        share if share < 0.5 => 0.0,
                        share => share,
                    };
                }
            }
            Block::Coded { columns, n_columns, values: Some(values) } => {
                let values = read(*values);
                let mut codes = vec![0; n];
                columns.read(0, &mut codes);
                let mut of_column: Vec<(Vec<f64>, Vec<f64>)> = vec![(vec![0.0], vec![weight.iter().sum()]); *n_columns];
                for ((code, value), weight) in codes.iter().zip(&values).zip(&weight) {
                    if *code != NO_COLUMN {
                        let (values, weights) = &mut of_column[*code as usize];
                        values.push(*value);
                        weights.push(*weight);
                        weights[0] -= weight;
                    }
                }
                for (median, (values, weights)) in row[offset..].iter_mut().zip(&of_column) {
                    *median = Sorted::new(values, Some(weights)).quantile(0.5).unwrap_or(0.0);
                }
            }
        }
    }
    Ok(())
}

/// Whether a column has no other values than 0 and 1.
pub(super) fn is_indicator(column: &dyn Rows<f64>, watch: Watch<'_>) -> Result<bool, FitError> {
    let others = fold(
        column.len(),
        BLOCK_ROWS,
        watch,
        || Totals(vec![0.0]),
        |totals, rows| {
            let mut values = vec![0.0; CHUNK];
            for (_, rows) in chunks(rows) {
                let part = &mut values[..rows.len()];
                column.read(rows.start, part);
                totals.0[0] += part.iter().filter(|value| **value != 0.0 && **value != 1.0).count() as f64;
            }
        },
    )?;
    Ok(others.0[0] == 0.0)
}

//! Adjusted predictions of a linear model (`margins`): at the means of all regressors, also with a 0/1 column at either value.

use super::ols::OlsFit;
use crate::design::{Block, Design};
use crate::error::FitError;
use crate::fold::Watch;
use crate::matrix::dot;
use crate::rows::{FewWeights, Rows};
use crate::wald::{Reference, Wald};

/// A prediction at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    /// The value that the column was set to, if one was.
    pub set_to: Option<f64>,
    /// x'b.
    pub value: f64,
    /// √(x'Vx).
    pub standard_error: f64,
    /// t statistic.
    pub t: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Confidence limits.
    pub limits: (f64, f64),
}

impl OlsFit {
    /// Predictions at the weighted means of the design's columns; with `column` once with it at 0 and once at 1, the other columns of its factor then at 0,
    /// and all else as it is: products with the column are columns of their own. `level` in percent.
    ///
    /// # Errors
    /// [`FitError::Shape`] for another design's column; cancellation.
    pub fn adjusted_predictions(
        &self,
        design: &Design<'_>,
        column: Option<usize>,
        weights: Option<&dyn Rows<f64>>,
        level: f64,
        watch: Watch<'_>,
    ) -> Result<Vec<Adjusted>, FitError> {
        if column.is_some_and(|column| column >= design.n_columns()) {
            return Err(FitError::Shape);
        }
        let ones = FewWeights { n_rows: design.n_rows, changed: &[] };
        let means = crate::glm::point::means(design, weights.unwrap_or(&ones), watch)?;
        let points = match column {
            None => vec![(None, means)],
            Some(column) => {
                let block = design.offsets().filter(|(offset, _)| *offset <= column).last();
                let together = match block {
                    Some((offset, block @ Block::Coded { .. })) => offset..offset + block.n_columns(),
                    _ => column..column + 1,
                };
                let at = |value: f64| {
                    let mut row = means.clone();
                    row[together.clone()].fill(0.0);
                    row[column] = value;
                    (Some(value), row)
                };
                vec![at(0.0), at(1.0)]
            }
        };
        let reference = Reference::Student { df: self.df_test };
        let adjusted = |(set_to, row): (Option<f64>, Vec<f64>)| {
            let mut x: Vec<f64> = self.kept.iter().map(|column| row[*column]).collect();
            x.extend(self.has_constant.then_some(1.0));
            let value = dot(&x, &self.coefficients);
            let standard_error = dot(&x, &self.covariance.times(&x)).max(0.0).sqrt();
            let mut one = crate::matrix::Matrix::zeros(1, 1);
            one[(0, 0)] = standard_error * standard_error;
            let Wald { statistics, p, .. } = Wald::new(&[value], &one, reference);
            let limits = reference.intervals(&[value], &[standard_error], level)[0];
            Adjusted { set_to, value, standard_error, t: statistics[0], p: p[0], limits }
        };
        Ok(points.into_iter().map(adjusted).collect())
    }
}

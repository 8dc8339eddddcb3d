//! The table of a model.

use super::coding::{bordered, effects};
use super::eliminate::{Explained, eliminate, total};
use super::estimable::Estimable;
use super::rows::TermRows;
use super::{AnovaOptions, Model, SumsOfSquares, Term};
use crate::design::{Block, Design};
use crate::distribution::f;
use crate::error::FitError;
use crate::linear::cross_products::cross_products;
use crate::linear::ols::{OlsOptions, fit};
use crate::linear::shift::provisional_means;
use crate::matrix::Matrix;

/// A residual sum of squares that is a smaller share of the total is told from residuals.
const NEARLY_EXACT: f64 = 1e-6;

/// One row of the table. F and p are `None` where there is nothing to test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnovaRow {
    /// Sum of squares.
    pub sum_of_squares: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Sum of squares over degrees of freedom, 0 without any.
    pub mean_square: f64,
    /// Over the residual mean square.
    pub f: Option<f64>,
    /// Its p-value.
    pub p: Option<f64>,
}

/// A fitted analysis of variance.
#[derive(Clone, Debug)]
pub struct AnovaFit {
    /// All terms together.
    pub model: AnovaRow,
    /// The constant, given all terms (partial sums of squares only).
    pub constant: Option<AnovaRow>,
    /// Each term, in the order of the formula.
    pub terms: Vec<AnovaRow>,
    /// Residual.
    pub residual: AnovaRow,
    /// Total (about the mean if there is a constant).
    pub total: AnovaRow,
    /// Σ w.
    pub n: f64,
    /// Share of the total that the model explains.
    pub r_squared: f64,
    /// Adjusted for degrees of freedom.
    pub r_squared_adjusted: f64,
    /// Root of the residual mean square.
    pub rmse: f64,
}

/// Fits the model.
///
/// # Errors
/// Columns or terms that do not fit, a dependent variable that does not vary, no more observations than effects, nothing left over,
/// cancellation.
pub fn anova(model: &Model<'_>, options: &AnovaOptions<'_>) -> Result<AnovaFit, FitError> {
    let rows = TermRows::new(model)?;
    let design = rows.design();
    let mut shift = provisional_means(&design, model.y, model.weights);
    for (offset, block) in design.offsets() {
        // Only columns that stand alone may be shifted: products with factors would change their meaning.
        if block.is_coded() {
            shift[offset..offset + block.n_columns()].fill(0.0);
        }
    }
    let cross = cross_products(&design, model.y, model.weights, &shift, options.watch)?;
    if cross.products.values.iter().any(|value| !value.is_finite()) {
        return Err(FitError::OutOfRange);
    }
    let n = cross.weight;
    if n <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: 1 });
    }
    let bordered = bordered(&cross);
    let effects = effects(model, &bordered);
    let products = effects.cross(&bordered);
    let columns: Vec<usize> = (0..effects.terms.len()).collect();
    let owners = &effects.terms;
    let of_term = |at: usize| columns.iter().copied().filter(move |column| owners[*column] == Some(at));
    let of_term = &of_term;
    let all = eliminate(&products, &columns);
    let last = products.n_rows - 1;
    let mean = if model.has_constant { all[0].squares } else { 0.0 };
    let total_ss = (products[(last, last)] - mean).max(0.0);
    let level = shift[shift.len() - 1] + cross.sums[cross.sums.len() - 1] / n;
    if (total_ss / n).sqrt() <= 1e-14 * level.abs() || total_ss <= 0.0 {
        return Err(FitError::ConstantDependent);
    }
    let explained = total(&all, columns.iter().copied().filter(|column| owners[*column].is_some()));
    let constant_df = f64::from(u8::from(model.has_constant));
    let df_residual = n - constant_df - explained.df;
    if df_residual <= 0.0 {
        return Err(FitError::TooFewObservations { n_parameters: (constant_df + explained.df) as usize });
    }
    let mut residual_ss = (total_ss - explained.squares).max(0.0);
    if residual_ss < NEARLY_EXACT * total_ss {
        residual_ss = exact_residual(model, &design, options)?;
    }
    let variance = residual_ss / df_residual;
    let has_empty_cells = columns.len() as f64 > explained.df + constant_df;
    let estimable = (has_empty_cells && options.sums == SumsOfSquares::Partial && model.has_constant)
        .then(|| Estimable::new(model, &bordered))
        .flatten();
    let row = |part: Explained| tested(part, variance, df_residual);
    let terms = (0..model.terms.len())
        .map(|at| {
            options.watch.check()?;
            if let Some(found) = estimable.as_ref().and_then(|estimable| estimable.explained(at)) {
                return Ok(row(found));
            }
            let found = match options.sums {
                SumsOfSquares::Sequential => total(&all, of_term(at)),
                sums => {
                    let is_given = |other: usize| {
                        other != at
                            && (sums == SumsOfSquares::Partial || !contains(&model.terms[other], &model.terms[at]))
                    };
                    let given = columns.iter().copied().filter(|column| owners[*column].is_none_or(is_given));
                    let order: Vec<usize> = given.chain(of_term(at)).collect();
                    total(&eliminate(&products, &order), of_term(at))
                }
            };
            Ok(row(found))
        })
        .collect::<Result<Vec<_>, FitError>>()?;
    let constant = (model.has_constant && options.sums == SumsOfSquares::Partial).then(|| {
        let raw = effects.cross(&unshifted(&bordered, &design, &shift));
        let order: Vec<usize> = columns.iter().copied().skip(1).chain([0]).collect();
        row(eliminate(&raw, &order)[0])
    });
    let untested = |sum_of_squares: f64, df: f64| AnovaRow {
        sum_of_squares,
        df,
        mean_square: sum_of_squares / df,
        f: None,
        p: None,
    };
    let r_squared = 1.0 - residual_ss / total_ss;
    Ok(AnovaFit {
        model: row(Explained { squares: total_ss - residual_ss, df: explained.df }),
        constant,
        terms,
        residual: untested(residual_ss, df_residual),
        total: untested(total_ss, n - constant_df),
        n,
        r_squared,
        r_squared_adjusted: 1.0 - (1.0 - r_squared) * (n - constant_df) / df_residual,
        rmse: variance.sqrt(),
    })
}

/// Whether a term has all variables of another.
fn contains(larger: &Term, smaller: &Term) -> bool {
    let has = |all: &[usize], some: &[usize]| {
        some.iter().all(|x| all.iter().filter(|y| *y == x).count() >= some.iter().filter(|y| *y == x).count())
    };
    has(&larger.factors, &smaller.factors) && has(&larger.covariates, &smaller.covariates)
}

fn tested(part: Explained, variance: f64, df_residual: f64) -> AnovaRow {
    let mean_square = if part.df > 0.0 { part.squares / part.df } else { 0.0 };
    let statistic = (part.df > 0.0 && variance > 0.0).then(|| mean_square / variance);
    AnovaRow {
        sum_of_squares: part.squares,
        df: part.df,
        mean_square,
        f: statistic,
        p: statistic.map(|value| f::upper(value, part.df, df_residual)),
    }
}

/// The residual sum of squares from residuals.
fn exact_residual(model: &Model<'_>, design: &Design<'_>, options: &AnovaOptions<'_>) -> Result<f64, FitError> {
    let options = OlsOptions { weights: model.weights, watch: options.watch, ..OlsOptions::default() };
    fit(design, model.y, options).map(|fitted| fitted.residual_ss)
}

/// The bordered cross products of the columns as they are, from those around `shift`.
fn unshifted(bordered: &Matrix, design: &Design<'_>, shift: &[f64]) -> Matrix {
    let mut result = bordered.clone();
    let size = result.n_rows;
    let mut amounts = vec![0.0; size];
    for (offset, block) in design.offsets() {
        if matches!(block, Block::Dense(_)) {
            amounts[offset + 1] = shift[offset];
        }
    }
    amounts[size - 1] = shift[shift.len() - 1];
    // (z + m 1): add m times the constant to rows, then to columns.
    for (i, amount) in amounts.iter().enumerate() {
        for j in 0..size {
            let value = result[(0, j)];
            result[(i, j)] += amount * value;
        }
    }
    for (j, amount) in amounts.iter().enumerate() {
        for i in 0..size {
            let value = result[(i, 0)];
            result[(i, j)] += amount * value;
        }
    }
    result
}

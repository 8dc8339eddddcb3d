//! The decomposition of a difference of means after Blinder (1973) and Oaxaca (1973).
//!
//! With the means x̄ and the coefficients β of two groups, ȳ₁ − ȳ₂ is *endowments* (x̄₁ − x̄₂)'β₂, *coefficients* x̄₂'(β₁ − β₂) and *interaction*
//! (x̄₁ − x̄₂)'(β₁ − β₂); or, against coefficients β* of both, *explained* (x̄₁ − x̄₂)'β* and *unexplained*, the rest. β* is that of the pooled
//! model with a constant of each group (Jann 2008, `pooled`): its slopes are W β₁ + (I − W) β₂ with W = (S₁ + S₂)⁻¹ S₁ and the groups' centered
//! products S; without constants the products are not centered. Standard errors are by the delta method from the covariances of the coefficients,
//! group by group, and of the means, S / (n (n − 1)); W counts as given, and coefficients as independent of the means of their group.

mod combine;
mod few;
mod groups;

use crate::covariance::Covariance;
use crate::design::Design;
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::cholesky::inverse;
use crate::linear::cross_products::cross_products;
use crate::linear::ols::{self, OlsOptions};
use crate::matrix::Matrix;
use crate::rows::Rows;

pub use combine::{Estimate, Part, PartName};
pub use few::OaxacaReweighting;
pub use groups::Interacted;

use groups::{OfGroup, Reduced};

/// Two groups and what explains `y` in each.
#[derive(Clone, Copy)]
pub struct OaxacaModel<'a> {
    /// The regressors of both groups.
    pub design: &'a Design<'a>,
    /// What differs.
    pub y: &'a dyn Rows<f64>,
    /// 0 or 1, one a row.
    pub groups: &'a [u32],
}

/// What to compute.
#[derive(Clone, Copy, Default)]
pub struct OaxacaOptions<'a> {
    /// Frequency-type weights, one a row.
    pub weights: Option<&'a dyn Rows<f64>>,
    /// HC1 in each group instead of one error variance a group.
    pub is_robust: bool,
    /// Explained and unexplained against the pooled model, instead of three parts.
    pub is_pooled: bool,
    /// Whether to go on.
    pub watch: Watch<'a>,
}

/// A decomposition.
#[derive(Clone, Debug, PartialEq)]
pub struct OaxacaFit {
    /// The group that the other is subtracted from: that of the larger mean, so that the difference is not negative.
    pub first: u32,
    /// ȳ₁ − ȳ₂.
    pub difference: f64,
    /// Columns with a coefficient in both groups.
    pub kept: Vec<usize>,
    /// Columns left out: constant or collinear in a group.
    pub dropped: Vec<usize>,
    /// Whether details end with the constant.
    pub has_constant: bool,
    /// The parts; they sum to the difference.
    pub parts: Vec<Part>,
    /// Parameters of both groups.
    pub n_parameters: usize,
}

/// What a group's regression and means are; arrays over the kept columns, then the constant.
pub(crate) struct Group {
    pub mean_y: f64,
    pub coefficients: Vec<f64>,
    pub covariance: Matrix,
    pub means: Vec<f64>,
    /// Products that the pooled slopes weigh the group's by, columns only.
    pub products: Matrix,
    pub covariance_of_means: Matrix,
}

/// Decomposes the difference of the groups.
///
/// # Errors
/// Columns of different length; a group whose regression cannot be had; cancellation.
pub fn fit(model: &OaxacaModel<'_>, options: &OaxacaOptions<'_>) -> Result<OaxacaFit, FitError> {
    check_shape(model, options)?;
    let p = model.design.n_columns();
    let mut is_dropped = vec![false; p];
    loop {
        let reduced = Reduced::new(model.design, &is_dropped);
        let design = reduced.design();
        let fits = [regression(model, options, &design, 0)?, regression(model, options, &design, 1)?];
        let before = is_dropped.iter().filter(|dropped| **dropped).count();
        // Columns of the reduced design count anew.
        let columns: Vec<usize> = (0..p).filter(|column| !is_dropped[*column]).collect();
        for column in fits.iter().flat_map(|fit| &fit.dropped) {
            is_dropped[columns[*column]] = true;
        }
        if is_dropped.iter().filter(|dropped| **dropped).count() > before {
            continue;
        }
        if columns.is_empty() {
            return Err(FitError::Collinear { columns: (0..p).collect() });
        }
        let [a, b] = fits;
        let (a, b) = (group(model, options, &design, 0, a)?, group(model, options, &design, 1, b)?);
        let first = u32::from(a.mean_y < b.mean_y);
        let (one, two) = if first == 0 { (&a, &b) } else { (&b, &a) };
        let parts = if options.is_pooled { combine::twofold(one, two)? } else { combine::threefold(one, two) };
        return Ok(OaxacaFit {
            first,
            difference: one.mean_y - two.mean_y,
            dropped: (0..p).filter(|column| is_dropped[*column]).collect(),
            has_constant: design.has_constant,
            n_parameters: one.coefficients.len() + two.coefficients.len(),
            kept: columns,
            parts,
        });
    }
}

fn check_shape(model: &OaxacaModel<'_>, options: &OaxacaOptions<'_>) -> Result<(), FitError> {
    let n = model.design.n_rows;
    let fits = model.design.is_consistent()
        && model.y.len() == n
        && model.groups.len() == n
        && options.weights.is_none_or(|weights| weights.len() == n)
        && model.groups.iter().all(|group| *group < 2);
    if fits { Ok(()) } else { Err(FitError::Shape) }
}

fn regression(
    model: &OaxacaModel<'_>,
    options: &OaxacaOptions<'_>,
    design: &Design<'_>,
    group: u32,
) -> Result<ols::OlsFit, FitError> {
    let weights = OfGroup { base: options.weights, groups: model.groups, group };
    let covariance = if options.is_robust { Covariance::Hc1 } else { Covariance::Classical };
    let options = OlsOptions { weights: Some(&weights), covariance, watch: options.watch, ..OlsOptions::default() };
    ols::fit(design, model.y, options)
}

/// The group's means with their covariance, by one pass of cross products about the centers of its regression.
fn group(
    model: &OaxacaModel<'_>,
    options: &OaxacaOptions<'_>,
    design: &Design<'_>,
    group: u32,
    fit: ols::OlsFit,
) -> Result<Group, FitError> {
    let weights = OfGroup { base: options.weights, groups: model.groups, group };
    let p = design.n_columns();
    let mut shift = fit.solution.centers.clone();
    shift.push(fit.solution.y_center);
    let cross = cross_products(design, model.y, Some(&weights), &shift, options.watch)?;
    let n = cross.weight;
    let k = p + usize::from(design.has_constant);
    let mut means: Vec<f64> = (0..p).map(|column| shift[column] + cross.sums[column] / n).collect();
    let mut products = Matrix::zeros(p, p);
    let mut covariance_of_means = Matrix::zeros(k, k);
    for i in 0..p {
        for j in 0..p {
            let centered = cross.products[(i, j)] - cross.sums[i] * cross.sums[j] / n;
            products[(i, j)] = if design.has_constant { centered } else { cross.products[(i, j)] };
            covariance_of_means[(i, j)] = centered / (n * (n - 1.0));
        }
    }
    if design.has_constant {
        means.push(1.0);
    }
    Ok(Group {
        mean_y: shift[p] + cross.sums[p] / n,
        coefficients: fit.coefficients,
        covariance: fit.covariance,
        means,
        products,
        covariance_of_means,
    })
}

/// W of the pooled slopes.
pub(crate) fn pooling(one: &Group, two: &Group) -> Result<Matrix, FitError> {
    let mut both = one.products.clone();
    both.values.iter_mut().zip(&two.products.values).for_each(|(sum, value)| *sum += value);
    Ok(inverse(&both).ok_or(FitError::Singular)?.product(&one.products))
}

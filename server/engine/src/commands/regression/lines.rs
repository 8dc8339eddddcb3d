//! Estimates as the lines of an answer: what all models share.

use std::collections::BTreeMap;

use disclosure::statistic::{FittedTerm, Sample, SampleColumn};
use statistics::hypothesis::Test;
use wire::output::TestResult;

use crate::design::ModelMatrix;

/// Estimates over the kept columns of a design, the constant last; all slices have one entry a parameter.
pub struct Estimates<'a> {
    /// The outcome that the equation is for, in models with several.
    pub equation: Option<&'a str>,
    /// Columns of the design with a coefficient.
    pub kept: &'a [usize],
    /// Whether the last parameter is the constant.
    pub has_constant: bool,
    /// Coefficients.
    pub coefficients: &'a [f64],
    /// Their standard errors.
    pub standard_errors: &'a [f64],
    /// t or z.
    pub statistics: &'a [f64],
    /// Two-sided p-values.
    pub p: &'a [f64],
    /// Confidence limits.
    pub limits: &'a [(f64, f64)],
}

/// Shown terms in the order of the formula, the constant last; those of `control()` are left out.
pub fn terms(matrix: &ModelMatrix<'_>, estimates: &Estimates<'_>) -> Vec<FittedTerm> {
    let columns = estimates.kept.iter().map(|column| matrix.columns.get(*column));
    let shown = columns.map(|column| column.filter(|column| !column.is_hidden).map(|column| column.term.clone()));
    let names = shown.chain(estimates.has_constant.then(|| Some("_cons".to_owned())));
    let numbers = estimates
        .coefficients
        .iter()
        .zip(estimates.standard_errors)
        .zip(estimates.statistics)
        .zip(estimates.p)
        .zip(estimates.limits);
    names
        .zip(numbers)
        .filter_map(|(name, ((((coefficient, se), statistic), p), (low, high)))| {
            Some(FittedTerm {
                equation: estimates.equation.map(str::to_owned),
                term: name?,
                coefficient: *coefficient,
                se: *se,
                statistic: *statistic,
                p: *p,
                ci_low: *low,
                ci_high: *high,
            })
        })
        .collect()
}

/// Names of what has no coefficient: terms that a floor left out, then collinear columns.
pub fn dropped(matrix: &ModelMatrix<'_>, columns: &[usize]) -> Vec<String> {
    let collinear = columns.iter().filter_map(|column| matrix.columns.get(*column)).map(|column| column.term.clone());
    matrix.left_out.iter().cloned().chain(collinear).collect()
}

/// Term → label of the shown factor levels.
pub fn labels(matrix: &ModelMatrix<'_>, kept: &[usize]) -> Vec<(String, String)> {
    let columns = kept.iter().filter_map(|column| matrix.columns.get(*column)).filter(|column| !column.is_hidden);
    columns.filter_map(|column| Some((column.term.clone(), column.label.clone()?))).collect()
}

/// Fit statistics by their wire names; what is not finite is not told.
pub fn figures<const N: usize>(figures: [(&str, Option<f64>); N]) -> BTreeMap<String, Option<f64>> {
    figures.into_iter().map(|(name, value)| (name.to_owned(), value.and_then(finite))).collect()
}

/// A test as it is told; without numbers where there is none.
pub fn result(name: &str, test: Option<Test>) -> TestResult {
    TestResult {
        name: name.to_owned(),
        statistic: test.and_then(|test| finite(test.statistic)),
        df: test.and_then(|test| finite(test.df)),
        df2: test.and_then(|test| test.df2).and_then(finite),
        p: test.and_then(|test| finite(test.p)),
    }
}

/// A number, if it is one.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// Dense codes of a column, one a row, and how many there are: clusters, strata, groups.
pub fn codes_of(sample: &Sample, column: usize) -> Option<(Vec<u32>, usize)> {
    let values = match sample.columns.get(column)? {
        SampleColumn::Numbers(values) => values.to_vec(),
        SampleColumn::Factor { codes, .. } => {
            let mut found = vec![0; codes.len()];
            codes.read(0, &mut found);
            found.into_iter().map(f64::from).collect()
        }
        SampleColumn::Constant => return None,
    };
    let mut distinct: Vec<f64> = values.clone();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
    let place = |value: &f64| distinct.partition_point(|known| known.total_cmp(value).is_lt());
    let codes = values.iter().map(|value| u32::try_from(place(value)).unwrap_or(u32::MAX)).collect();
    Some((codes, distinct.len()))
}

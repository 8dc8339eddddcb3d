//! Marginal effects and adjusted predictions as tables beside a model: `mfx` and `margins` (statistics.md section 2: analytic derivatives, standard errors
//! by the delta method; discrete changes for levels of factors).

use disclosure::statistic::{FittedCell, FittedColumn, FittedKind, FittedTable};
use statistics::FitError;
use statistics::glm::{At, Effect, EffectOptions, Estimated, GlmFit};
use statistics::rows::FewWeights;

use super::likelihood::Fitting;
use crate::design::ModelMatrix;

/// What stands in every line of these tables.
const FIGURES: [FittedColumn; 6] = [
    FittedColumn { name: "effect", kind: FittedKind::Estimate },
    FittedColumn { name: "se", kind: FittedKind::StandardError },
    FittedColumn { name: "statistic", kind: FittedKind::Figure },
    FittedColumn { name: "p", kind: FittedKind::P },
    FittedColumn { name: "ci_low", kind: FittedKind::Estimate },
    FittedColumn { name: "ci_high", kind: FittedKind::Estimate },
];

/// `mfx`: the effect of each shown term, by outcome where there are several.
pub fn marginal(
    of: &Fitting<'_>,
    fitted: &GlmFit,
    weights: &FewWeights<'_>,
    (effect, at): (Effect, At<'_>),
) -> Result<FittedTable, FitError> {
    let options = EffectOptions { effect, at, ..options(of, weights) };
    let found = fitted.marginal_effects(of.design, options)?;
    let lines = found.iter().filter_map(|effect| {
        let column = of.matrix.columns.get(effect.column).filter(|column| !column.is_hidden)?;
        Some((of_outcome(of, effect.outcome), column.term.clone(), figures(effect.estimated, of.of.level)))
    });
    Ok(table(of.outcomes.is_some(), "mfx", "term", lines.collect()))
}

/// `margins`: the prediction at the means of all regressors; for both values of a 0/1 variable if one is named.
pub fn margins(
    of: &Fitting<'_>,
    fitted: &GlmFit,
    weights: &FewWeights<'_>,
    variable: Option<&str>,
) -> Result<FittedTable, FitError> {
    let column = variable.and_then(|variable| column_of(of.matrix, variable));
    let mut lines = Vec::new();
    // A variable that a floor left out has no values to set.
    if variable.is_none() || column.is_some() {
        for found in fitted.adjusted_predictions(of.design, column, options(of, weights))? {
            let at = at(variable, found.set_to);
            lines.push((of_outcome(of, found.outcome), at, figures(found.estimated, of.of.level)));
        }
    }
    Ok(table(of.outcomes.is_some(), "margins", "at", lines))
}

fn options<'a>(of: &Fitting<'a>, weights: &'a FewWeights<'_>) -> EffectOptions<'a> {
    EffectOptions { offset: of.offset, weights: Some(weights), watch: of.watch, ..EffectOptions::default() }
}

fn of_outcome(of: &Fitting<'_>, outcome: usize) -> Option<String> {
    of.outcomes.as_ref().map(|found| found.name(outcome))
}

fn figures(estimated: Estimated, level: f64) -> [f64; 6] {
    let Estimated { value, standard_error, z, p } = estimated;
    let (low, high) = estimated.limits(level);
    [value, standard_error, z, p, low, high]
}

/// The design's column of a variable: its own, or that of its level 1.
pub fn column_of(matrix: &ModelMatrix<'_>, variable: &str) -> Option<usize> {
    let is_meant = |term: &str| term == variable || term == format!("1.{variable}");
    matrix.columns.iter().position(|column| is_meant(&column.term))
}

/// Where a prediction is taken, in words of the script.
pub fn at(variable: Option<&str>, set_to: Option<f64>) -> String {
    match (set_to, variable) {
        (Some(value), Some(variable)) => format!("{variable}={}", crate::functions::number_text(value)),
        _ => "mean".to_owned(),
    }
}

/// A line of these tables: outcome, term or place, and value, standard error, statistic, p, limits.
pub type Line = (Option<String>, String, [f64; 6]);

/// The table of some lines; `has_outcomes`: each has one.
pub fn table(has_outcomes: bool, name: &str, dimension: &'static str, lines: Vec<Line>) -> FittedTable {
    let mut columns = Vec::new();
    if has_outcomes {
        columns.push(FittedColumn { name: "outcome", kind: FittedKind::Dimension });
    }
    columns.push(FittedColumn { name: dimension, kind: FittedKind::Dimension });
    columns.extend(FIGURES);
    let row = |(outcome, term, figures): Line| {
        let figures = figures.map(|figure| FittedCell::Number(Some(figure)));
        outcome.into_iter().chain([term]).map(FittedCell::Code).chain(figures).collect()
    };
    let rows = lines.into_iter().map(row).collect();
    FittedTable { name: Some(name.to_owned()), columns, rows, ..FittedTable::default() }
}

/// `vif`: variance inflation factors of the shown terms, and their inverses.
pub fn inflation(matrix: &ModelMatrix<'_>, kept: &[usize], factors: &[f64]) -> FittedTable {
    let columns = [("term", FittedKind::Dimension), ("vif", FittedKind::Figure), ("tolerance", FittedKind::Ratio)];
    let columns = columns.map(|(name, kind)| FittedColumn { name, kind }).to_vec();
    let rows = kept.iter().zip(factors).filter_map(|(column, factor)| {
        let column = matrix.columns.get(*column).filter(|column| !column.is_hidden)?;
        let figures = [*factor, 1.0 / factor].map(|figure| FittedCell::Number(Some(figure)));
        Some([FittedCell::Code(column.term.clone())].into_iter().chain(figures).collect())
    });
    FittedTable { name: Some("vif".to_owned()), columns, rows: rows.collect(), ..FittedTable::default() }
}

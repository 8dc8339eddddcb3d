//! Marginal effects and adjusted predictions as tables beside a model: `mfx` and `margins` (statistics.md section 2: analytic derivatives, standard errors
//! by the delta method; discrete changes for levels of factors).

use disclosure::statistic::{FittedCell, FittedColumn, FittedKind, FittedTable};
use statistics::FitError;
use statistics::glm::{At, Effect, EffectOptions, Estimated, GlmFit};
use statistics::rows::FewWeights;

use super::likelihood::Fitting;

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
        Some((of_outcome(of, effect.outcome), column.term.clone(), effect.estimated))
    });
    Ok(table(of, "mfx", "term", lines.collect()))
}

/// `margins`: the prediction at the means of all regressors; for both values of a 0/1 variable if one is named.
pub fn margins(
    of: &Fitting<'_>,
    fitted: &GlmFit,
    weights: &FewWeights<'_>,
    variable: Option<&str>,
) -> Result<FittedTable, FitError> {
    let column = variable.and_then(|variable| {
        let is_meant = |term: &str| term == variable || term == format!("1.{variable}");
        of.matrix.columns.iter().position(|column| is_meant(&column.term))
    });
    let mut lines = Vec::new();
    // A variable that a floor left out has no values to set.
    if variable.is_none() || column.is_some() {
        for found in fitted.adjusted_predictions(of.design, column, options(of, weights))? {
            let at = match (found.set_to, variable) {
                (Some(value), Some(variable)) => format!("{variable}={}", crate::functions::number_text(value)),
                _ => "mean".to_owned(),
            };
            lines.push((of_outcome(of, found.outcome), at, found.estimated));
        }
    }
    Ok(table(of, "margins", "at", lines))
}

fn options<'a>(of: &Fitting<'a>, weights: &'a FewWeights<'_>) -> EffectOptions<'a> {
    EffectOptions { offset: of.offset, weights: Some(weights), watch: of.watch, ..EffectOptions::default() }
}

fn of_outcome(of: &Fitting<'_>, outcome: usize) -> Option<String> {
    of.outcomes.as_ref().map(|found| found.name(outcome))
}

fn table(
    of: &Fitting<'_>,
    name: &str,
    dimension: &'static str,
    lines: Vec<(Option<String>, String, Estimated)>,
) -> FittedTable {
    let mut columns = Vec::new();
    if of.outcomes.is_some() {
        columns.push(FittedColumn { name: "outcome", kind: FittedKind::Dimension });
    }
    columns.push(FittedColumn { name: dimension, kind: FittedKind::Dimension });
    columns.extend(FIGURES);
    let row = |(outcome, term, estimated): (Option<String>, String, Estimated)| {
        let Estimated { value, standard_error, z, p } = estimated;
        let (low, high) = estimated.limits(of.of.level);
        let figures = [value, standard_error, z, p, low, high].map(|figure| FittedCell::Number(Some(figure)));
        outcome.into_iter().chain([term]).map(FittedCell::Code).chain(figures).collect()
    };
    let rows = lines.into_iter().map(row).collect();
    FittedTable { name: Some(name.to_owned()), columns, rows, ..FittedTable::default() }
}

//! Columns that a model writes into a dataset: predicted values, residuals, influence (confidentiality D.6). They stay inside and are read
//! through the filter like any other. Argument: `proofs/predictions.md`.

use super::{Solved, solve};
use crate::filter::{Filter, Question};
use crate::refusal::Refusal;
use crate::rule::rounding;
use crate::statistic::{FittedValues, ModelInput};

/// The columns of a model, from its fit under the drawn weights, over the rows of its population: missing (NaN) in rows that are
/// not in the model or whose unit has more leverage than the cap.
pub(crate) fn columns(filter: &Filter, input: &ModelInput, question: &Question) -> Result<Vec<FittedValues>, Refusal> {
    let Solved { protection, rows, mut fitted, capped, .. } = solve(filter, input, question)?;
    let n_rows = input.population.rows();
    let written = |FittedValues { mut values, is_influence, name, what }: FittedValues| {
        for place in &capped {
            if let Some(slot) = values.get_mut(*place) {
                *slot = f64::NAN;
            }
        }
        let coarse = |value: f64| match is_influence && !protection.is_exact() {
            true => rounding::significant(value, filter.policy().influence_digits),
            false => value,
        };
        let mut all = vec![f64::NAN; n_rows];
        for (row, value) in rows.iter().zip(values) {
            if let Some(slot) = all.get_mut(row as usize) {
                *slot = coarse(value);
            }
        }
        FittedValues { values: all, is_influence, name, what }
    };
    Ok(std::mem::take(&mut fitted.columns).into_iter().map(written).collect())
}

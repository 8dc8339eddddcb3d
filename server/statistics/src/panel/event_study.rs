//! Event studies: effects by time since treatment, beside effects of units and times.
//!
//! [`fit`] has one coefficient for each lead and lag (two-way fixed effects); [`interaction_weighted`] has one for each cohort and lead or lag, and
//! averages over cohorts by their rows, which is right where effects differ between cohorts (Sun & Abraham 2021; shares are taken as
//! known, as in fixest's `sunab`). The period before treatment, −1, is the base.

use crate::design::{Block, Design, NO_COLUMN};
use crate::distribution::{f, student};
use crate::error::FitError;
use crate::linear::absorb::Factor;
use crate::linear::absorb::fit::{AbsorbFit, AbsorbOptions, fit as fit_absorbed, read_all};
use crate::linear::cholesky::quadratic_inverse;
use crate::matrix::Matrix;
use crate::rows::Rows;

/// Marks rows of units that are never treated.
pub const NEVER: u32 = u32::MAX;

/// Who is treated when.
#[derive(Clone, Copy)]
pub struct Treatment<'a> {
    /// Unit of each row and number of units.
    pub units: Factor<'a>,
    /// Time of each row and number of times.
    pub times: Factor<'a>,
    /// First time under treatment of the row's unit, or [`NEVER`]; it may lie outside the times observed.
    pub first_treated: &'a [u32],
    /// Leads and lags farther away than these share the last coefficient; `None`: each has its own.
    pub most_leads: Option<u32>,
    /// The same for lags.
    pub most_lags: Option<u32>,
}

/// The effect at one time since treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Times since treatment: 0 in the first, negative before.
    pub relative: i64,
    /// Estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// t statistic.
    pub t: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Effects in the order of time, the base left out.
pub struct EventStudy {
    /// One for each lead and lag that can be told.
    pub effects: Vec<Effect>,
    /// Leads and lags that cannot: collinear with the effects of units and times.
    pub dropped: Vec<i64>,
    /// The mean effect from treatment on, by rows; `None` without lags.
    pub average: Option<Effect>,
    /// F statistic that all leads are zero, with its degrees of freedom and p-value; `None` without leads.
    pub leads: Option<(f64, f64, f64, f64)>,
    /// The regression behind them.
    pub fit: AbsorbFit,
}

impl EventStudy {
    /// Half the width of the confidence intervals in standard errors, `level` in percent.
    pub fn quantile(&self, level: f64) -> f64 {
        student::upper_quantile(0.5 - level / 200.0, self.fit.df_test)
    }
}

impl Treatment<'_> {
    fn relative(&self, row: usize) -> Option<i64> {
        let first = self.first_treated[row];
        let relative = i64::from(self.times.codes[row]) - i64::from(first);
        let least = self.most_leads.map_or(i64::MIN, |leads| -i64::from(leads.max(2)));
        let most = self.most_lags.map_or(i64::MAX, i64::from);
        (first != NEVER).then_some(relative.clamp(least, most))
    }

    fn check(&self, design: &Design<'_>) -> Result<(), FitError> {
        let n = design.n_rows;
        let is_right = self.units.codes.len() == n && self.times.codes.len() == n && self.first_treated.len() == n;
        if is_right { Ok(()) } else { Err(FitError::Shape) }
    }
}

/// Columns: lags ascending, then leads from the nearest on, so that the farthest leads are left out first where not all can be told.
fn order(mut found: Vec<(i64, u32)>) -> Vec<(i64, u32)> {
    found.sort_unstable();
    found.dedup();
    found.retain(|(relative, _)| *relative != -1);
    found.sort_by_key(
        |(relative, cohort)| if *relative >= 0 { (0, *relative, *cohort) } else { (1, -relative, *cohort) },
    );
    found
}

/// One coefficient a lead or lag; the design's columns come after them.
///
/// # Errors
/// [`FitError::TooFewGroups`] where nobody is treated or no lead or lag can be told; what else stands in the way.
pub fn fit(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    treatment: &Treatment<'_>,
    options: AbsorbOptions<'_>,
) -> Result<EventStudy, FitError> {
    treatment.check(design)?;
    let cell = |row: usize| treatment.relative(row).map(|relative| (relative, 0));
    study(design, y, treatment, &cell, options)
}

/// One coefficient for each cohort and lead or lag, averaged over cohorts. Without units that are never treated the last cohort is what others are
/// compared with, and rows from its treatment on are left out; so are units treated in all their rows.
///
/// # Errors
/// As [`fit`].
pub fn interaction_weighted(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    treatment: &Treatment<'_>,
    options: AbsorbOptions<'_>,
) -> Result<EventStudy, FitError> {
    treatment.check(design)?;
    let n = design.n_rows;
    let mut weights = options.weights.map_or_else(|| vec![1.0; n], read_all);
    let has_never = (0..n).any(|row| weights[row] > 0.0 && treatment.first_treated[row] == NEVER);
    let mut is_always = vec![true; treatment.units.n_levels];
    for row in (0..n).filter(|row| weights[*row] > 0.0) {
        if treatment.times.codes[row] < treatment.first_treated[row] {
            is_always[treatment.units.codes[row] as usize] = false;
        }
    }
    for row in 0..n {
        if is_always[treatment.units.codes[row] as usize] {
            weights[row] = 0.0;
        }
    }
    let used = |row: &usize| weights[*row] > 0.0;
    let control = match has_never {
        true => NEVER,
        false => (0..n).filter(used).map(|row| treatment.first_treated[row]).max().unwrap_or(NEVER),
    };
    if control != NEVER {
        for (row, weight) in weights.iter_mut().enumerate() {
            if treatment.times.codes[row] >= control {
                *weight = 0.0;
            }
        }
    }
    let cell = |row: usize| {
        let cohort = treatment.first_treated[row];
        treatment.relative(row).filter(|_| cohort != control).map(|relative| (relative, cohort))
    };
    study(design, y, treatment, &cell, AbsorbOptions { weights: Some(&weights), ..options })
}

fn study(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    treatment: &Treatment<'_>,
    cell: &dyn Fn(usize) -> Option<(i64, u32)>,
    options: AbsorbOptions<'_>,
) -> Result<EventStudy, FitError> {
    let n = design.n_rows;
    let weights = options.weights.map(read_all);
    let weight = |row: usize| weights.as_ref().map_or(1.0, |weights| weights[row]);
    let found = (0..n).filter(|row| weight(*row) > 0.0).filter_map(cell).collect();
    let cells = order(found);
    if cells.is_empty() {
        return Err(FitError::TooFewGroups);
    }
    let places: std::collections::BTreeMap<(i64, u32), u32> =
        cells.iter().enumerate().map(|(at, cell)| (*cell, at as u32)).collect();
    let codes: Vec<u32> =
        (0..n).map(|row| cell(row).and_then(|cell| places.get(&cell).copied()).unwrap_or(NO_COLUMN)).collect();
    let mut sizes = vec![0.0; cells.len()];
    for (row, code) in codes.iter().enumerate().filter(|(_, code)| **code != NO_COLUMN) {
        sizes[*code as usize] += weight(row);
    }
    let factors = [treatment.units, treatment.times];
    let mut blocks = vec![Block::Coded { columns: &codes, n_columns: cells.len(), values: None }];
    blocks.extend(design.blocks.iter().copied());
    let all = Design { n_rows: n, blocks, has_constant: design.has_constant };
    let fit = fit_absorbed(&all, y, &factors, options)?;
    average(fit, &cells, &sizes)
}

/// Averages coefficients of cells to those of leads and lags.
fn average(fit: AbsorbFit, cells: &[(i64, u32)], sizes: &[f64]) -> Result<EventStudy, FitError> {
    let kept: Vec<(usize, usize)> =
        fit.kept.iter().enumerate().filter(|(_, column)| **column < cells.len()).map(|(at, c)| (at, *c)).collect();
    let mut relatives: Vec<i64> = cells.iter().map(|(relative, _)| *relative).collect();
    relatives.sort_unstable();
    relatives.dedup();
    let k = fit.coefficients.len();
    let shares = |belongs: &dyn Fn(i64) -> bool| -> Option<Vec<f64>> {
        let own = kept.iter().filter(|(_, column)| belongs(cells[*column].0));
        let whole: f64 = own.clone().map(|(_, column)| sizes[*column]).sum();
        let mut shares = vec![0.0; k];
        own.for_each(|(at, column)| shares[*at] = sizes[*column] / whole);
        (whole > 0.0).then_some(shares)
    };
    let effect = |relative: i64, shares: &[f64]| {
        let estimate = crate::matrix::dot(shares, &fit.coefficients);
        let variance = crate::matrix::dot(shares, &fit.covariance.times(shares));
        let standard_error = variance.max(0.0).sqrt();
        let t = estimate / standard_error;
        Effect { relative, estimate, standard_error, t, p: student::two_sided(t, fit.df_test) }
    };
    let (mut effects, mut dropped, mut leads) = (Vec::new(), Vec::new(), Vec::new());
    for relative in relatives {
        match shares(&|other| other == relative) {
            Some(shares) => {
                effects.push(effect(relative, &shares));
                if relative < 0 {
                    leads.push(shares);
                }
            }
            None => dropped.push(relative),
        }
    }
    if effects.is_empty() {
        return Err(FitError::TooFewGroups);
    }
    let average = shares(&|relative| relative >= 0).map(|shares| effect(0, &shares));
    let q = leads.len();
    let mut of_leads = Matrix::zeros(q, q);
    for i in 0..q {
        for j in 0..q {
            of_leads[(i, j)] = crate::matrix::dot(&leads[i], &fit.covariance.times(&leads[j]));
        }
    }
    let estimates: Vec<f64> = leads.iter().map(|shares| crate::matrix::dot(shares, &fit.coefficients)).collect();
    let test = (q > 0).then(|| quadratic_inverse(&of_leads, &estimates)).flatten().map(|wald| {
        let statistic = wald / q as f64;
        (statistic, q as f64, fit.df_test, f::upper(statistic, q as f64, fit.df_test))
    });
    Ok(EventStudy { effects, dropped, average, leads: test, fit })
}

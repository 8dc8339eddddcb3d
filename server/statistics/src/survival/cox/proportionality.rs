//! The test of proportional hazards (Grambsch & Therneau 1994), as the score test of R's `cox.zph` since survival 3.0: are coefficients
//! of `x · g(t)` zero?

use libm::log;

use super::evaluation::Evaluation;
use super::fit::{CoxFit, CoxModel};
use super::residuals::Residuals;
use crate::distribution::chi_squared;
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, fold};
use crate::hypothesis::Test;
use crate::linear::cholesky::quadratic_inverse;
use crate::matrix::Matrix;
use crate::rows::Rows;
use crate::survival::counts::Counts;
use crate::survival::curve::Curve;

/// How coefficients may change with time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TimeScale {
    /// With one minus the Kaplan–Meier curve of all rows: R's default.
    #[default]
    KaplanMeier,
    /// With the rank of the time among all rows, mean ranks for ties.
    Rank,
    /// With time itself.
    Identity,
    /// With its logarithm.
    Log,
}

/// Tests of proportional hazards.
#[derive(Clone, Debug)]
pub struct Proportionality {
    /// Of each term; `None` where it has no column left.
    pub terms: Vec<Option<Test>>,
    /// Of all together.
    pub global: Test,
}

struct Gradient(Vec<f64>);

impl Accumulator for Gradient {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(sum, more)| *sum += more);
    }
}

/// Tests each of `terms` (numbers of the design's columns) and all columns together. `weights` are those of the fit.
///
/// # Errors
/// [`FitError::Singular`] where events at too few times leave nothing to test; [`FitError::OutOfRange`] for the logarithm of times that
/// are not positive.
pub fn proportionality(
    model: &CoxModel<'_>,
    fit: &CoxFit,
    weights: Option<&dyn Rows<f64>>,
    scale: TimeScale,
    terms: &[Vec<usize>],
) -> Result<Proportionality, FitError> {
    let evaluation = &fit.state.evaluation;
    let scores = time_scores(model, evaluation, weights, scale)?;
    let k = fit.kept.len();
    let plain = information(model, evaluation, None, &fit.kept)?;
    let first = information(model, evaluation, Some(&scores), &fit.kept)?;
    let squared: Vec<f64> = scores.iter().map(|score| score * score).collect();
    let second = information(model, evaluation, Some(&squared), &fit.kept)?;
    let mut joint = Matrix::zeros(2 * k, 2 * k);
    for i in 0..k {
        for j in 0..k {
            joint[(i, j)] = plain[(i, j)];
            joint[(i + k, j)] = first[(i, j)];
            joint[(i, j + k)] = first[(i, j)];
            joint[(i + k, j + k)] = second[(i, j)];
        }
    }
    let residuals = model.residuals(fit, weights);
    let gradient = gradient(model, &residuals, weights, &scores, k)?;
    let test = |places: &[usize]| -> Result<Test, FitError> {
        let chosen: Vec<usize> = (0..k).chain(places.iter().map(|place| place + k)).collect();
        let mut vector = vec![0.0; k];
        vector.extend(places.iter().map(|&place| gradient[place]));
        let statistic = quadratic_inverse(&joint.select(&chosen), &vector).ok_or(FitError::Singular)?;
        let df = places.len() as f64;
        Ok(Test { statistic, df, df2: None, p: chi_squared::upper(statistic, df) })
    };
    let of_term = |columns: &Vec<usize>| -> Result<Option<Test>, FitError> {
        let places: Vec<usize> = (0..k).filter(|&place| columns.contains(&fit.kept[place])).collect();
        if places.is_empty() { Ok(None) } else { test(&places).map(Some) }
    };
    let all: Vec<usize> = (0..k).collect();
    Ok(Proportionality { terms: terms.iter().map(of_term).collect::<Result<_, _>>()?, global: test(&all)? })
}

fn information(
    model: &CoxModel<'_>,
    evaluation: &Evaluation,
    scale: Option<&[f64]>,
    kept: &[usize],
) -> Result<Matrix, FitError> {
    Ok(evaluation.information(&model.data, scale)?.matrix.select(kept))
}

/// `Σ w g(t) (x − m)` over events.
fn gradient(
    model: &CoxModel<'_>,
    residuals: &Residuals<'_>,
    weights: Option<&dyn Rows<f64>>,
    scores: &[f64],
    k: usize,
) -> Result<Vec<f64>, FitError> {
    let data = &model.data;
    let found = fold(
        data.design.n_rows,
        BLOCK_ROWS,
        data.watch,
        || Gradient(vec![0.0; k]),
        |gradient, rows| {
            for (row, residual) in residuals.schoenfeld(rows) {
                let mut weight = [1.0];
                if let Some(weights) = weights {
                    weights.read(row, &mut weight);
                }
                let factor = weight[0] * scores[data.timeline.cells[row] as usize];
                gradient.0.iter_mut().zip(&residual).for_each(|(sum, r)| *sum += factor * r);
            }
        },
    )?;
    Ok(found.0)
}

/// `g(t)` of each cell, minus its mean over events.
fn time_scores(
    model: &CoxModel<'_>,
    evaluation: &Evaluation,
    weights: Option<&dyn Rows<f64>>,
    scale: TimeScale,
) -> Result<Vec<f64>, FitError> {
    let timeline = &model.data.timeline;
    let mut scores = match scale {
        TimeScale::Identity => timeline.times.clone(),
        TimeScale::Log => {
            if timeline.times.iter().any(|&time| time <= 0.0) {
                return Err(FitError::OutOfRange);
            }
            timeline.times.iter().map(|&time| log(time)).collect()
        }
        TimeScale::Rank | TimeScale::KaplanMeier => {
            let pooled = Pooled::new(model, evaluation, weights);
            timeline.times.iter().map(|&time| pooled.score(time, scale)).collect()
        }
    };
    let (mut sum, mut events) = (0.0, 0.0);
    for (score, increment) in scores.iter().zip(&evaluation.increments) {
        sum += score * increment.events;
        events += increment.events;
    }
    scores.iter_mut().for_each(|score| *score -= sum / events);
    Ok(scores)
}

/// All strata together.
struct Pooled {
    times: Vec<f64>,
    /// One minus the curve just before each time.
    failed: Vec<f64>,
    rank: Vec<f64>,
}

impl Pooled {
    fn new(model: &CoxModel<'_>, evaluation: &Evaluation, weights: Option<&dyn Rows<f64>>) -> Self {
        let data = &model.data;
        let n = data.design.n_rows;
        let mut leaving = vec![0.0; data.timeline.n_cells()];
        let mut entering = vec![0.0; data.timeline.n_cells() + 1];
        let mut buffer = vec![1.0; crate::rows::CHUNK];
        for (_, rows) in crate::design::chunks(0..n) {
            if let Some(weights) = weights {
                weights.read(rows.start, &mut buffer[..rows.len()]);
            }
            for (weight, row) in buffer.iter().zip(rows) {
                leaving[data.timeline.cells[row] as usize] += weight;
                if let Some(entries) = &data.entries {
                    entering[entries[row] as usize] += weight;
                }
            }
        }
        let mut exits: Vec<(f64, f64, f64, f64)> = (0..leaving.len())
            .map(|cell| (data.timeline.times[cell], leaving[cell], evaluation.increments[cell].events, entering[cell]))
            .collect();
        exits.sort_by(|a, b| a.0.total_cmp(&b.0));
        exits.dedup_by(|later, first| {
            let is_same = later.0 == first.0;
            if is_same {
                (first.1, first.2, first.3) = (first.1 + later.1, first.2 + later.2, first.3 + later.3);
            }
            is_same
        });
        let times: Vec<f64> = exits.iter().map(|exit| exit.0).collect();
        let events: Vec<f64> = exits.iter().map(|exit| exit.2).collect();
        let censored = exits.iter().map(|exit| exit.1 - exit.2).collect();
        let mut counts = Counts::from_exits(times.clone(), events, censored, 0.0);
        if data.entries.is_some() {
            let mut later = 0.0;
            for (risk, exit) in counts.at_risk.iter_mut().zip(&exits).rev() {
                *risk -= later;
                later += exit.3;
            }
        }
        let curve = Curve::new(&counts, 95.0);
        let before = std::iter::once(1.0).chain(curve.points.iter().map(|point| point.survival));
        let mut earlier = 0.0;
        let rank = exits.iter().map(|exit| {
            let rank = earlier + 0.5 * (exit.1 + 1.0);
            earlier += exit.1;
            rank
        });
        let rank = rank.collect();
        Pooled { failed: before.take(times.len()).map(|survival| 1.0 - survival).collect(), times, rank }
    }

    fn score(&self, time: f64, scale: TimeScale) -> f64 {
        let at = self.times.partition_point(|other| *other < time).min(self.times.len() - 1);
        if scale == TimeScale::Rank { self.rank[at] } else { self.failed[at] }
    }
}

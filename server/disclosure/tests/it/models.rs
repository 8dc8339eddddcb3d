//! Models with a plain least-squares estimator.

use std::ops::Range;

use disclosure::statistic::{
    Estimator, FitFailure, Fitted, FittedTerm, FittedValues, ModelAnswer, ModelColumn, ModelInput, ModelUse,
    ModelValues, Numbers, OnSample, RowsOf, Sample, SampleColumn,
};
use disclosure::{Confidential, Filter, NamedBody, Profile, Refusal, Statistic};
use wire::output::{Body, Model};

use super::support::{Random, filter, persons, question, variable};

/// y on all other columns and a constant; factors as dummies. Column 0 is the dependent.
struct LeastSquares;

fn design(sample: &Sample) -> (Vec<f64>, Vec<Vec<f64>>, Vec<String>) {
    let mut dependent = Vec::new();
    let mut columns = Vec::new();
    let mut names = Vec::new();
    for (at, column) in sample.columns.iter().enumerate() {
        match column {
            SampleColumn::Numbers(values) if at == 0 => dependent = values.to_vec(),
            SampleColumn::Numbers(values) => {
                columns.push(values.to_vec());
                names.push(format!("x{at}"));
            }
            SampleColumn::Factor { codes, levels, categories } => {
                let mut of_rows = vec![0; codes.len()];
                codes.read(0, &mut of_rows);
                for level in levels.iter().skip(1) {
                    columns.push(of_rows.iter().map(|code| f64::from(u8::from(code == level))).collect());
                    names.push(format!("{}.x{at}", categories[*level as usize].value.code()));
                }
            }
            SampleColumn::Constant => {}
        }
    }
    columns.push(vec![1.0; sample.rows]);
    names.push("_cons".to_owned());
    (dependent, columns, names)
}

/// The coefficients, the inverse of X'WX, columns without variation left out, their names, and y.
#[expect(clippy::type_complexity, reason = "the pieces of one small test estimator")]
fn solve(sample: &Sample, weights: &[f64]) -> Option<(Vec<f64>, Vec<Vec<f64>>, Vec<Vec<f64>>, Vec<String>, Vec<f64>)> {
    let (y, all, all_names) = design(sample);
    let last = all.len() - 1;
    let mut columns = Vec::new();
    let mut names = Vec::new();
    for (at, (column, name)) in all.into_iter().zip(all_names).enumerate() {
        let first = column.iter().zip(weights).find(|(_, weight)| **weight > 0.0).map(|(value, _)| *value);
        let varies = column.iter().zip(weights).any(|(value, weight)| *weight > 0.0 && Some(*value) != first);
        if varies || at == last {
            columns.push(column);
            names.push(name);
        }
    }
    let k = columns.len();
    let product = |a: &[f64], b: &[f64]| -> f64 { a.iter().zip(b).zip(weights).map(|((a, b), w)| a * b * w).sum() };
    let mut matrix: Vec<Vec<f64>> = (0..k)
        .map(|i| {
            let mut row: Vec<f64> = (0..k).map(|j| product(&columns[i], &columns[j])).collect();
            row.extend((0..k).map(|j| f64::from(u8::from(i == j))));
            row
        })
        .collect();
    for pivot in 0..k {
        let best = (pivot..k).max_by(|a, b| matrix[*a][pivot].abs().total_cmp(&matrix[*b][pivot].abs()))?;
        matrix.swap(pivot, best);
        let scale = matrix[pivot][pivot];
        if scale.abs() < 1e-12 {
            return None;
        }
        matrix[pivot].iter_mut().for_each(|value| *value /= scale);
        for row in (0..k).filter(|row| *row != pivot) {
            let factor = matrix[row][pivot];
            let source = matrix[pivot].clone();
            matrix[row].iter_mut().zip(source).for_each(|(value, pivot)| *value -= factor * pivot);
        }
    }
    let inverse: Vec<Vec<f64>> = matrix.into_iter().map(|row| row[k..].to_vec()).collect();
    let xy: Vec<f64> = columns.iter().map(|column| product(column, &y)).collect();
    let beta = inverse.iter().map(|row| row.iter().zip(&xy).map(|(a, b)| a * b).sum()).collect();
    Some((beta, inverse, columns, names, y))
}

impl Estimator for LeastSquares {
    fn parameters(&self, sample: &Sample) -> usize {
        design(sample).1.len()
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        let weights = vec![1.0; sample.rows];
        let plain = solve(sample, &weights).map(|(beta, inverse, columns, _, y)| {
            let leverage = leverage(&weights, &inverse, &columns);
            let influence = |row: usize| {
                let fitted: f64 = columns.iter().zip(&beta).map(|(column, beta)| column[row] * beta).sum();
                let rest = (1.0 - leverage[row]).max(1e-9);
                (y[row] - fitted).powi(2) * leverage[row] / (rest * rest)
            };
            ((0..sample.rows).map(influence).collect(), leverage.clone())
        });
        work(&AtWork { sample, plain });
        Ok(())
    }
}

/// The estimator on a sample, with influence and leverage in the unweighted fit.
struct AtWork<'a> {
    sample: &'a Sample,
    plain: Option<(Vec<f64>, Vec<f64>)>,
}

fn leverage(weights: &[f64], inverse: &[Vec<f64>], columns: &[Vec<f64>]) -> Vec<f64> {
    let of_row = |row: usize| {
        let x: Vec<f64> = columns.iter().map(|column| column[row]).collect();
        let quadratic: f64 =
            x.iter().zip(inverse).map(|(a, line)| a * line.iter().zip(&x).map(|(l, b)| l * b).sum::<f64>()).sum();
        weights[row] * quadratic
    };
    (0..weights.len()).map(of_row).collect()
}

impl AtWork<'_> {
    fn weights(&self, few: &[(usize, f64)]) -> Vec<f64> {
        let mut weights = vec![1.0; self.sample.rows];
        few.iter().for_each(|(row, weight)| weights[*row] = *weight);
        weights
    }
}

impl OnSample for AtWork<'_> {
    fn unweighted(&self) -> Result<(), FitFailure> {
        self.plain.as_ref().map(|_| ()).ok_or(FitFailure::Singular)
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        let plain = self.plain.as_ref().unwrap();
        influence.copy_from_slice(&plain.0[rows.clone()]);
        leverage.copy_from_slice(&plain.1[rows]);
    }

    fn growth(&self, few: &[(usize, f64)]) -> Option<f64> {
        let (_, leverage) = self.plain.as_ref()?;
        let taken: f64 = few.iter().map(|(row, weight)| (1.0 - weight).max(0.0) * leverage[*row]).sum();
        (taken < 0.5).then(|| 1.0 / (1.0 - taken))
    }

    fn leverage(&self, few: &[(usize, f64)], look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitFailure> {
        let weights = self.weights(few);
        let (_, inverse, columns, _, _) = solve(self.sample, &weights).ok_or(FitFailure::Singular)?;
        let values = leverage(&weights, &inverse, &columns);
        look(&|rows: Range<usize>, output: &mut [f64]| output.copy_from_slice(&values[rows]));
        Ok(())
    }

    fn fit(&self, few: &[(usize, f64)]) -> Result<Fitted, FitFailure> {
        let (sample, weights) = (self.sample, &self.weights(few)[..]);
        let (beta, inverse, columns, names, y) = solve(sample, weights).ok_or(FitFailure::Singular)?;
        let total: f64 = weights.iter().sum();
        let mean = y.iter().zip(weights).map(|(y, w)| y * w).sum::<f64>() / total;
        let (mut residual, mut all) = (0.0, 0.0);
        for row in 0..sample.rows {
            let fitted: f64 = columns.iter().zip(&beta).map(|(column, beta)| column[row] * beta).sum();
            residual += weights[row] * (y[row] - fitted).powi(2);
            all += weights[row] * (y[row] - mean).powi(2);
        }
        let of_row = |row: usize| columns.iter().zip(&beta).map(|(column, beta)| column[row] * beta).sum();
        let predicted: Vec<f64> = (0..sample.rows).map(of_row).collect();
        let shares = leverage(&vec![1.0; sample.rows], &inverse, &columns);
        let freedom = total - beta.len() as f64;
        let terms = (0..beta.len()).map(|at| {
            let se = (inverse[at][at] * residual / freedom).sqrt();
            let (low, high) = (beta[at] - 1.96 * se, beta[at] + 1.96 * se);
            FittedTerm {
                equation: None,
                term: names[at].clone(),
                coefficient: beta[at],
                se,
                statistic: beta[at] / se,
                p: 0.5,
                ci_low: low,
                ci_high: high,
            }
        });
        let fit = [("r2", 1.0 - residual / all), ("df_resid", freedom), ("rmse", (residual / freedom).sqrt())];
        let terms: Vec<FittedTerm> = terms.collect();
        Ok(Fitted {
            tables: vec![super::fit_tables::table(&terms, 1.0 - residual / all, sample.n - beta.len() as i64)],
            columns: vec![
                FittedValues {
                    name: "p".to_owned(),
                    what: "predicted".to_owned(),
                    values: predicted,
                    is_influence: false,
                },
                FittedValues { name: "h".to_owned(), what: "leverage".to_owned(), values: shares, is_influence: true },
            ],
            terms,
            fit: fit.into_iter().map(|(name, value)| (name.to_owned(), Some(value))).collect(),
            parameters: beta.len(),
            ..Fitted::default()
        })
    }
}

pub fn numbers(profile: Profile, name: &str, values: Vec<f64>, is_regressor: bool) -> ModelColumn {
    ModelColumn {
        name: name.to_owned(),
        values: ModelValues::Numbers(Numbers { values: values.into(), valid: None }),
        form: variable(profile, name, None, true),
        use_in_model: if is_regressor { ModelUse::Regressor } else { ModelUse::Dependent },
    }
}

pub fn input(columns: Vec<ModelColumn>, answer: ModelAnswer) -> ModelInput {
    let n = match &columns[0].values {
        ModelValues::Numbers(numbers) => numbers.values.len(),
        ModelValues::Factor { codes, .. } => codes.len(),
    };
    ModelInput {
        answer,
        population: persons(n),
        model: "regress".to_owned(),
        dependent: "y".to_owned(),
        columns,
        estimator: Box::new(LeastSquares),
        covariance: "classical".to_owned(),
        level: 95.0,
    }
}

/// All outputs of a model.
pub fn outputs(
    filter: &Filter,
    profile: Profile,
    name: &str,
    columns: Vec<ModelColumn>,
    answer: ModelAnswer,
) -> Result<Vec<NamedBody>, Refusal> {
    let input = input(columns, answer);
    let released = filter.release(Confidential::new(Statistic::Model(input)), &question(profile, name))?;
    Ok(released.into_inner())
}

pub fn fit(filter: &Filter, profile: Profile, name: &str, columns: Vec<ModelColumn>) -> Result<Model, Refusal> {
    match outputs(filter, profile, name, columns, ModelAnswer::Estimates)?.remove(0).body {
        Body::Model(model) => Ok(model),
        other => panic!("no model: {other:?}"),
    }
}

pub fn line(n: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut random = Random(seed);
    let x: Vec<f64> = (0..n).map(|_| random.normal()).collect();
    let y = x.iter().map(|x| 2.0 + 3.0 * x + random.normal()).collect();
    (y, x)
}

pub fn coefficient(model: &Model, term: &str) -> (f64, f64) {
    let term = model.terms.iter().find(|found| found.term == term).expect("the term");
    (term.coefficient.unwrap(), term.se.unwrap())
}

#[test]
fn coefficients_shift_by_a_fraction_of_their_standard_error() {
    for (n, trials, limit) in [(1000, 60, 0.20), (10_000, 12, 0.10)] {
        let mut total = 0.0;
        for trial in 0..trials {
            let (y, x) = line(n, trial);
            let columns =
                |profile| vec![numbers(profile, "y", y.clone(), false), numbers(profile, "x", x.clone(), true)];
            let exact = fit(&filter(), Profile::Open, "line", columns(Profile::Open)).unwrap();
            let name = format!("line {n} {trial}");
            let released = fit(&filter(), Profile::Register, &name, columns(Profile::Register)).unwrap();
            let ((a, se), (b, _)) = (coefficient(&exact, "x1"), coefficient(&released, "x1"));
            total += (a - b).abs() / se;
            assert!((released.n - n as i64).abs() <= 10);
            assert_eq!(released.fit["df_resid"], Some((released.n - 2) as f64));
        }
        let shift = total / trials as f64;
        assert!(shift <= limit, "N = {n}: {shift}");
    }
}

#[test]
fn a_dummy_for_one_person_is_dropped_as_if_there_were_none() {
    let (y, x) = line(2000, 5);
    let model = |isolated: Option<usize>| {
        let dummy: Vec<f64> = (0..2000).map(|row| f64::from(u8::from(Some(row) == isolated))).collect();
        let columns = vec![
            numbers(Profile::Register, "y", y.clone(), false),
            numbers(Profile::Register, "x", x.clone(), true),
            numbers(Profile::Register, "d", dummy, true),
        ];
        fit(&filter(), Profile::Register, "dummy", columns).unwrap()
    };
    let one = model(Some(17));
    assert_eq!(one.dropped, ["d"]);
    assert!(one.terms.iter().all(|term| term.term != "x2"));
}

#[test]
fn two_flags_that_differ_in_one_person_do_not_give_the_person_away() {
    // Without the leverage cap f1 − f2 is the person's own dummy and its coefficient the person's residual.
    let mut close = 0;
    let trials = 60;
    for trial in 0..trials {
        let (y, _) = line(1500, trial);
        let first: Vec<f64> = (0..1500).map(|row| f64::from(u8::from(row % 2 == 0))).collect();
        let mut second = first.clone();
        second[0] = 1.0 - second[0];
        let columns = vec![
            numbers(Profile::Register, "y", y.clone(), false),
            numbers(Profile::Register, "f1", first.clone(), true),
            numbers(Profile::Register, "f2", second, true),
        ];
        let released = fit(&filter(), Profile::Register, &format!("flags {trial}"), columns);
        let sd = 3.2;
        if let Ok(released) = released
            && let Some(found) = released.terms.iter().find(|term| term.term == "x2").and_then(|term| term.coefficient)
        {
            let mean = coefficient(&released, "_cons").0;
            // What the coefficients say about the person's y.
            let guess = mean + coefficient(&released, "x1").0 - found;
            close += i32::from((guess - y[0]).abs() < 0.1 * sd || (mean + found - y[0]).abs() < 0.1 * sd);
        }
    }
    assert!(close <= 12, "{close} of {trials} within a tenth of a standard deviation");
}

#[test]
fn rare_levels_lose_their_rows() {
    let (y, _) = line(3000, 6);
    let codes: Vec<u32> = (0..3000).map(|row| if row < 4 { 2 } else { row % 2 }).collect();
    let categories = ["a", "b", "c"].map(|code| disclosure::statistic::Category {
        value: code.into(),
        label: None,
        is_listed: true,
    });
    let factor = ModelColumn {
        name: "region".to_owned(),
        values: ModelValues::Factor { codes: codes.into(), categories: categories.to_vec() },
        form: variable(Profile::Register, "region", Some(&["a", "b", "c"]), true),
        use_in_model: ModelUse::Regressor,
    };
    let columns = vec![numbers(Profile::Register, "y", y, false), factor];
    let model = fit(&filter(), Profile::Register, "levels", columns).unwrap();
    let terms: Vec<&str> = model.terms.iter().map(|term| term.term.as_str()).collect();
    assert_eq!(terms, ["b.x1", "_cons"]);
}

#[test]
fn small_models_are_refused() {
    let (y, x) = line(80, 7);
    let columns = vec![numbers(Profile::Register, "y", y, false), numbers(Profile::Register, "x", x, true)];
    let refused = fit(&filter(), Profile::Register, "small", columns).unwrap_err();
    assert!(matches!(refused, Refusal::ModelTooSmall { freedom: 100, per_parameter: 10, .. }), "{refused:?}");
}

#[test]
fn too_good_a_fit_is_hidden() {
    let (_, x) = line(2000, 9);
    let y: Vec<f64> = x.iter().map(|x| 1.0 + 2.0 * x).collect();
    let mut y = y;
    y.iter_mut().enumerate().for_each(|(row, y)| *y += (row % 7) as f64 * 1e-3);
    let columns = vec![numbers(Profile::Register, "y", y, false), numbers(Profile::Register, "x", x, true)];
    let model = fit(&filter(), Profile::Register, "perfect", columns).unwrap();
    assert_eq!(model.fit["r2"], None);
    assert_eq!(model.fit["rmse"], None);
    assert!(model.fit["df_resid"].is_some());
}

#[test]
fn numbers_are_rounded() {
    let (y, x) = line(5000, 11);
    let columns = vec![numbers(Profile::Register, "y", y, false), numbers(Profile::Register, "x", x, true)];
    let model = fit(&filter(), Profile::Register, "rounded", columns).unwrap();
    let (b, se) = coefficient(&model, "x1");
    // SE about .014: step .0005.
    assert!((b / 5e-4 - (b / 5e-4).round()).abs() < 1e-6, "{b}");
    assert!(format!("{se:e}").len() <= "1.23e-2".len(), "{se}");
    let r2 = model.fit["r2"].unwrap();
    assert_eq!(r2, (r2 * 1000.0).round() / 1000.0);
}

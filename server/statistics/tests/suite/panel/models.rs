//! Laws of the panel models: what they are by their definitions.

use statistics::FitError;
use statistics::covariance::Covariance;
use statistics::design::{Block, Design};
use statistics::linear::absorb::Factor;
use statistics::linear::absorb::fit::AbsorbOptions;
use statistics::linear::ols::{self, OlsOptions};
use statistics::panel::difference::{DifferenceReweighting, Differences};
use statistics::panel::event_study::{self, NEVER, Treatment};
use statistics::panel::few::FixedReweighting;
use statistics::panel::few_means::{BetweenReweighting, RandomReweighting};
use statistics::panel::fixed::{self, PanelOptions};
use statistics::panel::hausman::{Disturbance, hausman};
use statistics::panel::random::{self, RandomOptions};
use statistics::panel::{Panel, between};
use statistics::reweighted::Reweighted;

use super::super::shared::numbers;
use super::laws::{Data, close, data};

/// Units with 1 to 7 rows; one regressor does not vary within units.
fn panel_data(is_sorted: bool) -> (Data, Vec<f64>) {
    let data = data(1_200, 300, 9, is_sorted);
    let of_unit = numbers(300, 77);
    let constant = data.a.iter().map(|unit| of_unit[*unit as usize]).collect();
    (data, constant)
}

fn mean(values: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let (weight, sum) = values.fold((0.0, 0.0), |(w, s), (weight, value)| (w + weight, s + weight * value));
    (weight, sum / weight)
}

/// Quasi-demeaned rows by hand give the random-effects estimates, and their clustered standard errors.
#[test]
fn random_effects_are_least_squares_of_quasi_demeaned_rows() {
    for is_sorted in [true, false] {
        let (data, constant) = panel_data(is_sorted);
        let n = data.y.len();
        let panel = Panel::new(&data.a, 300).unwrap();
        let mut design = data.design();
        design.blocks.truncate(4);
        design.blocks.push(Block::Dense(&constant));
        for weights in [None, Some(&data.weights)] {
            for covariance in [Covariance::Classical, Covariance::Cluster { clusters: &data.a, n_clusters: 300 }] {
                let panel_options =
                    PanelOptions { weights: weights.map(|w| w as _), covariance, ..PanelOptions::default() };
                let options = RandomOptions { panel: panel_options, is_small_sample: false };
                let fit = random::fit(&design, &data.y, &panel, options).unwrap();
                let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
                let transform = |values: &dyn Fn(usize) -> f64| -> Vec<f64> {
                    (0..n)
                        .map(|row| {
                            let own = (0..n).filter(|other| data.a[*other] == data.a[row]);
                            let (size, mean) = mean(own.map(|other| (weight(other), values(other))));
                            let (u, e) = (fit.sigma_u * fit.sigma_u, fit.sigma_e * fit.sigma_e);
                            let theta = 1.0 - (e / (size * u + e)).sqrt();
                            if size > 0.0 { values(row) - theta * mean } else { 0.0 }
                        })
                        .collect()
                };
                let mut columns: Vec<Vec<f64>> = data.x.iter().map(|x| transform(&|row| x[row])).collect();
                columns.extend((0..4).map(|level| transform(&|row| f64::from(u8::from(data.level[row] == level)))));
                columns.push(transform(&|row| constant[row]));
                columns.push(transform(&|_| 1.0));
                let y = transform(&|row| data.y[row]);
                let by_hand = Design {
                    n_rows: n,
                    blocks: columns.iter().map(|c| Block::Dense(c)).collect(),
                    has_constant: false,
                };
                let options = OlsOptions { weights: weights.map(|w| w as _), covariance, ..OlsOptions::default() };
                let expected = ols::fit(&by_hand, &y, options).unwrap();
                for (i, b) in expected.coefficients.iter().enumerate() {
                    close(fit.coefficients[i], *b, 1e-9);
                    close(fit.standard_errors[i], expected.standard_errors[i], 1e-8);
                }
                close(fit.rmse, expected.rmse, 1e-9);
            }
        }
    }
}

/// Means by hand give the between estimates; weights equal within units are repetitions of units.
#[test]
fn between_effects_are_least_squares_of_unit_means() {
    let (data, constant) = panel_data(false);
    let panel = Panel::new(&data.a, 300).unwrap();
    let mut design = data.design();
    design.blocks.truncate(4);
    design.blocks.push(Block::Dense(&constant));
    let of_unit: Vec<f64> = numbers(300, 5).iter().map(|u| (u * 3.0).floor()).collect();
    let weights: Vec<f64> = data.a.iter().map(|unit| of_unit[*unit as usize]).collect();
    let cluster: Vec<u32> = (0..300).map(|unit| unit % 20).collect();
    let of_rows: Vec<u32> = data.a.iter().map(|unit| cluster[*unit as usize]).collect();
    for weighted in [false, true] {
        for kind in 0..3 {
            let mut clusters: Vec<u32> = Vec::new();
            let mut rows: Vec<(u32, Vec<f64>)> = Vec::new();
            for unit in 0..300_u32 {
                let own: Vec<usize> = (0..data.y.len()).filter(|row| data.a[*row] == unit).collect();
                let times = if weighted { of_unit[unit as usize] as usize } else { 1 };
                if own.is_empty() {
                    continue;
                }
                let of = |values: &dyn Fn(usize) -> f64| mean(own.iter().map(|row| (1.0, values(*row)))).1;
                let mut line: Vec<f64> = data.x.iter().map(|x| of(&|row| x[row])).collect();
                line.extend((0..4).map(|level| of(&|row| f64::from(u8::from(data.level[row] == level)))));
                line.push(of(&|row| constant[row]));
                line.push(of(&|row| data.y[row]));
                for _ in 0..times {
                    clusters.push(cluster[unit as usize]);
                    rows.push((unit, line.clone()));
                }
            }
            let columns: Vec<Vec<f64>> = (0..9).map(|k| rows.iter().map(|(_, line)| line[k]).collect()).collect();
            let blocks = columns[..8].iter().map(|c| Block::Dense(c)).collect();
            let by_hand = Design { n_rows: rows.len(), blocks, has_constant: true };
            let of_means = match kind {
                0 => Covariance::Classical,
                1 => Covariance::Hc1,
                _ => Covariance::Cluster { clusters: &clusters, n_clusters: 20 },
            };
            let of_panel = match kind {
                2 => Covariance::Cluster { clusters: &of_rows, n_clusters: 20 },
                _ => of_means,
            };
            let expected =
                ols::fit(&by_hand, &columns[8], OlsOptions { covariance: of_means, ..OlsOptions::default() }).unwrap();
            let weights = weighted.then_some(&weights as &dyn statistics::rows::Rows<f64>);
            let options = PanelOptions { weights, covariance: of_panel, ..PanelOptions::default() };
            let fit = between::fit(&design, &data.y, &panel, options).unwrap();
            close(fit.df_residual, expected.df_residual, 1e-12);
            close(fit.r_squared.between.unwrap(), expected.r_squared, 1e-9);
            for (i, b) in expected.coefficients.iter().enumerate() {
                close(fit.coefficients[i], *b, 1e-9);
                close(fit.standard_errors[i], expected.standard_errors[i], 1e-8);
            }
        }
    }
}

/// Effects and residuals of a fixed model are those of dummies; its statistics are those of their definitions.
#[test]
fn fixed_effects_statistics_are_what_they_say() {
    let (data, constant) = panel_data(false);
    let n = data.y.len();
    let panel = Panel::new(&data.a, 300).unwrap();
    let mut design = data.design();
    design.blocks.truncate(3);
    design.blocks.push(Block::Dense(&constant));
    let fit = fixed::fit(&design, &data.y, &panel, PanelOptions::default()).unwrap();
    assert_eq!((fit.time_constant.as_slice(), fit.dropped.as_slice()), ([3].as_slice(), [3].as_slice()));
    let columns = fit.columns(&design, &data.y, &panel, None);
    close(columns.residuals.iter().map(|e| e * e).sum(), fit.residual_ss, 1e-9);
    close(columns.effects.iter().sum::<f64>() + 1.0, 1.0, 1e-9);
    let correlation = |a: &[f64], b: &[f64]| {
        let (ma, mb) = (a.iter().sum::<f64>() / a.len() as f64, b.iter().sum::<f64>() / b.len() as f64);
        let cross =
            |x: &[f64], mx: f64, y: &[f64], my: f64| x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>();
        cross(a, ma, b, mb) / (cross(a, ma, a, ma) * cross(b, mb, b, mb)).sqrt()
    };
    close(fit.correlation.unwrap(), correlation(&columns.effects, &columns.predicted), 1e-9);
    close(fit.r_squared.overall.unwrap(), correlation(&data.y, &columns.predicted).powi(2), 1e-9);
    let of_units = |values: &[f64]| -> Vec<f64> {
        (0..300_u32)
            .filter(|unit| data.a.contains(unit))
            .map(|unit| mean((0..n).filter(|row| data.a[*row] == unit).map(|row| (1.0, values[row]))).1)
            .collect()
    };
    close(fit.r_squared.between.unwrap(), correlation(&of_units(&data.y), &of_units(&columns.predicted)).powi(2), 1e-9);
    let effects = of_units(&columns.effects);
    let center = effects.iter().sum::<f64>() / effects.len() as f64;
    let variance = effects.iter().map(|u| (u - center) * (u - center)).sum::<f64>() / (effects.len() as f64 - 1.0);
    close(fit.sigma_u, variance.sqrt(), 1e-9);
    let kept = Design { blocks: design.blocks[..3].to_vec(), ..design.clone() };
    let pooled = ols::fit(&kept, &data.y, OlsOptions::default()).unwrap();
    let f = (pooled.residual_ss - fit.residual_ss) / (fit.n_units - 1.0) / (fit.sigma_e * fit.sigma_e);
    close(fit.unit_test.unwrap().f, f, 1e-9);
    // Weights that are 1 change nothing; few changed ones are all of them.
    let unit = [panel.factor()];
    let model = FixedReweighting::new(&design, &data.y, &panel, &unit, PanelOptions::default()).unwrap();
    let mut weights = vec![1.0; n];
    (weights[5], weights[600]) = (0.0, 2.0);
    let expected =
        fixed::fit(&design, &data.y, &panel, PanelOptions { weights: Some(&weights), ..PanelOptions::default() })
            .unwrap();
    let found = model.fit(&[(5, 0.0), (600, 2.0)]).unwrap();
    for i in 0..expected.coefficients.len() {
        close(found.coefficients[i], expected.coefficients[i], 1e-9);
        close(found.standard_errors[i], expected.standard_errors[i], 1e-9);
    }
    close(found.sigma_u, expected.sigma_u, 1e-8);
    close(found.r_squared.between.unwrap(), expected.r_squared.between.unwrap(), 1e-8);
}

#[test]
fn a_difference_of_covariances_that_is_none_is_told() {
    let (data, constant) = panel_data(true);
    let panel = Panel::new(&data.a, 300).unwrap();
    let mut design = data.design();
    design.blocks.truncate(3);
    design.blocks.push(Block::Dense(&constant));
    let fixed = fixed::fit(&design, &data.y, &panel, PanelOptions::default()).unwrap();
    let random = random::fit(&design, &data.y, &panel, RandomOptions::default()).unwrap();
    let found = hausman(&fixed, &random, Disturbance::Efficient, false).unwrap();
    assert_eq!(found.columns, [Some(0), Some(1), Some(2)]);
    assert!(found.is_positive && found.chi_squared.is_some_and(|value| value >= 0.0));
    // The other way round nothing is positive.
    let mut smaller = fixed.clone();
    smaller.covariance.scale(1e-3);
    let found = hausman(&smaller, &random, Disturbance::Own, false).unwrap();
    assert!(!found.is_positive && found.chi_squared.is_none() && found.p.is_none());
}

#[test]
fn differences_need_the_time_before() {
    let units = [0, 0, 0, 1, 1, 2];
    let panel = Panel::new(&units, 3).unwrap();
    assert_eq!(Differences::new(&panel, &[1, 2, 4, 7, 6, 1]).unwrap().len(), 2);
    assert_eq!(Differences::new(&panel, &[1, 1, 4, 7, 6, 1]).err(), Some(FitError::Shape));
    assert_eq!(Differences::new(&panel, &[1, 3, 5, 1, 3, 1]).err(), Some(FitError::TooFewGroups));
}

#[test]
fn differences_are_reweighted_by_their_rows() {
    let data = data(1_200, 300, 9, true);
    let panel = Panel::new(&data.a, 300).unwrap();
    let times: Vec<u32> = (0..1_200)
        .scan((u32::MAX, 0), |(unit, time), row: usize| {
            *time = if data.a[row] == *unit { *time + 1 } else { 0 };
            *unit = data.a[row];
            Some(*time)
        })
        .collect();
    let pairs = Differences::new(&panel, &times).unwrap();
    let levels = data.design();
    let columns = pairs.columns(&levels, &data.y).unwrap();
    let design = columns.design();
    let model = DifferenceReweighting::new(&pairs, &design, columns.y(), statistics::fold::Watch::default()).unwrap();
    let plain = ols::fit(&design, columns.y(), OlsOptions::default()).unwrap();
    let (mut influence, mut leverage) = (vec![0.0; 1_200], vec![0.0; 1_200]);
    model.influence(0..1_200, &mut influence, &mut leverage);
    close(leverage.iter().sum(), plain.coefficients.len() as f64, 1e-9);
    let changed = [(3, 0.0), (500, 2.0), (501, 2.0), (900, 0.5)];
    let mut weights = vec![1.0; 1_200];
    changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
    let of_pairs = pairs.weights(&weights);
    let expected =
        ols::fit(&design, columns.y(), OlsOptions { weights: Some(&of_pairs), ..OlsOptions::default() }).unwrap();
    let found = model.differences().fit(&model.changed(&changed), OlsOptions::default()).unwrap();
    for i in 0..expected.coefficients.len() {
        close(found.coefficients[i], expected.coefficients[i], 1e-9);
    }
}

/// In a balanced panel without regressors the interaction-weighted effects are averages of differences of means; with one cohort both event studies agree.
#[test]
fn event_studies_are_differences_of_means() {
    let (n_units, n_times) = (90_usize, 8_usize);
    let n = n_units * n_times;
    let units: Vec<u32> = (0..n).map(|row| (row / n_times) as u32).collect();
    let times: Vec<u32> = (0..n).map(|row| (row % n_times) as u32).collect();
    let noise = numbers(n, 3);
    let run = |cohorts: &[u32]| {
        let first: Vec<u32> = units.iter().map(|unit| cohorts[*unit as usize % cohorts.len()]).collect();
        let y: Vec<f64> = (0..n)
            .map(|row| {
                let since = if first[row] == NEVER { -1.0 } else { f64::from(times[row]) - f64::from(first[row]) };
                noise[row]
                    + f64::from(units[row] % 5)
                    + f64::from(times[row]) * 0.3
                    + (since + 1.0).max(0.0) * f64::from(first[row] % 3 + 1)
            })
            .collect();
        let treatment = Treatment {
            units: Factor { codes: &units, n_levels: n_units },
            times: Factor { codes: &times, n_levels: n_times },
            first_treated: &first,
            most_leads: None,
            most_lags: None,
        };
        let design = Design { n_rows: n, blocks: Vec::new(), has_constant: false };
        let covariance = Covariance::Cluster { clusters: &units, n_clusters: n_units };
        let options = AbsorbOptions { covariance, ..AbsorbOptions::default() };
        let weighted = event_study::interaction_weighted(&design, &y, &treatment, options).unwrap();
        let plain = event_study::fit(&design, &y, &treatment, options).unwrap();
        let control = if cohorts.contains(&NEVER) { NEVER } else { *cohorts.iter().max().unwrap() };
        let mean = |cohort: u32, time: i64| {
            let own: Vec<f64> = (0..n)
                .filter(|row| first[*row] == cohort && i64::from(times[*row]) == time)
                .map(|row| y[row])
                .collect();
            own.iter().sum::<f64>() / own.len() as f64
        };
        for effect in &weighted.effects {
            let (mut sum, mut size) = (0.0, 0.0);
            for cohort in cohorts.iter().filter(|cohort| **cohort != control) {
                let (time, base) = (i64::from(*cohort) + effect.relative, i64::from(*cohort) - 1);
                if (0..(n_times as i64).min(i64::from(control))).contains(&time) {
                    sum += mean(*cohort, time) - mean(*cohort, base) - mean(control, time) + mean(control, base);
                    size += 1.0;
                }
            }
            close(effect.estimate, sum / size, 1e-9);
        }
        (weighted, plain)
    };
    run(&[3, 5, NEVER]);
    run(&[3, 5, 7]);
    let (weighted, plain) = run(&[4, NEVER, NEVER]);
    assert_eq!(weighted.effects.len(), plain.effects.len());
    for (a, b) in weighted.effects.iter().zip(&plain.effects) {
        close(a.estimate, b.estimate, 1e-9);
        close(a.standard_error, b.standard_error, 1e-9);
    }
    assert_eq!(plain.leads.unwrap().1, 3.0);
    assert!(weighted.average.unwrap().estimate > 1.0);
    // Without units that are never treated, a trend and so the farthest lead cannot be told.
    let (_, plain) = run(&[3, 4]);
    assert_eq!(plain.dropped.len(), 1);
}

/// Fits under few changed weights are those of all weights, and leverages add up to the parameters.
#[test]
fn random_and_between_models_are_reweighted() {
    for is_sorted in [true, false] {
        let (data, constant) = panel_data(is_sorted);
        let n = data.y.len();
        let panel = Panel::new(&data.a, 300).unwrap();
        for has_constant in [true, false] {
            let mut design = data.design();
            design.has_constant = has_constant;
            design.blocks.truncate(4);
            design.blocks.push(Block::Dense(&constant));
            let unit = [panel.factor()];
            let random = RandomReweighting::new(&design, &data.y, &panel, &unit, RandomOptions::default()).unwrap();
            let between = BetweenReweighting::new(&design, &data.y, &panel, PanelOptions::default()).unwrap();
            let changed = [(3, 0.0), (500, 2.0), (501, 2.0), (900, 0.5)];
            for changed in [&changed[..0], &changed[..]] {
                let mut weights = vec![1.0; n];
                changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
                let panel_options = PanelOptions { weights: Some(&weights), ..PanelOptions::default() };
                let expected = random::fit(
                    &design,
                    &data.y,
                    &panel,
                    RandomOptions { panel: panel_options, ..RandomOptions::default() },
                )
                .unwrap();
                let found = random.fit(changed).unwrap();
                for i in 0..expected.coefficients.len() {
                    close(found.coefficients[i], expected.coefficients[i], 1e-8);
                    close(found.standard_errors[i], expected.standard_errors[i], 1e-8);
                }
                let models: [&dyn Reweighted; 2] = [&random, &between];
                for model in models {
                    let mut leverage = vec![0.0; n];
                    model
                        .leverage(changed, &mut |rows| {
                            rows(0..n / 2, &mut leverage[..n / 2]);
                            rows(n / 2..n, &mut leverage[n / 2..]);
                        })
                        .unwrap();
                    close(leverage.iter().sum(), expected.coefficients.len() as f64, 1e-7);
                    let (mut influence, mut h) = (vec![0.0; n], vec![0.0; n]);
                    model.influence(0..n, &mut influence, &mut h);
                    close(h.iter().sum(), expected.coefficients.len() as f64, 1e-7);
                    assert!(influence.iter().all(|d| d.is_finite() && *d >= 0.0) && influence.iter().any(|d| *d > 0.0));
                }
            }
        }
    }
}

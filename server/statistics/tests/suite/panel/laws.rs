//! Laws: absorbed factors equal dummies, threads, order, weights.

use statistics::FitError;
use statistics::covariance::Covariance;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::linear::absorb::fit::{AbsorbFit, AbsorbOptions, fit};
use statistics::linear::absorb::{AbsorbReweighting, Factor, Groups};
use statistics::linear::ols::{self, OlsOptions};
use statistics::reweighted::Reweighted;

use super::super::shared::numbers;

pub struct Data {
    pub y: Vec<f64>,
    pub x: Vec<Vec<f64>>,
    pub level: Vec<u32>,
    pub a: Vec<u32>,
    pub b: Vec<u32>,
    pub c: Vec<u32>,
    pub weights: Vec<f64>,
}

pub const N_A: usize = 60;

/// `sizes`: about how many rows a level of the first factor has.
pub fn data(n: usize, n_a: usize, n_b: usize, is_sorted: bool) -> Data {
    let mut a: Vec<u32> = numbers(n, 1).iter().map(|u| (u * u * n_a as f64) as u32).collect();
    if is_sorted {
        a.sort_unstable();
    }
    let b: Vec<u32> = numbers(n, 2).iter().map(|u| (u * n_b as f64) as u32).collect();
    let c: Vec<u32> = numbers(n, 3).iter().map(|u| (u * 4.0) as u32).collect();
    let level = numbers(n, 4).iter().map(|u| if *u < 0.2 { NO_COLUMN } else { (u * 4.0) as u32 }).collect::<Vec<u32>>();
    let x: Vec<Vec<f64>> = (0..3)
        .map(|k| {
            let draws = numbers(n, 10 + k);
            (0..n).map(|row| 5.0 + draws[row] + 0.1 * f64::from(a[row]) + 0.03 * f64::from(b[row])).collect()
        })
        .collect();
    let noise = numbers(n, 20);
    let y = (0..n)
        .map(|row| x[0][row] - 0.5 * x[1][row] + 0.2 * f64::from(a[row] % 7) - 0.1 * f64::from(b[row] % 5) + noise[row])
        .collect();
    let weights = numbers(n, 21).iter().map(|u| if *u < 0.1 { 0.0 } else { (u * 3.0).ceil() }).collect();
    Data { y, x, level, a, b, c, weights }
}

impl Data {
    pub fn design(&self) -> Design<'_> {
        let mut blocks: Vec<Block<'_>> = self.x.iter().map(|x| Block::Dense(x)).collect();
        blocks.push(Block::Coded { columns: &self.level, n_columns: 4, values: None });
        blocks.push(Block::Coded { columns: &self.level, n_columns: 4, values: Some(&self.x[0]) });
        Design { n_rows: self.y.len(), blocks, has_constant: true }
    }

    /// The same with the factors' dummies before the regressors.
    fn with_dummies<'d>(&'d self, factors: &[Factor<'d>], codes: &'d [&'d [u32]]) -> Design<'d> {
        let mut blocks: Vec<Block<'d>> = Vec::new();
        for (factor, codes) in factors.iter().zip(codes) {
            blocks.push(Block::Coded { columns: codes, n_columns: factor.n_levels, values: None });
        }
        let plain = self.design();
        blocks.extend(plain.blocks);
        Design { n_rows: self.y.len(), blocks, has_constant: true }
    }
}

pub fn close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-6), "{value} against {expected}");
}

/// Absorbing is the same as dummies: estimates, standard errors of all kinds, fit.
#[test]
fn absorbed_factors_equal_their_dummies() {
    for (n, n_a, n_b, is_sorted) in
        [(900, N_A, 12, true), (900, N_A, 12, false), (4_000, 3, 7, true), (3_000, 20, 7, false)]
    {
        let data = data(n, n_a, n_b, is_sorted);
        let all = [
            Factor { codes: &data.a, n_levels: n_a },
            Factor { codes: &data.b, n_levels: n_b },
            Factor { codes: &data.c, n_levels: 4 },
        ];
        for n_factors in 1..=3 {
            let factors = &all[..n_factors];
            let codes: Vec<&[u32]> = factors.iter().map(|factor| factor.codes).collect();
            let dummies = data.with_dummies(factors, &codes);
            let n_dummies: usize = factors.iter().map(|factor| factor.n_levels).sum();
            let clusters = Covariance::Cluster { clusters: &data.b, n_clusters: n_b };
            for weights in [None, Some(&data.weights as &dyn statistics::rows::Rows<f64>)] {
                for covariance in [Covariance::Classical, Covariance::Hc0, Covariance::Hc1, clusters] {
                    let options = OlsOptions { weights, covariance, ..OlsOptions::default() };
                    let expected = ols::fit(&dummies, &data.y, options).unwrap();
                    let options =
                        AbsorbOptions { weights, covariance, keeps_singletons: true, ..AbsorbOptions::default() };
                    let found = fit(&data.design(), &data.y, factors, options).unwrap();
                    close(found.residual_ss, expected.residual_ss, 1e-10);
                    close(found.r_squared, expected.r_squared, 1e-10);
                    close(found.df_residual, expected.df_residual, 1e-12);
                    // Nested factors are counted otherwise.
                    let factor = match covariance {
                        Covariance::Cluster { .. } if n_factors > 1 => {
                            let counted = found.df_absorbed - n_b as f64 + 1.0;
                            ((found.n_observations - found.df_model - counted) / expected.df_residual).sqrt()
                        }
                        _ => 1.0,
                    };
                    let shown = expected.kept.iter().enumerate().filter(|(_, column)| **column >= n_dummies);
                    assert_eq!(shown.clone().count(), found.kept.len());
                    for (at, (i, column)) in shown.enumerate() {
                        assert_eq!(found.kept[at], column - n_dummies);
                        close(found.coefficients[at], expected.coefficients[i], 1e-9);
                        close(found.standard_errors[at] * factor, expected.standard_errors[i], 1e-8);
                    }
                }
            }
        }
    }
}

/// Projected factors equal coded ones.
#[test]
fn projected_factors_equal_coded_ones() {
    let data = data(6_000, 400, 300, false);
    let all = [
        Factor { codes: &data.a, n_levels: 400 },
        Factor { codes: &data.b, n_levels: 300 },
        Factor { codes: &data.c, n_levels: 4 },
    ];
    for n_factors in [2, 3] {
        for weights in [None, Some(&data.weights as &dyn statistics::rows::Rows<f64>)] {
            for covariance in [
                Covariance::Classical,
                Covariance::Hc1,
                Covariance::Cluster { clusters: &data.c, n_clusters: 4 },
                Covariance::Cluster { clusters: &data.a, n_clusters: 400 },
            ] {
                let options = AbsorbOptions { weights, covariance, keeps_singletons: true, ..AbsorbOptions::default() };
                let found = fit(&data.design(), &data.y, &all[..n_factors], options).unwrap();
                assert!(found.n_iterations > 0);
                let codes: Vec<&[u32]> = all[1..n_factors].iter().map(|factor| factor.codes).collect();
                let dummies = data.with_dummies(&all[1..n_factors], &codes);
                let n_dummies: usize = all[1..n_factors].iter().map(|factor| factor.n_levels).sum();
                let expected = fit(&dummies, &data.y, &all[..1], options).unwrap();
                close(found.residual_ss, expected.residual_ss, 1e-10);
                close(found.df_residual, expected.df_residual, 1e-12);
                let shown: Vec<usize> = (0..expected.kept.len()).filter(|i| expected.kept[*i] >= n_dummies).collect();
                for (at, i) in shown.iter().enumerate() {
                    assert_eq!(found.kept[at], expected.kept[*i] - n_dummies);
                    close(found.coefficients[at], expected.coefficients[*i], 1e-9);
                    if let Covariance::Classical = covariance {
                        close(found.standard_errors[at], expected.standard_errors[*i], 1e-9);
                    }
                    let ratio = found.standard_errors[at] / expected.standard_errors[*i];
                    close(ratio, found.standard_errors[0] / expected.standard_errors[shown[0]], 1e-8);
                }
            }
        }
    }
}

fn bits(fit: &AbsorbFit) -> Vec<u64> {
    let numbers = fit.coefficients.iter().chain(&fit.covariance.values).chain([&fit.residual_ss, &fit.r_squared]);
    numbers.map(|value| value.to_bits()).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let data = data(120_000, 20_000, 2_000, false);
    let factors = [Factor { codes: &data.a, n_levels: 20_000 }, Factor { codes: &data.b, n_levels: 2_000 }];
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut all = Vec::new();
            for n_factors in [1, 2] {
                for covariance in [
                    Covariance::Hc1,
                    Covariance::Cluster { clusters: &data.a, n_clusters: 20_000 },
                    Covariance::TwoWay { first: (&data.b, 2_000), second: (&data.c, 4) },
                ] {
                    let options =
                        AbsorbOptions { weights: Some(&data.weights), covariance, ..AbsorbOptions::default() };
                    all.extend(bits(&fit(&data.design(), &data.y, &factors[..n_factors], options).unwrap()));
                }
            }
            all
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(3));
}

#[test]
fn what_cannot_be_estimated_is_said() {
    let data = data(500, 40, 5, true);
    let factors = [Factor { codes: &data.a, n_levels: 40 }];
    let of_level: Vec<f64> = data.a.iter().map(|a| f64::from(a % 3) * 0.1).collect();
    let design = Design { n_rows: 500, blocks: vec![Block::Dense(&of_level)], has_constant: true };
    let found = fit(&design, &data.y, &factors, AbsorbOptions::default());
    assert_eq!(found.err(), Some(FitError::Collinear { columns: vec![0] }));
    let found = fit(&data.design(), &of_level, &factors, AbsorbOptions::default());
    assert_eq!(found.err(), Some(FitError::ConstantDependent));
    let mut blocks = data.design().blocks;
    blocks.insert(0, Block::Dense(&of_level));
    let design = Design { n_rows: 500, blocks, has_constant: true };
    assert!(fit(&design, &data.y, &factors, AbsorbOptions::default()).unwrap().dropped.contains(&0));
    let too_large = [Factor { codes: &data.a, n_levels: 10 }];
    assert_eq!(fit(&design, &data.y, &too_large, AbsorbOptions::default()).err(), Some(FitError::Shape));
    let own: Vec<u32> = (0..500).collect();
    let each = [Factor { codes: &own, n_levels: 500 }];
    assert!(fit(&design, &data.y, &each, AbsorbOptions::default()).is_err());
}

/// Fits under few changed weights are those of all weights; leverage is that of the regression with dummies without what a row has on its own dummy.
#[test]
fn few_changed_weights_give_what_all_weights_give() {
    for (n_a, n_b, is_sorted) in [(300, 9, true), (300, 9, false), (2, 3, true), (400, 280, false)] {
        let data = data(3_000, n_a, n_b, is_sorted);
        let design = data.design();
        let factors = [Factor { codes: &data.a, n_levels: n_a }, Factor { codes: &data.b, n_levels: n_b }];
        for n_factors in [1, 2] {
            let factors = &factors[..n_factors];
            let most = if n_factors == 2 && n_b > n_a { &factors[1] } else { &factors[0] };
            let groups = Groups::new(most.codes, most.n_levels).unwrap();
            let model = AbsorbReweighting::new(&design, &data.y, factors, &groups, AbsorbOptions::default()).unwrap();
            model.plain().unwrap();
            let unit = data.a[40];
            let mut changed: Vec<(usize, f64)> =
                (0..3_000).filter(|row| data.a[*row] == unit).map(|row| (row, 0.0)).take(40).collect();
            changed.extend([(7, 2.0), (1_500, 0.3), (2_999, 1.7)]);
            changed.sort_by_key(|(row, _)| *row);
            changed.dedup_by_key(|(row, _)| *row);
            let mut weights = vec![1.0; 3_000];
            changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
            for (changed, weights) in [(Vec::new(), vec![1.0; 3_000]), (changed, weights)] {
                let options =
                    AbsorbOptions { weights: Some(&weights), keeps_singletons: true, ..AbsorbOptions::default() };
                let expected = fit(&design, &data.y, factors, options).unwrap();
                let found = model.fit(&changed).unwrap();
                close(found.residual_ss, expected.residual_ss, 1e-9);
                for (i, b) in expected.coefficients.iter().enumerate() {
                    close(found.coefficients[i], *b, 1e-8);
                    close(found.standard_errors[i], expected.standard_errors[i], 1e-8);
                }
                let codes: Vec<&[u32]> = factors.iter().map(|factor| factor.codes).collect();
                let dummies = data.with_dummies(factors, &codes);
                let whole =
                    ols::fit(&dummies, &data.y, OlsOptions { weights: Some(&weights), ..OlsOptions::default() })
                        .unwrap();
                let mut exact = statistics::linear::influence(&dummies, &data.y, Some(&weights), &whole).leverage;
                let mut of_group = vec![0.0; most.n_levels];
                most.codes.iter().zip(&weights).for_each(|(code, weight)| of_group[*code as usize] += weight);
                for (h, (code, weight)) in exact.iter_mut().zip(most.codes.iter().zip(&weights)) {
                    *h -= if *weight > 0.0 { weight / of_group[*code as usize] } else { 0.0 };
                }
                let mut leverage = vec![0.0; 3_000];
                model
                    .leverage(&changed, &mut |rows| {
                        rows(0..1_000, &mut leverage[..1_000]);
                        rows(1_000..3_000, &mut leverage[1_000..]);
                    })
                    .unwrap();
                let is_projected = n_b + n_a > 600 && n_factors == 2;
                for row in 0..3_000 {
                    if is_projected {
                        assert!(leverage[row] <= exact[row] + 1e-9);
                    } else {
                        assert!((leverage[row] - exact[row]).abs() < 1e-9, "{} {}", leverage[row], exact[row]);
                    }
                }
                let (mut influence, mut h) = (vec![0.0; 3_000], vec![0.0; 3_000]);
                model.influence(0..3_000, &mut influence, &mut h);
                if let Some(growth) = model.growth(&changed) {
                    let unchanged = (0..3_000).filter(|row| changed.iter().all(|(other, _)| other != row));
                    for row in unchanged {
                        assert!(leverage[row] <= h[row] * growth * (1.0 + 1e-9) + 1e-12, "row {row}");
                    }
                }
                assert!(influence.iter().all(|d| d.is_finite() && *d >= 0.0));
            }
        }
    }
}

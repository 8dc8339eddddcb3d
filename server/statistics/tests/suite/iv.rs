//! Regression with instrumental variables against R and Python, and against laws.

use statistics::FitError;
use statistics::covariance::Covariance;
use statistics::design::{Block, Design};
use statistics::fold::Watch;
use statistics::linear::iv::few::IvReweighting;
use statistics::linear::iv::{IvFit, IvModel, IvOptions, Method, endogeneity, first_stages, fit, overidentification};
use statistics::linear::ols::{self, OlsOptions};
use statistics::reweighted::Reweighted;

use super::precision::compare;
use super::shared::{column, columns, draws, json};

const CLOSED: f64 = 1e-10;

/// Columns in the design's order, with how many are exogenous and how many instruments.
struct Data {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    roles: (usize, usize),
}

impl Data {
    fn design(&self) -> Design<'_> {
        let blocks = self.x.iter().map(|column| Block::Dense(column)).collect();
        Design { n_rows: self.y.len(), blocks, has_constant: true }
    }

    fn with<T>(&self, work: impl FnOnce(&IvModel<'_>) -> T) -> T {
        let design = self.design();
        work(&IvModel { design: &design, y: &self.y, n_exogenous: self.roles.0, n_instruments: self.roles.1 })
    }
}

/// Working women of the textbook, the columns by name.
fn mroz(exogenous: &[&str], instruments: &[&str], endogenous: &[&str]) -> Option<Data> {
    let data = columns("reference/data/mroz.csv")?;
    let works = column(&data, "inlf");
    let take = |name: &&str| {
        column(&data, name).iter().zip(works).filter(|(_, works)| **works == 1.0).map(|(x, _)| *x).collect::<Vec<f64>>()
    };
    let x = exogenous.iter().chain(instruments).chain(endogenous).map(take).collect();
    Some(Data { x, y: take(&"lwage"), roles: (exogenous.len(), instruments.len()) })
}

/// Two endogenous variables, three instruments, errors that grow with the first exogenous one.
fn made(n: usize, seed: u64) -> Data {
    let mut draw = draws(seed);
    let mut x = vec![Vec::new(); 7];
    let mut y = Vec::new();
    for _ in 0..n {
        let w: Vec<f64> = (0..2).map(|_| draw()).collect();
        let z: Vec<f64> = (0..3).map(|_| draw() - 0.5).collect();
        let u = (draw() - 0.5) * (0.5 + w[0]);
        let a = z[0] + 0.5 * z[1] + w[1] + u + draw();
        let b = z[2] - 0.7 * z[1] + 0.3 * w[0] - u + draw();
        y.push(1.0 + a - 2.0 * b + w[0] - w[1] + 3.0 * u + 0.2 * z[0] * (draw() - 0.5));
        for (column, value) in x.iter_mut().zip([w[0], w[1], z[0], z[1], z[2], a, b]) {
            column.push(value);
        }
    }
    Data { x, y, roles: (2, 3) }
}

fn options(method: Method, covariance: Covariance<'_>) -> IvOptions<'_> {
    IvOptions { method, covariance, ..IvOptions::default() }
}

super::precision::cases! {
    fn wages_of_working_women() {
        let Some(data) = mroz(&["exper", "expersq"], &["motheduc", "fatheduc"], &["educ"]) else { return };
        let expected = json("reference/cases/iv_mroz.json").unwrap()["results"]["R"].clone();
        data.with(|model| {
            let options = IvOptions::default();
            let found = fit(model, &options).unwrap();
            let limits = found.confidence_intervals(95.0);
            for (i, name) in ["educ", "exper", "expersq", "_cons"].into_iter().enumerate() {
                let figures = [
                    ("coef", found.coefficients[i]),
                    ("se", found.standard_errors[i]),
                    ("stat", found.t[i]),
                    ("p", found.p[i]),
                    ("ci_low", limits[i].0),
                    ("ci_high", limits[i].1),
                ];
                for (key, value) in figures {
                    compare("2sls", key, value, expected[key][name].as_f64().unwrap(), CLOSED);
                }
            }
            let first = first_stages(model, &found, &options).unwrap();
            let weak = first.stages[0].f.unwrap();
            let endogenous = endogeneity(model, &found, &options).unwrap().wu_hausman.unwrap();
            let sargan = overidentification(model, &found, &options).unwrap().unwrap().sargan.unwrap();
            let figures = [
                ("rmse", found.rmse),
                ("r2", found.r_squared),
                ("weak_F", weak.statistic),
                ("weak_p", weak.p),
                ("wu_hausman_F", endogenous.statistic),
                ("wu_hausman_p", endogenous.p),
                ("sargan", sargan.statistic),
                ("sargan_p", sargan.p),
            ];
            for (key, value) in figures {
                compare("2sls", key, value, expected[key].as_f64().unwrap(), CLOSED);
            }
            let r2 = json("reference/cases/iv_mroz_first_stage.json").unwrap()["results"]["R"].clone();
            compare("first stage", "r2", first.stages[0].r_squared, r2["r2"].as_f64().unwrap(), CLOSED);
            compare("first stage", "r2_adj", first.stages[0].r_squared_adjusted, r2["r2_adj"].as_f64().unwrap(), CLOSED);
            for (i, name) in ["motheduc", "fatheduc"].into_iter().enumerate() {
                compare("first stage", "coef", first.stages[0].coefficients[i], r2["coef"][name].as_f64().unwrap(), CLOSED);
            }
            assert!((first.minimum_eigenvalue / weak.statistic - 1.0).abs() < 1e-10);
            assert!((first.stages[0].shea_r_squared / first.stages[0].partial_r_squared - 1.0).abs() < 1e-9);
        });
    }

    fn two_endogenous_variables() {
        let exogenous = ["exper", "expersq"];
        let instruments = ["motheduc", "fatheduc", "huseduc", "kidslt6", "nwifeinc"];
        let Some(data) = mroz(&exogenous, &instruments, &["educ", "hours"]) else { return };
        let groups: Vec<u32> = mroz(&["age"], &[], &[]).unwrap().x[0].iter().map(|age| *age as u32 - 30).collect();
        let table: Vec<Vec<&str>> =
            include_str!("../reference/iv.csv").lines().skip(1).map(|line| line.split(',').collect()).collect();
        let covariances = [
            ("classical", Covariance::Classical),
            ("hc1", Covariance::Hc1),
            ("cluster", Covariance::Cluster { clusters: &groups, n_clusters: 31 }),
        ];
        let methods = [("2sls", Method::Tsls), ("liml", Method::Liml), ("gmm", Method::Gmm)];
        for (method, covariance) in methods.into_iter().flat_map(|method| covariances.map(|c| (method, c))) {
            let case = format!("{} {}", method.0, covariance.0);
            let options = options(method.1, covariance.1);
            data.with(|model| {
                let found = fit(model, &options).unwrap();
                let over = overidentification(model, &found, &options).unwrap().unwrap();
                let endogenous = endogeneity(model, &found, &options).unwrap();
                let first = first_stages(model, &found, &options).unwrap();
                for row in table.iter().filter(|row| row[0] == case) {
                    let (figure, name) = row[1].split_once(' ').unwrap_or((row[1], ""));
                    let at = ["educ", "hours", "exper", "expersq", "c"].into_iter().position(|known| known == name);
                    let statistic = match (figure, at) {
                        ("coef", Some(at)) => found.coefficients[at],
                        ("se", Some(at)) => found.standard_errors[at],
                        ("shea", Some(at)) => first.stages[at].shea_r_squared,
                        ("partial", Some(at)) => first.stages[at].partial_r_squared,
                        ("kappa", _) => found.kappa.unwrap(),
                        (test, _) => {
                            let test = match test {
                                "durbin" => endogenous.durbin,
                                "wu_hausman" => endogenous.wu_hausman,
                                "score" => endogenous.score,
                                "regression" => endogenous.regression,
                                "sargan" => over.sargan,
                                "basmann" => over.basmann,
                                "overid" => over.score,
                                "anderson_rubin" => over.anderson_rubin,
                                "basmann_f" => over.basmann_f,
                                _ => over.hansen,
                            };
                            // linearmodels tells Wald's χ², two restrictions, where Stata has F.
                            test.unwrap().statistic * if row[1] == "regression" { 2.0 } else { 1.0 }
                        }
                    };
                    compare(method.0, row[1], statistic, row[2].parse().unwrap(), 1e-8);
                }
            });
        }
    }
}

fn same(a: &IvFit, b: &IvFit, tolerance: f64) {
    assert_eq!(a.kept, b.kept);
    for i in 0..a.coefficients.len() {
        near(a.coefficients[i], b.coefficients[i], tolerance);
        near(a.standard_errors[i], b.standard_errors[i], tolerance);
    }
    near(a.residual_ss, b.residual_ss, tolerance);
}

fn near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-3), "{value} for {expected}");
}

const METHODS: [Method; 3] = [Method::Tsls, Method::Liml, Method::Gmm];

#[test]
fn instruments_that_are_the_regressors_make_least_squares() {
    let mut data = made(400, 3);
    data.x[2] = data.x[5].clone();
    data.x[3] = data.x[6].clone();
    data.x.remove(4);
    data.roles = (2, 2);
    data.with(|model| {
        let groups: Vec<u32> = (0..400).map(|row| row % 37).collect();
        let clustered = Covariance::Cluster { clusters: &groups, n_clusters: 37 };
        for covariance in [Covariance::Classical, Covariance::Hc1, clustered] {
            let found = fit(model, &options(Method::Tsls, covariance)).unwrap();
            let blocks = [5, 4, 0, 1].map(|column: usize| Block::Dense(&data.x[column]));
            let blocks = vec![blocks[1], blocks[0], blocks[2], blocks[3]];
            let design = Design { n_rows: 400, blocks, has_constant: true };
            let plain = ols::fit(&design, &data.y, OlsOptions { covariance, ..OlsOptions::default() }).unwrap();
            for i in 0..5 {
                near(found.coefficients[i], plain.coefficients[i], 1e-10);
                near(found.standard_errors[i], plain.standard_errors[i], 1e-10);
                near(found.p[i], plain.p[i], 1e-8);
            }
            near(found.f_statistic.unwrap(), plain.f_statistic.unwrap(), 1e-9);
        }
        // There is nothing to test: the first stage is exact.
        let found = fit(model, &options(Method::Tsls, Covariance::Classical)).unwrap();
        assert!(endogeneity(model, &found, &IvOptions::default()).is_err());
    });
}

#[test]
fn just_identified_estimators_are_one() {
    let mut data = made(300, 5);
    data.x.remove(4);
    data.roles = (2, 2);
    data.with(|model| {
        let tsls = fit(model, &options(Method::Tsls, Covariance::Hc1)).unwrap();
        same(&fit(model, &options(Method::Liml, Covariance::Hc1)).unwrap(), &tsls, 1e-10);
        same(&fit(model, &options(Method::Gmm, Covariance::Hc1)).unwrap(), &tsls, 1e-9);
        assert!(overidentification(model, &tsls, &IvOptions::default()).unwrap().is_none());
    });
}

#[test]
fn wald_and_gradient_by_hand() {
    // One instrument of two values, no exogenous variables: Wald's ratio of differences of means.
    let z: Vec<f64> = (0..200).map(|row| f64::from(row % 2)).collect();
    let mut draw = draws(9);
    let x: Vec<f64> = z.iter().map(|z| 2.0 * z + draw()).collect();
    let y: Vec<f64> = x.iter().map(|x| 3.0 * x + draw()).collect();
    let mean = |values: &[f64], odd: usize| values.iter().skip(odd).step_by(2).sum::<f64>() / 100.0;
    let ratio = (mean(&y, 1) - mean(&y, 0)) / (mean(&x, 1) - mean(&x, 0));
    let data = Data { x: vec![z, x], y, roles: (0, 1) };
    data.with(|model| near(fit(model, &IvOptions::default()).unwrap().coefficients[0], ratio, 1e-12));
}

#[test]
fn a_weight_of_two_is_a_row_twice_and_threads_change_no_bit() {
    let data = made(3_000, 1);
    let weights: Vec<f64> = (0..3_000).map(|row| f64::from(row % 3)).collect();
    let twice = |values: &[f64]| {
        values.iter().enumerate().flat_map(|(row, x)| std::iter::repeat_n(*x, row % 3)).collect::<Vec<f64>>()
    };
    let long = Data { x: data.x.iter().map(|x| twice(x)).collect(), y: twice(&data.y), roles: data.roles };
    for method in METHODS {
        let options = options(method, Covariance::Hc1);
        let with = IvOptions { weights: Some(&weights), ..options };
        let (a, b) = (data.with(|model| fit(model, &with).unwrap()), long.with(|model| fit(model, &options).unwrap()));
        same(&a, &b, 1e-10);
        let tests = |data: &Data, options: &IvOptions<'_>, found: &IvFit| {
            data.with(|model| {
                let first = first_stages(model, found, options).unwrap();
                let over = overidentification(model, found, options).unwrap().unwrap();
                let endogenous = endogeneity(model, found, options).unwrap();
                let mut all: Vec<f64> = first.stages.iter().map(|stage| stage.f.unwrap().statistic).collect();
                all.push(first.minimum_eigenvalue);
                let tests = [over.score, over.basmann_f, over.hansen, endogenous.score, endogenous.regression];
                all.extend(tests.iter().flatten().map(|test| test.statistic));
                all
            })
        };
        let (one, other) = (tests(&data, &with, &a), tests(&long, &options, &b));
        assert!(one.len() >= 6);
        one.iter().zip(&other).for_each(|(one, other)| near(*one, *other, 1e-8));
    }
    let large = made(150_000, 2);
    let pool = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
    for method in METHODS {
        let run = |n| pool(n).install(|| large.with(|model| fit(model, &options(method, Covariance::Hc1)).unwrap()));
        let (one, three) = (run(1), run(3));
        assert_eq!(one.coefficients, three.coefficients);
        assert_eq!(one.covariance, three.covariance);
    }
}

#[test]
fn collinear_columns_are_dropped_and_what_is_not_identified_is_told() {
    let mut data = made(200, 7);
    let sum: Vec<f64> = data.x[2].iter().zip(&data.x[0]).map(|(a, b)| a + b).collect();
    data.x.insert(5, sum);
    data.roles = (2, 4);
    data.with(|model| {
        let found = fit(model, &IvOptions::default()).unwrap();
        assert_eq!((found.dropped.as_slice(), found.instruments.as_slice()), (&[5][..], &[2, 3, 4][..]));
        assert_eq!((found.kept.as_slice(), found.n_endogenous), (&[6, 7, 0, 1][..], 2));
    });
    // An endogenous variable that is an exogenous one in disguise.
    let mut data = made(200, 7);
    data.x[6] = data.x[1].iter().map(|x| 2.0 - 3.0 * x).collect();
    data.with(|model| assert_eq!(fit(model, &IvOptions::default()).unwrap().dropped, [6]));
    // Too few instruments, and instruments that explain nothing.
    let mut data = made(200, 7);
    data.roles = (4, 1);
    data.with(|model| assert_eq!(fit(model, &IvOptions::default()).unwrap_err(), FitError::NotIdentified));
    let data = made(200, 7);
    let z: Vec<f64> = (0..200).map(|row| f64::from(row % 2)).collect();
    let x: Vec<f64> = (0..200).map(|row| f64::from(row / 2 % 2)).collect();
    let data = Data { x: vec![z, x], y: data.y, roles: (0, 1) };
    data.with(|model| assert_eq!(fit(model, &IvOptions::default()).unwrap_err(), FitError::NotIdentified));
}

/// Influence is the change of the estimates by a small change of one weight; the weighted fits follow from the unweighted cross products.
#[test]
fn few_changed_weights() {
    let mut data = made(600, 11);
    data.x[5][17] += 9.0;
    for method in METHODS {
        data.with(|model| {
            let options = options(method, Covariance::Classical);
            let few = IvReweighting::new(*model, options).unwrap();
            few.plain().unwrap();
            let (mut influence, mut leverage) = (vec![0.0; 600], vec![0.0; 600]);
            few.influence(0..600, &mut influence, &mut leverage);
            near(leverage.iter().sum::<f64>(), 8.0, 1e-9);
            assert!(leverage[17] > 0.2, "{}", leverage[17]);
            let plain = few.fit(&[]).unwrap();
            same(&plain, &fit(model, &options).unwrap(), 1e-10);
            let changed = [(0, 2.0), (17, 0.0), (333, 0.4)];
            let mut weights = vec![1.0; 600];
            changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
            same(
                &few.fit(&changed).unwrap(),
                &fit(model, &IvOptions { weights: Some(&weights), ..options }).unwrap(),
                1e-9,
            );
            if method == Method::Gmm {
                return;
            }
            let information = statistics::matrix::Matrix::clone(&plain.covariance);
            for row in [0, 17, 100, 599] {
                let step = 1e-5;
                let moved = few.fit(&[(row, 1.0 + step)]).unwrap();
                let back = few.fit(&[(row, 1.0 - step)]).unwrap();
                let d: Vec<f64> =
                    moved.coefficients.iter().zip(&back.coefficients).map(|(a, b)| (a - b) / (2.0 * step)).collect();
                // d' V⁻¹ d / k by solving with the covariance of the estimates.
                let solved = solve(&information, &d);
                let length: f64 = solved.iter().zip(&d).map(|(a, b)| a * b).sum();
                near(influence[row], length / 5.0, 1e-5);
            }
        });
    }
}

/// Gaussian elimination.
fn solve(a: &statistics::matrix::Matrix, b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut m: Vec<Vec<f64>> = (0..n).map(|i| a.row(i).iter().copied().chain([b[i]]).collect()).collect();
    for i in 0..n {
        let best = (i..n).max_by(|p, q| m[*p][i].abs().total_cmp(&m[*q][i].abs())).unwrap();
        m.swap(i, best);
        for j in (0..n).filter(|j| *j != i) {
            let factor = m[j][i] / m[i][i];
            for k in i..=n {
                m[j][k] -= factor * m[i][k];
            }
        }
    }
    (0..n).map(|i| m[i][n] / m[i][i]).collect()
}

#[test]
fn watches_are_looked_at() {
    let data = made(100, 1);
    let stop = || true;
    data.with(|model| {
        let options = IvOptions { watch: Watch::new(&stop), ..IvOptions::default() };
        assert_eq!(fit(model, &options).unwrap_err(), FitError::Cancelled);
    });
}

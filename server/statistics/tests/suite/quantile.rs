//! Quantile regression against quantreg and statsmodels, and against the conditions of its optimum.

use statistics::FitError;
use statistics::design::{Block, Design};
use statistics::fold::Watch;
use statistics::quantile_regression::{QuantileFit, QuantileOptions, Reweighting, StandardErrors, fit};
use statistics::reweighted::Reweighted;
use statistics::rows::Rows;

use super::describe::levels;
use super::precision::compare;
use super::shared::{column, columns, draws, json, strings};

super::precision::cases! {
    /// Coefficients, iid and nid errors follow R (quantreg). statsmodels' kernel errors are told at estimates that are 1e-6 off, so rows
    /// on the plane fall on either side of it there: below at the lower quantiles, as we have them, above at 0.75, where errors
    /// differ by what four rows of 534 make (4 %). With its own estimates its formula gives its numbers to 1e-13 (checked in Python).
    fn wages_of_1985() {
        let Some(text) = strings("reference/data/cps1985.csv") else { return };
        let data = columns("reference/data/cps1985.csv").unwrap();
        let results = json("reference/cases/quantile_cps1985.json").unwrap()["results"].clone();
        let y: Vec<f64> = column(&data, "wage").iter().map(|wage| wage.ln()).collect();
        let gender: Vec<u32> = levels(&text["gender"]).0.iter().map(|code| if *code == 1 { 0 } else { u32::MAX }).collect();
        let blocks = vec![
            Block::Dense(column(&data, "education")),
            Block::Dense(column(&data, "experience")),
            Block::Coded { columns: &gender, n_columns: 1, values: None },
        ];
        let design = Design { n_rows: y.len(), blocks, has_constant: true };
        let names = ["education", "experience", "gendermale", "_cons"];
        for tau in [0.25, 0.5, 0.75] {
            let (r, python) = (&results["R"][format!("tau{tau}")], &results["python"][format!("tau{tau}")]);
            let run = |standard_errors| fit(&design, &y, QuantileOptions { tau, standard_errors, ..QuantileOptions::default() }).unwrap();
            let (iid, nid) = (run(StandardErrors::Iid), run(StandardErrors::Nid));
            let kernel = run(StandardErrors::RobustKernel);
            assert!(run(StandardErrors::Kernel).standard_errors.iter().all(|se| *se > 0.0));
            compare("quantile", "objective", iid.objective, r["objective"].as_f64().unwrap(), 1e-10);
            for (i, name) in names.iter().enumerate() {
                let number = |key: &str| r[key][name].as_f64().unwrap();
                compare("quantile", "coef", iid.coefficients[i], number("coef"), 1e-8);
                compare("quantile", "se_iid", iid.standard_errors[i], number("se_iid_hallsheather"), 1e-8);
                compare("quantile", "se_nid", nid.standard_errors[i], number("se_nid"), 1e-8);
                let theirs = python["se_statsmodels_robust_kernel"][name].as_f64().unwrap();
                let (figure, tolerance) = if tau < 0.6 { ("se_robust_kernel", 1e-6) } else { ("se_robust_kernel_signs", 0.05) };
                compare("quantile", figure, kernel.standard_errors[i], theirs, tolerance);
            }
        }
    }
}

struct Made {
    y: Vec<f64>,
    x: Vec<Vec<f64>>,
    level: Vec<u32>,
}

fn made(n: usize) -> Made {
    let mut draw = draws(5);
    let x: Vec<Vec<f64>> = (0..4).map(|k| (0..n).map(|_| 100.0 * f64::from(k) + draw()).collect()).collect();
    let level: Vec<u32> =
        (0..n).map(|_| (12.0 * draw()) as u32).map(|l| if l == 0 { u32::MAX } else { l - 1 }).collect();
    let noise = |u: f64| (u / (1.0 - u)).ln();
    let y = (0..n)
        .map(|i| 1.0 + x[0][i] + 2.0 * x[1][i] + (1.0 + x[0][i]) * noise(draw().clamp(1e-9, 1.0 - 1e-9)))
        .collect();
    Made { y, x, level }
}

impl Made {
    fn design(&self) -> Design<'_> {
        let mut blocks: Vec<Block<'_>> = self.x.iter().map(|x| Block::Dense(x)).collect();
        blocks.push(Block::Coded { columns: &self.level, n_columns: 11, values: None });
        Design { n_rows: self.y.len(), blocks, has_constant: true }
    }
}

/// At the optimum Σ ψ x over rows off the plane is what rows on it can balance: each |Σ ψ x_j| is at most Σ |x_j| on the plane.
fn check_optimum(made: &Made, weights: Option<&Vec<f64>>, found: &QuantileFit, tau: f64) {
    let design = made.design();
    let mut r = vec![0.0; made.y.len()];
    found.residual_rows(&design, &made.y).read(0, &mut r);
    let k = found.coefficients.len();
    let (mut gradient, mut slack, mut on_plane) = (vec![0.0; 6], vec![0.0; 6], 0);
    for i in 0..made.y.len() {
        let w = weights.map_or(1.0, |w| w[i]);
        let x = [
            1.0,
            made.x[0][i],
            made.x[1][i] - 100.0,
            made.x[2][i] - 200.0,
            made.x[3][i] - 300.0,
            f64::from(u8::from(made.level[i] == 3)),
        ];
        if w > 0.0 && r[i].abs() < 1e-9 {
            on_plane += 1;
            slack.iter_mut().zip(x).for_each(|(s, x): (&mut f64, f64)| *s += w * x.abs());
        } else {
            let psi = if r[i] > 0.0 { tau } else { tau - 1.0 };
            gradient.iter_mut().zip(x).for_each(|(g, x): (&mut f64, f64)| *g += w * psi * x);
        }
    }
    assert!(on_plane >= k, "{on_plane} rows on the plane");
    for (g, s) in gradient.iter().zip(&slack) {
        assert!(g.abs() <= s + 1e-6, "{g} beyond {s}");
    }
}

#[test]
fn the_optimum_is_exact_with_and_without_preprocessing() {
    for (n, taus) in [(2_000, &[0.1, 0.5, 0.9][..]), (150_000, &[0.05, 0.5, 0.75][..])] {
        let made = made(n);
        for &tau in taus {
            let found = fit(&made.design(), &made.y, QuantileOptions { tau, ..QuantileOptions::default() }).unwrap();
            check_optimum(&made, None, &found, tau);
            assert!((0.0..1.0).contains(&found.pseudo_r_squared));
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let made = made(130_000);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let options = QuantileOptions { standard_errors: StandardErrors::Nid, ..QuantileOptions::default() };
        let found = pool.install(|| fit(&made.design(), &made.y, options)).unwrap();
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        (bits(&found.coefficients), bits(&found.standard_errors))
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(3));
}

#[test]
fn weights_are_repetitions() {
    let made = made(1_200);
    let weights: Vec<f64> = (0..1_200).map(|i| f64::from(i % 3)).collect();
    let rows: Vec<usize> = (0..1_200).flat_map(|i| std::iter::repeat_n(i, i % 3)).collect();
    let repeated = Made {
        y: rows.iter().map(|r| made.y[*r]).collect(),
        x: made.x.iter().map(|x| rows.iter().map(|r| x[*r]).collect()).collect(),
        level: rows.iter().map(|r| made.level[*r]).collect(),
    };
    for standard_errors in [StandardErrors::Iid, StandardErrors::Nid, StandardErrors::Kernel] {
        let options = QuantileOptions { tau: 0.31, standard_errors, ..QuantileOptions::default() };
        let a = fit(&made.design(), &made.y, QuantileOptions { weights: Some(&weights), ..options }).unwrap();
        let b = fit(&repeated.design(), &repeated.y, options).unwrap();
        check_optimum(&made, Some(&weights), &a, 0.31);
        close(a.objective, b.objective, 1e-10);
        close(a.objective_null, b.objective_null, 1e-10);
        for i in 0..a.coefficients.len() {
            close(a.coefficients[i], b.coefficients[i], 1e-7);
            // Which rows count as zero residuals differs: each copy on the plane does.
            let tolerance = if standard_errors == StandardErrors::Iid { 0.05 } else { 1e-7 };
            close(a.standard_errors[i], b.standard_errors[i], tolerance);
        }
    }
}

/// Ages and whole numbers: many rows on the plane at once.
#[test]
fn ties_do_not_go_in_circles() {
    for n in [30_000, 150_000] {
        whole_numbers(n);
    }
}

fn whole_numbers(n: usize) {
    let x: Vec<f64> = (0..n).map(|i| f64::from(i as u32 * 37 % 50)).collect();
    let y: Vec<f64> = (0..n).map(|i| (0.5 * x[i]).floor() + f64::from((i * 7919 % 11_003 % 11) as u32)).collect();
    let design = Design { n_rows: n, blocks: vec![Block::Dense(&x)], has_constant: true };
    for tau in [0.2, 0.5, 0.8] {
        let options = QuantileOptions { tau, standard_errors: StandardErrors::Kernel, ..QuantileOptions::default() };
        let found = fit(&design, &y, options).unwrap();
        // No plane through two of the present points' neighbours is better.
        let loss = |a: f64, b: f64| -> f64 {
            y.iter()
                .zip(&x)
                .map(|(y, x)| {
                    let r = y - a - b * x;
                    r * (tau - f64::from(u8::from(r < 0.0)))
                })
                .sum()
        };
        let (b, a) = (found.coefficients[0], found.coefficients[1]);
        close(found.objective, loss(a, b), 1e-9);
        for step in [1e-3, -1e-3] {
            assert!(loss(a + step, b) >= found.objective - 1e-6);
            assert!(loss(a, b + step / 50.0) >= found.objective - 1e-6);
            assert!(loss(a - 25.0 * step / 10.0, b + step / 10.0) >= found.objective - 1e-6);
        }
    }
}

#[test]
fn few_changed_weights_leverage_and_influence() {
    let made = made(900);
    let design = made.design();
    let options = QuantileOptions { tau: 0.3, ..QuantileOptions::default() };
    let few = Reweighting::new(&design, &made.y, options).unwrap();
    few.plain().unwrap();
    let (mut d, mut h) = (vec![0.0; 900], vec![0.0; 900]);
    few.influence(0..900, &mut d, &mut h);
    close(h.iter().sum(), 16.0, 1e-9);
    // The mean of ψ² is τ (1 − τ): influences add up to about one.
    assert!((d.iter().sum::<f64>() - 1.0).abs() < 0.1);
    let changed = [(0, 0.0), (45, 2.0), (899, 0.5)];
    let mut weights = vec![1.0; 900];
    changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
    let wanted = fit(&design, &made.y, QuantileOptions { weights: Some(&weights), ..options }).unwrap();
    let found = few.fit(&changed).unwrap();
    for (a, b) in found.coefficients.iter().zip(&wanted.coefficients) {
        close(*a, *b, 1e-9);
    }
    few.leverage(&changed, &mut |rows| rows(0..900, &mut h)).unwrap();
    close(h.iter().sum(), 16.0, 1e-9);
}

#[test]
fn what_cannot_be_told_is_said() {
    let made = made(200);
    for tau in [0.0, 1.0, -0.5, f64::NAN] {
        let options = QuantileOptions { tau, ..QuantileOptions::default() };
        assert_eq!(fit(&made.design(), &made.y, options).err(), Some(FitError::Shape));
    }
    let flat = vec![3.0; 200];
    assert_eq!(fit(&made.design(), &flat, QuantileOptions::default()).err(), Some(FitError::ConstantDependent));
    let stop = || true;
    let options = QuantileOptions { watch: Watch::new(&stop), ..QuantileOptions::default() };
    assert_eq!(fit(&made.design(), &made.y, options).err(), Some(FitError::Cancelled));
    // A collinear column is told, and changes nothing.
    let twice: Vec<f64> = made.x[0].iter().map(|x| 2.0 * x).collect();
    let blocks = vec![Block::Dense(&made.x[0]), Block::Dense(&twice)];
    let design = Design { n_rows: 200, blocks, has_constant: true };
    assert_eq!(fit(&design, &made.y, QuantileOptions::default()).unwrap().dropped, [1]);
    // Half of the outcomes are zero: the median has no density that the ranks could tell.
    let zeros: Vec<f64> = (0..200).map(|i| if i % 4 == 0 { made.y[i] } else { 0.0 }).collect();
    let only = Design { n_rows: 200, blocks: vec![], has_constant: true };
    match fit(&only, &zeros, QuantileOptions::default()) {
        Ok(found) => assert!(found.standard_errors.iter().all(|se| se.is_finite())),
        Err(error) => assert_eq!(error, FitError::Singular),
    }
}

/// A long form: `SKJERM_LONG=1 cargo test -p statistics million_rows_of_a_quantile`.
#[test]
fn a_million_rows_of_a_quantile_print_their_time() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form");
        return;
    }
    let made = made(1_000_000);
    let mut blocks: Vec<Block<'_>> = made.x.iter().map(|x| Block::Dense(x)).collect();
    let fifth: Vec<f64> = made.level.iter().map(|level| f64::from(level.wrapping_add(1))).collect();
    blocks.push(Block::Dense(&fifth));
    let design = Design { n_rows: 1_000_000, blocks, has_constant: true };
    for (what, tau, standard_errors) in [
        ("median, iid", 0.5, StandardErrors::Iid),
        ("p90, iid", 0.9, StandardErrors::Iid),
        ("median, nid", 0.5, StandardErrors::Nid),
        ("median, kernel", 0.5, StandardErrors::Kernel),
    ] {
        for _ in 0..2 {
            let start = std::time::Instant::now();
            let found =
                fit(&design, &made.y, QuantileOptions { tau, standard_errors, ..QuantileOptions::default() }).unwrap();
            println!("quantile 1M x 5, {what}: {:?} ({:.5})", start.elapsed(), found.coefficients[0]);
        }
    }
}

fn close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-6), "{value} against {expected}");
}

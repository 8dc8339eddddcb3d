//! Regression discontinuity against rdrobust.

use statistics::FitError;
use statistics::fold::Watch;
use statistics::rdd::{Data, Estimate, Kernel, RddFit, RddOptions, Reweighting, Sample, Variance};
use statistics::reweighted::Reweighted;
use statistics::rows::Rows;

use super::precision::compare;
use super::shared::{column, columns, draws, json};

const TOLERANCE: f64 = 1e-8;

/// Vote and margin of the senate data, complete rows.
fn senate() -> Option<(Vec<f64>, Vec<f64>)> {
    let data = columns("reference/data/rdsenate.csv")?;
    let (vote, margin) = (column(&data, "vote"), column(&data, "margin"));
    Some(vote.iter().zip(margin).filter(|(y, x)| !y.is_nan() && !x.is_nan()).map(|(y, x)| (*y, *x)).unzip())
}

fn plain<'a>(y: &'a Vec<f64>, running: &'a Vec<f64>) -> Data<'a> {
    Data { y, running, cutoff: 0.0, treatment: None, covariates: &[], clusters: None, weights: None }
}

fn fit(data: &Data<'_>, options: &RddOptions<'_>) -> Result<RddFit, FitError> {
    Sample::new(data, Watch::default())?.fit(options)
}

super::precision::cases! {
    fn senate_elections() {
        let Some((y, x)) = senate() else { return };
        let data = plain(&y, &x);
        for (case, widths) in [("rdd_senate_rdrobust_mserd", None), ("rdd_senate_rdrobust_h17.7_b28", Some((17.7, 28.0)))] {
            let expected = json(&format!("reference/cases/{case}.json")).unwrap()["results"]["python"].clone();
            let (bandwidth, bias_bandwidth) = (widths.map(|w| w.0), widths.map(|w| w.1));
            let found = fit(&data, &RddOptions { bandwidth, bias_bandwidth, ..RddOptions::default() }).unwrap();
            let rows = [("Conventional", found.conventional), ("Bias-Corrected", found.bias_corrected), ("Robust", found.robust)];
            for (name, row) in rows {
                let Estimate { estimate, standard_error, p, low, high, .. } = row;
                for (key, value) in [("tau", estimate), ("se", standard_error), ("p", p)] {
                    if let Some(number) = expected[key][name].as_f64() {
                        compare("rdd", key, value, number, TOLERANCE);
                    }
                }
                for (at, value) in [low, high].into_iter().enumerate() {
                    if let Some(number) = expected["ci"][name][at].as_f64() {
                        compare("rdd", "ci", value, number, TOLERANCE);
                    }
                }
            }
            for (key, value) in [("h", found.h), ("b", found.b)] {
                if let Some(number) = expected[key].as_f64() {
                    compare("rdd", key, value, number, TOLERANCE);
                }
            }
            for (key, pair) in [("n_h", found.n_h), ("n", found.n)] {
                for (at, value) in pair.into_iter().enumerate() {
                    if let Some(number) = expected[key][at].as_f64() {
                        compare("rdd", key, value, number, 0.0);
                    }
                }
            }
        }
    }

    /// One regression with HC1 over both sides: HC0 of the sides times n / (n − 4).
    fn plain_local_line() {
        let Some((y, x)) = senate() else { return };
        let expected = json("reference/cases/rdd_senate_fixed_h17.7_conventional.json").unwrap()["results"]["R"].clone();
        let options = RddOptions { bandwidth: Some(17.7), variance: Variance::Hc0, ..RddOptions::default() };
        let found = fit(&plain(&y, &x), &options).unwrap();
        let n = found.n_h[0] + found.n_h[1];
        let error = found.conventional.standard_error * (n / (n - 4.0)).sqrt();
        for (key, value) in [
            ("tau", found.conventional.estimate), ("hc1_se", error), ("n_used", n), ("h", found.h),
            ("n", found.n[0] + found.n[1]),
        ] {
            compare("rdd", key, value, expected[key].as_f64().unwrap(), TOLERANCE);
        }
    }

    fn further_designs() {
        let Some((y, x)) = senate() else { return };
        let n = y.len();
        let t: Vec<f64> = (0..n).map(|i| f64::from(u8::from(if x[i] >= 0.0 { i % 5 != 0 } else { i % 7 == 0 }))).collect();
        let z: [Vec<f64>; 2] = [
            (0..n).map(|i| (i * 37 % 101) as f64 / 10.0 + 0.02 * x[i]).collect(),
            (0..n).map(|i| (i * 53 % 17) as f64).collect(),
        ];
        let covariates: Vec<&dyn Rows<f64>> = z.iter().map(|z| z as _).collect();
        let clusters: Vec<u32> = (0..n as u32).map(|i| i % 60).collect();
        // Half to even, as numpy.
        let rounded: Vec<f64> = x.iter().map(|x| x.round_ties_even()).collect();
        for line in include_str!("../reference/rdd.csv").lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let name = cells[0];
            let mut data = plain(&y, if name.starts_with("mass") { &rounded } else { &x });
            let mut options = RddOptions::default();
            if name.contains("fuzzy") { data.treatment = Some(&t); }
            if name.contains("covariates") { data.covariates = &covariates; }
            if name.contains("cluster") {
                data.clusters = Some(&clusters);
                options.variance = Variance::Cluster;
            }
            match name {
                "quadratic" => options.polynomial = 2,
                "uniform" | "mass_points_cluster" => options.kernel = Kernel::Uniform,
                "epanechnikov" => options.kernel = Kernel::Epanechnikov,
                "kink" => (options.polynomial, options.derivative) = (2, 1),
                "curvature_covariates" => (options.polynomial, options.derivative) = (3, 2),
                "hc0" => options.variance = Variance::Hc0,
                "hc1" => options.variance = Variance::Hc1,
                "cutoff" => data.cutoff = 5.0,
                "cluster_fixed" => options.bandwidth = Some(15.0),
                "fixed" => (options.bandwidth, options.bias_bandwidth) = (Some(12.0), Some(9.0)),
                _ => {}
            }
            let found = fit(&data, &options).unwrap_or_else(|error| panic!("{name}: {error}"));
            let first = found.first_stage.map_or([f64::NAN; 4], |[a, b, c]| {
                [a.estimate, b.estimate, a.standard_error, c.standard_error]
            });
            let robust = found.robust;
            let values = [
                found.h, found.b, found.n_h[0], found.n_h[1], found.conventional.estimate, robust.estimate,
                found.conventional.standard_error, robust.standard_error, robust.p, robust.low, robust.high,
                first[0], first[1], first[2], first[3],
            ];
            let keys = ["h", "b", "n_h", "n_h", "tau", "tau", "se", "se", "p", "ci", "ci", "first", "first", "first_se", "first_se"];
            for ((key, value), cell) in keys.iter().zip(values).zip(&cells[1..]).filter(|(_, cell)| !cell.is_empty()) {
                compare("rdd", &format!("{key} {name}"), value, cell.parse().unwrap(), TOLERANCE);
            }
        }
    }
}

/// A smooth design without files.
fn made(n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut draw = draws(7);
    let x: Vec<f64> = (0..n).map(|_| 2.0 * draw() - 1.0).collect();
    let y =
        x.iter().map(|x| 1.0 + x + x * x + f64::from(u8::from(*x >= 0.0)) + 0.5 * (draw() + draw() - 1.0)).collect();
    (y, x)
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let (y, x) = made(200_000);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| fit(&plain(&y, &x), &RddOptions::default())).unwrap();
        [found.h, found.b, found.robust.estimate, found.robust.standard_error].map(f64::to_bits)
    };
    assert_eq!(run(1), run(2));
    assert_eq!(run(1), run(3));
}

/// Whole weights are repetitions of rows, in every kind of variance, with chosen bandwidths.
#[test]
fn weights_are_repetitions() {
    let (y, x) = made(1_500);
    let x: Vec<f64> = x.iter().map(|x| (200.0 * x).round() / 200.0).collect();
    let weights: Vec<f64> = (0..1_500).map(|i| f64::from(i % 3)).collect();
    let clusters: Vec<u32> = (0..1_500).map(|i| i % 40).collect();
    let rows: Vec<usize> = (0..1_500).flat_map(|i| std::iter::repeat_n(i, i % 3)).collect();
    let take = |source: &[f64]| rows.iter().map(|row| source[*row]).collect::<Vec<f64>>();
    let (ry, rx) = (take(&y), take(&x));
    let rc: Vec<u32> = rows.iter().map(|row| clusters[*row]).collect();
    for variance in [Variance::NearestNeighbours(3), Variance::Hc0, Variance::Hc1, Variance::Cluster] {
        let options = RddOptions { variance, ..RddOptions::default() };
        let a = fit(&Data { weights: Some(&weights), clusters: Some(&clusters), ..plain(&y, &x) }, &options).unwrap();
        let b = fit(&Data { clusters: Some(&rc), ..plain(&ry, &rx) }, &options).unwrap();
        for (a, b) in [
            (a.h, b.h),
            (a.b, b.b),
            (a.robust.estimate, b.robust.estimate),
            (a.robust.standard_error, b.robust.standard_error),
            (a.n_h[0], b.n_h[0]),
        ] {
            assert!((a - b).abs() <= 1e-9 * b.abs(), "{variance:?}: {a} against {b}");
        }
    }
}

#[test]
fn few_changed_weights_leverage_and_influence() {
    let (y, x) = made(3_000);
    let sample = Sample::new(&plain(&y, &x), Watch::default()).unwrap();
    let few = Reweighting::new(&sample, RddOptions::default()).unwrap();
    few.plain().unwrap();
    let (mut d, mut h) = (vec![0.0; 3_000], vec![0.0; 3_000]);
    few.influence(0..3_000, &mut d, &mut h);
    assert!((h.iter().sum::<f64>() - 4.0).abs() < 1e-9);
    assert!(h.iter().all(|h| (0.0..=1.0).contains(h)));
    let changed = [(3, 0.0), (77, 2.0), (2_999, 0.0)];
    let mut weights = vec![1.0; 3_000];
    changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
    let all = fit(&Data { weights: Some(&weights), ..plain(&y, &x) }, &RddOptions::default()).unwrap();
    let found = few.fit(&changed).unwrap();
    assert_eq!(found.robust, all.robust);
    let mut total = 0.0;
    few.leverage(&changed, &mut |rows| {
        let mut output = vec![0.0; 3_000];
        rows(0..3_000, &mut output);
        total = output.iter().sum();
        assert_eq!(output[3], 0.0);
    })
    .unwrap();
    assert!((total - 4.0).abs() < 1e-9);
    // What a row pulls is about what the estimate moves without it, bandwidths as they are.
    let before = sample.fit(&RddOptions::default()).unwrap();
    let fixed = RddOptions { bandwidth: Some(before.h), bias_bandwidth: Some(before.b), ..RddOptions::default() };
    let most = (0..3_000).max_by(|a, b| d[*a].total_cmp(&d[*b])).unwrap();
    weights = vec![1.0; 3_000];
    weights[most] = 0.0;
    let without = fit(&Data { weights: Some(&weights), ..plain(&y, &x) }, &fixed).unwrap();
    let moved = before.conventional.estimate - without.conventional.estimate;
    let hc0 = sample.fit(&RddOptions { variance: Variance::Hc0, ..fixed }).unwrap().conventional.standard_error;
    let ratio = moved * moved / (hc0 * hc0 * d[most]);
    assert!((0.8..1.3).contains(&ratio), "{ratio}");
}

#[test]
fn what_cannot_be_told_is_said() {
    let (y, x) = made(400);
    let flat = vec![1.0; 400];
    assert_eq!(fit(&plain(&flat, &x), &RddOptions::default()).err(), Some(FitError::ConstantDependent));
    let far = Data { cutoff: 5.0, ..plain(&y, &x) };
    assert!(matches!(fit(&far, &RddOptions::default()).err(), Some(FitError::TooFewObservations { .. })));
    let none = Data { treatment: Some(&flat), ..plain(&y, &x) };
    assert_eq!(fit(&none, &RddOptions::default()).err(), Some(FitError::Singular));
    let orders = RddOptions { derivative: 2, ..RddOptions::default() };
    assert_eq!(fit(&plain(&y, &x), &orders).err(), Some(FitError::Shape));
    let narrow = RddOptions { bandwidth: Some(1e-9), ..RddOptions::default() };
    assert!(fit(&plain(&y, &x), &narrow).is_err());
    let one = vec![0_u32; 400];
    let clustered = RddOptions { variance: Variance::Cluster, ..RddOptions::default() };
    assert_eq!(fit(&Data { clusters: Some(&one), ..plain(&y, &x) }, &clustered).err(), Some(FitError::TooFewGroups));
    let mut broken = y.clone();
    broken[5] = f64::NAN;
    assert_eq!(fit(&plain(&broken, &x), &RddOptions::default()).err(), Some(FitError::OutOfRange));
    let stop = || true;
    assert_eq!(Sample::new(&plain(&y, &x), Watch::new(&stop)).err(), Some(FitError::Cancelled));
}

/// A long form: `SKJERM_LONG=1 cargo test -p statistics million_rows_of_a_discontinuity`.
#[test]
fn a_million_rows_of_a_discontinuity_print_their_time() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form");
        return;
    }
    let (y, x) = made(1_000_000);
    let months: Vec<f64> = x.iter().map(|x| (600.0 * x).round()).collect();
    for (what, running) in [("continuous", &x), ("months", &months)] {
        for _ in 0..3 {
            let start = std::time::Instant::now();
            let sample = Sample::new(&plain(&y, running), Watch::default()).unwrap();
            let sorted = start.elapsed();
            let found = sample.fit(&RddOptions::default()).unwrap();
            println!("rdd 1M, {what}: sorted {sorted:?}, all {:?} ({:.4})", start.elapsed(), found.robust.estimate);
        }
    }
}

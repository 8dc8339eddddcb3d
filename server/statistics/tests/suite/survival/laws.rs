//! Laws that survival estimators keep: the same bits for any number of threads, influence that foretells leaving a row out, shares of
//! information that sum to the parameters, failures that are told.

use statistics::FitError;
use statistics::covariance::Covariance;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;
use statistics::reweighted::Reweighted;
use statistics::survival::aft::{AftOptions, AftReweighting, Family, fit as fit_aft};
use statistics::survival::counts::{Counts, counts};
use statistics::survival::cox::{CoxModel, CoxOptions, CoxReweighting, Ties, concordance, fit};
use statistics::survival::curve::Curve;
use statistics::survival::log_rank::{Weighting, log_rank};
use statistics::survival::timeline::Codes;

use super::super::shared::open_draws;

struct Sample {
    x: Vec<Vec<f64>>,
    factor: Vec<u32>,
    strata: Vec<u32>,
    event: Vec<f64>,
    time: Vec<f64>,
    entry: Vec<f64>,
}

fn sample(n: usize, is_whole: bool) -> Sample {
    let mut draw = open_draws(7);
    let x: Vec<Vec<f64>> = (0..3).map(|_| (0..n).map(|_| draw() * 2.0).collect()).collect();
    let factor: Vec<u32> = (0..n).map(|_| ((draw() * 4.0) as u32).checked_sub(1).unwrap_or(NO_COLUMN)).collect();
    let strata = (0..n).map(|_| (draw() * 3.0) as u32).collect();
    let (mut event, mut time, mut entry) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..n {
        let level = if factor[row] == NO_COLUMN { 0.0 } else { 0.3 * f64::from(factor[row]) };
        let exact = -draw().ln() * 40.0 * (-0.6 * x[0][row] + 0.3 * x[1][row] - level).exp();
        let end = 60.0 * draw();
        let seen = exact.min(end);
        event.push(f64::from(u8::from(exact <= end)));
        time.push(if is_whole { seen.ceil() } else { seen });
        entry.push((0.3 * seen * draw()).floor().min(seen.ceil() - 1.0));
    }
    Sample { x, factor, strata, event, time, entry }
}

impl Sample {
    fn design(&self) -> Design<'_> {
        let mut blocks: Vec<Block<'_>> = self.x.iter().map(|x| Block::Dense(x)).collect();
        blocks.push(Block::Coded { columns: &self.factor, n_columns: 3, values: None });
        blocks.push(Block::Coded { columns: &self.factor, n_columns: 3, values: Some(&self.x[0]) });
        Design { n_rows: self.event.len(), blocks, has_constant: true }
    }
}

fn with_threads<T: Send>(n: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap().install(work)
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    for is_whole in [true, false] {
        let sample = sample(150_000, is_whole);
        let design = sample.design();
        let work = || {
            let strata = Some(Codes { codes: &sample.strata, n: 3 });
            let entry: Option<&dyn statistics::rows::Rows<f64>> = if is_whole { Some(&sample.entry) } else { None };
            let watch = Watch::default();
            let model = CoxModel::new(&design, &sample.event, &sample.time, entry, strata, watch).unwrap();
            let covariance = Covariance::Cluster { clusters: &sample.strata, n_clusters: 3 };
            let fit = model.fit(CoxOptions { covariance, ..CoxOptions::default() }).unwrap();
            let weibull = fit_aft(&design, &sample.event, &sample.time, AftOptions::default()).unwrap();
            let curve = Curve::new(&counts(&sample.event, &sample.time, None, strata, watch).unwrap()[1], 95.0);
            let mut bits: Vec<u64> = fit.coefficients.iter().map(|b| b.to_bits()).collect();
            bits.extend(fit.covariance.values.iter().map(|v| v.to_bits()));
            bits.extend([fit.log_likelihood.to_bits(), concordance(&model, &fit, None).concordant.to_bits()]);
            bits.extend(weibull.coefficients.iter().map(|b| b.to_bits()));
            bits.extend(curve.points.iter().map(|point| point.survival.to_bits()));
            bits
        };
        let first = with_threads(1, work);
        assert_eq!(first, with_threads(2, work));
        assert_eq!(first, with_threads(3, work));
    }
}

/// Whole times are coded by a table and others by sorting, few cells share a table and many do not: all ways give one result.
#[test]
fn every_way_through_the_times_gives_one_result() {
    let sample = sample(120_000, false);
    let design = sample.design();
    let options = CoxOptions::default();
    let sorted = fit(&design, &sample.event, &sample.time, options, Watch::default()).unwrap();
    // Ranks are whole numbers, and a Cox model knows the order of times only.
    let mut order: Vec<usize> = (0..sample.time.len()).collect();
    order.sort_by(|a, b| sample.time[*a].total_cmp(&sample.time[*b]));
    let mut ranks = vec![0.0; order.len()];
    order.iter().enumerate().for_each(|(rank, row)| ranks[*row] = rank as f64);
    let whole = fit(&design, &sample.event, &ranks, options, Watch::default()).unwrap();
    for (a, b) in sorted.coefficients.iter().zip(&whole.coefficients) {
        assert!((a - b).abs() <= 1e-11 * b.abs());
    }
    let early = vec![-1.0; sample.time.len()];
    let model = CoxModel::new(&design, &sample.event, &sample.time, Some(&early), None, Watch::default()).unwrap();
    let entered = model.fit(options).unwrap();
    for (a, b) in sorted.coefficients.iter().zip(&entered.coefficients) {
        assert!((a - b).abs() <= 1e-11 * b.abs());
    }
    let coarse: Vec<f64> = sample.time.iter().map(|t| t.ceil()).collect();
    let half: Vec<f64> = coarse.iter().map(|t| 0.3 * t).collect();
    let a = fit(&design, &sample.event, &coarse, options, Watch::default()).unwrap();
    let b = fit(&design, &sample.event, &half, options, Watch::default()).unwrap();
    assert_eq!(a.coefficients, b.coefficients);
}

#[test]
fn influence_foretells_leaving_a_row_out_and_leverage_sums_to_the_parameters() {
    let sample = sample(600, true);
    let design = sample.design();
    for ties in [Ties::Efron, Ties::Breslow] {
        for entry in [None, Some(&sample.entry as &dyn statistics::rows::Rows<f64>)] {
            let model = CoxModel::new(&design, &sample.event, &sample.time, entry, None, Watch::default()).unwrap();
            let few = CoxReweighting::new(model, CoxOptions { ties, ..CoxOptions::default() }).unwrap();
            let plain = few.unweighted().unwrap().clone();
            let metric = |changed: &[(usize, f64)]| {
                let other = few.fit(changed).unwrap();
                let moved: Vec<f64> = other.coefficients.iter().zip(&plain.coefficients).map(|(a, b)| a - b).collect();
                statistics_quadratic(&plain.covariance, &moved) / moved.len() as f64
            };
            // With Efron's ties a change of weight also changes the number of tied events, which influence leaves out.
            let nearness = if ties == Ties::Efron { 0.3 } else { 0.02 };
            check(&few, 600, plain.coefficients.len(), &metric, (1e-9, nearness));
        }
    }
    for family in [Family::Weibull, Family::Exponential, Family::Lognormal] {
        let options = AftOptions { family, ..AftOptions::default() };
        let few = AftReweighting::new(&design, &sample.event, &sample.time, options).unwrap();
        let plain = few.unweighted().unwrap().clone();
        let metric = |changed: &[(usize, f64)]| {
            let other = few.fit(changed).unwrap();
            let moved: Vec<f64> = other.coefficients.iter().zip(&plain.coefficients).map(|(a, b)| a - b).collect();
            statistics_quadratic(&plain.covariance, &moved) / moved.len() as f64
        };
        // Rows cut to 0 … 1 leave a little over.
        check(&few, 600, plain.coefficients.len(), &metric, (0.05, 0.02));
    }
}

fn check(
    few: &dyn Reweighted,
    n: usize,
    n_parameters: usize,
    metric: &dyn Fn(&[(usize, f64)]) -> f64,
    (tolerance, nearness): (f64, f64),
) {
    let (mut influence, mut leverage) = (vec![0.0; n], vec![0.0; n]);
    few.influence(0..n, &mut influence, &mut leverage);
    let total: f64 = leverage.iter().sum();
    assert!((total - n_parameters as f64).abs() < tolerance * n_parameters as f64, "{total} for {n_parameters}");
    assert!(leverage.iter().all(|h| (0.0..=1.0).contains(h)) && influence.iter().all(|value| *value >= 0.0));
    // A small change of weight moves the estimates as the influence says.
    for row in (0..n).step_by(37) {
        let moved = metric(&[(row, 1.0 + 1e-3)]) * 1e6;
        let expected = influence[row];
        assert!((moved - expected).abs() < nearness * expected + 1e-6, "row {row}: {moved} for {expected}");
    }
    few.leverage(&[(4, 2.0), (9, 0.0)], &mut |of| {
        let mut under = vec![0.0; n];
        of(0..n, &mut under);
        let total: f64 = under.iter().sum();
        assert!((total - n_parameters as f64).abs() < tolerance * n_parameters as f64, "{total}");
        assert_eq!(under[9], 0.0);
    })
    .unwrap();
}

/// `m' V⁻¹ m` by elimination.
fn statistics_quadratic(v: &statistics::matrix::Matrix, m: &[f64]) -> f64 {
    let k = m.len();
    let mut a: Vec<Vec<f64>> = (0..k).map(|i| v.row(i).iter().copied().chain([m[i]]).collect()).collect();
    for i in 0..k {
        for j in i + 1..k {
            let factor = a[j][i] / a[i][i];
            for c in i..=k {
                a[j][c] -= factor * a[i][c];
            }
        }
    }
    let mut x = vec![0.0; k];
    for i in (0..k).rev() {
        x[i] = (a[i][k] - (i + 1..k).map(|j| a[i][j] * x[j]).sum::<f64>()) / a[i][i];
    }
    x.iter().zip(m).map(|(x, m)| x * m).sum()
}

#[test]
fn what_cannot_be_estimated_is_told() {
    let sample = sample(400, true);
    let (event, time) = (&sample.event, &sample.time);
    let watch = Watch::default();
    let design = |x: &'static [f64]| Design {
        n_rows: x.len(),
        blocks: vec![Block::Dense(Box::leak(Box::new(x)))],
        has_constant: true,
    };
    let leak = |values: Vec<f64>| -> &'static [f64] { values.leak() };
    // All events have x = 1, some censored x = 0: the hazard ratio is infinite.
    let separated = design(leak(
        event.iter().enumerate().map(|(row, e)| if *e == 1.0 || row % 2 == 0 { 1.0 } else { 0.0 }).collect(),
    ));
    for ties in [Ties::Efron, Ties::Breslow] {
        let options = CoxOptions { ties, ..CoxOptions::default() };
        assert_eq!(fit(&separated, event, time, options, watch).err(), Some(FitError::Separation));
    }
    for family in [Family::Weibull, Family::Exponential, Family::Lognormal, Family::Loglogistic] {
        let found = fit_aft(&separated, event, time, AftOptions { family, ..AftOptions::default() }).err();
        assert_eq!(found, Some(FitError::Separation), "{family:?}");
    }
    let constant = design(leak(vec![3.0; 400]));
    let found = fit(&constant, event, time, CoxOptions::default(), watch).err();
    assert_eq!(found, Some(FitError::Collinear { columns: vec![0] }));
    let none = vec![0.0; 400];
    let x = design(leak(sample.x[0].clone()));
    assert_eq!(fit(&x, &none, time, CoxOptions::default(), watch).err(), Some(FitError::TooFewGroups));
    assert_eq!(fit_aft(&x, &none, time, AftOptions::default()).err(), Some(FitError::TooFewGroups));
    assert_eq!(fit_aft(&x, event, &none, AftOptions::default()).err(), Some(FitError::OutOfRange));
    assert_eq!(fit(&x, &vec![2.0; 400], time, CoxOptions::default(), watch).err(), Some(FitError::OutOfRange));
    assert_eq!(fit(&x, event, &vec![f64::NAN; 400], CoxOptions::default(), watch).err(), Some(FitError::OutOfRange));
    assert_eq!(fit(&x, event, &vec![1.0; 3], CoxOptions::default(), watch).err(), Some(FitError::Shape));
    assert!(CoxModel::new(&x, event, time, Some(time), None, watch).is_err());
    let tables = counts(event, time, None, None, watch).unwrap();
    assert_eq!(log_rank(&[tables], Weighting::default()).err(), Some(FitError::TooFewGroups));
    let cancelled = || true;
    let watch = Watch::new(&cancelled);
    assert_eq!(fit(&x, event, time, CoxOptions::default(), watch).err(), Some(FitError::Cancelled));
}

#[test]
fn collinear_columns_are_left_out_and_named() {
    let sample = sample(500, true);
    let sum: Vec<f64> = sample.x[0].iter().zip(&sample.x[1]).map(|(a, b)| a - 2.0 * b + 1.0).collect();
    let blocks = vec![
        Block::Dense(&sample.x[0]),
        Block::Dense(&sample.x[1]),
        Block::Dense(&sum),
        Block::Coded { columns: &sample.factor, n_columns: 4, values: None },
    ];
    let design = Design { n_rows: 500, blocks, has_constant: true };
    let cox = fit(&design, &sample.event, &sample.time, CoxOptions::default(), Watch::default()).unwrap();
    assert_eq!(cox.dropped, [2, 6]);
    let weibull = fit_aft(&design, &sample.event, &sample.time, AftOptions::default()).unwrap();
    assert_eq!(weibull.dropped, [2, 6]);
}

/// Shifting and scaling columns changes coefficients as it must, whatever the size of the numbers.
#[test]
fn columns_may_have_any_center_and_unit() {
    let sample = sample(2000, true);
    let far: Vec<f64> = sample.x[0].iter().map(|x| 1e6 + 1e-3 * x).collect();
    let of = |x: &Vec<f64>| {
        let design = Design { n_rows: 2000, blocks: vec![Block::Dense(x)], has_constant: true };
        let cox = fit(&design, &sample.event, &sample.time, CoxOptions::default(), Watch::default()).unwrap();
        let aft = fit_aft(&design, &sample.event, &sample.time, AftOptions::default()).unwrap();
        (cox.coefficients[0], cox.standard_errors[0], aft.coefficients[0], aft.standard_errors[0])
    };
    let (near, far) = (of(&sample.x[0]), of(&far));
    // Values near 1e6 hold steps of 1e-10 only: seven digits of a spread of 1e-3.
    for (a, b) in [(near.0, far.0), (near.1, far.1), (near.2, far.2), (near.3, far.3)] {
        assert!((a - 1e-3 * b).abs() < 1e-6 * a.abs(), "{a} and {b}");
    }
}

#[test]
fn a_curve_of_coarse_times_comes_from_tables_of_counts() {
    let sample = sample(3000, true);
    let table = &counts(&sample.event, &sample.time, None, None, Watch::default()).unwrap()[0];
    let ends: Vec<f64> = (1..=12).map(|end| 5.0 * f64::from(end)).collect();
    let grouped = table.grouped(&ends);
    let coarse: Vec<f64> = sample.time.iter().map(|time| (time / 5.0).ceil() * 5.0).collect();
    let direct = &counts(&sample.event, &coarse, None, None, Watch::default()).unwrap()[0];
    assert_eq!(&grouped, direct);
    assert_eq!(Curve::new(&grouped, 95.0), Curve::new(direct, 95.0));
    let weights: Vec<f64> = (0..3000).map(|row| (row % 3) as f64).collect();
    let copies: Vec<usize> = (0..3000).flat_map(|row| vec![row; row % 3]).collect();
    let pick = |values: &[f64]| -> Vec<f64> { copies.iter().map(|&row| values[row]).collect() };
    let weighted = counts(&sample.event, &sample.time, Some(&weights), None, Watch::default()).unwrap();
    let many = counts(&pick(&sample.event), &pick(&sample.time), None, None, Watch::default()).unwrap();
    assert_eq!(weighted, many);
    // Perturbed tables do not break the curve.
    let odd = Counts {
        times: vec![1.0, 2.0, 3.0],
        at_risk: vec![5.0, 0.0, 2.0],
        events: vec![-1.0, 1.0, 4.0],
        censored: vec![0.0; 3],
    };
    let curve = Curve::new(&odd, 95.0);
    assert_eq!(curve.points.iter().map(|point| point.survival).collect::<Vec<_>>(), [1.0, 1.0, 0.0]);
    assert!(curve.points.iter().all(|point| point.survival.is_finite() && point.cumulative_hazard_se.is_finite()));
}

/// A level in which nobody has the event has an infinite coefficient, also beside other columns.
#[test]
fn a_level_without_events_is_separation() {
    let mut sample = sample(5000, true);
    for row in 0..5000 {
        if sample.factor[row] == 2 {
            sample.event[row] = 0.0;
        }
    }
    let blocks = vec![Block::Dense(&sample.x[0]), Block::Coded { columns: &sample.factor, n_columns: 3, values: None }];
    let design = Design { n_rows: 5000, blocks, has_constant: true };
    let found = fit(&design, &sample.event, &sample.time, CoxOptions::default(), Watch::default()).err();
    assert_eq!(found, Some(FitError::Separation));
    for family in [Family::Weibull, Family::Exponential, Family::Lognormal, Family::Loglogistic] {
        let options = AftOptions { family, ..AftOptions::default() };
        assert_eq!(
            fit_aft(&design, &sample.event, &sample.time, options).err(),
            Some(FitError::Separation),
            "{family:?}"
        );
    }
}

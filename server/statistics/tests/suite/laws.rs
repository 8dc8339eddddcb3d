//! Laws that hold for any data: thread counts, row order, weights as repetitions, shifts and scales, collinear columns.

use statistics::FitError;
use statistics::covariance::Covariance;
use statistics::describe::moments::moments;
use statistics::describe::quantile::Sorted;
use statistics::describe::{correlation::covariances, gini::gini};
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;
use statistics::linear::few::Reweighting;
use statistics::linear::influence;
use statistics::linear::ols::{OlsFit, OlsOptions, fit};
use statistics::reweighted::{Least, Reweighted};

use super::shared::numbers;

const N: usize = 150_001;

struct Data {
    y: Vec<f64>,
    x: Vec<Vec<f64>>,
    group: Vec<u32>,
    weights: Vec<f64>,
}

fn data(n: usize) -> Data {
    let x: Vec<Vec<f64>> = (1..4).map(|seed| numbers(n, seed)).collect();
    let noise = numbers(n, 9);
    let group: Vec<u32> = numbers(n, 5).iter().map(|u| if *u < 0.2 { NO_COLUMN } else { (u * 7.0) as u32 }).collect();
    let y = (0..n).map(|i| 3.0 + x[0][i] - 2.0 * x[1][i] + f64::from(group[i] % 5) * 0.1 + noise[i]).collect();
    let weights = numbers(n, 6).iter().map(|u| if *u < 0.01 { 0.0 } else { (u * 3.0).ceil() }).collect();
    Data { y, x, group, weights }
}

impl Data {
    fn design(&self) -> Design<'_> {
        let mut blocks: Vec<Block<'_>> = self.x.iter().map(|x| Block::Dense(x)).collect();
        blocks.push(Block::Coded { columns: &self.group, n_columns: 7, values: None });
        blocks.push(Block::Coded { columns: &self.group, n_columns: 7, values: Some(&self.x[0]) });
        Design { n_rows: self.y.len(), blocks, has_constant: true }
    }

    fn take(&self, rows: &[usize]) -> Data {
        Data {
            y: rows.iter().map(|&row| self.y[row]).collect(),
            x: self.x.iter().map(|x| rows.iter().map(|&row| x[row]).collect()).collect(),
            group: rows.iter().map(|&row| self.group[row]).collect(),
            weights: rows.iter().map(|&row| self.weights[row]).collect(),
        }
    }
}

fn bits(fit: &OlsFit) -> Vec<u64> {
    let numbers = fit.coefficients.iter().chain(&fit.standard_errors).chain(&fit.covariance.values);
    numbers.chain([&fit.r_squared, &fit.rmse, &fit.log_likelihood]).map(|v| v.to_bits()).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let data = data(N);
    let clusters: Vec<u32> = (0..N as u32).map(|row| row % 997).collect();
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut all = Vec::new();
            for covariance in
                [Covariance::Classical, Covariance::Hc1, Covariance::Cluster { clusters: &clusters, n_clusters: 997 }]
            {
                let options = OlsOptions { weights: Some(&data.weights), covariance, ..OlsOptions::default() };
                all.extend(bits(&fit(&data.design(), &data.y, options).unwrap()));
            }
            let m = moments(&data.y, Some(&data.weights), Watch::default()).unwrap();
            all.extend([m.mean.to_bits(), m.variance.to_bits(), m.kurtosis.to_bits()]);
            all
        })
    };
    let one = run(1);
    assert_eq!(one, run(2));
    assert_eq!(one, run(5));
}

#[test]
fn whole_weights_are_repetitions_of_rows() {
    let data = data(4_000);
    let rows: Vec<usize> = (0..4_000).flat_map(|row| std::iter::repeat_n(row, data.weights[row] as usize)).collect();
    let repeated = data.take(&rows);
    for covariance in [Covariance::Classical, Covariance::Hc1] {
        let weighted = OlsOptions { weights: Some(&data.weights), covariance, ..OlsOptions::default() };
        let a = fit(&data.design(), &data.y, weighted).unwrap();
        let b = fit(&repeated.design(), &repeated.y, OlsOptions { covariance, ..OlsOptions::default() }).unwrap();
        same(&a, &b, 1e-9);
    }
    let (a, b) = (Sorted::new(&data.y, Some(&data.weights)), Sorted::new(&repeated.y, None));
    for p in [0.0, 0.01, 0.25, 0.5, 0.77, 1.0] {
        assert_eq!(a.quantile(p), b.quantile(p));
    }
    close(gini(&data.y, Some(&data.weights)).unwrap(), gini(&repeated.y, None).unwrap(), 1e-12);
}

#[test]
fn order_of_rows_changes_nothing_that_is_shown() {
    let data = data(20_000);
    let mut rows: Vec<usize> = (0..20_000).collect();
    let keys = numbers(20_000, 77);
    rows.sort_by(|a, b| keys[*a].total_cmp(&keys[*b]));
    let shuffled = data.take(&rows);
    let a = fit(&data.design(), &data.y, OlsOptions::default()).unwrap();
    let b = fit(&shuffled.design(), &shuffled.y, OlsOptions::default()).unwrap();
    same(&a, &b, 1e-10);
}

#[test]
fn shifts_and_scales_move_estimates_as_they_should() {
    let data = data(5_000);
    let far: Vec<f64> = data.x[0].iter().map(|x| 1e7 + 1000.0 * x).collect();
    let tall: Vec<f64> = data.y.iter().map(|y| 5.0 - 3.0 * y).collect();
    let near =
        Design { n_rows: 5_000, blocks: vec![Block::Dense(&data.x[0]), Block::Dense(&data.x[1])], has_constant: true };
    let moved = Design { blocks: vec![Block::Dense(&far), Block::Dense(&data.x[1])], ..near.clone() };
    let a = fit(&near, &data.y, OlsOptions::default()).unwrap();
    let b = fit(&moved, &tall, OlsOptions::default()).unwrap();
    close(b.coefficients[0], -3.0 * a.coefficients[0] / 1000.0, 1e-9);
    close(b.standard_errors[0], 3.0 * a.standard_errors[0] / 1000.0, 1e-9);
    close(b.coefficients[1], -3.0 * a.coefficients[1], 1e-9);
    close(b.r_squared, a.r_squared, 1e-10);
}

#[test]
fn collinear_and_constant_columns_are_named_and_left_out() {
    let data = data(3_000);
    let sum: Vec<f64> = (0..3_000).map(|row| data.x[0][row] + data.x[1][row]).collect();
    let constant = vec![7.5; 3_000];
    let never = vec![NO_COLUMN; 3_000];
    let blocks = vec![
        Block::Dense(&data.x[0]),
        Block::Dense(&constant),
        Block::Dense(&data.x[1]),
        Block::Dense(&sum),
        Block::Coded { columns: &never, n_columns: 1, values: None },
        Block::Dense(&data.x[2]),
    ];
    let design = Design { n_rows: 3_000, blocks, has_constant: true };
    let fitted = fit(&design, &data.y, OlsOptions::default()).unwrap();
    assert_eq!(fitted.dropped, [1, 3, 4]);
    assert_eq!(fitted.kept, [0, 2, 5]);
    let blocks = data.x.iter().map(|x| Block::Dense(x)).collect();
    let plain = fit(&Design { n_rows: 3_000, blocks, has_constant: true }, &data.y, OlsOptions::default()).unwrap();
    same(&fitted, &plain, 1e-9);
}

/// All levels of a factor beside a constant: the last one goes, whichever way the cross products round.
#[test]
fn a_full_set_of_dummies_loses_its_last() {
    let n = 10_000;
    let level: Vec<u32> = numbers(n, 3).iter().map(|u| (u * 40.0) as u32).collect();
    let y = numbers(n, 4);
    let blocks = vec![Block::Coded { columns: &level, n_columns: 40, values: None }];
    let fitted = fit(&Design { n_rows: n, blocks, has_constant: true }, &y, OlsOptions::default()).unwrap();
    assert_eq!(fitted.dropped, [39]);
}

#[test]
fn too_little_data_is_said_and_never_a_number() {
    let y = [1.0, 2.0, 4.0];
    let x = [1.0, 2.0, 3.5];
    let z = [0.5, 0.1, 0.7];
    let design = |blocks| Design { n_rows: 3, blocks, has_constant: true };
    let few = fit(&design(vec![Block::Dense(&x), Block::Dense(&z)]), &y, OlsOptions::default());
    assert_eq!(few.err(), Some(FitError::TooFewObservations { n_parameters: 3 }));
    let flat = fit(&design(vec![Block::Dense(&x)]), &[2.0; 3], OlsOptions::default());
    assert_eq!(flat.err(), Some(FitError::ConstantDependent));
    let none =
        fit(&design(vec![Block::Dense(&x)]), &y, OlsOptions { weights: Some(&[0.0; 3]), ..OlsOptions::default() });
    assert!(matches!(none.err(), Some(FitError::TooFewObservations { .. })));
    let zero = [0.0; 3];
    let nothing = Design { n_rows: 3, blocks: vec![Block::Dense(&zero)], has_constant: false };
    assert_eq!(fit(&nothing, &y, OlsOptions::default()).err(), Some(FitError::Collinear { columns: vec![0] }));
    let shorter = [1.0, 2.0];
    let uneven = fit(&design(vec![Block::Dense(&shorter)]), &y, OlsOptions::default());
    assert_eq!(uneven.err(), Some(FitError::Shape));
    let huge = [1e200, -1e200, 3e200];
    let beyond = fit(&design(vec![Block::Dense(&huge)]), &y, OlsOptions::default());
    assert_eq!(beyond.err(), Some(FitError::OutOfRange));
    let beyond = fit(&design(vec![Block::Dense(&x)]), &huge, OlsOptions::default());
    assert_eq!(beyond.err(), Some(FitError::OutOfRange));
}

#[test]
fn cancelling_stops_the_fold() {
    let data = data(1_000);
    let stop = || true;
    let options = OlsOptions { watch: Watch::new(&stop), ..OlsOptions::default() };
    assert_eq!(fit(&data.design(), &data.y, options).err(), Some(FitError::Cancelled));
}

/// Leverages of any weighted fit add up to the number of parameters.
#[test]
fn leverages_add_up_to_the_parameters() {
    let data = data(6_000);
    let options = OlsOptions { weights: Some(&data.weights), ..OlsOptions::default() };
    let fitted = fit(&data.design(), &data.y, options).unwrap();
    let found = influence(&data.design(), &data.y, Some(&data.weights), &fitted);
    close(found.leverage.iter().sum::<f64>(), fitted.coefficients.len() as f64, 1e-9);
}

/// Leaving a row out changes the fitted values by what Cook's distance says (its definition).
#[test]
fn cooks_distance_is_what_leaving_a_row_out_does() {
    let data = data(60);
    let x = &data.x[0];
    let design = Design { n_rows: 60, blocks: vec![Block::Dense(x)], has_constant: true };
    let fitted = fit(&design, &data.y, OlsOptions::default()).unwrap();
    let found = influence(&design, &data.y, None, &fitted);
    let all = fitted.fitted(&design, &data.y);
    for row in [0, 17, 59] {
        let weights: Vec<f64> = (0..60).map(|i| f64::from(u8::from(i != row))).collect();
        let without = fit(&design, &data.y, OlsOptions { weights: Some(&weights), ..OlsOptions::default() }).unwrap();
        let rest = without.fitted(&design, &data.y);
        let moved: f64 = all.iter().zip(&rest).map(|(a, b)| (a - b) * (a - b)).sum();
        close(found.cooks_distance[row], moved / (2.0 * fitted.rmse * fitted.rmse), 1e-9);
    }
}

/// Fits under weights that differ from 1 in a few rows follow from the unweighted cross products, also where rows that carried
/// nearly all of a direction go.
#[test]
fn few_changed_weights_give_what_all_weights_give() {
    let mut data = data(9_000);
    for far in [0.0, 50.0, 1e9] {
        data.x[1][77] += far;
        data.y[4_100] -= far * far;
        let design = data.design();
        let reweighting = Reweighting::new(&design, &data.y, Watch::default()).unwrap();
        let plain = fit(&design, &data.y, OlsOptions::default()).unwrap();
        same(&reweighting.fit(&[], OlsOptions::default()).unwrap(), &plain, 1e-9);
        let (mut h, mut d) = (vec![0.0; 9_000], vec![0.0; 9_000]);
        reweighting.influence(0..9_000, &mut d, &mut h);
        let all = influence(&design, &data.y, None, &plain);
        for row in 0..9_000 {
            close(h[row], all.leverage[row], 1e-7);
            close(d[row], all.cooks_distance[row], 1e-5);
        }
        for share in [0.0, 1e-3, 0.3, 1.0] {
            let least = Least { influence: share * d.iter().copied().fold(0.0, f64::max), leverage: 0.1 };
            let mut found = Vec::new();
            reweighting.outstanding(100..9_000, least, &mut found);
            assert!(found.is_sorted_by_key(|row| row.row));
            for row in 100..9_000 {
                let told = found.binary_search_by_key(&row, |row| row.row).ok().map(|at| found[at]);
                assert!(told.is_some() || (d[row] < least.influence && h[row] <= least.leverage), "row {row}");
                assert!(told.is_none_or(|told| told.influence == d[row] && told.leverage == h[row]), "row {row}");
            }
            // Most rows are passed over where little stands out.
            assert!(share < 1.0 || far > 0.0 || found.len() < 5_000, "{} rows", found.len());
        }
        let changed = [(0, 2.0), (77, 0.0), (1_023, 0.3), (1_024, 1.8), (4_100, 0.0), (8_999, 0.0)];
        let mut weights = vec![1.0; 9_000];
        changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
        for covariance in [Covariance::Classical, Covariance::Hc1] {
            let options = OlsOptions { covariance, ..OlsOptions::default() };
            let wanted = fit(&design, &data.y, OlsOptions { weights: Some(&weights), ..options }).unwrap();
            same(&reweighting.fit(&changed, options).unwrap(), &wanted, 1e-9);
            let mut found = vec![0.0; 9_000];
            reweighting.leverage(&changed, &mut |leverage| leverage(0..9_000, &mut found)).unwrap();
            let wanted = influence(&design, &data.y, Some(&weights), &wanted);
            for row in 0..9_000 {
                close(found[row], wanted.leverage[row], 1e-7);
            }
            match reweighting.growth(&changed) {
                Some(growth) => {
                    assert!(far < 1e9);
                    for row in 0..9_000 {
                        assert!(found[row] <= weights[row] * h[row] * growth * (1.0 + 1e-9), "row {row}");
                    }
                }
                None => assert!(far > 0.0),
            }
        }
    }
}

#[test]
fn correlation_of_a_line_is_one() {
    let x = numbers(1_000, 1);
    let line: Vec<f64> = x.iter().map(|x| 1e6 - 2.0 * x).collect();
    let found = covariances(&[&x, &line, &numbers(1_000, 2)], None, Watch::default()).unwrap();
    close(found.correlation(0, 1).unwrap(), -1.0, 1e-9);
    assert!(found.correlation(0, 2).unwrap().abs() < 0.2);
    let m = moments(&x, None, Watch::default()).unwrap();
    close(found.covariance[(0, 0)], m.variance, 1e-12);
}

fn same(a: &OlsFit, b: &OlsFit, tolerance: f64) {
    assert_eq!(a.coefficients.len(), b.coefficients.len());
    for i in 0..a.coefficients.len() {
        close(a.coefficients[i], b.coefficients[i], tolerance);
        close(a.standard_errors[i], b.standard_errors[i], tolerance);
        close(a.p[i], b.p[i], tolerance * 1e3);
    }
    close(a.r_squared, b.r_squared, tolerance);
    close(a.bic, b.bic, tolerance);
}

fn close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-6), "{value} against {expected}");
}

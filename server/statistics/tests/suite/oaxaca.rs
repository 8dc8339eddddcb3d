//! Decompositions of differences against R, and against laws.

use statistics::covariance::Covariance;
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::linear::ols::{self, OlsOptions};
use statistics::oaxaca::{Interacted, OaxacaFit, OaxacaModel, OaxacaOptions, OaxacaReweighting, PartName, fit};
use statistics::reweighted::Reweighted;

use super::precision::compare;
use super::shared::{column, columns, draws, json, strings};

struct Data {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    groups: Vec<u32>,
}

impl Data {
    fn with<T>(&self, has_constant: bool, work: impl FnOnce(&OaxacaModel<'_>) -> T) -> T {
        let blocks = self.x.iter().map(|column| Block::Dense(column)).collect();
        let design = Design { n_rows: self.y.len(), blocks, has_constant };
        work(&OaxacaModel { design: &design, y: &self.y, groups: &self.groups })
    }
}

fn wages() -> Option<Data> {
    let path = "reference/data/cps1985.csv";
    let (numbers, texts) = (columns(path)?, strings(path)?);
    let indicator =
        |name: &str, value: &str| texts[name].iter().map(|text| f64::from(u8::from(text == value))).collect();
    Some(Data {
        x: vec![
            column(&numbers, "education").clone(),
            column(&numbers, "experience").clone(),
            indicator("union", "yes"),
        ],
        y: column(&numbers, "wage").iter().map(|wage| wage.ln()).collect(),
        groups: texts["gender"].iter().map(|gender| u32::from(gender == "male")).collect(),
    })
}

fn pooled() -> OaxacaOptions<'static> {
    OaxacaOptions { is_pooled: true, ..OaxacaOptions::default() }
}

super::precision::cases! {
    fn wages_of_men_and_women() {
        let Some(data) = wages() else { return };
        let expected = json("reference/cases/oaxaca_cps1985_gender.json").unwrap()["results"]["R"].clone();
        data.with(true, |model| {
            let three = fit(model, &OaxacaOptions::default()).unwrap();
            assert_eq!(three.first, 1);
            compare("oaxaca", "gap", three.difference, expected["gap"].as_f64().unwrap(), 1e-10);
            for (part, key) in three.parts.iter().zip(["endowments", "coefficients", "interaction"]) {
                compare("oaxaca", key, part.total.value, expected["threefold"][key].as_f64().unwrap(), 1e-10);
            }
            let two = fit(model, &pooled()).unwrap();
            for (part, key) in two.parts.iter().zip(["explained", "unexplained"]) {
                let expected = expected["twofold_pooled_with_group_dummy"][key].as_f64().unwrap();
                compare("oaxaca", key, part.total.value, expected, 1e-10);
            }
        });
    }
}

fn made(n: usize, seed: u64) -> Data {
    let mut draw = draws(seed);
    let groups: Vec<u32> = (0..n).map(|_| u32::from(draw() < 0.4)).collect();
    let x: Vec<Vec<f64>> =
        (0..2).map(|k| groups.iter().map(|g| draw() + 0.3 * f64::from(*g) + 100.0 * f64::from(k)).collect()).collect();
    let y = (0..n).map(|row| x[0][row] * (1.0 + f64::from(groups[row])) - x[1][row] + draw() * x[0][row]).collect();
    Data { x, y, groups }
}

fn near(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance * expected.abs().max(1e-3), "{value} for {expected}");
}

fn sums(found: &OaxacaFit) {
    near(found.parts.iter().map(|part| part.total.value).sum(), found.difference, 1e-9);
    for part in &found.parts {
        near(part.detail.iter().map(|detail| detail.value).sum(), part.total.value, 1e-9);
    }
}

#[test]
fn parts_sum_to_the_difference() {
    let data = made(500, 1);
    for has_constant in [true, false] {
        for is_robust in [true, false] {
            data.with(has_constant, |model| {
                let three = fit(model, &OaxacaOptions { is_robust, ..OaxacaOptions::default() }).unwrap();
                let two = fit(model, &OaxacaOptions { is_robust, ..pooled() }).unwrap();
                if has_constant {
                    sums(&three);
                    sums(&two);
                }
                assert_eq!(three.parts[0].detail.len(), 2 + usize::from(has_constant));
                let names: Vec<PartName> = two.parts.iter().map(|part| part.name).collect();
                assert_eq!(names, [PartName::Explained, PartName::Unexplained]);
                assert!(three.parts.iter().chain(&two.parts).all(|part| part.total.standard_error > 0.0));
            });
        }
    }
}

/// The pooled slopes are those of a regression of all rows with a dummy of the group.
#[test]
fn the_pooled_model_has_a_dummy() {
    let data = made(500, 2);
    let dummy: Vec<f64> = data.groups.iter().map(|g| f64::from(*g)).collect();
    let blocks = vec![Block::Dense(&data.x[0]), Block::Dense(&data.x[1]), Block::Dense(&dummy)];
    let design = Design { n_rows: 500, blocks, has_constant: true };
    let slopes = ols::fit(&design, &data.y, OlsOptions::default()).unwrap().coefficients;
    let mean = |x: &[f64], group: u32| {
        let rows: Vec<f64> = x.iter().zip(&data.groups).filter(|(_, g)| **g == group).map(|(x, _)| *x).collect();
        rows.iter().sum::<f64>() / rows.len() as f64
    };
    let two = data.with(true, |model| fit(model, &pooled()).unwrap());
    for j in 0..2 {
        let apart = mean(&data.x[j], two.first) - mean(&data.x[j], 1 - two.first);
        near(two.parts[0].detail[j].value, apart * slopes[j], 1e-10);
    }
}

/// Endowments and coefficients by their definitions, the delta method by differences of the definition.
#[test]
fn standard_errors_by_the_definition() {
    let data = made(400, 3);
    let three =
        data.with(true, |model| fit(model, &OaxacaOptions { is_robust: true, ..OaxacaOptions::default() }).unwrap());
    let of = |group: u32| {
        let rows: Vec<usize> = (0..400).filter(|row| data.groups[*row] == group).collect();
        let take = |x: &[f64]| rows.iter().map(|row| x[*row]).collect::<Vec<f64>>();
        let (x, y): (Vec<Vec<f64>>, Vec<f64>) = (data.x.iter().map(|x| take(x)).collect(), take(&data.y));
        let blocks = x.iter().map(|column| Block::Dense(column)).collect();
        let design = Design { n_rows: y.len(), blocks, has_constant: true };
        let fit = ols::fit(&design, &y, OlsOptions { covariance: Covariance::Hc1, ..OlsOptions::default() }).unwrap();
        let n = y.len() as f64;
        let mean = |x: &[f64]| x.iter().sum::<f64>() / n;
        let means = vec![mean(&x[0]), mean(&x[1]), 1.0];
        let spread = |a: usize, b: usize| -> f64 {
            let products = x[a].iter().zip(&x[b]).map(|(p, q)| (p - means[a]) * (q - means[b]));
            products.sum::<f64>() / (n * (n - 1.0))
        };
        (fit, means.clone(), [[spread(0, 0), spread(0, 1)], [spread(1, 0), spread(1, 1)]])
    };
    let ((one, x1, m1), (two, x2, m2)) = (of(three.first), of(1 - three.first));
    let (mut value, mut variance) = (0.0, 0.0);
    for i in 0..3 {
        value += (x1[i] - x2[i]) * two.coefficients[i];
        for j in 0..3 {
            variance += (x1[i] - x2[i]) * (x1[j] - x2[j]) * two.covariance[(i, j)];
            if i < 2 && j < 2 {
                variance += two.coefficients[i] * two.coefficients[j] * (m1[i][j] + m2[i][j]);
            }
        }
    }
    near(three.parts[0].total.value, value, 1e-9);
    near(three.parts[0].total.standard_error, variance.sqrt(), 1e-9);
    let apart: Vec<f64> = one.coefficients.iter().zip(&two.coefficients).map(|(a, b)| a - b).collect();
    near(three.parts[1].total.value, x2.iter().zip(&apart).map(|(x, c)| x * c).sum(), 1e-8);
}

#[test]
fn weights_collinear_columns_and_few_changed_weights() {
    let mut data = made(600, 4);
    // Known in one group only: dropped in both.
    data.x.push(data.groups.iter().enumerate().map(|(row, g)| if *g == 0 { 0.0 } else { (row % 7) as f64 }).collect());
    let weights: Vec<f64> = (0..600).map(|row| f64::from(row % 3)).collect();
    let twice = |row: usize| row % 3;
    let long = Data {
        x: data.x.iter().map(|x| (0..600).flat_map(|row| std::iter::repeat_n(x[row], twice(row))).collect()).collect(),
        y: (0..600).flat_map(|row| std::iter::repeat_n(data.y[row], twice(row))).collect(),
        groups: (0..600).flat_map(|row| std::iter::repeat_n(data.groups[row], twice(row))).collect(),
    };
    for is_pooled in [false, true] {
        let options = OaxacaOptions { is_pooled, is_robust: is_pooled, ..OaxacaOptions::default() };
        let a = data.with(true, |model| fit(model, &OaxacaOptions { weights: Some(&weights), ..options }).unwrap());
        let b = long.with(true, |model| fit(model, &options).unwrap());
        assert_eq!((a.dropped.as_slice(), a.kept.as_slice()), (&[2][..], &[0, 1][..]));
        for (a, b) in a.parts.iter().zip(&b.parts) {
            near(a.total.value, b.total.value, 1e-9);
            near(a.total.standard_error, b.total.standard_error, 1e-9);
        }
    }
    // A factor with a level that one group lacks.
    let codes: Vec<u32> = (0..600_u32)
        .map(|row| match row % 4 {
            0 => NO_COLUMN,
            3 if data.groups[row as usize] == 1 => 0,
            code => code - 1,
        })
        .collect();
    let mut blocks: Vec<Block<'_>> = data.x[..2].iter().map(|x| Block::Dense(x)).collect();
    blocks.push(Block::Coded { columns: &codes, n_columns: 3, values: None });
    let design = Design { n_rows: 600, blocks, has_constant: true };
    let model = OaxacaModel { design: &design, y: &data.y, groups: &data.groups };
    let plain = fit(&model, &OaxacaOptions::default()).unwrap();
    assert_eq!(plain.dropped, [4]);
    sums(&plain);
    let interacted = Interacted::new(&model);
    let joint = interacted.design();
    let few = OaxacaReweighting::new(model, &joint, OaxacaOptions::default()).unwrap();
    few.plain().unwrap();
    let (mut influence, mut leverage) = (vec![0.0; 600], vec![0.0; 600]);
    few.influence(0..600, &mut influence, &mut leverage);
    near(leverage.iter().sum(), 11.0, 1e-8);
    assert!(influence.iter().all(|value| *value >= 0.0));
    let changed = [(3, 0.0), (100, 2.0)];
    let mut all = vec![1.0; 600];
    changed.iter().for_each(|(row, weight)| all[*row] = *weight);
    let wanted = fit(&model, &OaxacaOptions { weights: Some(&all), ..OaxacaOptions::default() }).unwrap();
    // As text: a constant has no statistic where the means cannot differ.
    assert_eq!(format!("{:?}", few.fit(&changed).unwrap()), format!("{wanted:?}"));
    let mut found = vec![0.0; 600];
    few.leverage(&changed, &mut |leverage| leverage(0..600, &mut found)).unwrap();
    assert!(found[3] == 0.0);
}

#[test]
fn threads_change_no_bit() {
    let data = made(150_000, 5);
    let run = |n| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().unwrap();
        pool.install(|| data.with(true, |model| fit(model, &pooled()).unwrap()))
    };
    assert_eq!(format!("{:?}", run(1)), format!("{:?}", run(3)));
}

//! Principal components and what rows do to correlations.

use statistics::FitError;
use statistics::describe::correlation::covariances;
use statistics::describe::correlation_rows::Reweighting;
use statistics::eigen::symmetric_eigen;
use statistics::fold::Watch;
use statistics::matrix::Matrix;
use statistics::pca::{Basis, Scores, components};
use statistics::reweighted::Reweighted;
use statistics::rows::Rows;

use super::precision::compare;
use super::shared::{columns, json, strings};

super::precision::cases! {
    fn components_of_arrests() {
        let Some(data) = columns("reference/data/usarrests.csv") else { return };
        let expected = json("reference/cases/pca_usarrests.json").unwrap()["results"]["R"].clone();
        let numbers: Vec<&Vec<f64>> = data.iter().map(|(_, x)| x).filter(|x| x.iter().all(|x| !x.is_nan())).collect();
        let x: Vec<&[f64]> = numbers.iter().map(|x| x.as_slice()).collect();
        let found = components(&covariances(&x, None, Watch::default()).unwrap(), Basis::Correlation).unwrap();
        let rows: Vec<&dyn Rows<f64>> = numbers.iter().map(|x| *x as _).collect();
        for i in 0..4 {
            let number = |key: &str| expected[key][i].as_f64().unwrap();
            compare("pca", "eigenvalue", found.eigenvalues[i], number("eigenvalues"), 1e-10);
            compare("pca", "proportion", found.proportion[i], number("proportion"), 1e-10);
            let loadings = &expected["loadings_abs"][format!("PC{}", i + 1)];
            for j in 0..4 {
                compare("pca", "loading", found.loadings[(j, i)].abs(), loadings[j].as_f64().unwrap(), 1e-10);
            }
            let largest = (0..4).max_by(|a, b| found.loadings[(*a, i)].abs().total_cmp(&found.loadings[(*b, i)].abs())).unwrap();
            assert!(found.loadings[(largest, i)] > 0.0);
            // Scores have the component's variance.
            let scores = Scores::new(&found, i, &rows);
            let mut values = vec![0.0; scores.len()];
            scores.read(0, &mut values);
            let square: f64 = values.iter().map(|v| v * v).sum();
            compare("pca", "scores", square / (values.len() as f64 - 1.0), number("eigenvalues"), 1e-10);
        }
        assert!((found.cumulative[3] - 1.0).abs() < 1e-14);
        assert!(strings("reference/data/usarrests.csv").is_some());
    }
}

#[test]
fn rotations_find_all_eigenvalues() {
    // Hilbert's matrix: condition 1.6e13 at size 10; eigenvectors stay orthogonal and give it back.
    let n = 10;
    let mut a = Matrix::zeros(n, n);
    (0..n).for_each(|i| (0..n).for_each(|j| a[(i, j)] = 1.0 / (i + j + 1) as f64));
    let found = symmetric_eigen(&a).unwrap();
    for i in 0..n {
        for j in 0..n {
            let back: f64 = (0..n).map(|k| found.vectors[(i, k)] * found.values[k] * found.vectors[(j, k)]).sum();
            assert!((back - a[(i, j)]).abs() < 1e-14);
            let inner: f64 = (0..n).map(|k| found.vectors[(k, i)] * found.vectors[(k, j)]).sum();
            assert!((inner - f64::from(u8::from(i == j))).abs() < 1e-14);
        }
    }
    assert!((found.values[0] - 1.751_919_670_265_178).abs() < 1e-14);
    assert!(found.values[9] > 0.0 && (found.values[9] / 1.093_153_819_379_666e-13 - 1.0).abs() < 1e-3);
    a[(0, 1)] = f64::NAN;
    assert!(symmetric_eigen(&a).is_none());
    // A singular matrix: rank one.
    let ones = Matrix { n_rows: 3, n_columns: 3, values: vec![1.0; 9] };
    let found = symmetric_eigen(&ones).unwrap();
    assert!((found.values[0] - 3.0).abs() < 1e-14 && found.values[2].abs() < 1e-14);
    // Very unlike scales.
    let far = Matrix { n_rows: 2, n_columns: 2, values: vec![1e12, 1.0, 1.0, 1e-12] };
    assert!(symmetric_eigen(&far).is_some());
}

#[test]
fn rows_of_a_correlation_have_leverage_and_influence() {
    let x: Vec<f64> = (0..50).map(|i| f64::from(i * 37 % 23)).collect();
    let mut y: Vec<f64> = (0..50).map(|i| f64::from(i * 11 % 17) + 0.5 * f64::from(i * 37 % 23)).collect();
    y[7] = 90.0;
    let twice: Vec<f64> = x.iter().map(|x| 2.0 * x).collect();
    let few = Reweighting::new(&[&x, &y, &twice], Watch::default()).unwrap();
    few.plain().unwrap();
    let (mut d, mut h) = (vec![0.0; 50], vec![0.0; 50]);
    few.influence(0..50, &mut d, &mut h);
    // One of three variables is no direction of its own.
    assert!((h.iter().sum::<f64>() - 3.0).abs() < 1e-9);
    assert!(h.iter().all(|h| (0.0..=1.0).contains(h)));
    let pair = Reweighting::new(&[&x, &y], Watch::default()).unwrap();
    pair.influence(0..50, &mut d, &mut h);
    let most = (0..50).max_by(|a, b| d[*a].total_cmp(&d[*b])).unwrap();
    assert_eq!(most, 7);
    let changed = [(7, 0.0), (9, 2.0)];
    let mut weights = vec![1.0; 50];
    changed.iter().for_each(|(row, weight)| weights[*row] = *weight);
    let wanted = covariances(&[&x, &y], Some(&weights), Watch::default()).unwrap();
    let found = pair.covariances(&changed).unwrap();
    assert!((found.correlation(0, 1).unwrap() - wanted.correlation(0, 1).unwrap()).abs() < 1e-13);
    pair.leverage(&changed, &mut |rows| rows(0..50, &mut h)).unwrap();
    assert!(h[7] == 0.0 && (h.iter().sum::<f64>() - 3.0).abs() < 1e-9);
}

#[test]
fn what_does_not_vary_has_no_components() {
    let flat = [4.0; 9];
    let x: Vec<f64> = (0..9).map(f64::from).collect();
    let found = covariances(&[&x, &flat], None, Watch::default()).unwrap();
    assert_eq!(components(&found, Basis::Correlation).err(), Some(FitError::Collinear { columns: vec![1] }));
    let kept = components(&found, Basis::Covariance).unwrap();
    assert!((kept.proportion[0] - 1.0).abs() < 1e-14);
}

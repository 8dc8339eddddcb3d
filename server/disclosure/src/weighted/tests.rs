#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
//! Weighted statistics against written-out multisets.

use proptest::prelude::*;

use super::*;

/// The mean of the weighted quantile function over the window, by walking a finely written-out set.
fn smoothed_by_definition(values: &[f64], weights: &[f64], p: f64, window: f64) -> f64 {
    let mut pairs: Vec<(f64, f64)> = values.iter().copied().zip(weights.iter().copied()).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = weights.iter().sum();
    let (from, to) = ((p * total - window / 2.0).max(0.0), (p * total + window / 2.0).min(total));
    let (mut below, mut sum, mut covered) = (0.0, 0.0, 0.0);
    for (value, weight) in pairs {
        let overlap = (f64::min(below + weight, to) - f64::max(below, from)).max(0.0);
        sum += overlap * value;
        covered += overlap;
        below += weight;
    }
    sum / covered
}

proptest! {
    #[test]
    fn smoothed_percentiles_follow_their_definition(
        values in prop::collection::vec(-50_i32..50, 60..300),
        changed in prop::collection::btree_map(0_usize..60, prop::sample::select(vec![0.0, 2.0, 0.35, 1.65]), 0..12),
        p in 0.1_f64..0.9,
    ) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let changed: Vec<(usize, f64)> = changed.into_iter().collect();
        let mut weights = vec![1.0; values.len()];
        for (row, weight) in &changed {
            weights[*row] = *weight;
        }
        let numbers = WeightedNumbers { values: &values, changed: &changed };
        let found = numbers.smoothed_percentiles(&[p], 10.0)[0].unwrap();
        let expected = smoothed_by_definition(&values, &weights, p, 10.0);
        prop_assert!((found - expected).abs() < 1e-9, "{} {}", found, expected);
    }

    #[test]
    fn moments_are_those_of_the_written_out_set(values in prop::collection::vec(-1e3_f64..1e3, 3..80), doubled in 0_usize..3) {
        let numbers = WeightedNumbers { values: &values, changed: &[(doubled, 2.0)] };
        let mut written = values.clone();
        written.push(values[doubled]);
        let plain = WeightedNumbers { values: &written, changed: &[] };
        let (a, b) = (numbers.moments(), plain.moments());
        prop_assert!((a.mean - b.mean).abs() < 1e-9 && (a.sd.unwrap() - b.sd.unwrap()).abs() < 1e-8);
    }
}

#[test]
fn gini_of_known_sets() {
    let gini = |values: &[f64]| WeightedNumbers { values, changed: &[] }.gini();
    assert_eq!(gini(&[1.0, 1.0, 1.0, 1.0]).map(|gini| gini.abs() < 1e-15), Some(true));
    assert!((gini(&[0.0, 0.0, 0.0, 1.0]).unwrap() - 0.75).abs() < 1e-15);
    assert!((gini(&[1.0, 2.0, 3.0, 4.0]).unwrap() - 0.25).abs() < 1e-15);
    assert_eq!(gini(&[0.0, 0.0]), None);
}

#[test]
fn type_7_is_the_one_of_r() {
    let mut values = vec![4.0, 1.0, 3.0, 2.0];
    // quantile(1:4, c(0, .25, .5, .9, 1)) in R
    let expected = [1.0, 1.75, 2.5, 3.7, 4.0];
    for (p, expected) in [0.0, 0.25, 0.5, 0.9, 1.0].into_iter().zip(expected) {
        assert!((percentile_type_7(&mut values, p).unwrap() - expected).abs() < 1e-12);
    }
    assert_eq!(percentile_type_7(&mut [], 0.5), None);
}

#[test]
fn nothing_has_no_statistics() {
    let nothing = WeightedNumbers { values: &[], changed: &[] };
    assert_eq!(nothing.moments().sd, None);
    assert_eq!(nothing.smoothed_percentiles(&[0.5], 10.0), vec![None]);
    assert_eq!(nothing.gini(), None);
}

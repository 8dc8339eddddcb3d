//! Descriptive statistics and simple tests against R and Python (`../shared/reference`).

use std::collections::BTreeMap;

use serde_json::Value;
use statistics::FitError;
use statistics::describe::correlation::{covariances, p_value, rank_covariances};
use statistics::describe::gini::gini;
use statistics::describe::groups::groups;
use statistics::describe::interval::mean_interval;
use statistics::describe::moments::moments;
use statistics::describe::pairwise::pairwise;
use statistics::describe::quantile::Sorted;
use statistics::describe::ranks::kendall_tau_b;
use statistics::fold::Watch;
use statistics::hypothesis::contingency::independence;
use statistics::hypothesis::means::{Differences, TTest, Variances, one_sample, two_samples};
use statistics::hypothesis::normality::{from_moments, shapiro_francia, shapiro_wilk};
use statistics::hypothesis::variances::{Center, bartlett, kruskal_wallis, levene, oneway};
use statistics::matrix::Matrix;

use super::precision::compare;
use super::shared::{column, columns, json, strings};

const CLOSED: f64 = 1e-10;

fn results(case: &str) -> Option<Value> {
    Some(json(&format!("reference/cases/{case}.json"))?["results"]["R"].clone())
}

/// Compares the numbers of an object by their keys.
fn compare_keys(method: &str, expected: &Value, found: &[(&str, f64)]) {
    for (key, value) in found {
        compare(method, key, *value, expected[key].as_f64().unwrap_or_else(|| panic!("no {key}")), CLOSED);
    }
}

super::precision::cases! {
    fn summaries_have_both_rules_of_percentiles() {
        for (case, data, name) in [("summarize_wage1_wage", "wage1", "wage"), ("summarize_mroz_faminc", "mroz", "faminc")] {
            let Some(data) = columns(&format!("reference/data/{data}.csv")) else { return };
            let expected = results(case).unwrap();
            let x = column(&data, name);
            let m = moments(x, None, Watch::default()).unwrap();
            compare_keys("summarize", &expected, &[
                ("n", m.weight), ("mean", m.mean), ("sd", m.standard_deviation), ("var", m.variance), ("min", m.least),
                ("max", m.most), ("sum", m.sum), ("skewness_g1", m.skewness), ("kurtosis_b2", m.kurtosis),
                ("gini", gini(x, None).unwrap()), ("se_mean", mean_interval(&m, 95.0).unwrap().standard_error),
            ]);
            let sorted = Sorted::new(x, None);
            for (key, value) in expected["quantile_type7"].as_object().unwrap() {
                let p = key[1..].parse::<f64>().unwrap() / 100.0;
                compare("summarize", "type7", sorted.quantile(p).unwrap(), value.as_f64().unwrap(), CLOSED);
                let second = expected["quantile_type2_stata"][key].as_f64().unwrap();
                compare("summarize", "type2", sorted.quantile_averaged(p).unwrap(), second, CLOSED);
            }
            let range = sorted.quantile(0.75).unwrap() - sorted.quantile(0.25).unwrap();
            compare("summarize", "iqr", range, expected["iqr_type7"].as_f64().unwrap(), CLOSED);
        }
    }

    fn intervals_of_a_mean() {
        let Some(data) = columns("reference/data/wage1.csv") else { return };
        let expected = results("ci_wage1_wage").unwrap();
        let m = moments(column(&data, "wage"), None, Watch::default()).unwrap();
        let (a, b) = (mean_interval(&m, 95.0).unwrap(), mean_interval(&m, 90.0).unwrap());
        compare_keys("ci", &expected, &[
            ("n", a.n), ("mean", a.mean), ("se", a.standard_error), ("ci_low", a.low), ("ci_high", a.high),
            ("ci90_low", b.low), ("ci90_high", b.high),
        ]);
    }

    fn correlations_by_values_and_ranks() {
        let Some(data) = columns("reference/data/wage1.csv") else { return };
        let expected = results("correlate_wage1").unwrap();
        let names = ["wage", "educ", "exper", "tenure"];
        let x: Vec<&[f64]> = names.iter().map(|name| column(&data, name).as_slice()).collect();
        let owned: Vec<Vec<f64>> = x.iter().map(|x| x.to_vec()).collect();
        let rows: Vec<&dyn statistics::rows::Rows<f64>> = owned.iter().map(|x| x as _).collect();
        let plain = covariances(&x, None, Watch::default()).unwrap();
        let ranks = rank_covariances(&x, None, Watch::default()).unwrap();
        let pairs = pairwise(&rows, None, Watch::default()).unwrap();
        compare("correlate", "n", plain.weight, expected["n"].as_f64().unwrap(), CLOSED);
        for i in 0..4 {
            for j in 0..i {
                let key = format!("{}|{}", names[i], names[j]);
                let number = |table: &str| {
                    let turned = format!("{}|{}", names[j], names[i]);
                    expected[table].get(&key).or(expected[table].get(&turned)).unwrap().as_f64().unwrap()
                };
                compare("correlate", "pearson", plain.correlation(i, j).unwrap(), number("pearson"), CLOSED);
                compare("correlate", "covariance", plain.covariance[(i, j)], number("covariance"), CLOSED);
                compare("correlate", "p", plain.p(i, j).unwrap(), number("pearson_p"), CLOSED);
                compare("correlate", "spearman", ranks.correlation(i, j).unwrap(), number("spearman"), CLOSED);
                compare("correlate", "kendall", kendall_tau_b(x[i], x[j], None).unwrap(), number("kendall_tau_b"), CLOSED);
                compare("correlate", "pairwise", pairs.correlation(i, j).unwrap(), number("pearson"), CLOSED);
                compare("correlate", "pairwise", pairs.covariance(i, j).unwrap(), number("covariance"), CLOSED);
                compare("correlate", "p", pairs.p(j, i).unwrap(), number("pearson_p"), CLOSED);
            }
        }
    }

    /// Shapiro–Wilk follows R: scipy keeps its weights in single precision (W off by 1.5e-10).
    fn tests_of_normality() {
        let Some(data) = columns("reference/data/wage1.csv") else { return };
        let case = json("reference/cases/normaltest_wage1_lwage.json").unwrap();
        let (r, python) = (&case["results"]["R"], &case["results"]["python"]);
        let x = column(&data, "lwage");
        let found = from_moments(&moments(x, None, Watch::default()).unwrap()).unwrap();
        let sorted = Sorted::new(x, None);
        let (wilk, francia) = (shapiro_wilk(&sorted).unwrap(), shapiro_francia(&sorted).unwrap());
        assert!(!wilk.is_approximate);
        compare_keys("normaltest", python, &[
            ("skewtest_z", found.skewness.statistic), ("skewtest_p", found.skewness.p),
            ("kurtosistest_z", found.kurtosis.statistic), ("kurtosistest_p", found.kurtosis.p),
            ("dagostino_k2", found.combined.statistic), ("dagostino_k2_p", found.combined.p),
        ]);
        compare_keys("normaltest", r, &[
            ("n", sorted.weight()), ("jb", found.jarque_bera.statistic), ("jb_p", found.jarque_bera.p),
            ("shapiro_wilk_W", wilk.w), ("shapiro_wilk_p", wilk.p), ("shapiro_francia_W", francia.w),
            ("shapiro_francia_p", francia.p),
        ]);
    }

    fn tests_of_means() {
        let Some(data) = columns("reference/data/wage1.csv") else { return };
        let (wage, female) = (column(&data, "wage"), column(&data, "female"));
        let of = |sex: f64| {
            let part: Vec<f64> = wage.iter().zip(female).filter(|(_, f)| **f == sex).map(|(w, _)| *w).collect();
            moments(&part, None, Watch::default()).unwrap()
        };
        let check = |case: &str, found: TTest| {
            compare_keys("ttest", &results(case).unwrap(), &[
                ("t", found.t), ("df", found.df), ("p", found.p), ("ci_low", found.low), ("ci_high", found.high),
            ]);
        };
        check("ttest_wage1_female_equal", two_samples(&of(0.0), &of(1.0), Variances::Equal, 95.0).unwrap());
        check("ttest_wage1_female_welch", two_samples(&of(0.0), &of(1.0), Variances::Unequal, 95.0).unwrap());
        let data = columns("reference/data/sleep.csv").unwrap();
        let (extra, group) = (column(&data, "extra"), column(&data, "group"));
        let of = |g: f64| extra.iter().zip(group).filter(|(_, x)| **x == g).map(|(e, _)| *e).collect::<Vec<f64>>();
        let (first, second) = (of(1.0), of(2.0));
        let differences = Differences { first: &first, second: &second };
        check("ttest_paired_sleep", one_sample(&moments(&differences, None, Watch::default()).unwrap(), 0.0, 95.0).unwrap());
    }

    fn independence_of_a_table() {
        let Some(data) = strings("reference/data/cps1985.csv") else { return };
        let expected = results("tabulate_cps1985_occupation_gender").unwrap();
        let (rows, columns) = (levels(&data["occupation"]), levels(&data["gender"]));
        let mut table = Matrix::zeros(rows.1.len(), columns.1.len());
        rows.0.iter().zip(&columns.0).for_each(|(row, column)| table[(*row as usize, *column as usize)] += 1.0);
        let found = independence(&table).unwrap();
        compare_keys("tabulate", &expected, &[
            ("n", found.n), ("chi2", found.pearson.statistic), ("chi2_df", found.pearson.df), ("chi2_p", found.pearson.p),
            ("lr_chi2", found.likelihood_ratio.statistic), ("cramers_v", found.cramers_v),
        ]);
        for (i, row) in rows.1.iter().enumerate() {
            let row_total: f64 = table.row(i).iter().sum();
            for (j, column) in columns.1.iter().enumerate() {
                let column_total: f64 = (0..rows.1.len()).map(|i| table[(i, j)]).sum();
                let cell = table[(i, j)];
                let key = format!("{row}|{column}");
                let check = |name: &str, value: f64| {
                    compare("tabulate", name, value, expected[name][&key].as_f64().unwrap(), CLOSED);
                };
                check("freq", cell);
                check("row_pct", 100.0 * cell / row_total);
                check("col_pct", 100.0 * cell / column_total);
                check("cell_pct", 100.0 * cell / found.n);
                check("expected", found.expected[(i, j)]);
            }
        }
    }

    fn spread_and_rank_of_groups() {
        let Some(text) = strings("reference/data/cps1985.csv") else { return };
        let data = columns("reference/data/cps1985.csv").unwrap();
        let expected = results("anova_oneway_cps1985").unwrap();
        let wage = column(&data, "wage");
        let (codes, names) = levels(&text["occupation"]);
        let found = groups(wage, &codes, names.len(), None, Watch::default()).unwrap();
        let test = oneway(&found).unwrap();
        let table = &expected["table"]["occupation"];
        compare_keys("anova", table, &[("F", test.statistic), ("df", test.df), ("p", test.p)]);
        compare_keys("anova", &expected, &[
            ("bartlett_chi2", bartlett(&found).unwrap().statistic),
            ("levene_F", levene(wage, &codes, names.len(), None, Center::Mean, Watch::default()).unwrap().statistic),
            ("kruskal_chi2", kruskal_wallis(wage, &codes, names.len(), None, Watch::default()).unwrap().statistic),
        ]);
    }
}

/// Codes in the alphabetical order of the values, and the values.
pub fn levels(values: &[String]) -> (Vec<u32>, Vec<String>) {
    let mut names: BTreeMap<&str, u32> = values.iter().map(|value| (value.as_str(), 0)).collect();
    names.values_mut().enumerate().for_each(|(code, slot)| *slot = code as u32);
    (values.iter().map(|value| names[value.as_str()]).collect(), names.keys().map(|name| (*name).to_owned()).collect())
}

fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1e-3), "{a} against {b}");
}

/// Whole weights are repetitions of rows.
#[test]
fn weights_are_repetitions_in_simple_tests() {
    let x: Vec<f64> = (0..60).map(|i| f64::from(i * 37 % 23) + 0.1 * f64::from(i % 7)).collect();
    let y: Vec<f64> = (0..60).map(|i| f64::from(i * 11 % 17)).collect();
    let codes: Vec<u32> = (0..60).map(|i| i % 3).collect();
    let w: Vec<f64> = (0..60).map(|i| f64::from(i % 4)).collect();
    let repeat = |source: &[f64]| -> Vec<f64> {
        source.iter().zip(&w).flat_map(|(x, w)| std::iter::repeat_n(*x, *w as usize)).collect()
    };
    let (rx, ry) = (repeat(&x), repeat(&y));
    let rcodes: Vec<u32> =
        repeat(&codes.iter().map(|c| f64::from(*c)).collect::<Vec<_>>()).iter().map(|c| *c as u32).collect();
    close(kendall_tau_b(&x, &y, Some(&w)).unwrap(), kendall_tau_b(&rx, &ry, None).unwrap(), 1e-12);
    let a = rank_covariances(&[&x, &y], Some(&w), Watch::default()).unwrap();
    let b = rank_covariances(&[&rx, &ry], None, Watch::default()).unwrap();
    close(a.correlation(0, 1).unwrap(), b.correlation(0, 1).unwrap(), 1e-12);
    let (a, b) = (Sorted::new(&x, Some(&w)), Sorted::new(&rx, None));
    close(shapiro_wilk(&a).unwrap().w, shapiro_wilk(&b).unwrap().w, 1e-12);
    close(shapiro_francia(&a).unwrap().w, shapiro_francia(&b).unwrap().w, 1e-12);
    for p in [0.0, 0.1, 0.25, 0.5, 0.9, 1.0] {
        assert_eq!(a.quantile_averaged(p), b.quantile_averaged(p));
    }
    let watch = Watch::default();
    close(
        levene(&x, &codes, 3, Some(&w), Center::Median, watch).unwrap().statistic,
        levene(&rx, &rcodes, 3, None, Center::Median, watch).unwrap().statistic,
        1e-11,
    );
    close(
        kruskal_wallis(&x, &codes, 3, Some(&w), watch).unwrap().statistic,
        kruskal_wallis(&rx, &rcodes, 3, None, watch).unwrap().statistic,
        1e-11,
    );
    let rows = [&x as &dyn statistics::rows::Rows<f64>, &y];
    let repeated = [&rx as &dyn statistics::rows::Rows<f64>, &ry];
    let (a, b) = (pairwise(&rows, Some(&w), watch).unwrap(), pairwise(&repeated, None, watch).unwrap());
    close(a.correlation(0, 1).unwrap(), b.correlation(0, 1).unwrap(), 1e-12);
    close(a.p(0, 1).unwrap(), b.p(0, 1).unwrap(), 1e-10);
}

#[test]
fn pairs_take_the_rows_that_both_have() {
    let nan = f64::NAN;
    let (x, y, z) = (vec![1.0, 2.0, nan, 4.0, 9.0], vec![2.0, nan, 1.0, 7.0, 8.0], vec![nan; 5]);
    let found = pairwise(&[&x, &y, &z], None, Watch::default()).unwrap();
    assert_eq!(found.weight[(0, 1)], 3.0);
    let plain = covariances(&[&[1.0, 4.0, 9.0], &[2.0, 7.0, 8.0]], None, Watch::default()).unwrap();
    close(found.correlation(0, 1).unwrap(), plain.correlation(0, 1).unwrap(), 1e-13);
    assert_eq!((found.correlation(0, 2), found.covariance(2, 2)), (None, None));
    assert_eq!(p_value(0.5, 2.0), None);
}

#[test]
fn too_little_is_said() {
    let flat = moments(&[3.0; 20], None, Watch::default()).unwrap();
    let one = moments(&[3.0], None, Watch::default()).unwrap();
    assert_eq!(one_sample(&flat, 0.0, 95.0), Err(FitError::ConstantDependent));
    assert!(matches!(one_sample(&one, 0.0, 95.0), Err(FitError::TooFewObservations { .. })));
    assert!(matches!(mean_interval(&one, 95.0), Err(FitError::TooFewObservations { .. })));
    assert_eq!(from_moments(&flat).err(), Some(FitError::ConstantDependent));
    assert_eq!(shapiro_wilk(&Sorted::new(&[3.0; 20], None)).err(), Some(FitError::ConstantDependent));
    assert!(matches!(shapiro_wilk(&Sorted::new(&[], None)).err(), Some(FitError::TooFewObservations { .. })));
    let mut table = Matrix::zeros(2, 2);
    table[(0, 1)] = 3.0;
    assert_eq!(independence(&table).err(), Some(FitError::TooFewGroups));
    let groups = groups(&vec![1.0; 4], &vec![0; 4], 2, None, Watch::default()).unwrap();
    assert_eq!(oneway(&groups).err(), Some(FitError::TooFewGroups));
}

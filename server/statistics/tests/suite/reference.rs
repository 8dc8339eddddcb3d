//! Results of R and Python at full precision (`../shared/reference`, tolerance of its README: closed forms 1e-10).

use serde_json::Value;
use statistics::covariance::Covariance;
use statistics::describe::moments::moments;
use statistics::describe::{gini::gini, quantile::Sorted};
use statistics::design::{Block, Design, NO_COLUMN};
use statistics::fold::Watch;
use statistics::hypothesis::heteroskedasticity::breusch_pagan;
use statistics::hypothesis::specification::reset;
use statistics::linear::influence;
use statistics::linear::ols::{OlsFit, OlsOptions, fit};

use super::shared::{columns, json};

const CLOSED_FORM: f64 = 1e-10;
const SMALL_P: f64 = 1e-12;

struct Case {
    case: &'static str,
    data: &'static str,
    dependent: &'static str,
    terms: &'static [&'static str],
    robust: bool,
    cluster: &'static str,
}

const WAGEPAN: &[&str] =
    &["educ", "black", "hisp", "exper", "expersq", "married", "union", "d81", "d82", "d83", "d84", "d85", "d86", "d87"];

const CASES: [Case; 6] = [
    Case {
        case: "ols_wage1_lwage",
        data: "wage1",
        dependent: "lwage",
        terms: &["educ", "exper", "tenure"],
        robust: false,
        cluster: "",
    },
    Case {
        case: "ols_wage1_interaction",
        data: "wage1",
        dependent: "lwage",
        terms: &["married", "female", "educ", "exper", "expersq", "tenure", "tenursq", "married:female"],
        robust: false,
        cluster: "",
    },
    Case {
        case: "ols_hprice1",
        data: "hprice1",
        dependent: "price",
        terms: &["lotsize", "sqrft", "bdrms"],
        robust: false,
        cluster: "",
    },
    Case {
        case: "ols_hprice1_hc1",
        data: "hprice1",
        dependent: "price",
        terms: &["lotsize", "sqrft", "bdrms"],
        robust: true,
        cluster: "",
    },
    Case {
        case: "ols_wagepan_pooled",
        data: "wagepan",
        dependent: "lwage",
        terms: WAGEPAN,
        robust: false,
        cluster: "",
    },
    Case {
        case: "ols_wagepan_pooled_cluster_nr",
        data: "wagepan",
        dependent: "lwage",
        terms: WAGEPAN,
        robust: false,
        cluster: "nr",
    },
];

#[test]
fn least_squares_agrees_with_r_and_python() {
    let mut failures = Vec::new();
    for case in &CASES {
        let Some(data) = columns(&format!("reference/data/{}.csv", case.data)) else { return };
        let results = json(&format!("reference/cases/{}.json", case.case)).unwrap();
        let column = |name: &str| -> Vec<f64> {
            match name.split_once(':') {
                Some((a, b)) => column(&data, a).iter().zip(column(&data, b)).map(|(a, b)| a * b).collect(),
                None => column(&data, name).to_vec(),
            }
        };
        let x: Vec<Vec<f64>> = case.terms.iter().map(|term| column(term)).collect();
        let y = column(case.dependent);
        let clusters = codes(&if case.cluster.is_empty() { vec![0.0; y.len()] } else { column(case.cluster) });
        let covariance = match (case.robust, case.cluster) {
            (true, _) => Covariance::Hc1,
            (false, "") => Covariance::Classical,
            _ => Covariance::Cluster { clusters: &clusters.0, n_clusters: clusters.1 },
        };
        let design = Design {
            n_rows: y.len(),
            blocks: x.iter().map(|column| Block::Dense(column)).collect(),
            has_constant: true,
        };
        let fitted = fit(&design, &y, OlsOptions { covariance, ..OlsOptions::default() }).unwrap();
        let mut names: Vec<&str> = case.terms.to_vec();
        names.push("_cons");
        compare(case.case, &results["results"]["R"], &names, &fitted, &mut failures);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn compare(case: &str, expected: &Value, names: &[&str], fitted: &OlsFit, failures: &mut Vec<String>) {
    let limits = fitted.confidence_intervals(95.0);
    let mut worst: f64 = 0.0;
    let mut check = |what: String, value: f64, expected: Option<f64>| {
        let Some(expected) = expected else { return };
        let difference = (value - expected).abs();
        let relative = difference / expected.abs().max(f64::MIN_POSITIVE);
        if !(relative <= CLOSED_FORM || (expected.abs() < 1e-10 && difference <= SMALL_P)) {
            failures.push(format!("{case} {what}: {value} against {expected}"));
        }
        if expected.abs() > 1e-10 {
            worst = worst.max(relative);
        }
    };
    for (i, name) in names.iter().enumerate() {
        let number = |key: &str| expected[key][name].as_f64();
        check(format!("coef {name}"), fitted.coefficients[i], number("coef"));
        check(format!("se {name}"), fitted.standard_errors[i], number("se"));
        check(format!("t {name}"), fitted.t[i], number("stat"));
        check(format!("p {name}"), fitted.p[i], number("p"));
        check(format!("low {name}"), limits[i].0, number("ci_low"));
        check(format!("high {name}"), limits[i].1, number("ci_high"));
    }
    check("r2".into(), fitted.r_squared, expected["r2"].as_f64());
    check("r2_adj".into(), fitted.r_squared_adjusted, expected["r2_adj"].as_f64());
    check("rmse".into(), fitted.rmse, expected["rmse"].as_f64());
    check("ll".into(), fitted.log_likelihood, expected["ll"].as_f64());
    check("n".into(), fitted.n_observations, expected["n"].as_f64());
    check("df_resid".into(), fitted.df_residual, expected["df_resid"].as_f64());
    if fitted.n_clusters.is_none() && !case.contains("hc1") {
        check("F".into(), fitted.f_statistic.unwrap(), expected["F"].as_f64());
        check("F_p".into(), fitted.f_p.unwrap(), expected["F_p"].as_f64());
    }
    println!("{case}: worst relative difference {worst:.1e}");
}

#[test]
fn leverage_cook_and_inflation_agree_with_r() {
    let Some(data) = columns("reference/data/hprice1.csv") else { return };
    let expected = json("reference/cases/ols_hprice1_diagnostics.json").unwrap()["results"]["R"].clone();
    let x: Vec<&Vec<f64>> = ["lotsize", "sqrft", "bdrms"].iter().map(|name| column(&data, name)).collect();
    let y = column(&data, "price");
    let design = Design { n_rows: y.len(), blocks: x.iter().map(|c| Block::Dense(*c)).collect(), has_constant: true };
    let fitted = fit(&design, y, OlsOptions::default()).unwrap();
    let influence = influence(&design, y, None, &fitted);
    let most = |values: &[f64]| values.iter().copied().fold(0.0, f64::max);
    close(most(&influence.leverage), expected["max_hat"].as_f64().unwrap());
    close(most(&influence.cooks_distance), expected["max_cook"].as_f64().unwrap());
    let bp = breusch_pagan(&design, y, &fitted, OlsOptions::default()).unwrap().unwrap();
    close(bp.studentised.statistic, expected["breusch_pagan_lm"].as_f64().unwrap());
    close(bp.studentised.p, expected["breusch_pagan_p"].as_f64().unwrap());
    let reset = reset(&design, y, &fitted, OlsOptions::default()).unwrap().unwrap();
    close(reset.statistic, expected["reset_F"].as_f64().unwrap());
    close(reset.p, expected["reset_p"].as_f64().unwrap());
    let inflation = fitted.variance_inflation(&design, None, Watch::default()).unwrap();
    for (name, value) in ["lotsize", "sqrft", "bdrms"].iter().zip(inflation) {
        close(value, expected["vif"][name].as_f64().unwrap());
    }
}

#[test]
fn description_of_wages_agrees_with_r() {
    let Some(data) = columns("reference/data/wage1.csv") else { return };
    let expected = json("reference/cases/summarize_wage1_wage.json").unwrap()["results"]["R"].clone();
    let wage = column(&data, "wage");
    let m = moments(wage, None, Watch::default()).unwrap();
    for (value, key) in [
        (m.mean, "mean"),
        (m.standard_deviation, "sd"),
        (m.sum, "sum"),
        (m.least, "min"),
        (m.most, "max"),
        (m.skewness, "skewness_g1"),
        (m.kurtosis, "kurtosis_b2"),
        (gini(wage, None).unwrap(), "gini"),
    ] {
        close(value, expected[key].as_f64().unwrap());
    }
    let sorted = Sorted::new(wage, None);
    for (p, key) in [(0.01, "p1"), (0.25, "p25"), (0.5, "p50"), (0.75, "p75"), (0.99, "p99"), (0.9, "p90")] {
        close(sorted.quantile(p).unwrap(), expected["quantile_type7"][key].as_f64().unwrap());
    }
}

/// A factor as codes gives what dummy columns give, also with interactions and clusters of unequal size.
#[test]
fn factors_as_codes_equal_dummy_columns() {
    let Some(data) = columns("reference/data/wage1.csv") else { return };
    let y = column(&data, "lwage");
    let (educ, female) = (column(&data, "educ"), column(&data, "female"));
    let region: Vec<u32> = (0..y.len()).map(|row| if row % 7 == 0 { NO_COLUMN } else { (row % 3) as u32 }).collect();
    let dummies: Vec<Vec<f64>> =
        (0..3).map(|level| region.iter().map(|&r| f64::from(u8::from(r == level))).collect()).collect();
    let products: Vec<Vec<f64>> =
        dummies.iter().map(|dummy| dummy.iter().zip(educ).map(|(d, e)| d * e).collect()).collect();
    let coded = Design {
        n_rows: y.len(),
        blocks: vec![
            Block::Dense(educ),
            Block::Coded { columns: &region, n_columns: 3, values: None },
            Block::Dense(female),
            Block::Coded { columns: &region, n_columns: 3, values: Some(educ) },
        ],
        has_constant: true,
    };
    let mut blocks = vec![Block::Dense(educ)];
    blocks.extend(dummies.iter().map(|c| Block::Dense(c)));
    blocks.push(Block::Dense(female));
    blocks.extend(products.iter().map(|c| Block::Dense(c)));
    let dense = Design { n_rows: y.len(), blocks, has_constant: true };
    let clusters = codes(column(&data, "educ"));
    for covariance in
        [Covariance::Classical, Covariance::Hc1, Covariance::Cluster { clusters: &clusters.0, n_clusters: clusters.1 }]
    {
        let options = OlsOptions { covariance, ..OlsOptions::default() };
        let (a, b) = (fit(&coded, y, options).unwrap(), fit(&dense, y, options).unwrap());
        for i in 0..a.coefficients.len() {
            close(a.coefficients[i], b.coefficients[i]);
            close(a.standard_errors[i], b.standard_errors[i]);
        }
        let (h, g) = (influence(&coded, y, None, &a), influence(&dense, y, None, &b));
        for row in 0..y.len() {
            close(h.leverage[row], g.leverage[row]);
        }
    }
}

fn close(value: f64, expected: f64) {
    assert!((value - expected).abs() <= 1e-9 * expected.abs().max(1e-12), "{value} against {expected}");
}

fn column<'a>(data: &'a [(String, Vec<f64>)], name: &str) -> &'a Vec<f64> {
    &data.iter().find(|(column, _)| column == name).unwrap_or_else(|| panic!("no column {name}")).1
}

/// Dense codes of distinct values in order of appearance.
fn codes(values: &[f64]) -> (Vec<u32>, usize) {
    let mut known: Vec<f64> = Vec::new();
    let codes = values
        .iter()
        .map(|value| {
            known.iter().position(|k| k == value).unwrap_or_else(|| {
                known.push(*value);
                known.len() - 1
            }) as u32
        })
        .collect();
    (codes, known.len())
}

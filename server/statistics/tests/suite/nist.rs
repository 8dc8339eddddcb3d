//! NIST StRD sets with certified values, at the thresholds of `spec/statistics.md` section 4.

use statistics::describe::moments::moments;
use statistics::design::{Block, Design};
use statistics::fold::Watch;
use statistics::linear::ols::{OlsFit, OlsOptions, fit};

use super::shared::{columns, digits, json};

/// Set, digits of coefficients, digits of standard errors.
const LINEAR: [(&str, f64, f64); 11] = [
    ("Norris", 12.0, 13.0),
    ("Pontius", 11.5, 13.0),
    ("NoInt1", 14.0, 14.0),
    ("NoInt2", 14.0, 14.0),
    ("Longley", 11.0, 12.0),
    ("Filip", 6.5, 6.5),
    ("Wampler1", 8.5, 9.0),
    ("Wampler2", 12.0, 13.0),
    ("Wampler3", 8.5, 13.0),
    ("Wampler4", 8.0, 13.0),
    ("Wampler5", 6.0, 13.0),
];

#[test]
fn linear_sets_reach_their_digits() {
    let mut failures = Vec::new();
    for (name, coefficient_digits, error_digits) in LINEAR {
        let Some(data) = columns(&format!("nist/linear/{name}.csv")) else { return };
        let certified = json(&format!("nist/linear/{name}.json")).unwrap();
        let exact = &certified["exact"];
        let numbers = |key: &str| -> Vec<f64> {
            exact[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().parse().unwrap()).collect()
        };
        let degree = certified["polynomial_degree"].as_u64().unwrap_or(1);
        let y = &data.iter().find(|(column, _)| column == "y").unwrap().1;
        let mut x: Vec<Vec<f64>> = data.iter().filter(|(column, _)| column != "y").map(|(_, x)| x.clone()).collect();
        if degree > 1 {
            let base = x[0].clone();
            x = (1..=degree).map(|power| base.iter().map(|v| v.powi(power as i32)).collect()).collect();
        }
        let has_constant = certified["intercept"].as_bool().unwrap();
        let fitted = regress(&x, y, has_constant);
        let (b, se) = constant_first(&fitted);
        let worst =
            |mine: &[f64], theirs: &[f64]| mine.iter().zip(theirs).map(|(m, t)| digits(*m, *t)).fold(16.0, f64::min);
        let found = (worst(&b, &numbers("coef")), worst(&se, &numbers("se")));
        let is_near_zero_error = numbers("se").iter().all(|se| *se == 0.0);
        println!("{name}: {:.1} / {:.1}, smallest pivot {:.1e}", found.0, found.1, fitted.smallest_pivot);
        if b.len() != numbers("coef").len()
            || found.0 < coefficient_digits
            || (found.1 < error_digits && !is_near_zero_error)
        {
            failures.push(format!("{name}: {found:?}, wanted ({coefficient_digits}, {error_digits})"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn univariate_sets_reach_the_ceiling_of_doubles() {
    let mut failures = Vec::new();
    for name in ["Lew", "Lottery", "Mavro", "Michelso", "NumAcc1", "NumAcc2", "NumAcc3", "NumAcc4", "PiDigits"] {
        let Some(data) = columns(&format!("nist/univariate/{name}.csv")) else { return };
        let certified = json(&format!("nist/univariate/{name}.json")).unwrap();
        let exact = |key: &str| certified["exact"][key].as_str().unwrap().parse::<f64>().unwrap();
        let m = moments(&data[0].1, None, Watch::default()).unwrap();
        let found = (digits(m.mean, exact("mean")), digits(m.standard_deviation, exact("sd")));
        let ceiling = find_number(&certified, "sd").unwrap_or(16.0);
        println!("{name}: mean {:.1}, sd {:.1} (ceiling {ceiling:.1})", found.0, found.1);
        if found.0 < 15.0 || found.1 < (ceiling - 1.0).min(13.0) {
            failures.push(format!("{name}: {found:?}, ceiling {ceiling}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The ceiling of a quantity, wherever the file keeps it.
fn find_number(certified: &serde_json::Value, key: &str) -> Option<f64> {
    let object = certified.as_object()?;
    let ceiling = object.iter().find(|(name, _)| name.contains("ceiling"))?.1;
    ceiling.get(key).and_then(serde_json::Value::as_f64)
}

/// Longley's data (1967), public domain; certified values by NIST. Kept here so that this test always runs.
#[test]
fn longley_reaches_eleven_digits_without_files() {
    let rows: [[f64; 7]; 16] = [
        [60323., 83.0, 234289., 2356., 1590., 107608., 1947.],
        [61122., 88.5, 259426., 2325., 1456., 108632., 1948.],
        [60171., 88.2, 258054., 3682., 1616., 109773., 1949.],
        [61187., 89.5, 284599., 3351., 1650., 110929., 1950.],
        [63221., 96.2, 328975., 2099., 3099., 112075., 1951.],
        [63639., 98.1, 346999., 1932., 3594., 113270., 1952.],
        [64989., 99.0, 365385., 1870., 3547., 115094., 1953.],
        [63761., 100.0, 363112., 3578., 3350., 116219., 1954.],
        [66019., 101.2, 397469., 2904., 3048., 117388., 1955.],
        [67857., 104.6, 419180., 2822., 2857., 118734., 1956.],
        [68169., 108.4, 442769., 2936., 2798., 120445., 1957.],
        [66513., 110.8, 444546., 4681., 2637., 121950., 1958.],
        [68655., 112.6, 482704., 3813., 2552., 123366., 1959.],
        [69564., 114.2, 502601., 3931., 2514., 125368., 1960.],
        [69331., 115.7, 518173., 4806., 2572., 127852., 1961.],
        [70551., 116.9, 554894., 4007., 2827., 130081., 1962.],
    ];
    let certified = [
        (-3482258.63459582, 890420.383607373),
        (15.0618722713733, 84.9149257747669),
        (-0.0358191792925910, 0.0334910077722432),
        (-2.02022980381683, 0.488399681651699),
        (-1.03322686717359, 0.214274163161675),
        (-0.0511041056535807, 0.226073200069370),
        (1829.15146461355, 455.478499142212),
    ];
    let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
    let x: Vec<Vec<f64>> = (1..7).map(column).collect();
    let fitted = regress(&x, &column(0), true);
    let (b, se) = constant_first(&fitted);
    for (i, (coefficient, error)) in certified.into_iter().enumerate() {
        assert!(digits(b[i], coefficient) >= 11.0, "coefficient {i}: {}", b[i]);
        assert!(digits(se[i], error) >= 12.0, "standard error {i}: {}", se[i]);
    }
    assert!(digits(fitted.r_squared, 0.995479004577296) >= 12.0);
    assert!(digits(fitted.rmse, 304.854073561965) >= 12.0);
    assert!(digits(fitted.f_statistic.unwrap(), 330.285339234588) >= 11.0);
}

fn regress(x: &[Vec<f64>], y: &Vec<f64>, has_constant: bool) -> OlsFit {
    let blocks = x.iter().map(|column| Block::Dense(column)).collect();
    fit(&Design { n_rows: y.len(), blocks, has_constant }, y, OlsOptions::default()).unwrap()
}

/// Estimates in NIST's order.
fn constant_first(fitted: &OlsFit) -> (Vec<f64>, Vec<f64>) {
    let (mut b, mut se) = (fitted.coefficients.clone(), fitted.standard_errors.clone());
    if fitted.has_constant {
        b.rotate_right(1);
        se.rotate_right(1);
    }
    (b, se)
}

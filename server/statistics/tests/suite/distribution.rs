//! Tails and quantiles against mpmath at 60 digits (`reference/distributions.py` makes the file).

use statistics::distribution::{chi_squared, f, normal, student};

/// Where rounding in the exponent costs digits (far tails, two large degrees of freedom), 1e-12 relative, else 1e-13.
const FAR_TAIL: f64 = 1e-12;
const NEAR: f64 = 1e-13;

#[test]
fn tails_and_quantiles_agree_with_mpmath() {
    let lines = include_str!("../reference/distributions.csv").lines().skip(1);
    let mut failures = Vec::new();
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        let number = |i: usize| fields[i].parse::<f64>().unwrap_or(f64::NAN);
        let (point, df1, df2, expected) = (number(2), number(3), number(4), number(5));
        let value = match (fields[0], fields[1]) {
            ("normal", "upper") => normal::upper(point),
            ("student", "upper") => student::upper(point, df1),
            ("chi_squared", "upper") => chi_squared::upper(point, df1),
            ("f", "upper") => f::upper(point, df1, df2),
            ("normal", _) => normal::upper_quantile(point),
            ("student", _) => student::upper_quantile(point, df1),
            ("chi_squared", _) => chi_squared::upper_quantile(point, df1),
            ("f", _) => f::upper_quantile(point, df1, df2),
            other => panic!("{other:?}"),
        };
        let tolerance =
            if fields[1] == "upper" && expected < 1e-15 || df1 > 1000.0 && df2 > 1000.0 { FAR_TAIL } else { NEAR };
        let difference = ((value - expected) / expected).abs();
        println!("{line}: {difference:.1e}");
        if difference.is_nan() || difference > tolerance {
            failures.push(format!("{line}: got {value:e}, relative difference {difference:.1e}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn quantiles_invert_tails() {
    for df in [1.0, 2.0, 7.0, 120.0, 3000.0, 1e7] {
        for p in [1e-12, 1e-3, 0.025, 0.2, 0.5, 0.8, 0.999] {
            let t = student::upper_quantile(p, df);
            let back = student::upper(t, df);
            assert!(((back - p) / p).abs() < 1e-11, "t({df}), p {p}: {back}");
            let x = chi_squared::upper_quantile(p, df);
            let back = chi_squared::upper(x, df);
            assert!(((back - p) / p).abs() < 1e-10, "chi2({df}), p {p}: {back}");
            let x = f::upper_quantile(p, 3.0, df);
            let back = f::upper(x, 3.0, df);
            assert!(((back - p) / p).abs() < 1e-10, "F(3, {df}), p {p}: {back}");
        }
    }
}

#[test]
fn logarithm_of_the_normal_tail_goes_beyond_underflow() {
    assert!((normal::log_upper(36.999_999) - normal::log_upper(37.0)).abs() < 1e-4);
    assert!((normal::log_upper(100.0) - -5_005.524_208_694_205).abs() < 1e-8);
}

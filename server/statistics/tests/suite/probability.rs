//! The 36 probability functions of the language against values at 60 digits and more (`reference/probability.py` makes
//! the file): relative difference at most 1e-10, over the whole domain.

use std::collections::BTreeMap;

use statistics::distribution::{
    beta, binomial, chi_squared, f, noncentral_chi_squared, noncentral_f, noncentral_t, normal, student,
};

const TOLERANCE: f64 = 1e-10;

fn value(function: &str, arguments: &[f64]) -> f64 {
    match (function, arguments) {
        ("normal", [x]) => normal::lower(*x),
        ("normalden", [x]) => normal::density(*x),
        ("normalden", [x, mu, sigma]) => normal::density((x - mu) / sigma) / sigma,
        ("chi2", [v, x]) => chi_squared::lower(*x, *v),
        ("chi2tail", [v, x]) => chi_squared::upper(*x, *v),
        ("chi2den", [v, x]) => chi_squared::density(*x, *v),
        ("invchi2", [v, p]) => chi_squared::lower_quantile(*p, *v),
        ("invchi2tail", [v, p]) => chi_squared::upper_quantile(*p, *v),
        ("nchi2", [v, l, x]) => noncentral_chi_squared::lower(*x, *v, *l),
        ("nchi2tail", [v, l, x]) => noncentral_chi_squared::upper(*x, *v, *l),
        ("nchi2den", [v, l, x]) => noncentral_chi_squared::density(*x, *v, *l),
        ("ibeta", [a, b, x]) => beta::lower(*x, *a, *b),
        ("ibetatail", [a, b, x]) => beta::upper(*x, *a, *b),
        ("betaden", [a, b, x]) => beta::density(*x, *a, *b),
        ("invibeta", [a, b, p]) => beta::lower_quantile(*p, *a, *b),
        ("invibetatail", [a, b, p]) => beta::upper_quantile(*p, *a, *b),
        ("F", [v1, v2, x]) => f::lower(*x, *v1, *v2),
        ("Ftail", [v1, v2, x]) => f::upper(*x, *v1, *v2),
        ("Fden", [v1, v2, x]) => f::density(*x, *v1, *v2),
        ("invF", [v1, v2, p]) => f::lower_quantile(*p, *v1, *v2),
        ("invFtail", [v1, v2, p]) => f::upper_quantile(*p, *v1, *v2),
        ("nF", [v1, v2, l, x]) => noncentral_f::lower(*x, *v1, *v2, *l),
        ("nFtail", [v1, v2, l, x]) => noncentral_f::upper(*x, *v1, *v2, *l),
        ("nFden", [v1, v2, l, x]) => noncentral_f::density(*x, *v1, *v2, *l),
        ("invnFtail", [v1, v2, l, p]) => noncentral_f::upper_quantile(*p, *v1, *v2, *l),
        ("t", [v, x]) => student::lower(*x, *v),
        ("ttail", [v, x]) => student::upper(*x, *v),
        ("tden", [v, x]) => student::density(*x, *v),
        ("invt", [v, p]) => student::lower_quantile(*p, *v),
        ("invttail", [v, p]) => student::upper_quantile(*p, *v),
        ("nt", [v, d, x]) => noncentral_t::lower(*x, *v, *d),
        ("nttail", [v, d, x]) => noncentral_t::upper(*x, *v, *d),
        ("ntden", [v, d, x]) => noncentral_t::density(*x, *v, *d),
        ("invnttail", [v, d, p]) => noncentral_t::upper_quantile(*p, *v, *d),
        ("binomial", [n, k, p]) => binomial::lower(*n, *k, *p),
        ("binomialtail", [n, k, p]) => binomial::tail(*n, *k, *p),
        ("binomialp", [n, k, p]) => binomial::probability(*n, *k, *p),
        other => panic!("{other:?}"),
    }
}

#[test]
fn probability_functions_agree_with_their_exact_values() {
    let mut worst: BTreeMap<&str, (f64, &str, usize)> = BTreeMap::new();
    let mut failures = Vec::new();
    for line in include_str!("../reference/probability.csv").lines().skip(1) {
        let [function, arguments, expected] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let arguments: Vec<f64> = arguments.split(' ').map(|argument| argument.parse().unwrap()).collect();
        let expected: f64 = expected.parse().unwrap();
        let found = value(function, &arguments);
        let difference = ((found - expected) / expected).abs();
        let (most, at, n) = worst.entry(function).or_insert((0.0, line, 0));
        *n += 1;
        if difference.is_nan() || difference > *most {
            (*most, *at) = (difference, line);
        }
        if difference.is_nan() || difference > TOLERANCE {
            failures.push(format!("{line}: got {found:e}, relative difference {difference:.1e}"));
        }
    }
    for (function, (difference, line, n)) in &worst {
        println!("{function:>12}: {n:>4} points, at most {difference:.1e} at {line}");
    }
    assert_eq!(worst.len(), 36, "functions in the file");
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

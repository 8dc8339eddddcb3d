//! The test of independence, from shown cells with their sums as margins, and the tail of the χ² distribution.
//! Argument: `proofs/frequency_table.md`.

use wire::output::TestResult;

use super::grid::Place;
use super::layout::Listed;
use crate::filter::Protection;
use crate::rule::rounding;

/// Pearson's χ² of rows (all dimensions but the last) against columns.
pub(crate) fn independence(
    listed: &Listed,
    number: &dyn Fn(&Place) -> Option<i64>,
    protection: Protection,
) -> TestResult {
    let Some((columns, row_lists)) = listed.split_last() else { return undefined() };
    let mut rows: Vec<Place> = vec![Vec::new()];
    for list in row_lists {
        rows = rows
            .into_iter()
            .flat_map(|row| list.iter().map(move |index| row.iter().copied().chain([Some(*index)]).collect()))
            .collect();
    }
    let counts: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            let cell = |column: &usize| {
                let place: Place = row.iter().copied().chain([Some(*column)]).collect();
                number(&place).unwrap_or_default() as f64
            };
            columns.iter().map(cell).collect()
        })
        .collect();
    statistic(&counts, protection)
}

fn undefined() -> TestResult {
    TestResult { name: "chi2".to_owned(), statistic: None, df: None, df2: None, p: None }
}

fn statistic(counts: &[Vec<f64>], protection: Protection) -> TestResult {
    let row_sums: Vec<f64> = counts.iter().map(|row| row.iter().sum()).collect();
    let width = counts.first().map_or(0, Vec::len);
    let column_sums: Vec<f64> = (0..width).map(|at| counts.iter().filter_map(|row| row.get(at)).sum()).collect();
    let total: f64 = row_sums.iter().sum();
    let filled = |sums: &[f64]| sums.iter().filter(|sum| **sum > 0.0).count();
    let df = (filled(&row_sums).saturating_sub(1) * filled(&column_sums).saturating_sub(1)) as f64;
    if df == 0.0 {
        return undefined();
    }
    let mut chi2 = 0.0;
    for (row, row_sum) in counts.iter().zip(&row_sums) {
        for (count, column_sum) in row.iter().zip(&column_sums) {
            let expected = row_sum * column_sum / total;
            if expected > 0.0 {
                chi2 += (count - expected) * (count - expected) / expected;
            }
        }
    }
    let p = upper_tail(df, chi2);
    let (chi2, p) =
        if protection.is_exact() { (chi2, p) } else { (rounding::significant(chi2, 4), rounding::p_value(p)) };
    TestResult { name: "chi2".to_owned(), statistic: Some(chi2), df: Some(df), df2: None, p: Some(p) }
}

/// P(X > x) for χ² with `df` degrees of freedom: the incomplete gamma function Q(df/2, x/2) by its series below the
/// mean and Lentz's continued fraction above (Numerical Recipes 6.2). Relative error about 1e-13 up to thousands of degrees.
pub(crate) fn upper_tail(df: f64, x: f64) -> f64 {
    let (a, x) = (df / 2.0, x / 2.0);
    if x <= 0.0 {
        return 1.0;
    }
    let scale = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, a);
        for _ in 0..100_000 {
            k += 1.0;
            term *= x / k;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return (1.0 - sum * scale).clamp(0.0, 1.0);
    }
    let tiny = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / tiny;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        d = if d.abs() < tiny { tiny } else { d };
        c = b + an / c;
        c = if c.abs() < tiny { tiny } else { c };
        d = 1.0 / d;
        h *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (scale * h).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values from R's `pchisq(x, df, lower.tail = FALSE)`, known to 12 digits.
    #[test]
    fn tails_are_those_of_the_tables() {
        for (df, x, expected) in [
            (1.0, 3.841_458_820_694_124, 0.05),
            (2.0, 9.210_340_371_976_184, 0.01),
            (10.0, 18.307_038_053_275_14, 0.05),
            (4.0, 1.0, 0.909_795_989_568_950_3),
        ] {
            assert!((upper_tail(df, x) / expected - 1.0).abs() < 1e-11, "{df} {x}: {}", upper_tail(df, x));
        }
    }

    #[test]
    fn independent_rows_give_zero() {
        let test = statistic(&[vec![10.0, 20.0], vec![20.0, 40.0]], Protection::Exact);
        assert_eq!((test.statistic, test.df, test.p), (Some(0.0), Some(1.0), Some(1.0)));
    }
}

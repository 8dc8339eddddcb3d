//! Released numbers as text: as many digits as were released, at most six that count, the same number of decimals down a column.

use text::Locale;

/// Digits that count; the filter releases fewer, exact results under `open` have more than anybody reads.
const SIGNIFICANT: i32 = 6;

/// How many decimals a column needs for all its numbers.
pub fn decimals(values: impl IntoIterator<Item = f64>) -> usize {
    values.into_iter().map(decimals_of).max().unwrap_or(0)
}

/// Smaller numbers are written with a power of ten: no number of decimals that people read would show them.
const SMALLEST: f64 = 1e-5;

fn decimals_of(value: f64) -> usize {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    let exponent = value.abs().log10().floor();
    // In range: an f64's decimal exponent lies within ±330.
    #[expect(clippy::cast_possible_truncation, reason = "bounded by the exponent of an f64")]
    let most = (SIGNIFICANT - 1 - exponent as i32).clamp(0, 8);
    let written = format!("{:.*}", usize::try_from(most).unwrap_or(0), value);
    written.split_once('.').map_or(0, |(_, fraction)| fraction.trim_end_matches('0').len())
}

/// One number by itself.
pub fn alone(locale: Locale, value: Option<f64>) -> String {
    match value {
        Some(tiny) if tiny != 0.0 && tiny.abs() < SMALLEST => {
            format!("{tiny:.3e}").replace('.', locale.decimal_mark().encode_utf8(&mut [0; 4])).replace('-', "−")
        }
        other => locale.number(other, other.map_or(0, decimals_of)),
    }
}

/// One number of a column; by itself where the column's decimals would show a zero that it is not.
pub fn in_column(locale: Locale, value: f64, decimals: usize) -> String {
    if value != 0.0 && value.abs() < SMALLEST {
        alone(locale, Some(value))
    } else {
        locale.number(Some(value), decimals)
    }
}

/// A whole number with thousands apart.
pub fn whole(locale: Locale, value: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^53")]
    locale.number(Some(value as f64), 0)
}

/// A p-value: three decimals, and below that only that it is below.
pub fn p_value(locale: Locale, value: Option<f64>) -> String {
    match value {
        Some(p) if p < 0.001 => format!("< {}", locale.number(Some(0.001), 3)),
        other => locale.number(other, 3),
    }
}

/// A p-value in a sentence: `p = 0.037`, `p < 0.001`.
pub fn p_words(locale: Locale, value: Option<f64>) -> String {
    let shown = p_value(locale, value);
    if shown.starts_with('<') { format!("p {shown}") } else { format!("p = {shown}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_the_decimals_that_its_numbers_need() {
        assert_eq!(decimals([0.5, 0.25, 100.0]), 2);
        assert_eq!(decimals([523_400.0, 1.0]), 0);
        assert_eq!(decimals([0.123_456_789]), 6);
        assert_eq!(decimals([0.0, f64::NAN]), 0);
        assert_eq!(decimals([1.0e-12]), 0);
    }

    #[test]
    fn tiny_numbers_are_not_shown_as_zero() {
        assert_eq!(alone(Locale::Nb, Some(-3.821e-9)), "−3,821e−9");
        assert_eq!(in_column(Locale::En, 2.5e-7, 3), "2.500e−7");
        assert_eq!(in_column(Locale::En, 0.0, 2), "0.00");
        assert_eq!(in_column(Locale::En, 12_345.678, 1), "12,345.7");
    }

    #[test]
    fn small_p_values_are_told_as_a_limit() {
        assert_eq!(p_value(Locale::Nb, Some(0.000_1)), "< 0,001");
        assert_eq!(p_value(Locale::En, Some(0.0371)), "0.037");
        assert_eq!(p_value(Locale::En, None), "–");
        assert_eq!(p_words(Locale::En, Some(0.000_1)), "p < 0.001");
        assert_eq!(p_words(Locale::En, Some(0.5)), "p = 0.500");
    }
}

//! Rounding of released numbers (confidentiality D.6), in decimal arithmetic: the same digits on every machine. Argument:
//! `proofs/rounding.md`.

/// Rounds to significant digits.
pub(crate) fn significant(value: f64, digits: usize) -> f64 {
    if !value.is_finite() || value == 0.0 {
        return value;
    }
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}

/// Rounds to decimals.
pub(crate) fn decimals(value: f64, decimals: usize) -> f64 {
    let rounded: f64 = format!("{value:.decimals$}").parse().unwrap_or(value);
    rounded + 0.0
}

/// A percentage of released numbers: at most 100; one decimal, whole percents for small bases.
pub(crate) fn percent(part: i64, base: i64, whole_below: i64) -> f64 {
    let part = part.min(base);
    let tenths = |scale: i64| (2 * part * scale + base) / (2 * base);
    if base < whole_below { tenths(100) as f64 } else { tenths(1000) as f64 / 10.0 }
}

/// The largest 1, 2 or 5 times a power of ten that is not above `size`; `None` if there is none.
pub(crate) fn nice_step_below(size: f64) -> Option<f64> {
    if !(size.is_finite() && size > f64::MIN_POSITIVE) {
        return None;
    }
    let text = format!("{size:e}");
    let (_, exponent) = text.split_once('e')?;
    let power = |step: u8| format!("{step}e{exponent}").parse::<f64>().ok();
    [5, 2, 1].into_iter().filter_map(power).find(|step| *step <= size)
}

/// The smallest 1, 2 or 5 times a power of ten that is not below `size`.
pub(crate) fn nice_step_above(size: f64) -> Option<f64> {
    let below = nice_step_below(size)?;
    if below == size {
        return Some(below);
    }
    let text = format!("{below:e}");
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let next = match mantissa {
        "1" => format!("2e{exponent}"),
        "2" => format!("5e{exponent}"),
        _ => format!("1e{}", exponent + 1),
    };
    next.parse().ok()
}

/// Rounds to a multiple of a step that is 1, 2 or 5 times a power of ten, without binary dust.
pub(crate) fn to_step(value: f64, step: f64) -> f64 {
    let multiple = (value / step).round();
    let text = format!("{step:e}");
    let Some((mantissa, exponent)) = text.split_once('e') else { return multiple * step };
    let (Ok(mantissa), Ok(exponent)) = (mantissa.parse::<f64>(), exponent.parse::<i32>()) else {
        return multiple * step;
    };
    // A whole number times a power of ten, read as decimal text: the nearest double of the decimal number.
    format!("{}e{exponent}", multiple * mantissa).parse().unwrap_or(multiple * step) + 0.0
}

/// A p-value: three digits, never below 1e-4.
pub(crate) fn p_value(p: f64) -> f64 {
    if p.is_nan() { p } else { significant(p, 3).max(1e-4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn significant_digits() {
        assert_eq!(significant(47_238.4, 3), 47_200.0);
        assert_eq!(significant(-0.001_234_56, 4), -0.001_235);
        assert_eq!(significant(0.0, 4), 0.0);
        assert_eq!(significant(999_960.0, 4), 1_000_000.0);
    }

    #[test]
    fn percents_of_released_numbers() {
        assert_eq!(percent(1, 3, 200), 33.0);
        assert_eq!(percent(100, 300, 200), 33.3);
        assert_eq!(percent(310, 300, 200), 100.0);
        assert_eq!(percent(1, 400, 200), 0.3);
    }

    #[test]
    fn steps_are_decimal() {
        assert_eq!(nice_step_below(0.037), Some(0.02));
        assert_eq!(nice_step_below(7.0), Some(5.0));
        assert_eq!(nice_step_above(0.037), Some(0.05));
        assert_eq!(nice_step_above(7.0), Some(10.0));
        assert_eq!(nice_step_above(5.0), Some(5.0));
        assert_eq!(to_step(0.123_456, 0.02), 0.12);
        assert_eq!(to_step(-12_345.0, 500.0), -12_500.0);
        assert_eq!(to_step(-0.001, 0.02), 0.0);
    }

    #[test]
    fn p_values_have_a_floor() {
        assert_eq!(p_value(1e-30), 1e-4);
        assert_eq!(p_value(0.012_345), 0.0123);
    }
}

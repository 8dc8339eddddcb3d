//! Pure numeric functions of constants, from the same elementary functions on every platform (`libm`).

use variables::Day;

/// The value, `None` for a function that this table lacks or arguments outside its domain.
pub(super) fn call(name: &str, arguments: &[f64]) -> Option<f64> {
    match (name, arguments) {
        ("pi", []) => Some(std::f64::consts::PI),
        ("round", [x, step]) if *step > 0.0 => Some(half_away(x / step) * step),
        ("comb", [x, y]) => combinations(*x, *y),
        ("date", [year, month, day]) => date(*year, *month, *day),
        (_, [x]) => unary(name, *x).or_else(|| date_part(name, *x)),
        _ => None,
    }
}

fn unary(name: &str, x: f64) -> Option<f64> {
    Some(match name {
        "abs" => x.abs(),
        "sqrt" => libm::sqrt(x),
        "exp" => libm::exp(x),
        "ln" => libm::log(x),
        "log10" => libm::log10(x),
        "logit" if x > 0.0 && x < 1.0 => libm::log(x / (1.0 - x)),
        "lnfactorial" if x >= 0.0 => libm::lgamma(x + 1.0),
        "sin" => libm::sin(x),
        "cos" => libm::cos(x),
        "tan" => libm::tan(x),
        "asin" => libm::asin(x),
        "acos" => libm::acos(x),
        "atan" => libm::atan(x),
        "int" => x.trunc(),
        "floor" => x.floor(),
        "ceil" => x.ceil(),
        "round" => half_away(x),
        _ => return None,
    })
}

fn half_away(x: f64) -> f64 {
    libm::round(x)
}

/// x! / (y! (x − y)!) for whole numbers, as a product that stays exact while it fits.
fn combinations(x: f64, y: f64) -> Option<f64> {
    let is_whole = |number: f64| number.fract() == 0.0 && (0.0..=10_000.0).contains(&number);
    if !is_whole(x) || !is_whole(y) || y > x {
        return None;
    }
    let smaller = y.min(x - y);
    let mut product = 1.0;
    let mut step = 1.0;
    while step <= smaller {
        product = product * (x - smaller + step) / step;
        step += 1.0;
    }
    Some(product.round())
}

fn date(year: f64, month: f64, day: f64) -> Option<f64> {
    let is_whole = [year, month, day].iter().all(|part| part.fract() == 0.0 && (0.0..10_000.0).contains(part));
    let day = if is_whole { Day::from_ymd(year as i32, month as u32, day as u32)? } else { return None };
    Some(f64::from(day.0))
}

fn date_part(name: &str, number: f64) -> Option<f64> {
    if number.fract() != 0.0 || number.abs() > 3_000_000.0 {
        return None;
    }
    let (year, month, day) = Day(number as i32).ymd();
    let part = match name {
        "year" => return Some(f64::from(year)),
        "month" => month,
        "day" => day,
        "quarter" => (month - 1) / 3 + 1,
        "halfyear" => (month - 1) / 6 + 1,
        _ => return None,
    };
    Some(f64::from(part))
}

#[cfg(test)]
mod tests {
    use super::call;

    #[test]
    fn constants_have_the_values_of_the_reference() {
        assert_eq!(call("date", &[2015.0, 12.0, 31.0]), Some(16800.0));
        assert_eq!(call("quarter", &[-950.0]), Some(2.0));
        assert_eq!(call("round", &[-7.6]), Some(-8.0));
        assert_eq!(call("round", &[2.5]), Some(3.0));
        assert_eq!(call("comb", &[49.0, 6.0]), Some(13_983_816.0));
        assert_eq!(call("int", &[-17.6]), Some(-17.0));
        assert_eq!(call("quantile", &[1.0, 2.0]), None);
        assert_eq!(call("logit", &[1.0]), None);
    }
}

//! Pure numeric functions of constants, from the same elementary functions on every platform (`libm`).

use variables::Day;

/// The value, `None` for a function that this table lacks or arguments outside its domain.
pub(super) fn call(name: &str, arguments: &[f64]) -> Option<f64> {
    match (name, arguments) {
        ("pi", []) => Some(std::f64::consts::PI),
        ("round", [x, step]) if *step > 0.0 => Some(nearest(*x, *step)),
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
        // Near a half the difference is exact and the quotient is not.
        "logit" if (0.25..=0.75).contains(&x) => libm::log1p((2.0 * x - 1.0) / (1.0 - x)),
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

/// The nearest multiple of a step; for 10^-k the decimal that a reader expects, as division by 10^k rounds correctly.
fn nearest(x: f64, step: f64) -> f64 {
    let inverse = 1.0 / step;
    if step < 1.0 && (inverse - half_away(inverse)).abs() < 1e-9 * inverse {
        let scale = half_away(inverse);
        half_away(x * scale) / scale
    } else {
        half_away(x / step) * step
    }
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
        "dow" => return Some(f64::from(weekday(number as i32))),
        "doy" => return day_of_year(number as i32).map(f64::from),
        // The ISO week is that of its Thursday.
        "week" => {
            let thursday = number as i32 + 4 - weekday(number as i32);
            return day_of_year(thursday).map(|day| f64::from((day - 1) / 7 + 1));
        }
        "month" => month,
        "day" => day,
        "quarter" => (month - 1) / 3 + 1,
        "halfyear" => (month - 1) / 6 + 1,
        _ => return None,
    };
    Some(f64::from(part))
}

/// 1 = Monday … 7 = Sunday.
fn weekday(day: i32) -> i32 {
    (day + 3).rem_euclid(7) + 1
}

fn day_of_year(day: i32) -> Option<i32> {
    Day::from_ymd(Day(day).ymd().0, 1, 1).map(|first| day - first.0 + 1)
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
        assert_eq!(call("round", &[0.3, 0.1]), Some(0.3));
        assert_eq!(call("round", &[17.5, 5.0]), Some(20.0));
        assert_eq!(call("comb", &[49.0, 6.0]), Some(13_983_816.0));
        assert_eq!(call("int", &[-17.6]), Some(-17.0));
        assert_eq!(call("quantile", &[1.0, 2.0]), None);
        assert_eq!(call("logit", &[1.0]), None);
    }
}

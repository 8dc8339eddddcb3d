//! Calendar arithmetic on days since 1970-01-01, exact for every year.
//!
//! Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (civil_from_days, days_from_civil).

/// Year, month (1–12) and day of the month (1–31) of a day number.
pub fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day_of_month)
}

/// The day number of a calendar date; `None` if there is no such date.
pub fn day_number(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// 1 = Monday … 7 = Sunday.
pub fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7) + 1
}

/// 1–366.
pub fn day_of_year(day: i64) -> i64 {
    let (year, _, _) = civil(day);
    day - day_number(year, 1, 1).unwrap_or(day) + 1
}

/// The ISO 8601 week, 1–53.
pub fn iso_week(day: i64) -> i64 {
    let thursday = day + 4 - weekday(day);
    (day_of_year(thursday) - 1) / 7 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_language_reference() {
        assert_eq!([16800, 0, -950].map(civil), [(2015, 12, 31), (1970, 1, 1), (1967, 5, 27)]);
        assert_eq!([16800, 0, -950].map(iso_week), [53, 1, 21]);
        assert_eq!([16800, 0, -950].map(weekday), [4, 4, 6]);
        assert_eq!([16800, 0, -950].map(day_of_year), [365, 1, 147]);
    }

    #[test]
    fn agrees_with_chrono_over_four_centuries() {
        use chrono::{Datelike as _, NaiveDate};
        let first = NaiveDate::from_ymd_opt(1799, 12, 25).unwrap();
        for offset in (0..150_000).step_by(7) {
            let date = first + chrono::Days::new(offset);
            let day = i64::from(date.to_epoch_days());
            let (year, month, of_month) = civil(day);
            assert_eq!((year, month, of_month), (date.year().into(), date.month().into(), date.day().into()));
            assert_eq!(day_number(year, month, of_month), Some(day));
            assert_eq!(iso_week(day), i64::from(date.iso_week().week()));
            assert_eq!(day_of_year(day), i64::from(date.ordinal()));
        }
    }

    #[test]
    fn impossible_dates_have_no_number() {
        assert_eq!(day_number(2015, 2, 29), None);
        assert_eq!(day_number(2016, 2, 29), Some(16860));
        assert_eq!(day_number(2015, 13, 1), None);
        assert_eq!(day_number(2015, 1, 0), None);
    }
}

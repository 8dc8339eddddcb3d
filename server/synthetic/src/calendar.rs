//! Days as whole numbers since 1970-01-01, without the cost of a calendar library in the inner loops.

/// The day number of the first of January.
pub(crate) fn year_start(year: i32) -> i32 {
    // Whole years since 1970, and the leap days between.
    let leaps = |year: i32| year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    (year - 1970) * 365 + leaps(year - 1) - leaps(1969)
}

/// The year of a day.
pub(crate) fn year_of(day: i32) -> i32 {
    let guess = 1970 + (f64::from(day) / 365.2425).floor() as i32;
    if day < year_start(guess) {
        guess - 1
    } else if day >= year_start(guess + 1) {
        guess + 1
    } else {
        guess
    }
}

/// The day number of a date that exists.
pub(crate) fn day_of(year: i32, month: i32, day: i32) -> i32 {
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let month = month.clamp(1, 12);
    let leap = i32::from(month > 2 && year_start(year + 1) - year_start(year) == 366);
    year_start(year) + before[(month - 1) as usize] + leap + day - 1
}

/// The month (1 to 12) of a day.
pub(crate) fn month_of(day: i32) -> i32 {
    let year = year_of(day);
    (2..=12).take_while(|month| day_of(year, *month, 1) <= day).last().unwrap_or(1)
}

/// A day as the number YYYYMMDD.
pub(crate) fn number_of(day: i32) -> i64 {
    let (year, month) = (year_of(day), month_of(day));
    i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day - day_of(year, month, 1) + 1)
}

/// Completed years of age on a day.
pub(crate) fn age_on(born: i32, day: i32) -> i32 {
    let (year, birth_year) = (year_of(day), year_of(born));
    // The birthday as the same distance from New Year; off by a day in leap years at most.
    let had_birthday = day - year_start(year) >= born - year_start(birth_year);
    year - birth_year - i32::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use variables::Day;

    use super::*;

    #[test]
    fn every_day_of_two_centuries_agrees_with_the_calendar() {
        for day in year_start(1850)..year_start(2050) {
            let (year, month, of_month) = Day(day).ymd();
            assert_eq!((year_of(day), month_of(day) as u32), (year, month));
            assert_eq!(day_of(year, month as i32, of_month as i32), day);
            assert_eq!(number_of(day), i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(of_month));
        }
    }

    #[test]
    fn age_grows_on_the_birthday() {
        let born = day_of(1990, 5, 17);
        assert_eq!(age_on(born, day_of(2021, 5, 16)), 30);
        assert_eq!(age_on(born, day_of(2021, 5, 17)), 31);
    }
}

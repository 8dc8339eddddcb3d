//! A dimension of a table, and the coarser levels that its codes themselves show: fewer digits, tens and hundreds, years.

use std::collections::BTreeSet;

use crate::normal_form::Value;

/// One dimension, as far as metadata or released counts know it.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The variable's name in the dataset.
    pub name: String,
    /// The codes of its list, or the categories that a table lists; none for a variable without a list before it is counted.
    pub codes: Vec<Value>,
    /// Missing is listed too.
    pub has_missing: bool,
    /// The codes are days since 1970-01-01.
    pub is_date: bool,
}

/// How a variable is made coarser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coarsening {
    /// The first so many characters of its codes: counties of municipalities, groups of industries.
    Characters(usize),
    /// Whole numbers without their last so many digits: ten-year groups of ages, years of months.
    WithoutDigits(u32),
    /// The year of a day.
    Year,
    /// Left out of the statement.
    LeftOut,
}

/// A coarser level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// How it is made.
    pub by: Coarsening,
    /// How many categories are left.
    pub n: usize,
}

impl Axis {
    /// A code list.
    pub fn new(name: &str, codes: Vec<Value>) -> Self {
        Axis { name: name.to_owned(), codes, has_missing: false, is_date: false }
    }

    /// Number of categories.
    pub fn n(&self) -> usize {
        self.codes.len() + usize::from(self.has_missing)
    }

    /// Coarser levels, the finest first, leaving out last.
    pub fn levels(&self) -> Vec<Level> {
        let mut levels = match self.numbers() {
            Some(days) if self.is_date => {
                self.kept(vec![(Coarsening::Year, distinct(days.iter().map(|day| year(*day))))])
            }
            Some(numbers) => self.kept(of_numbers(&numbers)),
            None => self.kept(of_texts(&self.codes)),
        };
        if self.n() > 1 {
            levels.push(Level { by: Coarsening::LeftOut, n: 1 });
        }
        levels
    }

    /// Levels that are coarser than the one before, and by their shortest rule: of codes such as `01.11` the first two characters
    /// say as much as the first three.
    fn kept(&self, levels: Vec<(Coarsening, usize)>) -> Vec<Level> {
        let mut kept: Vec<Level> = Vec::new();
        for (by, n) in levels {
            let n = n + usize::from(self.has_missing);
            let before = kept.last().map_or(self.n(), |level| level.n);
            if n == before && !kept.is_empty() {
                kept.pop();
            }
            if n < self.n() && n > 1 {
                kept.push(Level { by, n });
            }
        }
        kept
    }

    /// The codes as whole numbers, if all are.
    fn numbers(&self) -> Option<Vec<i64>> {
        let whole = |value: &Value| {
            let number = value.as_number()?;
            (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
        };
        if self.codes.is_empty() { None } else { self.codes.iter().map(whole).collect() }
    }
}

/// Shorter codes, where codes are made of digits.
fn of_texts(codes: &[Value]) -> Vec<(Coarsening, usize)> {
    let texts: Vec<String> = codes.iter().map(Value::code).collect();
    let with_digits = texts.iter().filter(|code| code.starts_with(|first: char| first.is_ascii_digit())).count();
    // A list may have a few words among its numbers; lists of words have no levels.
    if 10 * with_digits < 9 * texts.len() {
        return Vec::new();
    }
    let longest = texts.iter().map(|code| code.chars().count()).max().unwrap_or(0);
    // Of places, each level has two digits more: a municipality's third digit alone means nothing.
    let step = if are_places(&texts) { 2 } else { 1 };
    let start = |code: &String, length: usize| code.chars().take(length).collect::<String>();
    (1..longest)
        .rev()
        .filter(|length| length % step == 0)
        .map(|length| (Coarsening::Characters(length), distinct(texts.iter().map(|code| start(code, length)))))
        .collect()
}

/// Numbers of counties since 1968, Svalbard (21) and unknown (99) among them: the first two digits of a municipality's, district's or
/// basic unit's number.
const COUNTIES: &str =
    "01 02 03 04 05 06 07 08 09 10 11 12 14 15 16 17 18 19 20 21 30 31 32 33 34 38 39 40 42 46 50 54 55 56 99";

/// Whether codes are those of places: four, six or eight digits, the first two of nearly all a county.
fn are_places(codes: &[String]) -> bool {
    let is_place = |code: &&String| {
        let has_length = matches!(code.len(), 4 | 6 | 8) && code.bytes().all(|byte| byte.is_ascii_digit());
        has_length && code.get(..2).is_some_and(|county| COUNTIES.split(' ').any(|known| known == county))
    };
    20 * codes.iter().filter(is_place).count() >= 19 * codes.len()
}

/// Most digits that are taken away.
const MOST_DIGITS: u32 = 9;

fn of_numbers(numbers: &[i64]) -> Vec<(Coarsening, usize)> {
    (1..=MOST_DIGITS)
        .map(|digits| {
            let step = 10_i64.pow(digits);
            (Coarsening::WithoutDigits(digits), distinct(numbers.iter().map(|number| number / step)))
        })
        .collect()
}

fn distinct<T: Ord>(values: impl Iterator<Item = T>) -> usize {
    values.collect::<BTreeSet<T>>().len()
}

/// The year of a day since 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn year(day: i64) -> i64 {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Years begin in March there: January and February belong to the next one.
    year_of_era + era * 400 + i64::from(of_year >= 306)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_change_at_new_year() {
        for (day, expected) in [(0, 1970), (-1, 1969), (364, 1970), (365, 1971), (18_993, 2022), (18_992, 2021)] {
            assert_eq!(year(day), expected, "{day}");
        }
    }
}

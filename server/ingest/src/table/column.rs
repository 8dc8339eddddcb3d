//! Columns of a table: what kind they are, and their values.

use std::collections::HashMap;

use registry::{ChunkValues, StoredValues};
use variables::Day;

use crate::rule::Rule;

/// What a column turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// Whole numbers, also where written `5.0`.
    Whole,
    /// Numbers.
    Decimal,
    /// Texts.
    Text,
}

/// Learns the kind of a column cell by cell.
#[derive(Debug, Default)]
pub(super) struct Guess {
    has_decimal: bool,
    has_number: bool,
    /// Lines of the first text, and of the first digits that are a code.
    pub(super) first_text: Option<u64>,
    pub(super) first_code: Option<u64>,
    /// Whether all texts look like numbers with a decimal comma.
    is_comma: bool,
}

impl Guess {
    /// Takes a trimmed cell that is not empty.
    pub(super) fn see(&mut self, cell: &str, line: u64) {
        match number(cell) {
            Some(value) => {
                self.has_number = true;
                self.has_decimal |= whole(cell, value).is_none();
            }
            None if is_zero_led(cell) => {
                self.first_code.get_or_insert(line);
            }
            None => {
                self.is_comma = is_comma_number(cell) && (self.is_comma || self.first_text.is_none());
                self.first_text.get_or_insert(line);
            }
        }
    }

    /// What its owner should know of the column, with a line.
    pub(super) fn remark(&self) -> Option<(Rule, Option<u64>)> {
        match (self.first_text, self.first_code) {
            (None, None) if !self.has_number => Some((Rule::ColumnEmpty, None)),
            (Some(line), _) if self.is_comma => Some((Rule::ColumnComma, Some(line))),
            (Some(line), code) if self.has_number || code.is_some() => Some((Rule::ColumnMixed, Some(line))),
            (None, Some(line)) => Some((Rule::ColumnZeros, Some(line))),
            _ => None,
        }
    }

    pub(super) fn kind(self) -> ColumnKind {
        match self.first_text.or(self.first_code) {
            Some(_) => ColumnKind::Text,
            None if self.has_decimal => ColumnKind::Decimal,
            None => ColumnKind::Whole,
        }
    }
}

/// A column with its values, one a row of the table; `None` is missing.
pub(super) struct Column {
    kind: ColumnKind,
    values: Cells,
}

enum Cells {
    Whole(Vec<Option<i64>>),
    Decimal(Vec<Option<f64>>),
    /// Texts are numbered as they come and sorted at the end.
    Text {
        numbers: HashMap<String, u32>,
        values: Vec<Option<u32>>,
    },
}

impl Column {
    pub(super) fn new(kind: ColumnKind) -> Column {
        let values = match kind {
            ColumnKind::Whole => Cells::Whole(Vec::new()),
            ColumnKind::Decimal => Cells::Decimal(Vec::new()),
            ColumnKind::Text => Cells::Text { numbers: HashMap::new(), values: Vec::new() },
        };
        Column { kind, values }
    }

    pub(super) fn kind(&self) -> ColumnKind {
        self.kind
    }

    /// Adds the next row's cell.
    pub(super) fn push(&mut self, cell: &str) {
        match &mut self.values {
            Cells::Whole(values) => values.push(number(cell).and_then(|value| whole(cell, value))),
            Cells::Decimal(values) => values.push(number(cell)),
            Cells::Text { values, .. } if cell.is_empty() => values.push(None),
            Cells::Text { numbers, values } => {
                let next = numbers.len() as u32;
                let number = match numbers.get(cell) {
                    Some(number) => *number,
                    None => *numbers.entry(cell.to_owned()).or_insert(next),
                };
                values.push(Some(number));
            }
        }
    }

    pub(super) fn has_value(&self, row: usize) -> bool {
        match &self.values {
            Cells::Whole(values) => values.get(row).is_some_and(Option::is_some),
            Cells::Decimal(values) => values.get(row).is_some_and(Option::is_some),
            Cells::Text { values, .. } => values.get(row).is_some_and(Option::is_some),
        }
    }

    /// The raw identifier in a row's cell, so written that equal numbers are equal units; `None`: empty.
    pub(super) fn identifier(&self, cells: &[String], place: usize) -> Option<String> {
        let cell = cells.get(place).filter(|cell| !cell.is_empty())?;
        match self.kind {
            ColumnKind::Whole => number(cell).and_then(|value| whole(cell, value)).map(|value| value.to_string()),
            ColumnKind::Decimal => number(cell).map(|value| value.to_string()),
            ColumnKind::Text => Some(cell.clone()),
        }
    }

    /// All texts of the column, sorted; none for numbers.
    pub(super) fn texts(&self) -> Vec<String> {
        let Cells::Text { numbers, .. } = &self.values else { return Vec::new() };
        let mut texts: Vec<String> = numbers.keys().cloned().collect();
        texts.sort_unstable();
        texts
    }

    /// The values of some rows, all of which have one.
    pub(super) fn values(self, rows: &[usize]) -> (StoredValues, ChunkValues) {
        fn pick<T: Copy>(from: &[Option<T>], rows: &[usize]) -> Vec<T> {
            rows.iter().filter_map(|row| from.get(*row).copied().flatten()).collect()
        }
        let dictionary = self.texts();
        match self.values {
            Cells::Whole(values) => (StoredValues::Long, ChunkValues::Long(pick(&values, rows))),
            Cells::Decimal(values) => (StoredValues::Double, ChunkValues::Double(pick(&values, rows))),
            Cells::Text { numbers, values } => {
                let mut places = vec![0; dictionary.len()];
                for (text, place) in dictionary.iter().zip(0..) {
                    if let Some(slot) = numbers.get(text).and_then(|number| places.get_mut(*number as usize)) {
                        *slot = place;
                    }
                }
                let codes =
                    pick(&values, rows).iter().filter_map(|number| places.get(*number as usize).copied()).collect();
                (StoredValues::Codes { dictionary }, ChunkValues::Codes(codes))
            }
        }
    }
}

/// A finite number with a decimal point; words such as `NaN` and `inf` are texts, and so are digits with a zero in front.
fn number(cell: &str) -> Option<f64> {
    let is_number = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if is_number && !is_zero_led(cell) { cell.parse().ok().filter(|value: &f64| value.is_finite()) } else { None }
}

/// Whether the cell is digits that begin with a zero and go on, such as `0301`: a code, whose zero a number would lose.
fn is_zero_led(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the cell looks like a number with a decimal comma.
fn is_comma_number(cell: &str) -> bool {
    cell.matches(',').count() == 1 && number(&cell.replace(',', ".")).is_some()
}

/// The number as a whole one, if it is one that 64 bits and f64 both hold.
fn whole(cell: &str, value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let written: Option<i64> = cell.parse().ok();
    written.or_else(|| (value.fract() == 0.0 && value.abs() <= EXACT).then_some(value as i64))
}

/// The day that a cell of a time column means: an ISO date, or the first of January of a year.
pub(super) fn time_of(cell: &str) -> Option<Day> {
    if let Ok(day) = cell.parse() {
        return Some(day);
    }
    let year = number(cell).and_then(|value| whole(cell, value))?;
    let year = i32::try_from(year).ok().filter(|year| (1000..=9999).contains(year))?;
    Day::from_ymd(year, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(cells: &[&str]) -> ColumnKind {
        let mut guess = Guess::default();
        for cell in cells {
            guess.see(cell, 2);
        }
        guess.kind()
    }

    #[test]
    fn columns_are_what_all_their_cells_are() {
        assert_eq!(kind(&["1", "5.0", "-3", "1e3"]), ColumnKind::Whole);
        assert_eq!(kind(&["1", "5.5"]), ColumnKind::Decimal);
        assert_eq!(kind(&["99999999999999999999"]), ColumnKind::Decimal);
        assert_eq!(kind(&["9223372036854775807"]), ColumnKind::Whole);
        for text in ["NaN", "inf", "1,5", "2020-01-01", "a"] {
            assert_eq!(kind(&["1", text]), ColumnKind::Text, "{text}");
        }
        assert_eq!(kind(&[]), ColumnKind::Whole);
    }

    #[test]
    fn zeros_in_front_make_codes_and_keep() {
        for code in ["0301", "00", "01017012345", "-01"] {
            assert_eq!(kind(&["1103", code]), ColumnKind::Text, "{code}");
        }
        assert_eq!(kind(&["0", "-0", "10"]), ColumnKind::Whole);
        assert_eq!(kind(&["0.5", "00.5", "0e3"]), ColumnKind::Decimal);
    }

    #[test]
    fn remarks_say_why_a_column_became_text() {
        let remark = |cells: &[&str]| {
            let mut guess = Guess::default();
            cells.iter().zip(2..).for_each(|(cell, line)| guess.see(cell, line));
            guess.remark()
        };
        assert_eq!(remark(&[]), Some((Rule::ColumnEmpty, None)));
        assert_eq!(remark(&["1103", "0301"]), Some((Rule::ColumnZeros, Some(3))));
        assert_eq!(remark(&["1103", "0301", "x"]), Some((Rule::ColumnMixed, Some(4))));
        assert_eq!(remark(&["1", "x"]), Some((Rule::ColumnMixed, Some(3))));
        assert_eq!(remark(&["1", "1,5", "-2,25"]), Some((Rule::ColumnComma, Some(3))));
        assert_eq!(remark(&["1", "1,5", "x"]), Some((Rule::ColumnMixed, Some(3))));
        assert_eq!(remark(&["x", "1,5"]), None);
        assert_eq!(remark(&["x", "y"]), None);
        assert_eq!(remark(&["1", "2.5"]), None);
    }

    #[test]
    fn texts_are_places_in_their_sorted_list() {
        let mut column = Column::new(ColumnKind::Text);
        for cell in ["b", "", "a", "b", "1"] {
            column.push(cell);
        }
        assert!(!column.has_value(1));
        let (stored, values) = column.values(&[0, 2, 3, 4]);
        assert_eq!(stored, StoredValues::Codes { dictionary: vec!["1".into(), "a".into(), "b".into()] });
        assert!(matches!(values, ChunkValues::Codes(codes) if codes == [2, 1, 2, 0]));
    }

    #[test]
    fn years_are_their_first_day() {
        let first = Day::from_ymd(1980, 1, 1);
        for cell in ["1980", "1980.0", "1980-01-01"] {
            assert_eq!(time_of(cell), first, "{cell}");
        }
        for cell in ["", "80", "1980.5", "1980-13-01", "x", "19800101"] {
            assert_eq!(time_of(cell), None, "{cell}");
        }
    }
}

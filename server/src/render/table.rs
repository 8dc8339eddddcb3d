//! Tables as aligned columns.

use std::fmt::Write as _;

use text::{Locale, t};
use wire::output::{Cell, NoteCode, Role, Table, TestResult};

use super::significant;

/// Widest column of labels; longer ones are cut.
const WIDEST: usize = 40;

/// A table with its tests.
pub fn numbers_of_table(table: &Table, locale: Locale) -> String {
    let header: Vec<String> = table.columns.iter().map(|column| column.name.clone()).collect();
    let is_number: Vec<bool> = table.columns.iter().map(|column| column.role == Role::Measure).collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .enumerate()
        .map(|(row, cells)| {
            cells.iter().enumerate().map(|(column, cell)| shown(table, row, column, cell, locale)).collect()
        })
        .collect();
    let mut text = aligned(&header, &is_number, &rows);
    text.push_str(&tests(&table.tests, locale));
    text
}

/// Tests, a line each.
pub fn tests(tests: &[TestResult], locale: Locale) -> String {
    tests.iter().fold(String::new(), |mut text, test| {
        let value = |value| significant(value, locale);
        let df = match (test.df, test.df2) {
            (None, _) => String::new(),
            (Some(df), None) => format!("  df {}", locale.number(Some(df), 0)),
            (Some(df), Some(df2)) => {
                format!("  df {}, {}", locale.number(Some(df), 0), locale.number(Some(df2), 0))
            }
        };
        let _ = writeln!(text, "     {}: {}{df}  p {}", test.name, value(test.statistic), value(test.p));
        text
    })
}

/// Columns under their header: numbers to the right, the rest to the left.
pub fn aligned(header: &[String], is_number: &[bool], rows: &[Vec<String>]) -> String {
    let width = |column: usize, name: &str| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).chain([name.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = header.iter().enumerate().map(|(column, name)| width(column, name)).collect();
    let mut text = String::new();
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::from("    ");
        for ((cell, width), is_number) in row.iter().zip(&widths).zip(is_number) {
            let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
            let _ = if *is_number { write!(line, " {padding}{cell} ") } else { write!(line, " {cell}{padding} ") };
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn shown(table: &Table, row: usize, column: usize, cell: &Cell, locale: Locale) -> String {
    let Some(named) = table.columns.get(column) else { return String::new() };
    match cell {
        Cell::Whole(number) => locale.number(Some(*number as f64), 0),
        Cell::Number(number) => significant(Some(*number), locale),
        Cell::Code(code) if code == "*" => t("I alt", "Total").get(locale).to_owned(),
        Cell::Code(code) => {
            let label = table.labels.get(&named.name).and_then(|labels| labels.get(code));
            label.filter(|label| *label != code).map_or_else(|| code.clone(), |label| cut(&format!("{code} {label}")))
        }
        Cell::Null if named.role == Role::Dimension => t("mangler", "missing").get(locale).to_owned(),
        Cell::Null => match table.notes.iter().find(|note| note.row == row && note.column == column) {
            Some(note) if note.code == NoteCode::BelowMinimum => "<8".to_owned(),
            Some(note) if note.code == NoteCode::Undefined => "–".to_owned(),
            Some(_) => "*".to_owned(),
            None => "–".to_owned(),
        },
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= WIDEST {
        return text.to_owned();
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use wire::output::{Column, Note};

    use super::*;

    #[test]
    fn columns_line_up_and_hidden_cells_say_why() {
        let column = |name: &str, role| Column { name: name.into(), label: name.into(), role };
        let labels = [("kjønn".to_owned(), [("1".to_owned(), "Mann".to_owned())].into_iter().collect())];
        let table = Table {
            columns: vec![column("kjønn", Role::Dimension), column("count", Role::Measure)],
            rows: vec![
                vec![Cell::Code("1".into()), Cell::Whole(12345)],
                vec![Cell::Null, Cell::Null],
                vec![Cell::Code("*".into()), Cell::Number(0.5)],
            ],
            labels: labels.into_iter().collect(),
            notes: vec![Note { row: 1, column: 1, code: NoteCode::BelowMinimum }],
            tests: Vec::new(),
        };
        let expected = "     kjønn     count\n     1 Mann   12,345\n     missing      <8\n     Total       0.5\n";
        assert_eq!(numbers_of_table(&table, Locale::En), expected);
    }
}

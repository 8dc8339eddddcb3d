//! One table of the models of pairs of variables. *Claim*: each pair is a question of its own (both variables have a value) and passes the rules of
//! models; a refused one is hidden. Argument: `proofs/model.md`.

use wire::output::{Body, Cell, Note, NoteCode, Role, Table};

use super::model;
use crate::filter::{Filter, Question};
use crate::refusal::Refusal;
use crate::released::NamedBody;
use crate::statistic::PairsInput;

/// `correlate`.
pub(crate) fn release(filter: &Filter, input: &PairsInput, question: &Question) -> Result<Vec<NamedBody>, Refusal> {
    let mut shown: Option<NamedBody> = None;
    let (mut lines, mut refused) = (Vec::new(), None);
    for one in &input.models {
        match model::release(filter, one, question) {
            Ok(bodies) => {
                for body in bodies {
                    if let Body::Table(table) = &body.body {
                        lines.extend(lines_of(table));
                    }
                    shown.get_or_insert(body);
                }
            }
            Err(Refusal::Fit(crate::statistic::FitFailure::Cancelled)) => {
                return Err(Refusal::Fit(crate::statistic::FitFailure::Cancelled));
            }
            Err(refusal) => {
                let names: Vec<&str> = one.columns.iter().map(|column| column.name.as_str()).collect();
                lines.extend(hidden_lines(&names));
                refused.get_or_insert(refusal);
            }
        }
    }
    let Some(mut shown) = shown else {
        return Err(refused.unwrap_or(Refusal::Fit(crate::statistic::FitFailure::NoRegressors)));
    };
    if let Body::Table(table) = &mut shown.body {
        *table = together(std::mem::take(table), lines, &input.order);
    }
    Ok(vec![shown])
}

/// A line of the table: its cells, and why some are hidden, by column.
struct Line {
    names: [String; 2],
    /// `None`: the pair was refused.
    cells: Option<(Vec<Cell>, Vec<(usize, NoteCode)>)>,
}

fn lines_of(table: &Table) -> Vec<Line> {
    let name = |cell: Option<&Cell>| match cell {
        Some(Cell::Code(name)) => name.clone(),
        _ => String::new(),
    };
    let line = |(row, cells): (usize, &Vec<Cell>)| {
        let notes = table.notes.iter().filter(|note| note.row == row).map(|note| (note.column, note.code)).collect();
        Line { names: [name(cells.first()), name(cells.get(1))], cells: Some((cells.clone(), notes)) }
    };
    table.rows.iter().enumerate().map(line).collect()
}

fn hidden_lines(names: &[&str]) -> Vec<Line> {
    let line = |a: &str, b: &str| Line { names: [a.to_owned(), b.to_owned()], cells: None };
    match names {
        [one] => vec![line(one, one)],
        [a, b, ..] => vec![line(a, b), line(b, a)],
        [] => Vec::new(),
    }
}

fn together(first: Table, mut lines: Vec<Line>, order: &[String]) -> Table {
    let place = |name: &String| order.iter().position(|other| other == name);
    lines.sort_by_key(|line| (place(&line.names[0]), place(&line.names[1])));
    let mut table = Table { rows: Vec::new(), notes: Vec::new(), ..first };
    for (row, Line { names, cells }) in lines.into_iter().enumerate() {
        let (cells, notes) = cells.unwrap_or_else(|| {
            let [a, b] = names;
            let n = table.columns.len();
            let measures = table.columns.iter().enumerate().filter(|(_, column)| column.role == Role::Measure);
            let notes = measures.map(|(column, _)| (column, NoteCode::TooFewUnits)).collect();
            let cells =
                [Cell::Code(a), Cell::Code(b)].into_iter().chain(std::iter::repeat(Cell::Null)).take(n).collect();
            (cells, notes)
        });
        table.rows.push(cells);
        table.notes.extend(notes.into_iter().map(|(column, code)| Note { row, column, code }));
    }
    table
}

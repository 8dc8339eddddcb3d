//! Where each number of a table stands.

use text::{Locale, Text, t};
use wire::output::{Cell, Column, NoteCode, Role, Table};

use crate::results::numbers;

/// More categories than these do not go across.
const MOST_ACROSS: usize = 8;

/// A table ready to be drawn.
#[derive(Debug, Default, PartialEq)]
pub struct Grid {
    /// Titles of the dimensions at the left.
    pub stubs: Vec<String>,
    /// The title of the dimension across, if there is one.
    pub over: String,
    /// Categories across with the number of columns under each; empty if no dimension goes across.
    pub top: Vec<(String, usize)>,
    /// Titles of the number columns, one each.
    pub measures: Vec<String>,
    /// Whether there is one measure only.
    pub has_one_measure: bool,
    /// The rows.
    pub rows: Vec<Row>,
    /// Reasons for hiding that occur, in a fixed order.
    pub hidden: Vec<NoteCode>,
}

/// A row.
#[derive(Debug, Default, PartialEq)]
pub struct Row {
    /// Categories at the left.
    pub heads: Vec<String>,
    /// How many rows each of them covers; 0: a row above covers this one.
    pub spans: Vec<usize>,
    /// Numbers.
    pub cells: Vec<Shown>,
    /// Whether any head is a total.
    pub is_total: bool,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// A released number.
    Number(String),
    /// Hidden, and why.
    Hidden(NoteCode),
    /// No such combination in the table.
    Empty,
}

/// A column with its place.
type Placed<'a> = (usize, &'a Column);

/// Lays a table out.
pub fn grid(table: &Table, locale: Locale) -> Grid {
    let (dimensions, measures) = (placed(table, Role::Dimension), placed(table, Role::Measure));
    let across = dimensions.last().copied().filter(|(place, _)| dimensions.len() >= 2 && can_lie_across(table, *place));
    let stubs: Vec<Placed<'_>> =
        dimensions.into_iter().filter(|(place, _)| across.is_none_or(|(last, _)| last != *place)).collect();
    let categories: Vec<&Cell> = across.map_or(Vec::new(), |(place, _)| distinct(table, place));
    let mut grid = empty_grid(table, locale, &stubs, across, &categories, &measures);
    let decimals: Vec<usize> = measures.iter().map(|(place, _)| column_decimals(table, *place)).collect();
    // Where each row is a variable of its own, each number has the decimals that it needs.
    let is_by_variable = table.columns.iter().any(|column| column.role == Role::Dimension && column.name == "variable");
    let mut keys: Vec<Vec<&Cell>> = Vec::new();
    for (number, cells) in table.rows.iter().enumerate() {
        let key: Vec<&Cell> = stubs.iter().filter_map(|(place, _)| cells.get(*place)).collect();
        // Only a dimension across brings several rows of the table together in one.
        let known = across.and_then(|_| keys.iter().rposition(|known| *known == key));
        let at = known.unwrap_or_else(|| {
            grid.rows.push(Row {
                heads: stubs.iter().zip(&key).map(|(stub, code)| label(table, stub.1, code, locale)).collect(),
                spans: Vec::new(),
                cells: vec![Shown::Empty; grid.measures.len()],
                is_total: key.iter().any(|code| is_total(code)),
            });
            keys.push(key);
            keys.len() - 1
        });
        let block = across
            .and_then(|(place, _)| categories.iter().position(|code| cells.get(place) == Some(*code)))
            .unwrap_or(0);
        for (index, ((place, _), decimals)) in measures.iter().zip(&decimals).enumerate() {
            let decimals = if is_by_variable { cell_decimals(cells, *place) } else { *decimals };
            let shown = show(table, number, *place, decimals, locale);
            if let Shown::Hidden(code) = &shown
                && !grid.hidden.contains(code)
            {
                grid.hidden.push(*code);
            }
            if let Some(cell) = grid.rows.get_mut(at).and_then(|row| row.cells.get_mut(block * measures.len() + index))
            {
                *cell = shown;
            }
        }
    }
    grid.hidden.sort();
    join_heads(&mut grid.rows);
    grid
}

/// Equal heads below each other become one, except in the last column: what differs there tells rows apart.
fn join_heads(rows: &mut [Row]) {
    let heads: Vec<Vec<String>> = rows.iter().map(|row| row.heads.clone()).collect();
    for (at, row) in rows.iter_mut().enumerate() {
        let n_heads = row.heads.len();
        row.spans = (1..=n_heads)
            .map(|depth| {
                let is_same = |other: &&Vec<String>| other.get(..depth) == row.heads.get(..depth);
                let is_covered = at > 0 && heads.get(at - 1).as_ref().is_some_and(is_same);
                match (depth == n_heads, is_covered) {
                    (true, _) => 1,
                    (false, true) => 0,
                    (false, false) => heads.iter().skip(at).take_while(is_same).count(),
                }
            })
            .collect();
    }
}

/// Everything but the rows.
fn empty_grid(
    table: &Table,
    locale: Locale,
    stubs: &[Placed<'_>],
    across: Option<Placed<'_>>,
    categories: &[&Cell],
    measures: &[Placed<'_>],
) -> Grid {
    let titles: Vec<String> = measures.iter().map(|(_, column)| measure_title(column, locale)).collect();
    let has_one_measure = titles.len() == 1;
    let over = across.map_or(String::new(), |(_, column)| match titles.as_slice() {
        [only] => format!("{only}: {}", column.label),
        _ => column.label.clone(),
    });
    Grid {
        stubs: stubs.iter().map(|(_, column)| column.label.clone()).collect(),
        over,
        top: across.map_or(Vec::new(), |(_, column)| {
            categories.iter().map(|code| (label(table, column, code, locale), measures.len())).collect()
        }),
        measures: titles.iter().cycle().take(titles.len() * categories.len().max(1)).cloned().collect(),
        has_one_measure,
        rows: Vec::new(),
        hidden: Vec::new(),
    }
}

/// The columns of a role with their places.
pub fn placed(table: &Table, role: Role) -> Vec<(usize, &Column)> {
    table.columns.iter().enumerate().filter(|(_, column)| column.role == role).collect()
}

fn show(table: &Table, row: usize, column: usize, decimals: usize, locale: Locale) -> Shown {
    match table.rows.get(row).and_then(|cells| cells.get(column)) {
        // A whole number among decimal ones has their decimals: 100,0 below 64,8.
        #[expect(clippy::cast_precision_loss, reason = "counts of units are far below 2^53")]
        Some(Cell::Whole(value)) => Shown::Number(locale.number(Some(*value as f64), decimals)),
        Some(Cell::Number(value)) => Shown::Number(numbers::in_column(locale, *value, decimals)),
        Some(Cell::Code(code)) => Shown::Number(code.clone()),
        Some(Cell::Null) | None => {
            let note = table.notes.iter().find(|note| note.row == row && note.column == column);
            Shown::Hidden(note.map_or(NoteCode::Undefined, |note| note.code))
        }
    }
}

fn column_decimals(table: &Table, place: usize) -> usize {
    numbers::decimals(table.rows.iter().filter_map(|cells| match cells.get(place) {
        Some(Cell::Number(value)) => Some(*value),
        _ => None,
    }))
}

fn cell_decimals(cells: &[Cell], place: usize) -> usize {
    match cells.get(place) {
        Some(Cell::Number(value)) => numbers::decimals([*value]),
        _ => 0,
    }
}

fn distinct(table: &Table, place: usize) -> Vec<&Cell> {
    let mut found: Vec<&Cell> = Vec::new();
    for cell in table.rows.iter().filter_map(|cells| cells.get(place)) {
        if !found.contains(&cell) {
            found.push(cell);
        }
    }
    found
}

/// Few categories, and codes: edges of bins are numbers and stay at the left.
fn can_lie_across(table: &Table, place: usize) -> bool {
    let cells = distinct(table, place);
    cells.len() <= MOST_ACROSS && cells.iter().all(|cell| matches!(cell, Cell::Code(_) | Cell::Null))
}

/// Whether a cell of a dimension stands for all its categories.
pub fn is_total(cell: &Cell) -> bool {
    matches!(cell, Cell::Code(code) if code == "*")
}

/// What a category is called: its label, or the code where it has none.
pub fn label(table: &Table, dimension: &Column, code: &Cell, locale: Locale) -> String {
    let words = |text: Text| text.get(locale).to_owned();
    let code = match code {
        Cell::Null => return words(t("Mangler", "Missing")),
        Cell::Code(code) if code == "*" => return words(t("Alle", "Total")),
        Cell::Code(code) => code.clone(),
        Cell::Whole(value) => value.to_string(),
        Cell::Number(value) => numbers::alone(locale, Some(*value)),
    };
    let labels = table.labels.get(&dimension.name);
    labels.and_then(|labels| labels.get(&code)).filter(|label| !label.is_empty()).cloned().unwrap_or(code)
}

/// The title of a measure: known statistics in the reader's language, others as the engine labels them.
pub fn measure_title(column: &Column, locale: Locale) -> String {
    let title = match column.name.as_str() {
        "count" | "freq" => t("Antall", "Count"),
        "percent" => t("Prosent", "Percent"),
        "rowpct" => t("Radprosent", "Row percent"),
        "colpct" => t("Kolonneprosent", "Column percent"),
        "cellpct" => t("Celleprosent", "Cell percent"),
        "mean" => t("Gjennomsnitt", "Mean"),
        "median" | "p50" => t("Median", "Median"),
        "std" | "sd" => t("Standardavvik", "Standard deviation"),
        "sum" => t("Sum", "Sum"),
        "p1" => t("1. prosentil", "1st percentile"),
        "p25" => t("1. kvartil", "1st quartile"),
        "p75" => t("3. kvartil", "3rd quartile"),
        "p99" => t("99. prosentil", "99th percentile"),
        "gini" => t("Gini", "Gini"),
        "iqr" => t("Kvartilbredde", "Interquartile range"),
        "density" => t("Tetthet", "Density"),
        "fraction" => t("Andel", "Fraction"),
        "low" => t("Fra", "From"),
        "high" => t("Til", "To"),
        "min" => t("Minste", "Minimum"),
        "max" => t("Største", "Maximum"),
        "value" => t("Korrelasjon", "Correlation"),
        "covariance" => t("Kovarians", "Covariance"),
        "obs" | "n" => t("Antall", "Observations"),
        "coefficient" => t("Koeffisient", "Coefficient"),
        "effect" => t("Verdi", "Value"),
        "difference" => t("Forskjell", "Difference"),
        "fe" => t("Faste effekter", "Fixed effects"),
        "re" => t("Tilfeldige effekter", "Random effects"),
        "se" => t("Standardfeil", "Standard error"),
        "statistic" => t("t eller z", "t or z"),
        "p" => t("p", "p"),
        "ci_low" => t("Nedre grense", "Lower limit"),
        "ci_high" => t("Øvre grense", "Upper limit"),
        "vif" => t("VIF", "VIF"),
        "tolerance" => t("Toleranse", "Tolerance"),
        "ss" => t("Kvadratsum", "Sum of squares"),
        "df" => t("Frihetsgrader", "Degrees of freedom"),
        "ms" => t("Middelkvadrat", "Mean square"),
        "f" => t("F", "F"),
        "r2" => t("R²", "R²"),
        "r2_adj" => t("Justert R²", "Adjusted R²"),
        "rmse" => t("RMSE", "RMSE"),
        "partial_r2" => t("Partiell R²", "Partial R²"),
        "shea_r2" => t("Sheas R²", "Shea's R²"),
        "df2" => t("Frihetsgrader 2", "Degrees of freedom 2"),
        "reject" => t("Forkastet", "Rejected"),
        _ => return if column.label.is_empty() { column.name.clone() } else { column.label.clone() },
    };
    title.get(locale).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::output::Note;

    fn column(name: &str, role: Role) -> Column {
        Column { name: name.into(), label: name.into(), role }
    }

    fn code(code: &str) -> Cell {
        Cell::Code(code.into())
    }

    /// sex × high: one count hidden.
    fn two_way() -> Table {
        let mut table = Table {
            columns: vec![
                column("sex", Role::Dimension),
                column("high", Role::Dimension),
                column("count", Role::Measure),
            ],
            rows: vec![
                vec![code("1"), code("0"), Cell::Whole(1200)],
                vec![code("1"), code("1"), Cell::Null],
                vec![code("*"), code("0"), Cell::Whole(2400)],
                vec![code("*"), code("1"), Cell::Whole(31)],
            ],
            notes: vec![Note { row: 1, column: 2, code: NoteCode::BelowMinimum }],
            ..Table::default()
        };
        table.labels.insert("sex".into(), [("1".to_owned(), "Men".to_owned())].into_iter().collect());
        table
    }

    #[test]
    fn the_last_of_two_dimensions_goes_across() {
        let grid = grid(&two_way(), Locale::En);
        assert_eq!(grid.stubs, ["sex"]);
        assert_eq!(grid.top, [("0".to_owned(), 1), ("1".to_owned(), 1)]);
        assert_eq!(grid.over, "Count: high");
        assert_eq!(grid.rows.len(), 2);
        assert_eq!(grid.rows[0].heads, ["Men"]);
        assert_eq!(grid.rows[0].cells, [Shown::Number("1,200".into()), Shown::Hidden(NoteCode::BelowMinimum)]);
        assert!(grid.rows[1].is_total && grid.rows[1].heads == ["Total"]);
        assert_eq!(grid.hidden, [NoteCode::BelowMinimum]);
    }

    #[test]
    fn equal_heads_become_one() {
        let mut rows: Vec<Row> = [["a", "x"], ["a", "y"], ["b", "y"], ["b", "y"]]
            .into_iter()
            .map(|heads| Row { heads: heads.map(str::to_owned).to_vec(), ..Row::default() })
            .collect();
        join_heads(&mut rows);
        let spans: Vec<Vec<usize>> = rows.into_iter().map(|row| row.spans).collect();
        assert_eq!(spans, [[2, 1], [0, 1], [2, 1], [0, 1]]);
    }

    #[test]
    fn rows_without_dimensions_stay_apart() {
        let table = Table {
            columns: vec![column("x", Role::Measure)],
            rows: vec![vec![Cell::Whole(1)], vec![Cell::Whole(2)]],
            ..Table::default()
        };
        assert_eq!(grid(&table, Locale::Nb).rows.len(), 2);
    }

    #[test]
    fn variables_have_their_own_decimals() {
        let table = Table {
            columns: vec![column("variable", Role::Dimension), column("mean", Role::Measure)],
            rows: vec![vec![code("wage"), Cell::Number(556_000.0)], vec![code("age"), Cell::Number(45.1)]],
            ..Table::default()
        };
        let cells: Vec<Vec<Shown>> = grid(&table, Locale::En).rows.into_iter().map(|row| row.cells).collect();
        assert_eq!(cells, [[Shown::Number("556,000".into())], [Shown::Number("45.1".into())]]);
    }

    #[test]
    fn a_single_dimension_stays_at_the_left() {
        let table = Table {
            columns: vec![column("x", Role::Dimension), column("mean", Role::Measure), column("count", Role::Measure)],
            rows: vec![
                vec![Cell::Null, Cell::Number(1.25), Cell::Whole(9)],
                vec![code("*"), Cell::Number(2.0), Cell::Whole(10)],
            ],
            ..Table::default()
        };
        let grid = grid(&table, Locale::Nb);
        assert!(grid.top.is_empty());
        assert_eq!(grid.measures, ["Gjennomsnitt", "Antall"]);
        assert_eq!(grid.rows[0].heads, ["Mangler"]);
        assert_eq!(grid.rows[1].cells, [Shown::Number("2,00".into()), Shown::Number("10".into())]);
    }
}

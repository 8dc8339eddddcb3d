//! An ordinary CSV table with a header becomes variables of an `open` databank (contract section 3, `import-table`).
//!
//! Every column becomes a variable, unit and time columns included. The table is read twice: once to learn what the columns
//! are, once for their values.

mod column;
mod header;
mod read;

use std::collections::HashMap;
use std::path::Path;

use registry::{Addition, Chunk, ChunkValues, Registry, StoredValues};
use variables::{
    Code, CodeList, DataType, Day, Multilingual, Profile, Sensitivity, Temporality, UnitType, ValueDomain, Variable,
};

use crate::exchange::{add, plan_databank};
use crate::identity::{Identities, IdentityKey};
use crate::report::{Report, Subject};
use crate::rule::Rule;
use crate::{Added, ImportError, Imported, Progress, Target};
use column::{Column, ColumnKind, time_of};
use header::Header;
use read::Table;

/// When the rows of a table hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableTime {
    /// Always: FIXED variables.
    Fixed,
    /// All on one day: STATUS variables.
    Date(Day),
    /// By a column with a year (its first of January) or an ISO date: STATUS variables.
    Column(String),
}

/// How a table is to be read.
#[derive(Clone, Debug)]
pub struct TableOptions {
    /// The databank; made as `open` if the home lacks it.
    pub databank: String,
    /// The column that says whom a row is about, as in the header or as a variable name; `None`: the row number does.
    pub unit: Option<String>,
    /// When the rows hold.
    pub time: TableTime,
}

/// Units and days of the rows, in the order of the table, and the order by unit and day.
struct Rows {
    unit: Vec<u32>,
    start: Vec<i32>,
    order: Vec<usize>,
}

/// Reads a CSV table and adds every column to the databank's draft, or none.
///
/// Units are persons with identities local to the databank, which must be `open`. `key` opens the home's identity maps.
pub fn import_table(
    registry: &Registry,
    home: &Path,
    key: &IdentityKey,
    file: &Path,
    options: &TableOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    let mut report = Report::default();
    if registry.databank(&options.databank)?.is_some_and(|old| old.profile != Profile::Open) {
        report.file(file, Rule::TableNeedsOpen);
        return Err(ImportError::Invalid(report));
    }
    let time = &options.time;
    let target = Target { databank: options.databank.clone(), profile: Some(Profile::Open), tier: None };
    plan_databank(registry, &target)?;
    let mut identities = Identities::open(registry, home, key)?;
    let databank = plan_databank(registry, &target)?;
    let Some(header) = Header::read(file, &mut report)? else { return Err(ImportError::Invalid(report)) };
    let unit_column = options.unit.as_deref().map(|name| header.find(file, name, &mut report));
    let time_column = match time {
        TableTime::Column(name) => Some(header.find(file, name, &mut report)),
        TableTime::Fixed | TableTime::Date(_) => None,
    };
    check_draft(registry, &databank.name, &header, file, &mut report)?;
    let (Some(unit_column), Some(time_column)) = (flat(unit_column), flat(time_column)) else {
        return Err(ImportError::Invalid(report));
    };

    let mut table = Table::open(file, &header, progress)?;
    let kinds = table.learn(&mut report)?;
    let mut columns: Vec<Column> = kinds.into_iter().map(Column::new).collect();
    let space = identities.space(&databank, UnitType::person())?;
    let mut rows = Rows { unit: Vec::new(), start: Vec::new(), order: Vec::new() };
    let mut lines = Vec::new();
    table.rewind()?;
    while let Some((line, cells)) = table.next(&mut report)? {
        for (column, cell) in columns.iter_mut().zip(&cells) {
            column.push(cell);
        }
        let identifier = match unit_column {
            Some(place) => columns.get(place).and_then(|column| column.identifier(&cells, place)),
            None => Some((rows.unit.len() + 1).to_string()),
        };
        let start = match (time, time_column) {
            (TableTime::Date(Day(day)), _) => Some(*day),
            (_, Some(place)) => cells.get(place).and_then(|cell| time_of(cell)).map(|Day(day)| day),
            _ => Some(0),
        };
        if identifier.is_none() {
            report.line(file, line, Rule::TableUnitEmpty);
        }
        if start.is_none() {
            report.line(file, line, Rule::TableTimeWrong);
        }
        let unit = identities.index(space, identifier.unwrap_or_default().as_bytes())?;
        rows.unit.push(unit);
        rows.start.push(start.unwrap_or(0));
        lines.push(line);
    }
    rows.check_twice(file, time, &lines, &mut report);
    if lines.is_empty() {
        report.file(file, Rule::CsvEmpty);
    }
    if report.has_errors() {
        return Err(ImportError::Invalid(report));
    }

    rows.order = (0..rows.unit.len()).collect();
    rows.order.sort_by_key(|row| (rows.unit.get(*row), rows.start.get(*row)));
    let mut addition = Addition::default();
    let mut variables = Vec::new();
    for (column, name) in columns.into_iter().zip(&header.columns) {
        let source = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let variable = variable(&name.variable, &name.written, &source, &column, time);
        let (stored, chunk) = rows.chunk(column, time);
        variables.push(Added { name: name.variable.clone(), rows: chunk.unit.len() as u64 });
        let mut writer = registry.stage(variable, stored)?;
        writer.write(chunk)?;
        addition.staged.push(writer.finish()?);
    }
    add(registry, &databank, &identities, addition)?;
    variables.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Imported { variables, report })
}

/// A column that was not asked for is fine, one that was asked for and not found is not.
fn flat(found: Option<Option<usize>>) -> Option<Option<usize>> {
    match found {
        None => Some(None),
        Some(Some(place)) => Some(Some(place)),
        Some(None) => None,
    }
}

fn check_draft(
    registry: &Registry,
    databank: &str,
    header: &Header,
    file: &Path,
    report: &mut Report,
) -> Result<(), ImportError> {
    if registry.databank(databank)?.is_none() {
        return Ok(());
    }
    let drafted = registry.draft(databank)?.changes()?;
    for column in &header.columns {
        if drafted.iter().any(|change| change.name == column.variable) {
            report.add(file, Some(1), Rule::AlreadyDrafted, Some(Subject::Field(column.variable.clone())));
        }
    }
    Ok(())
}

impl Rows {
    /// A unit may occur once, or once at each time.
    fn check_twice(&self, file: &Path, time: &TableTime, lines: &[u64], report: &mut Report) {
        let rule = match time {
            TableTime::Column(_) => Rule::TableUnitTimeTwice,
            TableTime::Fixed | TableTime::Date(_) => Rule::TableUnitTwice,
        };
        let mut seen: HashMap<(u32, i32), u64> = HashMap::with_capacity(lines.len());
        for ((unit, start), line) in self.unit.iter().zip(&self.start).zip(lines) {
            if let Some(earlier) = seen.get(&(*unit, *start)) {
                report.add(file, Some(*line), rule, Some(Subject::OtherLine(*earlier)));
            } else {
                seen.insert((*unit, *start), *line);
            }
        }
    }

    /// The rows of a column that have a value, sorted by unit and day.
    fn chunk(&self, column: Column, time: &TableTime) -> (StoredValues, Chunk) {
        let kept: Vec<usize> = self.order.iter().copied().filter(|row| column.has_value(*row)).collect();
        let pick = |from: &[i32]| kept.iter().filter_map(|row| from.get(*row).copied()).collect();
        let start = if *time == TableTime::Fixed { Vec::new() } else { pick(&self.start) };
        let unit = kept.iter().filter_map(|row| self.unit.get(*row).copied()).collect();
        let (stored, value): (StoredValues, ChunkValues) = column.values(&kept);
        (stored, Chunk { unit, value, start, stop: Vec::new() })
    }
}

/// What the catalogue says of a column.
fn variable(name: &str, written: &str, source: &str, column: &Column, time: &TableTime) -> Variable {
    let both = |nb: String, en: String| Multilingual { nb: Some(nb), nn: None, en: Some(en) };
    let title = both(written.to_owned(), written.to_owned());
    let description = both(format!("Kolonnen {written} i {source}"), format!("Column {written} of {source}"));
    let population = both(format!("Radene i {source}"), format!("The rows of {source}"));
    let (data_type, domain) = match column.kind() {
        ColumnKind::Text => {
            let code = |text: String| Code {
                title: both(text.clone(), text.clone()),
                code: text,
                valid_from: None,
                valid_until: None,
            };
            let codes = column.texts().into_iter().map(code).collect();
            (DataType::String, ValueDomain::Enumerated(CodeList { codes, sentinel: Vec::new() }))
        }
        kind => {
            let data_type = if matches!(kind, ColumnKind::Whole) { DataType::Long } else { DataType::Double };
            let description = description.clone();
            (data_type, ValueDomain::Described { description, measurement_type: None, measurement_unit: None })
        }
    };
    Variable {
        name: name.to_owned(),
        title,
        description,
        unit_type: UnitType::person(),
        value_unit_type: None,
        temporality: if *time == TableTime::Fixed { Temporality::Fixed } else { Temporality::Status },
        data_type,
        format: None,
        domain,
        sensitivity: Sensitivity::Public,
        subjects: Vec::new(),
        population,
        valid_from: None,
        valid_until: None,
        measure_dates: Vec::new(),
        successors: Vec::new(),
        has_data: true,
    }
}

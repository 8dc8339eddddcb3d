//! The rows of one variable: read, checked, made into units and values, sorted, checked against one another, staged.

use std::path::Path;

use registry::{Chunk, DataWriter, Registry, Staged};
use variables::{Databank, Day, Temporality};

use super::find::Folder;
use super::lines::{Lines, fields};
use super::metadata::Described;
use super::values::{ValueReader, ValueWriter};
use crate::ImportError;
use crate::identity::{Identities, SpaceId};
use crate::report::{Report, Severity, Subject};
use crate::rule::Rule;
use crate::sort::{OPEN, Row, Sorter};

/// Rows given to the registry at a time.
const CHUNK: usize = 1 << 16;
/// Lines between two words about progress.
const TOLD_EVERY: u64 = 1 << 16;

/// What reading a variable needs.
pub(crate) struct RowReader<'a, 'b> {
    pub(crate) registry: &'a Registry,
    pub(crate) home: &'a Path,
    pub(crate) databank: &'a Databank,
    pub(crate) identities: &'a mut Identities<'b>,
    pub(crate) report: &'a mut Report,
}

impl RowReader<'_, '_> {
    /// Reads a variable's data file. `None` if this or an earlier file has an error: then rows are checked but not kept, against
    /// as much as the metadata tell.
    pub(crate) fn read(
        &mut self,
        folder: &Folder,
        described: Described,
        told: &mut dyn FnMut(u64),
    ) -> Result<Option<(Staged, u64)>, ImportError> {
        let file = folder.csv();
        let space = match described.unit_type {
            Some(unit_type) => self.identities.space(self.databank, unit_type)?,
            None => self.identities.unknown_space(),
        };
        let mut values = ValueReader::new(&described, self.databank, self.identities)?;
        let mut sorter = Sorter::new(self.home);
        let mut lines = Lines::open(&file)?;
        let mut number = 0;
        while let Some((line_number, line)) = lines.next()? {
            number = line_number;
            let row = match line {
                Ok(line) => self.row(&file, line_number, line, described.temporality, space, &mut values)?,
                Err(rule) => Err(vec![rule]),
            };
            match row {
                Ok(row) => sorter.push(row)?,
                Err(rules) => rules.into_iter().for_each(|rule| self.report.line(&file, line_number, rule)),
            }
            if number.is_multiple_of(TOLD_EVERY) {
                told(lines.bytes());
            }
        }
        if number == 0 {
            self.report.file(&file, Rule::CsvEmpty);
        }
        self.sorted(&file, described, sorter, values)
    }

    /// One line: a row, or all that is wrong with it. The outer error stops the import.
    fn row(
        &mut self,
        file: &Path,
        number: u64,
        line: &[u8],
        temporality: Option<Temporality>,
        space: SpaceId,
        values: &mut ValueReader,
    ) -> Result<Result<Row, Vec<Rule>>, ImportError> {
        let [identifier, value, start, stop, attributes] = match fields(line) {
            Ok(fields) => fields,
            Err(rule) => return Ok(Err(vec![rule])),
        };
        if !attributes.trim().is_empty() {
            self.report.line(file, number, Rule::Attributes);
        }
        if temporality == Some(Temporality::Fixed) && !stop.trim().is_empty() {
            self.report.line(file, number, Rule::FixedStop);
        }
        let identifier = identifier.trim_matches(' ');
        let mut wrong = Vec::new();
        if identifier.trim().is_empty() {
            wrong.push(Rule::IdentifierEmpty);
        } else if !self.identities.is_code(space, identifier) {
            wrong.push(Rule::IdentifierCode);
        }
        let period = temporality.map_or(Ok((None, None)), |kind| period(kind, start.trim(), stop.trim()));
        let value = values.read(&value, period.ok().and_then(|(start, _)| start), self.identities)?;
        match (period, value) {
            (Ok((start, stop)), Ok(value)) if wrong.is_empty() => Ok(Ok(Row {
                unit: self.identities.index(space, identifier.as_bytes())?,
                start: start.map_or(0, |Day(day)| day),
                stop: stop.map_or(OPEN, |Day(day)| day),
                line: u32::try_from(number).unwrap_or(u32::MAX),
                value,
            })),
            (period, value) => {
                wrong.extend(value.err());
                wrong.extend(period.err());
                Ok(Err(wrong))
            }
        }
    }

    /// Checks the rows of each unit against one another and stages them.
    fn sorted(
        &mut self,
        file: &Path,
        described: Described,
        sorter: Sorter,
        values: ValueReader,
    ) -> Result<Option<(Staged, u64)>, ImportError> {
        // Without it no row can be said to clash with another.
        let Some(temporality) = described.temporality else { return Ok(None) };
        let (stored, columns) = values.finish();
        // After an error nothing will be kept, so nothing is written either.
        let mut writer = match (self.report.count(Severity::Error), described.variable) {
            (0, Some(variable)) => Some(self.registry.stage(variable, stored)?),
            _ => None,
        };
        let (mut held, mut rows) = (Vec::with_capacity(CHUNK), 0);
        let mut reach: Option<Row> = None;
        sorter.finish(|row| {
            if let Some(earlier) = reach.filter(|earlier| earlier.unit == row.unit)
                && let Some(rule) = clash(temporality, earlier, row)
            {
                let other = Subject::OtherLine(u64::from(earlier.line));
                self.report.add(file, Some(u64::from(row.line)), rule, Some(other));
                writer = None;
            }
            // The row of the unit that reaches furthest is the one that a later row may clash with.
            if reach.is_none_or(|earlier| earlier.unit != row.unit || row.stop >= earlier.stop) {
                reach = Some(row);
            }
            if let Some(writer) = &mut writer {
                held.push(row);
                rows += 1;
                if held.len() == CHUNK {
                    give(writer, temporality, &columns, &mut held)?;
                }
            }
            Ok(())
        })?;
        let Some(mut writer) = writer else { return Ok(None) };
        give(&mut writer, temporality, &columns, &mut held)?;
        Ok(Some((writer.finish()?, rows)))
    }
}

/// The dates of a line by the rules of its temporality.
fn period(temporality: Temporality, start: &str, stop: &str) -> Result<(Option<Day>, Option<Day>), Rule> {
    let first = |rule| start.parse::<Day>().map_err(|_| rule);
    let last = |rule| stop.parse::<Day>().map_err(|_| rule);
    match temporality {
        Temporality::Fixed if start.is_empty() => Ok((None, None)),
        Temporality::Fixed => Err(Rule::FixedStart),
        Temporality::Status => {
            let (start, stop) = (first(Rule::StartDate)?, last(Rule::StopDate)?);
            if start == stop { Ok((Some(start), Some(stop))) } else { Err(Rule::StatusDates) }
        }
        Temporality::Accumulated => {
            let (start, stop) = (first(Rule::StartDate)?, last(Rule::StopDate)?);
            if start < stop { Ok((Some(start), Some(stop))) } else { Err(Rule::AccumulatedPeriod) }
        }
        Temporality::Event => {
            let start = first(Rule::StartDate)?;
            if stop.is_empty() {
                return Ok((Some(start), None));
            }
            let stop = last(Rule::StopDate)?;
            if start <= stop { Ok((Some(start), Some(stop))) } else { Err(Rule::EventPeriod) }
        }
    }
}

/// Whether a row clashes with an earlier one of its unit.
fn clash(temporality: Temporality, earlier: Row, row: Row) -> Option<Rule> {
    match temporality {
        Temporality::Fixed => Some(Rule::UnitTwice),
        Temporality::Status => (earlier.start == row.start).then_some(Rule::UnitDateTwice),
        Temporality::Accumulated | Temporality::Event => (earlier.stop >= row.start).then_some(Rule::Overlap),
    }
}

/// Gives the rows held to the registry.
fn give(
    writer: &mut DataWriter,
    temporality: Temporality,
    columns: &ValueWriter,
    held: &mut Vec<Row>,
) -> Result<(), ImportError> {
    let raw: Vec<u64> = held.iter().map(|row| row.value).collect();
    let has_start = temporality != Temporality::Fixed;
    let has_stop = matches!(temporality, Temporality::Accumulated | Temporality::Event);
    let chunk = Chunk {
        unit: held.iter().map(|row| row.unit).collect(),
        value: columns.column(&raw),
        start: if has_start { held.iter().map(|row| row.start).collect() } else { Vec::new() },
        stop: if has_stop {
            held.iter().map(|row| (row.stop != OPEN).then_some(row.stop)).collect()
        } else {
            Vec::new()
        },
    };
    held.clear();
    Ok(writer.write(chunk)?)
}

//! The rows of one variable: read, checked, made into units and values, sorted, checked against one another, staged.

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};

use rayon::prelude::*;
use registry::{Chunk, DataWriter, Registry, Staged};
use variables::{Databank, Temporality};

use super::block::{LineReader, ReadBlock};
use super::find::Folder;
use super::lines::{Block, Blocks};
use super::metadata::Described;
use super::values::{ValueReader, ValueWriter};
use crate::ImportError;
use crate::identity::Identities;
use crate::report::{Report, Severity, Subject};
use crate::rule::Rule;
use crate::sort::{OPEN, Row, Sorter};

/// Rows given to the registry at a time.
const CHUNK: usize = 1 << 16;
/// Such portions that may wait for the writer.
const WAITING: usize = 8;

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
        let mut blocks = Blocks::open(&file)?;
        let mut window = next_blocks(&mut blocks)?;
        while !window.is_empty() {
            let reader = LineReader {
                temporality: described.temporality,
                units: self.identities.known(space)?,
                values: &values,
                value_units: values.space().map(|space| self.identities.known(space)).transpose()?,
                has_one_space: values.space() == Some(space),
            };
            // The next blocks come from the disk while these are read.
            let (next, read) = rayon::join(
                || next_blocks(&mut blocks),
                || window.par_iter().map(|block| reader.read(block)).collect::<Vec<ReadBlock>>(),
            );
            for mut block in read {
                std::mem::take(&mut block.findings)
                    .into_iter()
                    .for_each(|(number, rule)| self.report.line(&file, number, rule));
                sorter.add(block.finish(space, &mut values, self.identities)?)?;
            }
            window = next?;
            told(blocks.bytes());
        }
        if blocks.lines() == 0 {
            self.report.file(&file, Rule::CsvEmpty);
        }
        self.sorted(&file, described, sorter, values)
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
        let writer = match (self.report.count(Severity::Error), described.variable) {
            (0, Some(variable)) => Some(self.registry.stage(variable, stored)?),
            _ => None,
        };
        let report = &mut *self.report;
        std::thread::scope(|scope| {
            // Rows are written by a thread of their own while others are put in order.
            let (gate, waiting) = sync_channel::<Vec<Row>>(WAITING);
            let written = writer.map(|writer| scope.spawn(move || write(writer, waiting, temporality, &columns)));
            let mut gate = written.as_ref().map(|_| gate);
            let (mut held, mut rows) = (Vec::with_capacity(CHUNK), 0);
            let mut reach: Option<Row> = None;
            sorter.finish(|row| {
                if let Some(earlier) = reach.filter(|earlier| earlier.unit == row.unit)
                    && let Some(rule) = clash(temporality, earlier, row)
                {
                    let other = Subject::OtherLine(u64::from(earlier.line));
                    report.add(file, Some(u64::from(row.line)), rule, Some(other));
                    gate = None;
                }
                // The row of the unit that reaches furthest is the one that a later row may clash with.
                if reach.is_none_or(|earlier| earlier.unit != row.unit || row.stop >= earlier.stop) {
                    reach = Some(row);
                }
                if let Some(open) = &gate {
                    held.push(row);
                    rows += 1;
                    // Nobody takes rows any more after a failure, which is told below.
                    if held.len() == CHUNK
                        && open.send(std::mem::replace(&mut held, Vec::with_capacity(CHUNK))).is_err()
                    {
                        gate = None;
                    }
                }
                Ok(())
            })?;
            let is_kept = gate.as_ref().is_some_and(|open| open.send(held).is_ok());
            drop(gate);
            let Some(written) = written else { return Ok(None) };
            let stopped = ImportError::Io { doing: "writing rows", kind: std::io::ErrorKind::Other };
            let writer = written.join().map_err(|_| stopped)??;
            if is_kept { Ok(Some((writer.finish()?, rows))) } else { Ok(None) }
        })
    }
}

/// As many blocks as all threads read at a time.
fn next_blocks(blocks: &mut Blocks) -> Result<Vec<Block>, ImportError> {
    let wanted = 2 * rayon::current_num_threads();
    let mut window = Vec::with_capacity(wanted);
    while window.len() < wanted {
        match blocks.next()? {
            Some(block) => window.push(block),
            None => break,
        }
    }
    Ok(window)
}

/// Gives rows to the registry as they come, until no more do.
fn write(
    mut writer: DataWriter,
    waiting: Receiver<Vec<Row>>,
    temporality: Temporality,
    columns: &ValueWriter,
) -> Result<DataWriter, ImportError> {
    for rows in waiting {
        give(&mut writer, temporality, columns, &rows)?;
    }
    Ok(writer)
}

/// Whether a row clashes with an earlier one of its unit.
fn clash(temporality: Temporality, earlier: Row, row: Row) -> Option<Rule> {
    match temporality {
        Temporality::Fixed => Some(Rule::UnitTwice),
        Temporality::Status => (earlier.start == row.start).then_some(Rule::UnitDateTwice),
        Temporality::Accumulated | Temporality::Event => (earlier.stop >= row.start).then_some(Rule::Overlap),
    }
}

/// Gives rows to the registry.
fn give(
    writer: &mut DataWriter,
    temporality: Temporality,
    columns: &ValueWriter,
    held: &[Row],
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
    Ok(writer.write(chunk)?)
}

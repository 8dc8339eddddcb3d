//! Writes the rows of one variable as they come: checks order, splits by period, and never holds a big variable whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use polars::prelude::{NamedFrom as _, PlSmallStr, Series};
use variables::{Day, Temporality, Variable};

use crate::error::{Doing as _, RegistryError, Result};
use crate::file_writer::{FileWriter, Written};
use crate::held_values::HeldValues;
use crate::layout::sync_folder;
use crate::manifest::{Extent, MANIFEST, Manifest, Partition, Piece, Stored};
use crate::record::{Chunk, ChunkValues};
use crate::shared_file::SharedFile;
use crate::spells::ONGOING;
use crate::staging::{Staged, StagingFolder};

/// Rows of a row group: big enough to compress, small enough to skip and to read in slices.
pub(crate) const ROW_GROUP: usize = 1 << 18;
/// Rows held in memory over all periods before the fullest is written out.
const HELD_ROWS: usize = 1 << 23;
/// Rows of a period that is too small for a file of its own, where there are many such: a file costs more than its rows.
const SMALL: usize = 1 << 16;
/// Small periods that still get files of their own.
const FEW_SMALL: usize = 8;
/// Data files open at once; an older one is finished and its period goes on in another file.
const OPEN_FILES: usize = 128;

/// How values are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoredValues {
    /// Texts, as places in this dictionary: sorted, without repetition.
    Codes {
        /// Every text that a row may have.
        dictionary: Vec<String>,
    },
    /// Whole numbers and days.
    Long,
    /// Decimal numbers.
    Double,
    /// Units, as dense indices in the space of the variable's `value_unit_type`.
    Unit,
}

/// Takes a variable's rows, chunk by chunk. Dropped without [`DataWriter::finish`], it leaves nothing behind.
pub struct DataWriter {
    variable: Variable,
    staging: StagingFolder,
    stored: Stored,
    dictionary: Option<Arc<[String]>>,
    partitions: BTreeMap<Option<(i32, i32)>, OpenPartition>,
    /// Files that several periods share.
    shared: u32,
    held: usize,
    clock: u64,
    /// EVENT: unit, start and stop of the last row.
    last_row: Option<(u32, i32, Option<i32>)>,
    extent: Option<(i32, i32, bool)>,
}

/// A period being written, and its rows that wait.
#[derive(Default)]
pub(crate) struct OpenPartition {
    pub(crate) unit: Vec<u32>,
    pub(crate) value: HeldValues,
    start: Vec<i32>,
    /// [`ONGOING`] where there is none.
    stop: Vec<i32>,
    last_unit: Option<u32>,
    rows: u64,
    files: Vec<String>,
    shared: Vec<Piece>,
    /// Boxed: it is large, and most of many periods have none.
    writer: Option<Box<FileWriter>>,
    last_use: u64,
}

impl DataWriter {
    pub(crate) fn new(mut variable: Variable, values: StoredValues, staging: StagingFolder) -> Result<DataWriter> {
        variable.has_data = true;
        let is_unit = values == StoredValues::Unit;
        let (stored, dictionary) = match values {
            StoredValues::Codes { dictionary } => {
                if dictionary.windows(2).any(|pair| pair[0] >= pair[1]) {
                    return Err(bad(&variable, "the dictionary is not sorted"));
                }
                (Stored::Codes, Some(dictionary.into()))
            }
            StoredValues::Long => (Stored::Long, None),
            StoredValues::Double => (Stored::Double, None),
            StoredValues::Unit => (Stored::Unit, None),
        };
        if is_unit != variable.value_unit_type.is_some() {
            return Err(bad(&variable, "values are units exactly where the variable names their unit type"));
        }
        Ok(DataWriter {
            variable,
            staging,
            stored,
            dictionary,
            partitions: BTreeMap::new(),
            shared: 0,
            held: 0,
            clock: 0,
            last_row: None,
            extent: None,
        })
    }

    /// Adds rows; see [`Chunk`] for their order. On an error the variable is lost: drop the writer.
    pub fn write(&mut self, chunk: Chunk) -> Result<()> {
        let rows = chunk.unit.len();
        self.check_shape(&chunk)?;
        if rows == 0 {
            return Ok(());
        }
        match self.variable.temporality {
            Temporality::Fixed => self.append(None, &chunk, 0..rows)?,
            Temporality::Event => {
                self.check_spells(&chunk)?;
                self.append(None, &chunk, 0..rows)?;
            }
            Temporality::Status | Temporality::Accumulated => self.split(&chunk)?,
        }
        Ok(())
    }

    /// Writes what is left and makes the files durable.
    pub fn finish(mut self) -> Result<Staged> {
        let small = self.partitions.values().filter(|part| part.is_small()).count();
        if small > FEW_SMALL {
            self.share_small()?;
        }
        let keys: Vec<_> = self.partitions.keys().copied().collect();
        for key in keys {
            self.flush(key)?;
        }
        let mut partitions = Vec::new();
        for (key, mut part) in std::mem::take(&mut self.partitions) {
            close(&mut part)?;
            let period = key.map(|(start, stop)| (Day(start), Day(stop)));
            partitions.push(Partition { period, rows: part.rows, files: part.files, shared: part.shared });
        }
        let extent = self.extent.map(|(first, last, has_open)| Extent { first: Day(first), last: Day(last), has_open });
        let manifest = Manifest { value: self.stored, dictionary: self.dictionary.take(), partitions, extent };
        let text = serde_json::to_vec(&manifest).doing("writing a manifest")?;
        let mut file = File::create(self.staging.path.join(MANIFEST)).doing("writing a manifest")?;
        file.write_all(&text).and_then(|()| file.sync_all()).doing("writing a manifest")?;
        sync_folder(&self.staging.path)?;
        Ok(Staged { variable: self.variable, staging: self.staging })
    }

    fn check_shape(&self, chunk: &Chunk) -> Result<()> {
        let rows = chunk.unit.len();
        let (starts, stops) = match self.variable.temporality {
            Temporality::Fixed => (0, 0),
            Temporality::Status => (rows, 0),
            Temporality::Accumulated | Temporality::Event => (rows, rows),
        };
        if chunk.value.len() != rows || chunk.start.len() != starts || chunk.stop.len() != stops {
            return Err(bad(&self.variable, "columns differ in length"));
        }
        let is_right = match (&chunk.value, self.stored) {
            (ChunkValues::Codes(codes), Stored::Codes) => {
                let texts = self.dictionary.as_ref().map_or(0, |texts| texts.len());
                codes.iter().all(|code| (*code as usize) < texts)
            }
            (ChunkValues::Double(values), Stored::Double) => values.iter().all(|value| value.is_finite()),
            (ChunkValues::Long(_), Stored::Long) | (ChunkValues::Unit(_), Stored::Unit) => true,
            _ => false,
        };
        if is_right { Ok(()) } else { Err(bad(&self.variable, "values are of another kind")) }
    }

    fn check_spells(&mut self, chunk: &Chunk) -> Result<()> {
        for ((unit, start), stop) in chunk.unit.iter().zip(&chunk.start).zip(&chunk.stop) {
            if stop.is_some_and(|stop| stop < *start) {
                return Err(bad(&self.variable, "a period ends before it begins"));
            }
            let is_apart = match self.last_row {
                Some((last, _, last_stop)) if last == *unit => last_stop.is_some_and(|last_stop| last_stop < *start),
                Some((last, _, _)) => last < *unit,
                None => true,
            };
            if !is_apart {
                return Err(bad(&self.variable, "rows are not sorted by unit and start, or periods overlap"));
            }
            self.last_row = Some((*unit, *start, *stop));
            let end = stop.unwrap_or(*start).max(*start);
            let (first, last, has_open) = self.extent.unwrap_or((*start, end, false));
            self.extent = Some((first.min(*start), last.max(end), has_open || stop.is_none()));
        }
        Ok(())
    }

    /// Gives each run of rows with one period to its partition.
    fn split(&mut self, chunk: &Chunk) -> Result<()> {
        let period = |row: usize| -> Result<(i32, i32)> {
            let start = chunk.start[row];
            let stop = match chunk.stop.get(row) {
                Some(stop) => stop.ok_or_else(|| bad(&self.variable, "a period has no end"))?,
                None => start,
            };
            if stop < start { Err(bad(&self.variable, "a period ends before it begins")) } else { Ok((start, stop)) }
        };
        let mut runs: Vec<((i32, i32), std::ops::Range<usize>)> = Vec::new();
        for row in 0..chunk.unit.len() {
            let key = period(row)?;
            match runs.last_mut() {
                Some((last, run)) if *last == key => run.end = row + 1,
                _ => runs.push((key, row..row + 1)),
            }
        }
        for (key, run) in runs {
            self.append(Some(key), chunk, run)?;
        }
        Ok(())
    }

    fn append(&mut self, key: Option<(i32, i32)>, chunk: &Chunk, rows: std::ops::Range<usize>) -> Result<()> {
        let is_event = self.variable.temporality == Temporality::Event;
        let mut from = rows.start;
        while from < rows.end {
            let part = self.partitions.entry(key).or_default();
            let to = rows.end.min(from + (ROW_GROUP - part.unit.len()));
            if !is_event {
                for unit in &chunk.unit[from..to] {
                    if part.last_unit.is_some_and(|last| last >= *unit) {
                        return Err(bad(&self.variable, "units of a period do not increase"));
                    }
                    part.last_unit = Some(*unit);
                }
            }
            part.unit.extend_from_slice(&chunk.unit[from..to]);
            part.value.extend(&chunk.value, from..to);
            if is_event {
                part.start.extend_from_slice(&chunk.start[from..to]);
                part.stop.extend(chunk.stop[from..to].iter().map(|stop| stop.unwrap_or(ONGOING)));
            }
            self.held += to - from;
            let is_full = part.unit.len() == ROW_GROUP;
            from = to;
            if is_full && is_event {
                self.flush_whole_units(key)?;
            } else if is_full {
                self.flush(key)?;
            } else if self.held >= HELD_ROWS {
                self.flush_fullest()?;
            }
        }
        Ok(())
    }

    /// Writes out the period with most rows held, or all small ones where there is none but small ones; of equals the first, so
    /// that the same rows give the same files.
    fn flush_fullest(&mut self) -> Result<()> {
        let mut fullest: Option<(Option<(i32, i32)>, &OpenPartition)> = None;
        for (key, part) in &self.partitions {
            if fullest.is_none_or(|(_, most)| part.unit.len() > most.unit.len()) {
                fullest = Some((*key, part));
            }
        }
        match fullest {
            Some((key, part)) if part.unit.len() >= SMALL => self.flush(key),
            Some(_) => self.share_small(),
            None => Ok(()),
        }
    }

    /// Writes the rows held for small periods into one file that they share.
    fn share_small(&mut self) -> Result<()> {
        let texts = self.dictionary.as_ref().map_or(0, |texts| texts.len());
        let mut file = SharedFile::new(&self.staging.path, self.shared, self.stored, texts);
        self.shared += 1;
        for (key, part) in &mut self.partitions {
            if let (Some(period), true) = (key, part.is_small()) {
                let piece = file.take(*period, part)?;
                part.rows += piece.rows;
                part.shared.push(piece);
                self.held -= piece.rows as usize;
            }
        }
        file.finish()
    }

    /// Writes the spells held but for those of the last unit, of which more may come: a unit in one row group is found by looking
    /// there alone. A unit with more spells than a row group holds goes on in the next.
    fn flush_whole_units(&mut self, key: Option<(i32, i32)>) -> Result<()> {
        let Some(part) = self.partitions.get_mut(&key) else { return Ok(()) };
        let last = part.unit.last().copied();
        let whole = part.unit.partition_point(|unit| Some(*unit) < last);
        if whole == 0 {
            return self.flush(key);
        }
        let unit = part.unit.split_off(whole);
        let (value, start) = (part.value.split_off(whole), part.start.split_off(whole));
        let stop = part.stop.split_off(whole);
        self.flush(key)?;
        if let Some(part) = self.partitions.get_mut(&key) {
            (part.unit, part.value, part.start, part.stop) = (unit, value, start, stop);
        }
        Ok(())
    }

    /// Writes the rows held for a period as a row group.
    fn flush(&mut self, key: Option<(i32, i32)>) -> Result<()> {
        if self.partitions.get(&key).is_none_or(|part| part.unit.is_empty()) {
            return Ok(());
        }
        self.close_stalest()?;
        self.clock += 1;
        let Some(part) = self.partitions.get_mut(&key) else { return Ok(()) };
        let rows = part.unit.len();
        let mut columns = vec![
            Written::new("unit", Series::new(PlSmallStr::EMPTY, std::mem::take(&mut part.unit))),
            Written::new(
                "value",
                part.value.column(self.stored, self.dictionary.as_ref().map_or(0, |texts| texts.len())),
            ),
        ];
        if self.variable.temporality == Temporality::Event {
            columns.push(Written::new("start", Series::new(PlSmallStr::EMPTY, std::mem::take(&mut part.start))));
            columns.push(Written::new("stop", Series::new(PlSmallStr::EMPTY, std::mem::take(&mut part.stop))));
        }
        let writer = match &mut part.writer {
            Some(writer) => writer,
            None => {
                let name = file_name(key, part.files.len());
                let writer = FileWriter::create(self.staging.path.join(&name), &columns)?;
                part.files.push(name);
                part.writer.insert(Box::new(writer))
            }
        };
        writer.write(&columns)?;
        part.rows += rows as u64;
        part.last_use = self.clock;
        self.held -= rows;
        Ok(())
    }

    /// Finishes the file that was written longest ago when too many are open.
    fn close_stalest(&mut self) -> Result<()> {
        let open = self.partitions.values().filter(|part| part.writer.is_some()).count();
        if open < OPEN_FILES {
            return Ok(());
        }
        let stalest =
            self.partitions.values_mut().filter(|part| part.writer.is_some()).min_by_key(|part| part.last_use);
        stalest.map_or(Ok(()), close)
    }
}

impl OpenPartition {
    /// Whether the rows held are too few for a file of their own.
    fn is_small(&self) -> bool {
        !self.unit.is_empty() && self.unit.len() < SMALL && self.writer.is_none()
    }
}

fn bad(variable: &Variable, what: &'static str) -> RegistryError {
    RegistryError::BadRows { variable: variable.name.clone(), what }
}

fn file_name(key: Option<(i32, i32)>, part: usize) -> String {
    match key {
        None => format!("data.{part}.parquet"),
        Some((start, stop)) if start == stop => format!("{}.{part}.parquet", Day(start)),
        Some((start, stop)) => format!("{}_{}.{part}.parquet", Day(start), Day(stop)),
    }
}

/// Ends the open file of a period, if any, and makes it durable.
fn close(part: &mut OpenPartition) -> Result<()> {
    part.writer.take().map_or(Ok(()), |writer| writer.finish())
}

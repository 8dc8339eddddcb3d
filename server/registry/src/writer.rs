//! Writes the rows of one variable as they come: checks order, splits by period, and never holds a big variable whole.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{Column, DataFrame, ParquetCompression, ParquetWriter, Schema, StatisticsOptions};
use variables::{Day, Temporality, Variable};

use crate::error::{Doing as _, RegistryError, Result};
use crate::layout::sync_folder;
use crate::manifest::{Extent, MANIFEST, Manifest, Partition, Stored};
use crate::record::{Chunk, ChunkValues};
use crate::staging::{Staged, StagingFolder};

/// Rows of a row group: big enough to compress, small enough to skip and to read in slices.
pub(crate) const ROW_GROUP: usize = 1 << 18;
/// Rows held in memory over all periods before the fullest is written out.
const HELD_ROWS: usize = 1 << 23;
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
    held: usize,
    clock: u64,
    /// EVENT: unit, start and stop of the last row.
    last_row: Option<(u32, i32, Option<i32>)>,
    extent: Option<(i32, i32, bool)>,
}

#[derive(Default)]
struct OpenPartition {
    unit: Vec<u32>,
    value: HeldValues,
    start: Vec<i32>,
    stop: Vec<Option<i32>>,
    last_unit: Option<u32>,
    rows: u64,
    files: Vec<String>,
    writer: Option<BatchedWriter<File>>,
    last_use: u64,
}

#[derive(Default)]
enum HeldValues {
    #[default]
    None,
    Word(Vec<u32>),
    Long(Vec<i64>),
    Double(Vec<f64>),
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
        let keys: Vec<_> = self.partitions.keys().copied().collect();
        for key in keys {
            self.flush(key)?;
        }
        let mut partitions = Vec::new();
        for (key, mut part) in std::mem::take(&mut self.partitions) {
            close(&mut part, &self.staging.path)?;
            let period = key.map(|(start, stop)| (Day(start), Day(stop)));
            partitions.push(Partition { period, rows: part.rows, files: part.files });
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
                part.stop.extend_from_slice(&chunk.stop[from..to]);
            }
            self.held += to - from;
            let is_full = part.unit.len() == ROW_GROUP;
            from = to;
            if is_full {
                self.flush(key)?;
            } else if self.held >= HELD_ROWS {
                self.flush_fullest()?;
            }
        }
        Ok(())
    }

    /// Writes out the period with most rows held; of equals the first, so that the same rows give the same files.
    fn flush_fullest(&mut self) -> Result<()> {
        let mut fullest: Option<(Option<(i32, i32)>, usize)> = None;
        for (key, part) in &self.partitions {
            if fullest.is_none_or(|(_, most)| part.unit.len() > most) {
                fullest = Some((*key, part.unit.len()));
            }
        }
        match fullest {
            Some((key, _)) => self.flush(key),
            None => Ok(()),
        }
    }

    /// Writes the rows held for a period as a row group.
    fn flush(&mut self, key: Option<(i32, i32)>) -> Result<()> {
        let doing = "writing rows";
        self.close_stalest()?;
        self.clock += 1;
        let Some(part) = self.partitions.get_mut(&key) else { return Ok(()) };
        let rows = part.unit.len();
        if rows == 0 {
            return Ok(());
        }
        let mut columns = vec![
            Column::new("unit".into(), std::mem::take(&mut part.unit)),
            part.value.column(self.stored, self.dictionary.as_ref().map_or(0, |texts| texts.len())),
        ];
        if self.variable.temporality == Temporality::Event {
            columns.push(Column::new("start".into(), std::mem::take(&mut part.start)));
            columns.push(Column::new("stop".into(), std::mem::take(&mut part.stop)));
        }
        let frame = DataFrame::new(rows, columns).doing(doing)?;
        let writer = match &mut part.writer {
            Some(writer) => writer,
            None => {
                let name = file_name(key, part.files.len());
                let file = File::create_new(self.staging.path.join(&name)).doing("making a data file")?;
                part.files.push(name);
                part.writer.insert(start_file(file, frame.schema())?)
            }
        };
        writer.write_batch(&frame).doing(doing)?;
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
        stalest.map_or(Ok(()), |part| close(part, &self.staging.path))
    }
}

impl HeldValues {
    fn extend(&mut self, from: &ChunkValues, rows: std::ops::Range<usize>) {
        match (&mut *self, from) {
            (HeldValues::Word(held), ChunkValues::Codes(new) | ChunkValues::Unit(new)) => {
                held.extend_from_slice(&new[rows])
            }
            (HeldValues::Long(held), ChunkValues::Long(new)) => held.extend_from_slice(&new[rows]),
            (HeldValues::Double(held), ChunkValues::Double(new)) => held.extend_from_slice(&new[rows]),
            (_, ChunkValues::Codes(new) | ChunkValues::Unit(new)) => *self = HeldValues::Word(new[rows].to_vec()),
            (_, ChunkValues::Long(new)) => *self = HeldValues::Long(new[rows].to_vec()),
            (_, ChunkValues::Double(new)) => *self = HeldValues::Double(new[rows].to_vec()),
        }
    }

    /// The values as a column, and nothing held any more. Codes take the smallest type that holds the dictionary.
    fn column(&mut self, stored: Stored, texts: usize) -> Column {
        match std::mem::take(self) {
            HeldValues::Word(words) if stored == Stored::Codes && texts <= 1 << 8 => {
                Column::new("value".into(), words.iter().map(|word| *word as u8).collect::<Vec<u8>>())
            }
            HeldValues::Word(words) if stored == Stored::Codes && texts <= 1 << 16 => {
                Column::new("value".into(), words.iter().map(|word| *word as u16).collect::<Vec<u16>>())
            }
            HeldValues::Word(words) => Column::new("value".into(), words),
            HeldValues::Long(values) => Column::new("value".into(), values),
            HeldValues::Double(values) => Column::new("value".into(), values),
            HeldValues::None => Column::new("value".into(), Vec::<u32>::new()),
        }
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

/// Begins a data file. LZ4: reading speed counts for more than the last tenth of size.
fn start_file(file: File, schema: &Schema) -> Result<BatchedWriter<File>> {
    ParquetWriter::new(file)
        .with_compression(ParquetCompression::Lz4Raw)
        .with_statistics(StatisticsOptions::full())
        .batched(schema)
        .doing("beginning a data file")
}

/// Ends the open file of a period, if any, and makes it durable.
fn close(part: &mut OpenPartition, folder: &Path) -> Result<()> {
    let doing = "finishing a data file";
    let (Some(writer), Some(name)) = (part.writer.take(), part.files.last()) else { return Ok(()) };
    writer.finish().doing(doing)?;
    File::open(folder.join(name)).and_then(|file| file.sync_all()).doing(doing)
}

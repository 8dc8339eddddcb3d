//! Reads the rows that a selection wants, touching only the files that can hold some.

use std::fs::File;
use std::path::Path;

use polars::prelude::{ChunkedArray, DataFrame, ParallelStrategy, ParquetReader, PolarsNumericType, SerReader as _};
use variables::Day;

use crate::error::{Doing as _, RegistryError, Result};
use crate::manifest::{Manifest, Partition, Piece, Stored};
use crate::predicate::Predicate;
use crate::record::{Codes, Effective, Records, Selection, Values};
use crate::shared_file::shared_name;
use crate::writer::ROW_GROUP;

/// Rows of an EVENT file looked at in one go.
const SLICE: usize = 8 * ROW_GROUP;

/// Where a variable's data are and what they are.
pub(crate) struct Source<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) manifest: &'a Manifest,
    /// Space of values that are units.
    pub(crate) value_space: Option<String>,
    pub(crate) has_spells: bool,
    pub(crate) is_fixed: bool,
}

impl Source<'_> {
    /// The rows a selection takes, sorted by (unit, start).
    pub(crate) fn read(&self, selection: &Selection) -> Result<Records> {
        let predicate = Predicate::new(selection)?;
        let mut rows = Rows::new(self.manifest);
        if self.is_fixed {
            for part in &self.manifest.partitions {
                self.read_partition(part, &mut rows)?;
            }
        } else if self.has_spells {
            for part in &self.manifest.partitions {
                self.read_spells(part, predicate, &mut rows)?;
            }
        } else {
            let taken: Vec<&Partition> =
                self.manifest.partitions.iter().filter(|part| takes(predicate, part)).collect();
            for part in &taken {
                self.read_partition(part, &mut rows)?;
            }
            let shares = self.read_pieces(&taken, &mut rows)?;
            if taken.len() > 1 || shares {
                rows.sort();
            }
        }
        let effective = match predicate {
            Predicate::Status(day) if !self.has_spells && !self.is_fixed => effective(&self.manifest.partitions, day),
            _ => None,
        };
        self.records(rows, effective)
    }

    fn records(&self, rows: Rows, effective: Option<Effective>) -> Result<Records> {
        let value = match (rows.value, self.manifest.value) {
            (Column::U8(codes), Stored::Codes) => self.codes(Codes::U8(codes))?,
            (Column::U16(codes), Stored::Codes) => self.codes(Codes::U16(codes))?,
            (Column::U32(codes), Stored::Codes) => self.codes(Codes::U32(codes))?,
            (Column::I64(values), _) => Values::Long(values),
            (Column::F64(values), _) => Values::Double(values),
            (Column::U32(index), _) => {
                let space = self.value_space.clone().ok_or(RegistryError::Damaged("values are units of no type"))?;
                Values::Unit { space, index }
            }
            _ => return Err(RegistryError::Damaged("a value column is of another type")),
        };
        let (start, stop) = if self.is_fixed { (None, None) } else { (Some(rows.start), Some(rows.stop)) };
        Ok(Records { unit: rows.unit, value, start, stop, effective })
    }

    fn codes(&self, codes: Codes) -> Result<Values> {
        let dictionary =
            self.manifest.dictionary.clone().ok_or(RegistryError::Damaged("codes without a dictionary"))?;
        Ok(Values::Codes { codes, dictionary })
    }

    /// Reads a period whole.
    fn read_partition(&self, part: &Partition, rows: &mut Rows) -> Result<()> {
        for file in &part.files {
            let frame = read_slice(&self.folder.join(file), &["unit", "value"], None)?;
            push(&frame, "unit", &mut rows.unit)?;
            rows.value.push_all(&frame)?;
        }
        if let Some((Day(start), Day(stop))) = part.period {
            rows.start.resize(rows.unit.len(), start);
            rows.stop.resize(rows.unit.len(), Some(stop));
        }
        Ok(())
    }

    /// Reads what periods have in shared files, each file once and from the first row to the last that is wanted. Whether
    /// there was any.
    fn read_pieces(&self, taken: &[&Partition], rows: &mut Rows) -> Result<bool> {
        let mut pieces: Vec<(Piece, (Day, Day))> = Vec::new();
        for part in taken {
            pieces.extend(part.shared.iter().filter_map(|piece| Some((*piece, part.period?))));
        }
        pieces.sort_unstable();
        for of_file in pieces.chunk_by(|(a, _), (b, _)| a.file == b.file) {
            let path = self.folder.join(shared_name(of_file[0].0.file));
            let mut left = of_file;
            while let [(first, _), ..] = left {
                // Pieces that begin within a slice's length are read together.
                let near =
                    left.partition_point(|(piece, _)| piece.skip + piece.rows <= first.skip + SLICE as u64).max(1);
                let (now, later) = left.split_at(near);
                let end = now.last().map_or(0, |(piece, _)| piece.skip + piece.rows);
                let wanted = (end - first.skip) as usize;
                let frame = read_slice(&path, &["unit", "value"], Some((first.skip as usize, wanted)))?;
                if frame.height() != wanted {
                    return Err(RegistryError::Damaged("a data file is shorter than it says"));
                }
                rows.push_pieces(&frame, first.skip, now)?;
                left = later;
            }
        }
        Ok(!pieces.is_empty())
    }

    /// Reads spells in slices, so that memory follows what is found and not what is stored.
    fn read_spells(&self, part: &Partition, predicate: Predicate, rows: &mut Rows) -> Result<()> {
        let doing = "reading spells";
        let columns = ["unit", "value", "start", "stop"];
        for file in &part.files {
            let path = self.folder.join(file);
            let (mut offset, total) = (0, count_rows(&path)?);
            while offset < total {
                let frame = read_slice(&path, &columns, Some((offset, SLICE)))?;
                let read = frame.height();
                let mut start: Vec<i32> = Vec::with_capacity(read);
                push(&frame, "start", &mut start)?;
                let stop: Vec<Option<i32>> =
                    frame.column("stop").and_then(|column| column.i32()).doing(doing)?.iter().collect();
                let mut unit: Vec<u32> = Vec::with_capacity(read);
                push(&frame, "unit", &mut unit)?;
                let mut value = rows.value.empty();
                value.push_all(&frame)?;
                let taken: Vec<usize> = (0..read).filter(|row| predicate.holds(start[*row], stop[*row])).collect();
                rows.unit.extend(taken.iter().map(|row| unit[*row]));
                rows.start.extend(taken.iter().map(|row| start[*row]));
                rows.stop.extend(taken.iter().map(|row| stop[*row]));
                rows.value.push_rows(&value, &taken);
                if read == 0 {
                    return Err(RegistryError::Damaged("a data file is shorter than it says"));
                }
                offset += read;
            }
        }
        Ok(())
    }
}

fn takes(predicate: Predicate, part: &Partition) -> bool {
    part.period.is_some_and(|(Day(start), Day(stop))| predicate.holds(start, Some(stop)))
}

/// The widest run of days around `day` on which exactly the same periods hold; `None` if none does.
fn effective(partitions: &[Partition], day: i32) -> Option<Effective> {
    let (mut from, mut to) = (i32::MIN, i32::MAX);
    let mut is_held = false;
    for (Day(start), Day(stop)) in partitions.iter().filter_map(|part| part.period) {
        if start > day {
            to = to.min(start - 1);
        } else if stop < day {
            from = from.max(stop + 1);
        } else {
            is_held = true;
            from = from.max(start);
            to = to.min(stop);
        }
    }
    is_held.then_some(Effective { from: Day(from), to: Day(to) })
}

/// Columns under construction.
struct Rows {
    unit: Vec<u32>,
    value: Column,
    start: Vec<i32>,
    stop: Vec<Option<i32>>,
}

impl Rows {
    fn new(manifest: &Manifest) -> Rows {
        let texts = manifest.dictionary.as_ref().map_or(0, |texts| texts.len());
        let value = match manifest.value {
            Stored::Codes if texts <= 1 << 8 => Column::U8(Vec::new()),
            Stored::Codes if texts <= 1 << 16 => Column::U16(Vec::new()),
            Stored::Codes | Stored::Unit => Column::U32(Vec::new()),
            Stored::Long => Column::I64(Vec::new()),
            Stored::Double => Column::F64(Vec::new()),
        };
        Rows { unit: Vec::new(), value, start: Vec::new(), stop: Vec::new() }
    }

    /// Appends pieces of a frame whose first row is row `skipped` of its file.
    fn push_pieces(&mut self, frame: &DataFrame, skipped: u64, pieces: &[(Piece, (Day, Day))]) -> Result<()> {
        let mut unit: Vec<u32> = Vec::with_capacity(frame.height());
        push(frame, "unit", &mut unit)?;
        let mut value = self.value.empty();
        value.push_all(frame)?;
        for (piece, (Day(start), Day(stop))) in pieces {
            let from = (piece.skip - skipped) as usize;
            let taken: Vec<usize> = (from..from + piece.rows as usize).collect();
            self.unit.extend(taken.iter().map(|row| unit[*row]));
            self.value.push_rows(&value, &taken);
            self.start.resize(self.unit.len(), *start);
            self.stop.resize(self.unit.len(), Some(*stop));
        }
        Ok(())
    }

    /// Sorts by (unit, start); no two rows have both in common.
    fn sort(&mut self) {
        let mut order: Vec<usize> = (0..self.unit.len()).collect();
        order.sort_unstable_by_key(|row| (self.unit[*row], self.start[*row], self.stop[*row]));
        self.unit = order.iter().map(|row| self.unit[*row]).collect();
        self.start = order.iter().map(|row| self.start[*row]).collect();
        self.stop = order.iter().map(|row| self.stop[*row]).collect();
        let mut value = self.value.empty();
        value.push_rows(&self.value, &order);
        self.value = value;
    }
}

/// A value column as stored.
enum Column {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
    I64(Vec<i64>),
    F64(Vec<f64>),
}

impl Column {
    fn empty(&self) -> Column {
        match self {
            Column::U8(_) => Column::U8(Vec::new()),
            Column::U16(_) => Column::U16(Vec::new()),
            Column::U32(_) => Column::U32(Vec::new()),
            Column::I64(_) => Column::I64(Vec::new()),
            Column::F64(_) => Column::F64(Vec::new()),
        }
    }

    fn push_all(&mut self, frame: &DataFrame) -> Result<()> {
        let column = frame.column("value").doing("reading values")?;
        match self {
            Column::U8(to) => extend(column.u8().doing("reading values")?, to),
            Column::U16(to) => extend(column.u16().doing("reading values")?, to),
            Column::U32(to) => extend(column.u32().doing("reading values")?, to),
            Column::I64(to) => extend(column.i64().doing("reading values")?, to),
            Column::F64(to) => extend(column.f64().doing("reading values")?, to),
        }
        Ok(())
    }

    /// Appends some rows of a column of the same type.
    fn push_rows(&mut self, from: &Column, rows: &[usize]) {
        match (self, from) {
            (Column::U8(to), Column::U8(from)) => to.extend(rows.iter().map(|row| from[*row])),
            (Column::U16(to), Column::U16(from)) => to.extend(rows.iter().map(|row| from[*row])),
            (Column::U32(to), Column::U32(from)) => to.extend(rows.iter().map(|row| from[*row])),
            (Column::I64(to), Column::I64(from)) => to.extend(rows.iter().map(|row| from[*row])),
            (Column::F64(to), Column::F64(from)) => to.extend(rows.iter().map(|row| from[*row])),
            _ => unreachable!("both columns come from one manifest"),
        }
    }
}

fn count_rows(path: &Path) -> Result<usize> {
    let file = File::open(path).doing("opening a data file")?;
    ParquetReader::new(file).num_rows().doing("reading a data file")
}

fn read_slice(path: &Path, columns: &[&str], slice: Option<(usize, usize)>) -> Result<DataFrame> {
    let file = File::open(path).doing("opening a data file")?;
    ParquetReader::new(file)
        .with_columns(Some(columns.iter().map(|name| (*name).to_owned()).collect()))
        .with_slice(slice)
        .read_parallel(ParallelStrategy::Auto)
        .finish()
        .doing("reading a data file")
}

/// Appends the named column of whole numbers.
fn push<T: Plain>(frame: &DataFrame, name: &'static str, to: &mut Vec<T>) -> Result<()> {
    T::push(frame, name, to)
}

/// Types that `push` reads.
trait Plain: Sized {
    fn push(frame: &DataFrame, name: &'static str, to: &mut Vec<Self>) -> Result<()>;
}

impl Plain for u32 {
    fn push(frame: &DataFrame, name: &'static str, to: &mut Vec<u32>) -> Result<()> {
        extend(frame.column(name).and_then(|column| column.u32()).doing("reading a column")?, to);
        Ok(())
    }
}

impl Plain for i32 {
    fn push(frame: &DataFrame, name: &'static str, to: &mut Vec<i32>) -> Result<()> {
        extend(frame.column(name).and_then(|column| column.i32()).doing("reading a column")?, to);
        Ok(())
    }
}

/// Appends all values of a column without nulls.
fn extend<T: PolarsNumericType>(from: &ChunkedArray<T>, to: &mut Vec<T::Native>) {
    for chunk in from.downcast_iter() {
        to.extend_from_slice(chunk.values().as_slice());
    }
}

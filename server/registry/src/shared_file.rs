//! A data file that many periods with few rows share, one after the other, so that a variable with a period a person has not a
//! file a person.

use std::path::{Path, PathBuf};

use polars::prelude::{NamedFrom as _, PlSmallStr, Series};

use crate::error::Result;
use crate::file_writer::{FileWriter, Written};
use crate::held_values::HeldValues;
use crate::manifest::{Piece, Stored};
use crate::writer::{OpenPartition, ROW_GROUP};

/// A shared file being written.
pub(crate) struct SharedFile {
    path: PathBuf,
    number: u32,
    stored: Stored,
    /// Length of the dictionary.
    texts: usize,
    unit: Vec<u32>,
    value: HeldValues,
    start: Vec<i32>,
    stop: Vec<i32>,
    rows: u64,
    writer: Option<FileWriter>,
}

/// The name of a shared file.
pub(crate) fn shared_name(number: u32) -> String {
    format!("shared.{number}.parquet")
}

impl SharedFile {
    pub(crate) fn new(folder: &Path, number: u32, stored: Stored, texts: usize) -> SharedFile {
        SharedFile {
            path: folder.join(shared_name(number)),
            number,
            stored,
            texts,
            unit: Vec::new(),
            value: HeldValues::None,
            start: Vec::new(),
            stop: Vec::new(),
            rows: 0,
            writer: None,
        }
    }

    /// Takes the rows held for a period; says where they are.
    pub(crate) fn take(&mut self, (start, stop): (i32, i32), part: &mut OpenPartition) -> Result<Piece> {
        let rows = part.unit.len();
        let piece = Piece { file: self.number, skip: self.rows, rows: rows as u64 };
        // Taken, not emptied: what held them is freed.
        self.unit.extend(std::mem::take(&mut part.unit));
        self.value.append(std::mem::take(&mut part.value));
        self.start.resize(self.unit.len(), start);
        self.stop.resize(self.unit.len(), stop);
        self.rows += rows as u64;
        // Rows of a period stay in one row group: it is read whole anyway.
        if self.unit.len() >= ROW_GROUP {
            self.flush()?;
        }
        Ok(piece)
    }

    /// Writes what is left and makes the file durable.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()?;
        self.writer.take().map_or(Ok(()), FileWriter::finish)
    }

    fn flush(&mut self) -> Result<()> {
        if self.unit.is_empty() {
            return Ok(());
        }
        let days = |days: &mut Vec<i32>| Series::new(PlSmallStr::EMPTY, std::mem::take(days));
        let columns = [
            Written::new("unit", Series::new(PlSmallStr::EMPTY, std::mem::take(&mut self.unit))),
            Written::new("value", self.value.column(self.stored, self.texts)),
            Written::new("start", days(&mut self.start)),
            Written::new("stop", days(&mut self.stop)),
        ];
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => self.writer.insert(FileWriter::create(self.path.clone(), &columns)?),
        };
        writer.write(&columns)
    }
}

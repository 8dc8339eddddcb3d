//! A data file that many periods with few rows share, one after the other, so that a variable with a period a person has not a
//! file a person.

use std::fs::File;
use std::path::{Path, PathBuf};

use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{Column, DataFrame};

use crate::error::{Doing as _, Result};
use crate::held_values::HeldValues;
use crate::manifest::{Piece, Stored};
use crate::writer::{OpenPartition, ROW_GROUP, start_file};

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
    writer: Option<BatchedWriter<File>>,
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
        let doing = "finishing a data file";
        self.flush()?;
        if let Some(writer) = self.writer.take() {
            writer.finish().doing(doing)?;
            File::open(&self.path).and_then(|file| file.sync_all()).doing(doing)?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        let doing = "writing rows";
        let rows = self.unit.len();
        if rows == 0 {
            return Ok(());
        }
        let columns = vec![
            Column::new("unit".into(), std::mem::take(&mut self.unit)),
            self.value.column(self.stored, self.texts),
            Column::new("start".into(), std::mem::take(&mut self.start)),
            Column::new("stop".into(), std::mem::take(&mut self.stop)),
        ];
        let frame = DataFrame::new(rows, columns).doing(doing)?;
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => {
                let file = File::create_new(&self.path).doing("making a data file")?;
                self.writer.insert(start_file(file, frame.schema())?)
            }
        };
        writer.write_batch(&frame).doing(doing)
    }
}

//! The rows of a table, read twice.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use csv::{Reader, ReaderBuilder, StringRecord};

use super::column::{ColumnKind, Guess};
use super::header::Header;
use crate::report::{Report, Subject};
use crate::rule::Rule;
use crate::{Doing as _, ImportError, Progress};

/// Rows between two words about progress.
const TOLD_EVERY: u64 = 1 << 14;

/// A table being read.
pub(super) struct Table<'a> {
    file: PathBuf,
    header: &'a Header,
    reader: Reader<BufReader<File>>,
    record: StringRecord,
    rows: u64,
    bytes: u64,
    /// Bytes of earlier passes.
    before: u64,
    progress: &'a mut dyn FnMut(Progress),
}

impl<'a> Table<'a> {
    pub(super) fn open(
        file: &Path,
        header: &'a Header,
        progress: &'a mut dyn FnMut(Progress),
    ) -> Result<Table<'a>, ImportError> {
        let bytes = fs::metadata(file).doing("reading a table")?.len();
        let reader = reader(file, header.separator)?;
        let record = StringRecord::new();
        Ok(Table { file: file.to_owned(), header, reader, record, rows: 0, bytes, before: 0, progress })
    }

    /// Goes back to the first row.
    pub(super) fn rewind(&mut self) -> Result<(), ImportError> {
        self.reader = reader(&self.file, self.header.separator)?;
        self.before += self.bytes;
        Ok(())
    }

    /// Reads all rows and says what each column is. Rows that cannot be used are reported here, once.
    pub(super) fn learn(&mut self, report: &mut Report) -> Result<Vec<ColumnKind>, ImportError> {
        let mut guesses: Vec<Guess> = self.header.columns.iter().map(|_| Guess::default()).collect();
        while let Some((line, cells)) = self.next(report)? {
            for (guess, cell) in guesses.iter_mut().zip(&cells) {
                if !cell.is_empty() {
                    guess.see(cell, line);
                }
            }
        }
        for (guess, name) in guesses.iter().zip(&self.header.columns) {
            if let Some((rule, line)) = guess.remark() {
                report.add(&self.file, line, rule, Some(Subject::Field(name.variable.clone())));
            }
        }
        Ok(guesses.into_iter().map(Guess::kind).collect())
    }

    /// The next whole row, its cells trimmed, with its line. Broken rows are passed over, and reported in the first pass.
    pub(super) fn next(&mut self, report: &mut Report) -> Result<Option<(u64, Vec<String>)>, ImportError> {
        loop {
            let is_first_pass = self.before == 0;
            let line = self.reader.position().line();
            match self.reader.read_record(&mut self.record) {
                Ok(false) => return Ok(None),
                Ok(true) => {}
                Err(error) => {
                    let rule = match error.kind() {
                        csv::ErrorKind::Utf8 { .. } => Rule::NotUtf8,
                        _ => return Err(ImportError::Io { doing: "reading a table", kind: std::io::ErrorKind::Other }),
                    };
                    let line = error.position().map_or(line, csv::Position::line);
                    if is_first_pass {
                        report.line(&self.file, line, rule);
                    }
                    continue;
                }
            }
            let line = self.record.position().map_or(line, csv::Position::line);
            self.rows += 1;
            if self.rows.is_multiple_of(TOLD_EVERY) {
                let done = (self.before + self.reader.position().byte()) / 2;
                (self.progress)(Progress { done, of: self.bytes });
            }
            if self.record.len() != self.header.columns.len() {
                if is_first_pass {
                    report.line(&self.file, line, Rule::RowFields);
                }
                continue;
            }
            return Ok(Some((line, self.record.iter().map(|cell| cell.trim().to_owned()).collect())));
        }
    }
}

/// Reads a table from its header on, which is the first record.
pub(super) fn reader(file: &Path, separator: u8) -> Result<Reader<BufReader<File>>, ImportError> {
    let opened = File::open(file).doing("opening a table")?;
    let mut builder = ReaderBuilder::new();
    builder.has_headers(true).flexible(true).delimiter(separator);
    Ok(builder.from_reader(BufReader::new(opened)))
}

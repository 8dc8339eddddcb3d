//! Sorts the rows of one variable by unit and start, in memory while they are few, else in runs on disk that are merged.
//! Runs are sorted by all threads.
//!
//! Rows on disk hold dense indices only; their file has no name and is gone with the process.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::{Doing as _, ImportError};

/// Rows of a run: 24 bytes each.
const RUN: usize = 10 << 20;
const DOING: &str = "sorting rows";

/// One checked row. `value` is a place in a dictionary, a unit, or the bits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub(crate) unit: u32,
    pub(crate) start: i32,
    pub(crate) line: u32,
    /// [`OPEN`]: ongoing.
    pub(crate) stop: i32,
    pub(crate) value: u64,
}

impl Row {
    /// Rows are sorted by this; no two are of the same line.
    fn place(&self) -> (u64, u32) {
        // The sign bit turned over: numbers then ascend as their days do.
        let start = u64::from(self.start.cast_unsigned() ^ (1 << 31));
        (u64::from(self.unit) << 32 | start, self.line)
    }
}

/// The stop of an ongoing period.
pub(crate) const OPEN: i32 = i32::MAX;

/// Collects rows in any order.
pub(crate) struct Sorter {
    folder: PathBuf,
    run_length: usize,
    /// Rows as they came, in pieces: one long list would be copied whenever it grows.
    held: Vec<Vec<Row>>,
    n_held: usize,
    runs: Vec<File>,
}

impl Sorter {
    /// `folder`: where runs may lie.
    pub(crate) fn new(folder: &Path) -> Sorter {
        Sorter { folder: folder.to_owned(), run_length: RUN, held: Vec::new(), n_held: 0, runs: Vec::new() }
    }

    pub(crate) fn add(&mut self, rows: Vec<Row>) -> Result<(), ImportError> {
        self.n_held += rows.len();
        self.held.push(rows);
        if self.n_held >= self.run_length { self.spill() } else { Ok(()) }
    }

    /// The rows held, sorted.
    fn sorted(&mut self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(std::mem::take(&mut self.n_held));
        for piece in self.held.drain(..) {
            rows.extend(piece);
        }
        rows.par_sort_unstable_by_key(Row::place);
        rows
    }

    /// Gives all rows by (unit, start, line) to `take`.
    pub(crate) fn finish(mut self, mut take: impl FnMut(Row) -> Result<(), ImportError>) -> Result<(), ImportError> {
        let held = self.sorted();
        if self.runs.is_empty() {
            return held.into_iter().try_for_each(take);
        }
        let mut runs = Vec::with_capacity(self.runs.len());
        for mut run in std::mem::take(&mut self.runs) {
            run.seek(SeekFrom::Start(0)).doing(DOING)?;
            runs.push(Run::Disk(BufReader::with_capacity(1 << 18, run)));
        }
        runs.push(Run::Memory(held.into_iter()));
        let mut heap = BinaryHeap::new();
        for (place, run) in runs.iter_mut().enumerate() {
            if let Some(row) = run.next()? {
                heap.push(Reverse((row.place(), place, row)));
            }
        }
        while let Some(Reverse((_, place, row))) = heap.pop() {
            take(row)?;
            if let Some(next) = runs.get_mut(place).map_or(Ok(None), Run::next)? {
                heap.push(Reverse((next.place(), place, next)));
            }
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), ImportError> {
        let rows = self.sorted();
        let mut file = BufWriter::with_capacity(1 << 18, tempfile::tempfile_in(&self.folder).doing(DOING)?);
        for row in rows {
            file.write_all(&bytes(row)).doing(DOING)?;
        }
        let file = file.into_inner().map_err(|error| error.into_error()).doing(DOING)?;
        self.runs.push(file);
        Ok(())
    }
}

enum Run {
    Disk(BufReader<File>),
    Memory(std::vec::IntoIter<Row>),
}

impl Run {
    fn next(&mut self) -> Result<Option<Row>, ImportError> {
        match self {
            Run::Memory(rows) => Ok(rows.next()),
            Run::Disk(file) => {
                let mut buffer = [0; 24];
                match file.read_exact(&mut buffer) {
                    Ok(()) => Ok(Some(row(&buffer))),
                    Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
                    Err(error) => Err(error).doing(DOING),
                }
            }
        }
    }
}

fn bytes(row: Row) -> [u8; 24] {
    let mut buffer = [0; 24];
    let [unit, start, line, stop] =
        [row.unit.to_le_bytes(), row.start.to_le_bytes(), row.line.to_le_bytes(), row.stop.to_le_bytes()];
    let (words, value) = buffer.split_at_mut(16);
    for (slot, word) in words.chunks_exact_mut(4).zip([unit, start, line, stop]) {
        slot.copy_from_slice(&word);
    }
    value.copy_from_slice(&row.value.to_le_bytes());
    buffer
}

fn row(buffer: &[u8; 24]) -> Row {
    let word = |at: usize| -> [u8; 4] { std::array::from_fn(|place| buffer[at + place]) };
    Row {
        unit: u32::from_le_bytes(word(0)),
        start: i32::from_le_bytes(word(4)),
        line: u32::from_le_bytes(word(8)),
        stop: i32::from_le_bytes(word(12)),
        value: u64::from_le_bytes(std::array::from_fn(|place| buffer[16 + place])),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn runs_on_disk_sort_like_memory(
            rows in proptest::collection::vec((0..20u32, -50..50i32, proptest::option::of(-50..50i32), any::<u64>()), 0..200),
            run_length in 1..40usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter { run_length, ..Sorter::new(folder.path()) };
            let mut wanted = Vec::new();
            for (line, (unit, start, stop, value)) in rows.into_iter().enumerate() {
                let row = Row { unit, start, line: line as u32, stop: stop.unwrap_or(OPEN), value };
                sorter.add(vec![row]).unwrap();
                wanted.push(row);
            }
            wanted.sort();
            let mut found = Vec::new();
            sorter.finish(|row| { found.push(row); Ok(()) }).unwrap();
            prop_assert_eq!(found, wanted);
        }
    }
}

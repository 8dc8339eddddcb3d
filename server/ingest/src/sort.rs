//! Sorts the rows of one variable by unit and start, in memory while they are few, else in runs on disk that are merged.
//!
//! Rows on disk hold dense indices only; their file has no name and is gone with the process.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::{Doing as _, ImportError};

/// Rows of a run: 24 bytes each.
const RUN: usize = 1 << 22;
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

/// The stop of an ongoing period.
pub(crate) const OPEN: i32 = i32::MAX;

/// Collects rows in any order.
pub(crate) struct Sorter {
    folder: PathBuf,
    run_length: usize,
    held: Vec<Row>,
    runs: Vec<File>,
}

impl Sorter {
    /// `folder`: where runs may lie.
    pub(crate) fn new(folder: &Path) -> Sorter {
        Sorter { folder: folder.to_owned(), run_length: RUN, held: Vec::new(), runs: Vec::new() }
    }

    pub(crate) fn push(&mut self, row: Row) -> Result<(), ImportError> {
        self.held.push(row);
        if self.held.len() >= self.run_length { self.spill() } else { Ok(()) }
    }

    /// Gives all rows by (unit, start, line) to `take`.
    pub(crate) fn finish(mut self, mut take: impl FnMut(Row) -> Result<(), ImportError>) -> Result<(), ImportError> {
        self.held.sort_unstable();
        if self.runs.is_empty() {
            return self.held.into_iter().try_for_each(take);
        }
        let mut runs = Vec::with_capacity(self.runs.len());
        for mut run in std::mem::take(&mut self.runs) {
            run.seek(SeekFrom::Start(0)).doing(DOING)?;
            runs.push(Run::Disk(BufReader::with_capacity(1 << 18, run)));
        }
        runs.push(Run::Memory(self.held.into_iter()));
        let mut heap = BinaryHeap::new();
        for (place, run) in runs.iter_mut().enumerate() {
            if let Some(row) = run.next()? {
                heap.push(Reverse((row, place)));
            }
        }
        while let Some(Reverse((row, place))) = heap.pop() {
            take(row)?;
            if let Some(next) = runs.get_mut(place).map_or(Ok(None), Run::next)? {
                heap.push(Reverse((next, place)));
            }
        }
        Ok(())
    }

    fn spill(&mut self) -> Result<(), ImportError> {
        self.held.sort_unstable();
        let mut file = BufWriter::with_capacity(1 << 18, tempfile::tempfile_in(&self.folder).doing(DOING)?);
        for row in self.held.drain(..) {
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
                sorter.push(row).unwrap();
                wanted.push(row);
            }
            wanted.sort();
            let mut found = Vec::new();
            sorter.finish(|row| { found.push(row); Ok(()) }).unwrap();
            prop_assert_eq!(found, wanted);
        }
    }
}

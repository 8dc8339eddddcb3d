//! Periods that lie across one another, or that share files: put together and sorted by (unit, start).

use polars::prelude::{ParallelStrategy, ParquetReader, SerReader as _};
use std::fs::File;

use crate::blocks::{Block, Source, Units};
use crate::columns::{joined, pick};
use crate::data_file::{DataFile, plain, values};
use crate::error::{Doing as _, RegistryError, Result};
use crate::manifest::{Partition, Piece};
use crate::record::Values;
use crate::shared_file::shared_name;

/// Rows of a shared file looked at in one go.
const SLICE: u64 = 1 << 21;

/// Rows of one period, as they were read.
struct Read {
    unit: Vec<u32>,
    value: Values,
    period: (i32, i32),
}

/// All rows of some periods.
pub(crate) fn read(source: &Source, parts: &[Partition], no_values: Values, has_days: bool) -> Result<Block> {
    let mut found: Vec<Read> = Vec::new();
    for part in parts {
        let Some((start, stop)) = part.period else { continue };
        for name in &part.files {
            let file = DataFile::open(&source.folder.join(name))?;
            for group in 0..file.groups() {
                let value = file.value_column(group, &source.manifest, source.value_space.as_deref())?;
                found.push(Read { unit: file.unit_column(group)?, value, period: (start.0, stop.0) });
            }
        }
    }
    pieces(source, parts, &mut found)?;
    let mut start = Vec::new();
    let mut stop = Vec::new();
    let mut unit = Vec::new();
    let mut value = Vec::new();
    for read in found {
        start.resize(start.len() + read.unit.len(), read.period.0);
        stop.resize(stop.len() + read.unit.len(), read.period.1);
        unit.push(read.unit);
        value.push(read.value);
    }
    let (unit, value) = (joined(unit), Values::joined(value, no_values)?);
    if value.len() != unit.len() {
        return Err(RegistryError::Damaged("columns of a data file differ in length"));
    }
    let mut order: Vec<u32> =
        (0..u32::try_from(unit.len()).map_err(|_| RegistryError::Damaged("too many rows"))?).collect();
    // No two rows have unit and period in common.
    order.sort_unstable_by_key(|row| {
        let row = *row as usize;
        (unit.get(row), start.get(row), stop.get(row))
    });
    let period = has_days.then(|| (pick(&start, &order), pick(&stop, &order).into_iter().map(Some).collect()));
    Ok(Block { unit: Units::List(pick(&unit, &order)), value: value.pick(&order), period })
}

/// Reads what periods have in shared files, each file once and from the first row to the last that is wanted.
fn pieces(source: &Source, parts: &[Partition], found: &mut Vec<Read>) -> Result<()> {
    let mut pieces: Vec<(Piece, (i32, i32))> = Vec::new();
    for part in parts {
        pieces.extend(part.shared.iter().filter_map(|piece| Some((*piece, part.period.map(|(a, b)| (a.0, b.0))?))));
    }
    pieces.sort_unstable();
    for of_file in pieces.chunk_by(|(a, _), (b, _)| a.file == b.file) {
        let mut left = of_file;
        while let [(first, _), ..] = left {
            // Pieces that begin within a slice's length are read together.
            let near = left.partition_point(|(piece, _)| piece.skip + piece.rows <= first.skip + SLICE).max(1);
            let (now, later) = left.split_at(near);
            let end = now.last().map_or(0, |(piece, _)| piece.skip + piece.rows);
            let (unit, value) = slice(source, first.file, first.skip, end - first.skip)?;
            for (piece, period) in now {
                let from = piece.skip - first.skip;
                let rows: Vec<u32> = (from..from + piece.rows).filter_map(|row| u32::try_from(row).ok()).collect();
                found.push(Read { unit: pick(&unit, &rows), value: value.pick(&rows), period: *period });
            }
            left = later;
        }
    }
    Ok(())
}

fn slice(source: &Source, number: u32, skip: u64, rows: u64) -> Result<(Vec<u32>, Values)> {
    let doing = "reading a data file";
    let file = File::open(source.folder.join(shared_name(number))).doing("opening a data file")?;
    let frame = ParquetReader::new(file)
        .with_columns(Some(vec!["unit".to_owned(), "value".to_owned()]))
        .with_slice(Some((skip as usize, rows as usize)))
        .read_parallel(ParallelStrategy::Auto)
        .finish()
        .doing(doing)?;
    if frame.height() as u64 != rows {
        return Err(RegistryError::Damaged("a data file is shorter than it says"));
    }
    let unit = frame.column("unit").and_then(|column| column.u32().map(plain)).doing(doing)?;
    let value = frame.column("value").doing(doing)?.as_materialized_series().clone();
    Ok((unit, values(&value, &source.manifest, source.value_space.as_deref())?))
}

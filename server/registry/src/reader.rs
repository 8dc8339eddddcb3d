//! Reads all rows that a selection takes into one set of columns.

use rayon::prelude::*;

use crate::blocks::{Block, Blocks, Source};
use crate::columns::joined;
use crate::error::Result;
use crate::record::{Records, Selection, Values};

/// The rows a selection takes, sorted by (unit, start). Blocks are read by all threads.
pub(crate) fn read(source: Source, selection: &Selection) -> Result<Records> {
    let has_days = !source.is_fixed;
    let blocks = Blocks::open(source, selection, has_days)?;
    let read: Vec<Block> = (0..blocks.len()).into_par_iter().map(|block| blocks.read(block)).collect::<Result<_>>()?;
    let (mut unit, mut value, mut start, mut stop) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for block in read {
        unit.push(block.unit.into_vec());
        value.push(block.value);
        if let Some((of_start, of_stop)) = block.period {
            start.push(of_start);
            stop.push(of_stop);
        }
    }
    Ok(Records {
        unit: joined(unit),
        value: Values::joined(value, blocks.no_values()?)?,
        start: has_days.then(|| joined(start)),
        stop: has_days.then(|| joined(stop)),
        effective: blocks.effective(),
    })
}

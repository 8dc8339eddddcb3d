//! Stored blocks as the engine reads them: columns are moved, nothing is copied.

use std::ops::RangeInclusive;

use engine::records::Effective;
use engine::{Block, BlockUnits, Reading, RecordCodes, RecordValues, WorldError};
use registry::{Blocks, Codes, Units, Values};

use crate::world::storage;

/// Records of a stored variable.
pub(crate) struct StoredReading {
    blocks: Blocks,
    /// No values of the variable's kind.
    no_values: RecordValues,
    /// How many rows a block has is known before it is read.
    has_known_rows: bool,
}

impl StoredReading {
    /// The records of some blocks.
    pub(crate) fn new(blocks: Blocks) -> Result<StoredReading, WorldError> {
        let no_values = values(blocks.no_values().map_err(storage)?);
        let has_known_rows = blocks.has_known_rows();
        Ok(StoredReading { blocks, no_values, has_known_rows })
    }
}

impl Reading for StoredReading {
    fn no_values(&self) -> RecordValues {
        self.no_values.clone()
    }

    fn effective(&self) -> Option<Effective> {
        self.blocks.effective().map(|effective| (effective.from, Some(effective.to)))
    }

    fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    fn bounds(&self, block: usize) -> RangeInclusive<u32> {
        self.blocks.bounds(block)
    }

    fn n_rows(&self, block: usize) -> Option<usize> {
        self.has_known_rows.then(|| self.blocks.rows(block))
    }

    fn read(&self, block: usize) -> Result<Block, WorldError> {
        let read = self.blocks.read(block).map_err(storage)?;
        let (start, stop) = read.period.unzip();
        Ok(Block { unit: units(read.unit), value: values(read.value), start, stop })
    }

    fn units(&self, block: usize) -> Result<BlockUnits, WorldError> {
        self.blocks.read_units(block).map(units).map_err(storage)
    }
}

fn units(stored: Units) -> BlockUnits {
    match stored {
        Units::Run(run) => BlockUnits::Run(run),
        Units::List(units) => BlockUnits::List(units),
    }
}

fn values(stored: Values) -> RecordValues {
    match stored {
        Values::Codes { codes, dictionary } => {
            let codes = match codes {
                Codes::U8(codes) => RecordCodes::U8(codes),
                Codes::U16(codes) => RecordCodes::U16(codes),
                Codes::U32(codes) => RecordCodes::U32(codes),
            };
            RecordValues::Codes { codes, dictionary }
        }
        Values::Long(values) => RecordValues::Long(values),
        Values::Double(values) => RecordValues::Double(values),
        Values::Unit { index, .. } => RecordValues::Units(index),
    }
}

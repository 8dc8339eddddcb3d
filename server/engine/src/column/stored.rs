//! What stored values become in a column.

use std::sync::Arc;

use polars::prelude::*;
use variables::UnitType;

use super::assembly::{Assembly, Part};
use super::code_map::{CodeMap, Width};
use super::codes::Codes;
use super::values::{MISSING_CODE, Values};
use crate::error::EngineError;
use crate::records::{RecordCodes, RecordValues};
use crate::world::Space;

/// The kind of a variable's values, over the readings that make a column.
pub enum Stored {
    /// Texts, or units that are public facts: one map a reading.
    Codes(Vec<CodeMap>),
    /// Whole numbers and days.
    Long,
    /// Decimal numbers.
    Double,
    /// Units of a type, by dense index in a space.
    Units {
        /// The type.
        unit_type: UnitType,
        /// The space.
        space: Space,
    },
}

impl Stored {
    /// Codes into these dictionaries, one a reading.
    pub fn codes(dictionaries: &[Arc<[String]>]) -> Stored {
        Stored::Codes(CodeMap::of(dictionaries))
    }

    /// A column's values, put together by an assembly.
    ///
    /// # Errors
    /// Failures of the world, cancellation, records of another kind.
    pub fn assemble<A: Assembly>(&self, assembly: A) -> Result<Values, EngineError> {
        let other_kind = EngineError::Internal("record values");
        Ok(match self {
            Stored::Codes(maps) => {
                let dictionary = maps.first().ok_or(other_kind)?.dictionary.clone();
                let codes = match Codes::bits(dictionary.len()) {
                    8 => coded::<u8, A>(maps, assembly)?.into_series(),
                    16 => coded::<u16, A>(maps, assembly)?.into_series(),
                    _ => coded::<u32, A>(maps, assembly)?.into_series(),
                };
                Values::Codes(Codes::of_series(codes, dictionary))
            }
            Stored::Long => Values::Long(assembly.column(&|_, values| match values {
                RecordValues::Long(values) => Ok(Part { values, usable: None }),
                _ => Err(EngineError::Internal("record values")),
            })?),
            Stored::Double => Values::Double(assembly.column(&|_, values| match values {
                RecordValues::Double(values) => Ok(Part::of(values, |value: &f64| value.is_finite())),
                _ => Err(EngineError::Internal("record values")),
            })?),
            Stored::Units { unit_type, space } => Values::Units {
                index: assembly.column(&|_, values| match values {
                    RecordValues::Units(index) => Ok(Part::of(index, |index| *index != MISSING_CODE)),
                    _ => Err(EngineError::Internal("record values")),
                })?,
                unit_type: *unit_type,
                space: space.clone(),
            },
        })
    }
}

fn coded<T: Width, A: Assembly>(maps: &[CodeMap], assembly: A) -> Result<ChunkedArray<T::Column>, EngineError>
where
    ChunkedArray<T::Column>: IntoSeries,
{
    assembly.column::<T::Column>(&|reading, values| {
        let map = maps.get(reading).ok_or(EngineError::Internal("record values"))?;
        let (values, usable) = match values {
            RecordValues::Codes { codes, .. } => map.map(codes),
            RecordValues::Units(index) => map.map(RecordCodes::U32(index)),
            _ => return Err(EngineError::Internal("record values")),
        };
        Ok(Part { values, usable })
    })
}

//! One variable of a dataset: values in contiguous typed columns, its code list, its place in the normal form.
//!
//! *Invariants*: one chunk per column; texts are small codes into a sorted dictionary, strings appear only at
//! the rim; decimal numbers are finite; a missing value is a null. Cloning shares the values.

use std::sync::Arc;

use disclosure::ColumnForm;
use polars::prelude::*;
use variables::{DataType as StoredType, UnitType};

use crate::labels::CodeTitles;
use crate::world::Space;

pub mod assembly;
mod code_map;
pub mod codes;
mod interleave;
pub mod matching;
pub mod stored;
pub mod values;

pub use codes::Codes;
pub use values::{MISSING_CODE, Values};

/// A variable of a dataset.
#[derive(Clone)]
pub struct Column {
    /// The values, one a row.
    pub values: Values,
    /// Title for people; the name where nothing better is known.
    pub label: Arc<str>,
    /// Whole numbers that are days since 1970-01-01.
    pub is_date: bool,
    /// Code → title: of the register at the import date, or given by the user.
    pub titles: Option<Arc<CodeTitles>>,
    /// What the column is, for the normal form of questions.
    pub form: ColumnForm,
}

impl Column {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The type as the catalogue names it.
    pub fn data_type(&self) -> StoredType {
        match &self.values {
            Values::Codes(_) => StoredType::String,
            Values::Long(_) if self.is_date => StoredType::Date,
            Values::Long(_) | Values::Units { .. } => StoredType::Long,
            Values::Double(_) => StoredType::Double,
        }
    }

    /// The type's name in answers.
    pub fn type_name(&self) -> &'static str {
        match self.data_type() {
            StoredType::String => "STRING",
            StoredType::Long => "LONG",
            StoredType::Double => "DOUBLE",
            StoredType::Date => "DATE",
        }
    }

    /// Whether values are numbers (pseudonyms are not).
    pub fn is_numeric(&self) -> bool {
        matches!(self.values, Values::Long(_) | Values::Double(_))
    }

    /// The type of unit that the values are, if they are units.
    pub fn unit_type(&self) -> Option<UnitType> {
        match &self.values {
            Values::Units { unit_type, .. } => Some(*unit_type),
            _ => None,
        }
    }

    /// The same variable with the rows at these places, in that order.
    ///
    /// # Errors
    /// Places beyond the end.
    pub fn take(&self, rows: &IdxCa) -> PolarsResult<Column> {
        Ok(Column { values: self.values.take(rows)?, ..self.clone() })
    }

    /// The same variable with the rows where the mask is true.
    ///
    /// # Errors
    /// A mask of another length.
    pub fn filter(&self, mask: &BooleanChunked) -> PolarsResult<Column> {
        Ok(Column { values: self.values.filter(mask)?, ..self.clone() })
    }

    /// The identity space of unit values.
    pub fn space(&self) -> Option<&Space> {
        match &self.values {
            Values::Units { space, .. } => Some(space),
            _ => None,
        }
    }
}

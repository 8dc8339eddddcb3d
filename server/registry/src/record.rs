//! Rows of one variable, in columns: what readers give and writers take.

use std::sync::Arc;

use variables::Day;

/// Which rows of a variable are wanted (`datastore.md` section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Every row, without a predicate on time.
    All,
    /// `status(D)`: the row of each unit whose closed period holds the day. FIXED: every row.
    At(Day),
    /// `event(from..to)`: rows whose closed period meets the window, whole, not clipped. FIXED: every row.
    Window {
        /// First day of the window.
        from: Day,
        /// Last day of the window; before `from` it is refused.
        to: Day,
    },
}

/// Rows that a selection found, sorted by unit and start. All columns have one length.
///
/// There are no missing values: a unit without a row is absent.
#[derive(Clone, Debug)]
pub struct Records {
    /// Dense index of the unit in the variable's unit space. With [`Selection::At`] (and FIXED) strictly increasing.
    pub unit: Vec<u32>,
    /// The values.
    pub value: Values,
    /// First day of each row's period, days since 1970-01-01; `None`: FIXED.
    pub start: Option<Vec<i32>>,
    /// Last day of each row's period, `None` inside = ongoing; `None` outside: FIXED.
    pub stop: Option<Vec<Option<i32>>>,
    /// STATUS and ACCUMULATED with [`Selection::At`]: the widest run of days around the wanted one for which
    /// the answer is this very one. `None`: it depends on the day alone (EVENT), on no day (FIXED), or no row was found.
    pub effective: Option<Effective>,
}

/// A closed run of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Effective {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// The values of [`Records`].
#[derive(Clone, Debug)]
pub enum Values {
    /// Text: places in a sorted dictionary.
    Codes {
        /// A place in the dictionary for each row.
        codes: Codes,
        /// The texts, sorted, without repetition; may hold texts that no row has.
        dictionary: Arc<[String]>,
    },
    /// Whole numbers; for `DATE` days since 1970-01-01.
    Long(Vec<i64>),
    /// Decimal numbers, finite.
    Double(Vec<f64>),
    /// Values that are units themselves (mother, employer).
    Unit {
        /// The unit space the values lie in, see [`crate::Registry::units`].
        space: String,
        /// Dense index in that space for each row.
        index: Vec<u32>,
    },
}

impl Values {
    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Codes { codes, .. } => codes.len(),
            Values::Long(values) => values.len(),
            Values::Double(values) => values.len(),
            Values::Unit { index, .. } => index.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Places in a dictionary, in the smallest whole number that holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Codes {
    /// At most 256 texts.
    U8(Vec<u8>),
    /// At most 65 536 texts.
    U16(Vec<u16>),
    /// More.
    U32(Vec<u32>),
}

impl Codes {
    /// No rows, of the type for a dictionary of so many texts.
    pub(crate) fn for_texts(texts: usize) -> Codes {
        match texts {
            0..=0x100 => Codes::U8(Vec::new()),
            0x101..=0x1_0000 => Codes::U16(Vec::new()),
            _ => Codes::U32(Vec::new()),
        }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            Codes::U8(codes) => codes.len(),
            Codes::U16(codes) => codes.len(),
            Codes::U32(codes) => codes.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The dictionary place of one row.
    pub fn get(&self, row: usize) -> Option<u32> {
        match self {
            Codes::U8(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::U16(codes) => codes.get(row).map(|code| u32::from(*code)),
            Codes::U32(codes) => codes.get(row).copied(),
        }
    }
}

/// Some rows on their way in. All columns that are used have one length.
///
/// Order: FIXED, STATUS, ACCUMULATED: within each period units strictly increase from row to row and from chunk to
/// chunk, so a whole date at a time and all dates of a unit at a time are both fine. EVENT: by (unit, start), periods of a
/// unit apart.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Dense index of the unit.
    pub unit: Vec<u32>,
    /// The values.
    pub value: ChunkValues,
    /// First day of the period; empty for FIXED.
    pub start: Vec<i32>,
    /// Last day of the period, `None` = ongoing (EVENT only); empty for FIXED and STATUS.
    pub stop: Vec<Option<i32>>,
}

/// The values of a [`Chunk`], of the kind named when the variable was staged ([`crate::StoredValues`]).
#[derive(Clone, Debug)]
pub enum ChunkValues {
    /// Places in the dictionary.
    Codes(Vec<u32>),
    /// Whole numbers and days.
    Long(Vec<i64>),
    /// Decimal numbers, finite.
    Double(Vec<f64>),
    /// Dense indices in the space of the value's unit type.
    Unit(Vec<u32>),
}

impl ChunkValues {
    /// The number of rows.
    pub fn len(&self) -> usize {
        match self {
            ChunkValues::Codes(values) | ChunkValues::Unit(values) => values.len(),
            ChunkValues::Long(values) => values.len(),
            ChunkValues::Double(values) => values.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

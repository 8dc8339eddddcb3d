//! A dataset: shared columns over rows of units, the persons behind them, and the normal form of its population.
//!
//! *Invariants*: every column has [`Dataset::n_rows`] values; rows are sorted by unit (then by start or date);
//! a cross-section has each unit once. Columns are shared: cloning a dataset copies no values.

use std::sync::Arc;

use disclosure::statistic::RowPersons;
use disclosure::{ColumnForm, Form};
use indexmap::IndexMap;
use polars::prelude::{BooleanChunked, IdxSize, PolarsResult, polars_ensure};
use variables::UnitType;

use crate::column::{Column, Values};
use crate::typed::{self, Mask};
use crate::world::Space;

/// The four shapes of language.md 5.5, and the empty dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Made by `create-dataset`: no units yet.
    Empty,
    /// One row a unit.
    CrossSection,
    /// One row a spell.
    Event,
    /// Unit × date.
    Panel,
    /// One row a value of the variable that `collapse` grouped by.
    Aggregated,
}

/// Whose records the rows are.
#[derive(Clone, Debug)]
pub enum Unit {
    /// Units of a type: rows hold dense indices of a space.
    Type {
        /// The type.
        unit_type: UnitType,
        /// The identity space.
        space: Space,
    },
    /// Values of an ordinary variable (`collapse … by(region)`): the key column of that name.
    Category {
        /// The by-variable's name; always one of the columns.
        key: String,
    },
}

/// The persons that noise and floors are about (`confidentiality.md` E.3).
#[derive(Clone)]
pub enum Persons {
    /// Public facts or released numbers: nothing to protect.
    Public,
    /// One person behind each row, by dense index in a space; `u32::MAX`: none known.
    Behind {
        /// The space that record keys belong to.
        space: Space,
        /// One person a row.
        index: RowPersons,
        /// Whether a person can stand behind several rows (by metadata: jobs, spells, panels).
        has_repeats: bool,
    },
}

/// A dataset of the workspace.
#[derive(Clone)]
pub struct Dataset {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// Whose records the rows are; `None` while empty.
    pub unit: Option<Unit>,
    /// Dense unit index of each row; row numbers for categories.
    pub units: Arc<[u32]>,
    /// Texts by unit index where units are public facts (municipality numbers): the unit key is a text then.
    pub key_codes: Option<Arc<[String]>>,
    /// The persons behind the rows.
    pub persons: Persons,
    /// The variables in the order they came.
    pub columns: IndexMap<String, Column>,
    /// The normal form of the population (`near-sets.md` 6.1).
    pub form: Form,
    /// Of a panel: the times as the command wrote them. A unit has at most one row a time, whatever became of `date@panel`.
    pub time: Option<ColumnForm>,
}

impl Dataset {
    /// An empty dataset.
    pub fn new(name: &str) -> Dataset {
        Dataset {
            name: name.to_owned(),
            shape: Shape::Empty,
            unit: None,
            units: Arc::from([]),
            key_codes: None,
            persons: Persons::Public,
            columns: IndexMap::new(),
            form: Form::population("empty", &[], &[], &[]),
            time: None,
        }
    }

    /// Number of rows. Not a released number: for kernels only.
    pub fn n_rows(&self) -> usize {
        self.units.len()
    }

    /// The unit type, unless the rows are categories.
    pub fn unit_type(&self) -> Option<UnitType> {
        match &self.unit {
            Some(Unit::Type { unit_type, .. }) => Some(*unit_type),
            _ => None,
        }
    }

    /// The name of the unit key (`PERSONID_1` …).
    pub fn key_name(&self) -> Option<&str> {
        match &self.unit {
            Some(Unit::Type { unit_type, .. }) => Some(unit_type.spec().key),
            Some(Unit::Category { key }) => Some(key),
            None => None,
        }
    }

    /// A variable by name; system names in any case.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.get(name)
    }

    /// The same dataset with the rows where the mask is true; the form is the caller's to change.
    ///
    /// # Errors
    /// A mask of another length.
    pub fn filter(&self, mask: &BooleanChunked) -> PolarsResult<Dataset> {
        let mask = Mask::of(mask);
        polars_ensure!(mask.n_rows() == self.n_rows(), ShapeMismatch: "a mask of another length");
        if mask.n_in() == self.n_rows() {
            return Ok(self.clone());
        }
        let pick = |values: &Arc<[u32]>| mask.shared(values);
        Ok(self.with_rows(&pick, &|values| mask.values(values)))
    }

    /// The same dataset with the rows at these places.
    ///
    /// # Errors
    /// Places beyond the end.
    pub fn take(&self, rows: Vec<IdxSize>) -> PolarsResult<Dataset> {
        let is_beyond = |row: &IdxSize| usize::try_from(*row).is_ok_and(|row| row >= self.n_rows());
        polars_ensure!(!rows.iter().any(is_beyond), OutOfBounds: "a place beyond the rows");
        let pick = |values: &Arc<[u32]>| -> Arc<[u32]> {
            rows.iter()
                .map(|row| usize::try_from(*row).ok().and_then(|row| values.get(row)).copied().unwrap_or(u32::MAX))
                .collect()
        };
        Ok(self.with_rows(&pick, &|values| typed::at(values, &rows)))
    }

    /// The same dataset with other rows: units and persons stay one list where they are one.
    fn with_rows(&self, pick: &dyn Fn(&Arc<[u32]>) -> Arc<[u32]>, values: &dyn Fn(&Values) -> Values) -> Dataset {
        let units = pick(&self.units);
        let persons = match &self.persons {
            Persons::Public => Persons::Public,
            Persons::Behind { space, index, has_repeats } => Persons::Behind {
                space: space.clone(),
                index: if index.is_shared_with(&self.units) { units.clone() } else { pick(index.shared()) }.into(),
                has_repeats: *has_repeats,
            },
        };
        let columns = self.columns.iter();
        let columns = columns
            .map(|(name, column)| (name.clone(), Column { values: values(&column.values), ..column.clone() }))
            .collect();
        Dataset { units, persons, columns, ..self.clone_without_columns() }
    }

    /// Everything but the columns.
    pub fn clone_without_columns(&self) -> Dataset {
        Dataset {
            name: self.name.clone(),
            shape: self.shape,
            unit: self.unit.clone(),
            units: self.units.clone(),
            key_codes: self.key_codes.clone(),
            persons: self.persons.clone(),
            columns: IndexMap::new(),
            form: self.form.clone(),
            time: self.time.clone(),
        }
    }

    /// Whether each unit of a panel is its own person, so that a person has at most one row a time.
    pub fn has_own_persons(&self) -> bool {
        match &self.persons {
            Persons::Public => true,
            Persons::Behind { index, .. } => index.is_shared_with(&self.units) || index[..] == self.units[..],
        }
    }

    /// The unit key as values.
    pub fn key_values(&self) -> Option<Values> {
        match &self.unit {
            Some(Unit::Type { unit_type, space }) => {
                Some(Values::units(self.units.to_vec(), *unit_type, space.clone()))
            }
            Some(Unit::Category { key }) => self.columns.get(key).map(|column| column.values.clone()),
            None => None,
        }
    }
}

//! Names of variables in a dataset: look-up in canonical spelling, unit keys, new names.

use language::call::Name;
use language::codes;
use language::nearest::nearest;
use polars::prelude::IntoSeries as _;
use variables::UnitType;

use crate::column::{Codes, Column, Values};
use crate::dataset::{Dataset, Persons, Shape, Unit};
use crate::error::EngineError;

/// System names may be written in any case and `panel@date` for `date@panel` (language.md 2.3).
pub fn canonical(name: &str) -> String {
    match name.split_once('@') {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("start") => format!("START@{rest}"),
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("stop") => format!("STOP@{rest}"),
        Some(("panel", "date")) => "date@panel".to_owned(),
        _ => name.to_owned(),
    }
}

impl Dataset {
    /// A variable or the unit key.
    pub fn find(&self, name: &str) -> Option<Column> {
        if let Some(column) = self.columns.get(name).or_else(|| self.columns.get(&canonical(name))) {
            return Some(column.clone());
        }
        match &self.unit {
            Some(Unit::Type { unit_type, .. }) if unit_type.spec().key == name => Some(Column {
                values: match &self.key_codes {
                    Some(texts) => Values::Codes(Codes::new(self.units.to_vec(), texts.clone())),
                    None => self.key_values()?,
                },
                label: unit_type.spec().title.nb.as_ref().into(),
                is_date: false,
                titles: None,
                form: disclosure::ColumnForm::operation(
                    &format!("key {}", unit_type.name()),
                    &[],
                    if self.key_codes.is_some() { disclosure::Kind::Text } else { disclosure::Kind::Whole },
                ),
            }),
            Some(Unit::Type { unit_type, .. })
                if unit_type.spec().person_pointer.is_some() && name == UnitType::person().spec().key =>
            {
                self.persons_behind(*unit_type)
            }
            _ => None,
        }
    }

    /// The person behind each unit (jobs, courses, vehicles …) under the persons' own key, as their pointer has it.
    fn persons_behind(&self, unit_type: UnitType) -> Option<Column> {
        let Persons::Behind { space, index, .. } = &self.persons else { return None };
        let is_own = matches!(&self.unit, Some(Unit::Type { space: own, .. }) if own == space);
        (!is_own).then(|| Column {
            values: Values::units(index.to_vec(), UnitType::person(), space.clone()),
            label: UnitType::person().spec().title.nb.as_ref().into(),
            is_date: false,
            titles: None,
            form: disclosure::ColumnForm::operation(
                &format!("person behind {}", unit_type.name()),
                &[],
                disclosure::Kind::Whole,
            ),
        })
    }

    /// The variable of a name in the script.
    ///
    /// # Errors
    /// The dataset has no such variable.
    pub fn require(&self, name: &Name) -> Result<Column, EngineError> {
        self.find(&name.value).ok_or_else(|| self.unknown_variable(name))
    }

    /// The diagnostic for a name that is not there.
    pub fn unknown_variable(&self, name: &Name) -> EngineError {
        let near = nearest(&name.value, self.columns.keys().map(String::as_str));
        codes::unknown_variable(name.span, &name.value, &self.name, near).into()
    }

    /// Checks a name for a new variable and gives its canonical spelling.
    ///
    /// # Errors
    /// The name is taken or reserved.
    pub fn new_name(&self, name: &Name) -> Result<String, EngineError> {
        let spelled = canonical(&name.value);
        if is_reserved(&spelled) {
            return Err(codes::reserved_name(name.span, &name.value).into());
        }
        if self.columns.contains_key(&spelled) {
            return Err(codes::variable_exists(name.span, &name.value, &self.name).into());
        }
        Ok(spelled)
    }

    /// Whether a column holds the unit key (the by-variable of `collapse`): it always remains.
    pub fn is_key(&self, name: &str) -> bool {
        match &self.unit {
            Some(Unit::Category { key }) => key == name,
            Some(Unit::Type { .. }) => match self.columns.get(name).map(|column| &column.values) {
                Some(Values::Units { index, .. }) => {
                    matches!(self.shape, Shape::Aggregated | Shape::Panel) && holds_units(index, &self.units)
                }
                _ => false,
            },
            None => false,
        }
    }
}

fn holds_units(index: &polars::prelude::UInt32Chunked, units: &[u32]) -> bool {
    index.cont_slice().is_ok_and(|index| index == units)
}

/// Words of the grammar and unit keys cannot name variables.
fn is_reserved(name: &str) -> bool {
    ["if", "in", "as", "to", "into", "on", "by"].contains(&name)
        || UnitType::all().any(|unit_type| unit_type.spec().key == name)
}

impl Column {
    /// Whether values are equal in type, so that one can stand for the other.
    pub fn is_text(&self) -> bool {
        matches!(self.values, Values::Codes(_))
    }

    /// A check used by tests: the number of chunks of the stored series.
    pub fn n_chunks(&self) -> usize {
        match &self.values {
            Values::Codes(codes) => codes.series().n_chunks(),
            Values::Long(values) => values.clone().into_series().n_chunks(),
            Values::Double(values) => values.clone().into_series().n_chunks(),
            Values::Units { index, .. } => index.clone().into_series().n_chunks(),
        }
    }
}

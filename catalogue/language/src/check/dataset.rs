//! What is known of a dataset before the run.

use std::sync::Arc;

use indexmap::IndexMap;
use variables::{DataType, Multilingual, UnitType, Variable};

use crate::codes::{ShapeName, ValueType};

/// Codes with a label each.
pub type Labels = Arc<[(String, String)]>;

/// A variable of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Text or number, if known.
    pub value_type: Option<ValueType>,
    /// Codes with a label each, if it has a code list.
    pub labels: Option<Labels>,
    /// Set if the values are units of this type.
    pub unit_type: Option<UnitType>,
    /// The register variable it was imported from.
    pub origin: Option<String>,
}

impl Column {
    /// A variable of that type without labels.
    pub fn of(value_type: Option<ValueType>) -> Self {
        Column { value_type, ..Column::default() }
    }

    /// A number.
    pub fn number() -> Self {
        Column::of(Some(ValueType::Number))
    }

    /// What an import of a register variable gives; `labels` are its code list.
    pub fn imported(variable: &Variable, labels: Option<Labels>) -> Self {
        // Units that are public facts (municipalities) are known by their codes.
        let unit_type = variable.value_unit_type.filter(|unit_type| unit_type.spec().is_pseudonymised);
        let value_type = match variable.data_type {
            _ if unit_type != variable.value_unit_type => ValueType::Text,
            DataType::String => ValueType::Text,
            DataType::Long | DataType::Double | DataType::Date => ValueType::Number,
        };
        Column { value_type: Some(value_type), labels, unit_type, origin: Some(variable.name.clone()) }
    }

    /// Whether the values are pseudonyms: keys only (confidentiality.md E.11).
    pub fn is_pseudonym(&self) -> bool {
        self.unit_type.is_some_and(|unit_type| unit_type.spec().is_pseudonymised)
    }
}

/// The code list of a register variable, every period's codes; `None` if it has none.
pub(super) fn labels_of(variable: &Variable) -> Option<Labels> {
    let title = |title: &Multilingual| {
        title.nb.clone().or_else(|| title.nn.clone()).or_else(|| title.en.clone()).unwrap_or_default()
    };
    let list = variable.code_list()?;
    let labels: Labels =
        list.codes.iter().chain(&list.sentinel).map(|code| (code.code.clone(), title(&code.title))).collect();
    (!labels.is_empty()).then_some(labels)
}

/// A dataset.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// `None`: empty, or not known.
    pub shape: Option<ShapeName>,
    /// Whom the rows are about.
    pub unit_type: Option<UnitType>,
    /// The name of the by-variable that became the key.
    pub key: Option<String>,
    /// Variables in order, shared with copies until one of them changes.
    pub columns: Arc<IndexMap<String, Column>>,
    /// It may hold variables that the check cannot know.
    pub is_open: bool,
    /// It has units, though perhaps no variables.
    pub has_units: bool,
}

impl Dataset {
    /// A variable, system name or key.
    pub fn column(&self, name: &str) -> Option<Column> {
        if let Some(column) = self.columns.get(name) {
            return Some(column.clone());
        }
        let is_key =
            self.key.as_deref() == Some(name) || self.unit_type.is_some_and(|unit_type| unit_type.spec().key == name);
        if is_key {
            let value_type =
                self.unit_type.is_none_or(|unit_type| !unit_type.spec().is_pseudonymised).then_some(ValueType::Text);
            return Some(Column { value_type, unit_type: self.unit_type, ..Column::default() });
        }
        // The person behind a job, course or vehicle.
        let person = UnitType::person();
        let has_person = self.unit_type.is_some_and(|unit_type| unit_type.spec().person_pointer.is_some());
        if has_person && name == person.spec().key {
            return Some(Column { unit_type: Some(person), ..Column::default() });
        }
        None
    }

    /// Variables, to change them.
    pub(super) fn columns_mut(&mut self) -> &mut IndexMap<String, Column> {
        Arc::make_mut(&mut self.columns)
    }

    /// Names that a proposal may choose from.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// Whether nothing has been put into it yet.
    pub fn is_empty(&self) -> bool {
        self.columns.is_empty() && !self.is_open
    }
}

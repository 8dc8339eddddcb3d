//! A function of one value at a time, over columns whose values are known without data.

use super::super::value::Value;
use super::{CodeRoot, ColumnForm, Shape};

impl ColumnForm {
    /// The column that holds `f` of each value, where metadata alone know the values: those of a code list, or the few that
    /// literals wrote. Missing stays missing. `None` where values are known by the data only.
    pub fn each(&self, f: &dyn Fn(&Value) -> Option<Value>) -> Option<Self> {
        match self.shape() {
            Shape::Literal(value) => Some(ColumnForm::literal(value.as_ref().and_then(f))),
            Shape::Map { key, values } => {
                let values = values.iter().map(|value| value.as_ref().and_then(f)).collect();
                Some(ColumnForm::mapped(&CodeRoot(key.clone()), values, std::slice::from_ref(self)))
            }
            Shape::Steps { .. } | Shape::Choices(_) => {
                let pieces = self.choices()?.into_iter().map(|(value, piece)| (value.as_ref().and_then(f), piece));
                ColumnForm::chosen(pieces, self.sources().clone(), self.roots().clone(), self.is_clamped()).ok()
            }
        }
    }
}

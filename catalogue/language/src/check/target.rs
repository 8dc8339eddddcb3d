//! Names that commands read and names that they make.

use text::{Text, t};

use super::State;
use super::dataset::{Column, Dataset};
use crate::call::{Call, Name, Value};
use crate::codes::{self, ValueType};
use crate::nearest::nearest;
use crate::spec::Takes;

/// Words that cannot be new names (language.md 2.6).
const RESERVED: [&str; 9] = ["if", "in", "as", "to", "into", "on", "by", "date@panel", "PERSONID_1"];

impl State<'_> {
    /// A variable of a dataset; reports an unknown one.
    pub(super) fn variable_of(&mut self, dataset: &str, name: &Name) -> Option<Column> {
        self.variable_or(dataset, name, None)
    }

    /// The same; `advice` is said instead of the nearest name.
    fn variable_or(&mut self, dataset: &str, name: &Name, advice: Option<Text>) -> Option<Column> {
        let found = self.datasets.get(dataset)?;
        if let Some(column) = found.column(&name.value) {
            return Some(column);
        }
        if found.is_open {
            return Some(Column::default());
        }
        if self.is_reported(codes::Code::UnknownVariable, name.span) {
            return None;
        }
        let near = nearest(&name.value, found.names()).map(str::to_owned);
        self.report(codes::unknown_variable(name.span, &name.value, dataset, near.as_deref()).advised(advice));
        None
    }

    /// A variable of the selected dataset.
    pub(super) fn variable(&mut self, call: &Call, name: &Name) -> Option<Column> {
        let dataset = self.active_name(call);
        let is_option = self
            .table
            .command(&call.command)
            .is_some_and(|spec| spec.options.iter().any(|option| *option.name == name.value));
        let advice = is_option.then(|| t("sett komma foran tilvalgene", "put a comma before the options"));
        self.variable_or(&dataset, name, advice)
    }

    /// A variable whose values are shown or computed with: no pseudonym.
    pub(super) fn shown(&mut self, call: &Call, name: &Name) -> Option<Column> {
        let column = self.variable(call, name)?;
        if column.is_pseudonym() {
            self.report(codes::pseudonym_use(name.span, &name.value));
        }
        Some(column)
    }

    /// A variable that must be a number.
    pub(super) fn numeric(&mut self, call: &Call, name: &Name) -> Option<Column> {
        let column = self.shown(call, name)?;
        if column.value_type == Some(ValueType::Text) && !column.is_pseudonym() {
            self.report(codes::not_numeric(name.span, &name.value, &call.command));
        }
        Some(column)
    }

    /// Puts a new variable into a dataset; reports a name that is taken or reserved.
    pub(super) fn add(&mut self, dataset: &str, name: &Name, column: Column) {
        if RESERVED.contains(&name.value.as_str()) {
            self.report(codes::reserved_name(name.span, &name.value));
            return;
        }
        let is_taken = self.datasets.get(dataset).is_some_and(|found| found.columns.contains_key(&name.value));
        if is_taken {
            self.report(codes::variable_exists(name.span, &name.value, dataset));
        }
        if let Some(found) = self.datasets.get_mut(dataset) {
            found.columns_mut().insert(name.value.clone(), column);
        }
    }

    /// Puts a new dataset in; reports a name that is taken.
    pub(super) fn add_dataset(&mut self, name: &Name, dataset: Dataset) {
        if self.datasets.contains_key(&name.value) {
            self.report(codes::name_exists(name.span, &name.value));
        }
        self.datasets.insert(name.value.clone(), dataset);
    }

    /// Variables in options exist; those of `summarize()` are numbers.
    pub(super) fn options(&mut self, call: &Call) {
        let Some(spec) = self.table.command(&call.command) else { return };
        for option in &call.options {
            let Some(known) = spec.options.iter().find(|known| known.name == option.name) else { continue };
            for term in &option.terms {
                for factor in &term.factors {
                    self.shown(call, &factor.name);
                }
            }
            if !matches!(known.takes, Takes::Variable | Takes::Variables | Takes::MaybeVariable) {
                continue;
            }
            for argument in &option.arguments {
                let Value::Symbol(name) = &argument.value else { continue };
                let name = Name { value: name.clone(), span: argument.span };
                match option.name.as_str() {
                    "summarize" | "exposure" => self.numeric(call, &name),
                    "cluster" => self.variable(call, &name),
                    _ => self.shown(call, &name),
                };
            }
        }
    }
}

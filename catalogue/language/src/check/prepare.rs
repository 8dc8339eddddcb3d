//! `generate`, `replace`, `recode`, `merge`, `clone-variables`, `sample` and what takes names only.

use super::State;
use super::dataset::{Column, Dataset, Labels};
use crate::call::{Call, Expr, ExprKind, Name, RecodeLeft, RecodeRule, Spanned, Value};
use crate::codes::{self, ShapeName, ValueType};

impl State<'_> {
    pub(super) fn assign(&mut self, call: &Call, target: &Name, value: &Expr) {
        let dataset = self.active_name(call);
        if self.datasets.get(&dataset).is_some_and(|found| !found.has_units && !found.is_open) {
            self.report(codes::empty_dataset(call.span, &dataset));
        }
        let found = self.type_of(call, value);
        self.condition(call);
        if call.command == "generate" {
            self.add(&dataset, target, Column::of(found));
            return;
        }
        let Some(old) = self.variable(call, target) else { return };
        let mixes = call.condition.is_some() && old.value_type.zip(found).is_some_and(|(old, found)| old != found);
        if let (true, Some(old), Some(found)) = (mixes, old.value_type, found) {
            self.report(codes::type_mismatch(target.span.to(value.span), &target.value, old, found));
        }
        let keeps = call.condition.is_some() || matches!(value.kind, ExprKind::Missing) || old.value_type == found;
        if let Some(column) =
            self.datasets.get_mut(&dataset).and_then(|found| found.columns_mut().get_mut(&target.value))
        {
            if !keeps {
                *column = Column::of(found);
            }
            // New values need not be codes of the list any more.
            column.origin = None;
        }
    }

    pub(super) fn recode(&mut self, call: &Call, variables: &[Name], rules: &[RecodeRule]) {
        let dataset = self.active_name(call);
        let prefix =
            call.option("prefix").or_else(|| call.option("generate")).and_then(|option| option.arguments.first());
        let prefix = prefix
            .and_then(|argument| if let Value::Symbol(prefix) = &argument.value { Some(prefix.clone()) } else { None });
        for name in variables {
            let Some(mut column) = self.shown(call, name) else { continue };
            self.rule_types(name, column.value_type, rules);
            column.labels = recoded_labels(column.labels.as_deref(), rules);
            match &prefix {
                Some(prefix) => {
                    let new = Name { value: format!("{prefix}{}", name.value), span: name.span };
                    self.add(&dataset, &new, column);
                }
                None => {
                    if let Some(found) = self.datasets.get_mut(&dataset) {
                        found.columns_mut().insert(name.value.clone(), column);
                    }
                }
            }
        }
        self.condition(call);
    }

    fn rule_types(&mut self, name: &Name, is: Option<ValueType>, rules: &[RecodeRule]) {
        let Some(is) = is else { return };
        for rule in rules {
            for left in &rule.left {
                match left {
                    RecodeLeft::Value(value) => self.value_type(name, is, value),
                    RecodeLeft::Interval { span, .. } if is == ValueType::Text => {
                        self.report(codes::interval_on_text(*span, &name.value));
                    }
                    RecodeLeft::Interval { .. } | RecodeLeft::Missing | RecodeLeft::Nonmissing | RecodeLeft::Any => {}
                }
            }
            self.value_type(name, is, &rule.value);
        }
    }

    fn value_type(&mut self, name: &Name, is: ValueType, value: &Spanned<Value>) {
        let against = if matches!(value.value, Value::Number(_)) { ValueType::Number } else { ValueType::Text };
        if is != against {
            self.report(codes::type_mismatch(value.span, &name.value, is, against));
        }
    }

    pub(super) fn clone_variables(&mut self, call: &Call, pairs: &[(Name, Option<Name>)]) {
        let dataset = self.active_name(call);
        let part = |name: &str| {
            let argument = call.option(name).and_then(|option| option.arguments.first());
            argument.map_or_else(String::new, |argument| value_text(&argument.value))
        };
        let (prefix, suffix) = (part("prefix"), part("suffix"));
        for (old, new) in pairs {
            let Some(column) = self.variable(call, old) else { continue };
            let base = new.as_ref().unwrap_or(old);
            let made = Name { value: format!("{prefix}{}{suffix}", base.value), span: base.span };
            if new.is_none() && made.value == old.value {
                self.report(codes::missing_option(old.span, &call.command, "prefix"));
                continue;
            }
            self.add(&dataset, &made, column);
        }
    }

    pub(super) fn merge(&mut self, call: &Call, variables: &[Name], into: &Name, on: Option<&Name>) {
        let source_name = self.active_name(call);
        let source = self.datasets.get(&source_name).cloned().unwrap_or_default();
        if into.value == source_name {
            self.report(codes::merge_into_itself(into.span, &into.value));
            return;
        }
        if matches!(source.shape, Some(ShapeName::Event | ShapeName::Panel)) {
            self.report(codes::merge_source_repeated(call.span, &source_name));
        }
        let columns: Vec<(Name, Column)> =
            variables.iter().filter_map(|name| Some((name.clone(), self.variable(call, name)?))).collect();
        let Some(target) = self.existing(into) else { return };
        let before = self.diagnostics.len();
        self.merge_key(call, (&source_name, &source), &target, on);
        if self.diagnostics.len() > before {
            return;
        }
        for (name, column) in columns {
            self.add(&target, &name, column);
        }
    }

    fn merge_key(&mut self, call: &Call, (source_name, source): (&str, &Dataset), target: &str, on: Option<&Name>) {
        let own = self.datasets.get(target).cloned().unwrap_or_default();
        let Some(key) = on else {
            if let (Some(from), Some(to)) = (source.unit_type, own.unit_type)
                && from != to
            {
                self.report(codes::merge_type_mismatch(call.span, source_name, from, target, to));
            }
            return;
        };
        let Some(column) = self.variable_of(target, key) else { return };
        let holds = column.unit_type;
        match (source.unit_type.filter(|unit_type| unit_type.spec().is_pseudonymised), holds) {
            (Some(from), Some(to)) if from != to && from.spec().id_type != to.spec().id_type => {
                self.report(codes::merge_type_mismatch(key.span, source_name, from, target, to));
            }
            (Some(_), None) if column.value_type.is_some() => {
                self.report(codes::key_type_mismatch(key.span, &key.value, source_name));
            }
            _ => {
                let by = source.key.as_ref().and_then(|by| source.columns.get(by)).and_then(|by| by.value_type);
                if by.zip(column.value_type).is_some_and(|(by, key)| by != key) {
                    self.report(codes::key_type_mismatch(key.span, &key.value, source_name));
                }
            }
        }
    }

    pub(super) fn sample(&mut self, call: &Call, amount: &Spanned<f64>, seed: &Spanned<f64>) {
        self.active_name(call);
        let is_fraction = amount.value > 0.0 && amount.value < 1.0;
        let is_count = amount.value > 1000.0 && amount.value.fract() == 0.0;
        if !is_fraction && !is_count {
            self.report(codes::wrong_amount(amount.span));
        }
        if seed.value < 1.0 || seed.value.fract() != 0.0 {
            self.report(codes::wrong_seed(seed.span));
        }
    }
}

/// The code list after `recode`. Codes that no rule names stay as they are, so a new list is whole only behind `*`.
fn recoded_labels(old: Option<&[(String, String)]>, rules: &[RecodeRule]) -> Option<Labels> {
    let new = |rule: &RecodeRule| {
        let code = value_text(&rule.value.value);
        let label = rule.label.as_ref().map_or_else(|| code.clone(), |label| label.value.clone());
        (code, label)
    };
    match old {
        Some(old) => Some(old.iter().cloned().chain(rules.iter().map(new)).collect()),
        None if rules.iter().any(|rule| rule.left.contains(&RecodeLeft::Any)) => {
            let labels: Labels = rules.iter().filter(|rule| rule.label.is_some()).map(new).collect();
            (!labels.is_empty()).then_some(labels)
        }
        None => None,
    }
}

/// A value as text.
pub(super) fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => format!("{number}"),
        Value::Text(text) | Value::Symbol(text) => text.clone(),
    }
}

//! Commands whose arguments are names or words: which rule checks which.

use super::State;
use super::dataset::{Column, Dataset, Labels};
use super::prepare::value_text;
use crate::call::{Call, Name, Spanned, Value};
use crate::codes::{self, ValueType};
use crate::diagnostic::Diagnostic;
use crate::nearest::nearest;

/// Longest name of a script in characters.
pub const LONGEST_SCRIPT_NAME: usize = 100;

/// What `configure` turns on.
pub const SETTINGS: [&str; 2] = ["alpha", "nocache"];

/// The first word of `configure` that is no setting. Behind `nocache` stand caches to choose from; there is one, so any word will do.
pub fn unknown_setting(words: &[Spanned<String>]) -> Option<Diagnostic> {
    let mut before_nocache = words.iter().take_while(|word| word.value != "nocache");
    let unknown = before_nocache.find(|word| !SETTINGS.contains(&word.value.as_str()))?;
    Some(codes::unknown_setting(unknown.span, &unknown.value, nearest(&unknown.value, SETTINGS), &SETTINGS))
}

impl State<'_> {
    pub(super) fn plain(&mut self, call: &Call) {
        match call.command.as_str() {
            "reshape-from-panel" => self.reshape_from_panel(call),
            "clear" => {
                self.aliases.clear();
                self.datasets.clear();
                self.lists.clear();
                self.active = None;
            }
            _ => {}
        }
    }

    pub(super) fn words(&mut self, call: &Call, words: &[Spanned<String>]) {
        let Some(word) = words.first() else { return };
        if call.command == "help" && self.table.command(&word.value).is_none() {
            self.report(codes::unknown_command(word.span, &word.value, self.table.nearest_command(&word.value)));
        }
        if call.command == "help-function" && self.table.function(&word.value).is_none() {
            self.report(codes::unknown_function(word.span, &word.value, self.table.nearest_function(&word.value)));
        }
        if matches!(call.command.as_str(), "save" | "load") && word.value.trim().is_empty() {
            self.report(codes::not_a_script_name(word.span, LONGEST_SCRIPT_NAME));
        }
        if call.command == "configure"
            && let Some(unknown) = unknown_setting(words)
        {
            self.report(unknown);
        }
    }

    pub(super) fn named(&mut self, call: &Call, names: &[Name]) {
        match (call.command.as_str(), names) {
            ("create-dataset", [name]) => {
                self.add_dataset(name, Dataset::default());
                self.active = Some(name.value.clone());
            }
            ("use", [name]) => self.select(name),
            ("delete-dataset", [name]) => {
                if let Some(name) = self.existing(name) {
                    self.datasets.shift_remove(&name);
                    self.active = self.active.take().filter(|active| *active != name);
                }
            }
            ("clone-dataset" | "clone-units" | "rename-dataset", [old, new]) => self.copy_dataset(call, old, new),
            ("reshape-to-panel", prefixes) => self.reshape_to_panel(call, prefixes),
            ("rename", [old, new]) => self.rename(call, old, new),
            ("keep" | "drop", names) => self.subset(call, names),
            ("destring", names) => self.destring(call, names),
            ("assign-labels", [variable, list]) => self.assign_labels(call, variable, list),
            ("drop-labels", lists) => self.drop_labels(lists),
            (_, names) => self.over_variables(call, names),
        }
    }

    /// A dataset that is unknown is taken for one whose variables are unknown.
    fn select(&mut self, name: &Name) {
        if self.existing(name).is_none() {
            self.datasets.insert(name.value.clone(), Dataset { is_open: true, ..Dataset::default() });
        }
        self.active = Some(name.value.clone());
    }

    fn copy_dataset(&mut self, call: &Call, old: &Name, new: &Name) {
        let source = self.existing(old).and_then(|name| self.datasets.get(&name).cloned());
        let source = source.unwrap_or_else(|| Dataset { is_open: true, ..Dataset::default() });
        let copy = match call.command.as_str() {
            "clone-units" => Dataset { unit_type: source.unit_type, has_units: true, ..Dataset::default() },
            _ => source,
        };
        self.add_dataset(new, copy);
        if call.command == "rename-dataset" {
            self.datasets.shift_remove(&old.value);
            if self.active.as_deref() == Some(old.value.as_str()) {
                self.active = Some(new.value.clone());
            }
        }
    }

    fn rename(&mut self, call: &Call, old: &Name, new: &Name) {
        let dataset = self.active_name(call);
        let Some(column) = self.variable(call, old) else { return };
        if let Some(found) = self.datasets.get_mut(&dataset) {
            found.columns_mut().shift_remove(&old.value);
            if found.key.as_deref() == Some(old.value.as_str()) {
                found.key = Some(new.value.clone());
            }
        }
        self.add(&dataset, new, column);
    }

    fn subset(&mut self, call: &Call, names: &[Name]) {
        let dataset = self.active_name(call);
        self.condition(call);
        for name in names {
            self.variable(call, name);
        }
        let Some(found) = self.datasets.get_mut(&dataset).filter(|_| call.condition.is_none()) else { return };
        let is_named = |name: &str| names.iter().any(|named| named.value == name);
        if call.command == "drop" {
            let key = found.key.clone();
            found
                .columns_mut()
                .retain(|name, _| !is_named(name) || name.contains('@') || key.as_deref() == Some(name.as_str()));
        } else {
            let key = found.key.clone();
            found
                .columns_mut()
                .retain(|name, _| is_named(name) || name.contains('@') || key.as_deref() == Some(name.as_str()));
            found.is_open = false;
        }
    }

    fn destring(&mut self, call: &Call, names: &[Name]) {
        let dataset = self.active_name(call);
        let prefix = call.option("prefix").and_then(|option| option.arguments.first());
        let prefix = prefix
            .and_then(|argument| if let Value::Symbol(prefix) = &argument.value { Some(prefix.clone()) } else { None });
        let ignored = call.option("ignore").and_then(|option| option.arguments.first());
        let ignored = ignored.map_or_else(String::new, |argument| value_text(&argument.value));
        for name in names {
            let Some(column) = self.shown(call, name) else { continue };
            if column.value_type == Some(ValueType::Number) && !column.is_pseudonym() {
                self.report(codes::already_numeric(name.span, &name.value));
            }
            let made = Column { labels: column.labels.map(|labels| by_number(&labels, &ignored)), ..Column::number() };
            match &prefix {
                Some(prefix) => {
                    let new = Name { value: format!("{prefix}{}", name.value), span: name.span };
                    self.add(&dataset, &new, made);
                }
                None => {
                    if let Some(found) = self.datasets.get_mut(&dataset) {
                        found.columns_mut().insert(name.value.clone(), made);
                    }
                }
            }
        }
    }
}

/// A code list by the numbers that its codes are.
fn by_number(labels: &Labels, ignored: &str) -> Labels {
    let number = |code: &str| -> Option<f64> {
        let kept: String = code.chars().filter(|character| !ignored.contains(*character)).collect();
        kept.trim().parse().ok()
    };
    labels.iter().filter_map(|(code, label)| Some((format!("{}", number(code)?), label.clone()))).collect()
}

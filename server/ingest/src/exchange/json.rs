//! A JSON document whose every part knows its path and its line, read against a strict model.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::json_lines::lines_of;
use crate::report::{Report, Subject};
use crate::rule::Rule;

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Field(&'static str),
    /// A field that the model does not know.
    Other(String),
    Item(usize),
}

/// A part of the document.
#[derive(Clone)]
pub(crate) struct Node<'a> {
    pub(crate) value: &'a Value,
    path: Vec<Step>,
}

/// The document and where its errors go.
pub(crate) struct Document<'a> {
    file: &'a Path,
    text: &'a str,
    report: &'a mut Report,
    /// Where each part begins, once an error needs to know.
    lines: Option<HashMap<String, u64>>,
}

impl<'a> Document<'a> {
    /// `text`: the file's, which is valid JSON.
    pub(crate) fn new(file: &'a Path, text: &'a str, report: &'a mut Report) -> Document<'a> {
        Document { file, text, report, lines: None }
    }
}

impl Document<'_> {
    /// Notes an error at a part.
    pub(crate) fn error(&mut self, node: &Node<'_>, rule: Rule) {
        self.error_in(&node.path, rule);
    }

    /// Notes an error at a field, which may be missing: then the line is its parent's.
    pub(crate) fn error_at(&mut self, parent: &Node<'_>, field: &'static str, rule: Rule) {
        let mut path = parent.path.clone();
        path.push(Step::Field(field));
        self.error_in(&path, rule);
    }

    fn error_in(&mut self, path: &[Step], rule: Rule) {
        let lines = self.lines.get_or_insert_with(|| lines_of(self.text));
        // What is missing is looked for at the nearest part above.
        let line = (0..=path.len()).rev().find_map(|steps| lines.get(&written(path.get(..steps)?)).copied());
        self.report.add(self.file, line, rule, Some(Subject::Field(written(path))));
    }

    /// The fields of an object; those outside `known` are reported by `unknown`.
    pub(crate) fn object<'a>(&mut self, node: &Node<'a>, known: &[&str], unknown: Rule) -> Option<Fields<'a>> {
        let Value::Object(fields) = node.value else {
            self.error(node, Rule::FieldType);
            return None;
        };
        for (name, value) in fields {
            if !known.contains(&name.as_str()) {
                let mut path = node.path.clone();
                path.push(Step::Other(name.clone()));
                self.error(&Node { value, path }, unknown);
            }
        }
        Some(Fields { node: node.clone() })
    }

    /// The elements of a list; an empty one is an error.
    pub(crate) fn list<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        if node.value.as_array().is_some_and(Vec::is_empty) {
            self.error(node, Rule::ListEmpty);
        }
        self.items(node)
    }

    /// The elements of a list that may be empty.
    pub(crate) fn items<'a>(&mut self, node: &Node<'a>) -> Vec<Node<'a>> {
        let Value::Array(items) = node.value else {
            self.error(node, Rule::FieldType);
            return Vec::new();
        };
        let item = |(place, value)| {
            let mut path = node.path.clone();
            path.push(Step::Item(place));
            Node { value, path }
        };
        items.iter().enumerate().map(item).collect()
    }

    /// The only element of a list.
    pub(crate) fn only<'a>(&mut self, node: &Node<'a>) -> Option<Node<'a>> {
        if let Value::Array(items) = node.value
            && items.len() != 1
        {
            self.error(node, Rule::ListNotOne);
            return None;
        }
        self.list(node).into_iter().next()
    }

    /// A text.
    pub(crate) fn text<'a>(&mut self, node: &Node<'a>) -> Option<&'a str> {
        match node.value {
            Value::String(text) if text.trim().is_empty() => self.error(node, Rule::TextEmpty),
            Value::String(text) => return Some(text),
            _ => self.error(node, Rule::FieldType),
        }
        None
    }

    /// A text that may be empty: then it says nothing.
    pub(crate) fn remark(&mut self, node: &Node<'_>) -> Option<String> {
        let Value::String(text) = node.value else {
            self.error(node, Rule::FieldType);
            return None;
        };
        Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl<'a> Node<'a> {
    pub(crate) fn root(value: &'a Value) -> Node<'a> {
        Node { value, path: Vec::new() }
    }
}

/// The fields of an object.
pub(crate) struct Fields<'a> {
    node: Node<'a>,
}

impl<'a> Fields<'a> {
    pub(crate) fn node(&self) -> &Node<'a> {
        &self.node
    }

    /// A field that may be missing; `null` counts as missing.
    pub(crate) fn maybe(&self, field: &'static str) -> Option<Node<'a>> {
        let value = self.node.value.get(field).filter(|value| !value.is_null())?;
        let mut path = self.node.path.clone();
        path.push(Step::Field(field));
        Some(Node { value, path })
    }

    /// A field that must be there.
    pub(crate) fn must(&self, document: &mut Document<'_>, field: &'static str) -> Option<Node<'a>> {
        let found = self.maybe(field);
        if found.is_none() {
            document.error_at(&self.node, field, Rule::FieldMissing);
        }
        found
    }
}

/// The path as people write it: `measureVariables[0].name`.
fn written(path: &[Step]) -> String {
    path.iter().fold(String::new(), |text, step| match step {
        Step::Field(name) => field_of(&text, name),
        Step::Other(name) => field_of(&text, name),
        Step::Item(place) => format!("{text}[{place}]"),
    })
}

/// A field's path. A name that is somebody else's word is shortened, and not told if it looks like a number of somebody: a
/// value may have slipped in as a name.
pub(super) fn field_of(path: &str, name: &str) -> String {
    let n_digits = name.bytes().filter(u8::is_ascii_digit).count();
    let name: String = if n_digits > 5 { "…".to_owned() } else { name.chars().take(40).collect() };
    if path.is_empty() { name } else { format!("{path}.{name}") }
}

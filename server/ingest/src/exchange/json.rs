//! A JSON document whose every part knows its path and its line, read against a strict model.

use std::path::Path;

use serde_json::Value;

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
    pub(crate) file: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) report: &'a mut Report,
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
        // A line is looked for from the file's start, which would take long if thousands of codes are wrong.
        let line = if self.report.is_listed(self.file, rule) { Some(line_of(self.text, path)) } else { None };
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
    let mut text = String::new();
    for step in path {
        match step {
            Step::Item(place) => text.push_str(&format!("[{place}]")),
            Step::Field(_) | Step::Other(_) if !text.is_empty() => text.push('.'),
            _ => {}
        }
        match step {
            Step::Field(name) => text.push_str(name),
            // Somebody else's word: shortened, in case a value slipped in as a name.
            Step::Other(name) => text.extend(name.chars().take(40)),
            Step::Item(_) => {}
        }
    }
    text
}

/// The 1-based line where the part at a path begins, or the nearest part above that exists. The text is valid JSON.
fn line_of(text: &str, path: &[Step]) -> u64 {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.blanks();
    for step in path {
        let start = scan.at;
        let is_found = match step {
            Step::Field(name) => scan.field(name),
            Step::Other(name) => scan.field(name),
            Step::Item(place) => scan.item(*place),
        };
        if !is_found {
            scan.at = start;
            break;
        }
    }
    text.as_bytes().iter().take(scan.at).filter(|byte| **byte == b'\n').count() as u64 + 1
}

/// Walks over valid JSON without building it.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    /// Goes from the start of an object to the value of a field.
    fn field(&mut self, name: &str) -> bool {
        if self.peek() != b'{' {
            return false;
        }
        self.at += 1;
        loop {
            self.blanks();
            if self.peek() != b'"' {
                return false;
            }
            let from = self.at;
            self.string();
            let key: Option<String> = self.bytes.get(from..self.at).and_then(|key| serde_json::from_slice(key).ok());
            self.blanks();
            self.at += 1; // the colon
            self.blanks();
            if key.as_deref() == Some(name) {
                return true;
            }
            self.value();
            self.blanks();
            if self.peek() != b',' {
                return false;
            }
            self.at += 1;
        }
    }

    /// Goes from the start of a list to an element.
    fn item(&mut self, place: usize) -> bool {
        if self.peek() != b'[' {
            return false;
        }
        self.at += 1;
        self.blanks();
        for _ in 0..place {
            self.value();
            self.blanks();
            if self.peek() != b',' {
                return false;
            }
            self.at += 1;
            self.blanks();
        }
        self.peek() != b']'
    }

    fn string(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }

    /// Skips a value.
    fn value(&mut self) {
        let mut depth = 0u32;
        loop {
            match self.peek() {
                b'"' => self.string(),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return,
                b'}' | b']' | 0 => return,
                _ => {
                    self.at += 1;
                    if depth > 0 {
                        continue;
                    }
                    while !matches!(self.peek(), b',' | b'}' | b']' | 0) {
                        self.at += 1;
                    }
                    return;
                }
            }
            if depth == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_on_their_lines() {
        let text = "{\n \"a\": [1,\n  {\"x}\": \"]\\\"\",\n   \"b\":\n {} }],\n \"c\": -1.5\n}";
        let check = |path: &[Step], line| assert_eq!(line_of(text, path), line, "{path:?}");
        check(&[], 1);
        check(&[Step::Field("a")], 2);
        check(&[Step::Field("a"), Step::Item(1)], 3);
        check(&[Step::Field("a"), Step::Item(1), Step::Other("x}".into())], 3);
        check(&[Step::Field("a"), Step::Item(1), Step::Field("b")], 5);
        check(&[Step::Field("c")], 6);
        check(&[Step::Field("a"), Step::Item(7)], 2);
        check(&[Step::Field("gone")], 1);
    }
}

//! Bindings and their scopes: what a loop's body makes is gone after the iteration.

use indexmap::IndexMap;

use crate::call::Value;

/// Bindings by name, innermost scope last.
#[derive(Debug)]
pub(super) struct Bindings {
    scopes: Vec<IndexMap<String, Value>>,
}

impl Default for Bindings {
    fn default() -> Self {
        Bindings { scopes: vec![IndexMap::new()] }
    }
}

impl Bindings {
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), value);
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.scopes.iter().rev().flat_map(|scope| scope.keys().map(String::as_str))
    }

    /// Forgets what the session has bound; the iterators of the loops around stay.
    pub(super) fn clear(&mut self) {
        if let Some(session) = self.scopes.first_mut() {
            session.clear();
        }
    }

    pub(super) fn open(&mut self) {
        self.scopes.push(IndexMap::new());
    }

    pub(super) fn close(&mut self) {
        if self.scopes.len() > 1 {
            self.scopes.pop();
        }
    }
}

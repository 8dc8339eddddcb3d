//! The commands that ran, as a list that grows at its end and shares everything before with its copies: the workspace is kept
//! after each statement, and a copied list would make a long script quadratic.

use std::sync::Arc;

/// Commands that ran, as written. Cloning copies nothing.
#[derive(Clone, Default)]
pub struct History {
    last: Option<Arc<Entry>>,
}

struct Entry {
    line: String,
    before: Option<Arc<Entry>>,
}

impl History {
    /// Adds a command.
    pub fn push(&mut self, line: String) {
        let before = self.last.take();
        self.last = Some(Arc::new(Entry { line, before }));
    }

    /// The commands, first to last.
    pub fn lines(&self) -> Vec<&str> {
        let mut lines = Vec::new();
        let mut entry = self.last.as_deref();
        while let Some(Entry { line, before }) = entry {
            lines.push(line.as_str());
            entry = before.as_deref();
        }
        lines.reverse();
        lines
    }
}

impl Drop for History {
    /// One entry after the other: the entries' own drops would call each other as deep as the list is long.
    fn drop(&mut self) {
        let mut entry = self.last.take();
        while let Some(mut own) = entry.and_then(Arc::into_inner) {
            entry = own.before.take();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_go_their_own_ways() {
        let mut history = History::default();
        assert!(history.lines().is_empty());
        history.push("a".to_owned());
        let mut other = history.clone();
        history.push("b".to_owned());
        other.push("c".to_owned());
        assert_eq!((history.lines(), other.lines()), (vec!["a", "b"], vec!["a", "c"]));
    }

    #[test]
    fn a_long_list_is_dropped_without_depth() {
        let mut history = History::default();
        for number in 0..1_000_000_u32 {
            history.push(number.to_string());
        }
        let shared = history.clone();
        drop(history);
        assert_eq!(shared.lines().len(), 1_000_000);
    }
}

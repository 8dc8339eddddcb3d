//! `reshape-to-panel`, `reshape-from-panel`.

use std::sync::Arc;

use indexmap::IndexMap;

use super::State;
use super::dataset::Column;
use crate::call::{Call, Name};
use crate::codes::{self, ShapeName};

impl State<'_> {
    pub(super) fn reshape_to_panel(&mut self, call: &Call, prefixes: &[Name]) {
        let dataset = self.active_name(call);
        let Some(found) = self.datasets.get(&dataset).cloned() else { return };
        if let Some(is) = found.shape.filter(|shape| matches!(shape, ShapeName::Event | ShapeName::Panel)) {
            self.report(codes::wrong_shape(call.span, &call.command, &dataset, is, ShapeName::Cross));
        }
        let mut columns = IndexMap::clone(&found.columns);
        let mut made: IndexMap<String, Column> = IndexMap::new();
        for prefix in prefixes {
            let matching: Vec<(&String, &Column, &str)> = found
                .columns
                .iter()
                .filter_map(|(name, column)| Some((name, column, name.strip_prefix(prefix.value.as_str())?)))
                .filter(|(_, _, rest)| !rest.is_empty())
                .collect();
            let is_time = |rest: &str| !rest.contains(char::is_alphabetic);
            let Some((_, column, _)) = matching.iter().find(|(_, _, rest)| is_time(rest)) else {
                if !found.is_open {
                    self.report(match matching.first() {
                        Some((name, _, _)) => codes::suffix_not_numeric(prefix.span, name, &prefix.value),
                        None => codes::no_matching_variables(prefix.span, &prefix.value),
                    });
                }
                made.insert(prefix.value.clone(), Column::default());
                continue;
            };
            for (name, _, _) in matching.iter().filter(|(_, _, rest)| is_time(rest)) {
                columns.shift_remove(*name);
            }
            made.insert(prefix.value.clone(), (*column).clone());
        }
        columns.extend(made);
        columns.insert("date@panel".to_owned(), Column::default());
        if let Some(found) = self.datasets.get_mut(&dataset) {
            found.columns = Arc::new(columns);
            found.shape = Some(ShapeName::Panel);
        }
    }

    /// Names after this depend on the dates in the data.
    pub(super) fn reshape_from_panel(&mut self, call: &Call) {
        let dataset = self.active_name(call);
        self.over_variables(call, &[]);
        if let Some(found) = self.datasets.get_mut(&dataset) {
            found.columns = Arc::default();
            found.shape = Some(ShapeName::Cross);
            found.is_open = true;
        }
    }
}

//! `reshape-to-panel`, `reshape-from-panel`.

use std::sync::Arc;

use indexmap::IndexMap;

use super::State;
use super::dataset::Column;
use crate::call::{Call, Name};
use crate::codes::{self, ShapeName, ValueType};

impl State<'_> {
    pub(super) fn reshape_to_panel(&mut self, call: &Call, prefixes: &[Name]) {
        let dataset = self.active_name(call);
        let Some(found) = self.datasets.get(&dataset).cloned() else { return };
        if let Some(is) = found.shape.filter(|shape| matches!(shape, ShapeName::Event | ShapeName::Panel)) {
            self.report(codes::wrong_shape(call.span, &call.command, &dataset, is, ShapeName::Cross));
        }
        let mut columns = IndexMap::clone(&found.columns);
        let mut made: IndexMap<String, Column> = IndexMap::new();
        let mut times = Some(ValueType::Number);
        for (place, prefix) in prefixes.iter().enumerate() {
            if prefixes.iter().take(place).any(|before| before.value == prefix.value) {
                self.report(codes::repeated_name(prefix.span, &prefix.value));
                continue;
            }
            // A variable belongs to the longest prefix that fits it; one whose suffix has letters to none.
            let suffix = |name: &str, prefix: &Name| {
                name.strip_prefix(prefix.value.as_str()).filter(|rest| !rest.is_empty()).map(str::to_owned)
            };
            let is_of_longer = |name: &str| {
                prefixes.iter().any(|other| other.value.len() > prefix.value.len() && suffix(name, other).is_some())
            };
            let (lettered, matching): (Vec<_>, Vec<_>) = found
                .columns
                .iter()
                .filter(|(name, _)| !is_of_longer(name))
                .filter_map(|(name, column)| Some((name, column, suffix(name, prefix)?)))
                .partition(|(_, _, rest)| rest.contains(char::is_alphabetic));
            let Some((_, column, _)) = matching.first() else {
                if !found.is_open {
                    self.report(match lettered.first() {
                        Some((name, _, _)) => codes::suffix_not_numeric(prefix.span, name, &prefix.value),
                        None => codes::no_matching_variables(prefix.span, &prefix.value),
                    });
                }
                made.insert(prefix.value.clone(), Column::default());
                continue;
            };
            for (name, _, rest) in &matching {
                columns.shift_remove(*name);
                if !rest.chars().all(|letter| letter.is_ascii_digit()) {
                    times = Some(ValueType::Text);
                }
            }
            if columns.contains_key(&prefix.value) && !found.is_open {
                self.report(codes::variable_exists(prefix.span, &prefix.value, &dataset));
            }
            made.insert(prefix.value.clone(), (*column).clone());
        }
        columns.extend(made);
        columns.insert("date@panel".to_owned(), if found.is_open { Column::default() } else { Column::of(times) });
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

//! `collapse`, `aggregate`, `barchart`: statistics by group.

use std::sync::Arc;

use indexmap::IndexMap;

use super::State;
use super::dataset::{Column, Dataset};
use crate::call::{Call, Name, StatisticCall, Value};
use crate::codes::{self, ShapeName};

/// Statistics of `collapse` and `aggregate`.
pub const GROUP_STATISTICS: [&str; 12] =
    ["mean", "min", "max", "median", "count", "sum", "sd", "semean", "sebinomial", "percent", "iqr", "gini"];
/// Statistics of `barchart`.
pub const BAR_STATISTICS: [&str; 8] = ["count", "percent", "mean", "min", "max", "median", "sum", "sd"];

impl State<'_> {
    fn known_statistic(&mut self, name: &Name, known: &[&str]) {
        if !known.contains(&name.value.as_str()) {
            self.report(codes::unknown_statistic(name.span, &name.value, &known.join(", ")));
        }
    }

    pub(super) fn statistics(&mut self, call: &Call, calls: &[StatisticCall]) {
        let dataset = self.active_name(call);
        let mut results: IndexMap<String, Column> = IndexMap::new();
        for statistic in calls {
            self.known_statistic(&statistic.statistic, &GROUP_STATISTICS);
            match statistic.statistic.value.as_str() {
                "count" => drop(self.variable(call, &statistic.variable)),
                "percent" => drop(self.shown(call, &statistic.variable)),
                _ => drop(self.numeric(call, &statistic.variable)),
            }
            let target = statistic.target.as_ref().unwrap_or(&statistic.variable);
            if results.insert(target.value.clone(), Column::number()).is_some() {
                self.report(codes::repeated_name(target.span, &target.value));
            }
            if call.command == "aggregate" {
                if statistic.target.is_none() {
                    self.report(codes::missing_part(
                        statistic.variable.span,
                        &text::t("`-> nytt_navn` etter variabelen", "`-> new_name` after the variable"),
                    ));
                } else {
                    self.add(&dataset, target, Column::number());
                }
            }
        }
        let by = call.option("by").and_then(|option| option.arguments.first());
        let Some((Value::Symbol(by), span)) = by.map(|argument| (&argument.value, argument.span)) else { return };
        let by = Name { value: by.clone(), span };
        let key = self.variable(call, &by);
        if call.command == "collapse" {
            self.replace_by_groups(&dataset, &by, key, results);
        }
    }

    /// The dataset after `collapse`: one row a group, the group its unit.
    fn replace_by_groups(
        &mut self,
        dataset: &str,
        by: &Name,
        key: Option<Column>,
        mut columns: IndexMap<String, Column>,
    ) {
        let old = self.datasets.get(dataset).cloned().unwrap_or_default();
        let key = key.unwrap_or_default();
        if columns.contains_key(&by.value) {
            self.report(codes::repeated_name(by.span, &by.value));
        }
        let unit_type = key.unit_type;
        columns.insert(by.value.clone(), key);
        let grouped = Dataset {
            shape: Some(ShapeName::Aggregated),
            unit_type,
            key: Some(by.value.clone()),
            columns: Arc::new(columns),
            is_open: old.is_open && unit_type.is_none(),
            has_units: true,
        };
        self.datasets.insert(dataset.to_owned(), grouped);
    }

    pub(super) fn bars(&mut self, call: &Call, statistic: &Name, variables: &[Name]) {
        self.known_statistic(statistic, &BAR_STATISTICS);
        for name in variables {
            if matches!(statistic.value.as_str(), "count" | "percent") {
                self.shown(call, name);
            } else {
                self.numeric(call, name);
            }
        }
        self.condition(call);
        self.options(call);
    }
}

//! Models, and commands that read variables.

use std::collections::HashSet;

use super::State;
use crate::call::{Call, FactorKind, Model, Name, Value};
use crate::codes::{self, ShapeName};
use crate::spec::Takes;

/// What a command wants of its variables.
enum Wanted {
    /// Numbers.
    Numbers,
    /// Anything but pseudonyms.
    Shown,
}

impl State<'_> {
    /// A command that computes over variables of the dataset.
    pub(super) fn over_variables(&mut self, call: &Call, names: &[Name]) {
        let dataset = self.active_name(call);
        if self.datasets.get(&dataset).is_some_and(|found| !found.has_units && !found.is_open) {
            self.report(codes::empty_dataset(call.span, &dataset));
            return;
        }
        self.panel_only(call, &dataset);
        for name in names {
            match wanted(&call.command) {
                Wanted::Numbers => drop(self.numeric(call, name)),
                Wanted::Shown => drop(self.shown(call, name)),
            }
        }
        self.condition(call);
        self.options(call);
    }

    fn panel_only(&mut self, call: &Call, dataset: &str) {
        let is_panel_command = matches!(
            call.command.as_str(),
            "summarize-panel"
                | "tabulate-panel"
                | "transitions-panel"
                | "regress-panel"
                | "regress-panel-predict"
                | "regress-panel-diff"
                | "hausman"
                | "reshape-from-panel"
        );
        let Some(found) = self.datasets.get(dataset).filter(|found| is_panel_command && !found.is_open) else { return };
        if let Some(is) = found.shape.filter(|shape| *shape != ShapeName::Panel) {
            self.report(codes::wrong_shape(call.span, &call.command, dataset, is, ShapeName::Panel));
        }
    }

    pub(super) fn model(&mut self, call: &Call, model: &Model) {
        let dataset = self.active_name(call);
        if self.datasets.get(&dataset).is_some_and(|found| !found.has_units && !found.is_open) {
            self.report(codes::empty_dataset(call.span, &dataset));
            return;
        }
        self.panel_only(call, &dataset);
        if call.command.starts_with("mlogit") {
            self.shown(call, &model.dependent);
        } else {
            self.numeric(call, &model.dependent);
        }
        let mut seen = HashSet::from([model.dependent.value.as_str()]);
        for term in &model.terms {
            for factor in &term.factors {
                if factor.kind == FactorKind::Continuous {
                    self.numeric(call, &factor.name);
                } else {
                    self.shown(call, &factor.name);
                }
            }
            if let [only] = term.factors.as_slice() {
                if !seen.insert(&only.name.value) {
                    self.report(codes::variable_in_model_twice(only.name.span, &only.name.value));
                }
            }
        }
        for name in model
            .instrumented
            .iter()
            .flat_map(|parts| parts.endogenous.iter().chain(&parts.instruments))
            .chain(&model.by)
        {
            self.shown(call, name);
        }
        self.condition(call);
        self.options(call);
        self.grouping(call, model);
        self.margins(call, model);
        self.predictions(call, &dataset);
    }

    /// A variable that groups (`cluster()`, `by`) is no regressor.
    fn grouping(&mut self, call: &Call, model: &Model) {
        let clusters = call.option("cluster").into_iter().flat_map(|option| &option.arguments);
        let clusters = clusters.filter_map(|argument| match &argument.value {
            Value::Symbol(name) => Some(name.as_str()),
            Value::Number(_) | Value::Text(_) => None,
        });
        let groups: Vec<&str> = clusters.chain(model.by.iter().map(|name| name.value.as_str())).collect();
        let factors = model.terms.iter().flat_map(|term| term.factors.iter().map(|factor| &factor.name));
        let twice = factors.chain([&model.dependent]).find(|name| groups.contains(&name.value.as_str()));
        if let Some(name) = twice {
            self.report(codes::cluster_in_model(name.span, &name.value));
        }
    }

    fn margins(&mut self, call: &Call, model: &Model) {
        let Some(argument) = call.option("margins").and_then(|option| option.arguments.first()) else { return };
        let Value::Symbol(name) = &argument.value else { return };
        let is_there = model.terms.iter().any(|term| term.factors.iter().any(|factor| factor.name.value == *name));
        if !is_there {
            self.report(codes::not_in_model(argument.span, name));
        }
    }

    /// The variables that a `*-predict` command makes.
    fn predictions(&mut self, call: &Call, dataset: &str) {
        let Some(spec) = self.table.command(&call.command).filter(|_| call.command.ends_with("-predict")) else {
            return;
        };
        let made: Vec<_> = spec.options.iter().filter(|option| option.takes == Takes::MaybeNewName).collect();
        let is_group = call.command == "mlogit-predict";
        let asked: Vec<_> = made.iter().filter_map(|option| call.option(&option.name)).collect();
        let mut names: Vec<Name> = asked
            .iter()
            .map(|option| match option.arguments.first() {
                Some(argument) => Name { value: super::prepare::value_text(&argument.value), span: argument.span },
                None => Name { value: option.name.clone(), span: option.span },
            })
            .collect();
        if names.is_empty() {
            let default = made.iter().find(|option| !option.default.is_empty());
            names.extend(default.map(|option| Name { value: option.default.to_string(), span: call.span }));
        }
        if is_group {
            // One variable a category: which ones there are only the data tell.
            if let Some(found) = self.datasets.get_mut(dataset) {
                found.is_open = true;
            }
            return;
        }
        for name in names {
            self.add(dataset, &name, super::dataset::Column::number());
        }
    }
}

fn wanted(command: &str) -> Wanted {
    match command {
        "summarize" | "summarize-panel" | "correlate" | "ci" | "normaltest" | "boxplot" | "hexbin" | "histogram" => {
            Wanted::Numbers
        }
        "kaplan-meier" | "weibull" => Wanted::Numbers,
        _ => Wanted::Shown,
    }
}

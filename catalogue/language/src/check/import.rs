//! `require` and the import family.

use std::collections::HashSet;

use variables::{Day, Temporality, Variable};

use super::dataset::{Column, labels_of};
use super::{Alias, State, coverage};
use crate::call::{Call, Name, Source, Spanned};
use crate::codes::{self, ShapeName};
use crate::names::{Resolution, version_request};

impl<'a> State<'a> {
    pub(super) fn require(&mut self, databank: &Name, version: &Spanned<String>, alias: &Name) {
        let Some(request) = version_request(&version.value) else {
            self.report(codes::unknown_version(version.span, &databank.value, &version.value, &[]));
            let unknown =
                Alias { databank: databank.value.clone(), version: variables::VersionRequest::Latest, is_known: true };
            self.aliases.insert(alias.value.clone(), unknown);
            return;
        };
        let resolution = self.names.resolve(&databank.value, request);
        match &resolution {
            Resolution::Found => {}
            Resolution::NoSuchVersion(existing) => {
                let existing: Vec<&str> = existing.iter().map(String::as_str).collect();
                self.report(codes::version_not_here(version.span, &databank.value, &version.value, &existing));
            }
            Resolution::NoSuchDatabank => {
                let existing = self.names.databanks();
                let existing: Vec<&str> = existing.iter().map(String::as_str).collect();
                self.report(codes::unknown_databank(databank.span, &databank.value, &existing));
            }
        }
        let is_known = resolution != Resolution::NoSuchDatabank;
        self.aliases
            .insert(alias.value.clone(), Alias { databank: databank.value.clone(), version: request, is_known });
    }

    /// The databank that an alias stands for.
    fn databank(&self, source: &Source) -> String {
        self.aliases.get(&source.alias.value).map_or_else(String::new, |alias| alias.databank.clone())
    }

    /// The column that an import of a register variable makes.
    fn imported(&mut self, variable: Option<&'a Variable>) -> Column {
        let Some(variable) = variable else { return Column::default() };
        let labels = self.imported.entry(std::ptr::from_ref(variable)).or_insert_with(|| labels_of(variable)).clone();
        Column::imported(variable, labels)
    }

    /// A register variable with values, whose unit type fits the dataset.
    fn fitting(&mut self, dataset: &str, source: &Source) -> Option<&'a Variable> {
        let variable = self.register_variable(source)?;
        if !variable.has_data {
            let databank = self.databank(source);
            self.report(codes::metadata_only(source.variable.span, &variable.name, &databank));
        }
        let own = self.datasets.get(dataset).and_then(|dataset| dataset.unit_type);
        match own.filter(|own| *own != variable.unit_type) {
            Some(own) => {
                self.report(codes::unit_type_mismatch(source.span(), &variable.name, variable.unit_type, dataset, own))
            }
            None => {
                if let Some(found) = self.datasets.get_mut(dataset) {
                    found.unit_type = Some(variable.unit_type);
                }
            }
        }
        Some(variable)
    }

    pub(super) fn import(&mut self, call: &Call, source: &Source, date: Option<&Spanned<Day>>, target: Option<&Name>) {
        let dataset = self.active_name(call);
        let found = self.datasets.get(&dataset);
        let is_group = found.is_some_and(|found| found.unit_type.is_none() && !found.is_open);
        let refuses = |shape: &ShapeName| match shape {
            ShapeName::Event | ShapeName::Panel => true,
            ShapeName::Aggregated => is_group,
            ShapeName::Cross => false,
        };
        if let Some(is) = found.and_then(|found| found.shape).filter(refuses) {
            self.report(codes::wrong_shape(call.span, &call.command, &dataset, is, ShapeName::Cross));
        }
        let variable = self.fitting(&dataset, source);
        if let Some(problem) = variable.and_then(|variable| coverage::check(variable, &source.variable, date)) {
            self.report(problem);
        }
        let column = self.imported(variable);
        self.add(&dataset, target.unwrap_or(&source.variable), column);
        if let Some(found) = self.datasets.get_mut(&dataset) {
            found.has_units = true;
            found.shape = found.shape.or(Some(ShapeName::Cross));
        }
    }

    pub(super) fn import_event(
        &mut self,
        call: &Call,
        source: &Source,
        from: &Spanned<Day>,
        to: &Spanned<Day>,
        target: Option<&Name>,
    ) {
        let dataset = self.active_name(call);
        let found = self.datasets.get(&dataset).cloned().unwrap_or_default();
        if found.shape == Some(ShapeName::Event) {
            self.report(codes::second_event_variable(call.span, &dataset));
        } else if !found.is_empty() && !found.is_open {
            self.report(codes::dataset_not_empty(call.span, &dataset, &call.command));
        }
        let variable = self.fitting(&dataset, source);
        if let Some(variable) = variable {
            if variable.temporality == Temporality::Event {
                let late = coverage::outside(variable, from)
                    .filter(|_| variable.valid_until.is_some_and(|until| from.value > until));
                let early = coverage::outside(variable, to)
                    .filter(|_| variable.valid_from.is_some_and(|first| to.value < first));
                if let Some(problem) = late.or(early) {
                    self.report(problem);
                }
            } else {
                self.report(codes::not_an_event_variable(source.variable.span, &variable.name));
            }
        }
        let name = target.unwrap_or(&source.variable);
        let column = self.imported(variable);
        self.add(&dataset, name, column);
        if let Some(found) = self.datasets.get_mut(&dataset) {
            for system in ["START", "STOP"] {
                found.columns_mut().insert(format!("{system}@{}", name.value), Column::number());
            }
            found.shape = Some(ShapeName::Event);
            found.has_units = true;
        }
    }

    pub(super) fn import_panel(&mut self, call: &Call, sources: &[Source], dates: &[Spanned<Day>]) {
        let dataset = self.active_name(call);
        if self.datasets.get(&dataset).is_some_and(|found| !found.is_empty() && !found.is_open) {
            self.report(codes::dataset_not_empty(call.span, &dataset, &call.command));
        }
        let mut seen = HashSet::new();
        for date in dates {
            if !seen.insert(date.value) {
                self.report(codes::repeated_date(date.span, date.value));
            }
        }
        for source in sources {
            let variable = self.fitting(&dataset, source);
            if let Some(variable) = variable.filter(|variable| variable.temporality.is_dated()) {
                for problem in dates.iter().filter_map(|date| coverage::outside(variable, date)).collect::<Vec<_>>() {
                    self.report(problem);
                }
            }
            let column = self.imported(variable);
            self.add(&dataset, &source.variable, column);
        }
        if let Some(found) = self.datasets.get_mut(&dataset) {
            found.columns_mut().insert("date@panel".to_owned(), Column::number());
            found.shape = Some(ShapeName::Panel);
            found.has_units = true;
        }
    }
}

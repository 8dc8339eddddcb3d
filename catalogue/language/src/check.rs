//! Follows datasets through the steps without data: which names, types, shapes and unit types there are.
//!
//! What an unknown step, dataset or register variable makes cannot be known; there the check believes the script rather than report
//! every later name.

mod analyse;
mod coverage;
mod dataset;
mod expression;
mod import;
mod labels;
mod prepare;
mod reshape;
mod statistics;
mod target;
mod word;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use variables::{Variable, VersionRequest};

use crate::call::{Arguments, Call, Name, Source, Step};
use crate::codes;
use crate::diagnostic::{Diagnostic, in_order};
use crate::nearest::nearest;
use crate::span::Span;
use crate::spec::Status;
use crate::{NameSource, Table};
pub use dataset::{Column, Dataset, Labels};
pub use statistics::{BAR_STATISTICS, GROUP_STATISTICS};
pub use word::{LONGEST_SCRIPT_NAME, unknown_setting};

/// Every remark on the steps that needs no data, the diagnostics of broken steps included; one of a code at a place, in order.
pub fn check(steps: &[Step], names: &dyn NameSource, table: &Table) -> Vec<Diagnostic> {
    let mut state = State::new(names, table);
    for step in steps {
        state.step(step);
    }
    state.finish()
}

/// What is known after some steps: for completion and hover.
pub fn follow<'a>(steps: &[Step], names: &'a dyn NameSource, table: &'a Table) -> State<'a> {
    let mut state = State::new(names, table);
    for step in steps {
        state.step(step);
    }
    state
}

/// A connected databank.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The databank's name.
    pub databank: String,
    /// The version as asked for.
    pub version: VersionRequest,
    /// Whether there is such a databank.
    pub is_known: bool,
}

/// What the script has made so far.
pub struct State<'a> {
    names: &'a dyn NameSource,
    table: &'a Table,
    /// Databanks by alias.
    pub aliases: IndexMap<String, Alias>,
    /// Datasets by name.
    pub datasets: IndexMap<String, Dataset>,
    /// The selected dataset.
    pub active: Option<String>,
    /// Code lists by name: codes and labels.
    pub lists: IndexMap<String, Labels>,
    /// A step could not be read: names may be missing here.
    is_uncertain: bool,
    diagnostics: Vec<Diagnostic>,
    reported: HashSet<(&'static str, Span)>,
    /// Code lists of register variables that were imported, by the variable in the catalogue: another databank or version has
    /// another list under the same name.
    imported: HashMap<*const Variable, Option<Labels>>,
}

impl<'a> State<'a> {
    fn new(names: &'a dyn NameSource, table: &'a Table) -> Self {
        State {
            names,
            table,
            aliases: IndexMap::new(),
            datasets: IndexMap::new(),
            active: None,
            lists: IndexMap::new(),
            is_uncertain: false,
            diagnostics: Vec::new(),
            reported: HashSet::new(),
            imported: HashMap::new(),
        }
    }

    fn finish(self) -> Vec<Diagnostic> {
        in_order(self.diagnostics)
    }

    /// Reports what has not been reported of that place: loops come by often.
    fn report(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.code, diagnostic.span)) {
            self.diagnostics.push(diagnostic);
        }
    }

    fn is_reported(&self, code: codes::Code, span: Span) -> bool {
        self.reported.contains(&(code.name(), span))
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Call(call) => self.call(call),
            Step::Text { .. } | Step::Let { .. } => {}
            Step::Broken { diagnostics, .. } => {
                diagnostics.iter().for_each(|diagnostic| self.report(diagnostic.clone()));
                self.is_uncertain = true;
                if let Some(dataset) = self.active_mut() {
                    dataset.is_open = true;
                }
            }
        }
    }

    fn call(&mut self, call: &Call) {
        if self.table.command(&call.command).is_some_and(|spec| spec.status == Status::Announced) {
            self.report(codes::not_available_yet(call.span, &call.command));
        }
        match &call.arguments {
            Arguments::Require { databank, version, alias } => self.require(databank, version, alias),
            Arguments::Import { source, date, target } => self.import(call, source, date.as_ref(), target.as_ref()),
            Arguments::ImportEvent { source, from, to, target } => {
                self.import_event(call, source, from, to, target.as_ref())
            }
            Arguments::ImportPanel { sources, dates } => self.import_panel(call, sources, dates),
            Arguments::Assign { target, value } => self.assign(call, target, value),
            Arguments::Statistics(calls) => self.statistics(call, calls),
            Arguments::Bars { statistic, variables } => self.bars(call, statistic, variables),
            Arguments::Merge { variables, into, on } => self.merge(call, variables, into, on.as_ref()),
            Arguments::Recode { variables, rules } => self.recode(call, variables, rules),
            Arguments::Clone(pairs) => self.clone_variables(call, pairs),
            Arguments::Model(model) => self.model(call, model),
            Arguments::DefineLabels { list, labels } => self.define_labels(list, labels),
            Arguments::ListLabels { list } => self.list_labels(list),
            Arguments::Sample { amount, seed } => self.sample(call, amount, seed),
            Arguments::Sources(sources) => {
                for source in sources {
                    self.register_variable(source);
                }
            }
            Arguments::Words(words) => self.words(call, words),
            Arguments::Command(inner) => self.call(inner),
            Arguments::None => self.plain(call),
            Arguments::Names(names) => self.named(call, names),
        }
    }

    /// A register variable with the databank it comes from; reports what is unknown.
    fn register_variable(&mut self, source: &Source) -> Option<&'a Variable> {
        let Some(alias) = self.aliases.get(&source.alias.value) else {
            let near = nearest(&source.alias.value, self.aliases.keys().map(String::as_str)).map(str::to_owned);
            if !self.is_uncertain {
                self.report(codes::unknown_alias(source.alias.span, &source.alias.value, near.as_deref()));
            }
            return None;
        };
        if !alias.is_known {
            return None;
        }
        let (databank, version) = (alias.databank.clone(), alias.version);
        let found = self.names.variable(&databank, version, &source.variable.value);
        let is_new = !self.is_reported(codes::Code::UnknownRegisterVariable, source.variable.span);
        if found.is_none() && is_new && self.names.is_complete() {
            let all = self.names.variables(&databank, version);
            let near = nearest(&source.variable.value, all);
            self.report(codes::unknown_register_variable(
                source.variable.span,
                &source.variable.value,
                &databank,
                near,
            ));
        }
        found
    }

    fn active_mut(&mut self) -> Option<&mut Dataset> {
        let name = self.active.clone()?;
        self.datasets.get_mut(&name)
    }

    /// The selected dataset's name; reports its absence once and then goes on with an unknown one.
    fn active_name(&mut self, call: &Call) -> String {
        if let Some(name) = &self.active {
            return name.clone();
        }
        if !self.is_uncertain {
            self.report(codes::no_active_dataset(call.span));
        }
        let name = String::new();
        self.datasets.insert(name.clone(), Dataset { is_open: true, ..Dataset::default() });
        self.active = Some(name.clone());
        name
    }

    /// A dataset that must exist.
    fn existing(&mut self, name: &Name) -> Option<String> {
        if self.datasets.contains_key(&name.value) {
            return Some(name.value.clone());
        }
        if !self.is_uncertain {
            let known: Vec<&str> = self.datasets.keys().map(String::as_str).filter(|known| !known.is_empty()).collect();
            let diagnostic =
                codes::unknown_dataset(name.span, &name.value, nearest(&name.value, known.iter().copied()), &known);
            self.report(diagnostic);
        }
        None
    }
}

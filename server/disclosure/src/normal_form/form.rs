//! The normal form of a dataset's population and of a question about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::column::{ColumnForm, Shape};
use super::condition::{Comparison, Condition};
use super::digest::{Canonical, Digest};
use super::formula::{Formula, Key};
use super::source::Sources;
use super::value::Value;
use super::value_set::{Domain, ValueSet};

/// The identity of a question: equal for all spellings that the normal form knows as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DefId(pub(crate) Digest);

impl DefId {
    /// One that belongs to no question.
    pub(crate) fn any() -> Self {
        DefId(Canonical::new("any question").finish())
    }

    /// As a number, for the meter and the log.
    pub fn number(self) -> u128 {
        self.0.number()
    }
}

/// The normal form: how the population was made, the value set of each variable that filters it, and the conditions
/// on several variables. Names, labels, roles, order and options are not in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    base: Digest,
    base_sources: Sources,
    by_variable: BTreeMap<Digest, (Arc<Key>, ValueSet)>,
    rest: BTreeMap<Digest, Sources>,
}

impl Form {
    /// A population made by a command: `op` (`import`, `outer_join`, `import-event`, `import-panel`, `collapse`, `reshape`,
    /// `sample`, `clone-units` …), its literal arguments (unit type, dates, seed), the columns that made it, and the
    /// datasets it came from. Filters made so far are inside the forms given.
    pub fn population(op: &str, arguments: &[&str], columns: &[&ColumnForm], from: &[&Form]) -> Self {
        let mut canonical = Canonical::new("population");
        canonical.text(op);
        canonical.count(arguments.len());
        arguments.iter().for_each(|argument| canonical.text(argument));
        canonical.count(columns.len());
        columns.iter().for_each(|column| canonical.digest(column.node()));
        canonical.count(from.len());
        from.iter().for_each(|form| canonical.digest(form.def_id().0));
        let mut base_sources = Sources::union(columns.iter().map(|column| column.sources()));
        for form in from {
            base_sources = base_sources.with(&form.sources());
        }
        Form { base: canonical.finish(), base_sources, by_variable: BTreeMap::new(), rest: BTreeMap::new() }
    }

    /// `keep if c`, and a command's own `if`: rows where the condition is true.
    #[must_use]
    pub fn keep(&self, condition: &Condition) -> Self {
        self.with(&condition.yes)
    }

    /// `drop if c`: rows where the condition is false or missing.
    #[must_use]
    pub fn drop(&self, condition: &Condition) -> Self {
        self.with(&condition.yes.negated())
    }

    /// The rows of one category: the column has the value, or is missing.
    #[must_use]
    pub fn cell(&self, column: &ColumnForm, value: Option<&Value>) -> Self {
        match value {
            Some(value) => {
                self.keep(&Condition::compare(Comparison::Equal, column, &ColumnForm::literal(Some(value.clone()))))
            }
            None => self.keep(&Condition::is_missing(column)),
        }
    }

    /// The rows where the column has a value.
    #[must_use]
    pub fn valid(&self, column: &ColumnForm) -> Self {
        self.drop(&Condition::is_missing(column))
    }

    /// The rows that break a check on the values of some columns.
    pub(crate) fn broken(&self, check: &str, columns: &[&ColumnForm]) -> Self {
        let mut canonical = Canonical::new("check");
        canonical.text(check);
        columns.iter().for_each(|column| canonical.digest(column.node()));
        let sources = Sources::union(columns.iter().map(|column| column.sources()));
        self.with(&Formula::Atom { id: canonical.finish(), holds: true, sources })
    }

    /// The values that the filters leave to a column whose values are known without data (missing aside), ascending; `None` for
    /// other columns. By metadata alone: whether one of them occurs is not looked at.
    pub fn values_left(&self, column: &ColumnForm) -> Option<Vec<Value>> {
        let Shape::Map { key, values } = column.shape() else { return column.few_values(usize::MAX) };
        let set = self.by_variable.get(&key.id).map(|(_, set)| set);
        let codes = match &key.domain {
            Domain::Codes(codes) => codes.iter().map(Some).chain([None]),
            _ => return None,
        };
        let is_left = |code: Option<&Value>| {
            set.is_none_or(|set| set.contains(&key.domain, code)) && (code.is_some() || key.can_be_missing)
        };
        let left: BTreeSet<&Value> = codes
            .zip(values.iter())
            .filter(|(code, _)| is_left(*code))
            .filter_map(|(_, value)| value.as_ref())
            .collect();
        Some(left.into_iter().cloned().collect())
    }

    /// The identity of the question.
    pub fn def_id(&self) -> DefId {
        let mut canonical = Canonical::new("definition");
        canonical.digest(self.base);
        canonical.count(self.by_variable.len());
        for (id, (_, set)) in &self.by_variable {
            canonical.digest(*id);
            set.write(&mut canonical);
        }
        canonical.count(self.rest.len());
        for id in self.rest.keys() {
            canonical.digest(*id);
        }
        DefId(canonical.finish())
    }

    /// The databanks whose variables occur in it.
    pub fn sources(&self) -> Sources {
        let filters = self.by_variable.values().map(|(key, _)| &key.sources).chain(self.rest.values());
        self.base_sources.with(&Sources::union(filters))
    }

    fn with(&self, formula: &Formula) -> Self {
        let mut form = self.clone();
        match formula {
            Formula::All(parts) => parts.iter().for_each(|part| form.restrict(part)),
            one => form.restrict(one),
        }
        form
    }

    fn restrict(&mut self, formula: &Formula) {
        match formula {
            Formula::True => {}
            Formula::In(key, set) => {
                let known = self.by_variable.get(&key.id);
                let set = known.map_or_else(|| set.clone(), |(_, known)| known.intersect(set));
                self.by_variable.insert(key.id, (key.clone(), set));
            }
            other => {
                self.rest.insert(other.digest(), other.sources());
            }
        }
    }
}

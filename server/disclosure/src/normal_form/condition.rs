//! Conditions of a script: where they are true, and where they are false (Kleene; the rest is missing).

use std::cmp::Ordering;
use std::sync::Arc;

use super::column::{ColumnForm, Roots, Shape};
use super::digest::{Canonical, Digest};
use super::formula::{Formula, Key};
use super::interval::Interval;
use super::source::Sources;
use super::value::Value;
use super::value_set::{Domain, ValueSet};

/// The comparisons of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Whether it holds for values in this order.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::NotEqual => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }

    /// The comparison with its sides swapped.
    pub fn swapped(self) -> Self {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
            same => same,
        }
    }

    /// The comparison that is true where this one is false (missing aside).
    pub fn opposite(self) -> Self {
        match self {
            Comparison::Equal => Comparison::NotEqual,
            Comparison::NotEqual => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        }
    }

    fn intervals(self, number: f64) -> Vec<Interval> {
        match self {
            Comparison::Equal => vec![Interval::closed(number, number)],
            Comparison::NotEqual => vec![Interval::below(number, false), Interval::above(number, false)],
            Comparison::Less => vec![Interval::below(number, false)],
            Comparison::LessOrEqual => vec![Interval::below(number, true)],
            Comparison::Greater => vec![Interval::above(number, false)],
            Comparison::GreaterOrEqual => vec![Interval::above(number, true)],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Comparison::Equal => "==",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }
}

/// A condition, normalized while it is built.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub(crate) yes: Formula,
    pub(crate) no: Formula,
    /// Register variables that it rests on (for the clamp: how many a column combines).
    pub(crate) roots: Roots,
}

impl Condition {
    /// A condition without variables; `None` is missing.
    pub fn constant(value: Option<bool>) -> Self {
        let formula = |holds| if holds { Formula::True } else { Formula::False };
        Condition { yes: formula(value == Some(true)), no: formula(value == Some(false)), roots: Roots::new() }
    }

    /// `left op right`.
    pub fn compare(op: Comparison, left: &ColumnForm, right: &ColumnForm) -> Self {
        match (left.literal_value(), right.literal_value()) {
            (Some(a), Some(b)) => Condition::constant(a.zip(b).map(|(a, b)| op.holds(a.cmp(b)))),
            (None, Some(None)) | (Some(None), None) => Condition::constant(None),
            (None, Some(Some(value))) => {
                Condition::with_literal(op, left, value).unwrap_or_else(|| Condition::several(op, left, right))
            }
            (Some(Some(value)), None) => Condition::with_literal(op.swapped(), right, value)
                .unwrap_or_else(|| Condition::several(op, left, right)),
            (None, None) => {
                Condition::same_codes(op, left, right).unwrap_or_else(|| Condition::several(op, left, right))
            }
        }
    }

    /// `inlist(column, values…)`.
    pub fn in_values(column: &ColumnForm, values: &[Value]) -> Self {
        column
            .test(&|value| values.contains(value), &|domain| Some(ValueSet::of_values(domain, values)))
            .unwrap_or_else(|| {
                let equal = values.iter().map(|value| {
                    Condition::compare(Comparison::Equal, column, &ColumnForm::literal(Some(value.clone())))
                });
                Condition::or(equal)
            })
    }

    /// The number lies in one of the intervals: `inrange(column, low, high)` with literals, rules of `recode`, bins.
    pub fn in_intervals(column: &ColumnForm, parts: &[Interval]) -> Self {
        let holds =
            |value: &Value| value.as_number().is_some_and(|number| parts.iter().any(|part| part.contains(number)));
        let set = |domain: &Domain| match domain {
            Domain::Texts => None,
            domain => Some(ValueSet::of_intervals(domain, parts)),
        };
        column.test(&holds, &set).unwrap_or_else(|| Condition::constant(None))
    }

    /// `sysmiss(column)`: never missing itself.
    pub fn is_missing(column: &ColumnForm) -> Self {
        let yes = column.missing_rows();
        Condition { no: yes.negated(), yes, roots: column.roots().clone() }
    }

    /// A column used as a condition: zero is false, other numbers true. A text is never a condition.
    pub fn from_column(column: &ColumnForm) -> Self {
        Condition::compare(Comparison::NotEqual, column, &ColumnForm::literal(Some(Value::number(0.0))))
    }

    /// All of them.
    pub fn and(parts: impl IntoIterator<Item = Condition>) -> Self {
        let mut roots = Roots::new();
        let (mut yes, mut no) = (Vec::new(), Vec::new());
        for part in parts {
            roots.extend(part.roots);
            yes.push(part.yes);
            no.push(part.no);
        }
        Condition { yes: Formula::all(yes), no: Formula::any(no), roots }
    }

    /// Any of them.
    pub fn or(parts: impl IntoIterator<Item = Condition>) -> Self {
        Condition::and(parts.into_iter().map(Condition::not)).not()
    }

    /// The opposite; missing stays missing.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads as the language's own word beside `and` and `or`")]
    pub fn not(self) -> Self {
        Condition { yes: self.no, no: self.yes, roots: self.roots }
    }

    /// The condition as a floor told it: true for all rows where it is not missing, or for none.
    #[must_use]
    pub fn told(self, value: bool) -> Self {
        let known = Formula::any([self.yes, self.no]);
        let (yes, no) = if value { (known, Formula::False) } else { (Formula::False, known) };
        Condition { yes, no, roots: self.roots }
    }

    /// What databanks it rests on.
    pub fn sources(&self) -> Sources {
        self.yes.sources().with(&self.no.sources())
    }

    /// A digest of where it is true and where it is false.
    pub fn digest(&self) -> Digest {
        let mut canonical = Canonical::new("condition");
        canonical.digest(self.yes.digest());
        canonical.digest(self.no.digest());
        canonical.finish()
    }

    /// The one variable that it is about, with the sets where it is true and false.
    pub(crate) fn single(&self) -> Option<(Arc<Key>, ValueSet, ValueSet)> {
        let key = match (&self.yes, &self.no) {
            (Formula::In(a, _), Formula::In(b, _)) if a.id == b.id => a,
            (Formula::In(a, _), Formula::True | Formula::False) => a,
            (Formula::True | Formula::False, Formula::In(b, _)) => b,
            _ => return None,
        };
        let set = |formula: &Formula| match formula {
            Formula::In(_, set) => set.clone(),
            Formula::True => ValueSet::full(&key.domain, key.can_be_missing),
            _ => ValueSet::empty(&key.domain),
        };
        Some((key.clone(), set(&self.yes), set(&self.no)))
    }

    fn with_literal(op: Comparison, column: &ColumnForm, value: &Value) -> Option<Self> {
        let holds = |other: &Value| op.holds(other.cmp(value));
        let set = |domain: &Domain| match (domain, value) {
            (Domain::Codes(codes), _) => {
                Some(ValueSet::codes_where(codes, false, |code| codes.get(code).is_some_and(holds)))
            }
            (Domain::Numbers { .. }, Value::Number(number)) => {
                Some(ValueSet::of_intervals(domain, &op.intervals(number.get())))
            }
            (Domain::Texts, Value::Text(_)) => {
                let one = ValueSet::of_values(domain, std::slice::from_ref(value));
                match op {
                    Comparison::Equal => Some(one),
                    Comparison::NotEqual => Some(one.complement().with_missing(false)),
                    _ => None,
                }
            }
            _ => None,
        };
        column.test(&holds, &set)
    }

    /// Both sides are functions of the same code list.
    fn same_codes(op: Comparison, left: &ColumnForm, right: &ColumnForm) -> Option<Self> {
        let (Shape::Map { key, values: a }, Shape::Map { key: other, values: b }) = (left.shape(), right.shape())
        else {
            return None;
        };
        if key.id != other.id {
            return None;
        }
        let outcome: Vec<Option<bool>> =
            a.iter().zip(b.iter()).map(|(a, b)| a.as_ref().zip(b.as_ref()).map(|(a, b)| op.holds(a.cmp(b)))).collect();
        let set = |wanted| ValueSet::Codes(outcome.iter().map(|found| *found == Some(wanted)).collect());
        let roots = left.roots().union(right.roots()).copied().collect();
        Some(Condition { yes: Formula::within(key, set(true)), no: Formula::within(key, set(false)), roots })
    }

    /// A comparison of several variables: `a > b` is `b < a`, equalities sort their sides.
    fn several(op: Comparison, left: &ColumnForm, right: &ColumnForm) -> Self {
        let sources = left.sources().with(right.sources());
        let atom = |op: Comparison| {
            let (op, a, b) = match op {
                Comparison::Greater | Comparison::GreaterOrEqual => (op.swapped(), right.node(), left.node()),
                Comparison::Equal | Comparison::NotEqual if right.node() < left.node() => {
                    (op, right.node(), left.node())
                }
                _ => (op, left.node(), right.node()),
            };
            let mut canonical = Canonical::new("comparison");
            canonical.text(op.name());
            canonical.digest(a);
            canonical.digest(b);
            Formula::Atom { id: canonical.finish(), holds: true, sources: sources.clone() }
        };
        let roots = left.roots().union(right.roots()).copied().collect();
        Condition { yes: atom(op), no: atom(op.opposite()), roots }
    }
}

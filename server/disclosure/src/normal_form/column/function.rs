//! A column as a function of one variable: where a test on it holds, where it is missing, and its canonical shapes.

use std::sync::Arc;

use super::super::condition::Condition;
use super::super::digest::{Canonical, Digest};
use super::super::formula::{Formula, Key};
use super::super::source::Sources;
use super::super::value::Value;
use super::super::value_set::{Domain, ValueSet};
use super::{ColumnForm, Inner, Kind, Roots, Shape};

impl ColumnForm {
    /// The rows where a test on the value is true and false. `set` gives the test's values of a domain, missing left
    /// out, where it can be written so.
    pub(crate) fn test(
        &self,
        holds: &dyn Fn(&Value) -> bool,
        set: &dyn Fn(&Domain) -> Option<ValueSet>,
    ) -> Option<Condition> {
        let roots = self.roots().clone();
        match self.shape() {
            Shape::Literal(value) => Some(Condition::constant(value.as_ref().map(holds))),
            Shape::Map { key, values } => {
                let side = |wanted| {
                    let flags = values.iter().map(|value| value.as_ref().map(holds) == Some(wanted)).collect();
                    Formula::within(key, ValueSet::Codes(flags))
                };
                Some(Condition { yes: side(true), no: side(false), roots })
            }
            Shape::Steps { key, pieces, same } => {
                let same = same.clone().with_missing(false);
                let inside = if same.is_empty() { same.clone() } else { set(&key.domain)?.intersect(&same) };
                let outside = same.intersect(&inside.complement());
                let side = |start: ValueSet, wanted| {
                    let all = pieces
                        .iter()
                        .filter(|(value, _)| value.as_ref().map(holds) == Some(wanted))
                        .fold(start, |all, (_, piece)| all.union(piece));
                    Formula::within(key, all)
                };
                Some(Condition { yes: side(inside, true), no: side(outside, false), roots })
            }
            Shape::Choices(pieces) => {
                let side = |wanted| {
                    let chosen = pieces.iter().filter(|(value, _)| value.as_ref().map(holds) == Some(wanted));
                    Formula::any(chosen.map(|(_, piece)| piece.clone()))
                };
                Some(Condition { yes: side(true), no: side(false), roots })
            }
        }
    }

    /// Where the column is missing.
    pub(crate) fn missing_rows(&self) -> Formula {
        match self.shape() {
            Shape::Literal(Some(_)) => Formula::False,
            Shape::Literal(None) => Formula::True,
            Shape::Map { key, values } => {
                Formula::within(key, ValueSet::Codes(values.iter().map(Option::is_none).collect()))
            }
            Shape::Steps { key, pieces, same } => {
                let start = ValueSet::empty(&key.domain).with_missing(same.has_missing());
                let missing = pieces.iter().filter(|(value, _)| value.is_none());
                Formula::within(key, missing.fold(start, |all, (_, piece)| all.union(piece)))
            }
            Shape::Choices(pieces) => {
                let missing = pieces.iter().filter(|(value, _)| value.is_none());
                Formula::any(missing.map(|(_, piece)| piece.clone()))
            }
        }
    }

    /// The column as pieces over a key, if it is a function of it.
    #[expect(clippy::type_complexity, reason = "the two halves of a step function, used once")]
    pub(super) fn pieces_over(&self, key: &Arc<Key>) -> Option<(Vec<(Option<Value>, ValueSet)>, ValueSet)> {
        let nothing = ValueSet::empty(&key.domain);
        match self.shape() {
            Shape::Literal(value) => Some((vec![(value.clone(), ValueSet::full(&key.domain, true))], nothing)),
            Shape::Steps { key: own, pieces, same } if own.id == key.id => Some((pieces.to_vec(), same.clone())),
            _ => None,
        }
    }

    /// The domain of a column that may hold values of both.
    pub(super) fn join_domain(&self, other: &ColumnForm) -> Domain {
        let kind = |column: &ColumnForm| match column.shape() {
            Shape::Literal(Some(Value::Text(_))) => Some(Kind::Text),
            Shape::Literal(Some(Value::Number(number))) => {
                Some(if number.get().fract() == 0.0 { Kind::Whole } else { Kind::Real })
            }
            Shape::Literal(None) => None,
            Shape::Choices(pieces) => kind_of_all(pieces.iter().filter_map(|(value, _)| value.as_ref())),
            Shape::Map { values, .. } => kind_of_all(values.iter().flatten()),
            Shape::Steps { key, pieces, .. } => match &key.domain {
                Domain::Texts => Some(Kind::Text),
                Domain::Numbers { whole: true }
                    if pieces.iter().all(|(value, _)| {
                        value.as_ref().and_then(Value::as_number).is_none_or(|number| number.fract() == 0.0)
                    }) =>
                {
                    Some(Kind::Whole)
                }
                _ => Some(Kind::Real),
            },
        };
        match (kind(self), kind(other)) {
            (Some(Kind::Text), _) | (_, Some(Kind::Text)) => Kind::Text.domain(),
            (Some(Kind::Real), _) | (_, Some(Kind::Real)) => Kind::Real.domain(),
            _ => Kind::Whole.domain(),
        }
    }

    /// A column that is its own variable.
    pub(super) fn own(key: Key, roots: Roots, amplifies: bool) -> Self {
        let sources = key.sources.clone();
        let node = key.id;
        let key = Arc::new(key);
        let shape = match &key.domain {
            Domain::Codes(codes) => {
                let values = codes.iter().cloned().map(Some).chain([None]).collect();
                Shape::Map { key, values }
            }
            domain => {
                let same = ValueSet::full(domain, true);
                Shape::Steps { key, pieces: Arc::new([]), same }
            }
        };
        ColumnForm::build(node, shape, sources, roots, amplifies)
    }

    pub(super) fn map(
        key: Arc<Key>,
        values: Vec<Option<Value>>,
        sources: Sources,
        roots: Roots,
        amplifies: bool,
    ) -> Self {
        let Domain::Codes(codes) = &key.domain else { return ColumnForm::literal(None) };
        let mut values = values;
        values.resize(codes.len() + 1, None);
        let is_identity = values.iter().zip(codes.iter().map(Some).chain([None])).all(|(a, b)| a.as_ref() == b);
        let node = if is_identity {
            key.id
        } else {
            let mut canonical = Canonical::new("map");
            canonical.digest(key.id);
            values.iter().for_each(|value| Value::write(value.as_ref(), &mut canonical));
            canonical.finish()
        };
        ColumnForm::build(node, Shape::Map { key, values: values.into() }, sources, roots, amplifies)
    }

    /// A step function in canonical form: one piece a value, sorted; over a code list it is a map.
    pub(super) fn steps(
        key: Arc<Key>,
        pieces: Vec<(Option<Value>, ValueSet)>,
        same: Option<ValueSet>,
        sources: Sources,
        roots: Roots,
        amplifies: bool,
    ) -> Self {
        let same = same.unwrap_or_else(|| ValueSet::empty(&key.domain));
        let pieces = merged(pieces);
        if let Domain::Codes(codes) = &key.domain {
            let at = |value: Option<&Value>| {
                let found = pieces.iter().find(|(_, set)| set.contains(&key.domain, value));
                found.and_then(|(value, _)| value.clone())
            };
            let values = codes.iter().map(|code| at(Some(code))).chain([at(None)]).collect();
            return ColumnForm::map(key, values, sources, roots, amplifies);
        }
        let node = if pieces.is_empty() {
            key.id
        } else {
            let mut canonical = Canonical::new("steps");
            canonical.digest(key.id);
            same.write(&mut canonical);
            for (value, set) in &pieces {
                Value::write(value.as_ref(), &mut canonical);
                set.write(&mut canonical);
            }
            canonical.finish()
        };
        ColumnForm::build(node, Shape::Steps { key, pieces: pieces.into(), same }, sources, roots, amplifies)
    }

    pub(super) fn build(node: Digest, shape: Shape, sources: Sources, roots: Roots, amplifies: bool) -> Self {
        ColumnForm(Arc::new(Inner { node, shape, sources, roots, amplifies }))
    }
}

fn kind_of_all<'a>(values: impl Iterator<Item = &'a Value>) -> Option<Kind> {
    values.fold(None, |known, value| match value {
        Value::Text(_) => Some(Kind::Text),
        Value::Number(number) if number.get().fract() == 0.0 && known != Some(Kind::Real) => Some(Kind::Whole),
        Value::Number(_) => Some(Kind::Real),
    })
}

/// One piece a value, sorted by value, empty ones left out.
fn merged(mut pieces: Vec<(Option<Value>, ValueSet)>) -> Vec<(Option<Value>, ValueSet)> {
    pieces.retain(|(_, set)| !set.is_empty());
    pieces.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut merged: Vec<(Option<Value>, ValueSet)> = Vec::with_capacity(pieces.len());
    for (value, set) in pieces {
        match merged.last_mut() {
            Some((last, all)) if *last == value => *all = all.union(&set),
            _ => merged.push((value, set)),
        }
    }
    merged
}

//! Sets of values of one variable, with "missing" as one more element.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::digest::Canonical;
use super::interval::{Interval, Intervals};
use super::value::Value;

/// What a variable's values can be, known without data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    /// A finite list of codes, sorted.
    Codes(Arc<[Value]>),
    /// Numbers.
    Numbers {
        /// Whole numbers only.
        whole: bool,
    },
    /// Texts without a list.
    Texts,
}

/// A set of values of one [`Domain`], missing included or not.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ValueSet {
    /// One flag a code, in the order of the domain's list; the last flag is "missing".
    Codes(Vec<bool>),
    /// A union of intervals.
    Numbers {
        /// Sorted and disjoint.
        intervals: Intervals,
        /// Whether missing belongs to it.
        missing: bool,
    },
    /// A finite set of texts, or all but a finite set.
    Texts {
        /// The texts.
        texts: BTreeSet<Arc<str>>,
        /// All but these.
        all_but: bool,
        /// Whether missing belongs to it.
        missing: bool,
    },
}

impl ValueSet {
    /// Every value, and missing if wanted.
    pub(crate) fn full(domain: &Domain, missing: bool) -> Self {
        ValueSet::empty(domain).complement().with_missing(missing)
    }

    /// Nothing.
    pub(crate) fn empty(domain: &Domain) -> Self {
        match domain {
            Domain::Codes(codes) => ValueSet::Codes(vec![false; codes.len() + 1]),
            Domain::Numbers { whole } => ValueSet::Numbers { intervals: Intervals::new([], *whole), missing: false },
            Domain::Texts => ValueSet::Texts { texts: BTreeSet::new(), all_but: false, missing: false },
        }
    }

    /// The values for which the test holds; only for [`Domain::Codes`].
    pub(crate) fn codes_where(codes: &[Value], missing: bool, mut holds: impl FnMut(usize) -> bool) -> Self {
        let mut flags: Vec<bool> = (0..codes.len()).map(&mut holds).collect();
        flags.push(missing);
        ValueSet::Codes(flags)
    }

    /// The listed values, without missing.
    pub(crate) fn of_values(domain: &Domain, values: &[Value]) -> Self {
        match domain {
            Domain::Codes(codes) => {
                ValueSet::codes_where(codes, false, |code| codes.get(code).is_some_and(|code| values.contains(code)))
            }
            Domain::Numbers { whole } => ValueSet::Numbers {
                intervals: Intervals::new(
                    values.iter().filter_map(Value::as_number).map(|number| Interval::closed(number, number)),
                    *whole,
                ),
                missing: false,
            },
            Domain::Texts => ValueSet::Texts {
                texts: values
                    .iter()
                    .filter_map(|value| match value {
                        Value::Text(text) => Some(text.clone()),
                        Value::Number(_) => None,
                    })
                    .collect(),
                all_but: false,
                missing: false,
            },
        }
    }

    /// The numbers of the intervals, without missing.
    pub(crate) fn of_intervals(domain: &Domain, parts: &[Interval]) -> Self {
        match domain {
            Domain::Codes(codes) => ValueSet::codes_where(codes, false, |code| {
                let number = codes.get(code).and_then(Value::as_number);
                number.is_some_and(|number| parts.iter().any(|part| part.contains(number)))
            }),
            Domain::Numbers { whole } => {
                ValueSet::Numbers { intervals: Intervals::new(parts.iter().copied(), *whole), missing: false }
            }
            Domain::Texts => ValueSet::empty(domain),
        }
    }

    /// The same set with or without missing.
    pub(crate) fn with_missing(mut self, with: bool) -> Self {
        match &mut self {
            ValueSet::Codes(flags) => {
                if let Some(last) = flags.last_mut() {
                    *last = with;
                }
            }
            ValueSet::Numbers { missing, .. } | ValueSet::Texts { missing, .. } => *missing = with,
        }
        self
    }

    /// Whether missing belongs to it.
    pub(crate) fn has_missing(&self) -> bool {
        match self {
            ValueSet::Codes(flags) => flags.last().copied().unwrap_or_default(),
            ValueSet::Numbers { missing, .. } | ValueSet::Texts { missing, .. } => *missing,
        }
    }

    /// Everything that is not in it, missing turned around too.
    pub(crate) fn complement(&self) -> Self {
        match self {
            ValueSet::Codes(flags) => ValueSet::Codes(flags.iter().map(|flag| !flag).collect()),
            ValueSet::Numbers { intervals, missing } => {
                ValueSet::Numbers { intervals: intervals.complement(), missing: !missing }
            }
            ValueSet::Texts { texts, all_but, missing } => {
                ValueSet::Texts { texts: texts.clone(), all_but: !all_but, missing: !missing }
            }
        }
    }

    /// Elements of both; sets of different domains (never built) give the first.
    pub(crate) fn intersect(&self, other: &Self) -> Self {
        match (self, other) {
            (ValueSet::Codes(a), ValueSet::Codes(b)) => {
                ValueSet::Codes(a.iter().zip(b).map(|(a, b)| *a && *b).collect())
            }
            (ValueSet::Numbers { intervals: a, missing: m }, ValueSet::Numbers { intervals: b, missing: n }) => {
                ValueSet::Numbers { intervals: a.intersect(b), missing: *m && *n }
            }
            (
                ValueSet::Texts { texts: a, all_but: x, missing: m },
                ValueSet::Texts { texts: b, all_but: y, missing: n },
            ) => {
                let texts = match (x, y) {
                    (false, false) => a.intersection(b).cloned().collect(),
                    (false, true) => a.difference(b).cloned().collect(),
                    (true, false) => b.difference(a).cloned().collect(),
                    (true, true) => a.union(b).cloned().collect(),
                };
                ValueSet::Texts { texts, all_but: *x && *y, missing: *m && *n }
            }
            _ => self.clone(),
        }
    }

    /// Elements of either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        match (self, other) {
            (ValueSet::Numbers { intervals: a, missing: m }, ValueSet::Numbers { intervals: b, missing: n }) => {
                ValueSet::Numbers { intervals: a.union(b), missing: *m || *n }
            }
            _ => self.complement().intersect(&other.complement()).complement(),
        }
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            ValueSet::Codes(flags) => !flags.contains(&true),
            ValueSet::Numbers { intervals, missing } => intervals.is_empty() && !missing,
            ValueSet::Texts { texts, all_but, missing } => texts.is_empty() && !all_but && !missing,
        }
    }

    /// Whether every value is in it (missing aside).
    pub(crate) fn has_every_value(&self) -> bool {
        match self {
            ValueSet::Codes(flags) => flags.split_last().is_none_or(|(_, codes)| !codes.contains(&false)),
            ValueSet::Numbers { intervals, .. } => intervals.is_all(),
            ValueSet::Texts { texts, all_but, .. } => texts.is_empty() && *all_but,
        }
    }

    /// Whether the value (or missing) is in it, given its domain.
    pub(crate) fn contains(&self, domain: &Domain, value: Option<&Value>) -> bool {
        let Some(value) = value else { return self.has_missing() };
        match self {
            ValueSet::Codes(flags) => match domain {
                Domain::Codes(codes) => codes.binary_search(value).is_ok_and(|at| flags.get(at) == Some(&true)),
                _ => false,
            },
            ValueSet::Numbers { intervals, .. } => value.as_number().is_some_and(|number| intervals.contains(number)),
            ValueSet::Texts { texts, all_but, .. } => match value {
                Value::Text(text) => texts.contains(text) != *all_but,
                Value::Number(_) => false,
            },
        }
    }

    pub(crate) fn write(&self, to: &mut Canonical) {
        match self {
            ValueSet::Codes(flags) => {
                to.text("codes");
                let bytes: Vec<u8> = flags.iter().map(|flag| u8::from(*flag)).collect();
                to.bytes(&bytes);
            }
            ValueSet::Numbers { intervals, missing } => {
                to.text("numbers");
                intervals.write(to);
                to.flag(*missing);
            }
            ValueSet::Texts { texts, all_but, missing } => {
                to.text("texts");
                to.count(texts.len());
                for text in texts {
                    to.text(text);
                }
                to.flag(*all_but);
                to.flag(*missing);
            }
        }
    }
}

//! Two-valued conditions in one canonical shape: "this row belongs to it, or not".
//!
//! Kleene's three values are gone here: a [`Condition`](super::Condition) holds two formulas, where it is true and
//! where it is false. A negation is pushed down to the single conditions, so De Morgan's spellings meet.

use std::sync::Arc;

use super::digest::{Canonical, Digest};
use super::source::Sources;
use super::value_set::{Domain, ValueSet};

/// The variable that a value set belongs to.
#[derive(Debug, PartialEq)]
pub(crate) struct Key {
    /// Leaf of the register variable, or the derived column's node.
    pub(crate) id: Digest,
    pub(crate) domain: Domain,
    /// False by construction only (metadata, never data).
    pub(crate) can_be_missing: bool,
    pub(crate) sources: Sources,
}

/// A two-valued condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Formula {
    True,
    False,
    /// The variable's value lies in the set.
    In(Arc<Key>, ValueSet),
    /// A condition on several variables, by its digest; `holds` false is "unless".
    Atom {
        id: Digest,
        holds: bool,
        sources: Sources,
    },
    /// All of them; at least two, flat, sorted, one set a variable.
    All(Vec<Formula>),
    /// Any of them; likewise.
    Any(Vec<Formula>),
}

impl Formula {
    /// A set in canonical form: "missing" only where the variable can be, the full set is [`Formula::True`].
    pub(crate) fn within(key: &Arc<Key>, set: ValueSet) -> Self {
        let set = if key.can_be_missing { set } else { set.with_missing(false) };
        if set.is_empty() {
            Formula::False
        } else if set.has_every_value() && (set.has_missing() || !key.can_be_missing) {
            Formula::True
        } else {
            Formula::In(key.clone(), set)
        }
    }

    pub(crate) fn all(parts: impl IntoIterator<Item = Formula>) -> Self {
        Formula::join(parts, true)
    }

    pub(crate) fn any(parts: impl IntoIterator<Item = Formula>) -> Self {
        Formula::join(parts, false)
    }

    /// Where it does not hold.
    pub(crate) fn negated(&self) -> Self {
        match self {
            Formula::True => Formula::False,
            Formula::False => Formula::True,
            Formula::In(key, set) => Formula::within(key, set.complement()),
            Formula::Atom { id, holds, sources } => Formula::Atom { id: *id, holds: !holds, sources: sources.clone() },
            Formula::All(parts) => Formula::any(parts.iter().map(Formula::negated)),
            Formula::Any(parts) => Formula::all(parts.iter().map(Formula::negated)),
        }
    }

    fn join(parts: impl IntoIterator<Item = Formula>, all: bool) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Formula::All(inner) if all => flat.extend(inner),
                Formula::Any(inner) if !all => flat.extend(inner),
                other => flat.push(other),
            }
        }
        let mut sets: Vec<(Arc<Key>, ValueSet)> = Vec::new();
        let mut others: Vec<Formula> = Vec::new();
        for part in flat {
            match part {
                Formula::True if all => {}
                Formula::False if !all => {}
                Formula::True => return Formula::True,
                Formula::False => return Formula::False,
                Formula::In(key, set) => match sets.iter_mut().find(|(other, _)| other.id == key.id) {
                    Some((_, known)) => *known = if all { known.intersect(&set) } else { known.union(&set) },
                    None => sets.push((key, set)),
                },
                other => others.push(other),
            }
        }
        for (key, set) in sets {
            match Formula::within(&key, set) {
                Formula::True if all => {}
                Formula::False if !all => {}
                constant @ (Formula::True | Formula::False) => return constant,
                part => others.push(part),
            }
        }
        let mut keyed: Vec<(Digest, Formula)> = others.into_iter().map(|part| (part.digest(), part)).collect();
        keyed.sort_by_key(|(digest, _)| *digest);
        keyed.dedup_by_key(|(digest, _)| *digest);
        let contradicts = keyed.iter().any(|(_, part)| match part {
            Formula::Atom { .. } => keyed.binary_search_by_key(&part.negated().digest(), |(digest, _)| *digest).is_ok(),
            _ => false,
        });
        if contradicts {
            return if all { Formula::False } else { Formula::True };
        }
        if let Some(shorter) = absorbed(&keyed, all) {
            return Formula::join(shorter, all);
        }
        let mut parts: Vec<Formula> = keyed.into_iter().map(|(_, part)| part).collect();
        match parts.len() {
            0 if all => Formula::True,
            0 => Formula::False,
            1 => parts.swap_remove(0),
            _ if all => Formula::All(parts),
            _ => Formula::Any(parts),
        }
    }

    /// How many single conditions it holds.
    pub(crate) fn size(&self) -> usize {
        match self {
            Formula::All(parts) | Formula::Any(parts) => parts.iter().map(Formula::size).sum(),
            _ => 1,
        }
    }

    /// What databanks it rests on.
    pub(crate) fn sources(&self) -> Sources {
        match self {
            Formula::True | Formula::False => Sources::default(),
            Formula::In(key, _) => key.sources.clone(),
            Formula::Atom { sources, .. } => sources.clone(),
            Formula::All(parts) | Formula::Any(parts) => {
                parts.iter().fold(Sources::default(), |all, part| all.with(&part.sources()))
            }
        }
    }

    pub(crate) fn digest(&self) -> Digest {
        let mut canonical = Canonical::new("formula");
        match self {
            Formula::True => canonical.text("true"),
            Formula::False => canonical.text("false"),
            Formula::In(key, set) => {
                canonical.text("in");
                canonical.digest(key.id);
                set.write(&mut canonical);
            }
            Formula::Atom { id, holds, .. } => {
                canonical.text(if *holds { "atom" } else { "unless" });
                canonical.digest(*id);
            }
            Formula::All(parts) | Formula::Any(parts) => {
                canonical.text(if matches!(self, Formula::All(_)) { "all" } else { "any" });
                canonical.count(parts.len());
                for part in parts {
                    canonical.digest(part.digest());
                }
            }
        }
        canonical.finish()
    }
}

/// The parts without what their neighbours say already: `a | (a & b)` is `a`, and `a | (!a & b)` is `a | b`; likewise for "and".
/// `None` if nothing can go.
fn absorbed(keyed: &[(Digest, Formula)], all: bool) -> Option<Vec<Formula>> {
    let inner = |part: &Formula| match part {
        Formula::Any(parts) if all => Some(parts.clone()),
        Formula::All(parts) if !all => Some(parts.clone()),
        _ => None,
    };
    if !keyed.iter().any(|(_, part)| inner(part).is_some()) {
        return None;
    }
    let is_neighbor = |digest: Digest| keyed.binary_search_by_key(&digest, |(digest, _)| *digest).is_ok();
    let mut has_changed = false;
    let mut shorter = Vec::with_capacity(keyed.len());
    for (_, part) in keyed {
        let Some(mut parts) = inner(part) else {
            shorter.push(part.clone());
            continue;
        };
        // Single conditions only: turning a whole tree around at each level would take time beyond all bounds.
        let is_single = |one: &Formula| matches!(one, Formula::In(..) | Formula::Atom { .. });
        if parts.iter().any(|one| is_single(one) && is_neighbor(one.digest())) {
            has_changed = true;
            continue;
        }
        let before = parts.len();
        parts.retain(|one| !(is_single(one) && is_neighbor(one.negated().digest())));
        has_changed |= parts.len() < before;
        shorter.push(Formula::join(parts, !all));
    }
    has_changed.then_some(shorter)
}

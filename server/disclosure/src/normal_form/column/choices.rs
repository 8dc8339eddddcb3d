//! Columns with a few values that are known without data, each where a condition on several variables holds: flags made by
//! `generate f = 0`, `replace f = 1 if a & b`, and arithmetic of such.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::digest::{Canonical, Digest};
use super::super::formula::{Formula, Key};
use super::super::source::Sources;
use super::super::value::Value;
use super::super::value_set::{Domain, ValueSet};
use super::arithmetic::of_values;
use super::{ColumnForm, Roots, Shape};

/// Values and where each stands.
pub(super) type Pieces = Vec<(Option<Value>, Formula)>;

/// Most values that are kept apart, missing aside.
const MOST_VALUES: usize = 20;

/// Most single conditions in all pieces together; a longer chain of `replace` is known by its values only.
const MOST_CONDITIONS: usize = 300;

impl ColumnForm {
    /// The column as its values and where each stands, if they are few.
    pub(super) fn choices(&self) -> Option<Pieces> {
        let pieces: Pieces = match self.shape() {
            Shape::Literal(value) => vec![(value.clone(), Formula::True)],
            Shape::Choices(pieces) => pieces.to_vec(),
            Shape::Map { key, values } => {
                let mut sets: BTreeMap<&Option<Value>, Vec<bool>> = BTreeMap::new();
                for (at, value) in values.iter().enumerate() {
                    let flags = sets.entry(value).or_insert_with(|| vec![false; values.len()]);
                    if let Some(flag) = flags.get_mut(at) {
                        *flag = true;
                    }
                }
                let within = |(value, flags): (&Option<Value>, Vec<bool>)| {
                    (value.clone(), Formula::within(key, ValueSet::Codes(flags)))
                };
                sets.into_iter().map(within).collect()
            }
            Shape::Steps { key, pieces, same } if same.clone().with_missing(false).is_empty() => {
                let missing = (None, ValueSet::empty(&key.domain).with_missing(same.has_missing()));
                let all = pieces.iter().cloned().chain([missing]);
                all.map(|(value, set)| (value, Formula::within(key, set))).collect()
            }
            Shape::Steps { .. } => return None,
        };
        let known: Pieces = pieces.into_iter().filter(|(_, piece)| *piece != Formula::False).collect();
        (known.iter().filter(|(value, _)| value.is_some()).count() <= MOST_VALUES).then_some(known)
    }

    /// A column of these values in canonical form: one piece a value. `Err` gives the pieces back if they are too long.
    pub(super) fn chosen(
        pieces: impl IntoIterator<Item = (Option<Value>, Formula)>,
        sources: Sources,
        roots: Roots,
        amplifies: bool,
    ) -> Result<Self, Pieces> {
        let mut by_value: BTreeMap<Option<Value>, Vec<Formula>> = BTreeMap::new();
        for (value, piece) in pieces {
            by_value.entry(value).or_default().push(piece);
        }
        let joined = by_value.into_iter().map(|(value, parts)| (value, Formula::any(parts)));
        let pieces: Pieces = joined.filter(|(_, piece)| *piece != Formula::False).collect();
        if let Some((value, _)) = pieces.iter().find(|(_, piece)| *piece == Formula::True) {
            return Ok(ColumnForm::literal(value.clone()));
        }
        let values = pieces.iter().filter(|(value, _)| value.is_some()).count();
        if values > MOST_VALUES || pieces.iter().map(|(_, piece)| piece.size()).sum::<usize>() > MOST_CONDITIONS {
            return Err(pieces);
        }
        if let Some((key, mut sets)) = of_one_key(&pieces) {
            let all = sets.iter().fold(ValueSet::empty(&key.domain), |all, (_, set)| all.union(set));
            sets.push((None, all.complement()));
            return Ok(ColumnForm::steps(key, sets, None, sources, roots, amplifies));
        }
        let mut canonical = Canonical::new("choices");
        canonical.count(pieces.len());
        for (value, piece) in &pieces {
            Value::write(value.as_ref(), &mut canonical);
            canonical.digest(piece.digest());
        }
        Ok(ColumnForm::build(canonical.finish(), Shape::Choices(pieces.into()), sources, roots, amplifies))
    }

    /// A column of which only the values are known: its own code list.
    pub(super) fn opaque(id: Digest, pieces: &Pieces, sources: Sources, roots: Roots, amplifies: bool) -> Self {
        let values: Vec<Value> = pieces.iter().filter_map(|(value, _)| value.clone()).collect();
        let can_be_missing = pieces.iter().any(|(value, _)| value.is_none());
        let key = Key { id, domain: Domain::Codes(values.into()), can_be_missing, sources };
        ColumnForm::own(key, roots, amplifies)
    }

    /// `new` where `yes`, else `old`, where both have a few known values.
    pub(super) fn replaced_choices(
        old: &ColumnForm,
        new: &ColumnForm,
        yes: &Formula,
        (id, sources, roots): (Digest, Sources, Roots),
    ) -> Option<Self> {
        let narrowed = |column: &ColumnForm, side: &Formula| -> Option<Pieces> {
            let narrow = |(value, piece)| (value, Formula::all([piece, side.clone()]));
            Some(column.choices()?.into_iter().map(narrow).collect())
        };
        let (mut pieces, others) = (narrowed(old, &yes.negated())?, narrowed(new, yes)?);
        pieces.extend(others);
        let amplifies = old.0.amplifies || new.0.amplifies;
        let known = ColumnForm::chosen(pieces, sources.clone(), roots.clone(), amplifies);
        Some(known.unwrap_or_else(|pieces| ColumnForm::opaque(id, &pieces, sources, roots, amplifies)))
    }

    /// Arithmetic of columns with a few known values has a few known values.
    pub(super) fn of_choices(op: &str, args: &[ColumnForm]) -> Option<Self> {
        of_values(op, &vec![None; args.len()])?;
        let mut rows: Vec<(Vec<Option<Value>>, Vec<Formula>)> = vec![(Vec::new(), Vec::new())];
        for arg in args {
            let choices = arg.choices()?;
            if rows.len() * choices.len() > MOST_VALUES * MOST_VALUES {
                return None;
            }
            rows = rows
                .iter()
                .flat_map(|(values, pieces)| {
                    choices.iter().map(move |(value, piece)| {
                        let with = |one: &Formula| pieces.iter().cloned().chain([one.clone()]).collect();
                        (values.iter().cloned().chain([value.clone()]).collect(), with(piece))
                    })
                })
                .collect();
        }
        let pieces: Pieces =
            rows.into_iter().map(|(values, pieces)| (of_values(op, &values).flatten(), Formula::all(pieces))).collect();
        // Whole numbers beyond 2^53 may be missing in the column.
        let is_huge =
            |value: &Option<Value>| value.as_ref().and_then(Value::as_number).is_some_and(|number| number.abs() > 9e15);
        if pieces.iter().any(|(value, _)| is_huge(value)) {
            return None;
        }
        let roots: Roots = args.iter().flat_map(|arg| arg.roots().iter().copied()).collect();
        let sources = Sources::union(args.iter().map(ColumnForm::sources));
        ColumnForm::chosen(pieces, sources, roots, args.iter().any(|arg| arg.0.amplifies)).ok()
    }
}

/// The pieces as sets of one variable, if they are.
#[expect(clippy::type_complexity, reason = "a key and its pieces, used once")]
fn of_one_key(pieces: &Pieces) -> Option<(Arc<Key>, Vec<(Option<Value>, ValueSet)>)> {
    let Some((_, Formula::In(key, _))) = pieces.first() else { return None };
    let sets = pieces.iter().map(|(value, piece)| match piece {
        Formula::In(own, set) if own.id == key.id => Some((value.clone(), set.clone())),
        _ => None,
    });
    Some((key.clone(), sets.collect::<Option<_>>()?))
}

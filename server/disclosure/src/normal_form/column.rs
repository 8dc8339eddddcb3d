//! Where a column comes from: the part of the normal form that belongs to one column.
//!
//! A column is one of: a function of one code list (all its values known without data), a step function of one
//! other variable, a condition's truth, a literal, or an operation that only has its provenance.

mod arithmetic;
mod choices;
mod each;
mod function;
mod rearranged;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::arithmetic::{COMMUTATIVE, TOTAL, amplifies};
pub use self::rearranged::Rearrangement;
use super::condition::Condition;
use super::digest::{Canonical, Digest};
use super::form::Form;
use super::formula::{Formula, Key};
use super::source::{Source, Sources};
use super::value::Value;
use super::value_set::{Domain, ValueSet};

/// Longest code list that is kept as a value map.
pub const MAX_CODES: usize = 10_000;

/// Register variables by their leaves.
pub(crate) type Roots = BTreeSet<Digest>;

/// What an expression gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers (`LONG`, dates, unit numbers).
    Whole,
    /// Numbers.
    Real,
    /// Texts.
    Text,
    /// 1, 0 or missing.
    Truth,
    /// The numbers of so many groups, from 0 (`quantile`).
    Groups(u8),
}

impl Kind {
    fn domain(self) -> Domain {
        match self {
            Kind::Whole => Domain::Numbers { whole: true },
            Kind::Real => Domain::Numbers { whole: false },
            Kind::Text => Domain::Texts,
            Kind::Truth => Domain::Codes([Value::number(0.0), Value::number(1.0)].into()),
            Kind::Groups(n) => Domain::Codes((0..n).map(|group| Value::number(f64::from(group))).collect()),
        }
    }
}

/// A variable as imported from a databank.
#[derive(Clone, Debug)]
pub struct RegisterVariable<'a> {
    /// The databank's version that it is read from.
    pub source: Source,
    /// The variable's name in the databank (never the script's alias).
    pub name: &'a str,
    /// Which value: the measure day or period that the value has (not the day written in the script), `start`/`stop`
    /// for the times of an event; empty for fixed ones.
    pub effective: &'a str,
    /// The code list at the import date, if there is one; kept up to [`MAX_CODES`].
    pub codes: Option<Vec<Value>>,
    /// What the values are.
    pub kind: Kind,
    /// False only for the variable that made the population (first import, no `outer_join` since).
    pub can_be_missing: bool,
}

/// The provenance of a column. Cloning is cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnForm(Arc<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    node: Digest,
    shape: Shape,
    sources: Sources,
    roots: Roots,
    /// Combines register variables, or uses arithmetic that can amplify one value.
    amplifies: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// One value a code of the key's list, the last one for missing.
    Map {
        key: Arc<Key>,
        values: Arc<[Option<Value>]>,
    },
    /// A step function: a value on each piece, unchanged on `same`. The pieces and `same` cover the key's domain.
    Steps {
        key: Arc<Key>,
        pieces: Arc<[(Option<Value>, ValueSet)]>,
        same: ValueSet,
    },
    /// A few values, each where its condition on several variables holds; the conditions exclude each other and cover all rows.
    Choices(Arc<[(Option<Value>, Formula)]>),
    Literal(Option<Value>),
}

/// The one code list that some columns are functions of.
#[derive(Clone, Debug)]
pub struct CodeRoot(Arc<Key>);

impl CodeRoot {
    /// The codes; a value map has one more entry, for missing.
    pub fn codes(&self) -> &[Value] {
        match &self.0.domain {
            Domain::Codes(codes) => codes,
            _ => &[],
        }
    }
}

impl ColumnForm {
    /// A column read from a register.
    pub fn register_variable(variable: &RegisterVariable<'_>) -> Self {
        let mut canonical = Canonical::new("register variable");
        canonical.text(&variable.source.databank);
        canonical.text(variable.name);
        canonical.text(variable.effective);
        let node = canonical.finish();
        let domain = match &variable.codes {
            Some(codes) if codes.len() <= MAX_CODES => {
                let sorted: BTreeSet<Value> = codes.iter().cloned().collect();
                Domain::Codes(sorted.into_iter().collect())
            }
            _ => variable.kind.domain(),
        };
        let sources = Sources::one(variable.source.clone());
        let key = Key { id: node, domain, can_be_missing: variable.can_be_missing, sources };
        ColumnForm::own(key, Roots::from([node]), false)
    }

    /// A constant; `None` is the missing literal `.`.
    pub fn literal(value: Option<Value>) -> Self {
        let mut canonical = Canonical::new("literal");
        Value::write(value.as_ref(), &mut canonical);
        ColumnForm::build(canonical.finish(), Shape::Literal(value), Sources::default(), Roots::new(), false)
    }

    /// `op(args…)`, row by row; arithmetic of constants is folded. Prefer [`ColumnForm::mapped`] where the arguments have a
    /// [`ColumnForm::common_root`], [`ColumnForm::truth`] for comparisons and logic, [`ColumnForm::replaced`] for choices.
    pub fn operation(op: &str, args: &[ColumnForm], kind: Kind) -> Self {
        if let Some(known) = ColumnForm::of_choices(op, args) {
            return known;
        }
        let mut children: Vec<Digest> = args.iter().map(ColumnForm::node).collect();
        if COMMUTATIVE.contains(&op) {
            children.sort();
        }
        let mut canonical = Canonical::new("operation");
        canonical.text(op);
        canonical.count(children.len());
        children.into_iter().for_each(|child| canonical.digest(child));
        let roots: Roots = args.iter().flat_map(|arg| arg.roots().iter().copied()).collect();
        let amplifies = args.iter().any(|arg| arg.0.amplifies) || roots.len() > 1 || amplifies(op, args);
        let is_total = TOTAL.contains(&op) && !args.iter().any(ColumnForm::can_be_missing);
        let sources = Sources::union(args.iter().map(ColumnForm::sources));
        let key = Key { id: canonical.finish(), domain: kind.domain(), can_be_missing: !is_total, sources };
        ColumnForm::own(key, roots, amplifies)
    }

    /// The one code list that all the columns are functions of (literals aside), if there is one: the engine then
    /// evaluates its expression once a code and calls [`ColumnForm::mapped`].
    pub fn common_root(columns: &[ColumnForm]) -> Option<CodeRoot> {
        let mut found: Option<&Arc<Key>> = None;
        for column in columns {
            match column.shape() {
                Shape::Literal(_) => {}
                Shape::Map { key, .. } if found.is_none_or(|known| known.id == key.id) => found = Some(key),
                _ => return None,
            }
        }
        found.map(|key| CodeRoot(key.clone()))
    }

    /// The column's value for each code of the root and, last, for missing; `None` if it is no function of that root.
    pub fn values_over(&self, root: &CodeRoot) -> Option<Vec<Option<Value>>> {
        match self.shape() {
            Shape::Literal(value) => Some(vec![value.clone(); root.codes().len() + 1]),
            Shape::Map { key, values } if key.id == root.0.id => Some(values.to_vec()),
            _ => None,
        }
    }

    /// A function of one code list by its values: one a code, and the last for missing. `args` are the columns it was
    /// computed from (for the clamp and the sources).
    pub fn mapped(root: &CodeRoot, values: Vec<Option<Value>>, args: &[ColumnForm]) -> Self {
        let roots: Roots = args.iter().flat_map(|arg| arg.roots().iter().copied()).collect();
        // Numbers made from codes can be anything: one code a billion, the others zero.
        let is_made = |(code, value): (&Value, &Option<Value>)| {
            value.as_ref().is_some_and(|value| value.as_number().is_some() && value != code)
        };
        let amplifies = args.iter().any(|arg| arg.0.amplifies) || root.codes().iter().zip(&values).any(is_made);
        ColumnForm::map(root.0.clone(), values, Sources::union(args.iter().map(ColumnForm::sources)), roots, amplifies)
    }

    /// The value of a condition: 1, 0 or missing.
    pub fn truth(condition: &Condition) -> Self {
        let (one, zero) = (Some(Value::number(1.0)), Some(Value::number(0.0)));
        let constant = match (&condition.yes, &condition.no) {
            (Formula::True, _) => Some(one.clone()),
            (_, Formula::True) => Some(zero.clone()),
            (Formula::False, Formula::False) => Some(None),
            _ => None,
        };
        if let Some(value) = constant {
            return ColumnForm::literal(value);
        }
        let (sources, roots) = (condition.sources(), condition.roots.clone());
        if let Some((key, yes, no)) = condition.single() {
            let missing = yes.union(&no).complement();
            let pieces = vec![(one, yes), (zero, no), (None, missing)];
            return ColumnForm::steps(key, pieces, None, sources, roots, false);
        }
        let neither = Formula::any([condition.yes.clone(), condition.no.clone()]).negated();
        let pieces = [(one, condition.yes.clone()), (zero, condition.no.clone()), (None, neither)];
        ColumnForm::chosen(pieces, sources, roots, false).unwrap_or_else(|pieces| {
            let opaque = condition.digest();
            ColumnForm::opaque(opaque, &pieces, condition.sources(), condition.roots.clone(), false)
        })
    }

    /// `new` where the condition is true, else `old`: `replace`, `generate … if` (`old` is then the missing literal),
    /// and, rule by rule from the last to the first, `recode`.
    pub fn replaced(old: &ColumnForm, new: &ColumnForm, condition: &Condition) -> Self {
        match condition.yes {
            Formula::True => return new.clone(),
            Formula::False => return old.clone(),
            _ => {}
        }
        let sources = old.sources().with(new.sources()).with(&condition.yes.sources());
        let mut roots: Roots = old.roots().union(new.roots()).copied().collect();
        roots.extend(condition.roots.iter().copied());
        let amplifies = old.0.amplifies || new.0.amplifies || roots.len() > 1;
        if let Formula::In(key, ValueSet::Codes(yes)) = &condition.yes {
            let root = CodeRoot(key.clone());
            if let (Some(before), Some(after)) = (old.values_over(&root), new.values_over(&root)) {
                let chosen = yes.iter().zip(before).zip(after);
                let values = chosen.map(|((flag, before), after)| if *flag { after } else { before }).collect();
                return ColumnForm::map(key.clone(), values, sources, roots, amplifies);
            }
        } else if let Formula::In(key, yes) = &condition.yes
            && let (Some(before), Some(after)) = (old.pieces_over(key), new.pieces_over(key))
        {
            let outside = yes.complement();
            let cut = |(pieces, same): (Vec<(Option<Value>, ValueSet)>, ValueSet), side: &ValueSet| {
                let pieces: Vec<_> = pieces.into_iter().map(|(value, set)| (value, set.intersect(side))).collect();
                (pieces, same.intersect(side))
            };
            let (mut pieces, kept) = cut(before, &outside);
            let (others, taken) = cut(after, yes);
            pieces.extend(others);
            return ColumnForm::steps(key.clone(), pieces, Some(kept.union(&taken)), sources, roots, amplifies);
        }
        let mut canonical = Canonical::new("replaced");
        canonical.digest(old.node());
        canonical.digest(new.node());
        canonical.digest(condition.yes.digest());
        let id = canonical.finish();
        let known = (id, sources.clone(), roots.clone());
        if let Some(chosen) = ColumnForm::replaced_choices(old, new, &condition.yes, known) {
            return chosen;
        }
        let can_be_missing = old.can_be_missing() || new.can_be_missing();
        let key = Key { id, domain: old.join_domain(new), can_be_missing, sources };
        ColumnForm::own(key, roots, amplifies)
    }

    /// A column whose values depend on other rows or datasets: merged, `aggregate`, `collapse` results, `quantile()`,
    /// `*-predict`. `forms` are the datasets it came from, `arguments` the literals of the command.
    pub fn dependent_on_rows(op: &str, args: &[ColumnForm], arguments: &[&str], forms: &[&Form], kind: Kind) -> Self {
        let mut canonical = Canonical::new("dependent on rows");
        canonical.text(op);
        canonical.count(args.len());
        args.iter().for_each(|arg| canonical.digest(arg.node()));
        canonical.count(arguments.len());
        arguments.iter().for_each(|argument| canonical.text(argument));
        canonical.count(forms.len());
        forms.iter().for_each(|form| canonical.digest(form.def_id().0));
        let roots: Roots = args.iter().flat_map(|arg| arg.roots().iter().copied()).collect();
        let amplifies = args.iter().any(|arg| arg.0.amplifies) || roots.len() > 1;
        let mut sources = Sources::union(args.iter().map(ColumnForm::sources));
        for form in forms {
            sources = sources.with(&form.sources());
        }
        let key = Key { id: canonical.finish(), domain: kind.domain(), can_be_missing: true, sources };
        ColumnForm::own(key, roots, amplifies)
    }

    /// The column after an `outer_join` added rows without a value for it.
    #[must_use]
    pub fn outer_joined(&self) -> Self {
        let with_missing = |key: &Arc<Key>| {
            let key = &**key;
            Arc::new(Key { id: key.id, domain: key.domain.clone(), can_be_missing: true, sources: key.sources.clone() })
        };
        let shape = match self.shape() {
            Shape::Map { key, values } => Shape::Map { key: with_missing(key), values: values.clone() },
            Shape::Steps { key, pieces, same } => {
                Shape::Steps { key: with_missing(key), pieces: pieces.clone(), same: same.clone() }
            }
            // Chosen and literal values get rows that their provenance does not explain: a column of its own.
            Shape::Choices(_) | Shape::Literal(_) => {
                let mut canonical = Canonical::new("outer joined");
                canonical.digest(self.node());
                let domain = self.join_domain(self);
                let key = Key { id: canonical.finish(), domain, can_be_missing: true, sources: self.sources().clone() };
                return ColumnForm::own(key, self.roots().clone(), self.0.amplifies);
            }
        };
        let inner = &*self.0;
        ColumnForm::build(inner.node, shape, inner.sources.clone(), inner.roots.clone(), inner.amplifies)
    }

    /// Its values, if metadata alone says that there are at most `most` (missing aside).
    pub fn few_values(&self, most: usize) -> Option<Vec<Value>> {
        let values: BTreeSet<Value> = match self.shape() {
            Shape::Map { values, .. } => values.iter().flatten().cloned().collect(),
            Shape::Steps { pieces, same, .. } if same.clone().with_missing(false).is_empty() => {
                pieces.iter().filter_map(|(value, _)| value.clone()).collect()
            }
            Shape::Steps { .. } => return None,
            Shape::Choices(pieces) => pieces.iter().filter_map(|(value, _)| value.clone()).collect(),
            Shape::Literal(value) => value.iter().cloned().collect(),
        };
        (values.len() <= most).then(|| values.into_iter().collect())
    }

    /// Whether all its values are whole numbers, by metadata.
    pub fn is_whole(&self) -> bool {
        matches!(self.join_domain(self), Domain::Numbers { whole: true })
    }

    /// Whether numbers of this column are clamped before weights (near-sets 6.2).
    pub fn is_clamped(&self) -> bool {
        self.0.amplifies
    }

    /// Whether the script made its categories: it is neither a register variable nor one with other names for its codes.
    pub fn is_user_made(&self) -> bool {
        if self.0.roots.len() == 1 && self.0.roots.contains(&self.0.node) {
            return false;
        }
        let Shape::Map { values, .. } = self.shape() else { return true };
        let named: BTreeSet<&Value> = values.iter().flatten().collect();
        named.len() < values.iter().flatten().count()
    }

    /// Whether a register variable is among those that this column, if the script made it, was made from.
    pub fn is_made_from(&self, variable: &ColumnForm) -> bool {
        self.is_user_made() && !variable.is_user_made() && self.roots().contains(&variable.node())
    }

    /// False only by construction: the population's first import, columns written from literals, and what is computed
    /// from such by operations that never give missing.
    pub fn can_be_missing(&self) -> bool {
        self.missing_rows() != Formula::False
    }

    /// What databanks it rests on.
    pub fn sources(&self) -> &Sources {
        &self.0.sources
    }

    pub(crate) fn node(&self) -> Digest {
        self.0.node
    }

    pub(crate) fn shape(&self) -> &Shape {
        &self.0.shape
    }

    pub(crate) fn roots(&self) -> &Roots {
        &self.0.roots
    }

    pub(crate) fn literal_value(&self) -> Option<Option<&Value>> {
        match self.shape() {
            Shape::Literal(value) => Some(value.as_ref()),
            _ => None,
        }
    }
}

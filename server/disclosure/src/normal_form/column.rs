//! Where a column comes from: the part of the normal form that belongs to one column.
//!
//! A column is one of: a function of one code list (all its values known without data), a step function of one
//! other variable, a condition's truth, a literal, or an operation that only has its provenance.

use std::collections::BTreeSet;
use std::sync::Arc;

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
}

impl Kind {
    fn domain(self) -> Domain {
        match self {
            Kind::Whole => Domain::Numbers { whole: true },
            Kind::Real => Domain::Numbers { whole: false },
            Kind::Text => Domain::Texts,
            Kind::Truth => Domain::Codes([Value::number(0.0), Value::number(1.0)].into()),
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
    Map { key: Arc<Key>, values: Arc<[Option<Value>]> },
    /// A step function: a value on each piece, unchanged on `same`. The pieces and `same` cover the key's domain.
    Steps { key: Arc<Key>, pieces: Arc<[(Option<Value>, ValueSet)]>, same: ValueSet },
    /// 1, 0 or missing by a condition on several variables.
    Truth(Arc<Condition>),
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

    /// `op(args…)`, row by row. Fold constants first, and prefer [`ColumnForm::mapped`] where the arguments have a
    /// [`ColumnForm::common_root`], [`ColumnForm::truth`] for comparisons and logic, [`ColumnForm::replaced`] for choices.
    pub fn operation(op: &str, args: &[ColumnForm], kind: Kind) -> Self {
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
        let is_total = TOTAL.contains(&op) && args.iter().all(|arg| !arg.can_be_missing());
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
        let amplifies = args.iter().any(|arg| arg.0.amplifies);
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
        let node = condition.digest();
        ColumnForm::build(node, Shape::Truth(Arc::new(condition.clone())), sources, roots, false)
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
        let can_be_missing = old.can_be_missing() || new.can_be_missing();
        let key = Key { id: canonical.finish(), domain: old.join_domain(new), can_be_missing, sources };
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
            // Truth and literal columns get rows that their provenance does not explain: a column of its own.
            Shape::Truth(_) | Shape::Literal(_) => {
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
            Shape::Truth(_) => [Value::number(0.0), Value::number(1.0)].into(),
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
            Shape::Truth(condition) => {
                let (one, zero) = (holds(&Value::number(1.0)), holds(&Value::number(0.0)));
                let side = |wanted| {
                    let yes = (one == wanted).then(|| condition.yes.clone());
                    let no = (zero == wanted).then(|| condition.no.clone());
                    Formula::any(yes.into_iter().chain(no))
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
            Shape::Truth(condition) => Formula::any([condition.yes.clone(), condition.no.clone()]).negated(),
        }
    }

    /// The column as pieces over a key, if it is a function of it.
    #[expect(clippy::type_complexity, reason = "the two halves of a step function, used once")]
    fn pieces_over(&self, key: &Arc<Key>) -> Option<(Vec<(Option<Value>, ValueSet)>, ValueSet)> {
        let nothing = ValueSet::empty(&key.domain);
        match self.shape() {
            Shape::Literal(value) => Some((vec![(value.clone(), ValueSet::full(&key.domain, true))], nothing)),
            Shape::Steps { key: own, pieces, same } if own.id == key.id => Some((pieces.to_vec(), same.clone())),
            _ => None,
        }
    }

    /// The domain of a column that may hold values of both.
    fn join_domain(&self, other: &ColumnForm) -> Domain {
        let kind = |column: &ColumnForm| match column.shape() {
            Shape::Literal(Some(Value::Text(_))) => Some(Kind::Text),
            Shape::Literal(Some(Value::Number(number))) => {
                Some(if number.get().fract() == 0.0 { Kind::Whole } else { Kind::Real })
            }
            Shape::Literal(None) => None,
            Shape::Truth(_) => Some(Kind::Whole),
            Shape::Map { values, .. } => values.iter().flatten().fold(None, |known, value| match value {
                Value::Text(_) => Some(Kind::Text),
                Value::Number(number) if number.get().fract() == 0.0 && known != Some(Kind::Real) => Some(Kind::Whole),
                Value::Number(_) => Some(Kind::Real),
            }),
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
    fn own(key: Key, roots: Roots, amplifies: bool) -> Self {
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

    fn map(key: Arc<Key>, values: Vec<Option<Value>>, sources: Sources, roots: Roots, amplifies: bool) -> Self {
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
    fn steps(
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

    fn build(node: Digest, shape: Shape, sources: Sources, roots: Roots, amplifies: bool) -> Self {
        ColumnForm(Arc::new(Inner { node, shape, sources, roots, amplifies }))
    }
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

/// Operations whose arguments may be swapped.
const COMMUTATIVE: &[&str] = &["+", "*", "rowmax", "rowmean", "rowmedian", "rowmin", "rowmissing", "rowstd", "rowsum", "rowvalid"];

/// Operations that give a value wherever their arguments have one.
const TOTAL: &[&str] =
    &["+", "-", "*", "neg", "abs", "int", "floor", "ceil", "round", "string", "length", "upper", "lower", "substr"];

/// Arithmetic that can make one person's value large: `* / ^ exp`, logarithms of several; not with a literal for
/// `* /`, nor `ln`/`log10` of one register variable.
fn amplifies(op: &str, args: &[ColumnForm]) -> bool {
    let has_literal = args.iter().any(|arg| arg.literal_value().is_some());
    match op {
        "*" | "/" => !has_literal,
        "^" | "pow" | "exp" | "comb" | "lnfactorial" => true,
        _ => false,
    }
}

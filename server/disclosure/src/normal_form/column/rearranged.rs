//! Columns whose values are those of other columns in other rows: panels made of variables, variables made of panels, the next
//! time's value; and the times of a panel, which the command wrote.

use std::collections::BTreeSet;

use super::super::digest::Canonical;
use super::super::form::Form;
use super::super::formula::Key;
use super::super::source::Sources;
use super::super::value::Value;
use super::super::value_set::Domain;
use super::{ColumnForm, MAX_CODES, Roots};

/// Where the values of a rearranged column come from.
pub struct Rearrangement<'a> {
    /// The command.
    pub op: &'a str,
    /// The columns whose values it holds.
    pub parts: &'a [ColumnForm],
    /// The literals of the command: times.
    pub arguments: &'a [&'a str],
    /// The datasets whose rows decide which value stands where.
    pub forms: &'a [&'a Form],
}

impl ColumnForm {
    /// Values that a command wrote from literals, one of a list in every row: `date@panel`. Never missing.
    pub fn written_list(op: &str, values: &[Value]) -> Self {
        let mut canonical = Canonical::new("written list");
        canonical.text(op);
        let values: BTreeSet<Value> = values.iter().cloned().collect();
        canonical.count(values.len());
        values.iter().for_each(|value| Value::write(Some(value), &mut canonical));
        let domain = Domain::Codes(values.into_iter().collect());
        let key = Key { id: canonical.finish(), domain, can_be_missing: false, sources: Sources::default() };
        ColumnForm::own(key, Roots::new(), false)
    }

    /// Values of other columns in other rows, none of them changed: where all their values are known without data, so are its.
    pub fn rearranged(from: &Rearrangement<'_>) -> Self {
        let Rearrangement { op, parts, arguments, forms } = from;
        let mut canonical = Canonical::new("rearranged");
        canonical.text(op);
        canonical.count(parts.len());
        parts.iter().for_each(|part| canonical.digest(part.node()));
        canonical.count(arguments.len());
        arguments.iter().for_each(|argument| canonical.text(argument));
        canonical.count(forms.len());
        forms.iter().for_each(|form| canonical.digest(form.def_id().0));
        let forms = forms.iter().fold(Sources::default(), |all, form| all.with(&form.sources()));
        let sources = Sources::union(parts.iter().map(ColumnForm::sources)).with(&forms);
        let roots: Roots = parts.iter().flat_map(|part| part.roots().iter().copied()).collect();
        let amplifies = parts.iter().any(ColumnForm::is_clamped);
        let key = Key { id: canonical.finish(), domain: joint_domain(parts), can_be_missing: true, sources };
        ColumnForm::own(key, roots, amplifies)
    }
}

/// Every value of every part where all are known, else what kind of values they are.
fn joint_domain(parts: &[ColumnForm]) -> Domain {
    let known: Option<Vec<Vec<Value>>> = parts.iter().map(|part| part.few_values(MAX_CODES)).collect();
    let values: Option<BTreeSet<Value>> = known.map(|known| known.into_iter().flatten().collect());
    match values {
        Some(values) if !values.is_empty() && values.len() <= MAX_CODES => Domain::Codes(values.into_iter().collect()),
        _ => kind_of(parts),
    }
}

fn kind_of(parts: &[ColumnForm]) -> Domain {
    let domains: Vec<Domain> = parts.iter().map(|part| part.join_domain(part)).collect();
    let is_real = |domain: &Domain| matches!(domain, Domain::Numbers { whole: false });
    if domains.contains(&Domain::Texts) {
        Domain::Texts
    } else {
        Domain::Numbers { whole: !domains.iter().any(is_real) }
    }
}

//! The keyed floor: a condition that writes values and has a side of fewer than a keyed 10…19 persons acts as if that side
//! were empty, with the same message and in the same time. Argument: `proofs/value_floor.md`.

use crate::filter::{Filter, Question};
use crate::normal_form::{Condition, Form};
use crate::seed::{Definition, Domain};
use crate::statistic::{Flags, Population, RowFlags};
use crate::tally::SetId;

/// What a condition that writes is treated as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floored {
    /// As it stands.
    AsWritten,
    /// As if it held for no row.
    Nobody,
    /// As if it held for every row (of its two sides).
    Everybody,
}

pub(crate) fn floor(
    filter: &Filter,
    question: &Question,
    condition: &Condition,
    population: &Population,
    yes: &RowFlags,
    no: Option<&RowFlags>,
) -> Floored {
    let sources = question.form.sources().with(&condition.sources());
    // Both sides are always counted and both thresholds drawn: the time tells nothing.
    let for_yes = is_below(filter, &question.form.keep(condition), population, yes.view());
    let other_form = match no {
        Some(_) => question.form.keep(&condition.clone().not()),
        None => question.form.drop(condition),
    };
    let others = no.map_or_else(|| yes.view().negated(), RowFlags::view);
    let for_no = is_below(filter, &other_form, population, others);
    match (filter.protection(question, &sources).is_exact(), for_yes, for_no) {
        (true, ..) | (false, false, false) => Floored::AsWritten,
        (false, true, _) => Floored::Nobody,
        (false, false, true) => Floored::Everybody,
    }
}

/// Whether a side has fewer distinct persons than its keyed floor.
fn is_below(filter: &Filter, form: &Form, population: &Population, belongs: Flags<'_>) -> bool {
    below(filter, form, SetId::of_flagged(population, belongs))
}

/// The same for a set already counted.
pub(crate) fn below(filter: &Filter, form: &Form, set: SetId) -> bool {
    let definition = Definition::new(form.def_id(), &form.sources());
    let threshold = filter.seed(Domain::Floor, &definition, set).within(filter.policy().floor);
    set.n < u64::from(threshold)
}

//! A population has at least 1000 units by the released count, or the command that made it is refused. Argument:
//! `proofs/minimum_population.md`.

use crate::filter::{Filter, Question};
use crate::foresight;
use crate::refusal::Refusal;
use crate::rule::minimum_count::count;
use crate::statistic::Population;
use crate::tally::SetId;

/// Checks the population of a question.
pub(crate) fn check(filter: &Filter, question: &Question, population: &Population) -> Result<(), Refusal> {
    let protection = filter.protection(question, &question.form.sources());
    let found = count(filter, protection, &question.form, SetId::of_all(population));
    let judged = foresight::population(filter.policy(), found.shown);
    if protection.is_exact() { Ok(()) } else { judged }
}

//! Every check on values that a command may fail on, in one list (confidentiality E.1).
//!
//! The distinct persons that break the check are counted by the ordinary count rule with the check as part of the
//! question. If that count is hidden, their rows become missing and the command goes on as if they were not there; else it
//! refuses. No command decides such a diagnostic itself. Rule and argument: `proofs/value_checks.md`.

use text::{Text, t};

use crate::filter::{Filter, Question};
use crate::normal_form::ColumnForm;
use crate::rule::minimum_count::count;
use crate::statistic::Population;
use crate::tally::SetId;

/// A check on values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// `destring` met text that is no number.
    NotNumeric,
    /// `destring` met fractional numbers. Nothing is refused: the variable is one of decimal numbers if they are shown, else
    /// one of whole numbers where they are missing, so that a variable's type tells nobody's value.
    NotWhole,
    /// A dependent variable that must be 0 or 1 has other values.
    NotBinary,
    /// A count is negative or broken.
    NotCount,
    /// An exposure is zero or negative.
    NotPositive,
    /// A unit occurs several times in a source that must have it once.
    RepeatedUnits,
}

impl Check {
    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Check::NotNumeric => "not-numeric",
            Check::NotWhole => "not-whole",
            Check::NotBinary => "not-binary",
            Check::NotCount => "not-a-count",
            Check::NotPositive => "not-positive",
            Check::RepeatedUnits => "repeated-units",
        }
    }

    /// What is wrong.
    pub fn message(self) -> Text {
        match self {
            Check::NotNumeric => {
                t("variabelen har verdier som ikke er tall", "the variable has values that are no numbers")
            }
            Check::NotWhole => t("variabelen har brutne tall", "the variable has fractional numbers"),
            Check::NotBinary => {
                t("variabelen har andre verdier enn 0 og 1", "the variable has other values than 0 and 1")
            }
            Check::NotCount => {
                t("variabelen har negative eller brutne tall", "the variable has negative or fractional numbers")
            }
            Check::NotPositive => t("variabelen har verdier som ikke er over 0", "the variable has values not above 0"),
            Check::RepeatedUnits => {
                t("kilden har flere rader for samme enhet", "the source has several rows for one unit")
            }
        }
    }

    /// What to do.
    pub fn hints(self) -> Vec<Text> {
        match self {
            Check::NotNumeric => vec![t(
                "skriv `force` for å gjøre dem til manglende, eller `ignore()` for å fjerne tegn",
                "write `force` to make them missing, or `ignore()` to strip characters",
            )],
            Check::NotWhole => vec![t("rund av med `round`", "round with `round`")],
            Check::NotBinary => vec![t("lag en 0/1-variabel med `generate`", "make a 0/1 variable with `generate`")],
            Check::NotCount | Check::NotPositive => {
                vec![t("ta dem bort med `if`", "leave them out with `if`")]
            }
            Check::RepeatedUnits => vec![t("bruk `collapse` på kilden først", "use `collapse` on the source first")],
        }
    }
}

/// What the filter decided about a check or a floor; the engine acts on it and tells nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Go on; rows that break the check become missing.
    TreatAsMissing,
    /// Refuse with [`Refusal::ValueCheck`](crate::Refusal::ValueCheck).
    Refuse,
}

/// Decides a check by the released count of the persons that break it; the check is part of the question.
pub(crate) fn decide(
    filter: &Filter,
    question: &Question,
    check: Check,
    columns: &[&ColumnForm],
    breaking: &Population,
) -> Verdict {
    let form = question.form.broken(check.code(), columns);
    let protection = filter.protection(question, &form.sources());
    let found = count(filter, protection, &form, SetId::of_all(breaking));
    if found.or_zero() > 0 { Verdict::Refuse } else { Verdict::TreatAsMissing }
}

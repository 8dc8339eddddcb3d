//! Models as a table of terms with their fit.

use std::fmt::Write as _;

use text::Locale;
use wire::output::Model;

use super::significant;
use super::table::{aligned, tests};

/// A model.
pub fn model(model: &Model, locale: Locale) -> String {
    let number = |value| significant(value, locale);
    let mut text = format!("     {} {}  n {}\n", model.model, model.dependent, model.n);
    let header = ["", "coef", "se", "stat", "p", "low", "high"].map(str::to_owned);
    let is_number = [false, true, true, true, true, true, true];
    let rows: Vec<Vec<String>> = model
        .terms
        .iter()
        .map(|term| {
            let name = term.equation.as_ref().map_or_else(|| term.term.clone(), |eq| format!("{eq}: {}", term.term));
            let values = [term.coefficient, term.se, term.statistic, term.p, term.ci_low, term.ci_high];
            std::iter::once(name).chain(values.into_iter().map(number)).collect()
        })
        .collect();
    text.push_str(&aligned(&header, &is_number, &rows));
    for (name, value) in &model.fit {
        let _ = writeln!(text, "     {name}: {}", number(*value));
    }
    if !model.dropped.is_empty() {
        let _ = writeln!(text, "     dropped: {}", model.dropped.join(", "));
    }
    text.push_str(&tests(&model.tests, locale));
    text
}

//! The acceptance table as text.

use std::fmt::Write as _;

use crate::Effort;
use crate::measure::{Figure, Limit, Measured, Row, Verdict};

/// The table in Markdown, with what was drawn and a closing line.
pub fn table(rows: &[Row], effort: &Effort) -> String {
    let mut text = String::new();
    let form = if effort.long { "long" } else { "short" };
    let _ = writeln!(text, "Red team, {form} form, seed {:#018x}.\n", effort.seed);
    let _ = writeln!(text, "| attack | what is measured | figure | guess | rule off | measured | n | verdict |");
    let _ = writeln!(text, "|---|---|---|---|---|---|---|---|");
    for row in rows {
        let _ = writeln!(text, "{}", line(row, effort.long));
    }
    let count = |wanted: &[Verdict]| rows.iter().filter(|row| wanted.contains(&row.verdict(effort.long))).count();
    let explained: Vec<&Row> = rows.iter().filter(|row| row.verdict(effort.long) == Verdict::Explained).collect();
    if !explained.is_empty() {
        let _ = writeln!(text, "\nOver their figure, and what it would cost:\n");
        for row in explained {
            let _ = writeln!(text, "* {}, {}: {}", row.number, row.what, row.explained.unwrap_or_default());
        }
    }
    let _ = writeln!(
        text,
        "\n{} hold, {} over with an explanation, {} over, {} without teeth, {} printed, {} elsewhere.",
        count(&[Verdict::Holds]),
        count(&[Verdict::Explained]),
        count(&[Verdict::Over]),
        count(&[Verdict::Toothless]),
        count(&[Verdict::Printed]),
        count(&[Verdict::Elsewhere]),
    );
    text
}

/// One row.
pub fn line(row: &Row, long: bool) -> String {
    let prior = row.prior.map_or_else(String::new, short);
    let off = row.off.as_ref().map_or_else(String::new, |off| format!("{} ({})", short(off.measured.value), off.rule));
    let (measured, n) = match &row.figure {
        Figure::Measured(measured) => (with_interval(measured), measured.n.to_string()),
        Figure::Elsewhere(place) => ((*place).to_owned(), String::new()),
    };
    let verdict = match row.verdict(long) {
        Verdict::Holds => "holds",
        Verdict::Over => "**over**",
        Verdict::Explained => "over, explained",
        Verdict::Toothless => "**no teeth**",
        Verdict::Printed => "printed",
        Verdict::Elsewhere => "elsewhere",
    };
    format!(
        "| {} | {} | {} | {prior} | {off} | {measured} | {n} | {verdict} |",
        row.number,
        row.what.replace('|', "\\|"),
        limit(row.limit)
    )
}

fn limit(limit: Limit) -> String {
    match limit {
        Limit::AtMost(most) => format!("≤ {}", short(most)),
        Limit::AtLeast(least) => format!("≥ {}", short(least)),
        Limit::Between(least, most) => format!("{} … {}", short(least), short(most)),
        Limit::Printed => "printed".to_owned(),
    }
}

fn with_interval(measured: &Measured) -> String {
    if measured.low == measured.high {
        return short(measured.value);
    }
    format!("{} [{}, {}]", short(measured.value), short(measured.low), short(measured.high))
}

/// Three decimals; more for small numbers.
fn short(number: f64) -> String {
    if number == 0.0 || number.abs() >= 0.01 { format!("{number:.3}") } else { format!("{number:.5}") }
}

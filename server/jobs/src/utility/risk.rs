//! What an attacker learns under both sets of rules, for the rows that the rules themselves decide. Ours are the law of the policy
//! (`disclosure/proofs`), theirs follow from their published rules; attacks through whole scripts are the red team's.

use disclosure::{Policy, Tier};
use statistics::distribution::normal;

/// One attack: how often a guess about one person's yes or no is right.
struct Row {
    title: &'static str,
    ours: f64,
    theirs: f64,
}

/// The right guesses after `q` questions of publicly known size: Φ(√q / (2√V)).
fn law(questions: f64) -> f64 {
    let variance: f64 = Policy::CURRENT.noise(Tier::Ordinary).iter().map(|(noise, p)| (noise * noise) as f64 * p).sum();
    normal::lower(questions.sqrt() / (2.0 * variance.sqrt()))
}

/// The same where noise is one of eleven numbers: each question is certain with probability 1/11, else it tells nothing.
fn uniform(questions: i32) -> f64 {
    1.0 - 0.5 * (10.0_f64 / 11.0).powi(questions)
}

/// A keyed threshold of `width` equal chances moves its decision by one person with probability 1 / width.
fn keyed((least, most): (u32, u32)) -> f64 {
    0.5 + 0.5 / f64::from(most - least + 1)
}

fn rows() -> Vec<Row> {
    vec![
        // Noise that belongs to the set differs when the sets do; that of a question always differs.
        Row {
            title: "two counts whose sets differ by one person or not at all, one pair",
            ours: law(0.5),
            theirs: 0.5 + 0.5 * 10.0 / 11.0,
        },
        Row { title: "ten counts of publicly known size", ours: law(10.0), theirs: uniform(10) },
        Row { title: "twenty counts of publicly known size", ours: law(20.0), theirs: uniform(20) },
        // A fixed floor of ten with nine known helpers.
        Row {
            title: "whether a written value is refused, nine known helpers",
            ours: keyed(Policy::CURRENT.floor),
            theirs: 1.0,
        },
    ]
}

/// The table.
pub(super) fn table() -> String {
    let rows = rows();
    let lines = rows.iter().map(|row| format!("| {} | {:.3} | {:.3} |\n", row.title, row.ours, row.theirs));
    let head = "| risk: right guesses about one person (0.5: nothing learnt) | Skjerm | microdata.no's published rules |\n|---|---|---|\n";
    [head.to_owned()].into_iter().chain(lines).collect()
}

#[test]
fn every_risk_is_smaller() {
    for row in rows() {
        assert!(row.ours < row.theirs, "{}: {:.3} and {:.3}", row.title, row.ours, row.theirs);
    }
}

//! The short form: every attack must fail to reach its figure, and must reach it where the rule is off.

use std::sync::LazyLock;

use red_team::attacks::ALL;
use red_team::measure::Verdict;
use red_team::{Effort, Stage, report};

/// One stage for all, so that its registers are made once.
static STAGE: LazyLock<Stage> = LazyLock::new(|| Stage::new(Effort::SHORT));

/// Carries an attack out and looks at its verdicts.
fn holds(name: &str) {
    let attack = ALL.iter().find(|attack| attack.name == name).expect("an attack of this name");
    let rows = (attack.run)(&STAGE).expect("the attack can be carried out");
    let mut wrong = Vec::new();
    for row in &rows {
        let line = report::line(row, false);
        println!("{line}");
        if matches!(row.verdict(false), Verdict::Over | Verdict::Toothless) {
            wrong.push(line);
        }
    }
    assert!(!rows.is_empty() && wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn pairs_of_sets() {
    holds("pairs");
}

#[test]
fn counts_of_known_size() {
    holds("known-size");
}

#[test]
fn a_scan_with_helpers() {
    holds("scan");
}

#[test]
fn small_counts() {
    holds("small-counts");
}

#[test]
fn averaging_over_splits() {
    holds("averaging");
}

#[test]
fn samples_by_seed() {
    holds("samples");
}

#[test]
fn bulk_reconstruction() {
    holds("bulk");
}

#[test]
fn groups_and_uniques() {
    holds("groups");
}

#[test]
fn floors_gates_populations() {
    holds("thresholds");
}

#[test]
fn messages_and_checks() {
    holds("messages");
}

#[test]
fn differencing_of_values() {
    holds("differencing");
}

#[test]
fn the_largest_person() {
    holds("largest");
}

#[test]
fn means_of_flags() {
    holds("flags");
}

#[test]
fn amplified_columns() {
    holds("amplified");
}

#[test]
fn tables_of_means() {
    holds("means");
}

#[test]
fn order_statistics() {
    holds("order-statistics");
}

#[test]
fn extremes_of_sets() {
    holds("extremes");
}

#[test]
fn dominated_sums() {
    holds("dominance");
}

#[test]
fn groups_of_few() {
    holds("small-groups");
}

#[test]
fn isolating_regressors() {
    holds("isolating");
}

#[test]
fn measures_of_fit() {
    holds("fit");
}

#[test]
fn persons_behind_jobs() {
    holds("jobs");
}

#[test]
fn rows_of_panels() {
    holds("panels");
}

#[test]
fn timing() {
    holds("timing");
}

#[test]
fn lists_and_labels() {
    holds("lists");
}

#[test]
fn digits_of_means() {
    holds("digits");
}

#[test]
fn what_auditors_are_told() {
    holds("watched");
}

#[test]
fn one_question_one_answer() {
    holds("laws");
}

#[test]
fn honest_work() {
    holds("utility");
}

#[test]
fn rows_of_later_issues() {
    holds("later");
}

#[test]
fn every_attack_has_its_test() {
    let this = include_str!("short.rs");
    assert!(ALL.iter().all(|attack| this.contains(&format!("holds(\"{}\")", attack.name))));
}

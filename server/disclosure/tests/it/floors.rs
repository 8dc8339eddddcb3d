//! Keyed floors of written values and checks on values.

use disclosure::{Check, ColumnForm, Comparison, Condition, Confidential, Floored, Profile, Verdict};

use super::support::{filter, form, persons, population, question, variable};

fn condition(name: &str) -> Condition {
    let column = variable(Profile::Register, name, Some(&["1", "2"]), true);
    Condition::compare(Comparison::Equal, &column, &ColumnForm::literal(Some("1".into())))
}

/// What a condition that holds for `k` of `n` persons is treated as.
fn floored(profile: Profile, name: &str, k: usize, n: usize) -> Floored {
    let question = disclosure::Question::new(form(profile, name), profile);
    let yes: Vec<bool> = (0..n).map(|row| row < k).collect();
    let condition = {
        let column = variable(profile, name, Some(&["1", "2"]), true);
        Condition::compare(Comparison::Equal, &column, &ColumnForm::literal(Some("1".into())))
    };
    filter().floor(&question, &condition, &persons(n), &Confidential::new(yes.into()), None)
}

#[test]
fn small_sides_are_empty_and_large_ones_stay() {
    for name in 0..100 {
        let name = name.to_string();
        for k in [0, 1, 5, 9] {
            assert_eq!(floored(Profile::Register, &name, k, 2000), Floored::Nobody, "{k} of 2000");
            assert_eq!(floored(Profile::Register, &name, 2000 - k, 2000), Floored::Everybody, "{k} others");
        }
        for k in [19, 40, 1000] {
            assert_eq!(floored(Profile::Register, &name, k, 2000), Floored::AsWritten, "{k} of 2000");
        }
        assert_eq!(floored(Profile::Open, &name, 1, 2000), Floored::AsWritten);
    }
}

#[test]
fn the_floor_is_keyed_so_that_helpers_cannot_find_it() {
    // Nine known helpers and a target: with a floor of exactly 10 the decision would tell the bit.
    let passes = |k: usize| {
        let passed =
            (0..2000).filter(|name| floored(Profile::Register, &name.to_string(), k, 200) == Floored::AsWritten);
        passed.count() as f64 / 2000.0
    };
    for k in 9..19 {
        let accuracy = 0.5 + (passes(k + 1) - passes(k)).abs() / 2.0;
        assert!(accuracy - 0.02 <= 0.55 + 0.005, "{k}: {accuracy}");
    }
}

#[test]
fn comparisons_as_values_have_two_sides_and_missing() {
    let n = 2000;
    let question = question(Profile::Register, "sides");
    let yes: Vec<bool> = (0..n).map(|row| row < 1000).collect();
    let no: Vec<bool> = (0..n).map(|row| (1000..1003).contains(&row)).collect();
    let floored = filter().floor(
        &question,
        &condition("SIDES"),
        &persons(n),
        &Confidential::new(yes.into()),
        Some(&Confidential::new(no.into())),
    );
    assert_eq!(floored, Floored::Everybody, "three zeros become ones");
}

#[test]
fn floors_count_persons_and_not_rows() {
    let question = question(Profile::Register, "rows");
    let rows: Vec<u32> = (0..3000).map(|row| if row < 100 { row % 3 } else { row }).collect();
    let yes: Vec<bool> = (0..3000).map(|row| row < 100).collect();
    let floored = filter().floor(
        &question,
        &condition("ROWS"),
        &population(rows, 3000, true),
        &Confidential::new(yes.into()),
        None,
    );
    assert_eq!(floored, Floored::Nobody);
}

#[test]
fn value_checks_are_decided_by_the_count_of_those_that_break_them() {
    let column = variable(Profile::Register, "TEXT", None, true);
    let verdict = |profile: Profile, name: &str, k: u32| {
        let breaking = Confidential::new(population((0..k).collect(), 3000, false));
        let question = disclosure::Question::new(form(profile, name), profile);
        filter().value_check(&question, Check::NotNumeric, &[&column], &breaking)
    };
    for name in 0..50 {
        let name = name.to_string();
        assert_eq!(verdict(Profile::Register, &name, 0), Verdict::TreatAsMissing);
        assert_eq!(verdict(Profile::Register, &name, 300), Verdict::Refuse);
    }
    let one = (0..300).filter(|name| verdict(Profile::Register, &name.to_string(), 1) == Verdict::Refuse).count();
    assert!(one <= 8, "one person's value refused {one} of 300 commands");
}

//! The law of counts, measured against near-sets section 7.

use std::collections::BTreeMap;

use super::support::{Random, count, filter, filter_with};

/// P(noise = v) of the ordinary row, for attackers who know everything but the keys.
fn row() -> BTreeMap<i64, f64> {
    let weight = |v: i64| f64::exp(-(v * v) as f64 * 0.076_864);
    let total: f64 = (-10..=10).map(weight).sum();
    (-10..=10).map(|v| (v, weight(v) / total)).collect()
}

/// Probability of an answer (`None`: hidden) for a true count.
fn likelihood(row: &BTreeMap<i64, f64>, answer: Option<i64>, n: i64) -> f64 {
    match answer {
        _ if n == 0 => f64::from(u8::from(answer.is_none())),
        Some(shown) => row.get(&(shown - n)).copied().unwrap_or_default(),
        None => row.iter().filter(|(v, _)| n + **v < 8).map(|(_, p)| p).sum(),
    }
}

/// Accuracy of the best guess between n and n + 1 after `q` questions.
fn accuracy(n: i64, q: usize, trials: usize) -> f64 {
    let (row, filter) = (row(), filter());
    let mut random = Random(n as u64 + 1);
    let mut right = 0.0;
    for trial in 0..trials {
        let truth = n + i64::from(random.below(2));
        let mut odds = 0.0;
        for question in 0..q {
            let answer = count(&filter, truth as usize, &format!("{n} {q} {trial} {question}"));
            let (a, b) = (likelihood(&row, answer, n), likelihood(&row, answer, n + 1));
            odds += (b.max(1e-12) / a.max(1e-12)).ln();
        }
        let guess = n + i64::from(odds > 0.0);
        right += if odds == 0.0 { 0.5 } else { f64::from(u8::from(guess == truth)) };
    }
    right / trials as f64
}

#[test]
fn a_single_person_is_almost_never_shown() {
    let filter = filter();
    let n = 20_000;
    let shown = (0..n).filter(|question| count(&filter, 1, &question.to_string()).is_some()).count();
    let share = shown as f64 / f64::from(n);
    assert!((0.003..=0.006_5).contains(&share), "{share}");
}

#[test]
fn an_empty_set_looks_like_a_small_one() {
    let filter = filter();
    assert!((0..2000).all(|question| count(&filter, 0, &question.to_string()).is_none()));
}

#[test]
fn errors_of_counts_are_those_of_the_row() {
    let filter = filter();
    let n = 20_000;
    let errors: Vec<i64> = (0..n).map(|question| count(&filter, 60, &question.to_string()).unwrap() - 60).collect();
    let mean = errors.iter().sum::<i64>() as f64 / f64::from(n);
    let mean_abs = errors.iter().map(|error| error.abs()).sum::<i64>() as f64 / f64::from(n);
    let large = errors.iter().filter(|error| error.abs() > 9).count();
    assert!(mean.abs() < 0.1, "bias {mean}");
    assert!((1.9..=2.1).contains(&mean_abs), "mean absolute error {mean_abs}");
    assert!(errors.iter().all(|error| error.abs() <= 10));
    assert!(large <= 20, "{large} of {n} above 9");
}

#[test]
fn nothing_below_eight_is_shown() {
    let filter = filter();
    for n in 0..30 {
        for question in 0..200 {
            assert!(count(&filter, n, &format!("{n} {question}")).is_none_or(|count| count >= 8));
        }
    }
}

#[test]
fn known_size_attack_follows_the_law() {
    // Φ(√q / (2√6.5)) + .02, and three standard errors of 2500 trials.
    for (q, limit) in [(1, 0.578 + 0.02), (5, 0.670 + 0.02)] {
        let found = accuracy(60, q, 2500);
        assert!(found - 0.02 <= limit, "{q} questions: {found}");
        assert!(found > 0.52, "the attack itself works: {found}");
    }
}

#[test]
fn small_counts_have_no_cliff() {
    for k in [0, 1, 2, 3, 5, 8, 15] {
        let one = accuracy(k, 1, 1500);
        assert!(one - 0.026 <= 0.60, "k={k}, one question: {one}");
        let five = accuracy(k, 5, 600);
        assert!(five - 0.04 <= 0.69, "k={k}, five questions: {five}");
    }
}

#[test]
fn equality_of_answers_proves_nothing() {
    let filter = filter();
    let trials = 4000;
    let differs = |n: usize, m: usize, name: &str| {
        let unequal = (0..trials).filter(|trial| {
            count(&filter, n, &format!("{name} {trial} a")) != count(&filter, m, &format!("{name} {trial} b"))
        });
        unequal.count() as f64 / f64::from(trials)
    };
    let (equal_sets, other_sets) = (differs(80, 80, "same"), differs(80, 81, "other"));
    assert!((equal_sets - other_sets).abs() <= 0.02, "{equal_sets} {other_sets}");
}

#[test]
fn the_same_question_has_the_same_answer_for_ever() {
    let (a, b) = (filter(), filter());
    for question in 0..200 {
        let name = question.to_string();
        assert_eq!(count(&a, 40, &name), count(&b, 40, &name));
    }
    let other_key = (0..200)
        .filter(|question| count(&a, 40, &question.to_string()) != count(&filter_with(2), 40, &question.to_string()));
    assert!(other_key.count() > 150);
}

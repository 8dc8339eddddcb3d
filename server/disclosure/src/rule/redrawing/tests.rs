use super::*;
use crate::record_key::record_keys;

const N: u64 = 40_000;

fn keys_of(n: u64) -> Vec<u128> {
    record_keys(&[3; 32], "FNR", &(0..n).map(|unit| unit * 7919 + 13).collect::<Vec<u64>>())
}

fn strata() -> Vec<u16> {
    (0..N).map(|unit| (unit % 7) as u16).collect()
}

fn drawn(variable: &str, n: u64, policy: &Policy) -> Redrawing {
    let (keys, strata) = (keys_of(n), strata());
    let units = Units { keys: &keys, persons: None, strata: &strata };
    Redrawing::new(policy, &Keys::new([1; 32], [3; 32]), variable, units)
}

#[test]
fn three_in_a_hundred_are_redrawn_from_others_of_their_stratum() {
    let (drawn, strata) = (drawn("DIAGNOSIS", N, &Policy::CURRENT), strata());
    let (units, donors) = drawn.between(0, u32::MAX);
    let share = units.len() as f64 / N as f64;
    // Four standard deviations.
    assert!((share - 0.03).abs() < 4.0 * (0.03 * 0.97 / N as f64).sqrt(), "{share}");
    assert!(units.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(units.iter().zip(donors).all(|(unit, donor)| donor < unit));
    let elsewhere =
        units.iter().zip(donors).filter(|(unit, donor)| strata[**unit as usize] != strata[**donor as usize]);
    // Only whoever is among the first of a stratum.
    assert!(elsewhere.count() <= 2);
}

#[test]
fn units_that_come_later_change_nothing() {
    let (before, after) = (drawn("DIAGNOSIS", 25_000, &Policy::CURRENT), drawn("DIAGNOSIS", N, &Policy::CURRENT));
    assert_eq!(before.between(0, u32::MAX), after.between(0, 24_999));
    assert!(after.last() > before.last());
}

#[test]
fn variables_are_drawn_apart() {
    let (one, other) = (drawn("DIAGNOSIS", N, &Policy::CURRENT), drawn("CARE", N, &Policy::CURRENT));
    let both = one.units.iter().filter(|unit| other.units.binary_search(unit).is_ok()).count();
    // Independent: 36 expected.
    assert!((10..=70).contains(&both), "{both}");
}

#[test]
fn all_units_of_a_person_are_redrawn_from_other_persons_or_none() {
    let (keys, of_persons) = (keys_of(N), keys_of(N / 4));
    let persons: Vec<u32> = (0..N as u32).map(|unit| if unit == 5 { u32::MAX } else { unit / 4 }).collect();
    let units = Units { keys: &keys, persons: Some((&persons, &of_persons)), strata: &[] };
    let drawn = Redrawing::new(&Policy::CURRENT, &Keys::new([1; 32], [3; 32]), "DIAGNOSIS", units);
    let is_drawn = |unit: u32| drawn.units.binary_search(&unit).is_ok();
    assert!((2..N as u32 / 4).all(|person| (0..4).all(|at| is_drawn(person * 4 + at) == is_drawn(person * 4))));
    assert!(drawn.units.iter().zip(&drawn.donors).all(|(unit, donor)| unit / 4 != donor / 4));
}

#[test]
fn few_runs_give_donors() {
    let policy = Policy { redrawn_run: 1_000, redrawn_runs: 0.1, ..Policy::CURRENT };
    let drawn = drawn("DIAGNOSIS", N, &policy);
    let mut runs: Vec<u32> = drawn.donors.iter().map(|donor| donor / 1_000).collect();
    runs.sort_unstable();
    runs.dedup();
    assert!(runs.contains(&0) && runs.len() < 12, "{runs:?}");
}

#[test]
fn without_a_share_nobody_is() {
    assert_eq!(drawn("DIAGNOSIS", N, &Policy { redrawn_share: 0.0, ..Policy::CURRENT }).last(), None);
}

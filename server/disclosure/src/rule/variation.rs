//! Variation: a moment of numbers that are all alike but for a few persons would tell whether those few are alike too.
//!
//! So the persons off the most common value are counted, and the count meets the keyed gate (for statistics) or the keyed floor
//! (for columns of a model) of the set: below it the set is as if nobody differed. Argument: `proofs/variation.md`.

/// Sets up to this size are sorted; in a larger one a value that all but 29 persons share is held by more than half.
const SORTED: usize = 64;

/// The most common of the numbers, one a person (NaN: the person has several); the smallest of equally common ones.
/// `None` where so many differ that no threshold is near.
pub(crate) fn most_common(persons: &[f64]) -> Option<f64> {
    if persons.len() < SORTED {
        let mut sorted: Vec<f64> = persons.iter().copied().filter(|value| !value.is_nan()).collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let runs = sorted.chunk_by(|a, b| a == b);
        return runs.rev().max_by_key(|run| run.len()).and_then(|run| run.first().copied());
    }
    majority(persons, persons.len()).map(|(value, _)| value)
}

/// The value that more than half of `n` persons have, and how many have it: by Boyer and Moore's vote. `persons` are those who
/// may have it.
pub(crate) fn majority(persons: &[f64], n: usize) -> Option<(f64, usize)> {
    let (mut candidate, mut lead) = (f64::NAN, 0_usize);
    for value in persons {
        if lead == 0 {
            (candidate, lead) = (*value, 1);
        } else if *value == candidate {
            lead += 1;
        } else {
            lead -= 1;
        }
    }
    let holders = persons.iter().filter(|value| **value == candidate).count();
    (2 * holders > n).then_some((candidate, holders))
}

/// How many persons are off the most common value.
pub(crate) fn persons_off(persons: &[f64]) -> usize {
    let common = most_common(persons);
    persons.iter().filter(|value| common.is_none_or(|common| **value != common)).count()
}

/// The value that all of a person's rows have, else NaN.
pub(crate) fn common_to(mut rows: impl Iterator<Item = f64>) -> f64 {
    let Some(first) = rows.next() else { return f64::NAN };
    if rows.all(|value| value == first) { first } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_common_value_is_found_in_small_and_large_sets() {
        assert_eq!(most_common(&[3.0, 1.0, 2.0, 1.0]), Some(1.0));
        assert_eq!(most_common(&[3.0, 1.0]), Some(1.0), "the smaller of equally common ones");
        assert_eq!(most_common(&[]), None);
        let mut many = vec![5.0; 100];
        many[7] = 1.0;
        many[99] = f64::NAN;
        assert_eq!((most_common(&many), persons_off(&many)), (Some(5.0), 2));
        let all_different: Vec<f64> = (0..100).map(f64::from).collect();
        assert_eq!((most_common(&all_different), persons_off(&all_different)), (None, 100));
        assert_eq!(persons_off(&[1.0, 2.0, 3.0]), 2);
    }

    #[test]
    fn a_person_with_different_rows_is_off_every_value() {
        assert_eq!(common_to([2.0, 2.0].into_iter()), 2.0);
        assert!(common_to([2.0, 3.0].into_iter()).is_nan());
        assert_eq!(persons_off(&[f64::NAN, 2.0, 2.0]), 1);
        assert_eq!(persons_off(&[f64::NAN; 70]), 70);
    }
}

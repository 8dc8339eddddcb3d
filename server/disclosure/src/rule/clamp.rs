//! Clamp of user-made numbers: a column that combines register variables, or uses arithmetic that can make one person's
//! value large, is clipped at the median ± 2 × the 20th largest distance from it, before any weight. Argument:
//! `proofs/clamp.md`.

use crate::policy::Policy;

/// Clips the numbers of an analysed set in place.
pub(crate) fn clamp(policy: &Policy, values: &mut [f64]) {
    if let Some((low, high)) = limits(policy, values.to_vec()) {
        values.iter_mut().for_each(|value| *value = value.clamp(low, high));
    }
}

/// Where the numbers of an analysed set are clipped; `None` if there are none. The numbers are reordered and overwritten.
pub(crate) fn limits(policy: &Policy, mut values: Vec<f64>) -> Option<(f64, f64)> {
    let n = values.len();
    let place = policy.clamp_rank.min(n).checked_sub(1)?;
    let middle = n / 2;
    let (lower, upper_middle, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    let median = if n % 2 == 1 {
        *upper_middle
    } else {
        let lower_middle = lower.iter().copied().max_by(f64::total_cmp).unwrap_or(*upper_middle);
        lower_middle + (*upper_middle - lower_middle) / 2.0
    };
    values.iter_mut().for_each(|value| *value = (*value - median).abs());
    let (_, distance, _) = values.select_nth_unstable_by(place, |a, b| b.total_cmp(a));
    let reach = policy.clamp_width * *distance;
    Some((median - reach, median + reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_amplified_value_comes_back_to_the_others() {
        let mut values: Vec<f64> = (0..500).map(f64::from).collect();
        values[7] = 1e9;
        clamp(&Policy::CURRENT, &mut values);
        assert!(values[7] < 800.0, "{}", values[7]);
        assert_eq!(values[250], 250.0);
    }

    #[test]
    fn a_constant_with_one_other_value_becomes_constant() {
        let mut values = vec![5.0; 100];
        values[3] = 1e9;
        clamp(&Policy::CURRENT, &mut values);
        assert!(values.iter().all(|value| *value == 5.0));
    }

    #[test]
    fn nothing_is_nothing() {
        clamp(&Policy::CURRENT, &mut []);
    }
}

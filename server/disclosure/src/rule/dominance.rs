//! Dominance: a mean, sum or standard deviation is hidden where, after weights, the largest unit could be known to within
//! 10 % of itself by the second largest (p% rule), or the two largest hold more than 90 % ((2, .9) rule). Argument:
//! `proofs/dominance.md`.

use crate::policy::Policy;

/// Whether the weighted contributions of persons are dominated by one or two.
pub(crate) fn is_dominated(policy: &Policy, contributions: impl Iterator<Item = f64>) -> bool {
    let (mut largest, mut second, mut total) = (0.0_f64, 0.0_f64, 0.0);
    for contribution in contributions.map(f64::abs) {
        total += contribution;
        if contribution > largest {
            (largest, second) = (contribution, largest);
        } else if contribution > second {
            second = contribution;
        }
    }
    decides(policy, largest, second, total)
}

/// The same of the two largest contributions and the sum of all, without signs.
pub(crate) fn decides(policy: &Policy, largest: f64, second: f64, total: f64) -> bool {
    let rest = total - largest - second;
    rest < policy.dominance_percent / 100.0 * largest || largest + second > policy.dominance_two * total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_large_unit_dominates_and_equals_do_not() {
        let dominated = |values: &[f64]| is_dominated(&Policy::CURRENT, values.iter().copied());
        assert!(dominated(&[1000.0, 30.0, 30.0, 20.0]));
        assert!(!dominated(&[10.0; 12]));
        assert!(!dominated(&[0.0; 12]));
        assert!(dominated(&[-1000.0, 1.0, 1.0]));
    }
}

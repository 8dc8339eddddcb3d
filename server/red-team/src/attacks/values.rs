//! Attacks on values: C.2, C.4, C.10, C.11 and near-sets 3.5.

pub mod amplified;
pub mod differencing;
pub mod dominance;
pub mod extremes;
pub mod flags;
pub mod groups;
pub mod largest;
pub mod means;
pub mod order_statistics;

use crate::measure::Measured;
use crate::register::Register;

/// Whether a guess is within a share of the truth.
pub fn is_within(guess: f64, truth: f64, share: f64) -> bool {
    (guess - truth).abs() <= share * truth.abs()
}

/// The best guess of a person's number by sex and education alone, and how often it is within a share of the truth.
pub struct PriorGuess {
    of_group: Vec<f64>,
    /// How often it hits, over everybody.
    pub hits: f64,
}

impl PriorGuess {
    /// From everybody's numbers: attackers know distributions.
    pub fn new(register: &Register, values: &[i64], share: f64) -> Self {
        let (mut of_group, mut hits) = (Vec::new(), 0);
        for sex in [1, 2] {
            for education in 1..=crate::register::EDUCATIONS as u8 {
                let mut own: Vec<f64> =
                    register.group(sex, education).iter().map(|person| values[*person as usize] as f64).collect();
                own.sort_by(f64::total_cmp);
                let (guess, n) = best(&own, share);
                of_group.push(guess);
                hits += n;
            }
        }
        PriorGuess { of_group, hits: hits as f64 / register.len() as f64 }
    }

    /// The guess for a person.
    pub fn of(&self, register: &Register, person: u32) -> f64 {
        let (sex, education, ..) = register.traits(person);
        self.of_group[(usize::from(sex) - 1) * crate::register::EDUCATIONS + usize::from(education) - 1]
    }
}

/// The guess that is within a share of most of the sorted numbers, and of how many.
pub(crate) fn best(sorted: &[f64], share: f64) -> (f64, usize) {
    let within = |guess: f64| {
        let low = sorted.partition_point(|value| *value < guess / (1.0 + share));
        sorted.partition_point(|value| *value <= guess / (1.0 - share)) - low
    };
    let step = (sorted.len() / 400).max(1);
    sorted.iter().step_by(step).map(|guess| (*guess, within(*guess))).max_by_key(|(_, n)| *n).unwrap_or((0.0, 0))
}

/// A share of hits.
pub fn hit_rate(hits: &[bool]) -> Measured {
    Measured::share(hits.iter().filter(|hit| **hit).count(), hits.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::Draws;

    #[test]
    fn the_prior_guess_is_that_of_the_decision() {
        let register = Register::new(40_000, &Draws::new(1));
        let prior = PriorGuess::new(&register, &register.wage, 0.1);
        assert!((0.10..0.14).contains(&prior.hits), "{}", prior.hits);
    }
}

//! What touched an output: the rules, and how large their noise is. Both are known from metadata and the policy, so they tell nothing
//! of a unit. Argument: `proofs/notes.md`.

use std::collections::BTreeSet;

use wire::output::noise::{CountNoise, Noise, Shift};
use wire::output::{Body, Rule};

use crate::filter::Protection;
use crate::noise_row::NoiseRow;
use crate::policy::{Policy, Tier};
use crate::released::NamedBody;
use crate::rule::rounding;

/// The rules of one output.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Touched {
    rules: BTreeSet<Rule>,
    /// Some shown numbers count rows of which a person can have several.
    counts_rows: bool,
    /// Some are computed from the weights of units.
    has_statistics: bool,
}

impl Touched {
    /// Counts, where they count rows of which a person can have several by the weights of their persons.
    pub(crate) fn counts(counts_rows: bool) -> Self {
        let mut rules = BTreeSet::from([Rule::CountNoise, Rule::MinimumCount]);
        if counts_rows {
            rules.insert(Rule::Weights);
        }
        Touched { rules, counts_rows, has_statistics: false }
    }

    /// And statistics from the weights.
    pub(crate) fn and_statistics(mut self) -> Self {
        self.has_statistics = true;
        self.and([Rule::Weights])
    }

    /// And these.
    pub(crate) fn and(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// And this one, if so.
    pub(crate) fn and_if(self, is_touched: bool, rule: Rule) -> Self {
        self.and(is_touched.then_some(rule))
    }

    /// And those of another part of the output.
    pub(crate) fn with(mut self, other: Touched) -> Self {
        self.counts_rows |= other.counts_rows;
        self.has_statistics |= other.has_statistics;
        self.and(other.rules)
    }

    /// The rules in their order.
    pub(crate) fn rules(self) -> Vec<Rule> {
        self.rules.into_iter().collect()
    }

    /// The output with its notes; none where its numbers are exact. `protection` is that of the strictest question in it.
    pub(crate) fn body(self, policy: &Policy, protection: Protection, body: Body) -> NamedBody {
        let Protection::Rules(tier) = protection else { return NamedBody::exact(body) };
        let noise = self.noise(policy, tier);
        let is_redrawn = tier == Tier::Sensitive && policy.redrawn_share > 0.0;
        let protection = self.and_if(is_redrawn, Rule::Redrawn).rules();
        NamedBody { name: None, protection, noise: Some(noise), body }
    }

    fn noise(&self, policy: &Policy, tier: Tier) -> Noise {
        let shifts = if self.has_statistics { shifts(tier) } else { Vec::new() };
        Noise { counts: count_noise(policy, tier, self.counts_rows), shifts }
    }
}

/// The size of the noise of counts: the moments of the row itself.
pub(crate) fn count_noise(policy: &Policy, tier: Tier, counts_rows: bool) -> CountNoise {
    let row = NoiseRow::of(tier);
    let expected = |of: &dyn Fn(f64) -> f64| row.probabilities().map(|(noise, p)| of(noise as f64) * p).sum::<f64>();
    let decimal = |number: f64| rounding::decimals(number, 1);
    CountNoise {
        sd: decimal(expected(&|noise| noise * noise).sqrt()),
        mean_absolute: decimal(expected(&|noise| noise.abs())),
        most: row.max_deviation(),
        shown_from: policy.show_min,
        counts_rows,
    }
}

/// The size of the shifts of statistics.
pub(crate) fn shifts(tier: Tier) -> Vec<Shift> {
    let measured = Policy::mean_shifts(tier).iter();
    measured.map(|(units, standard_errors)| Shift { units: *units, standard_errors: *standard_errors }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_of_the_noise_is_that_of_the_row() {
        let noise = |tier| count_noise(&Policy::CURRENT, tier, false);
        let ordinary = CountNoise { sd: 2.5, mean_absolute: 2.0, most: 10, shown_from: 8, counts_rows: false };
        assert_eq!(noise(Tier::Ordinary), ordinary);
        assert_eq!(noise(Tier::Sensitive), CountNoise { sd: 3.2, mean_absolute: 2.5, most: 12, ..ordinary });
    }

    #[test]
    fn counts_have_no_shift_and_statistics_do() {
        let noise = |touched: Touched| touched.noise(&Policy::CURRENT, Tier::Ordinary);
        assert!(noise(Touched::counts(true)).shifts.is_empty());
        assert_eq!(noise(Touched::counts(false).with(Touched::default().and_statistics())).shifts.len(), 3);
    }
}

//! Which model is fitted.

use super::family::{Family, Logit, Multinomial, NegativeBinomial, Poisson, Probit, Tobit};

/// A model of `y` in the linear predictors `η = x'β + offset`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Model {
    /// `P(y = 1) = 1 / (1 + e^−η)`; `y` is 0 or 1.
    Logit,
    /// `P(y = 1) = Φ(η)`; `y` is 0 or 1.
    Probit,
    /// `y ~ Poisson(e^η)`; `y` is a count.
    Poisson,
    /// Negative binomial with mean `μ = e^η` and variance `μ + α μ²`; `y` is a count, `ln α` the last parameter.
    NegativeBinomial,
    /// `P(y = q) ∝ e^η_q`, with `η = 0` for the base; `y` is `0..n_outcomes`.
    Multinomial {
        /// Number of outcomes.
        n_outcomes: usize,
        /// The outcome that the others are compared with.
        base: usize,
    },
    /// Normal with mean `η` and standard deviation `σ`, seen between the limits (infinite where there is none); `ln σ` is the last parameter.
    Tobit {
        /// Values at or below it stand for all below.
        lower: f64,
        /// Values at or above it stand for all above.
        upper: f64,
    },
}

impl Model {
    /// Number of equations.
    pub fn n_equations(self) -> usize {
        match self {
            Model::Multinomial { n_outcomes, .. } => n_outcomes.saturating_sub(1),
            _ => 1,
        }
    }

    /// Whether the last parameter is no coefficient.
    pub fn has_ancillary(self) -> bool {
        matches!(self, Model::NegativeBinomial | Model::Tobit { .. })
    }

    /// Whether `y` is 0 or 1.
    pub fn is_binary(self) -> bool {
        matches!(self, Model::Logit | Model::Probit)
    }

    /// Whether `y` is a count.
    pub fn is_count(self) -> bool {
        matches!(self, Model::Poisson | Model::NegativeBinomial)
    }

    /// The outcome of an equation of the multinomial model.
    pub fn outcome(self, equation: usize) -> usize {
        match self {
            Model::Multinomial { base, .. } if equation < base => equation,
            _ => equation + 1,
        }
    }

    /// Whether its own numbers make sense.
    pub(super) fn is_valid(self) -> bool {
        match self {
            Model::Multinomial { n_outcomes, base } => n_outcomes >= 2 && base < n_outcomes,
            Model::Tobit { lower, upper } => lower < upper,
            _ => true,
        }
    }

    /// Its likelihood; `most` is the largest `y`.
    pub(super) fn family(self, most: f64) -> Box<dyn Family> {
        match self {
            Model::Logit => Box::new(Logit),
            Model::Probit => Box::new(Probit),
            Model::Poisson => Box::new(Poisson),
            Model::NegativeBinomial => Box::new(NegativeBinomial { most }),
            Model::Multinomial { .. } => Box::new(Multinomial { n_equations: self.n_equations() }),
            Model::Tobit { lower, upper } => Box::new(Tobit { lower, upper }),
        }
    }
}

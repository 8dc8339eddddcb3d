//! Distributions of the error.

use libm::{exp, expm1, log, log1p};

use crate::distribution::normal;

/// Distribution of the time to the event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Family {
    /// `ε` is the smallest extreme value; shape `1 / σ`.
    #[default]
    Weibull,
    /// Weibull with `σ = 1`.
    Exponential,
    /// `ε` is standard normal.
    Lognormal,
    /// `ε` is logistic.
    Loglogistic,
}

/// Log-likelihood of one row in `z = (ln t − η) / σ`, and its derivatives by `z`; of a density without `1 / (σ t)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    pub value: f64,
    pub first: f64,
    /// Minus the second derivative: positive.
    pub curvature: f64,
}

impl Family {
    /// Whether `σ` is estimated.
    pub fn has_scale(self) -> bool {
        self != Family::Exponential
    }

    /// Whether terms are made of `exp(z)`.
    pub(super) fn is_extreme_value(self) -> bool {
        matches!(self, Family::Weibull | Family::Exponential)
    }

    /// `hazard` is `exp(z)` where [`Self::is_extreme_value`].
    pub(super) fn terms(self, z: f64, hazard: f64, is_event: bool) -> Terms {
        match self {
            Family::Weibull | Family::Exponential => {
                let event = f64::from(u8::from(is_event));
                let value = if is_event { z - hazard } else { -hazard };
                Terms { value, first: event - hazard, curvature: hazard }
            }
            Family::Lognormal if is_event => {
                let value = -0.5 * z * z - 0.5 * log(2.0 * std::f64::consts::PI);
                Terms { value, first: -z, curvature: 1.0 }
            }
            Family::Lognormal => {
                let value = normal::log_upper(z);
                // Mills' ratio, in logarithms so that it lasts in the tail.
                let mills = exp(-0.5 * z * z - 0.5 * log(2.0 * std::f64::consts::PI) - value);
                Terms { value, first: -mills, curvature: (mills * (mills - z)).max(f64::MIN_POSITIVE) }
            }
            Family::Loglogistic => {
                let upper = if z > 0.0 { exp(-z) / (1.0 + exp(-z)) } else { 1.0 / (1.0 + exp(z)) };
                let lower = if z > 0.0 { 1.0 / (1.0 + exp(-z)) } else { exp(z) / (1.0 + exp(z)) };
                let log_upper = if z > 0.0 { -z - log1p(exp(-z)) } else { -log1p(exp(z)) };
                let times = if is_event { 2.0 } else { 1.0 };
                let value = if is_event { z + 2.0 * log_upper } else { log_upper };
                let first = f64::from(u8::from(is_event)) - times * lower;
                Terms { value, first, curvature: times * lower * upper }
            }
        }
    }

    /// `P(ε > z)`.
    pub fn survival(self, z: f64) -> f64 {
        match self {
            Family::Weibull | Family::Exponential => exp(-exp(z)),
            Family::Lognormal => normal::upper(z),
            Family::Loglogistic => {
                if z > 0.0 {
                    exp(-z) / (1.0 + exp(-z))
                } else {
                    1.0 / (1.0 + exp(z))
                }
            }
        }
    }

    /// The value below which `ε` lies with probability `p`.
    pub fn quantile(self, p: f64) -> f64 {
        match self {
            Family::Weibull | Family::Exponential => log(-log1p(-p)),
            Family::Lognormal => normal::quantile(p),
            Family::Loglogistic => log(p) - log1p(-p),
        }
    }

    /// Mean of `exp(σ ε)`, if there is one.
    pub fn mean_factor(self, scale: f64) -> Option<f64> {
        match self {
            Family::Weibull | Family::Exponential => Some(libm::tgamma(1.0 + scale)),
            Family::Lognormal => Some(1.0 + expm1(0.5 * scale * scale)),
            Family::Loglogistic if scale < 1.0 => {
                let angle = std::f64::consts::PI * scale;
                Some(if angle == 0.0 { 1.0 } else { angle / libm::sin(angle) })
            }
            Family::Loglogistic => None,
        }
    }
}

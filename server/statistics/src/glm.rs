//! Generalised linear and discrete-choice models by maximum likelihood: logit, probit, Poisson, negative binomial (NB2), multinomial logit, tobit.
//!
//! One engine serves all: a [`Model`] is a likelihood of one row in its linear predictors (and at most one parameter besides), given with two
//! derivatives; one pass over the rows sums log-likelihood, gradient and observed information, and Newton's method climbs. Conventions are Stata's
//! (`spec/statistics.md` section 5): observed information, robust n / (n − 1), clustered G / (G − 1), z statistics.
//! *Start reading at*: [`fit`].

mod adjusted;
mod basis;
mod effects;
mod estimate;
mod family;
mod few;
mod fit;
mod influence;
mod kernel;
mod layout;
mod model;
mod moved;
mod newton;
mod null;
mod observed;
mod patterns;
mod perfect;
pub(crate) mod point;
mod prediction;
mod problem;
mod response;
mod start;
mod sums;
mod variance;

pub use adjusted::Adjusted;
pub use effects::{Discrete, Effect, EffectOptions, Estimated, MarginalEffect};
pub use few::GlmReweighting;
pub use fit::{GlmFit, GlmOptions, Transformed, fit};
pub use model::Model;
pub use perfect::{PerfectPrediction, Sample};
pub use point::At;
pub use prediction::{Predicted, Prediction};
pub use variance::Covariance;

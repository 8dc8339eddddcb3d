//! Proportional hazards regression (Cox 1972).
//!
//! With risk `θᵢ = wᵢ exp(xᵢ'β)` and hazard increments `hₖ` at event times, the information is
//! `Σᵢ θᵢ Λ(tᵢ) xᵢxᵢ' − Σₖ hₖ mₖmₖ'`: the first sum is one weighted cross product over rows in any order, the second runs over distinct
//! times only. Efron's ties (1977) split `hₖ` over the tied events, which changes the weights of the same sums.

mod concordance;
mod data;
mod evaluation;
mod few;
mod fit;
mod increments;
mod influence;
mod newton;
mod proportionality;
mod residuals;
mod sums;

pub use concordance::{Concordance, concordance};
pub use few::CoxReweighting;
pub use fit::{BaselinePoint, CoxFit, CoxModel, CoxOptions, fit};
pub use increments::Ties;
pub use proportionality::{Proportionality, TimeScale, proportionality};
pub use residuals::Residuals;

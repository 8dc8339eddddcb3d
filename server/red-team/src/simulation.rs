//! What near-sets section 8 leaves open, simulated before it is decided: clamping of derived variables (2), persistent re-drawing
//! on the sensitive tier (1), values from coefficients over many definitions (4).

pub mod clamping;
pub mod coefficients;
pub mod redrawing;

use anyhow::Result;

use crate::Stage;

/// All, as Markdown.
pub fn run(stage: &Stage) -> Result<String> {
    let seed = format!("Simulations, seed {:#018x}.", stage.effort.seed);
    Ok([seed, clamping::run(stage)?, redrawing::run(stage), coefficients::run(stage)?].join("\n\n"))
}

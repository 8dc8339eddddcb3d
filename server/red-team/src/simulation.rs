//! What near-sets section 8 leaves open, simulated before it is decided: clamping of derived variables (2), persistent re-drawing
//! on the sensitive tier (1), values from coefficients over many definitions (4).

pub mod clamping;
pub mod coefficients;
pub mod redrawing;

use anyhow::Result;

use crate::Stage;
use crate::measure::Measured;

/// All whose name holds a text, as Markdown.
pub fn run(stage: &Stage, wanted: &str) -> Result<String> {
    type Simulation = fn(&Stage) -> Result<String>;
    let all: [(&str, Simulation); 3] =
        [("clamping", clamping::run), ("re-drawing", redrawing::run), ("coefficients", coefficients::run)];
    let mut texts = vec![format!("Simulations, seed {:#018x}.", stage.effort.seed)];
    for (_, simulation) in all.into_iter().filter(|(name, _)| name.contains(wanted)) {
        texts.push(simulation(stage)?);
    }
    Ok(texts.join("\n\n"))
}

/// A figure with its interval.
fn figure(found: &Measured) -> String {
    format!("{:.3} [{:.3}, {:.3}]", found.value, found.low, found.high)
}

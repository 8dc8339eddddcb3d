//! `cargo xtask red-team`: builds the attacks and carries them out.

use anyhow::Result;
use clap::Args;

use crate::paths;
use crate::step::{cargo, run as execute, step};

/// Which form, and what of it.
#[derive(Args)]
pub struct Options {
    /// Fewer targets from a fixed seed: what `cargo xtask test` runs
    #[arg(long)]
    short: bool,
    /// Only attacks whose name holds this text
    #[arg(long)]
    only: Option<String>,
    /// A seed instead of the clock's
    #[arg(long)]
    seed: Option<u64>,
    /// Print the simulations of what near-sets section 8 leaves open instead
    #[arg(long)]
    simulate: bool,
}

/// Prints the acceptance table; a row over its figure is an error.
pub fn run(options: &Options) -> Result<()> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "red-team", "--"]).current_dir(paths::root());
    for (is_set, name) in [(options.short, "--short"), (options.simulate, "--simulate")] {
        if is_set {
            command.arg(name);
        }
    }
    if let Some(name) = &options.only {
        command.args(["--only", name]);
    }
    if let Some(seed) = options.seed {
        command.arg("--seed").arg(seed.to_string());
    }
    step("red team", || execute(&mut command))
}

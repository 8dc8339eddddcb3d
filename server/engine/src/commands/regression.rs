//! Models of the active dataset.

pub mod at_work;
mod choice;
mod decomposition;
mod discontinuity;
mod effects;
mod effects_of_units;
mod hazards;
mod instrumented;
mod instruments;
mod least_squares;
mod likelihood;
mod lines;
pub mod model;
mod outcomes;
mod panel;
mod predict;
mod regress;

pub(super) use regress::check_size;

use crate::command::{Command, Run};

/// The chapter's commands.
pub const COMMANDS: &[Command] = &[
    Command { name: "regress", run: Run::Analyse(regress::run) },
    Command { name: "regress-predict", run: Run::Transform(regress::run_predict) },
    Command { name: "logit", run: Run::Analyse(choice::LOGIT) },
    Command { name: "logit-predict", run: Run::Transform(choice::LOGIT_PREDICT) },
    Command { name: "probit", run: Run::Analyse(choice::PROBIT) },
    Command { name: "probit-predict", run: Run::Transform(choice::PROBIT_PREDICT) },
    Command { name: "mlogit", run: Run::Analyse(choice::MLOGIT) },
    Command { name: "mlogit-predict", run: Run::Transform(choice::MLOGIT_PREDICT) },
    Command { name: "poisson", run: Run::Analyse(choice::POISSON) },
    Command { name: "poisson-predict", run: Run::Transform(choice::POISSON_PREDICT) },
    Command { name: "negative-binomial", run: Run::Analyse(choice::NEGATIVE_BINOMIAL) },
    Command { name: "negative-binomial-predict", run: Run::Transform(choice::NEGATIVE_BINOMIAL_PREDICT) },
    Command { name: "ivregress", run: Run::Analyse(instruments::run) },
    Command { name: "ivregress-predict", run: Run::Transform(instruments::run_predict) },
    Command { name: "oaxaca", run: Run::Analyse(decomposition::run) },
    Command { name: "cox", run: Run::Analyse(hazards::run) },
    Command { name: "regress-panel", run: Run::Analyse(panel::run) },
    Command { name: "regress-panel-diff", run: Run::Analyse(panel::run_differences) },
    Command { name: "hausman", run: Run::Analyse(panel::run_hausman) },
    Command { name: "rdd", run: Run::Analyse(discontinuity::run) },
];

//! What a worker does with a run, seen from the queue: the queue knows nothing of scripts.

use wire::output::{Output, UsedDatabank};

use crate::Runner;
use crate::cancel::Cancel;

/// A run as a value: everything that a worker needs, in this process or another.
#[derive(Clone, Debug)]
pub struct Order {
    /// The run's random identifier.
    pub id: String,
    /// On whose behalf.
    pub runner: Runner,
    /// The script.
    pub script: String,
}

/// How work ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every command was answered.
    Done,
    /// A command stopped the script.
    Failed,
    /// The user gave it up.
    Cancelled,
}

/// Where work reports to while it goes on.
pub trait Report: Send {
    /// The databanks that the script has required so far.
    fn databanks(&mut self, databanks: Vec<UsedDatabank>);
    /// One more output.
    fn output(&mut self, output: Output);
    /// Statements done, of all.
    fn progress(&mut self, done: usize, of: usize);
}

/// Something that can carry out orders; several threads call it at once.
pub trait Work: Send + Sync + 'static {
    /// Carries out an order and reports what comes, until it ends or is cancelled.
    fn carry_out(&self, order: &Order, cancel: &Cancel, report: &mut dyn Report) -> Outcome;
}

//! What a worker does with a run, seen from the queue: the queue knows nothing of scripts.

use engine::Cancel;
use std::sync::Arc;
use std::time::{Duration, Instant};

use wire::output::{Output, RunDocument, UsedDatabank};
use wire::run::RunState;

use crate::Runner;
use crate::watch::Denial;

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

/// The end of a run, as it is written down before its runner hears of it.
#[derive(Clone, Debug)]
pub struct End {
    /// What was ordered.
    pub order: Arc<Order>,
    /// How it ended.
    pub state: RunState,
    /// What it answered.
    pub document: RunDocument,
    /// From the order to the end, on the grid on which results leave.
    pub latency: Duration,
}

/// The audit log was not written; the cause went to the restricted log under a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotWritten;

/// How an order is taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// How long it waits before it begins.
    pub wait: Duration,
    /// What its runner is told at once.
    pub remarks: Vec<Output>,
}

/// Why an order is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// It was not written down.
    NotWritten,
    /// Its account may not go on now.
    Denied(Denial),
}

impl From<NotWritten> for NotTaken {
    fn from(_: NotWritten) -> Self {
        NotTaken::NotWritten
    }
}

/// Where a job stands after a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The turn is over, the job is not.
    More,
    /// There is no memory for the next statement now; other runs have to end or go on first.
    Starved,
    /// It is over.
    Ended(Outcome),
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
    /// Decides whether an order is taken, and writes down, durably, that it is: before anything is done for it.
    ///
    /// # Errors
    /// If its account may not run now, or if it could not be written down; then it is not carried out.
    fn begins(&self, order: &Order) -> Result<Taken, NotTaken>;

    /// Writes down, durably, that runs are over: before anybody hears of it.
    ///
    /// # Errors
    /// If it could not be written down.
    fn ended(&self, ends: &[End]) -> Result<(), NotWritten>;

    /// Finishes what is done after answers left; the service is ending.
    fn settle(&self) {}

    /// Makes a job of an order; nothing is reported yet.
    fn open(&self, order: &Order, cancel: &Cancel) -> Box<dyn Job>;

    /// Carries out an order at one go and reports what comes, until it ends or is cancelled.
    fn carry_out(&self, order: &Order, cancel: &Cancel, report: &mut dyn Report) -> Outcome {
        let mut job = self.open(order, cancel);
        loop {
            match job.go_on(None, report) {
                Turn::Ended(outcome) => return outcome,
                Turn::More => {}
                Turn::Starved => return job.refuse(report),
            }
        }
    }
}

/// A run under way, a value that goes from worker to worker between its statements.
pub trait Job: Send {
    /// Goes on for one statement and, until the turn is over, for more.
    fn go_on(&mut self, until: Option<Instant>, report: &mut dyn Report) -> Turn;

    /// Ends a starved job: there will be no memory for it.
    fn refuse(&mut self, report: &mut dyn Report) -> Outcome;
}

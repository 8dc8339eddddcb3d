//! Whose turn it is: a runner has one run at work, and whoever has had the least working time goes next.
//!
//! Working time is counted by runner. One that had nothing to do begins at the time of the last turn, so that nobody saves up turns
//! or is starved; a run that takes long falls behind those that come after it and goes on between them. One worker is kept
//! free of runs that have taken long already ([`LONG`]), so that a short one need not wait for the end of a heavy statement.

use engine::Cancel;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use wire::run::RunState;

use crate::Runner;
use crate::desk::Desk;
use crate::work::{Job, Order};

/// Working time after which a run counts as long.
pub const LONG: Duration = Duration::from_millis(500);
/// Working time of a turn, if its statements allow.
pub const TURN: Duration = Duration::from_millis(10);

/// A run that is not over and that no worker is on.
pub struct Waiting {
    /// What was ordered.
    pub order: Arc<Order>,
    /// The flag that its job looks at.
    pub cancel: Cancel,
    /// What has become of it so far; `None`: it has not begun.
    pub job: Option<Box<dyn Job>>,
    /// Working time so far.
    pub worked: Duration,
    /// Whether it waits for memory until another run has gone on.
    pub is_starved: bool,
    /// It does not begin before.
    pub due: Instant,
}

impl Waiting {
    /// A run that has not begun, and does not before a moment.
    pub fn new(order: Arc<Order>, cancel: Cancel, due: Instant) -> Waiting {
        Waiting { order, cancel, job: None, worked: Duration::ZERO, is_starved: false, due }
    }

    /// Whether it has taken long already.
    pub fn is_long(&self) -> bool {
        self.worked >= LONG
    }
}

/// Everything that waits, in the order of submission, and how far each runner's time has come.
#[derive(Default)]
pub struct Turns {
    waiting: Vec<Waiting>,
    /// Working time of the runner who had the last turn.
    clock: Duration,
    /// Workers at runs that had taken long when their turn began.
    n_long: usize,
}

impl Turns {
    /// Adds a run that was just submitted.
    pub fn submit(&mut self, waiting: Waiting, desk: &mut Desk) {
        if desk.at_work.is_none() && !self.waiting.iter().any(|other| other.order.runner == waiting.order.runner) {
            desk.working_time = desk.working_time.max(self.clock);
        }
        self.waiting.push(waiting);
    }

    /// Takes the run whose turn it is, for one of `n_workers`.
    pub fn take(&mut self, desks: &mut HashMap<Runner, Desk>, n_workers: usize, now: Instant) -> Option<Waiting> {
        let leaves_one = self.n_long + 1 < n_workers || n_workers == 1;
        let may_go = |(place, waiting): &(usize, &Waiting)| {
            let desk = desks.get(&waiting.order.runner)?;
            let is_its_turn = match &desk.at_work {
                Some(id) => *id == waiting.order.id,
                None => !self.waiting.iter().take(*place).any(|other| other.order.runner == waiting.order.runner),
            };
            let is_ready = !waiting.is_starved && waiting.due <= now;
            let may = is_its_turn && !desk.has_worker && is_ready && (leaves_one || !waiting.is_long());
            may.then_some((desk.working_time, *place))
        };
        let (time, place) = self.waiting.iter().enumerate().filter_map(|entry| may_go(&entry)).min()?;
        let taken = self.waiting.remove(place);
        self.clock = self.clock.max(time);
        self.attend(&taken, desks);
        Some(taken)
    }

    /// A worker is on a run now.
    pub fn attend(&mut self, taken: &Waiting, desks: &mut HashMap<Runner, Desk>) {
        self.n_long += usize::from(taken.is_long());
        if let Some(desk) = desks.get_mut(&taken.order.runner) {
            desk.at_work = Some(taken.order.id.clone());
            desk.has_worker = true;
            desk.update(&taken.order.id, |answer, _| answer.state = RunState::Running);
        }
    }

    /// Counts a turn that a worker took with a run that was long before it or not.
    pub fn count(&mut self, was_long: bool, took: Duration, desk: &mut Desk) {
        self.n_long -= usize::from(was_long);
        desk.has_worker = false;
        desk.working_time += took;
    }

    /// A run went on or ended, so there may be memory for those that wait for it.
    pub fn feed(&mut self) {
        for waiting in &mut self.waiting {
            waiting.is_starved = false;
        }
    }

    /// Puts a run back that is not over.
    pub fn put_back(&mut self, waiting: Waiting) {
        // Before its runner's later ones.
        let first = self.waiting.iter().position(|other| other.order.runner == waiting.order.runner);
        self.waiting.insert(first.unwrap_or(self.waiting.len()), waiting);
    }

    /// Removes a run.
    pub fn remove(&mut self, runner: &Runner, id: &str) -> Option<Waiting> {
        let is_it = |waiting: &Waiting| waiting.order.id == id && waiting.order.runner == *runner;
        let place = self.waiting.iter().position(is_it)?;
        Some(self.waiting.remove(place))
    }

    /// Of the runs that wait for memory, if nothing can be taken and nobody is left who could give any back: the one that loses
    /// least by its end.
    pub fn victim(&mut self, desks: &HashMap<Runner, Desk>) -> Option<Waiting> {
        if desks.values().any(|desk| desk.has_worker) {
            return None;
        }
        let starved = self.waiting.iter().enumerate().filter(|(_, waiting)| waiting.is_starved);
        let (place, _) = starved.min_by_key(|(_, waiting)| waiting.worked)?;
        Some(self.waiting.remove(place))
    }

    /// Removes all.
    pub fn clear(&mut self) -> Vec<Waiting> {
        std::mem::take(&mut self.waiting)
    }

    /// When the next run that waits for its time may begin.
    pub fn next_due(&self, now: Instant) -> Option<Instant> {
        self.waiting.iter().map(|waiting| waiting.due).filter(|due| *due > now).min()
    }

    /// How many runs have not begun.
    pub fn n_new(&self) -> usize {
        self.waiting.iter().filter(|waiting| waiting.job.is_none()).count()
    }
}

//! The life of a worker: it takes the run whose turn it is, goes on with it for a while, and puts it back.
//!
//! Each worker has threads of its own for the kernels' parallel loops. With one pool for all, the loops of a short run would wait
//! behind those of a long one, which fill the pool's queues; so the system's scheduler shares the cores fairly between them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::PoisonError;
use std::time::Instant;

use rayon::{ThreadPool, ThreadPoolBuilder};
use wire::run::RunState;

use super::reporter::Reporter;
use super::turns::{TURN, Waiting};
use super::{Shared, State};
use crate::script_job::failure;
use crate::work::{Order, Outcome, Report as _, Turn};

impl Shared {
    /// Attends the queue until it is stopped.
    pub(super) fn attend(&self, number: usize) {
        let name = move |thread| format!("worker-{number}-{thread}");
        // Without threads of its own it works on the common ones.
        let pool = ThreadPoolBuilder::new().thread_name(name).build().ok();
        while let Some((waiting, is_refused)) = self.next() {
            self.turn(waiting, is_refused, pool.as_ref());
        }
    }

    /// Waits for a run whose turn it is, or that has to end because no memory will come free for it.
    fn next(&self) -> Option<(Waiting, bool)> {
        let mut state = self.lock();
        loop {
            if state.is_stopped {
                return None;
            }
            let (State { turns, desks, .. }, now) = (&mut *state, Instant::now());
            if let Some(taken) = turns.take(desks, self.n_workers, now) {
                return Some((taken, false));
            }
            if let Some(mut victim) = turns.victim(desks) {
                victim.is_starved = false;
                turns.attend(&victim, desks);
                return Some((victim, true));
            }
            state = match turns.next_due(now) {
                Some(due) => self.changed.wait_timeout(state, due - now).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// One turn with a run.
    fn turn(&self, mut waiting: Waiting, is_refused: bool, pool: Option<&ThreadPool>) {
        let (order, cancel, was_long) = (waiting.order.clone(), waiting.cancel.clone(), waiting.is_long());
        let mut job = waiting.job.take();
        let mut reporter = Reporter { shared: self, runner: &order.runner, id: &order.id };
        let began = Instant::now();
        let mut work = || {
            let job = job.get_or_insert_with(|| self.work.open(&order, &cancel));
            match is_refused {
                true => Turn::Ended(job.refuse(&mut reporter)),
                false => job.go_on(Some(began + TURN), &mut reporter),
            }
        };
        // A panic ends the run, not the worker; its text, which could hold anything, is dropped.
        let work = AssertUnwindSafe(|| match pool {
            Some(pool) => pool.install(work),
            None => work(),
        });
        let turn = catch_unwind(work).unwrap_or_else(|_| {
            reporter.output(failure());
            Turn::Ended(Outcome::Failed)
        });
        let took = began.elapsed();
        let is_given_up = |state: &mut State| state.is_stopped || state.desk(&order.runner).is_over(&order.id);
        let mut ended = match &turn {
            Turn::Ended(outcome) => Some(end(outcome)),
            Turn::More | Turn::Starved if is_given_up(&mut self.lock()) => Some(RunState::Cancelled),
            Turn::More | Turn::Starved => None,
        };
        if let Some(end) = &mut ended {
            // Its memory is given back, and its end written down, before anybody hears of it.
            job = None;
            self.close(&order, end, &mut reporter);
        }
        let mut state = self.lock();
        let State { turns, desks, n_finished, .. } = &mut *state;
        let desk = super::desk(desks, &order.runner);
        turns.count(was_long, took, desk);
        if turn != Turn::Starved || ended.is_some() {
            turns.feed();
        }
        match ended {
            Some(end) => {
                *n_finished += 1;
                desk.at_work = None;
                desk.finish(&order.id, end, Instant::now());
            }
            None => {
                waiting.job = job;
                waiting.worked += took;
                waiting.is_starved = turn == Turn::Starved;
                turns.put_back(waiting);
            }
        }
        drop(state);
        self.changed.notify_all();
    }
}

impl Shared {
    /// Writes the end of a run down. One whose end cannot be written down has failed.
    fn close(&self, order: &Order, state: &mut RunState, reporter: &mut Reporter<'_>) {
        let end = self.lock().desk(&order.runner).take_end(&order.id, *state, Instant::now());
        if !self.write_down(end.as_slice()) {
            reporter.output(failure());
            *state = RunState::Failed;
        }
    }
}

fn end(outcome: &Outcome) -> RunState {
    match outcome {
        Outcome::Done => RunState::Done,
        Outcome::Failed => RunState::Failed,
        Outcome::Cancelled => RunState::Cancelled,
    }
}

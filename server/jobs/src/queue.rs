//! The queue: runs wait, worker threads take them in turn, answers and events are kept for their runner.

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use language::span::{LineIndex, Span};
use text::Text;
use wire::output::{Body, DiagnosticOutput, Output, UsedDatabank};
use wire::run::{FinishedEvent, OutputEvent, Progress, ProgressEvent, RunAnswer, RunState};

use crate::Runner;
use crate::cancel::Cancel;
use crate::desk::Desk;
use crate::limits::{MOST_OPEN_RUNS, MOST_SCRIPT_BYTES};
use crate::stream::{Happening, Since};
use crate::work::{Order, Outcome, Report, Work};

/// Why a run was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmitRefusal {
    /// Longer than [`MOST_SCRIPT_BYTES`].
    #[error("the script is longer than {MOST_SCRIPT_BYTES} bytes")]
    TooLong,
    /// The runner has [`MOST_OPEN_RUNS`] open runs.
    #[error("{MOST_OPEN_RUNS} runs are open already")]
    TooManyOpen,
    /// The service is ending.
    #[error("the service is ending")]
    Stopped,
    /// The identifier is in use; identifiers are random, so this does not happen.
    #[error("the identifier is in use")]
    Duplicate,
}

impl SubmitRefusal {
    /// What people read.
    pub fn text(&self) -> Text {
        let nb = match self {
            SubmitRefusal::TooLong => format!("skriptet er lengre enn {MOST_SCRIPT_BYTES} byte"),
            SubmitRefusal::TooManyOpen => format!("{MOST_OPEN_RUNS} kjøringer er åpne allerede"),
            SubmitRefusal::Stopped => "tjenesten avslutter".to_owned(),
            SubmitRefusal::Duplicate => "identifikatoren er i bruk".to_owned(),
        };
        Text::new(nb, self.to_string())
    }
}

/// An event as it leaves, with its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbered {
    /// Its number in the runner's stream.
    pub number: u64,
    /// The event.
    pub event: Event,
}

/// An event.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An output came.
    Output(Box<OutputEvent>),
    /// A statement is done.
    Progress(ProgressEvent),
    /// The run is over.
    Finished(FinishedEvent),
    /// Events were lost: the reader reads its runs anew.
    Reset,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Runs that wait.
    pub waiting: usize,
    /// Runs that are worked on.
    pub working: usize,
    /// Runs that a worker ended since the start.
    pub finished: u64,
}

/// The queue with its workers. Cheap to clone; the workers end when [`Queue::stop`] is called.
#[derive(Clone)]
pub struct Queue {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    work: Box<dyn Work>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<(Order, Cancel)>,
    desks: HashMap<Runner, Desk>,
    n_finished: u64,
    is_stopped: bool,
}

impl Queue {
    /// Starts the workers.
    pub fn start(work: impl Work, n_workers: usize) -> Queue {
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), work: Box::new(work) });
        for number in 0..n_workers {
            let shared = shared.clone();
            let name = format!("worker-{number}");
            let started = thread::Builder::new().name(name).spawn(move || shared.attend());
            // Without threads nothing runs; the process that starts us sees its runs waiting and can say so.
            drop(started);
        }
        Queue { shared }
    }

    /// Whether a run would be taken now: asked before it is written down.
    ///
    /// # Errors
    /// [`SubmitRefusal`] says which bound it breaks.
    pub fn admits(&self, order: &Order) -> Result<(), SubmitRefusal> {
        self.shared.lock().admits(order)
    }

    /// Takes a run under a fresh random identifier.
    ///
    /// # Errors
    /// [`SubmitRefusal`] says which bound it breaks.
    pub fn submit(&self, order: Order) -> Result<(), SubmitRefusal> {
        let mut state = self.shared.lock();
        state.admits(&order)?;
        let desk = state.desk(&order.runner);
        if desk.run(&order.id).is_some() {
            return Err(SubmitRefusal::Duplicate);
        }
        let cancel = desk.add(&order.id, Instant::now());
        state.waiting.push_back((order, cancel));
        drop(state);
        self.shared.changed.notify_all();
        Ok(())
    }

    /// What a run of the runner has answered so far.
    pub fn answer(&self, runner: &Runner, id: &str) -> Option<RunAnswer> {
        let state = self.shared.lock();
        state.desks.get(runner)?.run(id).map(|kept| kept.answer.clone())
    }

    /// Gives a run up; false if the runner has no such run. One that is over stays as it is.
    pub fn cancel(&self, runner: &Runner, id: &str) -> bool {
        let mut state = self.shared.lock();
        let state = &mut *state;
        let Some(desk) = state.desks.get_mut(runner) else { return false };
        let Some(kept) = desk.run(id) else { return false };
        kept.cancel.cancel();
        let before = state.waiting.len();
        state.waiting.retain(|(order, _)| order.id != id);
        if state.waiting.len() < before {
            desk.finish(id, RunState::Cancelled, Instant::now());
        }
        self.shared.changed.notify_all();
        true
    }

    /// The number after which a new reader's events begin.
    pub fn newest_event(&self, runner: &Runner) -> u64 {
        self.shared.lock().desk(runner).stream.last()
    }

    /// The runner's events after a number, ready to be sent.
    pub fn events_after(&self, runner: &Runner, after: u64) -> Vec<Numbered> {
        let mut state = self.shared.lock();
        let desk = state.desk(runner);
        match desk.stream.since(after) {
            Since::Gap { next } => vec![Numbered { number: next, event: Event::Reset }],
            Since::Events(happenings) => happenings
                .into_iter()
                .filter_map(|(number, happening)| Some(Numbered { number, event: event(desk, happening)? }))
                .collect(),
        }
    }

    /// Waits until a run of the runner is over, telling progress as it changes. `None`: there is no such run.
    pub fn wait(&self, runner: &Runner, id: &str, mut progress: impl FnMut(Progress)) -> Option<RunAnswer> {
        let mut told = None;
        let mut state = self.shared.lock();
        loop {
            let answer = &state.desks.get(runner)?.run(id)?.answer;
            if told != Some(answer.progress) {
                told = Some(answer.progress);
                progress(answer.progress);
            }
            if answer.state.is_over() {
                return Some(answer.clone());
            }
            state = self.shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// How much there is to do, for operators.
    pub fn load(&self) -> Load {
        let state = self.shared.lock();
        let working = state.desks.values().filter(|desk| desk.is_busy).count();
        Load { waiting: state.waiting.len(), working, finished: state.n_finished }
    }

    /// Ends the workers after the run they are on; it and all that wait are cancelled.
    pub fn stop(&self) {
        let mut state = self.shared.lock();
        state.is_stopped = true;
        for (order, _) in std::mem::take(&mut state.waiting) {
            state.desk(&order.runner).finish(&order.id, RunState::Cancelled, Instant::now());
        }
        for desk in state.desks.values() {
            desk.cancel_all();
        }
        drop(state);
        self.shared.changed.notify_all();
    }
}

/// Puts the output or the end into an event; an answer that is not kept any more has none.
fn event(desk: &Desk, happening: Happening) -> Option<Event> {
    Some(match happening {
        Happening::Output { run, index } => {
            let output = desk.run(&run)?.answer.document.outputs.get(index)?.clone();
            Event::Output(Box::new(OutputEvent { run, index, output }))
        }
        Happening::Progress { run, done, of } => {
            Event::Progress(ProgressEvent { run, progress: Progress { done, of } })
        }
        Happening::Finished { run } => {
            let answer = &desk.run(&run)?.answer;
            let (state, databanks) = (answer.state, answer.document.databanks.clone());
            Event::Finished(FinishedEvent { run, state, databanks })
        }
    })
}

impl State {
    fn admits(&mut self, order: &Order) -> Result<(), SubmitRefusal> {
        if self.is_stopped {
            return Err(SubmitRefusal::Stopped);
        }
        if order.script.len() > MOST_SCRIPT_BYTES {
            return Err(SubmitRefusal::TooLong);
        }
        let n_open = self.desks.get(&order.runner).map_or(0, Desk::n_open);
        if n_open >= MOST_OPEN_RUNS { Err(SubmitRefusal::TooManyOpen) } else { Ok(()) }
    }

    fn desk(&mut self, runner: &Runner) -> &mut Desk {
        self.desks.entry(runner.clone()).or_insert_with(|| Desk::new(first_number()))
    }

    /// The first waiting run whose runner has no other at work.
    fn take(&mut self) -> Option<(Order, Cancel)> {
        let place = self
            .waiting
            .iter()
            .position(|(order, _)| self.desks.get(&order.runner).is_some_and(|desk| !desk.is_busy))?;
        let (order, cancel) = self.waiting.remove(place)?;
        let desk = self.desks.get_mut(&order.runner)?;
        desk.is_busy = true;
        desk.update(&order.id, |answer, _| answer.state = RunState::Running);
        Some((order, cancel))
    }
}

/// Numbers begin at the clock's milliseconds, so that a stream after a restart is above the one before it.
fn first_number() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_millis());
    u64::try_from(since).unwrap_or(1).max(1)
}

impl Shared {
    /// A poisoned lock is taken all the same: its holders only move finished values.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The life of a worker.
    fn attend(&self) {
        loop {
            let mut state = self.lock();
            let (order, cancel) = loop {
                if state.is_stopped {
                    return;
                }
                match state.take() {
                    Some(taken) => break taken,
                    None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                }
            };
            drop(state);
            let mut reporter = Reporter { shared: self, runner: &order.runner, id: &order.id };
            // A panic ends the run, not the worker; its text, which could hold anything, is dropped.
            let work = AssertUnwindSafe(|| self.work.carry_out(&order, &cancel, &mut reporter));
            let outcome = catch_unwind(work).unwrap_or_else(|_| {
                reporter.output(failure());
                Outcome::Failed
            });
            let mut state = self.lock();
            state.n_finished += 1;
            let desk = state.desk(&order.runner);
            desk.is_busy = false;
            desk.finish(&order.id, end(&outcome), Instant::now());
            drop(state);
            self.changed.notify_all();
        }
    }
}

/// What a runner reads of a failure of ours.
fn failure() -> Output {
    let diagnostic = language::codes::internal(Span::default(), "worker");
    Output {
        line: 1,
        command: String::new(),
        name: None,
        synthetic: false,
        protection: Vec::new(),
        body: Body::Diagnostic(DiagnosticOutput::new(&diagnostic, &LineIndex::new(""))),
    }
}

fn end(outcome: &Outcome) -> RunState {
    match outcome {
        Outcome::Done => RunState::Done,
        Outcome::Failed => RunState::Failed,
        Outcome::Cancelled => RunState::Cancelled,
    }
}

/// Writes what comes from the work to the runner's desk.
struct Reporter<'a> {
    shared: &'a Shared,
    runner: &'a Runner,
    id: &'a str,
}

impl Reporter<'_> {
    fn update(&self, change: impl FnOnce(&mut RunAnswer, &mut crate::stream::Stream)) {
        self.shared.lock().desk(self.runner).update(self.id, change);
        self.shared.changed.notify_all();
    }
}

impl Report for Reporter<'_> {
    fn databanks(&mut self, databanks: Vec<UsedDatabank>) {
        self.update(|answer, _| answer.document.databanks = databanks);
    }

    fn output(&mut self, output: Output) {
        let run = self.id.to_owned();
        self.update(|answer, stream| {
            let index = answer.document.outputs.len();
            answer.document.outputs.push(output);
            stream.push(Happening::Output { run, index });
        });
    }

    fn progress(&mut self, done: usize, of: usize) {
        let run = self.id.to_owned();
        self.update(|answer, stream| {
            answer.progress = Progress { done, of };
            stream.push(Happening::Progress { run, done, of });
        });
    }
}

#[cfg(test)]
mod tests;

//! The queue: runs wait, worker threads take turns with them, answers and events are kept for their runner.

mod reporter;
mod turns;
mod worker;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use engine::Cancel;
use text::Text;
use wire::run::{FinishedEvent, OutputEvent, Progress, ProgressEvent, RunAnswer, RunState};

use self::turns::{Turns, Waiting};
use crate::Runner;
use crate::desk::Desk;
use crate::limits::{MOST_OPEN_RUNS, MOST_SCRIPT_BYTES};
use crate::stream::{Happening, Since};
use crate::watch::Denial;
use crate::work::{End, NotTaken, Order, Work};

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
    /// The audit log cannot be written: nothing runs without it.
    #[error(
        "the audit log cannot be written; nothing runs without it (`skjerm audit verify` says what is wrong with it)"
    )]
    NotWritten,
    /// The account may not go on now.
    #[error("{}", .0.text().get(text::Locale::En))]
    Denied(Denial),
}

impl From<NotTaken> for SubmitRefusal {
    fn from(reason: NotTaken) -> Self {
        match reason {
            NotTaken::NotWritten => SubmitRefusal::NotWritten,
            NotTaken::Denied(denial) => SubmitRefusal::Denied(denial),
        }
    }
}

impl SubmitRefusal {
    /// What people read.
    pub fn text(&self) -> Text {
        let nb = match self {
            SubmitRefusal::Denied(denial) => return denial.text(),
            SubmitRefusal::TooLong => format!("skriptet er lengre enn {MOST_SCRIPT_BYTES} byte"),
            SubmitRefusal::TooManyOpen => format!("{MOST_OPEN_RUNS} kjøringer er åpne allerede"),
            SubmitRefusal::Stopped => "tjenesten avslutter".to_owned(),
            SubmitRefusal::Duplicate => "identifikatoren er i bruk".to_owned(),
            SubmitRefusal::NotWritten => {
                "revisjonsloggen kan ikke skrives; uten den kjøres ingenting (`skjerm audit verify` sier hva som er galt med den)"
                    .to_owned()
            }
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
    /// Runs that have not begun.
    pub waiting: usize,
    /// Runs that have begun and are not over.
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
    n_workers: usize,
}

#[derive(Default)]
struct State {
    turns: Turns,
    desks: HashMap<Runner, Desk>,
    n_finished: u64,
    is_stopped: bool,
}

impl Queue {
    /// Starts the workers.
    pub fn start(work: impl Work, n_workers: usize) -> Queue {
        let work = Box::new(work);
        let shared = Arc::new(Shared { state: Mutex::default(), changed: Condvar::new(), work, n_workers });
        for number in 0..n_workers {
            let shared = shared.clone();
            let name = format!("worker-{number}");
            let started = thread::Builder::new().name(name).spawn(move || shared.attend(number));
            // Without threads nothing runs; the process that starts us sees its runs waiting and can say so.
            drop(started);
        }
        Queue { shared }
    }

    /// Takes a run under a fresh random identifier and writes it down. What is not taken is not written down either. Blocks until
    /// the record is durable.
    ///
    /// # Errors
    /// [`SubmitRefusal`] says which bound it breaks.
    pub fn submit(&self, order: Order) -> Result<(), SubmitRefusal> {
        let cancel = self.shared.lock().reserve(&order)?;
        let order = Arc::new(order);
        let taken = match self.shared.work.begins(&order) {
            Ok(taken) => taken,
            Err(reason) => {
                self.shared.lock().desk(&order.runner).forget(&order.id);
                return Err(reason.into());
            }
        };
        let mut state = self.shared.lock();
        let State { turns, desks, .. } = &mut *state;
        let desk = desk(desks, &order.runner);
        desk.opened(&order);
        if desk.is_over(&order.id) {
            // The service began to end meanwhile.
            let end = desk.take_end(&order.id, RunState::Cancelled, Instant::now());
            drop(state);
            self.shared.write_down(end.as_slice());
            return Err(SubmitRefusal::Stopped);
        }
        taken.remarks.into_iter().for_each(|remark| desk.tell(&order.id, remark));
        turns.submit(Waiting::new(order, cancel, Instant::now() + taken.wait), desk);
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
    ///
    /// It is over for its runner at once. A worker that is on it notices within 200 ms; what it still answers is dropped, and the
    /// worker writes the end down. The end of one that waits is written down here.
    pub fn cancel(&self, runner: &Runner, id: &str) -> bool {
        let mut state = self.shared.lock();
        let State { turns, desks, .. } = &mut *state;
        let Some(desk) = desks.get_mut(runner) else { return false };
        let Some(kept) = desk.run(id) else { return false };
        if desk.is_ending(id) {
            return true;
        }
        kept.cancel.cancel();
        let removed = turns.remove(runner, id);
        let had_begun = removed.as_ref().is_some_and(|waiting| waiting.job.is_some());
        // A session that had begun can be large: it goes when nobody waits for the lock, and its runner's turn with it.
        desk.has_worker |= had_begun;
        let now = Instant::now();
        desk.finish(id, RunState::Cancelled, now);
        let end = removed.is_some().then(|| desk.take_end(id, RunState::Cancelled, now)).flatten();
        drop(state);
        drop(removed);
        self.shared.write_down(end.as_slice());
        if had_begun {
            let mut state = self.shared.lock();
            let desk = state.desk(runner);
            (desk.at_work, desk.has_worker) = (None, false);
            state.turns.feed();
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
        let working = state.desks.values().filter(|desk| desk.at_work.is_some()).count();
        Load { waiting: state.turns.n_new(), working, finished: state.n_finished }
    }

    /// Ends the workers after the turns they are on; all runs that are not over are cancelled.
    pub fn stop(&self) {
        let (now, mut ends) = (Instant::now(), Vec::new());
        let mut state = self.shared.lock();
        state.is_stopped = true;
        let waiting = state.turns.clear();
        for desk in state.desks.values_mut() {
            desk.cancel_all(now);
            ends.extend(desk.take_ends(RunState::Cancelled, now));
        }
        drop(state);
        drop(waiting);
        self.shared.changed.notify_all();
        self.shared.write_down(&ends);
        self.shared.work.settle();
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

    /// Puts a run that is taken on its runner's desk; it does not wait for its turn yet.
    fn reserve(&mut self, order: &Order) -> Result<Cancel, SubmitRefusal> {
        self.admits(order)?;
        let desk = self.desk(&order.runner);
        if desk.run(&order.id).is_some() {
            return Err(SubmitRefusal::Duplicate);
        }
        Ok(desk.add(&order.id, Instant::now()))
    }

    fn desk(&mut self, runner: &Runner) -> &mut Desk {
        desk(&mut self.desks, runner)
    }
}

fn desk<'d>(desks: &'d mut HashMap<Runner, Desk>, runner: &Runner) -> &'d mut Desk {
    desks.entry(runner.clone()).or_insert_with(|| Desk::new(first_number()))
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

    /// Writes ends down; whether that went well. A panic counts as a failure, not as the end of who called.
    fn write_down(&self, ends: &[End]) -> bool {
        let write = AssertUnwindSafe(|| ends.is_empty() || self.work.ended(ends).is_ok());
        catch_unwind(write).unwrap_or(false)
    }
}

#[cfg(test)]
mod tests;

//! What the service holds for one runner: runs with their answers, and the stream of events.

use engine::Cancel;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use wire::output::{Output, RunDocument};
use wire::run::{Progress, RunAnswer, RunState};

use crate::limits::{KEPT_FOR, MOST_KEPT_RUNS, TICK};
use crate::stream::{Happening, Stream};
use crate::work::{End, Order};

/// One run with what it has answered so far.
pub struct Kept {
    /// The answer as it is read.
    pub answer: RunAnswer,
    /// The flag that the work looks at.
    pub cancel: Cancel,
    began: Instant,
    ended: Option<Instant>,
    record: Record,
}

/// What the audit log knows of a run.
enum Record {
    /// Its beginning is being written.
    Beginning,
    /// Its beginning.
    Open(Arc<Order>),
    /// Its end too, or that is being written.
    Closed,
}

/// Runs and events of one runner.
pub struct Desk {
    runs: HashMap<String, Kept>,
    /// Oldest first.
    order: VecDeque<String>,
    /// The events.
    pub stream: Stream,
    /// The run that has begun and is not over: a runner has one at a time.
    pub at_work: Option<String>,
    /// Whether a worker is on it now.
    pub has_worker: bool,
    /// Working time that the runner has had, for whose turn it is.
    pub working_time: Duration,
}

impl Desk {
    /// An empty desk whose events are numbered from `first`.
    pub fn new(first: u64) -> Desk {
        Desk {
            runs: HashMap::new(),
            order: VecDeque::new(),
            stream: Stream::new(first),
            at_work: None,
            has_worker: false,
            working_time: Duration::ZERO,
        }
    }

    /// Runs that are not over.
    pub fn n_open(&self) -> usize {
        self.runs.values().filter(|kept| !kept.answer.state.is_over()).count()
    }

    /// Puts a new run on the desk and takes the oldest finished ones off it.
    pub fn add(&mut self, id: &str, now: Instant) -> Cancel {
        let cancel = Cancel::default();
        let answer = RunAnswer {
            id: id.to_owned(),
            state: RunState::Queued,
            progress: Progress::default(),
            document: RunDocument::default(),
        };
        let kept = Kept { answer, cancel: cancel.clone(), began: now, ended: None, record: Record::Beginning };
        self.runs.insert(id.to_owned(), kept);
        self.order.push_back(id.to_owned());
        self.tidy(now);
        cancel
    }

    /// Takes a run off the desk whose beginning could not be written down.
    pub fn forget(&mut self, id: &str) {
        self.runs.remove(id);
        self.order.retain(|kept| kept != id);
    }

    /// The beginning of a run is written down.
    pub fn opened(&mut self, order: &Arc<Order>) {
        if let Some(kept) = self.runs.get_mut(&order.id) {
            kept.record = Record::Open(order.clone());
        }
    }

    /// Adds an output to a run's answer.
    pub fn tell(&mut self, id: &str, output: Output) {
        self.update(id, |answer, stream| {
            let index = answer.document.outputs.len();
            answer.document.outputs.push(output);
            stream.push(Happening::Output { run: id.to_owned(), index });
        });
    }

    /// The end of a run, to be written down by who gets it: once. A run that was given up ends so whatever its work did.
    pub fn take_end(&mut self, id: &str, state: RunState, now: Instant) -> Option<End> {
        let kept = self.runs.get_mut(id)?;
        let order = match std::mem::replace(&mut kept.record, Record::Closed) {
            Record::Open(order) => order,
            other => {
                kept.record = other;
                return None;
            }
        };
        let state = if kept.answer.state.is_over() { kept.answer.state } else { state };
        let latency = on_the_grid(kept.ended.unwrap_or(now).saturating_duration_since(kept.began));
        Some(End { order, state, document: kept.answer.document.clone(), latency })
    }

    /// The ends of all runs that are written down as begun and not as over.
    pub fn take_ends(&mut self, state: RunState, now: Instant) -> Vec<End> {
        let open: Vec<String> = self.order.iter().cloned().collect();
        open.iter().filter_map(|id| self.take_end(id, state, now)).collect()
    }

    /// Whether the end of a run is being written down: it is too late to give it up.
    pub fn is_ending(&self, id: &str) -> bool {
        self.runs.get(id).is_some_and(|kept| matches!(kept.record, Record::Closed))
    }

    /// A run.
    pub fn run(&self, id: &str) -> Option<&Kept> {
        self.runs.get(id)
    }

    /// Changes a run that is not over; what comes after its end is dropped.
    pub fn update(&mut self, id: &str, change: impl FnOnce(&mut RunAnswer, &mut Stream)) {
        if let Some(kept) = self.runs.get_mut(id).filter(|kept| !kept.answer.state.is_over()) {
            change(&mut kept.answer, &mut self.stream);
        }
    }

    /// Ends a run, once.
    pub fn finish(&mut self, id: &str, state: RunState, now: Instant) {
        if let Some(kept) = self.runs.get_mut(id).filter(|kept| !kept.answer.state.is_over()) {
            kept.answer.state = state;
            kept.ended = Some(now);
            self.stream.push(Happening::Finished { run: id.to_owned() });
        }
    }

    /// Asks every run that is not over to stop; they are over for their runner at once.
    pub fn cancel_all(&mut self, now: Instant) {
        let open: Vec<String> =
            self.runs.iter().filter(|run| !run.1.answer.state.is_over()).map(|run| run.0.clone()).collect();
        for id in open {
            if let Some(kept) = self.runs.get(&id) {
                kept.cancel.cancel();
            }
            self.finish(&id, RunState::Cancelled, now);
        }
    }

    /// Whether a run is over; one that is not kept any more is.
    pub fn is_over(&self, id: &str) -> bool {
        self.runs.get(id).is_none_or(|kept| kept.answer.state.is_over())
    }

    fn tidy(&mut self, now: Instant) {
        let mut surplus = self.order.len().saturating_sub(MOST_KEPT_RUNS);
        self.order.retain(|id| {
            // One that was given up stays until its worker has written its end down.
            let closed = self.runs.get(id).filter(|kept| !matches!(kept.record, Record::Open(_)));
            let ended = closed.and_then(|kept| kept.ended);
            let is_old = ended.is_some_and(|ended| now.duration_since(ended) > KEPT_FOR);
            let goes = is_old || (ended.is_some() && surplus > 0);
            if goes {
                surplus = surplus.saturating_sub(1);
                self.runs.remove(id);
            }
            !goes
        });
    }
}

/// A time rounded up to the grid on which results leave.
fn on_the_grid(time: Duration) -> Duration {
    let ticks = time.as_millis().div_ceil(TICK.as_millis());
    TICK * u32::try_from(ticks).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Runner;

    #[test]
    fn the_oldest_finished_runs_go_first_and_open_ones_stay() {
        let now = Instant::now();
        let mut desk = Desk::new(1);
        desk.add("open", now);
        for number in 0..=MOST_KEPT_RUNS {
            let id = format!("run{number}");
            desk.add(&id, now);
            desk.finish(&id, RunState::Done, now);
        }
        desk.add("last", now);
        assert!(desk.run("open").is_some());
        assert!(desk.run("run0").is_none());
        assert!(desk.run(&format!("run{MOST_KEPT_RUNS}")).is_some());
        assert_eq!(desk.n_open(), 2);
    }

    #[test]
    fn old_answers_go_and_ends_are_final() {
        let now = Instant::now();
        let mut desk = Desk::new(1);
        desk.add("one", now);
        desk.finish("one", RunState::Cancelled, now);
        desk.finish("one", RunState::Done, now);
        assert_eq!(desk.run("one").unwrap().answer.state, RunState::Cancelled);
        desk.add("two", now + KEPT_FOR + std::time::Duration::from_secs(1));
        assert!(desk.run("one").is_none());
    }

    #[test]
    fn the_end_of_a_run_is_taken_once_and_told_on_the_grid() {
        let now = Instant::now();
        let mut desk = Desk::new(1);
        let order = |id: &str| Arc::new(Order { id: id.to_owned(), runner: Runner::Operator, script: String::new() });
        desk.add("one", now);
        assert!(desk.take_end("one", RunState::Done, now).is_none() && !desk.is_ending("one"));
        desk.opened(&order("one"));
        let end = desk.take_end("one", RunState::Done, now + Duration::from_millis(101)).unwrap();
        assert_eq!((end.state, end.latency), (RunState::Done, 2 * TICK));
        assert!(desk.is_ending("one") && desk.take_end("one", RunState::Done, now).is_none());
        desk.add("two", now);
        desk.opened(&order("two"));
        desk.finish("two", RunState::Cancelled, now);
        let ends = desk.take_ends(RunState::Done, now + KEPT_FOR);
        assert_eq!((ends.len(), ends[0].state, ends[0].latency), (1, RunState::Cancelled, Duration::ZERO));
        desk.add("three", now);
        desk.forget("three");
        assert!(desk.run("three").is_none() && desk.take_ends(RunState::Done, now).is_empty());
    }
}

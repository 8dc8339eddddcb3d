//! What the service holds for one runner: runs with their answers, and the stream of events.

use engine::Cancel;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use wire::output::RunDocument;
use wire::run::{Progress, RunAnswer, RunState};

use crate::limits::{KEPT_FOR, MOST_KEPT_RUNS};
use crate::stream::{Happening, Stream};

/// One run with what it has answered so far.
pub struct Kept {
    /// The answer as it is read.
    pub answer: RunAnswer,
    /// The flag that the work looks at.
    pub cancel: Cancel,
    ended: Option<Instant>,
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
        self.runs.insert(id.to_owned(), Kept { answer, cancel: cancel.clone(), ended: None });
        self.order.push_back(id.to_owned());
        self.tidy(now);
        cancel
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
            let ended = self.runs.get(id).and_then(|kept| kept.ended);
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

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
}

//! The numbered stream of events of one runner: a bounded memory from which a broken connection resumes.

use std::collections::VecDeque;

use crate::limits::MOST_EVENTS;

/// What happened; outputs stay in their run's document and are looked up when the event is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// An output came: its place in the document.
    Output {
        /// The run.
        run: String,
        /// From 0.
        index: usize,
    },
    /// A statement is done.
    Progress {
        /// The run.
        run: String,
        /// Statements done.
        done: usize,
        /// All statements.
        of: usize,
    },
    /// The run is over.
    Finished {
        /// The run.
        run: String,
    },
}

/// A runner's events, numbered without gaps.
#[derive(Debug)]
pub struct Stream {
    events: VecDeque<(u64, Happening)>,
    next: u64,
}

/// What came after a number.
#[derive(Debug, PartialEq, Eq)]
pub enum Since {
    /// These events, perhaps none.
    Events(Vec<(u64, Happening)>),
    /// Some of them are forgotten, or the number is from another time: the reader has to read its runs anew and go on
    /// from `next`.
    Gap {
        /// The number before the next event.
        next: u64,
    },
}

impl Stream {
    /// An empty stream whose first event gets `first`; later streams of the same runner must begin higher.
    pub fn new(first: u64) -> Stream {
        Stream { events: VecDeque::new(), next: first }
    }

    /// Adds an event.
    pub fn push(&mut self, happening: Happening) {
        self.events.push_back((self.next, happening));
        self.next += 1;
        if self.events.len() > MOST_EVENTS {
            self.events.pop_front();
        }
    }

    /// The number of the newest event, or of the one before the first.
    pub fn last(&self) -> u64 {
        self.next - 1
    }

    /// Events after a number.
    pub fn since(&self, after: u64) -> Since {
        let oldest = self.events.front().map_or(self.next, |(number, _)| *number);
        if after + 1 < oldest || after >= self.next {
            return Since::Gap { next: self.last() };
        }
        let place = self.events.partition_point(|(number, _)| *number <= after);
        Since::Events(self.events.range(place..).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress(done: usize) -> Happening {
        Happening::Progress { run: "r".into(), done, of: 9 }
    }

    #[test]
    fn a_reader_gets_what_came_after_its_number() {
        let mut stream = Stream::new(100);
        for done in 0..3 {
            stream.push(progress(done));
        }
        assert_eq!(stream.since(100), Since::Events(vec![(101, progress(1)), (102, progress(2))]));
        assert_eq!(stream.since(102), Since::Events(Vec::new()));
        assert_eq!(stream.since(99), Since::Events(vec![(100, progress(0)), (101, progress(1)), (102, progress(2))]));
    }

    #[test]
    fn forgotten_and_foreign_numbers_are_a_gap() {
        let mut stream = Stream::new(100);
        assert_eq!(stream.since(99), Since::Events(Vec::new()));
        assert_eq!(stream.since(7), Since::Gap { next: 99 });
        assert_eq!(stream.since(5_000), Since::Gap { next: 99 });
        for done in 0..=MOST_EVENTS {
            stream.push(progress(done));
        }
        assert_eq!(stream.since(99), Since::Gap { next: stream.last() });
        assert!(matches!(stream.since(100), Since::Events(events) if events.len() == MOST_EVENTS));
    }
}

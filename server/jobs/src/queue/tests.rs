//! The queue with work that does what its script says.

#![allow(clippy::unwrap_used, clippy::panic)]

use engine::Cancel;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wire::output::{Body, Output, WireText};

use super::*;
use crate::watch::Denial;
use crate::work::{Job, NotTaken, NotWritten, Outcome, Report, Taken, Turn};

mod delays;

/// `say X` gives an output, `wait` waits to be cancelled, `work N` takes N ms, `fail` fails, `panic` panics, `eat` needs memory of which
/// there is one helping, kept until the run ends.
#[derive(Default)]
struct Puppet {
    eaten: Arc<AtomicBool>,
    book: Arc<Book>,
}

/// What was written down, in order, and whether the book is full.
#[derive(Default)]
struct Book {
    lines: Mutex<Vec<String>>,
    is_full: AtomicBool,
}

impl Book {
    fn write(&self, line: String) -> Result<(), NotWritten> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(NotWritten);
        }
        self.lines.lock().unwrap().push(line);
        Ok(())
    }

    fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

struct Play {
    lines: Vec<String>,
    place: usize,
    cancel: Cancel,
    eaten: Arc<AtomicBool>,
    has_eaten: bool,
}

impl Work for Puppet {
    fn begins(&self, order: &Order) -> Result<Taken, NotTaken> {
        if order.script.contains("denied") {
            return Err(NotTaken::Denied(Denial::UnderReview));
        }
        self.book.write(format!("{} begins", order.id))?;
        let is_delayed = order.script.contains("delayed");
        let wait = Duration::from_millis(if is_delayed { 300 } else { 0 });
        Ok(Taken { wait, remarks: is_delayed.then(|| text(1, "wait a little")).into_iter().collect() })
    }

    fn ended(&self, ends: &[End]) -> Result<(), NotWritten> {
        let told = |end: &End| format!("{} {:?} {}", end.order.id, end.state, end.document.outputs.len());
        ends.iter().try_for_each(|end| self.book.write(told(end)))
    }

    fn open(&self, order: &Order, cancel: &Cancel) -> Box<dyn Job> {
        let lines = order.script.lines().map(str::to_owned).collect();
        Box::new(Play { lines, place: 0, cancel: cancel.clone(), eaten: self.eaten.clone(), has_eaten: false })
    }
}

impl Job for Play {
    fn go_on(&mut self, _: Option<Instant>, report: &mut dyn Report) -> Turn {
        let Some(line) = self.lines.get(self.place) else { return Turn::Ended(Outcome::Done) };
        match line.split_once(' ') {
            Some(("say", words)) => report.output(text(self.place + 1, words)),
            Some(("work", time)) => thread::sleep(Duration::from_millis(time.parse().unwrap())),
            _ if line == "eat" => {
                if self.eaten.swap(true, Ordering::SeqCst) {
                    return Turn::Starved;
                }
                self.has_eaten = true;
            }
            _ if line == "fail" => return Turn::Ended(Outcome::Failed),
            _ if line == "panic" => panic!("a value of a unit"),
            _ => {
                while !self.cancel.is_cancelled() {
                    thread::sleep(Duration::from_millis(2));
                }
                return Turn::Ended(Outcome::Cancelled);
            }
        }
        self.place += 1;
        report.progress(self.place, self.lines.len());
        if self.place < self.lines.len() { Turn::More } else { Turn::Ended(Outcome::Done) }
    }

    fn refuse(&mut self, report: &mut dyn Report) -> Outcome {
        report.output(text(self.place + 1, "hungry"));
        Outcome::Failed
    }
}

impl Drop for Play {
    fn drop(&mut self) {
        if self.has_eaten {
            self.eaten.store(false, Ordering::SeqCst);
        }
    }
}

fn text(line: usize, words: &str) -> Output {
    let markdown = WireText { nb: words.to_owned(), en: words.to_owned() };
    Output {
        line,
        command: words.to_owned(),
        name: None,
        synthetic: false,
        protection: Vec::new(),
        noise: None,
        body: Body::Text { markdown },
    }
}

fn order(runner: &Runner, id: &str, script: &str) -> Order {
    Order { id: id.to_owned(), runner: runner.clone(), script: script.to_owned() }
}

fn user(name: &str) -> Runner {
    Runner::User(name.to_owned())
}

#[test]
fn outputs_and_events_come_in_order_and_only_to_their_runner() {
    let queue = Queue::start(Puppet::default(), 2);
    let (kari, ola) = (user("kari"), user("ola"));
    let start = queue.newest_event(&kari);
    queue.submit(order(&kari, "r", "say a\nsay b\nfail\nsay c")).unwrap();
    let answer = queue.wait(&kari, "r", |_| {}).unwrap();
    assert_eq!(answer.state, RunState::Failed);
    assert_eq!(answer.document.outputs.len(), 2);
    let events = queue.events_after(&kari, start);
    let numbers: Vec<u64> = events.iter().map(|event| event.number).collect();
    assert_eq!(numbers, (start + 1..start + 6).collect::<Vec<_>>());
    assert!(matches!(&events[2].event, Event::Output(output) if output.index == 1 && output.output.line == 2));
    assert!(matches!(&events[4].event, Event::Finished(end) if end.state == RunState::Failed));
    assert_eq!(queue.events_after(&kari, start + 4).len(), 1);
    assert!(queue.answer(&ola, "r").is_none());
    assert!(!queue.cancel(&ola, "r"));
    queue.stop();
}

#[test]
fn a_running_and_a_waiting_run_can_be_given_up() {
    let queue = Queue::start(Puppet::default(), 1);
    let kari = user("kari");
    queue.submit(order(&kari, "first", "say a\nwait")).unwrap();
    queue.submit(order(&kari, "second", "say b")).unwrap();
    assert!(queue.cancel(&kari, "second"));
    assert_eq!(queue.answer(&kari, "second").unwrap().state, RunState::Cancelled);
    let asked = Instant::now();
    assert!(queue.cancel(&kari, "first"));
    assert_eq!(queue.wait(&kari, "first", |_| {}).unwrap().state, RunState::Cancelled);
    assert!(asked.elapsed() < Duration::from_millis(200));
    queue.stop();
}

#[test]
fn a_panic_ends_the_run_and_nothing_else() {
    let queue = Queue::start(Puppet::default(), 1);
    let kari = user("kari");
    queue.submit(order(&kari, "bad", "say a\npanic")).unwrap();
    queue.submit(order(&kari, "good", "say b")).unwrap();
    let bad = queue.wait(&kari, "bad", |_| {}).unwrap();
    assert_eq!((bad.state, bad.document.outputs.len()), (RunState::Failed, 2));
    let last = format!("{:?}", bad.document.outputs[1].body);
    assert!(last.contains("internal") && !last.contains("a value of a unit"), "{last}");
    assert_eq!(queue.wait(&kari, "good", |_| {}).unwrap().state, RunState::Done);
    assert_eq!(queue.load(), Load { waiting: 0, working: 0, finished: 2 });
    queue.stop();
}

#[test]
fn stopping_leaves_nobody_waiting() {
    let queue = Queue::start(Puppet::default(), 1);
    let kari = user("kari");
    queue.submit(order(&kari, "first", "wait")).unwrap();
    queue.submit(order(&kari, "second", "say b")).unwrap();
    queue.stop();
    for id in ["first", "second"] {
        assert_eq!(queue.wait(&kari, id, |_| {}).unwrap().state, RunState::Cancelled);
    }
    assert_eq!(queue.submit(order(&kari, "third", "say c")), Err(SubmitRefusal::Stopped));
}

#[test]
fn one_runner_cannot_take_all_workers() {
    let queue = Queue::start(Puppet::default(), 2);
    let (kari, ola) = (user("kari"), user("ola"));
    for id in ["a", "b", "c"] {
        queue.submit(order(&kari, id, "wait")).unwrap();
    }
    queue.submit(order(&ola, "quick", "say hello")).unwrap();
    assert_eq!(queue.wait(&ola, "quick", |_| {}).unwrap().state, RunState::Done);
    assert_eq!(queue.answer(&kari, "b").unwrap().state, RunState::Queued);
    queue.stop();
}

#[test]
fn bounds_are_kept() {
    let queue = Queue::start(Puppet::default(), 1);
    let kari = user("kari");
    let long = order(&kari, "long", &"x".repeat(MOST_SCRIPT_BYTES + 1));
    assert_eq!(queue.submit(long), Err(SubmitRefusal::TooLong));
    for number in 0..MOST_OPEN_RUNS {
        queue.submit(order(&kari, &number.to_string(), "wait")).unwrap();
    }
    assert_eq!(queue.submit(order(&kari, "one more", "wait")), Err(SubmitRefusal::TooManyOpen));
    queue.stop();
}

#[test]
fn a_short_run_does_not_wait_for_long_ones() {
    let queue = Queue::start(Puppet::default(), 2);
    let slow = "work 20\n".repeat(100);
    let long: Vec<Runner> = (0..3).map(|number| user(&format!("long{number}"))).collect();
    for runner in &long {
        queue.submit(order(runner, &format!("of {runner}"), &slow)).unwrap();
    }
    // All have begun, and have taken long enough to be known as long.
    let has_begun = |runner: &Runner| queue.answer(runner, &format!("of {runner}")).unwrap().progress.done > 30;
    while !long.iter().all(has_begun) {
        thread::sleep(Duration::from_millis(5));
    }
    let quick = user("quick");
    let asked = Instant::now();
    for number in 0..5 {
        let id = number.to_string();
        queue.submit(order(&quick, &id, "say a\nsay b")).unwrap();
        assert_eq!(queue.wait(&quick, &id, |_| {}).unwrap().state, RunState::Done);
    }
    let took = asked.elapsed();
    assert!(took < Duration::from_millis(200), "five short runs took {took:?}");
    let is_open = |runner: &Runner| queue.answer(runner, &format!("of {runner}")).unwrap().state == RunState::Running;
    assert!(long.iter().all(is_open), "the long ones were to be at work still");
    queue.stop();
}

#[test]
fn runners_get_the_same_working_time() {
    let queue = Queue::start(Puppet::default(), 1);
    let (kari, ola) = (user("kari"), user("ola"));
    queue.submit(order(&kari, "k", &"work 5\n".repeat(200))).unwrap();
    queue.submit(order(&ola, "o", &"work 10\n".repeat(200))).unwrap();
    let done = |runner: &Runner, id: &str| queue.answer(runner, id).unwrap().progress.done;
    while done(&kari, "k") < 60 {
        thread::sleep(Duration::from_millis(2));
    }
    let other = done(&ola, "o");
    assert!((25..=35).contains(&other), "{other} statements of twice the time");
    queue.stop();
}

#[test]
fn who_waits_for_memory_goes_on_when_another_ends() {
    let queue = Queue::start(Puppet::default(), 2);
    let (kari, ola) = (user("kari"), user("ola"));
    queue.submit(order(&kari, "first", &format!("eat\n{}", "work 2\n".repeat(20)))).unwrap();
    while queue.answer(&kari, "first").unwrap().progress.done == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    queue.submit(order(&ola, "second", "say a\neat\nsay b")).unwrap();
    let second = queue.wait(&ola, "second", |_| {}).unwrap();
    assert_eq!((second.state, second.document.outputs.len()), (RunState::Done, 2));
    assert_eq!(queue.wait(&kari, "first", |_| {}).unwrap().state, RunState::Done);
    queue.stop();
}

#[test]
fn runs_that_starve_each_other_end_one_by_one() {
    let queue = Queue::start(Puppet::default(), 2);
    let (kari, ola) = (user("kari"), user("ola"));
    // Each second helping waits for the other run to end, which waits too: here for itself already.
    queue.submit(order(&kari, "k", "eat\nwork 20\neat")).unwrap();
    let answer = queue.wait(&kari, "k", |_| {}).unwrap();
    assert_eq!((answer.state, answer.document.outputs.len()), (RunState::Failed, 1));
    queue.submit(order(&ola, "o", "eat\nsay a")).unwrap();
    assert_eq!(queue.wait(&ola, "o", |_| {}).unwrap().state, RunState::Done);
    // Two that wait for each other: at least one is ended, and nobody waits for ever.
    queue.submit(order(&kari, "k2", "eat\nwork 5\neat")).unwrap();
    queue.submit(order(&ola, "o2", "work 1\neat\nwork 5\nsay a")).unwrap();
    assert_eq!(queue.wait(&kari, "k2", |_| {}).unwrap().state, RunState::Failed);
    assert!(queue.wait(&ola, "o2", |_| {}).unwrap().state.is_over());
    queue.stop();
}

#[test]
fn a_run_that_waits_between_its_turns_can_be_given_up() {
    let queue = Queue::start(Puppet::default(), 1);
    let (kari, ola) = (user("kari"), user("ola"));
    queue.submit(order(&kari, "k", &"work 1\n".repeat(1_000))).unwrap();
    while queue.answer(&kari, "k").unwrap().progress.done == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    queue.submit(order(&ola, "o", "wait")).unwrap();
    while queue.answer(&ola, "o").unwrap().state == RunState::Queued {
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(queue.load().working, 2);
    assert!(queue.cancel(&kari, "k"));
    assert_eq!(queue.answer(&kari, "k").unwrap().state, RunState::Cancelled);
    assert_eq!(queue.load().working, 1);
    queue.cancel(&ola, "o");
    queue.submit(order(&kari, "next", "say a")).unwrap();
    assert_eq!(queue.wait(&kari, "next", |_| {}).unwrap().state, RunState::Done);
    queue.stop();
}

/// A queue and what it has written down.
fn written(n_workers: usize) -> (Queue, Arc<Book>) {
    let puppet = Puppet::default();
    let book = puppet.book.clone();
    (Queue::start(puppet, n_workers), book)
}

#[test]
fn every_run_is_written_down_before_it_begins_and_before_its_end_is_told() {
    let (queue, book) = written(1);
    let kari = user("kari");
    queue.submit(order(&kari, "a", "say a\nsay b")).unwrap();
    queue.wait(&kari, "a", |_| {}).unwrap();
    assert_eq!(book.lines(), ["a begins", "a Done 2"]);
    // One at work, one behind it, one that is not taken.
    queue.submit(order(&kari, "b", "say a\nwait")).unwrap();
    queue.submit(order(&kari, "c", "say a")).unwrap();
    assert_eq!(queue.submit(order(&kari, "c", "say a")), Err(SubmitRefusal::Duplicate));
    while queue.answer(&kari, "b").unwrap().document.outputs.is_empty() {
        thread::sleep(Duration::from_millis(1));
    }
    assert!(queue.cancel(&kari, "c") && queue.cancel(&kari, "b") && queue.cancel(&kari, "c"));
    queue.submit(order(&kari, "d", "fail")).unwrap();
    queue.wait(&kari, "d", |_| {}).unwrap();
    let lines = book.lines();
    let of = |run: &str| lines.iter().filter(|line| line.starts_with(run)).cloned().collect::<Vec<_>>();
    assert_eq!(of("b"), ["b begins", "b Cancelled 1"]);
    assert_eq!(of("c"), ["c begins", "c Cancelled 0"]);
    assert_eq!(of("d"), ["d begins", "d Failed 0"]);
    queue.stop();
}

#[test]
fn the_end_of_the_service_is_the_end_of_its_runs_in_the_book_too() {
    let (queue, book) = written(1);
    let kari = user("kari");
    queue.submit(order(&kari, "a", "wait")).unwrap();
    queue.submit(order(&kari, "b", "say a")).unwrap();
    queue.stop();
    assert_eq!(queue.submit(order(&kari, "c", "say a")), Err(SubmitRefusal::Stopped));
    let mut lines = book.lines();
    lines.sort();
    assert_eq!(lines, ["a Cancelled 0", "a begins", "b Cancelled 0", "b begins"]);
    // The worker that was on the first lets go of it and writes nothing twice.
    thread::sleep(Duration::from_millis(50));
    assert_eq!(book.lines().len(), 4);
}

#[test]
fn nothing_runs_that_cannot_be_written_down() {
    let (queue, book) = written(1);
    let kari = user("kari");
    queue.submit(order(&kari, "a", "say a\nwork 50\nsay b")).unwrap();
    while queue.answer(&kari, "a").unwrap().document.outputs.is_empty() {
        thread::sleep(Duration::from_millis(1));
    }
    book.is_full.store(true, Ordering::SeqCst);
    // What is at work then fails at its end.
    let answer = queue.wait(&kari, "a", |_| {}).unwrap();
    assert_eq!((answer.state, answer.document.outputs.len()), (RunState::Failed, 3));
    assert!(matches!(answer.document.outputs[2].body, Body::Diagnostic(_)));
    assert_eq!(queue.submit(order(&kari, "b", "say a")), Err(SubmitRefusal::NotWritten));
    assert!(queue.answer(&kari, "b").is_none());
    book.is_full.store(false, Ordering::SeqCst);
    queue.submit(order(&kari, "b", "say a")).unwrap();
    assert_eq!(queue.wait(&kari, "b", |_| {}).unwrap().state, RunState::Done);
    queue.stop();
}

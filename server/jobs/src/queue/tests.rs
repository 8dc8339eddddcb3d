//! The queue with work that does what its script says.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use wire::output::{Body, WireText};

use super::*;

/// `say X` gives an output, `wait` waits to be cancelled, `fail` fails, `panic` panics.
struct Puppet;

impl Work for Puppet {
    fn carry_out(&self, order: &Order, cancel: &Cancel, report: &mut dyn Report) -> Outcome {
        let lines: Vec<&str> = order.script.lines().collect();
        for (place, line) in lines.iter().enumerate() {
            match line.split_once(' ') {
                Some(("say", words)) => report.output(text(place + 1, words)),
                _ if *line == "fail" => return Outcome::Failed,
                _ if *line == "panic" => panic!("a value of a unit"),
                _ => {
                    while !cancel.is_cancelled() {
                        thread::sleep(Duration::from_millis(2));
                    }
                    return Outcome::Cancelled;
                }
            }
            report.progress(place + 1, lines.len());
        }
        Outcome::Done
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
    let queue = Queue::start(Puppet, 2);
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
    let queue = Queue::start(Puppet, 1);
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
    let queue = Queue::start(Puppet, 1);
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
    let queue = Queue::start(Puppet, 1);
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
    let queue = Queue::start(Puppet, 2);
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
    let queue = Queue::start(Puppet, 1);
    let kari = user("kari");
    let long = order(&kari, "long", &"x".repeat(MOST_SCRIPT_BYTES + 1));
    assert_eq!(queue.submit(long), Err(SubmitRefusal::TooLong));
    for number in 0..MOST_OPEN_RUNS {
        queue.submit(order(&kari, &number.to_string(), "wait")).unwrap();
    }
    assert_eq!(queue.submit(order(&kari, "one more", "wait")), Err(SubmitRefusal::TooManyOpen));
    queue.stop();
}

//! Runs that are not taken, or wait before they begin.

use super::*;

#[test]
fn a_run_whose_account_may_not_go_on_is_not_taken() {
    let queue = Queue::start(Puppet::default(), 1);
    let kari = user("kari");
    let refused = queue.submit(order(&kari, "r", "say denied"));
    assert_eq!(refused, Err(SubmitRefusal::Denied(Denial::UnderReview)));
    assert!(queue.answer(&kari, "r").is_none());
    queue.stop();
}

#[test]
fn a_delayed_run_says_so_at_once_and_keeps_nobody_else_waiting() {
    let queue = Queue::start(Puppet::default(), 1);
    let (kari, ola) = (user("kari"), user("ola"));
    let start = Instant::now();
    queue.submit(order(&kari, "first", "say delayed")).unwrap();
    queue.submit(order(&kari, "second", "say b")).unwrap();
    queue.submit(order(&ola, "other", "say c")).unwrap();
    let answer = queue.answer(&kari, "first").unwrap();
    assert_eq!((answer.state, answer.document.outputs.len()), (RunState::Queued, 1));
    assert_eq!(queue.wait(&ola, "other", |_| {}).unwrap().state, RunState::Done);
    assert!(start.elapsed() < Duration::from_millis(300));
    let answer = queue.wait(&kari, "first", |_| {}).unwrap();
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert_eq!((answer.state, answer.document.outputs.len()), (RunState::Done, 2));
    assert_eq!(queue.wait(&kari, "second", |_| {}).unwrap().state, RunState::Done);
    // One that waits for its time can be given up like any other.
    queue.submit(order(&kari, "third", "say delayed")).unwrap();
    assert!(queue.cancel(&kari, "third"));
    assert_eq!(queue.answer(&kari, "third").unwrap().state, RunState::Cancelled);
    queue.stop();
}

//! An edited script goes on from the first statement that changed.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jobs::{Home, Order, Queue, Runner};
use wire::output::Body;
use wire::run::{RunAnswer, RunState};

use super::support::{SCRIPT, fine, folder, prepared, skjerm};

fn queue(home: &Home) -> Queue {
    let registry = registry::Registry::open(home.folder()).unwrap();
    let accounts = Arc::new(server::startup::accounts(home).unwrap());
    server::startup::queue_for_one(home, &registry, &accounts).unwrap()
}

fn run(queue: &Queue, id: &str, script: &str) -> (RunAnswer, Duration) {
    let start = Instant::now();
    queue.submit(Order { id: id.to_owned(), runner: Runner::Operator, script: script.to_owned() }).unwrap();
    let answer = queue.wait(&Runner::Operator, id, |_| {}).unwrap();
    (answer, start.elapsed())
}

/// Takes the values away, so that what is imported again fails.
fn remove_values(folder: &Path) -> usize {
    let mut removed = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            removed += remove_values(&path);
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            std::fs::remove_file(path).unwrap();
            removed += 1;
        }
    }
    removed
}

fn lines(answer: &RunAnswer) -> Vec<usize> {
    answer.document.outputs.iter().map(|output| output.line).collect()
}

#[test]
fn a_script_goes_on_from_the_line_that_failed() {
    let home = prepared("rerun");
    let queue = queue(&home);
    let (failed, _) = run(&queue, "failed", &format!("{SCRIPT}tabulate leter\ntabulate points\n"));
    assert_eq!((failed.state, lines(&failed)), (RunState::Failed, vec![1, 2, 3, 4, 5, 6]));
    let last = failed.document.outputs.last().unwrap();
    let Body::Diagnostic(diagnostic) = &last.body else { panic!("{last:?}") };
    assert_eq!(
        (diagnostic.code.as_str(), diagnostic.span.start_line, diagnostic.span.start_col),
        ("unknown-variable", 6, 10)
    );

    assert!(remove_values(home.folder()) > 0);
    let told = SCRIPT
        .replace("create-dataset d\n", "// bokstaver\n\ntextblock\n## Bokstaver\nendblock\ncreate-dataset d // her\n");
    let (again, _) = run(&queue, "again", &format!("{told}tabulate letter points\n"));
    assert_eq!(again.state, RunState::Done, "{:?}", again.document.outputs.last());
    assert_eq!(lines(&again), [1, 4, 7, 8, 9, 10, 11]);
    let table = |answer: &RunAnswer, line: usize| {
        answer.document.outputs.iter().find(|output| output.line == line).map(|output| output.body.clone())
    };
    assert_eq!(table(&again, 10), table(&failed, 5));
    assert_eq!(again.document.databanks, failed.document.databanks);

    let (changed, _) = run(
        &queue,
        "changed",
        &SCRIPT.replace("as letter", "as bokstav").replace("tabulate letter", "tabulate bokstav"),
    );
    assert_eq!(changed.state, RunState::Failed, "what changed is imported anew");
}

/// A long form: `cargo xtask bench-rerun`.
#[test]
fn time_of_a_run_and_of_one_with_the_last_line_edited() {
    const PERSONS: &str = "100000";
    const ROUNDS: usize = 5;
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-rerun`");
        return;
    }
    let home = Home::open(&folder("bench-rerun")).unwrap();
    fine(skjerm(home.folder(), &["registry", "generate", "--persons", PERSONS]));
    let script = include_str!("../../benchmarks/first_light.script");
    let edited = script.replace("i.kjønn høy", "i.kjønn");
    let commented = format!("// først\n\n{edited}");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        let queue = queue(&home);
        for (place, text) in [script, &edited, &commented].into_iter().enumerate() {
            let (answer, time) = run(&queue, &format!("{round}-{place}"), text);
            assert_eq!(answer.state, RunState::Done);
            times[place].push(time.as_secs_f64());
        }
        queue.stop();
    }
    eprintln!("{PERSONS} persons, {ROUNDS} rounds; seconds   median | fastest | slowest");
    for (name, mut times) in ["whole script", "last line edited", "comment added in front"].into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        eprintln!("{name:>24} | {:8.3} | {:8.3} | {:8.3}", times[ROUNDS / 2], times[0], times[ROUNDS - 1]);
    }
}

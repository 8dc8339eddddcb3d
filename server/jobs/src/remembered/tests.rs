use super::*;
use crate::memory::{Budget, Usage};

const EACH: u64 = 1_000;

fn output(words: usize) -> Output {
    let text = "x".repeat(words);
    let markdown = wire::output::WireText { nb: text, en: String::new() };
    Output {
        line: 1,
        command: String::new(),
        name: None,
        synthetic: false,
        protection: Vec::new(),
        noise: None,
        body: wire::output::Body::Text { markdown },
    }
}

fn done(words: usize) -> Done {
    Done { outputs: [output(words)].into(), workspace: Workspace::default() }
}

fn user(name: &str) -> Runner {
    Runner::User(name.to_owned())
}

/// How many statements are found.
fn found(remembered: &Remembered, runner: &Runner, keys: &[Key], now: Instant) -> usize {
    remembered.find(runner, keys, now).0.len()
}

/// Keeps a script as a run does.
fn keep(remembered: &Remembered, runner: &Runner, keys: &[Key], words: usize, now: Instant) {
    let (_, used_by) = remembered.find(runner, keys, now);
    for (place, key) in keys.iter().enumerate() {
        remembered.keep((runner, &used_by), *key, place, done(words), now);
    }
}

fn held(memory: &Memory) -> u64 {
    memory.usage().held
}

#[test]
fn only_the_runner_gets_the_runner_s_statements_and_not_for_ever() {
    let memory = Memory::new(Budget::shared(1 << 30));
    let (remembered, now) = (Remembered::new(memory.clone()), Instant::now());
    let (kari, ola) = (user("kari"), user("ola"));
    let keys: [Key; 2] = [[1; 32], [2; 32]];
    keep(&remembered, &kari, &keys, 0, now);
    assert_eq!(found(&remembered, &ola, &keys, now), 0);
    assert_eq!(found(&remembered, &kari, &[[1; 32], [9; 32]], now), 1);
    assert_eq!(found(&remembered, &kari, &keys, now), 2, "one script does not drive out another");
    assert_eq!(held(&memory), 2 * EACH);
    assert_eq!(found(&remembered, &kari, &keys, now + KEPT_FOR), 0);
    assert_eq!((remembered.n_states(), held(&memory)), (0, 0));
}

#[test]
fn the_longest_unused_go_first_and_ends_of_scripts_before_their_beginnings() {
    let memory = Memory::new(Budget::shared(100 * EACH));
    let (remembered, now) = (Remembered::new(memory.clone()), Instant::now());
    let (kari, ola) = (user("kari"), user("ola"));
    let (hers, his): ([Key; 3], [Key; 2]) = ([[1; 32], [2; 32], [3; 32]], [[8; 32], [9; 32]]);
    keep(&remembered, &kari, &hers, 9_000, now);
    keep(&remembered, &ola, &his, 9_000, now);
    assert_eq!(held(&memory), 50 * EACH);
    // Hers are used again, so his go first, the last statement before the first.
    assert_eq!(found(&remembered, &kari, &hers, now), 3);
    remembered.make_room(60 * EACH);
    assert_eq!((found(&remembered, &kari, &hers, now), found(&remembered, &ola, &his, now)), (3, 1));
    // His are the newer ones now.
    remembered.make_room(75 * EACH);
    assert_eq!((found(&remembered, &kari, &hers, now), found(&remembered, &ola, &his, now)), (1, 1));
    remembered.make_room(u64::MAX);
    assert_eq!((remembered.n_states(), memory.usage()), (0, Usage { budget: 100 * EACH, held: 0, reserved: 0 }));
}

#[test]
fn new_outputs_take_the_place_of_old_ones_and_states_are_bounded() {
    let memory = Memory::new(Budget::shared(1 << 30));
    let (remembered, now) = (Remembered::new(memory.clone()), Instant::now());
    let kari = user("kari");
    keep(&remembered, &kari, &[[1; 32]], 0, now);
    remembered.renew(&kari, &[1; 32], done(500).outputs);
    assert_eq!(held(&memory), EACH + 500);
    keep(&remembered, &kari, &[[1; 32]], 0, now);
    assert_eq!(held(&memory), EACH);
    let many: Vec<Key> = (0..MOST_STATES + 10)
        .map(|number| {
            let mut key = [7; 32];
            key[..8].copy_from_slice(&number.to_le_bytes());
            key
        })
        .collect();
    keep(&remembered, &kari, &many, 0, now);
    assert_eq!(remembered.n_states(), MOST_STATES);
    assert_eq!(held(&memory), EACH * MOST_STATES as u64);
    // What is beyond the bound is the end of the script.
    assert_eq!(found(&remembered, &kari, &many, now), MOST_STATES);
}

//! Many at once: sessions that prepare a dataset and edit the last line again and again, with and without long runs beside.
//!
//! A long form: `cargo xtask bench-load`, which makes the home. Everything goes over HTTP on loopback and ends by itself.

use std::path::{Path, PathBuf};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use accounts::{NewUser, Role};
use jobs::Home;
use server::startup;

use super::load_client::Client;
use super::served::Served;
use super::support::{PASSWORD, now};

/// How long edits go on, without and with long runs beside.
const PHASE: Duration = Duration::from_secs(40);
/// Sessions with long runs.
const LONG_SESSIONS: usize = 3;

/// What a session prepares: five imports, ages, a group; each session has years of its own, so nothing is alike by chance.
fn preparation(session: usize) -> String {
    let youngest = 20 + session % 10;
    format!(
        "require no.ssb.fdb:1 as db\ncreate-dataset d{session}\n\
         import db/BEFOLKNING_KJOENN as kjønn\nimport db/BEFOLKNING_FOEDSELS_AAR_MND as født\n\
         import db/INNTEKT_WLONN 2022-12-31 as lønn\nimport db/INNTEKT_WLONN 2021-12-31 as lønn_før\n\
         import db/NUDB_BU 2022-12-31 as utd\n\
         generate alder = 2022 - int(født / 100)\nkeep if alder >= {youngest} & alder <= 70\n\
         generate høy = 0\nreplace høy = 1 if substr(utd, 1, 1) >= '6'\n"
    )
}

/// A last line, another one each time.
fn last_line(number: usize) -> String {
    let above = 20 + number % 45;
    match number % 5 {
        0 => format!("tabulate kjønn høy if alder > {above}, rowpct\n"),
        1 => format!("summarize lønn alder if alder > {above}\n"),
        2 => format!("tabulate kjønn if alder > {above}, summarize(lønn) mean p50\n"),
        3 => format!("regress lønn alder i.kjønn høy if alder > {above}\n"),
        _ => format!("tabulate kjønn høy if lønn > {}\n", 1_000 * number),
    }
}

/// What keeps workers busy: heavy statements without end, never twice the same.
fn long_script(session: usize) -> String {
    let rounds: String = (0..200)
        .map(|number| {
            format!(
                "regress lønn alder lønn_før i.kjønn i.høy if alder > {}\nsummarize lønn lønn_før alder\n",
                number % 40
            )
        })
        .collect();
    format!("{}{rounds}", preparation(100 + session))
}

#[test]
fn fifty_sessions_at_once() {
    let Some(home) = std::env::var_os("SKJERM_LOAD_HOME").filter(|_| std::env::var_os("SKJERM_LONG").is_some()) else {
        eprintln!("skipped: a long form, run by `cargo xtask bench-load`");
        return;
    };
    let home = Home::open(&PathBuf::from(home)).unwrap();
    let n_sessions = std::env::var("SKJERM_LOAD_SESSIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(50);
    let emails = users(&home, n_sessions + LONG_SESSIONS);
    let served = Served::start(home.folder(), &[]);
    let clients: Vec<Client> =
        emails.iter().map(|email| Client::log_in(&served.addresses[0], email, PASSWORD)).collect();
    let (edit, long) = clients.split_at(n_sessions);
    println!("{n_sessions} sessions; seconds as a browser sees them, on the grid of 0.1 s");
    println!("{:<44} {:>6} {:>7} {:>7} {:>7} {:>7}", "", "runs", "p50", "p90", "p99", "most");
    let before = memory(&served);
    let prepared = prepare(edit);
    row("a first run, all at once: prepare a dataset", prepared);
    let after = memory(&served);
    let alone = edits(edit, PHASE, 0);
    row("last line edited, thinking 1 to 3 s", alone);
    let is_over = AtomicBool::new(false);
    let mut ended = Vec::new();
    thread::scope(|scope| {
        for (number, client) in long.iter().enumerate() {
            let is_over = &is_over;
            scope.spawn(move || keep_busy(client, number, is_over));
        }
        thread::sleep(Duration::from_secs(3));
        let beside = edits(edit, PHASE, 10_000);
        row(&format!("the same beside {LONG_SESSIONS} long runs"), beside);
        ended = cancellations(&served, &clients[0], long);
        is_over.store(true, Ordering::Relaxed);
    });
    row("from DELETE until no worker is on the run", ended);
    let end = memory(&served);
    println!();
    for (name, at) in [("at the start", &before), ("all prepared", &after), ("at the end", &end)] {
        println!(
            "{name:<14} held {:>6} MB of {} MB, {:>5} states; process {:>6} MB, at most {:>6} MB",
            at.held, at.budget, at.states, at.resident, at.peak
        );
    }
    println!("a session holds {:.1} MB", (after.held - before.held) as f64 / n_sessions as f64);
    let (output, _) = served.end();
    assert!(output.status.success());
}

/// Users of the load test, made where they are missing.
fn users(home: &Home, count: usize) -> Vec<String> {
    let accounts = startup::accounts(home).unwrap();
    let institution = match accounts.institution("Load") {
        Ok(institution) => institution,
        Err(_) => accounts.add_institution("Load", "888888888", now()).unwrap(),
    };
    (0..count)
        .map(|number| {
            let email = format!("load{number}@test.example");
            if accounts.user(&email).is_err() {
                let new = NewUser { email: &email, name: "Load", role: Role::User };
                let user = accounts.add_user(&institution, new, now()).unwrap();
                accounts.set_password(&user, PASSWORD, now()).unwrap();
            }
            email
        })
        .collect()
}

fn prepare(clients: &[Client]) -> Vec<f64> {
    let barrier = Barrier::new(clients.len());
    thread::scope(|scope| {
        let threads: Vec<_> = clients
            .iter()
            .enumerate()
            .map(|(session, client)| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    let ended = client.run(&format!("{}tabulate kjønn\n", preparation(session)));
                    assert_eq!(ended.state, "done", "{:?}", ended.code);
                    ended.took.as_secs_f64()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// Every session edits its last line until the time is over.
fn edits(clients: &[Client], time: Duration, first: usize) -> Vec<f64> {
    let began = Instant::now();
    thread::scope(|scope| {
        let threads: Vec<_> = clients
            .iter()
            .enumerate()
            .map(|(session, client)| {
                scope.spawn(move || {
                    let (mut times, mut number) = (Vec::new(), first + session * 131);
                    while began.elapsed() < time {
                        thread::sleep(Duration::from_millis(1_000 + (number * 7_919 % 2_000) as u64));
                        number += 1;
                        let ended = client.run(&format!("{}{}", preparation(session), last_line(number)));
                        assert_eq!(ended.state, "done", "{:?}", ended.code);
                        times.push(ended.took.as_secs_f64());
                    }
                    times
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    })
}

/// Long runs one after the other until it is over.
fn keep_busy(client: &Client, number: usize, is_over: &AtomicBool) {
    while !is_over.load(Ordering::Relaxed) {
        let path = client.submit(&long_script(number));
        loop {
            let state = client.answer(&path)["state"].as_str().unwrap().to_owned();
            if is_over.load(Ordering::Relaxed) {
                client.cancel(&path);
            }
            if !["queued", "running"].contains(&state.as_str()) {
                break;
            }
        }
    }
}

/// Gives a run of heavy statements up at different moments, and measures until no worker is on it. The other runs go on.
fn cancellations(served: &Served, client: &Client, long: &[Client]) -> Vec<f64> {
    (0..20_u64)
        .map(|number| {
            let path = client.submit(&long_script(50 + usize::try_from(number).unwrap_or(0)));
            thread::sleep(Duration::from_millis(400 + number * 37));
            let asked = Instant::now();
            client.cancel(&path);
            // The long sessions' runs are at work all the time.
            while gauge(served, "runs_working") > long.len() as f64 {
                assert!(asked.elapsed() < Duration::from_secs(20), "a run that was given up does not end");
                thread::sleep(Duration::from_millis(1));
            }
            asked.elapsed().as_secs_f64()
        })
        .collect()
}

fn row(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1;
        times.get(place).copied().unwrap_or(f64::NAN)
    };
    println!("{name:<44} {:>6} {:>7.2} {:>7.2} {:>7.2} {:>7.2}", times.len(), at(0.5), at(0.9), at(0.99), at(1.0));
}

/// In megabytes.
struct Memory {
    held: u64,
    budget: u64,
    states: u64,
    resident: u64,
    peak: u64,
}

fn memory(served: &Served) -> Memory {
    let megabytes = |name: &str| (gauge(served, name) / 1e6) as u64;
    let status = std::fs::read_to_string(Path::new("/proc").join(served.id().to_string()).join("status")).unwrap();
    let kib = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim_matches([':', '\t', ' ']).trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024 / 1_000_000
    };
    Memory {
        held: megabytes("memory_held_bytes"),
        budget: megabytes("memory_budget_bytes"),
        states: gauge(served, "states_remembered") as u64,
        resident: kib("VmRSS"),
        peak: kib("VmHWM"),
    }
}

/// A number of the metrics.
fn gauge(served: &Served, name: &str) -> f64 {
    let text = served.get(1, "/metrics");
    let value = text.lines().find_map(|line| line.strip_prefix(&format!("skjerm_{name} ")));
    value.unwrap_or_else(|| panic!("no {name} in {text}")).trim().parse().unwrap()
}

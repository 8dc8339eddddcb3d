//! The memory budget as a user meets it.

use std::sync::Arc;

use accounts::Role;
use jobs::memory::Budget;
use server::startup::{ServeConfig, open};

use super::served::Served;
use super::support::{Browser, SCRIPT, config, email, fine, prepared, skjerm};

#[actix_web::test]
async fn a_statement_without_room_is_refused_with_the_next_step_and_harms_nobody() {
    let memory = Budget { all: 40_000_000, a_run: 3_000_000 };
    let state = open(&prepared("memory-small"), &ServeConfig { memory, ..config() }).unwrap();
    let browser = Browser::of(Arc::new(state));
    let (member, other) = (browser.log_in(&email(Role::User)).await, browser.log_in(&email(Role::Steward)).await);
    // 65 536 units at least are reckoned with before a first import: two variables fit, a panel of twenty days does not.
    let answer = member.run(SCRIPT).await;
    assert_eq!(answer["state"], "done", "{answer:#}");
    let outer = SCRIPT.replace("as points\n", "as points, outer_join\ntabulate letter\n");
    let answer = member.run(&outer).await;
    assert_eq!(answer["state"], "failed", "{answer:#}");
    let last = answer["outputs"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["code"], &last["line"]), (&"too-much-memory".into(), &4.into()), "{last:#}");
    assert!(last["message"]["nb"].as_str().unwrap().contains("3 MB"), "{last:#}");
    assert!(last["hints"].as_array().unwrap().len() == 2, "{last:#}");
    // What came before is kept, and neither the same user's next run nor another's is harmed.
    assert!(answer["outputs"].as_array().unwrap().len() >= 4);
    for browser in [&member, &other] {
        assert_eq!(browser.run(SCRIPT).await["state"], "done");
    }
}

#[actix_web::test]
async fn what_is_remembered_makes_room_and_answers_stay_the_same() {
    let memory = Budget { all: 2_200_000, a_run: 2_200_000 };
    let state = Arc::new(open(&prepared("memory-tight"), &ServeConfig { memory, ..config() }).unwrap());
    let browser = Browser::of(state.clone());
    let member = browser.log_in(&email(Role::User)).await;
    let mut first = None;
    for round in 0..60 {
        let script = SCRIPT.replace("create-dataset d\n", &format!("let round = {round}\ncreate-dataset d\n"));
        let answer = member.run(&script).await;
        assert_eq!(answer["state"], "done", "{answer:#}");
        let table = answer["outputs"].as_array().unwrap().last().unwrap()["rows"].clone();
        assert_eq!(*first.get_or_insert(table.clone()), table);
        let usage = state.work.memory();
        assert!(usage.held <= usage.budget && usage.reserved == 0, "{usage:?}");
    }
    assert!(state.work.n_states() > 0);
}

#[test]
fn the_budget_is_an_option_and_shows_in_the_metrics() {
    let home = prepared("memory-option");
    let served = Served::start(home.folder(), &["--memory", "512M"]);
    let metrics = served.get(1, "/metrics");
    assert!(metrics.contains("skjerm_memory_budget_bytes 536870912"), "{metrics}");
    for name in ["memory_held_bytes", "memory_reserved_bytes", "states_remembered"] {
        assert!(metrics.contains(&format!("skjerm_{name} 0")), "{name}: {metrics}");
    }
    let allocated = metrics.lines().find_map(|line| line.strip_prefix("skjerm_memory_allocated_bytes "));
    assert!(allocated.unwrap().parse::<u64>().unwrap() > 100_000, "{metrics}");
    let refused = skjerm(home.folder(), &["serve", "--memory", "much"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(fine(skjerm(home.folder(), &["serve", "--help"])).contains("--memory"));
}

//! `skjerm serve` as a process: it starts in an empty home, says where it listens, and ends when it is asked to.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::served::Served;
use super::support::{SCRIPT, fine, folder, load_table, prepared, skjerm, skjerm_with_input};

#[test]
fn an_empty_home_is_served_and_ends_well() {
    let home = folder("serve-empty");
    let served = Served::start(&home, &[]);
    assert!(served.get(0, "/").starts_with("HTTP/1.1 200"));
    assert!(served.get(0, "/api/v1/catalogue/databanks").ends_with("{\"databanks\":[]}"));
    // Operators' addresses are not on the public listener, nor the other way round.
    assert!(served.get(0, "/metrics").starts_with("HTTP/1.1 404"));
    assert!(served.get(1, "/health").contains("ok"));
    assert!(served.get(1, "/metrics").contains("skjerm_runs_waiting 0"));
    let foreign = served.get(1, "/api/v1/language");
    assert!(foreign.starts_with("HTTP/1.1 404") && foreign.contains("content-security-policy"), "{foreign}");
    let (output, took) = served.end();
    assert!(output.status.success(), "{}", output.status);
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!home.join("skjerm.sock").exists());
    // The home is whole: it is served again, and a script in it is refused for its databank only.
    let again = Served::start(&home, &[]);
    assert!(again.get(0, "/help").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_process_ends_soon_though_a_script_runs_and_a_tab_listens() {
    let home = prepared("serve-busy");
    let served = Served::start(home.folder(), &[]);
    let script = format!("{SCRIPT}{}", "\ntabulate letter points".repeat(5_000));
    let folder = home.folder().to_owned();
    let client = std::thread::spawn(move || skjerm_with_input(&folder, &["run", "-"], &script));
    let start = Instant::now();
    while !served.get(1, "/metrics").contains("working 1") {
        assert!(start.elapsed() < Duration::from_secs(20), "the script does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    let (output, took) = served.end();
    assert!(output.status.success() && took < Duration::from_secs(4), "{} {took:?}", output.status);
    let client = client.join().unwrap();
    assert_eq!(client.status.code(), Some(1));
    assert!(!client.stderr.is_empty());
}

#[test]
fn a_home_is_served_once_and_a_port_too() {
    let home = folder("serve-twice");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = skjerm(&home, &["serve", "--listen", &address]);
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && text.contains(&address), "{text}");
    let served = Served::start(&home, &[]);
    let second = skjerm(&home, &["serve", "--listen", "127.0.0.1:0"]);
    let text = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(second.status.code() == Some(1) && text.contains("another process uses the home"), "{text}");
    drop(served);
}

#[test]
fn a_home_that_cannot_be_one_is_refused() {
    let folder = folder("serve-file");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("not-a-folder");
    std::fs::write(&file, "x").unwrap();
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["user", "list"], &["run", "-"]] {
        let output = skjerm(&file, arguments);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(1) && text.starts_with("skjerm: "), "{arguments:?}: {text}");
    }
    assert_eq!(skjerm(&folder, &["serve", "--listen", "nowhere"]).status.code(), Some(2));
}

#[test]
fn a_home_deep_in_the_tree_is_reached_through_its_server() {
    let mut home = folder("serve-deep");
    while home.as_os_str().len() < 150 {
        home.push("a-folder-with-a-long-name");
    }
    std::fs::create_dir_all(&home).unwrap();
    load_table(&home);
    let served = Served::start(&home, &[]);
    fine(skjerm_with_input(&home, &["run", "-"], SCRIPT));
    assert!(served.get(1, "/metrics").contains("finished_total 1"), "the run did not go through the server");
}

#[test]
fn a_killed_server_leaves_nothing_in_the_way() {
    let home = prepared("serve-killed");
    drop(Served::start(home.folder(), &[]));
    assert!(home.socket().exists());
    // Two at once: one has the lock, the other finds the dead socket and waits.
    let run = || {
        let folder = home.folder().to_owned();
        std::thread::spawn(move || skjerm_with_input(&folder, &["run", "-"], SCRIPT))
    };
    for run in [run(), run(), run()] {
        fine(run.join().unwrap());
    }
}

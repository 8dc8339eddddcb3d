//! Other keys, new keys, acts, and logs of older and newer programs.

use super::*;

#[test]
fn other_keys_are_refused_and_named() {
    let place = Place::five();
    let other = AuditKeys::new(key("two"), Vec::new());
    let fault = Fault::OtherKeys { number: 5, needed: "one".to_owned() };
    let refused = place.open_with(other.clone()).err().unwrap();
    assert!(matches!(&refused, AccountsError::Audit(found) if *found == fault), "{refused}");
    assert!(refused.text().nb.contains("id one") && refused.text().en.contains("skjerm keys import"), "{refused}");
    let verdict = verify(&place.file(), &other).unwrap();
    assert_eq!(verdict.fault, Some(Fault::OtherKeys { number: 1, needed: "one".to_owned() }));
    // The same id with another secret is no better.
    let false_key = AuditKeys::new(AuditKey::new("one".to_owned(), [9; 32]), Vec::new());
    assert_eq!(verify(&place.file(), &false_key).unwrap().fault, Some(Fault::Altered { number: 1 }));
    assert!(place.open_with(false_key).is_err());
}

/// The keys after `one` was replaced where the log ended so.
fn rotated(end: LogEnd) -> AuditKeys {
    AuditKeys::new(key("two"), vec![RetiredKey { key: key("one"), end }])
}

#[test]
fn a_log_goes_on_under_a_new_key_and_holds_under_both() {
    let place = Place::five();
    let accounts = place.open().unwrap();
    let mut at = LogEnd::EMPTY;
    let change = |end| {
        at = end;
        Ok::<_, ()>(rotated(end))
    };
    accounts.change_keys(NOW, change).unwrap().unwrap();
    assert_eq!(at.number, 5);
    // A process that still has the old keys adds nothing.
    let stale = accounts.record(NOW, began("f")).err().unwrap();
    assert!(matches!(stale, AccountsError::Audit(Fault::OtherKeys { number: 6, .. })), "{stale}");
    let again = place.open_with(rotated(at)).unwrap();
    again.record(NOW, began("f")).unwrap();
    let verdict = again.verify_audit().unwrap();
    assert_eq!((verdict.records, verdict.fault), (7, None));
    let spans: Vec<(&str, i64, i64)> =
        verdict.keys.iter().map(|span| (span.id.as_str(), span.first, span.last)).collect();
    assert_eq!(spans, [("one", 1, 5), ("two", 6, 7)]);
    let change = again.audit_page(Some(7), 1).unwrap();
    assert_eq!(change[0].record.act, Act::KeyChanged { from: "one".to_owned(), to: "two".to_owned() });
}

#[test]
fn a_change_of_keys_that_was_interrupted_is_written_down_later_and_once() {
    let place = Place::five();
    let end = place.open().unwrap().log.end(&Connection::open(place.file()).unwrap()).unwrap();
    for _ in 0..2 {
        drop(place.open_with(rotated(end)).unwrap());
    }
    let verdict = verify(&place.file(), &rotated(end)).unwrap();
    assert_eq!((verdict.records, verdict.fault), (6, None));
    // A change that failed before the keys were kept leaves the log as it was.
    let accounts = place.open_with(rotated(end)).unwrap();
    assert_eq!(accounts.change_keys(NOW, |_| Err("no space")).unwrap(), Err("no space"));
    accounts.record(NOW, began("f")).unwrap();
    assert_eq!(accounts.verify_audit().unwrap().records, 7);
}

#[test]
fn who_knows_a_retired_key_rewrites_nothing() {
    // Another log under the old key, as somebody makes it who stole it.
    let forged = Place::new();
    let accounts = forged.open().unwrap();
    ["a", "b", "c", "d", "x"].iter().for_each(|run| accounts.record(NOW, began(run)).unwrap());
    let honest = Place::five();
    let end = honest.open().unwrap().log.end(&Connection::open(honest.file()).unwrap()).unwrap();
    let fault = |place: &Place| verify(&place.file(), &rotated(end)).unwrap().fault;
    assert_eq!(fault(&honest), None);
    assert_eq!(fault(&forged), Some(Fault::HeadDiffers { number: 5 }));
    // Records after the change need the new key; fewer than there were then are too few.
    honest.open().unwrap().record(NOW, began("y")).unwrap();
    assert_eq!(fault(&honest), Some(Fault::OtherKeys { number: 6, needed: "one".to_owned() }));
    let short = Place::new();
    short.open().unwrap().record(NOW, began("a")).unwrap();
    assert_eq!(fault(&short), Some(Fault::Truncated { found: 1, told: 5 }));
    assert!(short.open_with(rotated(end)).is_err());
}

#[test]
fn acts_are_done_and_written_down_together() {
    let place = Place::new();
    let accounts = place.open().unwrap();
    let institution = accounts.add_institution("Uni", "123456789", NOW).unwrap();
    let admin = Stamp { account: "admin@x.no", ..NOW };
    let new = NewUser { email: "A@x.no", name: "A", role: Role::Steward };
    let user = accounts.add_user(&institution, new, admin).unwrap();
    assert!(accounts.add_user(&institution, new, admin).is_err());
    let token = accounts.invite(&user, admin).unwrap();
    accounts.accept_invitation(&token, "a long enough one", NOW.now).unwrap();
    accounts.set_password(&user, "another long one", NOW).unwrap();
    accounts.disable("a@x.no", NOW).unwrap();
    let entries = accounts.audit_page(None, 10).unwrap();
    let told: Vec<(&str, String)> = entries
        .iter()
        .rev()
        .map(|entry| {
            let act = serde_json::to_value(&entry.record.act).unwrap();
            (entry.record.account.as_str(), act["kind"].as_str().unwrap().to_owned())
        })
        .collect();
    let expected = [
        ("operator", "institution-added"),
        ("admin@x.no", "user-added"),
        ("admin@x.no", "user-invited"),
        ("a@x.no", "invitation-accepted"),
        ("operator", "password-set"),
        ("operator", "user-disabled"),
    ];
    assert_eq!(told, expected.map(|(account, kind)| (account, kind.to_owned())));
    let page = format!("{entries:?}");
    assert!(!page.contains(token.reveal()) && !page.contains("long"), "a secret is in the log");
}

#[test]
fn runs_from_before_there_was_a_log_stand_at_its_beginning() {
    let place = Place::new();
    let connection = Connection::open(place.file()).unwrap();
    for migration in ["0001_accounts", "0002_scripts"] {
        let file = format!("{}/../migrations/{migration}.sql", env!("CARGO_MANIFEST_DIR"));
        connection.execute_batch(&fs::read_to_string(file).unwrap()).unwrap();
    }
    let sql = "INSERT INTO run_record (run, account, script_hash, started) VALUES (?1, 'a@x.no', zeroblob(32), ?2)";
    connection.execute(sql, rusqlite::params!["r1", 5]).unwrap();
    connection.execute(sql, rusqlite::params!["r2", 6]).unwrap();
    connection.pragma_update(None, "user_version", 2).unwrap();
    drop(connection);
    let accounts = place.open().unwrap();
    let runs = accounts.run_records(10).unwrap();
    assert_eq!(runs.iter().map(|run| (run.run.as_str(), run.started)).collect::<Vec<_>>(), [("r2", 6), ("r1", 5)]);
    drop(accounts);
    let accounts = place.open().unwrap();
    assert_eq!(accounts.audit_page(None, 10).unwrap()[0].record.act, Act::RunsCarriedOver { runs: 2 });
    assert_eq!((place.verdict().records, place.verdict().fault), (3, None));
}

#[test]
fn records_of_newer_programs_do_not_break_the_chain() {
    let place = Place::five();
    let end = place.open().unwrap().log.end(&Connection::open(place.file()).unwrap()).unwrap();
    let text = record::seal(&keys(), end, NOW, began("f")).unwrap().text.replace("run-began", "moon-landed");
    let mac = *keys().at(6).mac(keys::Subject::Record, text.as_bytes()).as_bytes();
    let sql = "INSERT INTO audit (number, record, mac) VALUES (6, ?1, ?2)";
    Connection::open(place.file()).unwrap().execute(sql, rusqlite::params![text, mac]).unwrap();
    assert_eq!((place.verdict().records, place.verdict().fault), (6, None));
    let page = place.open().unwrap().audit_page(None, 1);
    assert!(matches!(page, Err(AccountsError::UnreadableRecord(6))));
}

#[test]
fn the_end_of_a_run_is_read_back_as_it_was_written() {
    let release = ReleaseAccount {
        cells: 12,
        models: 1,
        root: Some([7; 32].into()),
        quota: Some(QuotaUse { cells_hour: 12, cells_day: 40, models_day: 1 }),
        odometer: Some(1_500),
    };
    let end = RunEnd {
        run: "r".to_owned(),
        outcome: RunOutcome::Done,
        databanks: vec![DatabankVersion { name: "no.a.b".to_owned(), version: "1.0.0.0".to_owned() }],
        form: Digest::of(b"f"),
        policy: 3,
        outputs: 2,
        rules: [("count-noise".to_owned(), 2)].into(),
        remarks: [("unknown-name".to_owned(), 1)].into(),
        document: Digest::of(b"d"),
        latency_ms: 300,
        release: Some(release),
    };
    let sealed = record::seal(&keys(), LogEnd::EMPTY, NOW, Act::RunEnded(end.clone())).unwrap();
    let record: Record = serde_json::from_str(&sealed.text).unwrap();
    assert_eq!(record.act, Act::RunEnded(end));
    assert_eq!(serde_json::to_string(&record).unwrap(), sealed.text);
}

#![allow(clippy::unwrap_used)]

use accounts::{NewUser, Role, Standing};
use disclosure::watch::Sketch;
use disclosure::watch::meter::DAY;
use variables::quota;

use super::*;

const NOW: Moment = Moment(1_800_000_000);

/// The same thousand persons under another definition.
fn same_set(definition: u128) -> Shown {
    let mut bytes = vec![0; Sketch::BYTES];
    bytes[..8].copy_from_slice(&1_000_u64.to_le_bytes());
    let sketch = Sketch::from_bytes(&bytes).unwrap();
    let set = DefinedSet { definition, occasion: definition, weight: 1, sketch };
    Shown { sets: vec![set], splits: Vec::new() }
}

fn kari() -> Account {
    Account { name: "kari@x.no".to_owned(), institution: Some("One".to_owned()) }
}

fn accounts() -> Accounts {
    let accounts = Accounts::in_memory().unwrap();
    let stamp = Stamp::operator(NOW);
    let institution = accounts.add_institution("One", "111111111", stamp).unwrap();
    accounts.add_user(&institution, NewUser { email: "kari@x.no", name: "K", role: Role::User }, stamp).unwrap();
    accounts
}

#[test]
fn the_published_numbers_are_the_meter_s() {
    assert_eq!((LIMITS.flag as u64, LIMITS.review as u64), (quota::METER_FLAG, quota::METER_REVIEW));
    assert_eq!((LIMITS.sets_a_day, LIMITS.memory), (quota::SETS_DAY, quota::METER_DAYS as u64 * DAY));
    assert_eq!((AVERAGING.flag, AVERAGING.review, AVERAGING.memory), (LIMITS.flag, LIMITS.review, LIMITS.memory));
}

#[test]
fn an_account_is_flagged_then_held_and_a_release_begins_anew() {
    let (accounts, mut meters) = (accounts(), Meters::new("k".to_owned()));
    let mut standings = Vec::new();
    let mut note = |definition: u128, at: Moment| {
        let released = accounts.review("kari@x.no").unwrap().released;
        let (_, finding) = meters.note(&kari(), same_set(definition), released, at);
        finding.write_down(&accounts, &kari(), at).unwrap();
        (finding.found.events, accounts.review("kari@x.no").unwrap().standing)
    };
    for definition in 0..41 {
        standings.push(note(definition, NOW));
    }
    assert_eq!(standings[24], (24, Standing::Open));
    assert_eq!((standings[25], standings[39]), ((25, Standing::Flagged), (39, Standing::Flagged)));
    assert_eq!(standings[40], (40, Standing::Delayed));
    accounts.release_account("kari@x.no", "honest", Stamp::operator(NOW)).unwrap();
    assert_eq!(note(41, NOW.plus(1)), (1, Standing::Open), "the 42 definitions of one set were looked at");
    assert_eq!(note(42, NOW.plus(2)), (2, Standing::Open));
}

#[test]
fn the_operator_is_listed_and_never_held() {
    let (accounts, mut meters) = (accounts(), Meters::new("k".to_owned()));
    let operator = Account::operator();
    for definition in 0..50 {
        let (_, finding) = meters.note(&operator, same_set(definition), None, NOW);
        finding.write_down(&accounts, &operator, NOW).unwrap();
    }
    assert_eq!(meters.finding("operator", None, NOW).found.events, 49);
    assert!(accounts.reviews().unwrap().is_empty());
}

#[test]
fn meters_are_read_back() {
    let (store, mut meters) = (Store::in_memory(&[3; 32]).unwrap(), Meters::new("k".to_owned()));
    for definition in 0..3 {
        let (kept, _) = meters.note(&kari(), same_set(definition), Some(NOW), NOW.plus(5));
        store.add(NOW, &[], Some(&kept)).unwrap();
    }
    let read = Meters::load(&store, "k".to_owned()).unwrap();
    assert_eq!(read.by_account, meters.by_account);
    let other = Meters::load(&store, "after a rotation".to_owned()).unwrap();
    assert_eq!(other.names().count(), 0);
    assert_eq!(read.finding("kari@x.no", Some(NOW), NOW.plus(6)).found.events, 2);
    let torn = Kept { account: "kari@x.no".to_owned(), meter: vec![1, 2, 3] };
    store.add(NOW, &[], Some(&torn)).unwrap();
    assert!(matches!(Meters::load(&store, "k".to_owned()), Err(WatchError::Unreadable)));
}

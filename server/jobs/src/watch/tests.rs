#![allow(clippy::unwrap_used)]

use accounts::{NewUser, Role, Stamp};
use disclosure::watch::{Cell, CellKey, Level};
use variables::Quota;

use super::*;
use crate::keys;

const NOW: Moment = Moment(1_800_000_000);

fn kari() -> Runner {
    Runner::User("kari@x.no".to_owned())
}

/// Small cells of the ordinary tier.
fn cells(keys: std::ops::Range<u128>) -> Notes {
    let cell = |key| Cell { key: CellKey(key), is_small: true, is_sensitive: false };
    Notes { cells: keys.map(cell).collect(), ..Notes::default() }
}

fn accounts(home: &Home, keys: &KeyRing) -> Arc<Accounts> {
    let accounts = Accounts::open(&home.accounts(), keys.audit(), NOW).unwrap();
    let stamp = Stamp::operator(NOW);
    if let Ok(institution) = accounts.add_institution("One", "111111111", stamp) {
        accounts.add_user(&institution, NewUser { email: "kari@x.no", name: "K", role: Role::User }, stamp).unwrap();
    }
    Arc::new(accounts)
}

#[test]
fn what_was_used_survives_a_restart_and_a_lost_file_does_not_pass_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path()).unwrap();
    let keys = keys::open(&home).unwrap();
    let accounts = accounts(&home, &keys);
    let watch = Watch::open(&home, &keys, &accounts, NOW).unwrap();
    watch.book(&kari(), "r", cells(0..5_000), NOW);
    watch.book(&Runner::Operator, "s", cells(0..5), NOW);
    let full = Denial::Quota { quota: Quota::CellsHour, is_institution: false, seconds: 3_600 };
    assert_eq!(watch.admit(&kari(), NOW), Err(full));
    assert_eq!(watch.admit(&Runner::Operator, NOW), Ok(Pass::default()));
    watch.settle();
    drop(watch);
    // A rotation does not close the file.
    let lock = home.lock().unwrap();
    let keys = keys::rotation::rotate(&home, &lock, &accounts, NOW).unwrap();
    drop(accounts);
    let accounts = Arc::new(Accounts::open(&home.accounts(), keys.audit(), NOW).unwrap());
    let watch = Watch::open(&home, &keys, &accounts, NOW.plus(60)).unwrap();
    assert!(watch.admit(&kari(), NOW.plus(60)).is_err());
    assert_eq!(watch.admit(&kari(), NOW.plus(3_600)), Ok(Pass::default()));
    let names: Vec<String> = watch.states(NOW.plus(60)).unwrap().into_iter().map(|state| state.account).collect();
    assert_eq!(names, ["kari@x.no", "operator"]);
    drop(watch);
    // Lost.
    std::fs::rename(home.watch(), folder.path().join("away")).unwrap();
    let lost = Watch::open(&home, &keys, &accounts, NOW.plus(60));
    assert!(matches!(lost, Err(WatchError::Gone)));
    assert!(matches!(overview(&home, &keys, &accounts, NOW), Err(WatchError::Gone)));
    // Another's.
    Store::create(&home.watch(), &keys.watch()).unwrap();
    assert!(matches!(Watch::open(&home, &keys, &accounts, NOW.plus(60)), Err(WatchError::Other)));
    // The way out, which the log tells.
    let refused = restart(&home, &lock, &keys, &accounts, " ", NOW.plus(60));
    assert!(matches!(refused, Err(WatchError::Accounts(AccountsError::BadReason))));
    let aside = restart(&home, &lock, &keys, &accounts, "the disk broke", NOW.plus(60)).unwrap();
    assert!(aside.unwrap().exists());
    let watch = Watch::open(&home, &keys, &accounts, NOW.plus(60)).unwrap();
    assert_eq!(watch.admit(&kari(), NOW.plus(60)), Ok(Pass::default()));
    let log = format!("{:?}", accounts.audit_page(None, 1).unwrap());
    assert!(log.contains("WatchBegan") && log.contains("the disk broke"), "{log}");
    assert_eq!(accounts.verify_audit().unwrap().fault, None);
}

#[test]
fn reviewers_hold_and_release_and_the_odometer_warns_before_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path()).unwrap();
    let keys = keys::open(&home).unwrap();
    let accounts = accounts(&home, &keys);
    let watch = Watch::open(&home, &keys, &accounts, NOW).unwrap();
    let levels = |keys: std::ops::Range<u128>| Notes {
        levels: keys.map(|key| Level { key, exposure: 77 }).collect(),
        ..Notes::default()
    };
    watch.book(&kari(), "r", levels(0..520), NOW);
    let codes = |pass: Pass| pass.remarks().iter().map(|remark| remark.code).collect::<Vec<_>>();
    assert_eq!(watch.admit(&kari(), NOW).map(codes), Ok(vec!["exposure-high"]));
    watch.book(&kari(), "r", levels(0..1_039), NOW);
    assert_eq!(watch.admit(&kari(), NOW), Err(Denial::Exposure { seconds: 30 * 86_400 }));
    accounts.release_account("kari@x.no", "looked at", Stamp::operator(NOW)).unwrap();
    assert_eq!(watch.admit(&kari(), NOW).map(codes), Ok(Vec::new()));
    accounts.close_account("kari@x.no", "agreement ended", Stamp::operator(NOW)).unwrap();
    assert_eq!(watch.admit(&kari(), NOW), Err(Denial::Closed));
    // The release holds after a restart too.
    watch.settle();
    drop(watch);
    accounts.release_account("kari@x.no", "a new agreement", Stamp::operator(NOW.plus(9))).unwrap();
    let watch = Watch::open(&home, &keys, &accounts, NOW.plus(10)).unwrap();
    assert_eq!(watch.admit(&kari(), NOW.plus(10)), Ok(Pass::default()));
}

#[test]
fn many_sets_make_runs_wait() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path()).unwrap();
    let accounts = accounts(&home, &keys::open(&home).unwrap());
    let watch = Watch::in_memory(&accounts).unwrap();
    let booking = Booking { sets: (0..16).map(|key| (key, 20)).collect(), ..Booking::default() };
    let account = Account { name: "kari@x.no".to_owned(), institution: Some("One".to_owned()) };
    watch.books().book(&account, "r", &booking, NOW);
    assert_eq!(watch.admit(&kari(), NOW).map(|pass| pass.wait().as_secs()), Ok(30));
    let release = watch.close(&kari(), "r", NOW);
    assert_eq!((release.cells, release.root), (0, None));
}

//! The books: what accounts and institutions have used, and what open runs released.

use std::collections::HashMap;

use accounts::Moment;
use accounts::audit::{QuotaUse, ReleaseAccount};
use variables::Quota;
use variables::quota::{INSTITUTION, ODOMETER_DAYS, ODOMETER_STOP};

use super::bytes::{Reader, Writer};
use super::merkle::Merkle;
use super::odometer::Odometer;
use super::store::{Kind, Store};
use super::window::Window;
use super::{Account, Booking, Denial, WatchError};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// All books of a home.
#[derive(Default)]
pub struct Books {
    accounts: HashMap<String, Book>,
    institutions: HashMap<String, Window>,
    runs: HashMap<String, Tally>,
}

/// The book of an account.
#[derive(Default)]
struct Book {
    window: Window,
    odometer: Odometer,
}

/// What a run has released so far.
#[derive(Default)]
struct Tally {
    cells: u64,
    models: u64,
    tree: Merkle,
}

/// What an account has used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Of its quotas.
    pub quota: QuotaUse,
    /// Sets defined in the last day.
    pub sets_day: u64,
    /// Its odometer in thousandths of ρ.
    pub odometer: u64,
}

impl Books {
    /// Books what a statement of a run released; answers what is to be kept.
    pub fn book(&mut self, account: &Account, run: &str, booking: &Booking, now: Moment) -> Vec<(Kind, Vec<u8>)> {
        let tally = self.runs.entry(run.to_owned()).or_default();
        tally.cells += booking.cells.len() as u64;
        tally.models += booking.n_models;
        booking.cells.iter().for_each(|(key, _)| tally.tree.push(*key));
        let levels = self.enter(account, booking, now);
        let mut entries = vec![(Kind::Booking, written(account, |out| booking.write(out)))];
        if !levels.is_empty() {
            entries.push((Kind::Levels, written(account, |out| out.pairs(&levels))));
        }
        entries
    }

    /// Answers the levels that the odometer did not know.
    fn enter(&mut self, account: &Account, booking: &Booking, now: Moment) -> Vec<(u128, u64)> {
        if let Some(institution) = &account.institution {
            self.institutions.entry(institution.clone()).or_default().book(booking, now);
        }
        let book = self.accounts.entry(account.name.clone()).or_default();
        book.window.book(booking, now);
        book.odometer.add(&booking.levels, now)
    }

    /// Ends a run: what it released, and where its account stands after it.
    pub fn close(&mut self, account: &str, run: &str, has_quota: bool, now: Moment) -> ReleaseAccount {
        let Tally { cells, models, tree } = self.runs.remove(run).unwrap_or_default();
        let used = self.used(account, now);
        let quota = has_quota.then_some(used.quota);
        ReleaseAccount { cells, models, root: tree.root(), quota, odometer: Some(used.odometer) }
    }

    /// Why an account may not go on; the operator always may.
    pub fn denial(&self, account: &Account, now: Moment) -> Option<Denial> {
        let institution = account.institution.as_ref()?;
        let of = |window: Option<&Window>, is_institution: bool| {
            let window = window?;
            let times = if is_institution { INSTITUTION } else { 1 };
            let full = Quota::ALL.into_iter().filter_map(|quota| {
                let seconds = window.seconds_until(quota, quota.most() * times, now)?;
                Some(Denial::Quota { quota, is_institution, seconds })
            });
            // The one that lasts longest: nobody is to come back to the next.
            full.max_by_key(|denial| denial.seconds())
        };
        let book = self.accounts.get(&account.name);
        let exposure = book.and_then(|book| book.odometer.seconds_until(ODOMETER_STOP, now));
        of(book.map(|book| &book.window), false)
            .or_else(|| exposure.map(|seconds| Denial::Exposure { seconds }))
            .or_else(|| of(self.institutions.get(institution), true))
    }

    /// What an account has used.
    pub fn used(&self, account: &str, now: Moment) -> Used {
        let Some(book) = self.accounts.get(account) else { return Used::default() };
        Used {
            quota: quota_use(&book.window, now),
            sets_day: book.window.sets_day(now),
            odometer: book.odometer.stands(now),
        }
    }

    /// What an institution has used.
    pub fn used_by_institution(&self, institution: &str, now: Moment) -> QuotaUse {
        self.institutions.get(institution).map_or_else(QuotaUse::default, |window| quota_use(window, now))
    }

    /// The accounts with anything in their books.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.accounts.keys()
    }

    /// An account was released: its odometer begins anew.
    pub fn release(&mut self, account: &str, moment: Moment) {
        if let Some(book) = self.accounts.get_mut(account) {
            book.odometer.release(moment);
        }
    }

    /// Reads the books of a file.
    pub fn load(store: &Store, now: Moment) -> Result<Books, WatchError> {
        let mut books = Books::default();
        store.each(Kind::Booking, now.plus(-DAY), |moment, bytes| {
            let (account, mut from) = read(bytes)?;
            // Levels have entries of their own, which last longer.
            let booking = Booking { levels: Vec::new(), ..Booking::read(&mut from)? };
            books.enter(&account, &booking, moment);
            Some(())
        })?;
        store.each(Kind::Levels, now.plus(-ODOMETER_DAYS * DAY), |moment, bytes| {
            let (account, mut from) = read(bytes)?;
            books.accounts.entry(account.name).or_default().odometer.add(&from.pairs()?, moment);
            Some(())
        })?;
        Ok(books)
    }

    /// Takes out of a file what no window holds any more.
    pub fn tidy(store: &Store, now: Moment) -> Result<(), WatchError> {
        store.forget(Kind::Booking, now.plus(-DAY))?;
        store.forget(Kind::Levels, now.plus(-ODOMETER_DAYS * DAY))
    }
}

/// How much of one quota.
pub fn used_of(used: &QuotaUse, quota: Quota) -> u64 {
    match quota {
        Quota::CellsHour => used.cells_hour,
        Quota::CellsDay => used.cells_day,
        Quota::ModelsDay => used.models_day,
    }
}

fn quota_use(window: &Window, now: Moment) -> QuotaUse {
    QuotaUse {
        cells_hour: window.used(Quota::CellsHour, now),
        cells_day: window.used(Quota::CellsDay, now),
        models_day: window.used(Quota::ModelsDay, now),
    }
}

/// An entry of an account.
pub fn written(account: &Account, write: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut out = Writer::default();
    out.block(account.name.as_bytes());
    out.block(account.institution.as_deref().unwrap_or_default().as_bytes());
    write(&mut out);
    out.done()
}

/// The account of an entry, and what follows.
pub fn read(bytes: &[u8]) -> Option<(Account, Reader<'_>)> {
    let mut from = Reader::new(bytes);
    let (name, institution) = (from.text()?, from.text()?);
    let institution = Some(institution).filter(|institution| !institution.is_empty());
    Some((Account { name, institution }, from))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: Moment = Moment(1_800_000_000);

    fn account(name: &str) -> Account {
        Account { name: name.to_owned(), institution: Some("One".to_owned()) }
    }

    fn cells(keys: std::ops::Range<u128>, weight: u64) -> Booking {
        Booking { cells: keys.map(|key| (key, weight)).collect(), ..Booking::default() }
    }

    #[test]
    fn a_quota_denies_with_the_longest_wait_and_never_the_operator() {
        let mut books = Books::default();
        let (kari, operator) = (account("kari@x.no"), Account { name: "operator".to_owned(), institution: None });
        books.book(&kari, "r", &cells(0..4_999, 10), NOW);
        assert_eq!(books.denial(&kari, NOW), None, "49 990");
        books.book(&kari, "r", &cells(4_999..5_000, 10), NOW);
        let denied = |quota, seconds| Some(Denial::Quota { quota, is_institution: false, seconds });
        assert_eq!(books.denial(&kari, NOW), denied(Quota::CellsHour, 3_600));
        assert_eq!(books.denial(&kari, NOW.plus(3_600)), None);
        books.book(&kari, "r", &cells(5_000..20_000, 10), NOW.plus(3_600));
        assert_eq!(books.denial(&kari, NOW.plus(3_600)), denied(Quota::CellsDay, 86_400 - 3_600));
        assert_eq!(books.denial(&account("ola@x.no"), NOW), None);
        books.book(&operator, "s", &cells(0..90_000, 10), NOW);
        assert_eq!(books.denial(&operator, NOW), None);
    }

    #[test]
    fn an_institution_has_ten_times_the_quota_and_its_users_share_it() {
        let mut books = Books::default();
        for user in 0..11 {
            let name = format!("{user}@x.no");
            // Each asks 45 000 of its own, and 4 000 that all ask.
            let own = 1_000_000 * (user + 1);
            books.book(&account(&name), &name, &cells(own..own + 4_500, 10), NOW);
            books.book(&account(&name), &name, &cells(0..400, 10), NOW);
        }
        let institution = books.used_by_institution("One", NOW);
        assert_eq!(institution.cells_hour, 11 * 45_000 + 4_000);
        assert_eq!(books.denial(&account("new@x.no"), NOW), None);
        books.book(&account("0@x.no"), "r", &cells(500..600, 10), NOW);
        let denied = Denial::Quota { quota: Quota::CellsHour, is_institution: true, seconds: 3_600 };
        assert_eq!(books.denial(&account("new@x.no"), NOW), Some(denied));
        let other = Account { institution: Some("Two".to_owned()), ..account("new@x.no") };
        assert_eq!(books.denial(&other, NOW), None);
    }

    #[test]
    fn the_odometer_stops_until_its_window_moves_on_or_a_release() {
        let mut books = Books::default();
        let kari = account("kari@x.no");
        let levels: Vec<(u128, u64)> = (0..1_039).map(|key| (key, 77)).collect();
        books.book(&kari, "r", &Booking { levels, ..Booking::default() }, NOW);
        assert_eq!(books.used("kari@x.no", NOW).odometer, 80_003);
        assert_eq!(books.denial(&kari, NOW), Some(Denial::Exposure { seconds: 30 * 86_400 }));
        books.release("kari@x.no", NOW.plus(5));
        assert_eq!((books.denial(&kari, NOW), books.used("kari@x.no", NOW).odometer), (None, 0));
    }

    #[test]
    fn a_run_is_closed_with_what_it_released() {
        let mut books = Books::default();
        let kari = account("kari@x.no");
        let booking = Booking { n_models: 1, models: 4, ..cells(0..3, 10) };
        books.book(&kari, "one", &booking, NOW);
        books.book(&kari, "one", &booking, NOW);
        let account = books.close("kari@x.no", "one", true, NOW);
        assert_eq!((account.cells, account.models, account.odometer), (6, 2, Some(0)));
        assert_eq!(account.quota, Some(QuotaUse { cells_hour: 30, cells_day: 30, models_day: 8 }));
        let mut tree = Merkle::default();
        [0, 1, 2, 0, 1, 2].into_iter().for_each(|key| tree.push(key));
        assert_eq!(account.root, tree.root());
        let nothing = books.close("kari@x.no", "two", true, NOW);
        assert_eq!((nothing.cells, nothing.root), (0, None));
    }

    #[test]
    fn books_are_read_back_from_their_entries() {
        let mut books = Books::default();
        let store = Store::in_memory(&[1; 32]).unwrap();
        let levels = vec![(8, 77)];
        for (at, booking) in [
            (-86_400 * 2, Booking { levels, ..cells(0..10, 10) }),
            (-7_200, cells(0..20, 1)),
            (0, Booking { models: 3, n_models: 3, sets: vec![(1, 1), (2, 1)], ..cells(15..25, 4) }),
        ] {
            let entries = books.book(&account("kari@x.no"), "r", &booking, NOW.plus(at));
            store.add(NOW.plus(at), &entries, None).unwrap();
        }
        let read = Books::load(&store, NOW).unwrap();
        let used = read.used("kari@x.no", NOW);
        assert_eq!(used, books.used("kari@x.no", NOW));
        assert_eq!((used.quota.cells_day, used.quota.cells_hour, used.odometer, used.sets_day), (40, 20, 77, 2));
        assert_eq!(read.used_by_institution("One", NOW), books.used_by_institution("One", NOW));
        Books::tidy(&store, NOW).unwrap();
        assert_eq!(Books::load(&store, NOW).unwrap().used("kari@x.no", NOW), used);
    }
}

//! What accounts use: quotas, odometer and meter (`server/decisions/0014-watcher.md`).
//!
//! After each statement whose outputs were sent, the notes of its run's watcher are booked here: at once for quotas and odometer, by a
//! thread of its own for the meter and the file. Before a run is taken, and before each of its statements, the books are asked. No
//! answer is ever changed: an account goes on, or is told why not.

mod booking;
mod books;
mod bytes;
mod clerk;
mod denial;
mod error;
mod file;
mod merkle;
mod meters;
mod odometer;
mod overview;
mod pass;
mod store;
mod window;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use accounts::audit::{QuotaUse, ReleaseAccount};
use accounts::{Accounts, AccountsError, Moment, Review, Standing};
use disclosure::Notes;

use self::books::Books;
use self::clerk::{Clerk, Letter};
use self::store::Store;
use crate::keys::KeyRing;
use crate::world::internal;
use crate::{Home, Runner};

pub use self::booking::Booking;
pub use self::books::{Used, used_of};
pub use self::denial::Denial;
pub use self::error::WatchError;
pub use self::file::restart;
pub use self::overview::{AccountState, overview};
pub use self::pass::Pass;

/// Whose books are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// A user's e-mail address, or the operator.
    pub name: String,
    /// The user's institution; `None`: the operator, who has no quota.
    pub institution: Option<String>,
}

/// The watch of a home. One process at a time has it, under the home's lock.
pub struct Watch {
    accounts: Arc<Accounts>,
    books: Mutex<Books>,
    clerk: Clerk,
}

impl Watch {
    /// Opens the watch of a home, or begins one for a home that never had any.
    ///
    /// # Errors
    /// [`WatchError`]: what is lost or cannot be read is never replaced by nothing.
    pub fn open(home: &Home, keys: &KeyRing, accounts: &Arc<Accounts>, now: Moment) -> Result<Watch, WatchError> {
        let store = file::open(home, &keys.watch(), accounts, now)?;
        Books::tidy(&store, now)?;
        Watch::of(store, keys.filter(), accounts, now)
    }

    /// A watch that lives as long as the value: for tests.
    ///
    /// # Errors
    /// If SQLite fails.
    pub fn in_memory(accounts: &Arc<Accounts>) -> Result<Watch, WatchError> {
        let keys = disclosure::Keys::new([0; 32], [0; 32]);
        Watch::of(Store::in_memory(&[0; 32])?, keys, accounts, Moment::now())
    }

    fn of(store: Store, keys: disclosure::Keys, accounts: &Arc<Accounts>, now: Moment) -> Result<Watch, WatchError> {
        let books = Mutex::new(Books::load(&store, now)?);
        let clerk = Clerk::start(store, keys, accounts.clone(), now)?;
        Ok(Watch { accounts: accounts.clone(), books, clerk })
    }

    /// Whether a runner may go on now, and how.
    ///
    /// # Errors
    /// [`Denial`] says why not, and until when.
    pub fn admit(&self, runner: &Runner, now: Moment) -> Result<Pass, Denial> {
        if self.clerk.is_broken() {
            return Err(Denial::NotKept);
        }
        let Some((account, review)) = self.account(runner).map_err(not_kept)? else { return Ok(Pass::default()) };
        match review.standing {
            Standing::Closed => return Err(Denial::Closed),
            Standing::Delayed => return Err(Denial::UnderReview),
            Standing::Flagged | Standing::Open => {}
        }
        let mut books = self.books();
        if let Some(released) = review.released {
            books.release(&account.name, released);
        }
        match books.denial(&account, now) {
            Some(denial) => Err(denial),
            None => Ok(Pass::of(books.used(&account.name, now))),
        }
    }

    /// Books what a statement of a run released. The expensive part is done elsewhere.
    pub fn book(&self, runner: &Runner, run: &str, notes: Notes, now: Moment) {
        let booking = Booking::of(&notes);
        if booking.is_empty() {
            return;
        }
        let account = match self.account(runner) {
            Ok(found) => found.map_or_else(Account::operator, |(account, _)| account),
            // Nothing more is answered until it can be booked.
            Err(error) => {
                _ = internal("watch", &error);
                return self.clerk.give_up();
            }
        };
        let entries = self.books().book(&account, run, &booking, now);
        self.clerk.send(Letter { account, now, entries, sets: notes.sets, splits: notes.splits });
    }

    /// The account of a run that is over.
    pub fn close(&self, runner: &Runner, run: &str, now: Moment) -> ReleaseAccount {
        self.books().close(runner.account(), run, *runner != Runner::Operator, now)
    }

    /// What an account has used, and its institution.
    ///
    /// # Errors
    /// If the accounts cannot be read.
    pub fn usage(&self, runner: &Runner, now: Moment) -> Result<(Used, QuotaUse), AccountsError> {
        let found = self.account(runner)?;
        let mut books = self.books();
        let Some((Account { name, institution }, review)) = found else {
            return Ok((books.used(runner.account(), now), QuotaUse::default()));
        };
        if let Some(released) = review.released {
            books.release(&name, released);
        }
        let of_all = institution.map_or_else(QuotaUse::default, |name| books.used_by_institution(&name, now));
        Ok((books.used(&name, now), of_all))
    }

    /// Where every account stands that was active or is under review.
    ///
    /// # Errors
    /// If the accounts cannot be read.
    pub fn states(&self, now: Moment) -> Result<Vec<AccountState>, AccountsError> {
        self.settle();
        let mut books = self.books();
        self.clerk.with_meters(|meters| overview::states(&self.accounts, &mut books, meters, now))
    }

    /// Waits until everything that was booked is kept and looked at.
    pub fn settle(&self) {
        self.clerk.settle();
    }

    /// A user's account with what reviewers decided; `None`: the operator.
    fn account(&self, runner: &Runner) -> Result<Option<(Account, Review)>, AccountsError> {
        let Runner::User(email) = runner else { return Ok(None) };
        let user = self.accounts.user(email)?;
        let review = self.accounts.review(email)?;
        Ok(Some((Account { name: user.email, institution: Some(user.institution) }, review)))
    }

    fn books(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Account {
    /// The local account.
    fn operator() -> Account {
        Account { name: Runner::Operator.account().to_owned(), institution: None }
    }
}

/// The texts of these errors name nothing that a script says.
fn not_kept(error: AccountsError) -> Denial {
    _ = internal("watch", &error);
    Denial::NotKept
}

#[cfg(test)]
mod tests;

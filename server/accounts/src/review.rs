//! Where accounts stand with their reviewers: flagged and put under review by the meter, released and closed by people.

use rusqlite::{OptionalExtension as _, Row, Transaction, params};

use crate::audit::{Act, MeterFinding, Stamp};
use crate::user::normalize;
use crate::{Accounts, AccountsError, Moment, Result};

/// Longest reason that a reviewer gives.
pub const MOST_REASON_CHARACTERS: usize = 500;

/// Where an account stands. The order is the severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing is the matter.
    #[default]
    Open,
    /// The meter asks for a look; the user notices nothing.
    Flagged,
    /// Under review: nothing runs until the account is released.
    Delayed,
    /// Closed by a reviewer: nothing runs until the account is released.
    Closed,
}

impl Standing {
    const ALL: [Standing; 4] = [Standing::Open, Standing::Flagged, Standing::Delayed, Standing::Closed];

    /// The name in the file and in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Standing::Open => "open",
            Standing::Flagged => "flagged",
            Standing::Delayed => "delayed",
            Standing::Closed => "closed",
        }
    }
}

/// What reviewers decided on an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// Where it stands.
    pub standing: Standing,
    /// Since when; `None`: from the beginning.
    pub since: Option<Moment>,
    /// The last release: what was before does not count any more.
    pub released: Option<Moment>,
}

impl Accounts {
    /// Where an account stands.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn review(&self, email: &str) -> Result<Review> {
        let sql = "SELECT review.standing, review.since, review.released FROM review \
                   JOIN user ON user.id = review.user_id WHERE user.email = ?1";
        let connection = self.connection()?;
        let found = connection.prepare_cached(sql)?.query_row([normalize(email)], |row| read(row, 0)).optional()?;
        Ok(found.unwrap_or_default())
    }

    /// All accounts on which something was decided, by e-mail address.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn reviews(&self) -> Result<Vec<(String, Review)>> {
        let sql = "SELECT user.email, review.standing, review.since, review.released FROM review \
                   JOIN user ON user.id = review.user_id ORDER BY user.email";
        let connection = self.connection()?;
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, read(row, 1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Flags an account for what the meter found; false if it stands there already, or worse.
    ///
    /// # Errors
    /// If there is no such user, or the log cannot be written.
    pub fn flag_account(&self, email: &str, finding: MeterFinding, stamp: Stamp<'_>) -> Result<bool> {
        let act = Act::AccountFlagged { email: normalize(email), finding };
        self.worsen(email, Standing::Flagged, act, stamp)
    }

    /// Puts an account under review for what the meter found; false if it stands there already, or worse.
    ///
    /// # Errors
    /// If there is no such user, or the log cannot be written.
    pub fn delay_account(&self, email: &str, finding: MeterFinding, stamp: Stamp<'_>) -> Result<bool> {
        self.worsen(email, Standing::Delayed, Act::AccountDelayed { email: normalize(email), finding }, stamp)
    }

    fn worsen(&self, email: &str, standing: Standing, act: Act, stamp: Stamp<'_>) -> Result<bool> {
        if self.review(email)?.standing >= standing {
            return Ok(false);
        }
        let user = self.user(email)?;
        self.act(stamp, |transaction| {
            write(transaction, user.id, standing, stamp.now)?;
            Ok(((), act))
        })?;
        Ok(true)
    }

    /// Releases an account, whatever held it: what it did before does not count any more, quotas excepted.
    ///
    /// # Errors
    /// If there is no such user or no reason, or the log cannot be written.
    pub fn release_account(&self, email: &str, reason: &str, stamp: Stamp<'_>) -> Result<()> {
        let (user, reason) = (self.user(email)?, check_reason(reason)?.to_owned());
        self.act(stamp, |transaction| {
            write(transaction, user.id, Standing::Open, stamp.now)?;
            transaction.execute("UPDATE review SET released = ?1 WHERE user_id = ?2", params![stamp.now.0, user.id])?;
            Ok(((), Act::AccountReleased { email: user.email.clone(), reason }))
        })
    }

    /// Closes an account: it runs nothing until it is released. Sessions stay, so that its user can read what it was told.
    ///
    /// # Errors
    /// If there is no such user or no reason, or the log cannot be written.
    pub fn close_account(&self, email: &str, reason: &str, stamp: Stamp<'_>) -> Result<()> {
        let (user, reason) = (self.user(email)?, check_reason(reason)?.to_owned());
        self.act(stamp, |transaction| {
            write(transaction, user.id, Standing::Closed, stamp.now)?;
            Ok(((), Act::AccountClosed { email: user.email.clone(), reason }))
        })
    }

    /// Writes down that the file of the meter was begun, empty; with a reason if there was one before.
    ///
    /// # Errors
    /// If the reason is no reason, or the log cannot be written.
    pub fn begin_watch(&self, watch: &str, reason: Option<&str>, stamp: Stamp<'_>) -> Result<()> {
        let reason = reason.map(check_reason).transpose()?.map(str::to_owned);
        self.record(stamp, Act::WatchBegan { watch: watch.to_owned(), reason })
    }

    /// The identifier of the meter's file that the log names last; `None`: there never was one.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn watch_begun(&self) -> Result<Option<String>> {
        let sql = "SELECT json_extract(record, '$.act.watch') FROM audit WHERE kind = 'watch-began' ORDER BY number DESC LIMIT 1";
        Ok(self.connection()?.query_row(sql, [], |row| row.get(0)).optional()?)
    }
}

/// A reason without blanks around it.
///
/// # Errors
/// If nothing is left, or too much.
pub fn check_reason(reason: &str) -> Result<&str> {
    let reason = reason.trim();
    let is_reason = !reason.is_empty() && reason.chars().count() <= MOST_REASON_CHARACTERS;
    if is_reason { Ok(reason) } else { Err(AccountsError::BadReason) }
}

fn write(transaction: &Transaction<'_>, user: i64, standing: Standing, now: Moment) -> Result<()> {
    let sql = "INSERT INTO review (user_id, standing, since) VALUES (?1, ?2, ?3) \
               ON CONFLICT (user_id) DO UPDATE SET standing = excluded.standing, since = excluded.since";
    transaction.execute(sql, params![user, standing.name(), now.0])?;
    Ok(())
}

/// Reads the columns from `first` on; the file holds no other names than ours.
fn read(row: &Row<'_>, first: usize) -> rusqlite::Result<Review> {
    let name: String = row.get(first)?;
    let standing = Standing::ALL.into_iter().find(|standing| standing.name() == name).unwrap_or(Standing::Closed);
    Ok(Review {
        standing,
        since: Some(Moment(row.get(first + 1)?)),
        released: row.get::<_, Option<i64>>(first + 2)?.map(Moment),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{NewUser, Role};

    fn at(seconds: i64) -> Stamp<'static> {
        Stamp::operator(Moment(seconds))
    }

    fn found(events: u64) -> MeterFinding {
        MeterFinding { events, ..MeterFinding::default() }
    }

    fn with_kari() -> Accounts {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("One", "111111111", at(0)).unwrap();
        accounts.add_user(&institution, NewUser { email: "kari@x.no", name: "K", role: Role::User }, at(0)).unwrap();
        accounts
    }

    #[test]
    fn the_meter_makes_it_worse_once_and_only_people_make_it_better() {
        let accounts = with_kari();
        assert_eq!(accounts.review("kari@x.no").unwrap(), Review::default());
        assert!(accounts.flag_account("Kari@x.no", found(25), at(10)).unwrap());
        assert!(!accounts.flag_account("kari@x.no", found(26), at(11)).unwrap());
        assert!(accounts.delay_account("kari@x.no", found(40), at(12)).unwrap());
        assert!(!accounts.flag_account("kari@x.no", found(41), at(13)).unwrap());
        let review = accounts.review("kari@x.no").unwrap();
        assert_eq!((review.standing, review.since, review.released), (Standing::Delayed, Some(Moment(12)), None));
        accounts.release_account("kari@x.no", " looked at, honest work ", at(20)).unwrap();
        let review = accounts.review("kari@x.no").unwrap();
        assert_eq!((review.standing, review.released), (Standing::Open, Some(Moment(20))));
        accounts.close_account("kari@x.no", "agreement ended", at(30)).unwrap();
        assert!(!accounts.delay_account("kari@x.no", found(40), at(31)).unwrap());
        let review = accounts.review("kari@x.no").unwrap();
        assert_eq!((review.standing, review.released), (Standing::Closed, Some(Moment(20))));
        assert_eq!(accounts.reviews().unwrap(), [("kari@x.no".to_owned(), review)]);
        let acts: Vec<Act> = accounts.audit_page(None, 4).unwrap().into_iter().map(|entry| entry.record.act).collect();
        let released =
            Act::AccountReleased { email: "kari@x.no".to_owned(), reason: "looked at, honest work".to_owned() };
        assert_eq!(acts[1], released);
        assert!(matches!(&acts[..], [Act::AccountClosed { .. }, _, Act::AccountDelayed { .. }, _]));
    }

    #[test]
    fn a_decision_needs_a_reason_and_a_user() {
        let accounts = with_kari();
        let long = "r".repeat(MOST_REASON_CHARACTERS + 1);
        for reason in ["", "  ", &long] {
            let refused = accounts.close_account("kari@x.no", reason, at(1));
            assert!(matches!(refused, Err(AccountsError::BadReason)), "{reason}");
        }
        assert!(matches!(accounts.release_account("ola@x.no", "r", at(1)), Err(AccountsError::UnknownUser(_))));
        assert_eq!(accounts.reviews().unwrap(), []);
    }

    #[test]
    fn the_log_names_the_meter_s_file() {
        let accounts = with_kari();
        assert_eq!(accounts.watch_begun().unwrap(), None);
        accounts.begin_watch("a1", None, at(1)).unwrap();
        accounts.begin_watch("b2", Some("the disk was lost"), at(2)).unwrap();
        assert_eq!(accounts.watch_begun().unwrap().as_deref(), Some("b2"));
    }
}

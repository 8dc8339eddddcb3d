//! Where accounts stand, for those who review them: counts of events and use, nothing of scripts or data.

use std::collections::{BTreeMap, BTreeSet};

use accounts::audit::{MeterFinding, OPERATOR};
use accounts::{Accounts, AccountsError, Moment, Review};

use super::books::Books;
use super::meters::Meters;
use super::{Used, WatchError, file};
use crate::Home;
use crate::keys::KeyRing;

/// Where an account stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// A user's e-mail address, or the operator.
    pub account: String,
    /// The user's institution.
    pub institution: Option<String>,
    /// What reviewers decided.
    pub review: Review,
    /// What meter and detectors found.
    pub finding: MeterFinding,
    /// What it has used.
    pub used: Used,
}

/// Reads where accounts stand from the home's file, also while a server runs on it.
///
/// # Errors
/// If the file is lost or cannot be read.
pub fn overview(
    home: &Home,
    keys: &KeyRing,
    accounts: &Accounts,
    now: Moment,
) -> Result<Vec<AccountState>, WatchError> {
    let (mut books, meters) = match file::look(home, &keys.watch(), accounts)? {
        Some(store) => (Books::load(&store, now)?, Meters::load(&store, keys.id())?),
        None => (Books::default(), Meters::new(keys.id())),
    };
    Ok(states(accounts, &mut books, &meters, now)?)
}

/// By e-mail address; who did nothing and stands well is left out.
pub(super) fn states(
    accounts: &Accounts,
    books: &mut Books,
    meters: &Meters,
    now: Moment,
) -> Result<Vec<AccountState>, AccountsError> {
    let reviews: BTreeMap<String, Review> = accounts.reviews()?.into_iter().collect();
    let names: BTreeSet<String> = books.names().chain(meters.names()).chain(reviews.keys()).cloned().collect();
    let state = |name: String| {
        let review = reviews.get(&name).copied().unwrap_or_default();
        if let Some(released) = review.released {
            books.release(&name, released);
        }
        let institution = if name == OPERATOR { None } else { Some(accounts.user(&name)?.institution) };
        let finding = meters.finding(&name, review.released, now).found;
        Ok::<_, AccountsError>(AccountState {
            institution,
            review,
            finding,
            used: books.used(&name, now),
            account: name,
        })
    };
    names.into_iter().map(state).collect()
}

//! Accounts under review: listing, releasing and closing them; a new file for the meter.

use accounts::audit::MeterFinding;
use accounts::{Accounts, AccountsError, Moment, Stamp};
use anyhow::Result;
use jobs::watch::{self, AccountState};
use jobs::{Home, LockError};
use text::Text;
use wire::usage::AuditAccountList;

use super::moment;
use crate::cli::Decision;
use crate::command::{End, print_line};
use crate::message::{Explain as _, message};
use crate::routes::audit_account;
use crate::{render, startup};

/// Lists where accounts stand.
pub fn accounts(home: &Home, is_json: bool) -> Result<End> {
    let accounts = startup::accounts(home)?;
    let found = watch::overview(home, &startup::keys(home)?, &accounts, Moment::now())
        .explain(|| message("kan ikke lese det som kontoene har brukt", "cannot read what accounts have used"))?;
    if is_json {
        let accounts = found.into_iter().map(audit_account).collect();
        print_line(serde_json::to_string(&AuditAccountList { accounts })?)?;
        return Ok(End::Fine);
    }
    if found.is_empty() {
        print_line(message("ingen kontoer har kjørt noe som telles", "no account has run anything that counts"))?;
    }
    for state in &found {
        print_line(told(state).get(render::reader()))?;
    }
    Ok(End::Fine)
}

/// An account in a line.
fn told(state: &AccountState) -> Text {
    let AccountState { account, review, finding, used, .. } = state;
    let standing = review.standing.name();
    let since = review.since.map_or_else(String::new, |since| format!(" ({})", moment(since.0)));
    let MeterFinding { events, same_set, partitions, random_splits, unjudged_splits } = finding;
    let (quota, sets) = (used.quota, used.sets_day);
    let rho = (used.odometer / 1_000, used.odometer % 1_000);
    Text::new(
        format!(
            "{account}: {standing}{since}; nesten like utvalg {events}, definisjoner av ett {same_set}, oppdelinger {partitions}, \
             tilfeldige {random_splits} (uvisse {unjudged_splits}); celler {} i timen, {} i døgnet, modeller {}, utvalg {sets}; ρ {},{:03}",
            quota.cells_hour, quota.cells_day, quota.models_day, rho.0, rho.1
        ),
        format!(
            "{account}: {standing}{since}; nearly the same sets {events}, definitions of one {same_set}, partitions {partitions}, \
             random {random_splits} (unknown {unjudged_splits}); cells {} in the hour, {} in the day, models {}, sets {sets}; ρ {}.{:03}",
            quota.cells_hour, quota.cells_day, quota.models_day, rho.0, rho.1
        ),
    )
}

/// Releases an account.
pub fn release(home: &Home, decision: &Decision) -> Result<End> {
    decide(home, decision, Accounts::release_account)?;
    print_line(message("kontoen er frigitt", "the account is released"))?;
    Ok(End::Fine)
}

/// Closes an account.
pub fn close(home: &Home, decision: &Decision) -> Result<End> {
    decide(home, decision, Accounts::close_account)?;
    print_line(message("kontoen er stengt for kjøringer", "the account is closed for runs"))?;
    Ok(End::Fine)
}

type Decide = fn(&Accounts, &str, &str, Stamp<'_>) -> Result<(), AccountsError>;

/// A server that runs meanwhile sees it at its next statement.
fn decide(home: &Home, Decision { email, reason }: &Decision, decide: Decide) -> Result<()> {
    Ok(decide(&startup::accounts(home)?, email, reason, Stamp::operator(Moment::now()))?)
}

/// Begins a new file for what accounts have used.
pub fn restart_watch(home: &Home, reason: &str) -> Result<End> {
    let lock = home.lock().map_err(|error| match error {
        LockError::InUse => anyhow::Error::new(message(
            "en tjener eller en kjøring bruker hjemmet: stopp den først",
            "a server or a run uses the home: stop it first",
        )),
        other => other.into(),
    })?;
    let (keys, accounts) = (startup::keys(home)?, startup::accounts(home)?);
    match watch::restart(home, &lock, &keys, &accounts, reason, Moment::now())? {
        Some(aside) => {
            let aside = aside.display();
            print_line(message(
                format!("en ny watch.sqlite er laget; den gamle er nå {aside}"),
                format!("a new watch.sqlite was made; the old one is now {aside}"),
            ))?;
        }
        None => print_line(message("en ny watch.sqlite er laget", "a new watch.sqlite was made"))?,
    }
    Ok(End::Fine)
}

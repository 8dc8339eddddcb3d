//! The scripts of a runner behind the engine's view of them. The clock for the names of copies is here, not in the engine.

use std::sync::Arc;

use accounts::script::{self, Kept as Stored};
use accounts::{Accounts, AccountsError, Moment, Owner, ScriptError};
use engine::WorldError;
use engine::scripts::{KeepError, Kept, Scripts};
use variables::Day;

use crate::Runner;
use crate::world::internal;

const _: () = assert!(
    script::MOST_NAME_CHARACTERS == language::check::LONGEST_SCRIPT_NAME,
    "the check of a script knows how long the name of a script may be"
);

/// The scripts of one runner.
pub struct Shelf {
    accounts: Arc<Accounts>,
    runner: Runner,
}

impl Shelf {
    /// The scripts of a runner.
    pub fn new(accounts: Arc<Accounts>, runner: Runner) -> Shelf {
        Shelf { accounts, runner }
    }

    fn owner(&self) -> Result<Owner, AccountsError> {
        match &self.runner {
            Runner::Operator => Ok(Owner::OPERATOR),
            Runner::User(email) => Ok(Owner::user(&self.accounts.user(email)?)),
        }
    }
}

impl Scripts for Shelf {
    fn names(&self) -> Result<Vec<String>, WorldError> {
        let found = self.owner().map_err(ScriptError::from).and_then(|owner| self.accounts.scripts(owner));
        Ok(found.map_err(failed)?.into_iter().map(|script| script.name).collect())
    }

    fn text(&self, name: &str) -> Result<Option<String>, WorldError> {
        let found = self.owner().map_err(ScriptError::from).and_then(|owner| self.accounts.script_named(owner, name));
        Ok(found.map_err(failed)?.map(|script| script.text))
    }

    fn keep(&self, name: &str, text: &str) -> Result<Kept, KeepError> {
        let now = Moment::now();
        let begin: String = name.trim().chars().take(LONGEST_BEGINNING).collect();
        let copy = format!("{} (kopi {})", begin.trim_end(), time(now));
        let keep = |owner| self.accounts.keep_script(owner, name, text, &copy, now);
        self.owner().map_err(ScriptError::from).and_then(keep).map(told).map_err(refused)
    }

    fn keep_copy(&self, text: &str) -> Result<Kept, KeepError> {
        let now = Moment::now();
        let name = format!("kopi av kommandolinjeøkt ({})", time(now));
        let keep = |owner| self.accounts.keep_copy(owner, &name, text, now);
        self.owner().map_err(ScriptError::from).and_then(keep).map(told).map_err(refused)
    }
}

/// Characters of a name that its copy begins with, so that the time behind it has room.
const LONGEST_BEGINNING: usize = 70;

/// `2026-11-26 00.12 UTC`.
fn time(now: Moment) -> String {
    let (day, second) = (now.0.div_euclid(86_400), now.0.rem_euclid(86_400));
    let day = Day(i32::try_from(day).unwrap_or_default());
    format!("{day} {:02}.{:02} UTC", second / 3600, second % 3600 / 60)
}

fn told(kept: Stored) -> Kept {
    match kept {
        Stored::New(name) => Kept::New(name),
        Stored::Same(name) => Kept::Same(name),
        Stored::Replaced(name, copy) => Kept::Replaced { name, copy },
    }
}

fn refused(error: ScriptError) -> KeepError {
    match error {
        ScriptError::NotAName => KeepError::NotAName { most: script::MOST_NAME_CHARACTERS },
        ScriptError::TooLong => KeepError::TooLong { most: script::MOST_TEXT_BYTES },
        ScriptError::TooMany => KeepError::TooMany { most: script::MOST_SCRIPTS },
        error => KeepError::World(failed(error)),
    }
}

/// A failure of the accounts file, whose text names no script, goes to the restricted log under a number.
fn failed(error: ScriptError) -> WorldError {
    internal("accounts", &error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn copies_are_called_by_their_time() {
        assert_eq!(time(Moment(1_700_000_000)), "2023-11-14 22.13 UTC");
    }

    #[test]
    fn a_user_who_is_gone_is_a_failure_and_not_the_operator() {
        let accounts = Arc::new(Accounts::in_memory().unwrap());
        let shelf = Shelf::new(accounts.clone(), Runner::User("kari@x.no".to_owned()));
        assert!(matches!(shelf.names(), Err(WorldError::Internal(_))));
        assert!(matches!(shelf.keep("a", "help"), Err(KeepError::World(_))));
        let operator = Shelf::new(accounts, Runner::Operator);
        assert_eq!(operator.keep(" a ", "help"), Ok(Kept::New("a".to_owned())));
        assert_eq!(operator.text(" a "), Ok(Some("help".to_owned())));
        assert_eq!(operator.names(), Ok(vec!["a".to_owned()]));
        let most = script::MOST_NAME_CHARACTERS;
        assert_eq!(operator.keep(&"n".repeat(most + 1), "help"), Err(KeepError::NotAName { most }));
        let long = "n".repeat(most);
        assert_eq!(operator.keep(&long, "one"), Ok(Kept::New(long.clone())));
        assert!(matches!(operator.keep(&long, "two"), Ok(Kept::Replaced { copy, .. }) if copy.ends_with("UTC)")));
    }
}

//! What `save` and `load` of the script language keep: the same again changes nothing, and what is replaced stays as a copy.

use rusqlite::Transaction;

use super::shelf::{by_name, by_text, insert, write};
use super::{MOST_NAME_CHARACTERS, Owner, Script, ScriptError, name_of, text_of};
use crate::{Accounts, Moment};

/// How a script was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// A new script of this name.
    New(String),
    /// A script of this name had the text already.
    Same(String),
    /// The script of this name has the text now; what it had before is a script of the second name.
    Replaced(String, String),
}

impl Accounts {
    /// Keeps a text under a name. Another text that has the name is kept as `copy` (with a number where that is taken), unless a
    /// third script has it anyway.
    pub fn keep_script(
        &self,
        owner: Owner,
        name: &str,
        text: &str,
        copy: &str,
        now: Moment,
    ) -> Result<Kept, ScriptError> {
        let (name, text) = (name_of(name)?, text_of(text)?);
        self.writing(|transaction| {
            let Some(found) = by_name(transaction, owner, name)? else {
                insert(transaction, owner, name, text, now)?;
                return Ok(Kept::New(name.to_owned()));
            };
            if found.text == text {
                return Ok(Kept::Same(found.name));
            }
            write(transaction, &found, name, text, now)?;
            // Written first, so that the script itself is not found as its own copy.
            let copy = match by_text(transaction, owner, &found.text)? {
                Some(third) => third,
                None => insert_free(transaction, owner, copy, &found.text, now)?,
            };
            Ok(Kept::Replaced(name.to_owned(), copy.name))
        })
    }

    /// Keeps a text that has no name of its own as `name` (with a number where that is taken), unless some script has it already.
    pub fn keep_copy(&self, owner: Owner, name: &str, text: &str, now: Moment) -> Result<Kept, ScriptError> {
        let text = text_of(text)?;
        self.writing(|transaction| match by_text(transaction, owner, text)? {
            Some(found) => Ok(Kept::Same(found.name)),
            None => Ok(Kept::New(insert_free(transaction, owner, name, text, now)?.name)),
        })
    }
}

/// Adds a script under the first of `name`, `name 2`, `name 3` … that is free.
fn insert_free(
    transaction: &Transaction<'_>,
    owner: Owner,
    name: &str,
    text: &str,
    now: Moment,
) -> Result<Script, ScriptError> {
    let mut number = 1_usize;
    loop {
        let ending = if number == 1 { String::new() } else { format!(" {number}") };
        let room = MOST_NAME_CHARACTERS.saturating_sub(ending.chars().count());
        let begin: String = name.trim().chars().take(room).collect();
        let name = format!("{}{ending}", begin.trim_end());
        if by_name(transaction, owner, &name)?.is_none() {
            return insert(transaction, owner, name_of(&name)?, text, now);
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: Moment = Moment(1_000);

    fn names(accounts: &Accounts) -> Vec<String> {
        let mut names: Vec<String> =
            accounts.scripts(Owner::OPERATOR).unwrap().into_iter().map(|script| script.name).collect();
        names.sort();
        names
    }

    #[test]
    fn saving_again_changes_nothing_and_saving_another_text_keeps_the_old_one() {
        let accounts = Accounts::in_memory().unwrap();
        let keep = |text| accounts.keep_script(Owner::OPERATOR, "a", text, "a (kopi)", NOW).unwrap();
        assert_eq!(keep("one"), Kept::New("a".into()));
        assert_eq!(keep("one"), Kept::Same("a".into()));
        assert_eq!(keep("two"), Kept::Replaced("a".into(), "a (kopi)".into()));
        assert_eq!(keep("three"), Kept::Replaced("a".into(), "a (kopi) 2".into()));
        assert_eq!(keep("two"), Kept::Replaced("a".into(), "a (kopi) 3".into()));
        assert_eq!(keep("three"), Kept::Replaced("a".into(), "a (kopi) 2".into()), "both texts have a script already");
        assert_eq!(names(&accounts), ["a", "a (kopi)", "a (kopi) 2", "a (kopi) 3"]);
    }

    #[test]
    fn a_text_without_a_name_is_kept_once() {
        let accounts = Accounts::in_memory().unwrap();
        let keep = |text| accounts.keep_copy(Owner::OPERATOR, "økt", text, NOW).unwrap();
        assert_eq!(keep("one"), Kept::New("økt".into()));
        assert_eq!(keep("one"), Kept::Same("økt".into()));
        assert_eq!(keep("two"), Kept::New("økt 2".into()));
        let long = "n".repeat(2 * MOST_NAME_CHARACTERS);
        for text in ["three", "four"] {
            assert!(matches!(accounts.keep_copy(Owner::OPERATOR, &long, text, NOW).unwrap(), Kept::New(_)));
        }
        assert_eq!(names(&accounts).len(), 4);
    }
}

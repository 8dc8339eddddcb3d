//! Listing, reading, writing, deleting.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};

use super::{MOST_SCRIPTS, Owner, Script, ScriptEntry, ScriptError, name_of, text_of};
use crate::store::is_duplicate;
use crate::{Accounts, Moment, token};

type Result<T> = std::result::Result<T, ScriptError>;

const COLUMNS: &str = "id, name, text, version, changed FROM script WHERE ifnull(user_id, 0) = ifnull(?1, 0)";

impl Accounts {
    /// The owner's scripts, those changed last first.
    pub fn scripts(&self, owner: Owner) -> Result<Vec<ScriptEntry>> {
        let connection = self.connection()?;
        let sql = "SELECT id, name, version, changed FROM script WHERE ifnull(user_id, 0) = ifnull(?1, 0) \
                   ORDER BY changed DESC, name";
        let mut statement = connection.prepare(sql)?;
        let entry = |row: &Row<'_>| {
            let (id, name, version) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(ScriptEntry { id, name, version, changed: Moment(row.get(3)?) })
        };
        let rows = statement.query_map([owner.0], entry)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// One script by its identifier.
    pub fn script(&self, owner: Owner, id: &str) -> Result<Script> {
        by_id(&*self.connection()?, owner, id)
    }

    /// One script by its name.
    pub fn script_named(&self, owner: Owner, name: &str) -> Result<Option<Script>> {
        by_name(&*self.connection()?, owner, name.trim())
    }

    /// Adds a script. One that is there already under the same name with the same text is answered as it is: (script, is it new).
    pub fn add_script(&self, owner: Owner, name: &str, text: &str, now: Moment) -> Result<(Script, bool)> {
        let (name, text) = (name_of(name)?, text_of(text)?);
        self.writing(|transaction| match by_name(transaction, owner, name)? {
            Some(found) if found.text == text => Ok((found, false)),
            Some(_) => Err(ScriptError::NameTaken),
            None => Ok((insert(transaction, owner, name, text, now)?, true)),
        })
    }

    /// Gives a script a name and a text. `seen` is the version that the caller saw last; where it is another now, nothing is written
    /// unless name and text are the wanted ones already.
    pub fn change_script(
        &self,
        owner: Owner,
        id: &str,
        seen: i64,
        name: &str,
        text: &str,
        now: Moment,
    ) -> Result<Script> {
        let (name, text) = (name_of(name)?, text_of(text)?);
        self.writing(|transaction| {
            let found = by_id(transaction, owner, id)?;
            if found.name == name && found.text == text {
                return Ok(found);
            }
            if found.version != seen {
                return Err(ScriptError::Changed);
            }
            write(transaction, &found, name, text, now)
        })
    }

    /// Deletes a script that is still the one that the caller saw last.
    pub fn delete_script(&self, owner: Owner, id: &str, seen: i64) -> Result<()> {
        self.writing(|transaction| {
            if by_id(transaction, owner, id)?.version != seen {
                return Err(ScriptError::Changed);
            }
            transaction.execute("DELETE FROM script WHERE id = ?1", [id])?;
            Ok(())
        })
    }

    /// Reads and writes in one transaction.
    pub(super) fn writing<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection()?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

fn by_id(connection: &Connection, owner: Owner, id: &str) -> Result<Script> {
    let sql = format!("SELECT {COLUMNS} AND id = ?2");
    let found = connection.query_row(&sql, params![owner.0, id], read).optional()?;
    found.ok_or(ScriptError::Unknown)
}

pub(super) fn by_name(connection: &Connection, owner: Owner, name: &str) -> Result<Option<Script>> {
    let sql = format!("SELECT {COLUMNS} AND name = ?2");
    Ok(connection.query_row(&sql, params![owner.0, name], read).optional()?)
}

/// The newest script with exactly this text.
pub(super) fn by_text(connection: &Connection, owner: Owner, text: &str) -> Result<Option<Script>> {
    let sql = format!("SELECT {COLUMNS} AND text = ?2 ORDER BY changed DESC, name LIMIT 1");
    Ok(connection.query_row(&sql, params![owner.0, text], read).optional()?)
}

pub(super) fn insert(
    transaction: &Transaction<'_>,
    owner: Owner,
    name: &str,
    text: &str,
    now: Moment,
) -> Result<Script> {
    let sql = "SELECT COUNT(*) FROM script WHERE ifnull(user_id, 0) = ifnull(?1, 0)";
    let count: i64 = transaction.query_row(sql, [owner.0], |row| row.get(0))?;
    if usize::try_from(count).is_ok_and(|count| count >= MOST_SCRIPTS) {
        return Err(ScriptError::TooMany);
    }
    let id = token::random_id()?;
    let sql = "INSERT INTO script (id, user_id, name, text, created, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?5)";
    transaction.execute(sql, params![id, owner.0, name, text, now.0])?;
    Ok(Script { id, name: name.to_owned(), text: text.to_owned(), version: 1, changed: now })
}

pub(super) fn write(
    transaction: &Transaction<'_>,
    found: &Script,
    name: &str,
    text: &str,
    now: Moment,
) -> Result<Script> {
    let version = found.version + 1;
    let sql = "UPDATE script SET name = ?1, text = ?2, version = ?3, changed = ?4 WHERE id = ?5";
    match transaction.execute(sql, params![name, text, version, now.0, found.id]) {
        Ok(_) => Ok(Script { name: name.to_owned(), text: text.to_owned(), version, changed: now, ..found.clone() }),
        Err(error) if is_duplicate(&error) => Err(ScriptError::NameTaken),
        Err(error) => Err(error.into()),
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Script> {
    let (id, name, text, version) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(Script { id, name, text, version, changed: Moment(row.get(4)?) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{MOST_NAME_CHARACTERS, MOST_TEXT_BYTES};
    use super::*;
    use crate::{NewUser, Role, Stamp};

    const NOW: Moment = Moment(1_000);

    fn two_users() -> (Accounts, Owner, Owner) {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("One", "111111111", Stamp::operator(NOW)).unwrap();
        let add = |email| {
            let new = NewUser { email, name: "N", role: Role::User };
            Owner::user(&accounts.add_user(&institution, new, Stamp::operator(NOW)).unwrap())
        };
        let (kari, ola) = (add("kari@x.no"), add("ola@x.no"));
        (accounts, kari, ola)
    }

    #[test]
    fn each_owner_has_names_of_their_own() {
        let (accounts, kari, ola) = two_users();
        for owner in [kari, ola, Owner::OPERATOR] {
            assert!(accounts.add_script(owner, " Lønn ", "help", NOW).unwrap().1);
            assert!(!accounts.add_script(owner, "Lønn", "help", NOW).unwrap().1, "the same again is the same script");
            assert!(matches!(accounts.add_script(owner, "Lønn", "history", NOW), Err(ScriptError::NameTaken)));
            assert_eq!(accounts.scripts(owner).unwrap().len(), 1);
        }
        let of_kari = accounts.scripts(kari).unwrap().remove(0).id;
        assert!(matches!(accounts.script(ola, &of_kari), Err(ScriptError::Unknown)));
        assert!(matches!(accounts.delete_script(Owner::OPERATOR, &of_kari, 1), Err(ScriptError::Unknown)));
        assert!(matches!(accounts.change_script(ola, &of_kari, 1, "x", "y", NOW), Err(ScriptError::Unknown)));
    }

    #[test]
    fn nothing_that_was_not_seen_is_overwritten_or_deleted() {
        let (accounts, kari, _) = two_users();
        let first = accounts.add_script(kari, "a", "one", NOW).unwrap().0;
        let second = accounts.change_script(kari, &first.id, 1, "a", "two", NOW.plus(1)).unwrap();
        assert_eq!((second.version, second.changed), (2, NOW.plus(1)));
        assert!(matches!(accounts.change_script(kari, &first.id, 1, "a", "three", NOW), Err(ScriptError::Changed)));
        assert!(matches!(accounts.delete_script(kari, &first.id, 1), Err(ScriptError::Changed)));
        assert_eq!(accounts.change_script(kari, &first.id, 1, "a", "two", NOW).unwrap(), second, "sent twice");
        let other = accounts.add_script(kari, "b", "two", NOW).unwrap().0;
        assert!(matches!(accounts.change_script(kari, &other.id, 1, "a", "x", NOW), Err(ScriptError::NameTaken)));
        accounts.delete_script(kari, &first.id, 2).unwrap();
        assert_eq!(accounts.scripts(kari).unwrap().len(), 1);
    }

    #[test]
    fn names_texts_and_numbers_are_bounded() {
        let (accounts, kari, _) = two_users();
        let long = "n".repeat(MOST_NAME_CHARACTERS + 1);
        for name in ["", "  ", "a\nb", "a\u{7}", long.as_str()] {
            assert!(matches!(accounts.add_script(kari, name, "", NOW), Err(ScriptError::NotAName)), "{name:?}");
        }
        let text = "x".repeat(MOST_TEXT_BYTES + 1);
        assert!(matches!(accounts.add_script(kari, "long", &text, NOW), Err(ScriptError::TooLong)));
        assert!(accounts.add_script(kari, "ø".repeat(MOST_NAME_CHARACTERS).as_str(), "", NOW).is_ok());
        for number in 1..MOST_SCRIPTS {
            accounts.add_script(kari, &number.to_string(), "", NOW).unwrap();
        }
        assert!(matches!(accounts.add_script(kari, "one more", "", NOW), Err(ScriptError::TooMany)));
        assert!(accounts.add_script(Owner::OPERATOR, "one more", "", NOW).is_ok());
    }
}

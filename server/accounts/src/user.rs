//! Users: one e-mail address, one institution, one role.

use rusqlite::{OptionalExtension as _, Row, Transaction, params};
use serde::Serialize;

use crate::audit::{Act, Stamp};
use crate::store::is_duplicate;
use crate::{Accounts, AccountsError, Institution, Result, Right, Role, password};

/// A user as the rest of the program sees one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct User {
    /// The number in the file.
    #[serde(skip)]
    pub id: i64,
    /// The address that the user logs in with: trimmed, lower case.
    pub email: String,
    /// The name that people read.
    pub name: String,
    /// The institution's number in the file.
    #[serde(skip)]
    pub institution_id: i64,
    /// The institution's name.
    pub institution: String,
    /// The role.
    pub role: Role,
    /// Whether the user is shut out.
    pub is_disabled: bool,
    /// Whether a password was set.
    pub has_password: bool,
}

impl User {
    /// The user's rights.
    pub fn rights(&self) -> &'static [Right] {
        self.role.rights()
    }
}

/// What is needed to add a user.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    /// The address to log in with.
    pub email: &'a str,
    /// The name that people read.
    pub name: &'a str,
    /// The role.
    pub role: Role,
}

const COLUMNS: &str = "user.id, user.email, user.name, user.institution_id, institution.name, user.role, \
     user.is_disabled, user.password IS NOT NULL \
     FROM user JOIN institution ON institution.id = user.institution_id";

impl Accounts {
    /// Adds a user without a password: [`Accounts::invite`] comes next.
    pub fn add_user(&self, institution: &Institution, new: NewUser<'_>, stamp: Stamp<'_>) -> Result<User> {
        self.insert_user(institution, new, None, stamp)
    }

    /// Adds a user who can log in at once; nobody is added if the password is not accepted.
    pub fn add_user_with_password(
        &self,
        institution: &Institution,
        new: NewUser<'_>,
        password: &str,
        stamp: Stamp<'_>,
    ) -> Result<User> {
        password::check(password)?;
        self.insert_user(institution, new, Some(password::hash(password)?), stamp)
    }

    fn insert_user(
        &self,
        institution: &Institution,
        new: NewUser<'_>,
        phc: Option<String>,
        stamp: Stamp<'_>,
    ) -> Result<User> {
        let email = normalize(new.email);
        if !is_address(&email) {
            return Err(AccountsError::BadEmail(new.email.trim().to_owned()));
        }
        if new.name.trim().is_empty() {
            return Err(AccountsError::NoName);
        }
        self.act(stamp, |transaction| {
            let sql = "INSERT INTO user (institution_id, email, name, role, password, created) \
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let values = params![institution.id, email, new.name.trim(), new.role.name(), phc, stamp.now.0];
            match transaction.execute(sql, values) {
                Ok(_) => {}
                Err(error) if is_duplicate(&error) => return Err(AccountsError::UserExists),
                Err(error) => return Err(error.into()),
            }
            let institution = institution.name.clone();
            Ok(((), Act::UserAdded { email: email.clone(), institution, role: new.role }))
        })?;
        self.user(&email)
    }

    /// Finds a user by e-mail address.
    pub fn user(&self, email: &str) -> Result<User> {
        let email = normalize(email);
        let connection = self.connection()?;
        let sql = format!("SELECT {COLUMNS} WHERE user.email = ?1");
        let found = connection.query_row(&sql, [&email], read_user).optional()?;
        found.transpose()?.ok_or(AccountsError::UnknownUser(email))
    }

    /// All users by e-mail address, of one institution if it is given.
    pub fn users(&self, institution_id: Option<i64>) -> Result<Vec<User>> {
        let connection = self.connection()?;
        let sql = format!("SELECT {COLUMNS} WHERE ?1 IS NULL OR user.institution_id = ?1 ORDER BY user.email");
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map([institution_id], read_user)?;
        rows.collect::<rusqlite::Result<Result<Vec<User>>>>()?
    }

    /// Sets a user's password and ends all sessions of the user.
    pub fn set_password(&self, user: &User, password: &str, stamp: Stamp<'_>) -> Result<()> {
        password::check(password)?;
        let phc = password::hash(password)?;
        self.act(stamp, |transaction| {
            write_password(transaction, user, &phc)?;
            Ok(((), Act::PasswordSet { email: user.email.clone() }))
        })
    }

    /// Shuts a user out at once: sessions and invitations end.
    pub fn disable(&self, email: &str, stamp: Stamp<'_>) -> Result<User> {
        let user = self.user(email)?;
        self.act(stamp, |transaction| {
            transaction.execute("UPDATE user SET is_disabled = 1 WHERE id = ?1", [user.id])?;
            transaction.execute("DELETE FROM session WHERE user_id = ?1", [user.id])?;
            transaction.execute("DELETE FROM invitation WHERE user_id = ?1", [user.id])?;
            Ok(((), Act::UserDisabled { email: user.email.clone() }))
        })?;
        Ok(User { is_disabled: true, ..user })
    }

    pub(crate) fn user_by_id(&self, id: i64) -> Result<Option<User>> {
        let connection = self.connection()?;
        let sql = format!("SELECT {COLUMNS} WHERE user.id = ?1");
        connection.query_row(&sql, [id], read_user).optional()?.transpose()
    }
}

/// Sets a password and ends the user's sessions.
pub(crate) fn write_password(transaction: &Transaction<'_>, user: &User, phc: &str) -> Result<()> {
    transaction.execute("UPDATE user SET password = ?1 WHERE id = ?2", params![phc, user.id])?;
    transaction.execute("DELETE FROM session WHERE user_id = ?1", [user.id])?;
    Ok(())
}

/// The spelling under which an address is stored and looked up.
pub(crate) fn normalize(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Longest address: RFC 5321 gives 254 bytes.
pub(crate) const LONGEST_ADDRESS: usize = 254;

fn is_address(email: &str) -> bool {
    let has_parts = email.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    has_parts && email.len() <= LONGEST_ADDRESS && !email.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn read_user(row: &Row<'_>) -> rusqlite::Result<Result<User>> {
    let role: String = row.get(5)?;
    let Ok(role) = role.parse() else { return Ok(Err(AccountsError::UnknownRole)) };
    Ok(Ok(User {
        id: row.get(0)?,
        email: row.get(1)?,
        name: row.get(2)?,
        institution_id: row.get(3)?,
        institution: row.get(4)?,
        role,
        is_disabled: row.get(6)?,
        has_password: row.get(7)?,
    }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOW: Stamp<'static> = Stamp::operator(crate::Moment(1_000));

    #[test]
    fn addresses_are_one_user_whatever_their_case() {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("University", "123456789", NOW).unwrap();
        let new = NewUser { email: " Kari@Example.no ", name: "Kari", role: Role::User };
        let user = accounts.add_user(&institution, new, NOW).unwrap();
        assert_eq!(user.email, "kari@example.no");
        assert_eq!(accounts.user("KARI@example.NO").unwrap(), user);
        assert!(matches!(accounts.add_user(&institution, new, NOW), Err(AccountsError::UserExists)));
        let long = format!("{}@x.no", "k".repeat(250));
        for email in ["kari", "@x.no", "kari@", "ka ri@x.no", &long] {
            let bad = NewUser { email, ..new };
            assert!(matches!(accounts.add_user(&institution, bad, NOW), Err(AccountsError::BadEmail(_))), "{email}");
        }
        let nameless = NewUser { email: "ola@x.no", name: " ", ..new };
        assert!(matches!(accounts.add_user(&institution, nameless, NOW), Err(AccountsError::NoName)));
    }

    #[test]
    fn a_user_is_added_with_a_good_password_or_not_at_all() {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("One", "111111111", NOW).unwrap();
        let new = NewUser { email: "a@x.no", name: "A", role: Role::User };
        let add = |password| accounts.add_user_with_password(&institution, new, password, NOW);
        assert!(matches!(add("short"), Err(AccountsError::PasswordTooShort)));
        assert!(accounts.users(None).unwrap().is_empty());
        assert!(add("long enough for us").unwrap().has_password);
    }

    #[test]
    fn users_are_listed_by_institution() {
        let accounts = Accounts::in_memory().unwrap();
        let one = accounts.add_institution("One", "111111111", NOW).unwrap();
        let two = accounts.add_institution("Two", "222222222", NOW).unwrap();
        for (institution, email) in [(&one, "b@x.no"), (&one, "a@x.no"), (&two, "c@x.no")] {
            accounts.add_user(institution, NewUser { email, name: "N", role: Role::User }, NOW).unwrap();
        }
        let emails = |id| accounts.users(id).unwrap().into_iter().map(|user| user.email).collect::<Vec<_>>();
        assert_eq!(emails(Some(one.id)), ["a@x.no", "b@x.no"]);
        assert_eq!(emails(None).len(), 3);
    }

    #[test]
    fn institutions_are_unique_and_found_by_name_or_number() {
        let accounts = Accounts::in_memory().unwrap();
        accounts.add_institution("One", "111111111", NOW).unwrap();
        assert!(matches!(accounts.add_institution("One", "222222222", NOW), Err(AccountsError::InstitutionExists)));
        assert!(matches!(accounts.add_institution("Two", "12", NOW), Err(AccountsError::BadOrganizationNumber)));
        assert_eq!(accounts.institution("111111111").unwrap().name, "One");
        assert!(matches!(accounts.institution("Two"), Err(AccountsError::UnknownInstitution(_))));
    }
}

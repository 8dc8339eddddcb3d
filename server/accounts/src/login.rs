//! Logging in with e-mail and password.

use rusqlite::OptionalExtension as _;

use crate::user::normalize;
use crate::{Accounts, Moment, Result, Token, User, password};

/// What a client offers.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    /// The e-mail address, in any case.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// Where the request came from; only for counting failures.
    pub address: &'a str,
}

/// Why nobody was let in. There is deliberately one variant for every cause that depends on the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginRefusal {
    /// Unknown, disabled, without password, wrong password.
    NotLetIn,
    /// Too many failures; the same for accounts that do not exist.
    Wait {
        /// Until the next attempt counts.
        seconds: i64,
    },
}

impl Accounts {
    /// Checks a login and opens a session. Every refusal that depends on the account takes one password hash.
    pub fn log_in(&self, login: Login<'_>, now: Moment) -> Result<std::result::Result<(User, Token), LoginRefusal>> {
        let email = normalize(login.email);
        if let Err(seconds) = self.throttle.begin(&email, login.address, now) {
            return Ok(Err(LoginRefusal::Wait { seconds }));
        }
        let stored: Option<(i64, String)> = {
            let sql = "SELECT id, password FROM user WHERE email = ?1 AND password IS NOT NULL AND is_disabled = 0";
            self.connection()?.query_row(sql, [&email], |row| Ok((row.get(0)?, row.get(1)?))).optional()?
        };
        let is_plausible = login.password.chars().count() <= password::MOST_LENGTH;
        let offered = if is_plausible { login.password } else { "" };
        let phc = stored.as_ref().map_or(self.nobody.as_str(), |(_, phc)| phc.as_str());
        let is_right = password::is_right(offered, phc)?;
        let user = match stored {
            Some((id, _)) if is_right => self.user_by_id(id)?,
            _ => None,
        };
        let Some(user) = user else { return Ok(Err(LoginRefusal::NotLetIn)) };
        self.throttle.succeeded(&email, login.address);
        let token = self.open_session(&user, now)?;
        Ok(Ok((user, token)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{NewUser, Role, Stamp};

    const NOW: Moment = Moment(1_000_000);
    const PASSWORD: &str = "correct horse battery";

    fn accounts() -> Accounts {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("One", "111111111", Stamp::operator(NOW)).unwrap();
        for email in ["right@x.no", "disabled@x.no", "invited@x.no"] {
            let user = accounts
                .add_user(&institution, NewUser { email, name: "N", role: Role::User }, Stamp::operator(NOW))
                .unwrap();
            if email != "invited@x.no" {
                accounts.set_password(&user, PASSWORD, Stamp::operator(NOW)).unwrap();
            }
        }
        accounts.disable("disabled@x.no", Stamp::operator(NOW)).unwrap();
        accounts
    }

    fn attempt(accounts: &Accounts, email: &str, password: &str) -> std::result::Result<String, LoginRefusal> {
        let login = Login { email, password, address: "127.0.0.1" };
        accounts.log_in(login, NOW).unwrap().map(|(user, _)| user.email)
    }

    #[test]
    fn the_right_password_opens_a_session() {
        let accounts = accounts();
        assert_eq!(attempt(&accounts, "Right@X.no", PASSWORD), Ok("right@x.no".to_owned()));
    }

    #[test]
    fn every_cause_is_refused_alike() {
        let accounts = accounts();
        for (email, password) in [
            ("right@x.no", "wrong horse battery"),
            ("disabled@x.no", PASSWORD),
            ("invited@x.no", PASSWORD),
            ("invited@x.no", "nobody's password"),
            ("nobody@x.no", "nobody's password"),
            ("right@x.no", ""),
        ] {
            assert_eq!(attempt(&accounts, email, password), Err(LoginRefusal::NotLetIn), "{email}");
        }
    }

    #[test]
    fn guessing_has_to_wait_even_with_the_right_password() {
        let accounts = accounts();
        for _ in 0..crate::throttle::PER_ACCOUNT {
            assert_eq!(attempt(&accounts, "right@x.no", "wrong"), Err(LoginRefusal::NotLetIn));
        }
        assert!(matches!(attempt(&accounts, "right@x.no", PASSWORD), Err(LoginRefusal::Wait { .. })));
    }
}

//! Server-side sessions: a random token in a cookie, its hash in the file, an idle and an absolute end.

use rusqlite::{OptionalExtension as _, params};

use crate::{Accounts, Moment, Result, Token, User};

/// A session ends after this many seconds without a request: two hours.
pub const IDLE_LIFETIME: i64 = 2 * 3600;
/// A session ends this many seconds after the login in any case: twelve hours.
pub const ABSOLUTE_LIFETIME: i64 = 12 * 3600;
/// `last_seen` is written at most this often, to spare the file.
const TOUCH_EVERY: i64 = 60;

impl Accounts {
    /// Opens a session for a user who proved who they are.
    pub(crate) fn open_session(&self, user: &User, now: Moment) -> Result<Token> {
        let token = Token::random()?;
        let connection = self.connection()?;
        let ended = "DELETE FROM session WHERE last_seen <= ?1 OR created <= ?2";
        connection.execute(ended, [now.0 - IDLE_LIFETIME, now.0 - ABSOLUTE_LIFETIME])?;
        let sql = "INSERT INTO session (token_hash, user_id, created, last_seen) VALUES (?1, ?2, ?3, ?3)";
        connection.execute(sql, params![token.hash().0, user.id, now.0])?;
        Ok(token)
    }

    /// The user of a session that has not ended; a disabled user has none.
    pub fn session(&self, token: &Token, now: Moment) -> Result<Option<User>> {
        let hash = token.hash().0;
        let sql = "SELECT user_id, last_seen FROM session WHERE token_hash = ?1 AND last_seen > ?2 AND created > ?3";
        let limits = params![hash, now.0 - IDLE_LIFETIME, now.0 - ABSOLUTE_LIFETIME];
        let found: Option<(i64, i64)> = {
            let connection = self.connection()?;
            connection.query_row(sql, limits, |row| Ok((row.get(0)?, row.get(1)?))).optional()?
        };
        let Some((user_id, last_seen)) = found else { return Ok(None) };
        let Some(user) = self.user_by_id(user_id)?.filter(|user| !user.is_disabled) else { return Ok(None) };
        if now.since(Moment(last_seen)) >= TOUCH_EVERY {
            let sql = "UPDATE session SET last_seen = ?1 WHERE token_hash = ?2";
            self.connection()?.execute(sql, params![now.0, hash])?;
        }
        Ok(Some(user))
    }

    /// Whether a session is still open, without counting as a use of it: for streams that outlive their request.
    pub fn is_session_open(&self, token: &Token, now: Moment) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM session JOIN user ON user.id = session.user_id \
                   WHERE token_hash = ?1 AND last_seen > ?2 AND session.created > ?3 AND is_disabled = 0";
        let limits = params![token.hash().0, now.0 - IDLE_LIFETIME, now.0 - ABSOLUTE_LIFETIME];
        let found: i64 = self.connection()?.query_row(sql, limits, |row| row.get(0))?;
        Ok(found > 0)
    }

    /// Ends a session; ending one that is not there is fine.
    pub fn end_session(&self, token: &Token) -> Result<()> {
        self.connection()?.execute("DELETE FROM session WHERE token_hash = ?1", [token.hash().0])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{NewUser, Role, Stamp};

    const NOW: Moment = Moment(1_000_000);

    fn signed_in() -> (Accounts, Token) {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("One", "111111111", Stamp::operator(NOW)).unwrap();
        let new = NewUser { email: "a@x.no", name: "A", role: Role::User };
        let user = accounts.add_user(&institution, new, Stamp::operator(NOW)).unwrap();
        let token = accounts.open_session(&user, NOW).unwrap();
        (accounts, token)
    }

    #[test]
    fn a_session_lives_while_it_is_used_and_never_longer_than_its_absolute_end() {
        let (accounts, token) = signed_in();
        let mut now = NOW;
        while now.since(NOW) < ABSOLUTE_LIFETIME - IDLE_LIFETIME {
            now = now.plus(IDLE_LIFETIME - 1);
            assert!(accounts.session(&token, now).unwrap().is_some());
        }
        assert!(accounts.session(&token, NOW.plus(ABSOLUTE_LIFETIME)).unwrap().is_none());
    }

    #[test]
    fn an_idle_session_ends() {
        let (accounts, token) = signed_in();
        assert!(accounts.is_session_open(&token, NOW.plus(IDLE_LIFETIME - 1)).unwrap());
        assert!(!accounts.is_session_open(&token, NOW.plus(IDLE_LIFETIME)).unwrap());
        assert!(accounts.session(&token, NOW.plus(IDLE_LIFETIME)).unwrap().is_none());
    }

    #[test]
    fn logging_out_and_being_disabled_end_a_session() {
        let (accounts, token) = signed_in();
        accounts.end_session(&token).unwrap();
        assert!(accounts.session(&token, NOW).unwrap().is_none());
        let (accounts, token) = signed_in();
        accounts.disable("a@x.no", Stamp::operator(NOW)).unwrap();
        assert!(accounts.session(&token, NOW).unwrap().is_none());
        assert!(!accounts.is_session_open(&token, NOW).unwrap());
    }
}

//! Invitations: a link with which a new user sets the first password, once.

use rusqlite::{OptionalExtension as _, params};

use crate::audit::{Act, Stamp};
use crate::user::write_password;
use crate::{Accounts, AccountsError, Moment, Result, Token, User, password};

/// How long an invitation can be used: seven days.
pub const LIFETIME: i64 = 7 * 24 * 3600;

impl Accounts {
    /// Makes an invitation; earlier ones of the user end.
    pub fn invite(&self, user: &User, stamp: Stamp<'_>) -> Result<Token> {
        let token = Token::random()?;
        self.act(stamp, |transaction| {
            transaction.execute("DELETE FROM invitation WHERE user_id = ?1", [user.id])?;
            let sql = "INSERT INTO invitation (token_hash, user_id, expires) VALUES (?1, ?2, ?3)";
            transaction.execute(sql, params![token.hash().0, user.id, stamp.now.plus(LIFETIME).0])?;
            Ok(((), Act::UserInvited { email: user.email.clone() }))
        })?;
        Ok(token)
    }

    /// Whom an invitation is for, if it can still be used.
    pub fn invited(&self, token: &Token, now: Moment) -> Result<User> {
        let sql = "SELECT user_id FROM invitation WHERE token_hash = ?1 AND expires > ?2";
        let id: Option<i64> =
            self.connection()?.query_row(sql, params![token.hash().0, now.0], |row| row.get(0)).optional()?;
        let user = id.map(|id| self.user_by_id(id)).transpose()?.flatten();
        user.filter(|user| !user.is_disabled).ok_or(AccountsError::InvitationGone)
    }

    /// Sets the first password and uses the invitation up.
    pub fn accept_invitation(&self, token: &Token, password: &str, now: Moment) -> Result<User> {
        let user = self.invited(token, now)?;
        password::check(password)?;
        let phc = password::hash(password)?;
        self.act(Stamp::user(&user, now), |transaction| {
            // Of two at the same time one finds nothing left to use.
            let used = transaction.execute("DELETE FROM invitation WHERE token_hash = ?1", [token.hash().0])?;
            if used == 0 {
                return Err(AccountsError::InvitationGone);
            }
            write_password(transaction, &user, &phc)?;
            Ok(((), Act::InvitationAccepted { email: user.email.clone() }))
        })?;
        Ok(User { has_password: true, ..user })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{NewUser, Role};

    const NOW: Moment = Moment(1_000);

    fn invited() -> (Accounts, User, Token) {
        let accounts = Accounts::in_memory().unwrap();
        let institution = accounts.add_institution("One", "111111111", Stamp::operator(NOW)).unwrap();
        let new = NewUser { email: "a@x.no", name: "A", role: Role::User };
        let user = accounts.add_user(&institution, new, Stamp::operator(NOW)).unwrap();
        let token = accounts.invite(&user, Stamp::operator(NOW)).unwrap();
        (accounts, user, token)
    }

    #[test]
    fn an_invitation_sets_a_password_once() {
        let (accounts, _, token) = invited();
        assert!(matches!(accounts.accept_invitation(&token, "short", NOW), Err(AccountsError::PasswordTooShort)));
        assert!(accounts.accept_invitation(&token, "a long enough one", NOW).unwrap().has_password);
        assert!(matches!(
            accounts.accept_invitation(&token, "a long enough one", NOW),
            Err(AccountsError::InvitationGone)
        ));
    }

    #[test]
    fn old_replaced_and_disabled_invitations_are_gone() {
        let (accounts, user, token) = invited();
        assert!(matches!(accounts.invited(&token, NOW.plus(LIFETIME)), Err(AccountsError::InvitationGone)));
        let newer = accounts.invite(&user, Stamp::operator(NOW)).unwrap();
        assert!(matches!(accounts.invited(&token, NOW), Err(AccountsError::InvitationGone)));
        accounts.disable("a@x.no", Stamp::operator(NOW)).unwrap();
        assert!(matches!(accounts.invited(&newer, NOW), Err(AccountsError::InvitationGone)));
    }
}

//! Institutions, users and their rights; passwords, sessions, invitations; the scripts that users keep; the audit log.
//!
//! *In → out*: names and secrets in, [`User`]s and [`Right`]s out; everything lies in one SQLite file.
//! *Does not know about*: HTTP, cookies, what a script says, register data. Takes the time as an argument ([`Moment`]).
//! *Invariants*: passwords are argon2id only; tokens are stored as hashes only; a refused login says nothing of its cause
//! and takes the same time for each; an administrative act and its record in the log are one transaction.
//! *Start reading at*: [`Accounts`], then [`login`], [`right`] and [`audit`].

pub mod audit;
pub mod error;
pub mod hex;
pub mod institution;
pub mod invitation;
pub mod login;
pub mod moment;
mod password;
pub mod review;
pub mod right;
pub mod script;
pub mod session;
mod store;
pub mod throttle;
pub mod token;
pub mod user;

pub use audit::Stamp;
pub use error::{AccountsError, Result};
pub use institution::Institution;
pub use login::{Login, LoginRefusal};
pub use moment::Moment;
pub use password::{check as check_password, stretch as stretch_passphrase};
pub use review::{Review, Standing};
pub use right::{Right, Role};
pub use script::{Owner, Script, ScriptError};
pub use store::Accounts;
pub use token::Token;
pub use user::{NewUser, User};

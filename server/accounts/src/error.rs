//! What can go wrong in the accounts file.

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, AccountsError>;

/// An error of the accounts: the caller's mistakes first, then the machine's.
#[derive(Debug, thiserror::Error)]
pub enum AccountsError {
    /// No institution has that name or number.
    #[error("there is no institution `{0}`")]
    UnknownInstitution(String),
    /// The name or organization number is taken.
    #[error("an institution with this name or organization number exists already")]
    InstitutionExists,
    /// Not nine digits.
    #[error("an organization number has nine digits")]
    BadOrganizationNumber,
    /// Empty, or without `@`.
    #[error("`{0}` is no e-mail address")]
    BadEmail(String),
    /// The address is taken.
    #[error("a user with this e-mail address exists already")]
    UserExists,
    /// No user has that address.
    #[error("there is no user `{0}`")]
    UnknownUser(String),
    /// Too short to be safe.
    #[error("a password needs at least {least} characters", least = crate::password::LEAST_LENGTH)]
    PasswordTooShort,
    /// Longer than anyone types; refused to bound the work of hashing.
    #[error("a password has at most {most} characters", most = crate::password::MOST_LENGTH)]
    PasswordTooLong,
    /// The invitation is unknown, used or too old.
    #[error("this invitation is not valid any more")]
    InvitationGone,
    /// The file was written by a newer program.
    #[error("the accounts file has version {found}, this program knows {known}")]
    NewerFile {
        /// In the file.
        found: i64,
        /// In the program.
        known: i64,
    },
    /// A role in the file that this program does not know.
    #[error("the accounts file names a role that this program does not know")]
    UnknownRole,
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
    /// A password could not be hashed.
    #[error("a password could not be hashed")]
    Hashing,
    /// A thread died while it held the file.
    #[error("the accounts file is locked by a thread that failed")]
    Poisoned,
    /// SQLite.
    #[error("the accounts file cannot be used")]
    Sqlite(#[from] rusqlite::Error),
}

//! What can go wrong in the accounts file.

use std::fmt;

use text::{Locale, Text, t};

use crate::audit::Fault;
use crate::password::{LEAST_LENGTH, MOST_LENGTH};
use crate::review::MOST_REASON_CHARACTERS;

/// Shorthand for results of this crate.
pub type Result<T> = std::result::Result<T, AccountsError>;

/// An error of the accounts: the caller's mistakes first, then the machine's. [`AccountsError::text`] is what people read.
#[derive(Debug)]
pub enum AccountsError {
    /// No institution has that name or number.
    UnknownInstitution(String),
    /// The name or organization number is taken.
    InstitutionExists,
    /// An institution needs a name.
    NoName,
    /// Not nine digits.
    BadOrganizationNumber,
    /// Empty, or without `@`.
    BadEmail(String),
    /// The address is taken.
    UserExists,
    /// No user has that address.
    UnknownUser(String),
    /// Too short to be safe.
    PasswordTooShort,
    /// Longer than anyone types; refused to bound the work of hashing.
    PasswordTooLong,
    /// The invitation is unknown, used or too old.
    InvitationGone,
    /// The file was written by a newer program.
    NewerFile {
        /// In the file.
        found: i64,
        /// In the program.
        known: i64,
    },
    /// A role in the file that this program does not know.
    UnknownRole,
    /// The operating system gives no randomness.
    NoRandomness,
    /// A password could not be hashed.
    Hashing,
    /// A thread died while it held the file.
    Poisoned,
    /// The audit log is not as it was left.
    Audit(Fault),
    /// The head of the audit log cannot be read or written.
    AuditHead(std::io::Error),
    /// A record of the audit log tells what this program does not know.
    UnreadableRecord(i64),
    /// A decision on an account has no reason, or one that nobody reads to its end.
    BadReason,
    /// SQLite.
    Sqlite(rusqlite::Error),
}

impl AccountsError {
    /// What people read.
    pub fn text(&self) -> Text {
        let quoted = |nb: &str, en: &str, name: &str| Text::new(format!("{nb} `{name}`"), format!("{en} `{name}`"));
        match self {
            AccountsError::UnknownInstitution(name) => {
                quoted("det finnes ingen institusjon", "there is no institution", name)
            }
            AccountsError::InstitutionExists => t(
                "det finnes allerede en institusjon med dette navnet eller organisasjonsnummeret",
                "an institution with this name or organization number exists already",
            ),
            AccountsError::NoName => t("et navn kan ikke være tomt", "a name cannot be empty"),
            AccountsError::BadOrganizationNumber => {
                t("et organisasjonsnummer har ni sifre", "an organization number has nine digits")
            }
            AccountsError::BadEmail(text) => {
                quoted("dette er ingen e-postadresse:", "this is no e-mail address:", text)
            }
            AccountsError::UserExists => t(
                "det finnes allerede en bruker med denne e-postadressen",
                "a user with this e-mail address exists already",
            ),
            AccountsError::UnknownUser(email) => quoted("det finnes ingen bruker", "there is no user", email),
            AccountsError::PasswordTooShort => Text::new(
                format!("passordet må ha minst {LEAST_LENGTH} tegn"),
                format!("a password needs at least {LEAST_LENGTH} characters"),
            ),
            AccountsError::PasswordTooLong => Text::new(
                format!("passordet kan ha høyst {MOST_LENGTH} tegn"),
                format!("a password has at most {MOST_LENGTH} characters"),
            ),
            AccountsError::InvitationGone => {
                t("invitasjonen gjelder ikke lenger", "this invitation is not valid any more")
            }
            AccountsError::NewerFile { found, known } => Text::new(
                format!("kontofilen har versjon {found}, dette programmet kjenner {known}"),
                format!("the accounts file has version {found}, this program knows {known}"),
            ),
            AccountsError::UnknownRole => t(
                "kontofilen nevner en rolle som dette programmet ikke kjenner",
                "the accounts file names a role that this program does not know",
            ),
            AccountsError::NoRandomness => {
                t("operativsystemet gir ingen tilfeldige tall", "the operating system gives no randomness")
            }
            AccountsError::Hashing => t("et passord kunne ikke hashes", "a password could not be hashed"),
            AccountsError::Poisoned => {
                t("kontofilen er låst av en tråd som feilet", "the accounts file is locked by a thread that failed")
            }
            AccountsError::Audit(fault) => {
                let (what, next) = (fault.text(), fault.next_step());
                Text::new(
                    format!("{}; {}", what.get(Locale::Nb), next.get(Locale::Nb)),
                    format!("{}; {}", what.get(Locale::En), next.get(Locale::En)),
                )
            }
            AccountsError::AuditHead(_) => t(
                "filen audit.head kan ikke leses eller skrives: uten den føres ingen revisjonslogg, og ingenting gjøres",
                "the file audit.head cannot be read or written: without it there is no audit log, and nothing is done",
            ),
            AccountsError::UnreadableRecord(number) => Text::new(
                format!("post {number} i revisjonsloggen kan ikke leses av dette programmet"),
                format!("record {number} of the audit log cannot be read by this program"),
            ),
            AccountsError::BadReason => Text::new(
                format!("en begrunnelse har 1 til {MOST_REASON_CHARACTERS} tegn"),
                format!("a reason has 1 to {MOST_REASON_CHARACTERS} characters"),
            ),
            AccountsError::Sqlite(_) => t("kontofilen kan ikke brukes", "the accounts file cannot be used"),
        }
    }
}

/// In English: for logs.
impl fmt::Display for AccountsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().get(Locale::En))
    }
}

impl std::error::Error for AccountsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            AccountsError::Sqlite(error) => Some(error),
            AccountsError::AuditHead(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Fault> for AccountsError {
    fn from(fault: Fault) -> Self {
        AccountsError::Audit(fault)
    }
}

impl From<rusqlite::Error> for AccountsError {
    fn from(error: rusqlite::Error) -> Self {
        AccountsError::Sqlite(error)
    }
}

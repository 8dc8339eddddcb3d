//! Why the watch's file cannot be used.

use std::io;

use accounts::AccountsError;
use text::{Locale, Text};

/// Why the watch's file cannot be used. Where it is lost, the operator can begin anew, and the audit log says so.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The audit log says that there was one.
    #[error("the file watch.sqlite is gone: what accounts have used and the meter have no memory without it; {NEXT}")]
    Gone,
    /// It is not the one that the audit log names.
    #[error("the file watch.sqlite is not the one of this home: the audit log names another; {NEXT}")]
    Other,
    /// It cannot be opened with the home's keys.
    #[error("the file watch.sqlite cannot be read: it is damaged, or sealed with other keys; {NEXT}")]
    Unreadable,
    /// It can be read by others.
    #[error("the file watch.sqlite can be read by others: its mode must be 0600")]
    TooOpen,
    /// The audit log or the accounts.
    #[error(transparent)]
    Accounts(#[from] AccountsError),
    /// The file cannot be made or moved.
    #[error("the file watch.sqlite cannot be used")]
    Io(#[from] io::Error),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
}

const NEXT: &str = "put it back, or begin a new one with `skjerm audit restart-watch --reason TEXT`, which is written into the audit log";
const NEXT_NB: &str = "legg den tilbake, eller begynn en ny med `skjerm audit restart-watch --reason TEKST`, som skrives i revisjonsloggen";

impl WatchError {
    /// What people read.
    pub fn text(&self) -> Text {
        let nb = match self {
            WatchError::Gone => {
                format!("filen watch.sqlite er borte: uten den husker verken kvotene eller måleren noe; {NEXT_NB}")
            }
            WatchError::Other => {
                format!("filen watch.sqlite er ikke dette hjemmets: revisjonsloggen nevner en annen; {NEXT_NB}")
            }
            WatchError::Unreadable => {
                format!("filen watch.sqlite kan ikke leses: den er skadet eller forseglet med andre nøkler; {NEXT_NB}")
            }
            WatchError::TooOpen => "filen watch.sqlite kan leses av andre: den må ha modus 0600".to_owned(),
            WatchError::Accounts(error) => error.text().get(Locale::Nb).to_owned(),
            WatchError::Io(_) => "filen watch.sqlite kan ikke brukes".to_owned(),
            WatchError::NoRandomness => "operativsystemet gir ingen tilfeldige tall".to_owned(),
        };
        Text::new(nb, self.to_string())
    }
}

/// SQLite's words name nothing of the content, but nobody can do more with them than with ours.
impl From<rusqlite::Error> for WatchError {
    fn from(_: rusqlite::Error) -> Self {
        WatchError::Unreadable
    }
}

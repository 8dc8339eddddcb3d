//! Why there are no keys.

use std::io;
use std::path::PathBuf;

use accounts::AccountsError;
use text::{Locale, Text};

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The text is no key file; nothing of it is quoted.
    #[error("the keys have the wrong form: lines `noise=`, `register=`, `identity=` with 64 hexadecimal digits each")]
    WrongForm,
    /// Others can read the file.
    #[error("the key file {} can be read by others: its mode must be 0600", .0.display())]
    TooOpen(PathBuf),
    /// The home was made with keys that are gone or others; new ones would give every question fresh noise.
    #[error(
        "this home needs the keys with the id {needed}: put their file back as keys/home.keys, or name it in SKJERM_KEYS_FILE"
    )]
    NotOfHome {
        /// The id of the keys that the home was made with.
        needed: String,
    },
    /// Keys of another home are to be imported.
    #[error(
        "these keys have the id {offered}, but this home needs those with the id {needed}: import the file that was exported from it"
    )]
    NotNeeded {
        /// The id of the keys that the home was made with.
        needed: String,
        /// The id of those in the file.
        offered: String,
    },
    /// The home has other keys already.
    #[error(
        "this home has keys already, with the id {there}; they are not replaced: if they are the wrong ones, move keys/home.keys away first"
    )]
    OthersThere {
        /// Their id.
        there: String,
    },
    /// The keys are given by the environment and not kept here.
    #[error("the keys of this home come from {0}: change them where they are kept, or unset it and try again")]
    FromOutside(&'static str),
    /// An export never takes another file's place.
    #[error("the file {} is there already: choose another name", .0.display())]
    FileExists(PathBuf),
    /// The file is not one that was exported, or not whole.
    #[error("this is no file that `skjerm keys export` wrote, or it is damaged: take another copy of it")]
    Damaged,
    /// The file is whole, the passphrase is not its.
    #[error("the passphrase is not that of the file: try again")]
    WrongPassphrase,
    /// The passphrase is too short or too long.
    #[error("the passphrase cannot be used")]
    Passphrase(#[source] AccountsError),
    /// The audit log.
    #[error(transparent)]
    Accounts(AccountsError),
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness")]
    NoRandomness,
    /// The file cannot be read or made.
    #[error("the key file {} cannot be used", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
}

impl KeyError {
    /// What people read.
    pub fn text(&self) -> Text {
        let nb = match self {
            KeyError::WrongForm => {
                "nøklene har feil form: linjene `noise=`, `register=`, `identity=` med 64 heksadesimale sifre hver"
                    .to_owned()
            }
            KeyError::TooOpen(path) => {
                format!("nøkkelfilen {} kan leses av andre: den må ha modus 0600", path.display())
            }
            KeyError::NotOfHome { needed } => format!(
                "dette hjemmet trenger nøklene med id {needed}: legg filen tilbake som keys/home.keys, eller nevn den i SKJERM_KEYS_FILE"
            ),
            KeyError::NotNeeded { needed, offered } => format!(
                "disse nøklene har id {offered}, men dette hjemmet trenger dem med id {needed}: importer filen som ble eksportert fra det"
            ),
            KeyError::OthersThere { there } => format!(
                "dette hjemmet har nøkler allerede, med id {there}; de erstattes ikke: er de feil, så flytt keys/home.keys bort først"
            ),
            KeyError::FromOutside(name) => format!(
                "nøklene til dette hjemmet kommer fra {name}: endre dem der de oppbevares, eller fjern variabelen og prøv igjen"
            ),
            KeyError::FileExists(path) => {
                format!("filen {} finnes allerede: velg et annet navn", path.display())
            }
            KeyError::Damaged => {
                "dette er ingen fil som `skjerm keys export` har skrevet, eller den er skadet: ta en annen kopi av den"
                    .to_owned()
            }
            KeyError::WrongPassphrase => "passfrasen er ikke filens: prøv igjen".to_owned(),
            KeyError::Passphrase(_) => "passfrasen kan ikke brukes".to_owned(),
            KeyError::Accounts(error) => error.text().get(Locale::Nb).to_owned(),
            KeyError::NoRandomness => "operativsystemet gir ingen tilfeldige tall".to_owned(),
            KeyError::Io { path, .. } => format!("nøkkelfilen {} kan ikke brukes", path.display()),
        };
        Text::new(nb, self.to_string())
    }
}

//! What the command line says, in the reader's language: every sentence is there in both.

use std::error::Error;
use std::fmt;

use accounts::AccountsError;
use ingest::ImportError;
use jobs::keys::KeyError;
use jobs::{LockError, SubmitRefusal, WatchError};
use registry::RegistryError;
use synthetic::SyntheticError;
use text::{Locale, Text, t};
use wire::output::WireText;

use crate::render;

/// A sentence of our own, alone or above the error that it explains.
#[derive(Debug)]
pub struct Message {
    text: Text,
    cause: Option<anyhow::Error>,
}

/// A sentence in both languages.
pub fn message(nb: impl Into<String>, en: impl Into<String>) -> Message {
    Message { text: Text::new(nb, en), cause: None }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.get(render::reader()))
    }
}

impl Error for Message {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| -> &(dyn Error + 'static) { cause.as_ref() })
    }
}

/// Puts a sentence above an error.
pub trait Explain<T> {
    /// What was being done.
    ///
    /// # Errors
    /// The error, explained.
    fn explain(self, message: impl FnOnce() -> Message) -> anyhow::Result<T>;
}

impl<T, E: Into<anyhow::Error>> Explain<T> for Result<T, E> {
    fn explain(self, message: impl FnOnce() -> Message) -> anyhow::Result<T> {
        self.map_err(|cause| Message { cause: Some(cause.into()), ..message() }.into())
    }
}

/// An error with its causes, outermost first, in one language.
pub fn in_language(error: &anyhow::Error, locale: Locale) -> String {
    let say = |cause: &(dyn Error + 'static)| {
        known(cause).map_or_else(|| cause.to_string(), |text| text.get(locale).to_owned())
    };
    let mut parts: Vec<String> = error.chain().map(say).collect();
    // A transparent error says what its cause says.
    parts.dedup();
    parts.join(": ")
}

/// An error in both languages, for whoever reads it elsewhere.
pub fn refusal(error: &anyhow::Error) -> WireText {
    WireText { nb: in_language(error, Locale::Nb), en: in_language(error, Locale::En) }
}

/// The text of an error that has one in both languages.
fn known(cause: &(dyn Error + 'static)) -> Option<Text> {
    if let Some(error) = cause.downcast_ref::<Message>() {
        return Some(error.text.clone());
    }
    if let Some(error) = cause.downcast_ref::<AccountsError>() {
        return Some(error.text());
    }
    if let Some(error) = cause.downcast_ref::<LockError>() {
        return Some(error.text());
    }
    if let Some(error) = cause.downcast_ref::<KeyError>() {
        return Some(error.text());
    }
    if let Some(error) = cause.downcast_ref::<SubmitRefusal>() {
        return Some(error.text());
    }
    if let Some(error) = cause.downcast_ref::<WatchError>() {
        return Some(error.text());
    }
    match cause.downcast_ref::<ImportError>() {
        Some(ImportError::IdentityMap) => {
            return Some(t(
                "kartet over identiteter kan ikke leses: nøklene er ikke dem hjemmet ble laget med, eller filen er skadet",
                "the identity map cannot be read: the keys are not those the home was made with, or the file is damaged",
            ));
        }
        Some(ImportError::Registry(error)) => return of_registry(error),
        Some(ImportError::Invalid(_) | ImportError::Io { .. }) | None => {}
    }
    match cause.downcast_ref::<SyntheticError>() {
        Some(SyntheticError::BadNumber) => {
            let nb = "antallet personer må være mellom 1 og 1 000 000 000";
            return Some(Text::new(nb, cause.to_string()));
        }
        Some(SyntheticError::Registry(error)) => return of_registry(error),
        Some(SyntheticError::Damaged(_) | SyntheticError::Stopped) | None => {}
    }
    cause.downcast_ref::<RegistryError>().and_then(of_registry)
}

/// The registry's refusals that an operator can meet; its failures are named in English, as in the log.
fn of_registry(error: &RegistryError) -> Option<Text> {
    let nb = match error {
        RegistryError::UnknownDatabank(name) => format!("det finnes ingen databank `{name}`"),
        RegistryError::UnknownVersion { databank, .. } => format!("databanken `{databank}` har ingen slik versjon"),
        RegistryError::BadDatabankName(name) => {
            format!("`{name}` er ikke et databanknavn: små bokstaver og sifre, to eller flere deler med punktum mellom")
        }
        RegistryError::Fixed { databank, what: "tier" } => {
            format!("databanken `{databank}` har et strengere nivå, som aldri kan bli svakere")
        }
        RegistryError::Fixed { databank, what } => {
            let what = if *what == "profile" { "en annen profil" } else { "et annet opphav" };
            format!("databanken `{databank}` finnes med {what}, som aldri kan endres")
        }
        RegistryError::AlreadyDrafted(name) => format!("utkastet har allerede en endring av variabelen `{name}`"),
        RegistryError::NotDrafted(name) => format!("utkastet har ingen endring av variabelen `{name}`"),
        RegistryError::EmptyDraft(name) => format!("utkastet til databanken `{name}` er tomt"),
        RegistryError::DraftChanged(name) => {
            format!("utkastet til databanken `{name}` ble endret mens det ble utgitt; ingenting ble utgitt, prøv igjen")
        }
        RegistryError::Busy(databank) => format!("en annen prosess lager databanken `{databank}` i dette hjemmet"),
        RegistryError::UnitsChanged => "andre la til enheter samtidig; ingenting ble lagt til, prøv igjen".to_owned(),
        _ => return None,
    };
    Some(Text::new(nb, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_of_a_chain_is_in_the_reader_s_language() {
        let failed: Result<(), AccountsError> = Err(AccountsError::UnknownUser("a@x.no".into()));
        let error = failed.explain(|| message("kontoene", "the accounts"));
        let error = error.explain(|| message("ytterst", "outermost"));
        let Err(error) = error else { return };
        let both = refusal(&error);
        assert_eq!(both.nb, "ytterst: kontoene: det finnes ingen bruker `a@x.no`");
        assert_eq!(both.en, "outermost: the accounts: there is no user `a@x.no`");
    }

    #[test]
    fn what_says_the_same_as_its_cause_is_said_once() {
        let error: anyhow::Error = SyntheticError::from(RegistryError::EmptyDraft("no.a.b".into())).into();
        assert_eq!(in_language(&error, Locale::En), "the draft of databank `no.a.b` is empty");
        assert_eq!(in_language(&error, Locale::Nb), "utkastet til databanken `no.a.b` er tomt");
    }
}

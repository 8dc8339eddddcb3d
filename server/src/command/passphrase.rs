//! Passphrases: from a file, from the environment, or asked on the terminal without showing them.

use anyhow::{Result, bail};
use console::Term;

use crate::cli::Passphrase;
use crate::message::{Explain as _, Message, message};

/// Holds a passphrase, for scripts.
const VARIABLE: &str = "SKJERM_PASSPHRASE";

/// The passphrase of a file that is there.
pub(super) fn known(options: &Passphrase) -> Result<String> {
    match given(options)? {
        Some(passphrase) => Ok(passphrase),
        None => ask(&message("Passfrase: ", "Passphrase: ")),
    }
}

/// A passphrase for a new file; on the terminal it is asked twice.
pub(super) fn new(options: &Passphrase) -> Result<String> {
    if let Some(passphrase) = given(options)? {
        return Ok(passphrase);
    }
    let first = ask(&message("Ny passfrase (minst 12 tegn): ", "New passphrase (at least 12 characters): "))?;
    if ask(&message("Én gang til: ", "Once more: "))? != first {
        bail!(message("de to passfrasene er ikke like; ingenting ble skrevet", "the two differ; nothing was written"));
    }
    Ok(first)
}

/// From the file, else from the environment.
fn given(options: &Passphrase) -> Result<Option<String>> {
    let Some(file) = &options.passphrase_file else { return Ok(std::env::var(VARIABLE).ok()) };
    let text = std::fs::read_to_string(file).explain(|| {
        let name = file.display();
        message(format!("kan ikke lese passfrasen fra {name}"), format!("cannot read the passphrase from {name}"))
    })?;
    Ok(Some(text.lines().next().unwrap_or_default().to_owned()))
}

fn ask(question: &Message) -> Result<String> {
    let terminal = Term::stderr();
    if !terminal.is_term() {
        bail!(message(
            format!("her er ingen terminal å spørre på: gi passfrasen med --passphrase-file eller {VARIABLE}"),
            format!("there is no terminal to ask on: give the passphrase with --passphrase-file or {VARIABLE}"),
        ));
    }
    let answer = terminal.write_str(&question.to_string()).and_then(|()| terminal.read_secure_line());
    answer.explain(|| message("kan ikke lese passfrasen", "cannot read the passphrase"))
}

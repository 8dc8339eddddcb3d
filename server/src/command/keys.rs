//! `skjerm keys`: taking keys out, giving a home its keys back, replacing the noise key.

use std::path::Path;

use accounts::Moment;
use anyhow::{Result, bail};
use console::Term;
use jobs::keys::portable::{self, Imported};
use jobs::keys::rotation;
use jobs::{Home, LockError};

use super::{End, existing, home, passphrase, print_line};
use crate::cli::KeysTask;
use crate::message::{Explain as _, message};
use crate::startup;

/// Does a task on the keys.
pub fn keys(folder: &Path, task: KeysTask) -> Result<End> {
    match task {
        KeysTask::Export { file, passphrase } => {
            let keys = startup::keys(&existing(folder)?)?;
            portable::export(&keys, &file, &passphrase::new(&passphrase)?)?;
            let (file, id) = (file.display(), keys.id());
            print_line(message(
                format!(
                    "nøklene med id {id} ligger i {file}; oppbevar fil og passfrase hver for seg, og ikke hos kopier av hjemmet"
                ),
                format!(
                    "the keys with the id {id} are in {file}; keep file and passphrase apart, and away from copies of the home"
                ),
            ))?;
        }
        KeysTask::Import { file, passphrase } => {
            let keys = portable::unseal(&file, &passphrase::known(&passphrase)?)?;
            let (imported, id) = (portable::import(&home(folder)?, &keys)?, keys.id());
            print_line(match imported {
                Imported::Added => message(
                    format!("hjemmet har fått nøklene med id {id}"),
                    format!("the home has the keys with the id {id} now"),
                ),
                Imported::ThereAlready => message(
                    format!("hjemmet har allerede nøklene med id {id}; ingenting ble endret"),
                    format!("the home has the keys with the id {id} already; nothing was changed"),
                ),
            })?;
        }
        KeysTask::Rotate { yes } => rotate(&existing(folder)?, yes)?,
    }
    Ok(End::Fine)
}

fn rotate(home: &Home, is_agreed: bool) -> Result<()> {
    let alone = home.lock().map_err(|error| match error {
        LockError::InUse => anyhow::Error::new(message(
            "en tjener eller en kjøring bruker hjemmet: stans den først",
            "a server or a run uses the home: stop it first",
        )),
        other => other.into(),
    })?;
    let (old, accounts) = (startup::keys(home)?.id(), startup::accounts(home)?);
    eprintln!(
        "{}",
        message(
            "Ny støynøkkel: hvert tall som skript får, endres én gang. Den som har de gamle tallene, kan ta snittet av to og kommer \
             nærmere det sanne tallet; resultater som er vist før, kan ikke gjøres om igjen. Gjør dette bare når noen kan ha fått vite \
             nøkkelen. Eksporterte nøkler må eksporteres på nytt.",
            "A new noise key: every number that scripts get changes once. Whoever kept the old numbers can average two and comes closer \
             to the true one; results that were shown before cannot be made again. Do this only when somebody may have learnt the key. \
             Exported keys have to be exported anew.",
        )
    );
    if !is_agreed && !agrees(&old)? {
        bail!(message("ingenting ble endret", "nothing was changed"));
    }
    let new = rotation::rotate(home, &alone, &accounts, Moment::now())?.id();
    print_line(message(
        format!("nøklene har nå id {new} (før {old}); eksporter dem med `skjerm keys export`"),
        format!("the keys have the id {new} now ({old} before); export them with `skjerm keys export`"),
    ))
}

/// Whether somebody at the terminal types the id of the keys.
fn agrees(id: &str) -> Result<bool> {
    let terminal = Term::stderr();
    if !terminal.is_term() {
        bail!(message(
            "her er ingen terminal å spørre på: gi --yes; ingenting ble endret",
            "there is no terminal to ask on: give --yes; nothing was changed",
        ));
    }
    let question = message(
        format!("Skriv nøklenes id ({id}) for å gå videre: "),
        format!("Type the id of the keys ({id}) to go on: "),
    );
    let answer = terminal.write_str(&question.to_string()).and_then(|()| terminal.read_line());
    let answer = answer.explain(|| message("kan ikke lese svaret", "cannot read the answer"))?;
    Ok(answer.trim() == id)
}

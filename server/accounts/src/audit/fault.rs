//! What can be wrong with a log.

use text::{Text, t};

/// Where a log is broken, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Written with keys that are not those at hand.
    OtherKeys {
        /// The record.
        number: i64,
        /// The id of its keys.
        needed: String,
    },
    /// Not there, though later ones are.
    Missing {
        /// The record.
        number: i64,
    },
    /// Its bytes are not those that were written.
    Altered {
        /// The record.
        number: i64,
    },
    /// Does not follow the record before it.
    OutOfPlace {
        /// The record.
        number: i64,
    },
    /// The end is gone.
    Truncated {
        /// Records that are there.
        found: i64,
        /// Records that were written.
        told: i64,
    },
    /// There are records and no `audit.head`.
    NoHead,
    /// `audit.head` is not as it was written.
    HeadAltered,
    /// Not the record that `audit.head` and the keys know: another log.
    HeadDiffers {
        /// The record.
        number: i64,
    },
}

impl Fault {
    /// The record that it is about.
    pub fn number(&self) -> Option<i64> {
        match self {
            Fault::OtherKeys { number, .. }
            | Fault::Missing { number }
            | Fault::Altered { number }
            | Fault::OutOfPlace { number }
            | Fault::HeadDiffers { number } => Some(*number),
            Fault::Truncated { found, .. } => Some(found + 1),
            Fault::NoHead | Fault::HeadAltered => None,
        }
    }

    /// What people read.
    pub fn text(&self) -> Text {
        match self {
            Fault::OtherKeys { number, needed } => Text::new(
                format!("post {number} i revisjonsloggen er skrevet med nøklene med id {needed}, som ikke er her"),
                format!(
                    "record {number} of the audit log was written with the keys with the id {needed}, which are not here"
                ),
            ),
            Fault::Missing { number } => Text::new(
                format!("post {number} i revisjonsloggen mangler"),
                format!("record {number} of the audit log is missing"),
            ),
            Fault::Altered { number } => Text::new(
                format!("post {number} i revisjonsloggen er endret"),
                format!("record {number} of the audit log was altered"),
            ),
            Fault::OutOfPlace { number } => Text::new(
                format!(
                    "post {number} i revisjonsloggen følger ikke etter den før: poster er flyttet, fjernet eller satt inn"
                ),
                format!(
                    "record {number} of the audit log does not follow the one before it: records were moved, removed or put in"
                ),
            ),
            Fault::Truncated { found, told } => Text::new(
                format!("revisjonsloggen har {found} poster, men {told} ble skrevet: slutten er borte"),
                format!("the audit log has {found} records, but {told} were written: its end is gone"),
            ),
            Fault::NoHead => t(
                "filen audit.head, som sier hvor mange poster revisjonsloggen har, mangler",
                "the file audit.head, which says how many records the audit log has, is missing",
            ),
            Fault::HeadAltered => t(
                "filen audit.head er endret, eller skrevet med andre nøkler",
                "the file audit.head was altered, or written with other keys",
            ),
            Fault::HeadDiffers { number } => Text::new(
                format!("post {number} i revisjonsloggen er ikke den som audit.head og nøklene kjenner"),
                format!("record {number} of the audit log is not the one that audit.head and the keys know"),
            ),
        }
    }

    /// What to do about it where it stands in the way.
    pub fn next_step(&self) -> Text {
        match self {
            Fault::OtherKeys { .. } => t(
                "legg nøklene tilbake som keys/home.keys (`skjerm keys import`), eller nevn filen i SKJERM_KEYS_FILE",
                "put the keys back as keys/home.keys (`skjerm keys import`), or name their file in SKJERM_KEYS_FILE",
            ),
            _ => t(
                "`skjerm audit verify` går gjennom loggen; legg accounts.sqlite og audit.head tilbake fra samme kopi av hjemmet",
                "`skjerm audit verify` walks the log; put accounts.sqlite and audit.head back from one and the same copy of the home",
            ),
        }
    }
}

//! `skjerm fmt`: a script in the house form.

use std::path::Path;

use anyhow::{Result, bail};
use language::Table;

use super::{End, print, read_script};
use crate::cli::Fmt;
use crate::message::{Explain as _, message};

/// Writes the script back in the house form, or, with `--check`, says whether it stands in it; the end is failed if it does not.
pub fn fmt(options: &Fmt) -> Result<End> {
    let script = read_script(&options.file)?;
    let formatted = language::format::format(&script, &Table::builtin());
    let name = options.file.display();
    if options.check {
        if script == formatted {
            return Ok(End::Fine);
        }
        bail!(message(
            format!("{name} står ikke i husets form (`skjerm fmt {name}` skriver den om)"),
            format!("{name} is not in the house form (`skjerm fmt {name}` rewrites it)"),
        ));
    }
    if options.file == Path::new("-") {
        print(&formatted)?;
    } else if script != formatted {
        std::fs::write(&options.file, formatted)
            .explain(|| message(format!("kan ikke skrive {name}"), format!("cannot write {name}")))?;
    }
    Ok(End::Fine)
}

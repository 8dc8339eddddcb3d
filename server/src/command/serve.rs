//! `skjerm serve`.

use anyhow::Result;
use jobs::Home;
use jobs::memory::Budget;

use super::End;
use crate::cli::Serve;
use crate::startup::{self, ServeConfig};

/// Serves until the process is asked to end.
pub fn serve(home: &Home, options: Serve) -> Result<End> {
    let Serve { listen, public_url, app, status_listen, memory } = options;
    let memory = Budget::shared(memory.bytes());
    startup::serve(home, &ServeConfig { listen, public_url, app, status_listen, memory })?;
    Ok(End::Fine)
}

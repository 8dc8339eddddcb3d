//! `skjerm run`: through the server of the home while one runs, else alone under the home's lock.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jobs::{Home, LockError};
use wire::run::{Progress, RunAnswer, RunState};

use super::{End, print, print_line, read_script};
use crate::cli::Run;
use crate::local::{self, Request};
use crate::message::message;
use crate::{render, startup};

/// How long to wait for another `skjerm run` on the same home.
const PATIENCE: Duration = Duration::from_secs(600);

/// Runs a script and prints what it answers.
pub fn run(home: &Home, options: &Run) -> Result<End> {
    let request = Request { script: read_script(&options.file)?, user: options.user.clone() };
    let bar = progress_bar();
    let answer = answer(home, request, |now| {
        bar.set_length(now.of as u64);
        bar.set_position(now.done as u64);
    })?;
    bar.finish_and_clear();
    if options.json {
        print_line(format_args!("{}", serde_json::to_string(&answer.document)?))?;
    } else {
        print(&render::document(&answer.document, render::reader()))?;
    }
    match answer.state {
        RunState::Done => Ok(End::Fine),
        RunState::Cancelled => bail!(message("kjøringen ble avbrutt", "the run was cancelled")),
        _ => Ok(End::Failed),
    }
}

fn answer(home: &Home, request: Request, mut progress: impl FnMut(Progress)) -> Result<RunAnswer> {
    let start = Instant::now();
    loop {
        match home.lock() {
            Ok(_lock) => return alone(home, request, progress),
            Err(LockError::InUse) => match local::server(home) {
                Some(server) => return local::ask(server, &request, &mut progress),
                // Another `skjerm run` has the home, or a server is just starting.
                None if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(50)),
                None => return Err(LockError::InUse.into()),
            },
            Err(error) => return Err(error.into()),
        }
    }
}

fn alone(home: &Home, request: Request, mut progress: impl FnMut(Progress)) -> Result<RunAnswer> {
    let registry = startup::registry(home)?;
    let accounts = Arc::new(startup::accounts(home)?);
    let queue = startup::queue_for_one(home, &registry, &accounts)?;
    let answer = local::run(request, &queue, &accounts, |now| {
        progress(now);
        true
    });
    queue.stop();
    answer
}

/// A bar on a terminal, nothing elsewhere.
fn progress_bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} statements, {elapsed}") {
        bar.set_style(style);
    }
    bar
}

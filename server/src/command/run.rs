//! `skjerm run`: through the server of the home while one runs, else alone under the home's lock.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use accounts::Accounts;
use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use jobs::{Home, LockError};
use registry::Registry;
use wire::run::{Progress, RunAnswer, RunState};

use super::{End, print, print_line, read_script};
use crate::cli::Run;
use crate::local::{self, Request};
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
        RunState::Cancelled => bail!("the run was cancelled"),
        _ => Ok(End::Failed),
    }
}

fn answer(home: &Home, request: Request, mut progress: impl FnMut(Progress)) -> Result<RunAnswer> {
    let start = Instant::now();
    loop {
        match home.lock() {
            Ok(_lock) => return alone(home, request, progress),
            Err(LockError::InUse) if home.socket().exists() => {
                return local::ask(home, &request, &mut progress);
            }
            // Another `skjerm run` has the home, or a server is just starting.
            Err(LockError::InUse) if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(50)),
            Err(error) => return Err(error.into()),
        }
    }
}

fn alone(home: &Home, request: Request, mut progress: impl FnMut(Progress)) -> Result<RunAnswer> {
    let registry = Registry::open(home.folder()).context("cannot open the registry")?;
    let accounts = Arc::new(Accounts::open(&home.accounts()).context("cannot open the accounts")?);
    let queue = startup::queue(home, &registry, 1)?;
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

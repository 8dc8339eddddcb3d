//! The socket in the home through which `skjerm run` reaches a running server: one queue, one record of runs, always.
//!
//! One line of JSON asks (`{"script","user"}`), lines of JSON answer: `{"progress":{…}}` while it goes on, then `{"answer":{…}}`
//! or `{"refused":"…"}`. Only the owner of the home can open the socket (mode 0600).

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use accounts::{Accounts, Moment, Right, token};
use anyhow::{Context as _, Result, bail};
use jobs::{Home, Order, Queue, Runner, limits};
use serde::{Deserialize, Serialize};
use wire::run::{Progress, RunAnswer};

/// What is asked.
#[derive(Serialize, Deserialize)]
pub struct Request {
    /// The script.
    pub script: String,
    /// In whose name; `None`: the operator.
    pub user: Option<String>,
}

/// What is answered, a line each.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reply {
    /// How far it is.
    Progress(Progress),
    /// The end.
    Answer(Box<RunAnswer>),
    /// It was not run.
    Refused(String),
}

/// A socket that is removed when the server ends.
pub struct Socket(PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        // One that is gone already needs no removal.
        let _ = fs::remove_file(&self.0);
    }
}

/// Listens in the home; the caller holds the home's lock.
///
/// # Errors
/// If the socket cannot be made.
pub fn listen(home: &Home, queue: Queue, accounts: Arc<Accounts>) -> Result<Socket> {
    let path = home.socket();
    // A server that died leaves its socket; the lock proves that none is alive.
    let _ = fs::remove_file(&path);
    let listener = UnixListener::bind(&path).with_context(|| format!("cannot listen on {}", path.display()))?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
    thread::Builder::new().name("local".into()).spawn(move || {
        for stream in listener.incoming().flatten() {
            let (queue, accounts) = (queue.clone(), accounts.clone());
            thread::spawn(move || {
                // A client that went away needs no answer.
                let _ = attend(&stream, &queue, &accounts);
            });
        }
    })?;
    Ok(Socket(path))
}

fn attend(stream: &UnixStream, queue: &Queue, accounts: &Accounts) -> Result<()> {
    // A script in JSON is at most six times as long (every character escaped).
    let bound = u64::try_from(limits::MOST_SCRIPT_BYTES)? * 6 + 4096;
    let mut line = String::new();
    BufReader::new(stream.take(bound)).read_line(&mut line)?;
    let request: Request = serde_json::from_str(&line)?;
    let mut out = stream;
    match run(request, queue, accounts, |progress| tell(&mut out, &Reply::Progress(progress)).is_ok()) {
        Ok(answer) => tell(&mut out, &Reply::Answer(Box::new(answer))),
        Err(error) => tell(&mut out, &Reply::Refused(format!("{error:#}"))),
    }
}

fn tell(out: &mut impl Write, reply: &Reply) -> Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    out.write_all(&line)?;
    Ok(())
}

/// Runs a script in the name of the operator or of a user who may run scripts. `progress` answers false if nobody
/// listens any more: then the run is given up.
///
/// # Errors
/// If the user may not, or the queue does not take it.
pub fn run(
    request: Request,
    queue: &Queue,
    accounts: &Accounts,
    mut progress: impl FnMut(Progress) -> bool,
) -> Result<RunAnswer> {
    let runner = runner(request.user.as_deref(), accounts)?;
    let id = token::random_id()?;
    accounts.record_run(&id, runner.account(), &request.script, Moment::now())?;
    queue.submit(Order { id: id.clone(), runner: runner.clone(), script: request.script })?;
    let cancel = (queue.clone(), runner.clone(), id.clone());
    let answer = queue.wait(&runner, &id, move |now| {
        if !progress(now) {
            let (queue, runner, id) = cancel.clone();
            thread::spawn(move || queue.cancel(&runner, &id));
        }
    });
    answer.context("the run was lost")
}

fn runner(user: Option<&str>, accounts: &Accounts) -> Result<Runner> {
    let Some(email) = user else { return Ok(Runner::Operator) };
    let user = accounts.user(email)?;
    if user.is_disabled {
        bail!("the user `{}` is disabled", user.email);
    }
    if !user.role.has(Right::Run) {
        bail!("the role `{}` may not run scripts", user.role);
    }
    Ok(Runner::User(user.email))
}

/// Asks the server of a home to run a script.
///
/// # Errors
/// If no server answers, or it refuses.
pub fn ask(home: &Home, request: &Request, mut progress: impl FnMut(Progress)) -> Result<RunAnswer> {
    let mut stream = UnixStream::connect(home.socket()).context("no server answers in this home")?;
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line?)? {
            Reply::Progress(now) => progress(now),
            Reply::Answer(answer) => return Ok(*answer),
            Reply::Refused(reason) => bail!("{reason}"),
        }
    }
    bail!("the server ended before the run did")
}

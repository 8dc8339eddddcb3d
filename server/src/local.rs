//! The socket in the home through which `skjerm run` reaches a running server: one queue, one audit log, always.
//!
//! One line of JSON asks (`{"script","user"}`), lines of JSON answer: `{"progress":{…}}` while it goes on, then `{"answer":{…}}`
//! or `{"refused":"…"}`. Only the owner of the home can open the socket (mode 0600).

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write};
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use accounts::{Accounts, Right, token};
use anyhow::{Result, bail};
use jobs::{Home, Order, Queue, Runner, limits};
use serde::{Deserialize, Serialize};
use wire::output::WireText;
use wire::run::{Progress, RunAnswer};

use crate::message::{Explain as _, message, refusal};

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
    Refused(WireText),
}

/// A socket that is removed when the server ends.
pub struct Socket(PathBuf);

impl Drop for Socket {
    fn drop(&mut self) {
        // One that is gone already needs no removal.
        let _ = fs::remove_file(&self.0);
    }
}

/// Where the socket is bound and reached. A socket's address holds some hundred bytes: in a home with a longer path it is
/// named through the opened folder.
struct Address {
    path: PathBuf,
    /// Open while the address is used.
    _folder: Option<File>,
}

/// Paths up to here fit everywhere.
const LONGEST_PATH: usize = 100;

impl Address {
    fn of(home: &Home) -> io::Result<Address> {
        let path = home.socket();
        if path.as_os_str().len() <= LONGEST_PATH {
            return Ok(Address { path, _folder: None });
        }
        let folder = File::open(home.folder())?;
        let name = path.file_name().unwrap_or_default();
        let path = Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name);
        Ok(Address { path, _folder: Some(folder) })
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
    let listener = Address::of(home).and_then(|address| UnixListener::bind(&address.path));
    let listener = listener.explain(|| {
        let path = path.display();
        message(format!("kan ikke lytte på {path}"), format!("cannot listen on {path}"))
    })?;
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
        Err(error) => tell(&mut out, &Reply::Refused(refusal(&error))),
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
    let order = Order { id: id.clone(), runner: runner.clone(), script: request.script };
    queue.submit(order)?;
    let cancel = (queue.clone(), runner.clone(), id.clone());
    let answer = queue.wait(&runner, &id, move |now| {
        if !progress(now) {
            let (queue, runner, id) = cancel.clone();
            thread::spawn(move || queue.cancel(&runner, &id));
        }
    });
    Ok(answer.ok_or_else(|| message("kjøringen gikk tapt", "the run was lost"))?)
}

fn runner(user: Option<&str>, accounts: &Accounts) -> Result<Runner> {
    let Some(email) = user else { return Ok(Runner::Operator) };
    let user = accounts.user(email)?;
    if user.is_disabled {
        let email = user.email;
        bail!(message(format!("brukeren `{email}` er stengt ute"), format!("the user `{email}` is disabled")));
    }
    if !user.role.has(Right::Run) {
        let role = user.role;
        bail!(message(
            format!("rollen `{role}` kan ikke kjøre skript"),
            format!("the role `{role}` may not run scripts")
        ));
    }
    Ok(Runner::User(user.email))
}

/// The server of a home, if one listens.
pub fn server(home: &Home) -> Option<UnixStream> {
    Address::of(home).and_then(|address| UnixStream::connect(&address.path)).ok()
}

/// Asks the server of a home to run a script.
///
/// # Errors
/// If it ends before it answers, or refuses.
pub fn ask(mut stream: UnixStream, request: &Request, mut progress: impl FnMut(Progress)) -> Result<RunAnswer> {
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    for line in BufReader::new(stream).lines() {
        match serde_json::from_str(&line?)? {
            Reply::Progress(now) => progress(now),
            Reply::Answer(answer) => return Ok(*answer),
            Reply::Refused(reason) => bail!(message(reason.nb, reason.en)),
        }
    }
    bail!(message("tjeneren avsluttet før kjøringen", "the server ended before the run did"))
}

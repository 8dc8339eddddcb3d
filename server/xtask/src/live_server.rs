//! A server over a fresh synthetic registry, for browser tests; it ends when the value is dropped.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::paths;
use crate::step::run;

/// The account that demo and browser tests log in with; it exists in synthetic homes on this machine only.
pub const EMAIL: &str = "demo@skjerm.example";
/// Its passphrase.
pub const PASSWORD: &str = "fjorden ligger blank i kveld";
/// Its institution.
pub const INSTITUTION: &str = "Demo";

/// A running server.
pub struct LiveServer {
    child: Child,
    base_url: String,
    home: PathBuf,
}

impl LiveServer {
    /// Makes a home with `persons` synthetic persons and an account, and serves it on a free port.
    pub fn start(persons: u64) -> Result<LiveServer> {
        let home = paths::target().join("browser-test-home");
        if home.exists() {
            std::fs::remove_dir_all(&home)?;
        }
        prepare_home(&home, persons)?;
        let port = free_port()?;
        let address = format!("127.0.0.1:{port}");
        let child = Command::new(paths::server_binary())
            .args(["--home".as_ref(), home.as_os_str()])
            .args(["serve", "--listen", &address, "--app"])
            .arg(paths::dist())
            .stdin(Stdio::null())
            .spawn()
            .context("cannot start the server")?;
        let mut server = LiveServer { child, base_url: format!("http://{address}"), home };
        server.wait_until_ready(&address)?;
        Ok(server)
    }

    /// Playwright on this server, logged in as the demo account where a test asks for it.
    pub fn playwright(&self) -> Command {
        let mut command = Command::new("npx");
        command
            .args(["playwright", "test"])
            .current_dir(paths::root().join("e2e"))
            .env("SKJERM_BASE_URL", &self.base_url)
            .env("SKJERM_E2E_EMAIL", EMAIL)
            .env("SKJERM_E2E_PASSWORD", PASSWORD);
        command
    }

    fn wait_until_ready(&mut self, address: &str) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended at once with {status}");
            }
            if TcpStream::connect(address).is_ok() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        bail!("the server did not answer within a minute")
    }
}

impl Drop for LiveServer {
    fn drop(&mut self) {
        // A server that is gone already needs no ending.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// Generates and releases the synthetic registry of a home and adds the demo account, each only if it is missing.
pub fn prepare_home(home: &Path, persons: u64) -> Result<()> {
    if !home.join("registry.sqlite").exists() {
        run(skjerm(home).args(["registry", "generate", "--seed", "1", "--persons"]).arg(persons.to_string()))?;
    }
    // The accounts' file is there without accounts: it holds the audit log, too.
    let noted = home.join("demo-account");
    if !noted.exists() {
        run(skjerm(home).args(["institution", "add", INSTITUTION, "--orgnr", "999999999"]))?;
        add_user(home)?;
        std::fs::write(noted, EMAIL).context("noting that the demo account is there")?;
    }
    Ok(())
}

fn add_user(home: &Path) -> Result<()> {
    let mut child = skjerm(home)
        .args(["user", "add", EMAIL, "--institution", INSTITUTION, "--role", "user"])
        .args(["--name", "Demo", "--password-stdin"])
        .stdin(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().context("no standard input")?;
    writeln!(input, "{PASSWORD}")?;
    drop(input);
    let status = child.wait()?;
    if !status.success() {
        bail!("the demo account could not be made ({status})");
    }
    Ok(())
}

/// The server binary with its home.
pub fn skjerm(home: &Path) -> Command {
    let mut command = Command::new(paths::server_binary());
    command.arg("--home").arg(home);
    command
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

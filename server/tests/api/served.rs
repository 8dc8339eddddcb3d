//! `skjerm serve` as a process.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A serving process; it is killed if a test stops.
pub struct Served {
    child: Child,
    /// `host:port` of the service, and of health and metrics.
    pub addresses: [String; 2],
}

impl Served {
    /// Serves a home, with more options.
    pub fn start(home: &Path, options: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_skjerm"))
            .args(["--home".as_ref(), home.as_os_str()])
            .args(["serve", "--listen", "127.0.0.1:0", "--status-listen", "127.0.0.1:0"])
            .args(options)
            .env("LC_ALL", "C")
            .env_remove("SKJERM_PUBLIC_URL")
            .env_remove("SKJERM_MEMORY")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut address = |beginning: &str| {
            let line = lines.by_ref().map(Result::unwrap).find(|line| line.starts_with(beginning));
            line.unwrap_or_else(|| panic!("no line `{beginning}`")).rsplit('/').next().unwrap().to_owned()
        };
        let addresses = [address("Skjerm listens on"), address("Health and metrics on")];
        Served { child, addresses }
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A whole answer of one of the two listeners.
    pub fn get(&self, which: usize, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.addresses[which]).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.addresses[which]).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    /// Asks the process to end and waits for it.
    pub fn end(mut self) -> (Output, Duration) {
        let asked = Instant::now();
        let kill = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let status = self.child.wait().unwrap();
        let took = asked.elapsed();
        let mut stderr = Vec::new();
        self.child.stderr.take().unwrap().read_to_end(&mut stderr).unwrap();
        (Output { status, stdout: Vec::new(), stderr }, took)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

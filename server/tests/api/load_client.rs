//! A browser in the load test: plain HTTP over loopback, one connection a request, logged in by cookie.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// A logged-in user.
pub struct Client {
    address: String,
    cookie: String,
}

/// What a run came to.
pub struct Ended {
    /// `done`, `failed`, `cancelled`.
    pub state: String,
    /// From the request to the answer that says so.
    pub took: Duration,
    /// The last diagnostic's code, if there is one.
    pub code: Option<String>,
}

impl Client {
    /// Logs in.
    pub fn log_in(address: &str, email: &str, password: &str) -> Client {
        let mut client = Client { address: address.to_owned(), cookie: String::new() };
        let (head, body) = client.send("POST", "/api/v1/session", Some(&json!({"email": email, "password": password})));
        assert!(head.starts_with("HTTP/1.1 200"), "{head}\n{body}");
        let cookie = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or_default().to_owned())
        });
        client.cookie = cookie.expect("a cookie");
        client
    }

    /// Asks for a run; its path.
    pub fn submit(&self, script: &str) -> String {
        let (head, body) = self.send("POST", "/api/v1/runs", Some(&json!({ "script": script })));
        assert!(head.starts_with("HTTP/1.1 202"), "{head}\n{body}");
        let id: Value = serde_json::from_str(&body).unwrap();
        format!("/api/v1/runs/{}", id["id"].as_str().unwrap())
    }

    /// What a run has answered so far, as of the next tick.
    pub fn answer(&self, path: &str) -> Value {
        serde_json::from_str(&self.send("GET", path, None).1).unwrap()
    }

    /// Gives a run up.
    pub fn cancel(&self, path: &str) {
        let (head, _) = self.send("DELETE", path, None);
        assert!(head.starts_with("HTTP/1.1 204"), "{head}");
    }

    /// Runs a script to its end.
    pub fn run(&self, script: &str) -> Ended {
        let asked = Instant::now();
        let path = self.submit(script);
        loop {
            let answer = self.answer(&path);
            let state = answer["state"].as_str().unwrap();
            if !["queued", "running"].contains(&state) {
                let code = answer["outputs"].as_array().unwrap().last().and_then(|last| last["code"].as_str());
                return Ended { state: state.to_owned(), took: asked.elapsed(), code: code.map(str::to_owned) };
            }
        }
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> (String, String) {
        let body = body.map(Value::to_string).unwrap_or_default();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept-Encoding: identity\r\nCookie: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len(),
        )
        .unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        (head.to_owned(), if is_chunked { unchunked(body) } else { body.to_owned() })
    }
}

/// A body that came in chunks, as one.
fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            break;
        }
        whole.push_str(&rest[..size]);
        body = rest[size..].trim_start_matches("\r\n");
    }
    whole
}

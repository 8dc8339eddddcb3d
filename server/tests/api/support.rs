//! A service over a small home that every test shares, and a browser that talks to it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

use accounts::{Accounts, Moment, NewUser, Role, Stamp};
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::{Method, StatusCode};
use actix_web::test::{self, TestRequest};
use jobs::Home;
use jobs::memory::Budget;
use serde_json::Value;
use server::extract::access::Handles;
use server::startup::{self, ServeConfig, application, open};
use server::state::State;

/// The password of every test user.
pub const PASSWORD: &str = "a password for tests";

/// 1 200 made-up units with a code and a number, exact under `open`.
fn table() -> String {
    let rows = (0..1_200).map(|unit| format!("{unit},{},{}\n", ["a", "b", "c"][unit % 3], unit % 10));
    std::iter::once("id,letter,points\n".to_owned()).chain(rows).collect()
}

/// A script over it with a table at the end.
pub const SCRIPT: &str = "require no.test.open:1 as db\ncreate-dataset d\nimport db/LETTER as letter\n\
                          import db/POINTS as points\ntabulate letter\n";

/// A folder that goes when the tests end, by the operating system's habit with temporary files.
pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("skjerm-test-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

/// Runs the binary on a home.
pub fn skjerm(home: &Path, arguments: &[&str]) -> Output {
    skjerm_with_input(home, arguments, "")
}

/// Runs the binary on a home with standard input.
pub fn skjerm_with_input(home: &Path, arguments: &[&str], input: &str) -> Output {
    use std::io::Write as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_skjerm"))
        .args(["--home".as_ref(), home.as_os_str()])
        .args(arguments)
        .env("LC_ALL", "C")
        .env_remove("SKJERM_PUBLIC_URL")
        .env_remove("SKJERM_PASSPHRASE")
        .env_remove("SKJERM_PASSPHRASE_FILE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Standard output of a command that went well.
#[track_caller]
pub fn fine(output: Output) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
    out.into_owned()
}

/// Loads and releases the test table into a home.
pub fn load_table(home: &Path) {
    let file = home.with_extension("csv");
    std::fs::write(&file, table()).unwrap();
    let file = file.to_str().unwrap();
    let load = ["registry", "import-table", file, "--databank", "no.test.open", "--profile", "open", "--unit", "id"];
    fine(skjerm(home, &load));
    fine(skjerm(home, &["registry", "release", "--databank", "no.test.open"]));
}

/// The state that all tests share: opened once, its users one of each role and a second plain one.
pub fn state() -> Arc<State> {
    static STATE: OnceLock<Arc<State>> = OnceLock::new();
    STATE.get_or_init(|| Arc::new(open(&prepared("shared"), &config()).unwrap())).clone()
}

/// A home with the test table and users.
pub fn prepared(name: &str) -> Home {
    let home = Home::open(&folder(name)).unwrap();
    load_table(home.folder());
    let accounts = startup::accounts(&home).unwrap();
    let own = accounts.add_institution("Own", "111111111", now()).unwrap();
    let other = accounts.add_institution("Other", "222222222", now()).unwrap();
    for role in Role::ALL {
        add(&accounts, &own, &email(role), role);
    }
    add(&accounts, &other, "second@test.example", Role::User);
    home
}

fn add(accounts: &Accounts, institution: &accounts::Institution, email: &str, role: Role) {
    let user = accounts.add_user(institution, NewUser { email, name: "Test", role }, now()).unwrap();
    accounts.set_password(&user, PASSWORD, now()).unwrap();
}

/// The operator, now.
pub fn now() -> Stamp<'static> {
    Stamp::operator(Moment::now())
}

/// The address of the test user with a role.
pub fn email(role: Role) -> String {
    format!("{role}@test.example")
}

pub fn config() -> ServeConfig {
    let memory = Budget::of_machine();
    ServeConfig { listen: String::new(), public_url: None, app: None, status_listen: None, memory }
}

/// An answer with its body read.
pub struct Answer {
    pub status: StatusCode,
    pub headers: actix_web::http::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The stable code of a problem.
    #[track_caller]
    pub fn code(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        problem["code"].as_str().unwrap().to_owned()
    }
}

/// Sends requests through the whole application, with a session's cookie if somebody logged in.
pub struct Browser {
    state: Arc<State>,
    cookie: Option<String>,
}

impl Browser {
    /// Nobody is logged in.
    pub fn visitor() -> Browser {
        Browser { state: state(), cookie: None }
    }

    /// Nobody is logged in, on another service than the shared one.
    pub fn of(state: Arc<State>) -> Browser {
        Browser { state, cookie: None }
    }

    /// The test user with a role is logged in.
    pub async fn member(role: Role) -> Browser {
        Browser::logged_in(&email(role)).await
    }

    /// A user is logged in.
    pub async fn logged_in(email: &str) -> Browser {
        Browser::visitor().log_in(email).await
    }

    /// The same service with a user logged in.
    pub async fn log_in(&self, email: &str) -> Browser {
        let mut browser = Browser::of(self.state.clone());
        let login = serde_json::json!({ "email": email, "password": PASSWORD });
        let answer = self.send(TestRequest::post().uri("/api/v1/session").set_json(login)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        browser.cookie = Some(answer.header("set-cookie").split(';').next().unwrap().to_owned());
        browser
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(TestRequest::delete().uri(path)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(TestRequest::post().uri(path).set_json(body)).await
    }

    pub async fn request(&self, method: Method, path: &str) -> Answer {
        self.send(TestRequest::with_uri(path).method(method)).await
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: TestRequest) -> Answer {
        let response = self.open(request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap().to_vec();
        Answer { status, headers, body }
    }

    /// Sends a request and leaves the body to be read.
    pub async fn open(&self, request: TestRequest) -> ServiceResponse<BoxBody> {
        let handles = Handles::new(self.state.clone());
        let service = test::init_service(application(&handles, &self.state.site)).await;
        let request = match &self.cookie {
            Some(cookie) => request.insert_header(("cookie", cookie.as_str())),
            None => request,
        };
        let response = service.call(request.to_request()).await.unwrap();
        response.map_body(|_, body| BoxBody::new(body))
    }

    /// Runs a script and waits for its end.
    pub async fn run(&self, script: &str) -> Value {
        let accepted = self.post("/api/v1/runs", &serde_json::json!({ "script": script })).await;
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{}", accepted.text());
        let id = accepted.json()["id"].as_str().unwrap().to_owned();
        loop {
            let answer = self.get(&format!("/api/v1/runs/{id}")).await.json();
            if !["queued", "running"].contains(&answer["state"].as_str().unwrap()) {
                return answer;
            }
        }
    }
}

/// The next piece of a streaming body.
pub async fn next_piece(body: &mut BoxBody) -> Option<String> {
    let piece = std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_next(context)).await?;
    Some(String::from_utf8(piece.unwrap().to_vec()).unwrap())
}

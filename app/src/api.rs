//! The only module that does HTTP. [`Visitor`] may ask for what is public; [`Member`] exists only after a login, so that a call
//! that needs one cannot be written without.

use gloo_net::http::{Request, Response};
use language::Table;
use serde::Serialize;
use serde::de::DeserializeOwned;
use text::{Text, t};
use variables::Databank;
use wire::account::{LoginRequest, SessionDocument};
use wire::catalogue::{DatabankList, VariableDocument, VariableList};
use wire::error::Problem;
use wire::run::{RunAccepted, RunAnswer, RunRequest};
use wire::script::{NewScript, ScriptChange, ScriptDocument, ScriptEntry, ScriptList};

const BASE: &str = "/api/v1";

/// Why an answer did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The server could not be reached, or its answer could not be read.
    Unreachable,
    /// The session has ended or there is none.
    LoggedOut,
    /// There is no such thing.
    NotFound,
    /// The server is there again, but the run ended with the one that was there before.
    RunLost,
    /// A script was changed elsewhere after this page saw it.
    ScriptChanged,
    /// Something else: the server's own words.
    Problem(Text),
}

impl Failure {
    /// What to tell the reader.
    pub fn text(&self) -> Text {
        match self {
            Failure::Unreachable => {
                t("Tjenesten svarer ikke. Prøv igjen om litt", "The service does not answer. Try again in a while")
            }
            Failure::LoggedOut => t("Du er logget ut. Logg inn for å fortsette", "You are logged out. Log in to go on"),
            Failure::NotFound => t("Dette finnes ikke", "This does not exist"),
            Failure::RunLost => t(
                "Tjenesten har startet på nytt, og kjøringen gikk tapt. Kjør skriptet igjen",
                "The service was started again and the run was lost. Run the script again",
            ),
            Failure::ScriptChanged => t(
                "Skriptet er endret et annet sted siden du åpnet det",
                "The script was changed elsewhere after you opened it",
            ),
            Failure::Problem(words) => words.clone(),
        }
    }
}

/// Calls without login.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visitor;

impl Visitor {
    /// All databanks.
    pub async fn databanks(self) -> Result<Vec<Databank>, Failure> {
        get::<DatabankList>("/catalogue/databanks").await.map(|answer| answer.databanks)
    }

    /// The variables of a databank; the version may be `latest`.
    pub async fn variables(self, databank: &str, version: &str) -> Result<VariableList, Failure> {
        get(&format!("/catalogue/{}/{}/variables", escape(databank), escape(version))).await
    }

    /// One variable.
    pub async fn variable(self, databank: &str, version: &str, name: &str) -> Result<VariableDocument, Failure> {
        get(&format!("/catalogue/{}/{}/variables/{}", escape(databank), escape(version), escape(name))).await
    }

    /// Commands and functions; from the build's own file where the API cannot be reached.
    pub async fn language(self) -> Result<Table, Failure> {
        let answer = get("/language").await;
        match (answer, crate::document::language_file()) {
            (Err(Failure::Unreachable), Some(file)) => read(Request::get(&file).send().await).await,
            (answer, _) => answer,
        }
    }

    /// The library of example scripts.
    pub async fn examples(self) -> Result<Vec<examples::Group>, Failure> {
        get("/examples").await
    }

    /// Who is logged in, if anybody.
    pub async fn session(self) -> Result<Option<(Member, SessionDocument)>, Failure> {
        match get("/session").await {
            Ok(session) => Ok(Some((Member(()), session))),
            Err(Failure::LoggedOut) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Logs in; `Failure::LoggedOut` if the server refuses, for whatever reason.
    pub async fn log_in(self, email: &str, password: &str) -> Result<(Member, SessionDocument), Failure> {
        let login = LoginRequest { email: email.to_owned(), password: password.to_owned(), code: None };
        let session = post("/session", &login).await?;
        Ok((Member(()), session))
    }
}

/// Calls that need a login. Made only by [`Visitor::session`] and [`Visitor::log_in`].
#[derive(Clone, Copy, Debug)]
pub struct Member(());

impl Member {
    /// Logs out.
    pub async fn log_out(self) -> Result<(), Failure> {
        accept(Request::delete(&format!("{BASE}/session")).send().await).await.map(drop)
    }

    /// Starts a run and gives its id.
    pub async fn run(self, script: &str) -> Result<String, Failure> {
        let request = RunRequest { script: script.to_owned() };
        post::<_, RunAccepted>("/runs", &request).await.map(|accepted| accepted.id)
    }

    /// A run as far as it is.
    pub async fn document(self, id: &str) -> Result<RunAnswer, Failure> {
        get(&format!("/runs/{}", escape(id))).await
    }

    /// Cancels a run.
    pub async fn cancel(self, id: &str) -> Result<(), Failure> {
        accept(Request::delete(&format!("{BASE}/runs/{}", escape(id))).send().await).await.map(drop)
    }

    /// Own scripts, those changed last first.
    pub async fn scripts(self) -> Result<Vec<ScriptEntry>, Failure> {
        get::<ScriptList>("/scripts").await.map(|answer| answer.scripts)
    }

    /// An own script with its text.
    pub async fn script(self, id: &str) -> Result<ScriptDocument, Failure> {
        get(&script_path(id)).await
    }

    /// Keeps a new script.
    pub async fn add_script(self, name: &str, text: &str) -> Result<ScriptDocument, Failure> {
        post("/scripts", &NewScript { name: name.to_owned(), text: text.to_owned() }).await
    }

    /// Gives a script a name and a text.
    pub async fn change_script(self, id: &str, change: &ScriptChange) -> Result<ScriptDocument, Failure> {
        let request = Request::put(&format!("{BASE}{}", script_path(id))).json(change);
        read(request.map_err(|_| Failure::Unreachable)?.send().await).await
    }

    /// Deletes a script whose version is still the one that was seen.
    pub async fn delete_script(self, id: &str, seen: i64) -> Result<(), Failure> {
        let address = format!("{BASE}{}?seen={seen}", script_path(id));
        accept(Request::delete(&address).send().await).await.map(drop)
    }

    /// The stream of everything that happens to this member's runs.
    pub fn events(self) -> Option<web_sys::EventSource> {
        web_sys::EventSource::new(&format!("{BASE}/events")).ok()
    }
}

fn script_path(id: &str) -> String {
    format!("/scripts/{}", escape(id))
}

fn escape(part: &str) -> String {
    js_sys::encode_uri_component(part).into()
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(Request::get(&format!("{BASE}{path}")).send().await).await
}

async fn post<B: Serialize, T: DeserializeOwned>(path: &str, body: &B) -> Result<T, Failure> {
    let request = Request::post(&format!("{BASE}{path}")).json(body).map_err(|_| Failure::Unreachable)?;
    read(request.send().await).await
}

async fn read<T: DeserializeOwned>(response: Result<Response, gloo_net::Error>) -> Result<T, Failure> {
    accept(response).await?.json().await.map_err(|_| Failure::Unreachable)
}

async fn accept(response: Result<Response, gloo_net::Error>) -> Result<Response, Failure> {
    let response = response.map_err(|_| Failure::Unreachable)?;
    match response.status() {
        200..=299 => Ok(response),
        401 => Err(Failure::LoggedOut),
        404 => Err(Failure::NotFound),
        _ => Err(match response.json::<Problem>().await {
            Ok(problem) if problem.code == "script-changed" => Failure::ScriptChanged,
            Ok(problem) => Failure::Problem(Text::new(problem.message.nb, problem.message.en)),
            Err(_) => Failure::Unreachable,
        }),
    }
}

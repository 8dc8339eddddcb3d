//! Opens the stores of a home and serves it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use accounts::{Accounts, Moment};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer};
use anyhow::Result;
use jobs::keys::{self, KeyRing};
use jobs::memory::Budget;
use jobs::{Home, LockError, Queue, ScriptWork, Watch};
use registry::Registry;

use crate::app_files::{self, AppFiles};
use crate::extract::access::Handles;
use crate::language_file::LanguageFile;
use crate::message::{Explain as _, message};
use crate::middleware::own_origin::own_origin;
use crate::middleware::security_headers::security_headers;
use crate::site::Site;
use crate::state::State;
use crate::{local, routes, status};

/// How a home is served.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// Address and port.
    pub listen: String,
    /// Where browsers reach the service, if that is another address.
    pub public_url: Option<Site>,
    /// The built app; looked for where it is not named.
    pub app: Option<PathBuf>,
    /// Address and port of health and metrics; none: off.
    pub status_listen: Option<String>,
    /// Memory for sessions, statements and what is remembered.
    pub memory: Budget,
}

/// Worker threads that run scripts: the engine uses all cores for each, so one a core is enough to use them all, and one more is
/// left for short runs while the others are on heavy statements.
pub fn n_workers() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from) + 1
}
/// Threads for blocking work of one HTTP worker: password hashing takes 19 MiB each.
const BLOCKING_THREADS: usize = 8;

/// Serves until the process is asked to end.
///
/// # Errors
/// If the home is in use, a store cannot be opened, or the address is taken.
pub fn serve(home: &Home, config: &ServeConfig) -> Result<()> {
    let _lock = home.lock().map_err(|error| match error {
        LockError::InUse => {
            let folder = home.folder().display();
            let nb = format!("en annen prosess bruker hjemmet {folder}");
            anyhow::Error::new(message(nb, format!("another process uses the home {folder}")))
        }
        other => other.into(),
    })?;
    let state = Arc::new(open(home, config)?);
    let listener = listen(&config.listen)?;
    let status = config.status_listen.as_deref().map(listen).transpose()?;
    let address = listener.local_addr()?;
    let socket = local::listen(home, state.queue.clone(), state.accounts.clone())?;
    let url = state.site.url(&address.to_string());
    println!("{}", message(format!("Skjerm lytter på {url}"), format!("Skjerm listens on {url}")));
    if state.app.assets.is_none() {
        let nb = "Her er ingen bygd app (--app): sidene er ren HTML";
        println!("{}", message(nb, "There is no built app here (--app): pages are plain HTML only"));
    }
    if let Some(status) = &status {
        let url = format!("http://{}", status.local_addr()?);
        println!("{}", message(format!("Helse og måltall på {url}"), format!("Health and metrics on {url}")));
    }
    let served = run(listener, status, &state);
    drop(socket);
    state.queue.stop();
    served
}

fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address)
        .explain(|| message(format!("kan ikke lytte på {address}"), format!("cannot listen on {address}")))
}

/// Opens everything that routes need.
///
/// # Errors
/// What cannot be opened.
pub fn open(home: &Home, config: &ServeConfig) -> Result<State> {
    let site = config.public_url.clone().unwrap_or_default();
    let app = match app_files::find(config.app.as_deref()) {
        Some(dist) => {
            let place = dist.display();
            AppFiles::read(&dist).explain(|| {
                message(
                    format!("ingen bygd app kan leses fra {place}"),
                    format!("no built app can be read from {place}"),
                )
            })?
        }
        None => AppFiles::default(),
    };
    let accounts = Arc::new(accounts(home)?);
    let registry = registry(home)?;
    let work = work(home, &registry, &accounts, config.memory)?;
    let queue = Queue::start(work.clone(), n_workers());
    let language = LanguageFile::builtin()?;
    Ok(State { accounts, registry, queue, work, language, app, site })
}

/// Opens a home's institutions, users, sessions and audit log.
///
/// # Errors
/// If the file cannot be used, or its audit log is not as it was left or written with other keys.
pub fn accounts(home: &Home) -> Result<Accounts> {
    let opened = Accounts::open(&home.accounts(), keys(home)?.audit(), Moment::now());
    opened.explain(|| message("kan ikke åpne kontoene", "cannot open the accounts"))
}

/// Opens a home's databanks.
///
/// # Errors
/// If the store cannot be used.
pub fn registry(home: &Home) -> Result<Registry> {
    Registry::open(home.folder()).explain(|| message("kan ikke åpne registeret", "cannot open the registry"))
}

/// Opens a home's keys, or makes them for a home that never had any.
///
/// # Errors
/// If they cannot be read or made, or are not the home's.
pub fn keys(home: &Home) -> Result<KeyRing> {
    keys::open(home).explain(|| message("kan ikke åpne hjemmets nøkler", "cannot open the keys of the home"))
}

/// The work of running scripts over a home's registry, kept scripts and keys.
///
/// # Errors
/// If the keys cannot be read or made, or what accounts have used is lost.
pub fn work(home: &Home, registry: &Registry, accounts: &Arc<Accounts>, memory: Budget) -> Result<ScriptWork> {
    let keys = keys(home)?;
    let watch = Watch::open(home, &keys, accounts, Moment::now());
    let watch =
        watch.explain(|| message("kan ikke åpne det som kontoene har brukt", "cannot open what accounts have used"))?;
    Ok(ScriptWork::new(registry.clone(), &keys, accounts.clone(), watch, memory))
}

/// A queue for one run at a time, which may use all memory that the machine has for it.
///
/// # Errors
/// Those of [`work`].
pub fn queue_for_one(home: &Home, registry: &Registry, accounts: &Arc<Accounts>) -> Result<Queue> {
    let all = Budget::of_machine().all;
    Ok(Queue::start(work(home, registry, accounts, Budget::alone(all))?, 1))
}

/// The application over a state: every route and everything that each request passes.
pub fn application(
    handles: &Handles,
    site: &Site,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody + use<>>,
        Error = actix_web::Error,
        InitError = (),
    > + use<>,
> {
    let (site, is_secure) = (site.clone(), site.is_secure());
    App::new()
        .app_data(handles.clone())
        .configure(routes::configure)
        .wrap(Compress::default())
        .wrap(from_fn(move |request, next| own_origin(site.clone(), request, next)))
        .wrap(from_fn(move |request, next| security_headers(is_secure, request, next)))
}

fn run(listener: TcpListener, status: Option<TcpListener>, state: &Arc<State>) -> Result<()> {
    let (handles, site) = (Handles::new(state.clone()), state.site.clone());
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(move || application(&handles, &site))
            .workers(2)
            .worker_max_blocking_threads(BLOCKING_THREADS)
            // Event streams never end by themselves: do not wait long for them.
            .shutdown_timeout(1)
            .listen(listener)?
            .run();
        match status.map(|listener| status::server(listener, state.queue.clone(), state.work.clone())).transpose()? {
            Some(status) => {
                let ending = status.handle();
                actix_web::rt::spawn(status);
                server.await?;
                ending.stop(true).await;
            }
            None => server.await?,
        }
        Ok(())
    })
}

//! Opens the stores of a home and serves it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;

use accounts::Accounts;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer};
use anyhow::{Context as _, Result, bail};
use jobs::{Home, LockError, Queue, ScriptWork, keys};
use registry::Registry;

use crate::app_files::{self, AppFiles};
use crate::extract::access::Handles;
use crate::language_file::LanguageFile;
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
    pub public_url: Option<String>,
    /// The built app; looked for where it is not named.
    pub app: Option<PathBuf>,
    /// Address and port of health and metrics; none: off.
    pub status_listen: Option<String>,
}

/// Worker threads that run scripts. The engine uses all cores for each, so few are enough for fairness.
pub const N_WORKERS: usize = 2;
/// Threads for blocking work of one HTTP worker: password hashing takes 19 MiB each.
const BLOCKING_THREADS: usize = 8;

/// Serves until the process is asked to end.
///
/// # Errors
/// If the home is in use, a store cannot be opened, or the address is taken.
pub fn serve(home: &Home, config: &ServeConfig) -> Result<()> {
    let _lock = home.lock().map_err(|error| match error {
        LockError::InUse => anyhow::anyhow!("another process uses the home {}", home.folder().display()),
        other => other.into(),
    })?;
    let state = Arc::new(open(home, config)?);
    let listener = TcpListener::bind(&config.listen).with_context(|| format!("cannot listen on {}", config.listen))?;
    let address = listener.local_addr()?;
    let socket = local::listen(home, state.queue.clone(), state.accounts.clone())?;
    println!("Skjerm listens on {}", state.site.url(&address.to_string()));
    if state.app.assets.is_none() {
        println!("There is no built app here (--app): pages are plain HTML only");
    }
    let served = run(listener, config, &state);
    drop(socket);
    state.queue.stop();
    served
}

/// Opens everything that routes need.
///
/// # Errors
/// What cannot be opened.
pub fn open(home: &Home, config: &ServeConfig) -> Result<State> {
    let site = match &config.public_url {
        Some(url) => match Site::at(url) {
            Some(site) => site,
            None => bail!("--public-url takes https://HOST or http://HOST, without a path"),
        },
        None => Site::default(),
    };
    let app = match app_files::find(config.app.as_deref()) {
        Some(dist) => {
            AppFiles::read(&dist).with_context(|| format!("no built app can be read from {}", dist.display()))?
        }
        None => AppFiles::default(),
    };
    let accounts = Arc::new(Accounts::open(&home.accounts()).context("cannot open the accounts")?);
    let registry = Registry::open(home.folder()).context("cannot open the registry")?;
    let queue = queue(home, &registry, N_WORKERS)?;
    let language = LanguageFile::builtin()?;
    Ok(State { accounts, registry, queue, language, app, site })
}

/// Starts the workers over a home's registry and keys.
///
/// # Errors
/// If the keys cannot be read or made.
pub fn queue(home: &Home, registry: &Registry, n_workers: usize) -> Result<Queue> {
    let keys = keys::open(home).context("cannot open the keys of the home")?;
    Ok(Queue::start(ScriptWork::new(registry.clone(), &keys), n_workers))
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

fn run(listener: TcpListener, config: &ServeConfig, state: &Arc<State>) -> Result<()> {
    let (handles, site) = (Handles::new(state.clone()), state.site.clone());
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(move || application(&handles, &site))
            .workers(2)
            .worker_max_blocking_threads(BLOCKING_THREADS)
            // Event streams never end by themselves: do not wait long for them.
            .shutdown_timeout(1)
            .listen(listener)?
            .run();
        let status = config.status_listen.as_deref().map(|address| status::server(address, state.queue.clone()));
        match status.transpose()? {
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

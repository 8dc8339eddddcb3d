//! Health and metrics, on a listener of their own: for operators, never for users.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use jobs::Queue;

use crate::middleware::security_headers::security_headers;
use crate::problem::ApiError;

/// A server that answers `/health` and `/metrics`.
///
/// # Errors
/// If the listener cannot be used.
pub fn server(listener: TcpListener, queue: Queue) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(queue.clone()))
            .route("/health", web::get().to(async || "ok\n"))
            .route("/metrics", web::get().to(metrics))
            .default_service(web::to(async || Err::<&str, _>(ApiError::NotFound)))
            .wrap(from_fn(move |request, next| security_headers(false, request, next)))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

/// Counts of runs, in the text format of Prometheus; nothing of their content.
async fn metrics(queue: web::Data<Queue>) -> HttpResponse {
    let load = queue.load();
    let text = format!(
        "# HELP skjerm_runs_waiting Runs that wait for a worker.\n\
         # TYPE skjerm_runs_waiting gauge\nskjerm_runs_waiting {}\n\
         # HELP skjerm_runs_working Runs that a worker is on.\n\
         # TYPE skjerm_runs_working gauge\nskjerm_runs_working {}\n\
         # HELP skjerm_runs_finished_total Runs that a worker ended since the start.\n\
         # TYPE skjerm_runs_finished_total counter\nskjerm_runs_finished_total {}\n",
        load.waiting, load.working, load.finished
    );
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text)
}

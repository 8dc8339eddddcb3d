//! Health and metrics, on a listener of their own: for operators, never for users.

use actix_web::dev::Server;
use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context as _, Result};
use jobs::Queue;

/// A server that answers `/health` and `/metrics`.
///
/// # Errors
/// If the address is taken.
pub fn server(address: &str, queue: Queue) -> Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(queue.clone()))
            .route("/health", web::get().to(async || "ok\n"))
            .route("/metrics", web::get().to(metrics))
    });
    let bound = server.workers(1).disable_signals().bind(address);
    Ok(bound.with_context(|| format!("cannot listen on {address}"))?.run())
}

/// Counts of runs, in the text format of Prometheus; nothing of their content.
async fn metrics(queue: web::Data<Queue>) -> HttpResponse {
    let load = queue.load();
    let text = format!(
        "# TYPE skjerm_runs_waiting gauge\nskjerm_runs_waiting {}\n\
         # TYPE skjerm_runs_working gauge\nskjerm_runs_working {}\n\
         # TYPE skjerm_runs_finished counter\nskjerm_runs_finished {}\n",
        load.waiting, load.working, load.finished
    );
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(text)
}

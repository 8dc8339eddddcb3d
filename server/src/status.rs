//! Health and metrics, on a listener of their own: for operators, never for users.

use std::io;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use jobs::{Queue, ScriptWork};

use crate::middleware::security_headers::security_headers;
use crate::problem::ApiError;

/// A server that answers `/health` and `/metrics`.
///
/// # Errors
/// If the listener cannot be used.
pub fn server(listener: TcpListener, queue: Queue, work: ScriptWork) -> io::Result<Server> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(queue.clone()))
            .app_data(web::Data::new(work.clone()))
            .route("/health", web::get().to(async || "ok\n"))
            .route("/metrics", web::get().to(metrics))
            .default_service(web::to(async || Err::<&str, _>(ApiError::NotFound)))
            .wrap(from_fn(move |request, next| security_headers(false, request, next)))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

/// Counts of runs and use of memory, in the text format of Prometheus; nothing of their content.
async fn metrics(queue: web::Data<Queue>, work: web::Data<ScriptWork>) -> HttpResponse {
    let (load, memory) = (queue.load(), work.memory());
    let rows: [(&str, &str, &str, u64); 9] = [
        ("runs_waiting", "gauge", "Runs that have not begun.", load.waiting as u64),
        ("runs_working", "gauge", "Runs that have begun and are not over.", load.working as u64),
        ("runs_finished_total", "counter", "Runs that a worker ended since the start.", load.finished),
        ("memory_budget_bytes", "gauge", "Memory for sessions, statements and what is remembered.", memory.budget),
        ("memory_held_bytes", "gauge", "Held by sessions and remembered states, by released sizes.", memory.held),
        ("memory_reserved_bytes", "gauge", "Reserved by statements at work.", memory.reserved),
        ("memory_allocated_bytes", "gauge", "Allocated by the process for whatever purpose.", allocated().0),
        ("memory_resident_bytes", "gauge", "Of the machine's memory, held by the allocator.", allocated().1),
        ("states_remembered", "gauge", "States after statements that are remembered.", work.n_states() as u64),
    ];
    let mut text = String::new();
    for (name, kind, help, value) in rows {
        text.push_str(&format!("# HELP skjerm_{name} {help}\n# TYPE skjerm_{name} {kind}\nskjerm_{name} {value}\n"));
    }
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text)
}

/// Bytes that the allocator has given out, and that it holds; 0 where another allocator is at work (tests).
fn allocated() -> (u64, u64) {
    use tikv_jemalloc_ctl::{epoch, stats};
    if epoch::advance().is_err() {
        return (0, 0);
    }
    let bytes = |read: Result<usize, _>| read.map_or(0, |bytes: usize| bytes as u64);
    (bytes(stats::allocated::read()), bytes(stats::resident::read()))
}

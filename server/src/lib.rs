//! The Skjerm server: parse a request or a command line, check the right, call, respond.
//!
//! *In → out*: HTTP requests and command lines in; pages, JSON, event streams and texts out.
//! *Does not know about*: how scripts run, how numbers are protected, where rows lie; it holds no rule of its own.
//! *Invariants*: a handler reaches stores only through [`extract::Access`] and so names the right that it needs; nothing of a run
//! leaves but what the queue answers; every answer carries the security headers.
//! *Start reading at*: [`routes`], [`extract::access`], [`command`].

pub mod api_route;
pub mod app_files;
pub mod cli;
pub mod command;
pub mod extract;
pub mod language_file;
pub mod local;
pub mod memory_amount;
pub mod message;
pub mod middleware;
mod names;
pub mod openapi;
pub mod problem;
pub mod render;
pub mod respond;
pub mod routes;
pub mod schema;
pub mod site;
pub mod startup;
pub mod state;
pub mod status;
mod ticks;

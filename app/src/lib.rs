//! The browser app: a client of the public API, in two parts that are two WASM files.
//!
//! *In → out*: `bin/public.rs` takes over home, catalogue, help and login; `bin/workbench.rs` is editor and results.
//! *Does not know about*: anything the API does not publish; it holds no secret and no rule that the server does not enforce too.
//! *Invariants*: `api` alone does HTTP; texts are `Text { nb, en }`; static pages come from the crate `pages`, so that the
//! server's HTML and the app's are the same; the language is fixed for the life of a document (`<html lang>`).
//! *Start reading at*: [`public`], then [`workbench`].

pub mod account;
pub mod api;
pub mod charts;
pub mod document;
pub mod js;
pub mod pages;
pub mod public;
pub mod results;
pub mod workbench;

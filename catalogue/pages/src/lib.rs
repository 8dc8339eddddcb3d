//! The public pages as plain HTML: one set of templates for the server, for a static copy, and for the app.
//!
//! *In → out*: specs and metadata → [`Page`]; [`document`] puts a page into the shell with header, footer and assets.
//! *Does not know about*: HTTP, cookies, sessions, the registry, Leptos. It performs no I/O.
//! *Invariants*: every page is whole without scripts; there is no inline script; every text is in the reader's language,
//! and a metadata text that is not carries its own `lang`.
//! *Start reading at*: [`Page`], then [`document`], then one page such as [`variable`].

pub mod address;
pub mod catalogue;
pub mod guide;
pub mod help;
pub mod home;
pub mod markdown;
pub mod metadata;
pub mod shell;
pub mod timeline;
pub mod variable;
pub mod workbench;

use maud::Markup;

pub use shell::{Assets, ICON, ICON_PATH, Shell, document};

/// What a page adds to the shell.
pub struct Page {
    /// The document's title, without the product's name.
    pub title: String,
    /// What stands in `<main>`.
    pub body: Markup,
    /// Which part of the app takes the page over.
    pub part: Part,
}

/// The two parts of the app; each is a WASM file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Home, catalogue, help, login: small, for everybody.
    Public,
    /// Editor and results.
    Workbench,
}

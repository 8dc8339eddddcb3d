//! The script language: text in, syntax tree, statements and diagnostics out.
//!
//! ```text
//! text --parse--> Script (tree as written) --expand--> Vec<call::Step> (loops unrolled, bindings put in) --check--> diagnostics
//! ```
//!
//! *In → out*: [`parse`] reads any text and never fails; [`expand`] gives what the engine runs; [`check`] follows datasets through the
//! steps without data; [`diagnose`] does all three. `highlight`, `complete`, `hover`, `format` serve editors through `editor`.
//! *Does not know about*: data, files, the network, users, threads, clocks. It compiles to WebAssembly.
//! *Invariants*: the grammar knows no command by name (block words `let for end textblock endblock` excepted), commands come from the
//! [`Table`]; nothing panics, whatever the text; a step that cannot be run is [`call::Step::Broken`] with its diagnostics.
//! *Start reading at*: [`parse`], `ast`, [`expand`], `call`.

pub mod ast;
pub mod call;
pub mod check;
pub mod codes;
pub mod commands;
pub mod complete;
mod context;
pub mod diagnostic;
pub mod editor;
pub mod expand;
pub mod foreign;
pub mod format;
pub mod functions;
pub mod help;
pub mod highlight;
pub mod hover;
pub mod lexer;
pub mod names;
pub mod nearest;
pub mod parser;
pub mod span;
pub mod spec;
mod statement;
pub mod table;
mod utf16;

pub use check::check;
pub use diagnostic::Diagnostic;
pub use expand::expand;
pub use names::{NameSource, NoNames, Resolution};
pub use parser::{Parse, parse};
pub use table::Table;

/// Parses, expands and checks: everything to say about a script before it runs, in the order of the text.
pub fn diagnose(text: &str, table: &Table, names: &dyn NameSource) -> Vec<Diagnostic> {
    let parsed = parse(text, table);
    let steps = expand(&parsed.script, text, table);
    let mut all = parsed.diagnostics;
    all.extend(check(&steps, names, table));
    diagnostic::in_order(all)
}

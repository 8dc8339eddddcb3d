//! From text to the tree, with diagnostics; never fails.
//!
//! A line is cut at its tokens, its command looked up in the table, and its arguments read by the rule that the command's
//! `spec::Shape` names. A statement with an error stands in the tree as `Broken`, and reading goes on at the next line.

mod arguments;
mod bindings;
mod blocks;
mod command;
mod cursor;
mod element;
mod expression;
mod labels;
mod leftover;
mod model;
mod odd_date;
mod options;
mod recode;

use crate::Table;
use crate::ast::Script;
use crate::diagnostic::Diagnostic;
use crate::lexer::tokenize;
pub(crate) use expression::RESERVED;

/// A parsed script.
#[derive(Clone, Debug)]
pub struct Parse {
    /// The tree; lines that could not be read are `Broken` in it.
    pub script: Script,
    /// Everything the parser remarks, in the order of the text, hints and warnings too.
    pub diagnostics: Vec<Diagnostic>,
}

/// A statement as people read it: continuation lines joined by a blank, without comment. `text` holds this statement only.
pub fn in_one_line(text: &str) -> String {
    command::source(text, &tokenize(text))
}

/// Reads a script: any text gives a tree and diagnostics.
pub fn parse(text: &str, table: &Table) -> Parse {
    let mut blocks = blocks::Blocks::new(text, table);
    for line in blocks::lines(text) {
        blocks.line(&line);
    }
    blocks.finish()
}

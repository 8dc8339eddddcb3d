//! `help` and `help-function` — the specification of a command or function, or the list of all, as `language::help` writes it.

use language::call::{Arguments, Call, Spanned};
use language::codes;
use language::help;
use language::table::Table;
use text::Text;

use super::so_far::sentence;
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// `help`.
pub const HELP: Command = Command { name: "help", run: Run::Session(help) };

/// `help-function`.
pub const HELP_FUNCTION: Command = Command { name: "help-function", run: Run::Session(help_function) };

fn topic(call: &Call) -> Option<&Spanned<String>> {
    match &call.arguments {
        Arguments::Words(words) | Arguments::Names(words) => words.first(),
        _ => None,
    }
}

fn answer(text: Text) -> Vec<Answer> {
    vec![sentence(text.nb.into_owned(), text.en.into_owned())]
}

fn help(call: &Call, _: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let table = Table::builtin();
    let Some(wanted) = topic(call) else { return Ok(answer(help::commands(&table))) };
    let Some(spec) = table.command(&wanted.value) else {
        let near = table.nearest_command(&wanted.value);
        return Err(codes::unknown_command(wanted.span, &wanted.value, near).into());
    };
    Ok(answer(help::command(spec)))
}

fn help_function(call: &Call, _: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let table = Table::builtin();
    let Some(wanted) = topic(call) else { return Ok(answer(help::functions(&table))) };
    let Some(spec) = table.function(&wanted.value) else {
        let near = table.nearest_function(&wanted.value);
        return Err(codes::unknown_function(wanted.span, &wanted.value, near).into());
    };
    Ok(answer(help::function(spec)))
}

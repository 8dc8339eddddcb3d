//! `load` — a kept script for the editor; the session so far is kept first.

use language::call::{Arguments, Call};
use language::check::LONGEST_SCRIPT_NAME;
use language::codes;
use language::nearest::nearest;

use super::so_far::{opened, refused, sentence, text, told};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "load", run: Run::Session(run) };

fn run(call: &Call, cx: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Words(words) = &call.arguments else { return Err(EngineError::Internal("load")) };
    let Some(wanted) = words.first() else { return Err(EngineError::Internal("load")) };
    let name = wanted.value.trim();
    if name.is_empty() {
        return Err(codes::not_a_script_name(wanted.span, LONGEST_SCRIPT_NAME).into());
    }
    let scripts = cx.world.scripts();
    let Some(script) = scripts.text(name)? else {
        let names = scripts.names()?;
        let near = nearest(name, names.iter().map(String::as_str));
        return Err(codes::unknown_script(wanted.span, name, near).into());
    };
    let (mut nb, mut en) = (format!("Åpnet `{name}`."), format!("Opened `{name}`."));
    let session = text(cx);
    if !session.is_empty() {
        let kept = scripts.keep_copy(&session).map_err(|error| refused(error, call.span))?;
        let (kept_nb, kept_en) = told(&kept);
        nb = format!("{nb} {kept_nb}");
        en = format!("{en} {kept_en}");
    }
    Ok(vec![sentence(nb, en), opened(&script)])
}

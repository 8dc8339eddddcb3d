//! `save` and `edit` — the session as a script: kept, opened in the editor, or both.

use language::call::{Arguments, Call};

use super::so_far::{opened, refused, sentence, text, told};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// `save`.
pub const SAVE: Command = Command { name: "save", run: Run::Session(save) };

/// `edit`.
pub const EDIT: Command = Command { name: "edit", run: Run::Session(edit) };

fn save(call: &Call, cx: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let session = text(cx);
    let name = match &call.arguments {
        Arguments::Words(words) => words.first(),
        _ => None,
    };
    let mut answers = vec![if session.is_empty() {
        nothing_done()
    } else {
        let kept = match name {
            Some(name) => cx.world.scripts().keep(&name.value, &session),
            None => cx.world.scripts().keep_copy(&session),
        };
        let (nb, en) = told(&kept.map_err(|error| refused(error, name.map_or(call.span, |name| name.span)))?);
        sentence(nb, en)
    }];
    if call.option("edit").is_some() {
        answers.push(opened(&session));
    }
    Ok(answers)
}

fn edit(_: &Call, cx: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    Ok(vec![opened(&text(cx))])
}

fn nothing_done() -> Answer {
    sentence(
        "Økten er tom, så ingenting er lagret.".to_owned(),
        "The session is empty, so nothing is saved.".to_owned(),
    )
}

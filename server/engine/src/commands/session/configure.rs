//! `configure` — settings of the session. `nocache` is read by `jobs` before the script begins; here both are only told.

use language::call::{Arguments, Call};
use language::check::unknown_setting;

use super::so_far::sentence;
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "configure", run: Run::Session(run) };

/// Whether a command turns the caches of its run off.
pub fn is_nocache(call: &Call) -> bool {
    let Arguments::Words(words) = &call.arguments else { return false };
    call.command == COMMAND.name && words.iter().any(|word| word.value == "nocache")
}

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Words(words) = &call.arguments else { return Err(EngineError::Internal("configure")) };
    if let Some(unknown) = unknown_setting(words) {
        return Err(unknown.into());
    }
    let mut answers = Vec::new();
    for word in words {
        let told = match word.value.as_str() {
            "alpha" => (
                "`alpha`: ingen kommandoer er under utprøving for tiden, så ingenting er endret.",
                "`alpha`: no commands are under trial at present, so nothing is changed.",
            ),
            "nocache" => (
                "`nocache`: hele skriptet kjøres på nytt, uten det som er husket fra forrige kjøring.",
                "`nocache`: the whole script is run anew, without what is remembered of the last run.",
            ),
            _ => continue,
        };
        workspace.settings.insert(word.value.clone(), String::new());
        answers.push(sentence(told.0.to_owned(), told.1.to_owned()));
    }
    Ok(answers)
}

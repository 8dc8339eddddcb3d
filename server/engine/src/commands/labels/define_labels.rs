//! `define-labels` — a new code list of the session.

use language::call::{Arguments, Call, Value};
use language::codes;
use wire::output::{Body, WireText};

use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::error::EngineError;
use crate::functions::number_text;
use crate::labels::CodeTitles;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "define-labels", run: Run::Transform(run) };

/// A value as a code: matching is on the text (language.md 7.4).
pub fn code_text(value: &Value) -> String {
    match value {
        Value::Number(number) => number_text(*number),
        Value::Text(text) | Value::Symbol(text) => text.clone(),
    }
}

fn run(call: &Call, _: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::DefineLabels { list, labels } = &call.arguments else {
        return Err(EngineError::Internal("define-labels"));
    };
    if workspace.code_lists.contains_key(&list.value) {
        return Err(codes::name_exists(list.span, &list.value).into());
    }
    let mut titles = CodeTitles { name: Some(list.value.clone()), ..CodeTitles::default() };
    for (value, label) in labels {
        let code = code_text(&value.value);
        if titles.titles.contains_key(&code) {
            return Err(codes::repeated_code(value.span, &code).into());
        }
        titles.titles.insert(code, label.value.clone());
    }
    let n_labels = titles.titles.len();
    workspace.code_lists.insert(list.value.clone(), titles.into());
    let markdown = WireText {
        nb: format!("Laget kodelisten `{}` med {n_labels} koder.", list.value),
        en: format!("Made the code list `{}` with {n_labels} codes.", list.value),
    };
    Ok(vec![Answer::metadata(Body::Text { markdown })])
}

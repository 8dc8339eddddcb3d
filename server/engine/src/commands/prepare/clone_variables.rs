//! `clone-variables` — copies of variables with their labels; values are shared.

use language::call::{Arguments, Call, Name, Value};
use language::codes;

use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::workspace::Workspace;

/// The command.
pub const COMMAND: Command = Command { name: "clone-variables", run: Run::Transform(run) };

/// The text of an option such as `prefix(new_)`.
pub fn affix(call: &Call, option: &str) -> String {
    let argument = call.option(option).and_then(|option| option.arguments.first());
    match argument.map(|argument| &argument.value) {
        Some(Value::Text(text) | Value::Symbol(text)) => text.clone(),
        Some(Value::Number(number)) => crate::functions::number_text(*number),
        None => String::new(),
    }
}

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Clone(pairs) = &call.arguments else { return Err(EngineError::Internal("clone-variables")) };
    let (prefix, suffix) = (affix(call, "prefix"), affix(call, "suffix"));
    let mut dataset = Dataset::clone(&*cx.active()?);
    for (source, target) in pairs {
        let column = dataset.require(source)?;
        let base = target.as_ref().unwrap_or(source);
        if target.is_none() && prefix.is_empty() && suffix.is_empty() {
            return Err(codes::missing_option(source.span, "clone-variables", "prefix").into());
        }
        let wanted = Name { value: format!("{prefix}{}{suffix}", base.value), span: base.span };
        let name = dataset.new_name(&wanted)?;
        dataset.columns.insert(name, column);
    }
    let answer = Feedback::new(cx, "clone-variables", &dataset)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

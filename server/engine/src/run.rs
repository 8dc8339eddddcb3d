//! The loop: one step after the other, each answer through the filter, stop at the first error.

use std::panic::{AssertUnwindSafe, catch_unwind};

use language::call::{Arguments, Call, Step, Value};
use language::codes;
use language::parser::in_one_line;
use language::span::LineIndex;
use variables::Profile;
use wire::output::{Body, DiagnosticOutput, Output, WireText};

use crate::command::{Answer, Command, Content, Run};
use crate::commands;
use crate::context::Context;
use crate::error::EngineError;
use crate::workspace::Workspace;
use crate::world::World;

/// What a run tells while it goes on.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An output: released, or a diagnostic, or a text of the script.
    Output(Box<Output>),
    /// Statements done of all, never rows.
    Progress {
        /// Done so far.
        done: usize,
        /// All.
        of: usize,
    },
    /// The end; `ok` is false if a statement failed.
    Finished {
        /// Whether every statement ran.
        ok: bool,
    },
}

/// Runs steps in a workspace. After a failing step the workspace is as it was before that step.
pub fn run(
    steps: &[Step],
    lines: &LineIndex<'_>,
    world: &dyn World,
    workspace: &mut Workspace,
    sink: &mut dyn FnMut(Event),
) {
    foresee_profiles(steps, world, workspace);
    for (done, step) in steps.iter().enumerate() {
        sink(Event::Progress { done, of: steps.len() });
        if !run_step(step, lines, world, workspace, sink) {
            sink(Event::Finished { ok: false });
            return;
        }
    }
    sink(Event::Progress { done: steps.len(), of: steps.len() });
    sink(Event::Finished { ok: true });
}

/// A script that touches both profiles is filtered as `register` from its first line on (contract 3).
fn foresee_profiles(steps: &[Step], world: &dyn World, workspace: &mut Workspace) {
    for step in steps {
        if let Step::Call(Call { arguments: Arguments::Require { databank, version, .. }, .. }) = step
            && let Some(version) = language::names::version_request(&version.value)
            && let Ok(bank) = world.databank(&databank.value, version)
        {
            workspace.has_register |= bank.profile() == Profile::Register;
        }
    }
}

fn run_step(
    step: &Step,
    lines: &LineIndex<'_>,
    world: &dyn World,
    workspace: &mut Workspace,
    sink: &mut dyn FnMut(Event),
) -> bool {
    match step {
        Step::Text { line, markdown, .. } => {
            let text = WireText { nb: markdown.clone(), en: markdown.clone() };
            sink(output(*line, "textblock", Body::Text { markdown: text }));
            true
        }
        Step::Let { line, span, name, value } => {
            workspace.bindings.insert(name.clone(), value.clone());
            let source = in_one_line(lines.text(*span));
            workspace.history.push(source.clone());
            let text = format!("`{name}` = `{}`", written(value));
            let body = Body::Text { markdown: WireText { nb: text.clone(), en: text } };
            sink(output(*line, &source, body));
            true
        }
        Step::Broken { line, span, diagnostics } => {
            let source = in_one_line(lines.text(*span));
            for diagnostic in diagnostics {
                sink(output(*line, &source, Body::Diagnostic(DiagnosticOutput::new(diagnostic, lines))));
            }
            false
        }
        Step::Call(call) => {
            let before = workspace.clone();
            match run_call(call, lines.whole(), world, workspace) {
                Ok(outputs) => {
                    workspace.history.push(call.source.clone());
                    for output in outputs {
                        sink(Event::Output(Box::new(output)));
                    }
                    true
                }
                Err(error) => {
                    *workspace = before;
                    sink(Event::Output(Box::new(failed(error, call, lines, workspace))));
                    false
                }
            }
        }
    }
}

/// A binding's value as a script would write it.
pub(crate) fn written(value: &Value) -> String {
    match value {
        Value::Number(number) => crate::functions::number_text(*number),
        Value::Text(text) => format!("'{text}'"),
        Value::Symbol(name) => name.clone(),
    }
}

fn output(line: usize, command: &str, body: Body) -> Event {
    Event::Output(Box::new(Output {
        line,
        command: command.to_owned(),
        name: None,
        synthetic: false,
        protection: Vec::new(),
        noise: None,
        body,
    }))
}

/// A command that failed: what is wrong, and which rule of the filter refused, if one did. Over open databanks none does: limits
/// of size are the same there, but protect nobody.
fn failed(error: EngineError, call: &Call, lines: &LineIndex<'_>, workspace: &Workspace) -> Output {
    let protection = match &error {
        EngineError::Refusal(refusal) if workspace.has_register => refusal.rule().into_iter().collect(),
        _ => Vec::new(),
    };
    let diagnostic = error.into_diagnostic(call);
    Output {
        line: call.line,
        command: call.source.clone(),
        name: None,
        synthetic: false,
        protection,
        noise: None,
        body: Body::Diagnostic(DiagnosticOutput::new(&diagnostic, lines)),
    }
}

/// Runs one command and passes its answers through the filter.
fn run_call(
    call: &Call,
    script: &str,
    world: &dyn World,
    workspace: &mut Workspace,
) -> Result<Vec<Output>, EngineError> {
    if world.is_cancelled() {
        return Err(EngineError::Cancelled);
    }
    let command =
        commands::find(&call.command).ok_or_else(|| codes::command_not_available(call.span, &call.command))?;
    let before = workspace.clone();
    let cx = Context { world, workspace: &before, call, script };
    // A panic, of a foreign crate or in the filter's estimators, must not take the server down, nor its text reach the user.
    let outputs = || outputs(answers(command, call, &cx, workspace)?, call, world);
    let outputs = catch_unwind(AssertUnwindSafe(outputs)).unwrap_or(Err(EngineError::Internal("panic")))?;
    workspace.learn_sizes(&outputs);
    Ok(outputs)
}

/// Passes the answers of a command through the filter.
fn outputs(answers: Vec<Answer>, call: &Call, world: &dyn World) -> Result<Vec<Output>, EngineError> {
    let mut outputs = Vec::with_capacity(answers.len());
    for Answer { name, content, synthetic } in answers {
        if world.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        match content {
            Content::Metadata(body) => outputs.push(Output {
                line: call.line,
                command: call.source.clone(),
                name,
                synthetic,
                protection: Vec::new(),
                noise: None,
                body,
            }),
            Content::Confidential(statistic, question) => {
                for released in world.filter().release(*statistic, &question)?.into_inner() {
                    outputs.push(Output {
                        line: call.line,
                        command: call.source.clone(),
                        name: released.name.or_else(|| name.clone()),
                        synthetic,
                        protection: released.protection,
                        noise: released.noise,
                        body: released.body,
                    });
                }
            }
        }
    }
    Ok(outputs)
}

fn answers(
    command: &Command,
    call: &Call,
    cx: &Context<'_>,
    workspace: &mut Workspace,
) -> Result<Vec<Answer>, EngineError> {
    match command.run {
        Run::Transform(run) | Run::Session(run) => run(call, cx, workspace),
        Run::Analyse(run) | Run::Draw(run) => run(call, &cx.active()?, cx),
    }
}

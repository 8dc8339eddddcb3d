//! `help` and `help-function` — the specification of a command or function, or the list of all.

use std::fmt::Write as _;

use language::call::{Arguments, Call, Spanned};
use language::codes;
use language::spec::{CommandSpec, FunctionSpec, Status};
use language::table::Table;
use text::{Locale, Text};
use wire::output::{Body, WireText};

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

fn answer(write: impl Fn(Locale) -> String) -> Vec<Answer> {
    let markdown = WireText { nb: write(Locale::Nb), en: write(Locale::En) };
    vec![Answer::metadata(Body::Text { markdown })]
}

fn help(call: &Call, _: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let table = Table::builtin();
    let Some(wanted) = topic(call) else {
        return Ok(answer(|locale| {
            let lines = table.commands.iter().map(|spec| line(&spec.name, &spec.purpose, spec.status, locale));
            lines.collect::<Vec<_>>().join("\n")
        }));
    };
    let Some(spec) = table.command(&wanted.value) else {
        let near = table.nearest_command(&wanted.value);
        return Err(codes::unknown_command(wanted.span, &wanted.value, near).into());
    };
    Ok(answer(|locale| command_text(spec, locale)))
}

fn help_function(call: &Call, _: &Context<'_>, _: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let table = Table::builtin();
    let Some(wanted) = topic(call) else {
        return Ok(answer(|locale| {
            let lines = table.functions.iter().map(|spec| line(&spec.name, &spec.purpose, spec.status, locale));
            lines.collect::<Vec<_>>().join("\n")
        }));
    };
    let Some(spec) = table.function(&wanted.value) else {
        let near = table.nearest_function(&wanted.value);
        return Err(codes::unknown_function(wanted.span, &wanted.value, near).into());
    };
    Ok(answer(|locale| function_text(spec, locale)))
}

fn line(name: &str, purpose: &Text, status: Status, locale: Locale) -> String {
    let later = match (status, locale) {
        (Status::Available, _) => "",
        (Status::Announced, Locale::Nb) => " *(kommer senere)*",
        (Status::Announced, Locale::En) => " *(comes later)*",
    };
    format!("- `{name}`: {}{later}", purpose.get(locale))
}

fn command_text(spec: &CommandSpec, locale: Locale) -> String {
    let (options, examples, protection) = match locale {
        Locale::Nb => ("Tilvalg", "Eksempler", "Vern"),
        Locale::En => ("Options", "Examples", "Protection"),
    };
    let mut text = format!("## {}\n\n{}\n\n```\n{}\n```\n", spec.name, spec.purpose.get(locale), spec.syntax);
    section(&mut text, None, spec.description.get(locale));
    if !spec.options.is_empty() {
        let _ = write!(text, "\n### {options}\n\n");
        for option in spec.options.iter() {
            let _ = writeln!(text, "- `{}`: {}", option.name, option.purpose.get(locale));
        }
    }
    section(&mut text, Some(protection), spec.protection.get(locale));
    if !spec.examples.is_empty() {
        let _ = write!(text, "\n### {examples}\n");
        for example in spec.examples.iter() {
            let _ = write!(text, "\n{}\n\n```\n{}\n```\n", example.purpose.get(locale), example.script.trim_end());
        }
    }
    text
}

fn function_text(spec: &FunctionSpec, locale: Locale) -> String {
    let parameters: Vec<&str> = spec.parameters.iter().map(|parameter| parameter.name.as_ref()).collect();
    let more = if spec.is_variadic { ", …" } else { "" };
    let mut text = format!(
        "## {0}\n\n{1}\n\n```\n{0}({2}{more})\n```\n",
        spec.name,
        spec.purpose.get(locale),
        parameters.join(", ")
    );
    section(&mut text, None, spec.description.get(locale));
    if !spec.examples.is_empty() {
        text.push('\n');
        for example in spec.examples.iter() {
            let _ = writeln!(text, "- `{}` = `{}`", example.expression, example.value);
        }
    }
    text
}

fn section(text: &mut String, title: Option<&str>, body: &str) {
    if body.is_empty() {
        return;
    }
    if let Some(title) = title {
        let _ = write!(text, "\n### {title}\n");
    }
    let _ = write!(text, "\n{body}\n");
}

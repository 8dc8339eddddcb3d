//! Codes about kept scripts and the settings of a session.

use text::{Text, t};

use super::Code;
use super::words::listed;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `unknown-script`: `load` of a script that the user does not have; `nearest` is one they have.
pub fn unknown_script(span: Span, name: &str, nearest: Option<&str>) -> Diagnostic {
    let diagnostic = Code::UnknownScript
        .at(span, Text::new(format!("du har ikke noe skript `{name}`"), format!("you have no script `{name}`")));
    match nearest {
        Some(nearest) => {
            diagnostic.hint(Text::new(format!("skriv `load '{nearest}'`"), format!("write `load '{nearest}'`")))
        }
        None => diagnostic
            .hint(t("se etter navnet i listen over skriptene dine", "look the name up in the list of your scripts")),
    }
}

/// `not-a-script-name`: `save` under a name that no script can have; `most` is the longest name in characters.
pub fn not_a_script_name(span: Span, most: usize) -> Diagnostic {
    let diagnostic = Code::NotAScriptName.at(
        span,
        Text::new(
            format!("navnet på et skript har 1 til {most} tegn"),
            format!("the name of a script has 1 to {most} characters"),
        ),
    );
    diagnostic.hint(t("skriv for eksempel `save 'Min tabell'`", "write for instance `save 'My table'`"))
}

/// `script-too-long`: `save` of more than a script may hold.
pub fn script_too_long(span: Span, most: usize) -> Diagnostic {
    let diagnostic = Code::ScriptTooLong.at(
        span,
        Text::new(format!("et skript kan ha høyst {most} byte"), format!("a script has at most {most} bytes")),
    );
    diagnostic.hint(t("del økten i flere skript", "divide the session into several scripts"))
}

/// `too-many-scripts`: `save` of one more than the user may have.
pub fn too_many_scripts(span: Span, most: usize) -> Diagnostic {
    let diagnostic = Code::TooManyScripts.at(
        span,
        Text::new(
            format!("du har {most} skript, flere er det ikke plass til"),
            format!("you have {most} scripts, and there is no room for more"),
        ),
    );
    diagnostic.hint(t("slett skript som du ikke trenger", "delete scripts that you do not need"))
}

/// `unknown-setting`: `configure` with another word.
pub fn unknown_setting(span: Span, word: &str, nearest: Option<&str>, all: &[&str]) -> Diagnostic {
    let diagnostic = Code::UnknownSetting
        .at(span, Text::new(format!("`{word}` er ingen innstilling"), format!("`{word}` is not a setting")));
    let diagnostic = diagnostic
        .hint_if(nearest.map(|nearest| Text::new(format!("skriv `{nearest}`"), format!("write `{nearest}`"))));
    let all = listed(all);
    diagnostic.hint(Text::new(format!("bruk en av: {all}"), format!("use one of: {all}")))
}

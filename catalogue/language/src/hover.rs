//! What an editor shows over a word: a command, an option, a function, a variable, a binding.

use text::{Locale, Text};
use variables::Variable;

use crate::check::Column;
use crate::codes::ValueType;
use crate::lexer::{Symbol, TokenKind, canonical_name};
use crate::span::Span;
use crate::spec::CommandSpec;
use crate::statement::{Part, command_word, part, significant, spec, statements, word};
use crate::{NameSource, Table, context, help};

/// Markdown about the word at a byte offset, and the word's place.
pub fn hover(text: &str, at: usize, names: &dyn NameSource, table: &Table, locale: Locale) -> Option<(Span, String)> {
    let holds = |span: Span| span.start <= at && at < span.end;
    let statement = statements(text).into_iter().find(|tokens| tokens.iter().any(|token| holds(token.span)))?;
    let tokens = significant(&statement);
    if let Some((span, _)) = command_word(text, &tokens, table).filter(|(span, _)| holds(*span)) {
        return Some((span, help::command(table.command(word(text, span))?).get(locale).to_owned()));
    }
    let place = tokens.iter().position(|token| holds(token.span))?;
    let token = *tokens.get(place)?;
    let name = token.text(text);
    let before = tokens.get(..place).unwrap_or_default();
    let is_called = tokens.get(place + 1).is_some_and(|next| next.kind == TokenKind::Symbol(Symbol::Open));
    let (state, bindings) = context::before(text, at + 1, names, table);
    let card = match token.kind {
        TokenKind::Binding => {
            let name = name.trim_start_matches(['$', '{']).trim_end_matches('}');
            let (_, value) = bindings.into_iter().find(|(known, value)| known == name && !value.is_empty())?;
            format!("`${name}` = `{value}`")
        }
        TokenKind::Name if part(text, before) == Part::Options => {
            let options = &spec(text, &tokens, table)?.options;
            help::option(options.iter().find(|option| option.name == name)?, locale)
        }
        TokenKind::Name if is_called && table.function(name).is_some() => {
            help::function(table.function(name)?).get(locale).to_owned()
        }
        TokenKind::Name => {
            let alias = before.len().checked_sub(2).and_then(|at| before.get(at)).map(|token| token.text(text));
            let is_register = before.last().is_some_and(|token| token.kind == TokenKind::Symbol(Symbol::Slash));
            match alias.and_then(|alias| state.aliases.get(alias)).filter(|_| is_register) {
                Some(bank) => variable(names.variable(&bank.databank, bank.version, name)?, locale),
                None => {
                    let dataset = state.datasets.get(state.active.as_deref()?)?;
                    let column = dataset.column(&canonical_name(name))?;
                    let bank = state
                        .aliases
                        .values()
                        .find_map(|bank| names.variable(&bank.databank, bank.version, column.origin.as_deref()?));
                    self::column(name, &column, bank, locale)
                }
            }
        }
        _ => return None,
    };
    Some((token.span, card))
}

/// The command of the statement that holds a byte offset.
pub fn command_at<'t>(text: &str, at: usize, table: &'t Table) -> Option<&'t CommandSpec> {
    let holds = |span: Span| span.start <= at && at < span.end;
    let statement = statements(text).into_iter().find(|tokens| tokens.iter().any(|token| holds(token.span)))?;
    spec(text, &significant(&statement), table)
}

/// A register variable: title, what it is about, when there are values.
pub fn variable(variable: &Variable, locale: Locale) -> String {
    let mut card = format!("**{}**\n\n{}\n\n", variable.name, variable.title.get(locale).0);
    let unit = variable.unit_type.spec().title.get(locale);
    card += &format!("{unit} · {}", variable.temporality.title().get(locale));
    if let (Some(from), Some(until)) = (variable.valid_from, variable.valid_until) {
        card += &format!(" · {from} – {until}");
    }
    let description = variable.description.get(locale).0;
    if !description.is_empty() {
        card += &format!("\n\n{description}");
    }
    let Some(list) = variable.code_list() else { return card };
    let codes: Vec<String> =
        list.at(None).iter().take(10).map(|code| format!("- `{}` {}", code.code, code.title.get(locale).0)).collect();
    card += &format!("\n\n{}", codes.join("\n"));
    if list.codes.len() > codes.len() {
        card += "\n- …";
    }
    card
}

fn column(name: &str, column: &Column, origin: Option<&Variable>, locale: Locale) -> String {
    let kind = match column.value_type {
        Some(_) | None if column.is_pseudonym() => text::t("pseudonym", "pseudonym"),
        Some(ValueType::Text) => text::t("tekst", "text"),
        Some(ValueType::Number) => text::t("tall", "number"),
        None => Text::same("–"),
    };
    let mut card = format!("**{name}** ({})", kind.get(locale));
    if let Some(origin) = origin {
        card += &format!("\n\n{}", variable(origin, locale));
    } else if let Some(labels) = &column.labels {
        let codes: Vec<String> = labels.iter().take(10).map(|(code, label)| format!("- `{code}` {label}")).collect();
        card += &format!("\n\n{}", codes.join("\n"));
    }
    card
}

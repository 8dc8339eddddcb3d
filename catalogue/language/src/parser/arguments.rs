//! Arguments, one rule for each shape (`spec::Shape`).

use text::{Text, t};

use super::cursor::{Cursor, Parsed, expr};
use super::element::{at_element, at_source, element, run, some_variables, source, time, variable, variables};
use super::expression::{Setting, expression, joined};
use super::{command, labels, model, recode};
use crate::ast::{Arguments, Expr, ExprKind, StatisticCall};
use crate::call::Spanned;
use crate::codes;
use crate::lexer::{Symbol, TokenKind, unquote};
use crate::spec::{CommandSpec, Shape};

/// Reads the arguments of a command.
pub(super) fn arguments(cursor: &mut Cursor<'_>, spec: &CommandSpec) -> Parsed<Arguments> {
    Ok(match spec.shape {
        Shape::None => Arguments::None,
        Shape::Names
        | Shape::Datasets
        | Shape::NewDataset
        | Shape::DatasetAndNew
        | Shape::VariableAndNew
        | Shape::Subset => names(cursor, spec)?,
        Shape::Require => require(cursor)?,
        Shape::Assign | Shape::AssignNew => assign(cursor)?,
        Shape::Import => import(cursor)?,
        Shape::ImportEvent => import_event(cursor)?,
        Shape::ImportPanel => import_panel(cursor)?,
        Shape::Statistics => Arguments::Statistics(statistics(cursor)?),
        Shape::Bars => bars(cursor)?,
        Shape::Merge => merge(cursor, spec)?,
        Shape::Recode => recode::recode(cursor)?,
        Shape::Clone => clones(cursor)?,
        Shape::Model => Arguments::Model(model::model(cursor)?),
        Shape::DefineLabels => labels::define(cursor)?,
        Shape::ListLabels => labels::list(cursor)?,
        Shape::Sample => sample(cursor)?,
        Shape::Sources => sources(cursor)?,
        Shape::Words => words(cursor, spec)?,
        Shape::Command => {
            let start = cursor.here();
            let source = command::text_of(cursor.text, start.to(cursor.whole()));
            Arguments::Command(Box::new(cursor.deeper(|cursor| command::inner(cursor, source))?))
        }
    })
}

/// How many names a command takes, in words.
pub(super) fn count_in_words(least: u8, most: Option<u8>) -> Text {
    match (least, most) {
        (least, Some(most)) if least == most => {
            Text::new(format!("{least} navn"), format!("{least} name{}", if least == 1 { "" } else { "s" }))
        }
        (least, Some(most)) => Text::new(format!("{least} til {most} navn"), format!("{least} to {most} names")),
        (least, None) => Text::new(
            format!("minst {least} navn"),
            format!("at least {least} name{}", if least == 1 { "" } else { "s" }),
        ),
    }
}

fn names(cursor: &mut Cursor<'_>, spec: &CommandSpec) -> Parsed<Arguments> {
    let start = cursor.here();
    let names = variables(cursor)?;
    if !cursor.at_end() {
        let token = cursor.here();
        return Err(match cursor.peek() {
            Some(found) if matches!(found.kind, TokenKind::Word | TokenKind::Number) => {
                codes::not_a_name(token, cursor.word_of(found))
            }
            _ => cursor.unexpected(),
        });
    }
    let (least, most) = spec.arity;
    let count = names.len();
    if count < usize::from(least) || most.is_some_and(|most| count > usize::from(most)) {
        let span = names.first().zip(names.last()).map_or(start, |(first, last)| first.span.to(last.span));
        return Err(codes::wrong_argument_count(span, &spec.name, &count_in_words(least, most), count));
    }
    Ok(Arguments::Names(names))
}

fn require(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let databank =
        run(cursor, &[Symbol::Colon, Symbol::Comma]).ok_or_else(|| cursor.missing("en databank", "a databank"))?;
    if cursor.take_symbol(Symbol::Colon).is_none() {
        return Err(cursor.missing("versjonen, som `:1`", "the version, such as `:1`"));
    }
    let version = run(cursor, &[Symbol::Comma])
        .ok_or_else(|| cursor.missing("versjonen, som `:1`", "the version, such as `:1`"))?;
    if !cursor.take_word("as") {
        return Err(cursor.missing("`as` og et alias", "`as` and an alias"));
    }
    let alias = element(cursor, "et alias", "an alias")?;
    Ok(Arguments::Require { databank, version, alias })
}

fn assign(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let target = variable(cursor)?;
    if cursor.take_symbol(Symbol::Assign).is_none() {
        let error = cursor.missing("`=`", "`=`");
        let compares = cursor.at_symbol(Symbol::Equal);
        return Err(error.advised(compares.then(|| t("skriv ett likhetstegn", "write a single equals sign"))));
    }
    let next_ends = cursor
        .peek_at(1)
        .is_none_or(|next| cursor.word_of(next) == "if" || next.kind == TokenKind::Symbol(Symbol::Comma));
    let value = match cursor.peek() {
        Some(dot) if dot.kind == TokenKind::Symbol(Symbol::Dot) && next_ends => {
            cursor.bump();
            expr(ExprKind::Missing, dot.span)
        }
        _ => expression(cursor, Setting::Row)?,
    };
    if cursor.at_symbol(Symbol::Assign) {
        return Err(codes::single_equals(cursor.here()));
    }
    Ok(Arguments::Assign { target, value })
}

fn target(cursor: &mut Cursor<'_>) -> Parsed<Option<Expr>> {
    if cursor.take_word("as") { variable(cursor).map(Some) } else { Ok(None) }
}

fn import(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let source = source(cursor)?;
    let date = if cursor.at_end() || cursor.at_word("as") { None } else { Some(time(cursor)?) };
    let target = target(cursor)?;
    Ok(Arguments::Import { source, date, target })
}

fn import_event(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let source = source(cursor)?;
    let from = time(cursor)?;
    if !cursor.take_word("to") {
        return Err(cursor.missing("`to` og en sluttdato", "`to` and a last date"));
    }
    let to = time(cursor)?;
    let target = target(cursor)?;
    Ok(Arguments::ImportEvent { source, from, to, target })
}

fn import_panel(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let mut sources = vec![source(cursor)?];
    while at_source(cursor) {
        sources.push(source(cursor)?);
    }
    let mut dates = Vec::new();
    while !cursor.at_end() {
        dates.push(time(cursor)?);
    }
    if dates.is_empty() {
        Err(cursor.missing("en dato", "a date"))
    } else {
        Ok(Arguments::ImportPanel { sources, dates })
    }
}

/// `(stat)`.
fn statistic(cursor: &mut Cursor<'_>) -> Parsed<Expr> {
    let Some(open) = cursor.take_symbol(Symbol::Open) else {
        return Err(
            cursor.missing("en statistikk i parentes, som `(mean)`", "a statistic in parentheses, such as `(mean)`")
        );
    };
    let statistic = joined(cursor, Setting::Constant)?;
    cursor.expect_close(open.span)?;
    Ok(statistic)
}

fn arrow(cursor: &mut Cursor<'_>) -> Parsed<Option<Expr>> {
    if cursor.take_symbol(Symbol::Arrow).is_some() { variable(cursor).map(Some) } else { Ok(None) }
}

fn statistics(cursor: &mut Cursor<'_>) -> Parsed<Vec<StatisticCall>> {
    let mut current = statistic(cursor)?;
    let mut calls = Vec::new();
    loop {
        let mut count = 0;
        while at_element(cursor) {
            let variable = variable(cursor)?;
            let target = arrow(cursor)?;
            calls.push(StatisticCall { statistic: current.clone(), variable, target });
            count += 1;
        }
        if count == 0 {
            return Err(cursor.missing("et variabelnavn", "a variable name"));
        }
        if !cursor.at_symbol(Symbol::Open) {
            return Ok(calls);
        }
        current = statistic(cursor)?;
    }
}

fn bars(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let statistic = statistic(cursor)?;
    let variables = some_variables(cursor)?;
    Ok(Arguments::Bars { statistic, variables })
}

fn merge(cursor: &mut Cursor<'_>, spec: &CommandSpec) -> Parsed<Arguments> {
    let variables = some_variables(cursor)?;
    if !cursor.take_word("into") {
        return Err(cursor.missing("`into` og et datasett", "`into` and a dataset"));
    }
    let into = element(cursor, "et datasett", "a dataset")?;
    let on = if cursor.take_word("on") { Some(variable(cursor)?) } else { None };
    if on.is_some() && at_element(cursor) {
        return Err(codes::several_keys(cursor.here(), &spec.name));
    }
    Ok(Arguments::Merge { variables, into, on })
}

fn clones(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let mut pairs = Vec::new();
    while at_element(cursor) {
        let variable = variable(cursor)?;
        let target = arrow(cursor)?;
        pairs.push((variable, target));
    }
    if pairs.is_empty() {
        Err(cursor.missing("et variabelnavn", "a variable name"))
    } else {
        Ok(Arguments::Clone(pairs))
    }
}

fn sample(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let amount = joined(cursor, Setting::Constant)?;
    let seed = if cursor.at_end() {
        Err(cursor.missing("et frø, som `42`", "a seed, such as `42`"))?
    } else {
        joined(cursor, Setting::Constant)?
    };
    Ok(Arguments::Sample { amount, seed })
}

fn sources(cursor: &mut Cursor<'_>) -> Parsed<Arguments> {
    let mut sources = Vec::new();
    while !cursor.at_end() {
        sources.push(source(cursor)?);
    }
    Ok(Arguments::Sources(sources))
}

/// Words and quoted texts; commas between them are read over where the command has no options.
fn words(cursor: &mut Cursor<'_>, spec: &CommandSpec) -> Parsed<Arguments> {
    let mut words = Vec::new();
    loop {
        if spec.options.is_empty() && !words.is_empty() && cursor.take_symbol(Symbol::Comma).is_some() {
            continue;
        }
        match cursor.peek() {
            Some(token) if token.kind == TokenKind::Text => {
                cursor.bump();
                words.push(Spanned { value: unquote(cursor.word_of(token)).to_owned(), span: token.span });
            }
            _ => match run(cursor, &[Symbol::Comma]) {
                Some(word) => words.push(word),
                None => break,
            },
        }
    }
    let (least, most) = spec.arity;
    if words.len() < usize::from(least) || most.is_some_and(|most| words.len() > usize::from(most)) {
        return Err(codes::wrong_argument_count(
            cursor.last_span(),
            &spec.name,
            &count_in_words(least, most),
            words.len(),
        ));
    }
    Ok(Arguments::Words(words))
}

//! Expressions: precedence climbing over language.md 2.6 and 3.2.

use super::cursor::{Cursor, Parsed, expr};
use crate::ast::{Expr, ExprKind};
use crate::call::{BinaryOperator, Spanned, UnaryOperator};
use crate::codes;
use crate::foreign;
use crate::lexer::{Symbol, Token, TokenKind, canonical_name, plain_dashes, unquote};
use crate::span::Span;
use crate::spec::FunctionGroup;

/// Where an expression stands: that decides what a date literal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Over rows: a date is a subtraction.
    Row,
    /// A value known before the run (`let`, `for`, times, names, options): a date is a date.
    Constant,
}

/// Loosest first; a level reads operands of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Compare,
    Join,
    Add,
    Multiply,
}

enum Operator {
    Binary(BinaryOperator),
    Join,
}

/// Words that end an expression or a list.
pub(crate) const RESERVED: [&str; 7] = ["if", "in", "as", "to", "into", "on", "by"];

/// A whole expression.
pub(super) fn expression(cursor: &mut Cursor<'_>, setting: Setting) -> Parsed<Expr> {
    cursor.deeper(|cursor| level(cursor, setting, Level::Or))
}

/// A `++` expression: what names, times and values of bindings are made of.
pub(super) fn joined(cursor: &mut Cursor<'_>, setting: Setting) -> Parsed<Expr> {
    cursor.deeper(|cursor| level(cursor, setting, Level::Join))
}

/// Sums and products without `++`.
pub(super) fn sum(cursor: &mut Cursor<'_>, setting: Setting) -> Parsed<Expr> {
    cursor.deeper(|cursor| level(cursor, setting, Level::Add))
}

fn level(cursor: &mut Cursor<'_>, setting: Setting, least: Level) -> Parsed<Expr> {
    let mut left = unary(cursor, setting)?;
    while let Some((operator, found)) = operator_here(cursor)? {
        if found < least {
            break;
        }
        // Comparisons make no chains.
        if found != Level::Compare {
            cursor.count_operator()?;
        }
        cursor.bump();
        let right = match found {
            Level::Or => level(cursor, setting, Level::And)?,
            Level::And => level(cursor, setting, Level::Compare)?,
            Level::Compare => level(cursor, setting, Level::Join)?,
            Level::Join => level(cursor, setting, Level::Add)?,
            Level::Add => level(cursor, setting, Level::Multiply)?,
            Level::Multiply => unary(cursor, setting)?,
        };
        let span = left.span.to(right.span);
        left = combine(cursor, operator, left, right, span);
        if found == Level::Compare && operator_here(cursor)?.is_some_and(|(_, next)| next == Level::Compare) {
            return Err(cursor.unexpected());
        }
    }
    Ok(left)
}

fn combine(cursor: &mut Cursor<'_>, operator: Operator, left: Expr, right: Expr, span: Span) -> Expr {
    let (left, right) = (Box::new(left), Box::new(right));
    match operator {
        Operator::Binary(operator) => expr(ExprKind::Binary { operator, left, right }, span),
        Operator::Join => {
            if depends_on_rows(cursor, &left) || depends_on_rows(cursor, &right) {
                cursor.remark(codes::join_of_variables(span));
            }
            expr(ExprKind::Join { left, right }, span)
        }
    }
}

/// Whether a part of a `++` is computed from rows: a call of a function that bindings lack.
fn depends_on_rows(cursor: &Cursor<'_>, part: &Expr) -> bool {
    matches!(&part.kind, ExprKind::Function { name, .. } if cursor.table.function(&name.value).is_some_and(|spec| !spec.in_bindings))
}

fn operator_here(cursor: &mut Cursor<'_>) -> Parsed<Option<(Operator, Level)>> {
    use BinaryOperator as B;
    let Some(token) = cursor.peek() else { return Ok(None) };
    let TokenKind::Symbol(symbol) = token.kind else { return foreign_word(cursor, token) };
    let binary = |operator, level| Ok(Some((Operator::Binary(operator), level)));
    match symbol {
        Symbol::Or => binary(B::Or, Level::Or),
        Symbol::And => binary(B::And, Level::And),
        Symbol::Equal => binary(B::Equal, Level::Compare),
        Symbol::NotEqual => binary(B::NotEqual, Level::Compare),
        Symbol::Less => binary(B::Less, Level::Compare),
        Symbol::LessOrEqual => binary(B::LessOrEqual, Level::Compare),
        Symbol::Greater => binary(B::Greater, Level::Compare),
        Symbol::GreaterOrEqual => binary(B::GreaterOrEqual, Level::Compare),
        Symbol::Join => Ok(Some((Operator::Join, Level::Join))),
        Symbol::Plus => binary(B::Add, Level::Add),
        Symbol::Minus => binary(B::Subtract, Level::Add),
        Symbol::Star => binary(B::Multiply, Level::Multiply),
        Symbol::Slash => binary(B::Divide, Level::Multiply),
        Symbol::Foreign => {
            let found = cursor.word_of(token);
            let instead = match found {
                "&&" => "&",
                "||" => "|",
                "**" => "^",
                "=>" => ">=",
                "=<" => "<=",
                "===" => "==",
                _ => "!=",
            };
            Err(codes::foreign_operator(token.span, found, instead))
        }
        _ => Ok(None),
    }
}

/// `and`, `or` between two conditions.
fn foreign_word(cursor: &Cursor<'_>, token: Token) -> Parsed<Option<(Operator, Level)>> {
    let found = cursor.word_of(token);
    let instead = match found.to_ascii_lowercase().as_str() {
        "and" | "og" => "&",
        "or" | "eller" => "|",
        _ => return Ok(None),
    };
    if token.kind == TokenKind::Name { Err(codes::foreign_operator(token.span, found, instead)) } else { Ok(None) }
}

fn unary(cursor: &mut Cursor<'_>, setting: Setting) -> Parsed<Expr> {
    let operator = match cursor.peek().map(|token| token.kind) {
        Some(TokenKind::Symbol(Symbol::Minus)) => UnaryOperator::Negate,
        Some(TokenKind::Symbol(Symbol::Plus)) => UnaryOperator::Plus,
        Some(TokenKind::Symbol(Symbol::Not)) => UnaryOperator::Not,
        _ => return power(cursor, setting),
    };
    let start = cursor.here();
    cursor.bump();
    let operand = cursor.deeper(|cursor| unary(cursor, setting))?;
    let span = start.to(operand.span);
    Ok(expr(ExprKind::Unary { operator, operand: Box::new(operand) }, span))
}

fn power(cursor: &mut Cursor<'_>, setting: Setting) -> Parsed<Expr> {
    let base = atom(cursor, setting)?;
    if cursor.take_symbol(Symbol::Caret).is_none() {
        return Ok(base);
    }
    cursor.count_operator()?;
    let exponent = cursor.deeper(|cursor| unary(cursor, setting))?;
    let span = base.span.to(exponent.span);
    let kind = ExprKind::Binary { operator: BinaryOperator::Power, left: Box::new(base), right: Box::new(exponent) };
    Ok(expr(kind, span))
}

/// A literal, a name, a binding, a call, or an expression in parentheses.
pub(super) fn atom(cursor: &mut Cursor<'_>, setting: Setting) -> Parsed<Expr> {
    let Some(token) = cursor.peek() else { return Err(cursor.missing("et uttrykk", "an expression")) };
    let word = cursor.word_of(token);
    match token.kind {
        TokenKind::Number => {
            cursor.bump();
            let number = word.parse().ok().filter(|number: &f64| number.is_finite());
            number.map_or_else(
                || Err(codes::undefined_value(token.span)),
                |number| Ok(expr(ExprKind::Number(number), token.span)),
            )
        }
        TokenKind::Text => {
            cursor.bump();
            Ok(expr(ExprKind::Text(unquote(word).to_owned()), token.span))
        }
        TokenKind::Date => Ok(date(cursor, token, setting)),
        TokenKind::Binding => Ok(binding(cursor, token)),
        TokenKind::Word => Err(codes::not_a_name(token.span, word)),
        // `to ++ tusen` is a value of a binding; over rows the word ends the expression.
        TokenKind::Name if setting == Setting::Row && RESERVED.contains(&word) => {
            Err(cursor.missing("et uttrykk", "an expression"))
        }
        TokenKind::Name => name_or_call(cursor, token, setting),
        TokenKind::Symbol(Symbol::Open) => {
            cursor.bump();
            let inner = expression(cursor, setting)?;
            let close = cursor.expect_close_of_expression(token.span)?;
            Ok(Expr { span: token.span.to(close), ..inner })
        }
        TokenKind::Symbol(Symbol::Dot) => Err(codes::missing_literal(token.span)),
        TokenKind::Symbol(Symbol::Assign) => Err(codes::single_equals(token.span)),
        _ => Err(cursor.missing("et uttrykk", "an expression")),
    }
}

/// `$name`, `${name}`.
pub(super) fn binding(cursor: &mut Cursor<'_>, token: Token) -> Expr {
    cursor.bump();
    let word = cursor.word_of(token);
    let name = word.trim_start_matches(['$', '{']).trim_end_matches('}');
    if word.starts_with("${") {
        cursor.remark(codes::old_spelling(token.span, word, &format!("${name}")));
    }
    expr(ExprKind::Binding(canonical_name(name)), token.span)
}

fn date(cursor: &mut Cursor<'_>, token: Token, setting: Setting) -> Expr {
    cursor.bump();
    let word = plain_dashes(cursor.word_of(token));
    if setting == Setting::Constant {
        return expr(ExprKind::Date(word), token.span);
    }
    let part =
        |range: std::ops::Range<usize>| word.get(range).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    let (year, month, day) = (part(0..4), part(5..7), part(8..10));
    cursor.remark(codes::date_in_expression(token.span, i32::try_from(year).unwrap_or(0), month, day));
    let number = |value: u32| Box::new(expr(ExprKind::Number(f64::from(value)), token.span));
    let subtract = |left, right| expr(ExprKind::Binary { operator: BinaryOperator::Subtract, left, right }, token.span);
    subtract(Box::new(subtract(number(year), number(month))), number(day))
}

fn name_or_call(cursor: &mut Cursor<'_>, token: Token, setting: Setting) -> Parsed<Expr> {
    cursor.bump();
    let word = cursor.word_of(token);
    if !cursor.at_symbol(Symbol::Open) {
        let mut name = name_of(cursor, token);
        while cursor.is_adjacent() && cursor.peek().is_some_and(|next| next.kind == TokenKind::Binding) {
            cursor.count_operator()?;
            name = glued(cursor, name);
        }
        return Ok(name);
    }
    let word = &*canonical_name(word);
    let Some(spec) = cursor.table.function(word) else {
        let unknown = codes::unknown_function(token.span, word, cursor.table.nearest_function(word));
        return Err(unknown.advised(foreign::function(word)));
    };
    let inner = if spec.group == FunctionGroup::Binding { Setting::Constant } else { setting };
    let opening = cursor.here();
    cursor.bump();
    let mut arguments = Vec::new();
    if !cursor.at_symbol(Symbol::Close) {
        arguments.push(expression(cursor, inner)?);
        while cursor.take_symbol(Symbol::Comma).is_some() {
            arguments.push(expression(cursor, inner)?);
        }
    }
    let close = cursor.expect_close_of_expression(opening)?;
    let name = Spanned { value: word.to_owned(), span: token.span };
    Ok(expr(ExprKind::Function { name, arguments }, token.span.to(close)))
}

/// A bare name; `Start@x` and `panel@date` are told their usual spelling.
pub(super) fn name_of(cursor: &mut Cursor<'_>, token: Token) -> Expr {
    let word = cursor.word_of(token);
    let name = canonical_name(word);
    if word.contains('@') && word != name {
        cursor.remark(codes::old_spelling(token.span, word, &name));
    }
    expr(ExprKind::Name(name), token.span)
}

/// `x$i`: a spelling of other tools for `x ++ $i`.
pub(super) fn glued(cursor: &mut Cursor<'_>, left: Expr) -> Expr {
    let Some(token) = cursor.peek() else { return left };
    let right = binding(cursor, token);
    let span = left.span.to(right.span);
    let found = cursor.text.get(span.start..span.end).unwrap_or_default().to_owned();
    let (before, after) =
        (cursor.text.get(left.span.start..left.span.end), cursor.text.get(right.span.start..right.span.end));
    let instead = format!("{} ++ {}", before.unwrap_or_default(), after.unwrap_or_default());
    cursor.remark(codes::old_spelling(span, &found, &instead));
    expr(ExprKind::Join { left: Box::new(left), right: Box::new(right) }, span)
}

impl Cursor<'_> {
    /// The closing parenthesis of an expression; `=` before it is a comparison that went wrong.
    fn expect_close_of_expression(&mut self, opening: Span) -> Parsed<Span> {
        if let Some(token) = self.peek().filter(|token| token.kind == TokenKind::Symbol(Symbol::Assign)) {
            return Err(codes::single_equals(token.span));
        }
        self.expect_close(opening)
    }
}

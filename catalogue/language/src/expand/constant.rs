//! Constant expressions: the values of `let`, `for`, `++`, names, times and option arguments.

use variables::Day;

use super::{Scope, numeric};
use crate::ast::{Expr, ExprKind};
use crate::call::{BinaryOperator, Name, Spanned, UnaryOperator, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::lexer::{canonical_name, is_name};
use crate::nearest::nearest;
use crate::span::Span;
use text::{Text, t};

/// The longest text, in bytes, that `++` makes.
const LONGEST_TEXT: usize = 10_000;

/// The value of a constant expression; a bare name is a symbol.
pub(super) fn evaluate(expr: &Expr, scope: Scope<'_>) -> Result<Value, Diagnostic> {
    match &expr.kind {
        ExprKind::Number(number) => Ok(Value::Number(*number)),
        ExprKind::Text(text) | ExprKind::Date(text) => Ok(Value::Text(text.clone())),
        ExprKind::Name(name) => Ok(Value::Symbol(name.clone())),
        ExprKind::Binding(name) => binding(name, expr.span, scope),
        ExprKind::Missing => Err(codes::missing_literal(expr.span)),
        ExprKind::Unary { operator, operand } => unary(*operator, &evaluate(operand, scope)?, expr.span),
        ExprKind::Binary { operator, left, right } => {
            binary(*operator, &evaluate(left, scope)?, &evaluate(right, scope)?, expr.span)
        }
        ExprKind::Join { left, right } => join(evaluate(left, scope)?, &evaluate(right, scope)?, expr.span, scope),
        ExprKind::Function { name, arguments } => function(name, arguments, expr.span, scope),
    }
}

/// The value of `$name`.
pub(super) fn binding(name: &str, span: Span, scope: Scope<'_>) -> Result<Value, Diagnostic> {
    let found = scope.bindings.get(name);
    let found = found.ok_or_else(|| codes::unknown_binding(span, name, nearest(name, scope.bindings.names())))?;
    if let Value::Text(text) | Value::Symbol(text) = found {
        scope.spend_text(text.len(), span)?;
    }
    Ok(found.clone())
}

/// A number as scripts write it: whole ones without decimals.
pub(crate) fn number_text(number: f64) -> String {
    format!("{number}")
}

/// A value as text.
pub(super) fn value_text(value: &Value) -> String {
    match value {
        Value::Number(number) => number_text(*number),
        Value::Text(text) | Value::Symbol(text) => text.clone(),
    }
}

/// `left ++ right`: numbers with texts become text, otherwise the kind follows the left (language.md 4.2).
fn join(left: Value, right: &Value, span: Span, scope: Scope<'_>) -> Result<Value, Diagnostic> {
    let text = format!("{}{}", value_text(&left), value_text(right));
    if text.len() > LONGEST_TEXT {
        return Err(codes::text_too_long(span, LONGEST_TEXT));
    }
    scope.spend_text(text.len(), span)?;
    Ok(match (left, right) {
        (Value::Symbol(_), _) => Value::Symbol(text),
        (Value::Number(_), Value::Number(_)) => match text.parse() {
            Ok(number) if f64::is_finite(number) => Value::Number(number),
            _ => Value::Text(text),
        },
        (Value::Text(_) | Value::Number(_), _) => Value::Text(text),
    })
}

fn unary(operator: UnaryOperator, value: &Value, span: Span) -> Result<Value, Diagnostic> {
    let sign = match operator {
        UnaryOperator::Negate => "-",
        UnaryOperator::Plus => "+",
        UnaryOperator::Not => "!",
    };
    let Value::Number(number) = value else { return Err(codes::not_a_calculation(span, sign)) };
    Ok(Value::Number(match operator {
        UnaryOperator::Negate => -number,
        UnaryOperator::Plus => *number,
        UnaryOperator::Not => truth(*number == 0.0),
    }))
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}

fn binary(operator: BinaryOperator, left: &Value, right: &Value, span: Span) -> Result<Value, Diagnostic> {
    use BinaryOperator as B;
    if let (Value::Text(left), Value::Text(right)) = (left, right) {
        let holds = match operator {
            B::Equal => left == right,
            B::NotEqual => left != right,
            _ => return Err(codes::not_a_calculation(span, sign(operator))),
        };
        return Ok(Value::Number(truth(holds)));
    }
    let (Value::Number(left), Value::Number(right)) = (left, right) else {
        return Err(codes::not_a_calculation(span, sign(operator)));
    };
    let (left, right) = (*left, *right);
    let number = match operator {
        B::Power => libm::pow(left, right),
        B::Multiply => left * right,
        B::Divide => left / right,
        B::Add => left + right,
        B::Subtract => left - right,
        B::Equal => truth(left == right),
        B::NotEqual => truth(left != right),
        B::Less => truth(left < right),
        B::LessOrEqual => truth(left <= right),
        B::Greater => truth(left > right),
        B::GreaterOrEqual => truth(left >= right),
        B::And => truth(left != 0.0 && right != 0.0),
        B::Or => truth(left != 0.0 || right != 0.0),
    };
    finite(number, span)
}

fn sign(operator: BinaryOperator) -> &'static str {
    use BinaryOperator as B;
    match operator {
        B::Power => "^",
        B::Multiply => "*",
        B::Divide => "/",
        B::Add => "+",
        B::Subtract => "-",
        B::Equal => "==",
        B::NotEqual => "!=",
        B::Less => "<",
        B::LessOrEqual => "<=",
        B::Greater => ">",
        B::GreaterOrEqual => ">=",
        B::And => "&",
        B::Or => "|",
    }
}

fn finite(number: f64, span: Span) -> Result<Value, Diagnostic> {
    if number.is_finite() { Ok(Value::Number(number)) } else { Err(codes::undefined_value(span)) }
}

/// A function of constants: the binding functions, and pure numeric ones (language.md 4.1, 14.35).
pub(super) fn function(name: &Name, arguments: &[Expr], span: Span, scope: Scope<'_>) -> Result<Value, Diagnostic> {
    super::lower::check_arity(name, arguments.len(), scope)?;
    if scope.table.function(&name.value).is_none_or(|spec| !spec.in_bindings) {
        return Err(codes::not_in_bindings(name.span, &name.value));
    }
    let values: Vec<Value> = arguments.iter().map(|argument| evaluate(argument, scope)).collect::<Result<_, _>>()?;
    match (name.value.as_str(), values.as_slice()) {
        ("bind", [value]) => binding(&value_text(value), span, scope),
        ("to_str", [value]) => Ok(Value::Text(value_text(value))),
        ("to_symbol", [value]) => symbol(value, span).map(Value::Symbol),
        ("to_int", [value]) => to_int(value, span),
        ("date_fmt", parts) => date_fmt(parts, span),
        (function, values) => {
            let numbers: Option<Vec<f64>> = values
                .iter()
                .map(|value| if let Value::Number(number) = value { Some(*number) } else { None })
                .collect();
            let numbers = numbers.ok_or_else(|| codes::not_a_calculation(span, function))?;
            finite(numeric::call(function, &numbers).ok_or_else(|| codes::undefined_value(span))?, span)
        }
    }
}

fn to_int(value: &Value, span: Span) -> Result<Value, Diagnostic> {
    let number = match value {
        Value::Number(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        Value::Symbol(_) => None,
    };
    number.map_or_else(|| Err(codes::not_constant(span, &value_text(value))), |number| finite(number.trunc(), span))
}

fn date_fmt(parts: &[Value], span: Span) -> Result<Value, Diagnostic> {
    let number = |place: usize, default: f64| match parts.get(place) {
        None => Some(default),
        Some(Value::Number(number)) => Some(*number),
        Some(Value::Text(text)) => text.trim().parse().ok(),
        Some(Value::Symbol(_)) => None,
    };
    let shown = || parts.iter().map(value_text).collect::<Vec<_>>().join("-");
    let day = (|| {
        let (year, month, day) = (number(0, 0.0)?, number(1, 1.0)?, number(2, 1.0)?);
        let is_whole = [year, month, day].iter().all(|part| part.fract() == 0.0 && (0.0..10_000.0).contains(part));
        if is_whole { Day::from_ymd(year as i32, month as u32, day as u32) } else { None }
    })();
    day.map_or_else(|| Err(codes::not_a_date(span, &shown())), |day| Ok(Value::Text(day.to_string())))
}

fn symbol(value: &Value, span: Span) -> Result<String, Diagnostic> {
    let text = value_text(value);
    if is_name(&text) { Ok(canonical_name(&text)) } else { Err(codes::not_a_name(span, &text)) }
}

/// A name: a symbol, or a text that can be a name.
pub(super) fn name(expr: &Expr, scope: Scope<'_>) -> Result<Name, Diagnostic> {
    Ok(Spanned { value: symbol(&evaluate(expr, scope)?, expr.span)?, span: expr.span })
}

/// Names.
pub(super) fn names(exprs: &[Expr], scope: Scope<'_>) -> Result<Vec<Name>, Diagnostic> {
    exprs.iter().map(|expr| name(expr, scope)).collect()
}

/// A day.
pub(super) fn day(expr: &Expr, scope: Scope<'_>) -> Result<Spanned<Day>, Diagnostic> {
    let value = evaluate(expr, scope)?;
    let found = match &value {
        Value::Text(text) | Value::Symbol(text) => text.trim().parse().ok(),
        Value::Number(_) => None,
    };
    let found = found.ok_or_else(|| {
        let shown = value_text(&value);
        let is_name = matches!(&expr.kind, ExprKind::Name(_));
        let advice = is_name.then(|| Text::new(format!("skriv `as {shown}`"), format!("write `as {shown}`")));
        codes::not_a_date(expr.span, &shown).advised(advice)
    })?;
    Ok(Spanned { value: found, span: expr.span })
}

/// A number.
pub(super) fn number(expr: &Expr, scope: Scope<'_>) -> Result<Spanned<f64>, Diagnostic> {
    match evaluate(expr, scope)? {
        Value::Number(value) => Ok(Spanned { value, span: expr.span }),
        _ => Err(codes::missing_part(expr.span, &t("et tall", "a number"))),
    }
}

//! Expressions over rows: bindings put in, `++` worked out, functions looked up.

use text::Text;

use super::constant::{self, number_text};
use super::{Scope, constant::evaluate};
use crate::ast;
use crate::call::{Expr, ExprKind, Name, Spanned, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::spec::{FunctionGroup, FunctionSpec};

/// Lowers an expression.
pub(super) fn lower(expr: &ast::Expr, scope: Scope<'_>) -> Result<Expr, Diagnostic> {
    let span = expr.span;
    let kind = match &expr.kind {
        ast::ExprKind::Number(number) => ExprKind::Number(*number),
        ast::ExprKind::Text(text) | ast::ExprKind::Date(text) => ExprKind::Text(text.clone()),
        ast::ExprKind::Name(name) => ExprKind::Variable(name.clone()),
        ast::ExprKind::Binding(name) => literal(constant::binding(name, span, scope)?, span)?,
        ast::ExprKind::Missing => ExprKind::Missing,
        ast::ExprKind::Unary { operator, operand } => {
            ExprKind::Unary { operator: *operator, operand: Box::new(lower(operand, scope)?) }
        }
        ast::ExprKind::Binary { operator, left, right } => {
            let (left, right) = (Box::new(lower(left, scope)?), Box::new(lower(right, scope)?));
            ExprKind::Binary { operator: *operator, left, right }
        }
        ast::ExprKind::Join { .. } if depends_on_rows(expr, scope) => concatenation(expr, scope)?,
        ast::ExprKind::Join { .. } => literal(evaluate(expr, scope)?, span)?,
        ast::ExprKind::Function { name, arguments } => function(name, arguments, span, scope)?,
    };
    Ok(Expr { kind, span })
}

fn literal(value: Value, span: Span) -> Result<ExprKind, Diagnostic> {
    Ok(match value {
        Value::Number(number) => ExprKind::Number(number),
        Value::Text(text) => ExprKind::Text(text),
        Value::Symbol(name) if crate::lexer::is_name(&name) => ExprKind::Variable(crate::lexer::canonical_name(&name)),
        Value::Symbol(name) => return Err(codes::not_a_name(span, &name)),
    })
}

/// How many arguments a function takes, against the table.
pub(super) fn check_arity(name: &Name, found: usize, scope: Scope<'_>) -> Result<(), Diagnostic> {
    let Some(spec) = scope.table.function(&name.value) else {
        return Err(codes::unknown_function(name.span, &name.value, scope.table.nearest_function(&name.value)));
    };
    let (least, most) = arity(spec);
    if found < least || most.is_some_and(|most| found > most) {
        return Err(codes::wrong_argument_count(name.span, &name.value, &in_words(least, most), found));
    }
    Ok(())
}

/// Least and most arguments of a function; `None`: no limit.
pub fn arity(spec: &FunctionSpec) -> (usize, Option<usize>) {
    let least = spec.parameters.iter().filter(|parameter| !parameter.is_optional).count();
    (least, (!spec.is_variadic).then_some(spec.parameters.len()))
}

fn in_words(least: usize, most: Option<usize>) -> Text {
    let one = |count: usize| if count == 1 { "" } else { "s" };
    match most {
        Some(most) if most == least => Text::new(
            format!("{least} argument{}", if least == 1 { "" } else { "er" }),
            format!("{least} argument{}", one(least)),
        ),
        Some(most) => Text::new(format!("{least} til {most} argumenter"), format!("{least} to {most} arguments")),
        None => Text::new(
            format!("minst {least} argument{}", if least == 1 { "" } else { "er" }),
            format!("at least {least} argument{}", one(least)),
        ),
    }
}

fn function(name: &Name, arguments: &[ast::Expr], span: Span, scope: Scope<'_>) -> Result<ExprKind, Diagnostic> {
    check_arity(name, arguments.len(), scope)?;
    let is_binding = scope.table.function(&name.value).is_some_and(|spec| spec.group == FunctionGroup::Binding);
    let makes_names = matches!(name.value.as_str(), "bind" | "to_symbol");
    if is_binding && (makes_names || arguments.iter().all(is_literal)) {
        return literal(constant::function(name, arguments, span, scope)?, span);
    }
    let arguments = arguments.iter().map(|argument| lower(argument, scope)).collect::<Result<_, _>>()?;
    Ok(ExprKind::Function { name: name.clone(), arguments })
}

/// Made of literals and bindings only.
fn is_literal(expr: &ast::Expr) -> bool {
    match &expr.kind {
        ast::ExprKind::Name(_) | ast::ExprKind::Function { .. } | ast::ExprKind::Missing => false,
        ast::ExprKind::Number(_) | ast::ExprKind::Text(_) | ast::ExprKind::Date(_) | ast::ExprKind::Binding(_) => true,
        ast::ExprKind::Unary { operand, .. } => is_literal(operand),
        ast::ExprKind::Binary { left, right, .. } | ast::ExprKind::Join { left, right } => {
            is_literal(left) && is_literal(right)
        }
    }
}

fn depends_on_rows(expr: &ast::Expr, scope: Scope<'_>) -> bool {
    match &expr.kind {
        ast::ExprKind::Join { left, right } => depends_on_rows(left, scope) || depends_on_rows(right, scope),
        ast::ExprKind::Function { name, .. } => scope.table.function(&name.value).is_some_and(|spec| !spec.in_bindings),
        _ => false,
    }
}

/// `string(a) ++ "_" ++ b` as `rowconcat(string(a), "_", b)` (language.md 3.2, level 6).
fn concatenation(expr: &ast::Expr, scope: Scope<'_>) -> Result<ExprKind, Diagnostic> {
    let mut arguments = Vec::new();
    let mut open = vec![expr];
    while let Some(part) = open.pop() {
        if let ast::ExprKind::Join { left, right } = &part.kind {
            open.push(right);
            open.push(left);
            continue;
        }
        let mut lowered = lower(part, scope)?;
        if let ExprKind::Number(number) = lowered.kind {
            lowered.kind = ExprKind::Text(number_text(number));
        }
        arguments.push(lowered);
    }
    Ok(ExprKind::Function { name: Spanned { value: "rowconcat".to_owned(), span: expr.span }, arguments })
}

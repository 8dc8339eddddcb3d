//! Arguments with their names, dates and values worked out.

use std::collections::HashSet;

use super::Scope;
use super::constant::{day, evaluate, name, names, number, value_text};
use super::lower::lower as lower_expr;
use crate::ast;
use crate::call::{
    Arguments, Factor, Instrumented, LabelSource, Model, Name, RecodeLeft, RecodeRule, Source, Spanned, StatisticCall,
    Term, Value,
};
use crate::codes;
use crate::diagnostic::Diagnostic;

type Lowered<T> = Result<T, Diagnostic>;

pub(super) fn lower(arguments: &ast::Arguments, scope: Scope<'_>) -> Lowered<Arguments> {
    use ast::Arguments as A;
    Ok(match arguments {
        // The caller lowers the command inside.
        A::None | A::Command(_) => Arguments::None,
        A::Names(list) => Arguments::Names(names(list, scope)?),
        A::Require { databank, version, alias } => {
            Arguments::Require { databank: databank.clone(), version: version.clone(), alias: name(alias, scope)? }
        }
        A::Assign { target, value } => {
            Arguments::Assign { target: name(target, scope)?, value: lower_expr(value, scope)? }
        }
        A::Import { source: from, date, target } => Arguments::Import {
            source: source(from, scope)?,
            date: date.as_ref().map(|date| day(date, scope)).transpose()?,
            target: optional(target.as_ref(), scope)?,
        },
        A::ImportEvent { source: register, from, to, target } => {
            import_event(register, from, to, target.as_ref(), scope)?
        }
        A::ImportPanel { sources: list, dates } => Arguments::ImportPanel {
            sources: sources(list, scope)?,
            dates: dates.iter().map(|date| day(date, scope)).collect::<Lowered<_>>()?,
        },
        A::Statistics(calls) => {
            Arguments::Statistics(calls.iter().map(|call| statistic(call, scope)).collect::<Lowered<_>>()?)
        }
        A::Bars { statistic, variables } => {
            Arguments::Bars { statistic: name(statistic, scope)?, variables: names(variables, scope)? }
        }
        A::Merge { variables, into, on } => Arguments::Merge {
            variables: names(variables, scope)?,
            into: name(into, scope)?,
            on: optional(on.as_ref(), scope)?,
        },
        A::Recode { variables, rules } => Arguments::Recode {
            variables: names(variables, scope)?,
            rules: rules.iter().map(|written| rule(written, variables.first(), scope)).collect::<Lowered<_>>()?,
        },
        A::Clone(pairs) => {
            let pair =
                |(old, new): &(ast::Expr, Option<ast::Expr>)| Ok((name(old, scope)?, optional(new.as_ref(), scope)?));
            Arguments::Clone(pairs.iter().map(pair).collect::<Lowered<_>>()?)
        }
        A::Model(written) => Arguments::Model(model(written, scope)?),
        A::DefineLabels { list, labels } => define_labels(list, labels, scope)?,
        A::ListLabels(list) => Arguments::ListLabels { list: LabelSource::List(name(list, scope)?) },
        A::ListRegisterLabels { source: register, date } => {
            let date = date.as_ref().map(|date| day(date, scope)).transpose()?;
            Arguments::ListLabels { list: LabelSource::Register { source: source(register, scope)?, date } }
        }
        A::Sample { amount, seed } => Arguments::Sample { amount: number(amount, scope)?, seed: number(seed, scope)? },
        A::Sources(list) => Arguments::Sources(sources(list, scope)?),
        A::Words(words) => Arguments::Words(words.clone()),
    })
}

fn optional(written: Option<&ast::Expr>, scope: Scope<'_>) -> Lowered<Option<Name>> {
    written.map(|written| name(written, scope)).transpose()
}

fn source(written: &ast::Source, scope: Scope<'_>) -> Lowered<Source> {
    Ok(Source { alias: name(&written.alias, scope)?, variable: name(&written.variable, scope)? })
}

fn sources(list: &[ast::Source], scope: Scope<'_>) -> Lowered<Vec<Source>> {
    list.iter().map(|written| source(written, scope)).collect()
}

fn import_event(
    register: &ast::Source,
    from: &ast::Expr,
    to: &ast::Expr,
    target: Option<&ast::Expr>,
    scope: Scope<'_>,
) -> Lowered<Arguments> {
    let (from, to) = (day(from, scope)?, day(to, scope)?);
    if to.value < from.value {
        return Err(codes::dates_in_wrong_order(from.span.to(to.span), from.value, to.value));
    }
    Ok(Arguments::ImportEvent { source: source(register, scope)?, from, to, target: optional(target, scope)? })
}

fn statistic(call: &ast::StatisticCall, scope: Scope<'_>) -> Lowered<StatisticCall> {
    Ok(StatisticCall {
        statistic: name(&call.statistic, scope)?,
        variable: name(&call.variable, scope)?,
        target: optional(call.target.as_ref(), scope)?,
    })
}

fn rule(written: &ast::RecodeRule, variable: Option<&ast::Expr>, scope: Scope<'_>) -> Lowered<RecodeRule> {
    Ok(RecodeRule {
        left: written.left.iter().map(|left| recode_left(left, variable, scope)).collect::<Lowered<_>>()?,
        value: value(&written.value, scope)?,
        label: written.label.as_ref().map(|label| text(label, scope)).transpose()?,
        is_missing: written.is_missing,
        span: written.span,
    })
}

fn recode_left(left: &ast::RecodeLeft, variable: Option<&ast::Expr>, scope: Scope<'_>) -> Lowered<RecodeLeft> {
    let bound = |bound: Option<&ast::Expr>| {
        let Some(bound) = bound else { return Ok(None) };
        match (evaluate(bound, scope)?, variable) {
            (Value::Text(_), Some(variable)) => {
                let name = name(variable, scope)?;
                Err(codes::interval_on_text(bound.span, &name.value))
            }
            _ => number(bound, scope).map(|bound| Some(bound.value)),
        }
    };
    Ok(match left {
        ast::RecodeLeft::Value(written) => RecodeLeft::Value(value(written, scope)?),
        ast::RecodeLeft::Interval { low, high, span } => {
            RecodeLeft::Interval { low: bound(low.as_ref())?, high: bound(high.as_ref())?, span: *span }
        }
        ast::RecodeLeft::Missing => RecodeLeft::Missing,
        ast::RecodeLeft::Nonmissing => RecodeLeft::Nonmissing,
        ast::RecodeLeft::Any => RecodeLeft::Any,
    })
}

/// A number or text; a bare word is a text.
fn value(written: &ast::Expr, scope: Scope<'_>) -> Lowered<Spanned<Value>> {
    let value = match evaluate(written, scope)? {
        Value::Symbol(word) => Value::Text(word),
        value => value,
    };
    Ok(Spanned { value, span: written.span })
}

fn text(written: &ast::Expr, scope: Scope<'_>) -> Lowered<Spanned<String>> {
    Ok(Spanned { value: value_text(&evaluate(written, scope)?), span: written.span })
}

fn define_labels(list: &ast::Expr, labels: &[(ast::Expr, ast::Expr)], scope: Scope<'_>) -> Lowered<Arguments> {
    let list = name(list, scope)?;
    let labels: Vec<(Spanned<Value>, Spanned<String>)> =
        labels.iter().map(|(code, label)| Ok((value(code, scope)?, text(label, scope)?))).collect::<Lowered<_>>()?;
    let mut seen = HashSet::new();
    for (code, _) in &labels {
        let shown = value_text(&code.value);
        if seen.contains(&shown) {
            return Err(codes::repeated_code(code.span, &shown));
        }
        seen.insert(shown);
    }
    Ok(Arguments::DefineLabels { list, labels })
}

fn model(written: &ast::Model, scope: Scope<'_>) -> Lowered<Model> {
    let instrumented = match &written.instrumented {
        Some((endogenous, instruments)) => {
            Some(Instrumented { endogenous: names(endogenous, scope)?, instruments: names(instruments, scope)? })
        }
        None => None,
    };
    Ok(Model {
        dependent: name(&written.dependent, scope)?,
        terms: terms(&written.terms, scope)?,
        instrumented,
        by: names(&written.by, scope)?,
    })
}

/// Model terms.
pub(super) fn terms(written: &[ast::Term], scope: Scope<'_>) -> Lowered<Vec<Term>> {
    let factor = |(kind, variable): &(crate::call::FactorKind, ast::Expr)| {
        Ok(Factor { kind: *kind, name: name(variable, scope)? })
    };
    written
        .iter()
        .map(|term| {
            let factors = term.factors.iter().map(factor).collect::<Lowered<_>>()?;
            Ok(Term { factors, is_full: term.is_full, span: term.span })
        })
        .collect()
}

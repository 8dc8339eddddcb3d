//! What a script uses of the language, by the language's own parser.

use std::collections::BTreeSet;

use language::ast::{Arguments, Command, Expr, ExprKind, ForItem, Statement, StatementKind};
use language::table::Table;

/// A part of the language.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// A command.
    Command(String),
    /// An option of a command.
    Option(String, String),
    /// A statistic of `collapse` or `aggregate`.
    Statistic(String, String),
    /// A function.
    Function(String),
}

/// Everything that the readable statements of a script use.
pub fn of(script: &str, table: &Table) -> BTreeSet<Use> {
    let mut all = BTreeSet::new();
    statements(&language::parse(script, table).script.statements, &mut all);
    all
}

fn statements(list: &[Statement], all: &mut BTreeSet<Use>) {
    for statement in list {
        match &statement.kind {
            StatementKind::Command(command) => self::command(command, all),
            StatementKind::Let { value, .. } => {
                all.insert(Use::Command("let".into()));
                expression(value, all);
            }
            StatementKind::For(block) => {
                all.extend(["for", "end"].map(|word| Use::Command(word.into())));
                for item in block.parts.iter().flat_map(|part| &part.lists).flat_map(|list| &list.items) {
                    match item {
                        ForItem::Value(value) => expression(value, all),
                        ForItem::Range { low, high } => {
                            [low, high].into_iter().for_each(|bound| expression(bound, all))
                        }
                    }
                }
                statements(&block.body, all);
            }
            StatementKind::Text { .. } => {
                all.extend(["textblock", "endblock"].map(|word| Use::Command(word.into())));
            }
            StatementKind::Broken { .. } => {}
        }
    }
}

fn command(command: &Command, all: &mut BTreeSet<Use>) {
    all.insert(Use::Command(command.name.clone()));
    for option in &command.options {
        all.insert(Use::Option(command.name.clone(), option.name.clone()));
        option.arguments.iter().for_each(|argument| expression(argument, all));
    }
    if let Some(condition) = &command.condition {
        expression(condition, all);
    }
    match &command.arguments {
        Arguments::Assign { value, .. } => expression(value, all),
        Arguments::Import { date: Some(date), .. } => expression(date, all),
        Arguments::ImportEvent { from, to, .. } => [from, to].into_iter().for_each(|date| expression(date, all)),
        Arguments::ImportPanel { dates, .. } => dates.iter().for_each(|date| expression(date, all)),
        Arguments::Statistics(list) => {
            for call in list {
                if let ExprKind::Name(statistic) = &call.statistic.kind {
                    all.insert(Use::Statistic(command.name.clone(), statistic.clone()));
                }
            }
        }
        Arguments::Command(inner) => self::command(inner, all),
        _ => {}
    }
}

fn expression(expr: &Expr, all: &mut BTreeSet<Use>) {
    match &expr.kind {
        ExprKind::Function { name, arguments } => {
            all.insert(Use::Function(name.value.clone()));
            arguments.iter().for_each(|argument| expression(argument, all));
        }
        ExprKind::Unary { operand, .. } => expression(operand, all),
        ExprKind::Binary { left, right, .. } | ExprKind::Join { left, right } => {
            [left, right].into_iter().for_each(|side| expression(side, all));
        }
        _ => {}
    }
}

//! The syntax tree of a script as written: bindings, `++` and loops stand as they are.
//!
//! `parser` builds it, `expand` turns it into `call::Step`s. Names and values are [`Expr`]s here, since any of them may be a binding
//! or a `++` expression.

use crate::call::{BinaryOperator, FactorKind, Spanned, UnaryOperator};
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// A whole script.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Statements in order.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// From its first to its last character, without comment.
    pub span: Span,
    /// What it is.
    pub kind: StatementKind,
}

/// Kinds of statements.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// A command of the table.
    Command(Box<Command>),
    /// `let name = value`.
    Let { name: Spanned<String>, value: Expr },
    /// `for … end`.
    For(For),
    /// `textblock … endblock`: the Markdown between.
    Text { markdown: String },
    /// A line that the grammar cannot read; a loop with a broken header keeps no body.
    Broken { diagnostics: Vec<Diagnostic> },
}

/// A loop.
#[derive(Clone, Debug, PartialEq)]
pub struct For {
    /// Header parts between `;`, the first outermost.
    pub parts: Vec<ForPart>,
    /// Statements up to `end`.
    pub body: Vec<Statement>,
    /// The header.
    pub header: Span,
}

/// `i, j in list, list`.
#[derive(Clone, Debug, PartialEq)]
pub struct ForPart {
    /// Iterators.
    pub names: Vec<Spanned<String>>,
    /// Value lists between commas.
    pub lists: Vec<ForList>,
    /// The whole part.
    pub span: Span,
}

/// Values of an iterator.
#[derive(Clone, Debug, PartialEq)]
pub struct ForList {
    /// Values and ranges in order.
    pub items: Vec<ForItem>,
}

/// A value or a range.
#[derive(Clone, Debug, PartialEq)]
pub enum ForItem {
    /// One value.
    Value(Expr),
    /// `low : high`, both included.
    Range { low: Expr, high: Expr },
}

/// A command as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// The word as written.
    pub word: Spanned<String>,
    /// The command's name in the table.
    pub name: String,
    /// The statement as written, continuation lines joined, without comment.
    pub source: String,
    /// Its arguments.
    pub arguments: Arguments,
    /// After `if`.
    pub condition: Option<Expr>,
    /// After the comma.
    pub options: Vec<OptionCall>,
}

/// Arguments by shape; mirrors `call::Arguments` with expressions where names and values stand.
#[derive(Clone, Debug, PartialEq)]
pub enum Arguments {
    /// None.
    None,
    /// Names.
    Names(Vec<Expr>),
    /// `databank:version as alias`.
    Require { databank: Spanned<String>, version: Spanned<String>, alias: Expr },
    /// `target = value`.
    Assign { target: Expr, value: Expr },
    /// `alias/VAR [date] [as name]`.
    Import { source: Source, date: Option<Expr>, target: Option<Expr> },
    /// `alias/VAR date to date [as name]`.
    ImportEvent { source: Source, from: Expr, to: Expr, target: Option<Expr> },
    /// `alias/VAR … date …`.
    ImportPanel { sources: Vec<Source>, dates: Vec<Expr> },
    /// `(stat) var [-> new] …`.
    Statistics(Vec<StatisticCall>),
    /// `(stat) vars`.
    Bars { statistic: Expr, variables: Vec<Expr> },
    /// `vars into dataset [on key]`.
    Merge { variables: Vec<Expr>, into: Expr, on: Option<Expr> },
    /// `vars (rule) …`.
    Recode { variables: Vec<Expr>, rules: Vec<RecodeRule> },
    /// `var [-> new] …`.
    Clone(Vec<(Expr, Option<Expr>)>),
    /// A model.
    Model(Model),
    /// `list value label …`.
    DefineLabels { list: Expr, labels: Vec<(Expr, Expr)> },
    /// A list.
    ListLabels(Expr),
    /// A register variable's list.
    ListRegisterLabels { source: Source, date: Option<Expr> },
    /// `amount seed`.
    Sample { amount: Expr, seed: Expr },
    /// Register variables.
    Sources(Vec<Source>),
    /// Words and texts.
    Words(Vec<Spanned<String>>),
    /// A command.
    Command(Box<Command>),
}

/// `alias/VAR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The alias.
    pub alias: Expr,
    /// The register variable.
    pub variable: Expr,
}

/// A statistic of a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct StatisticCall {
    /// The statistic in force.
    pub statistic: Expr,
    /// The variable.
    pub variable: Expr,
    /// After `->`.
    pub target: Option<Expr>,
}

/// A rule of `recode`.
#[derive(Clone, Debug, PartialEq)]
pub struct RecodeRule {
    /// Left of `=`.
    pub left: Vec<RecodeLeft>,
    /// The new value.
    pub value: Expr,
    /// Its label.
    pub label: Option<Expr>,
    /// Flagged as missing.
    pub is_missing: bool,
    /// With parentheses.
    pub span: Span,
}

/// Left of `=` in a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum RecodeLeft {
    /// A value.
    Value(Expr),
    /// `low/high`; `None` is `min` or `max`.
    Interval { low: Option<Expr>, high: Option<Expr>, span: Span },
    /// `missing`.
    Missing,
    /// `nonmissing`.
    Nonmissing,
    /// `*`.
    Any,
}

/// A model's formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The dependent variable.
    pub dependent: Expr,
    /// Terms.
    pub terms: Vec<Term>,
    /// Left and right of `=` in the parenthesis.
    pub instrumented: Option<(Vec<Expr>, Vec<Expr>)>,
    /// After `by`.
    pub by: Vec<Expr>,
}

/// A term.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Kinds and names joined by `#`.
    pub factors: Vec<(FactorKind, Expr)>,
    /// Joined by `##`.
    pub is_full: bool,
    /// The whole term.
    pub span: Span,
}

/// An option.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionCall {
    /// Canonical name.
    pub name: String,
    /// The whole option.
    pub span: Span,
    /// In parentheses.
    pub arguments: Vec<Expr>,
    /// In parentheses, for options that take terms.
    pub terms: Vec<Term>,
}

/// An expression as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Its place.
    pub span: Span,
}

/// Kinds of expressions.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A number.
    Number(f64),
    /// A text without its quotes.
    Text(String),
    /// `YYYY-MM-DD` as written, perhaps no real day.
    Date(String),
    /// A bare name, canonical spelling (`START@x`, `date@panel`).
    Name(String),
    /// `$name`.
    Binding(String),
    /// The lone `.`.
    Missing,
    /// A prefix operator.
    Unary { operator: UnaryOperator, operand: Box<Expr> },
    /// An infix operator.
    Binary { operator: BinaryOperator, left: Box<Expr>, right: Box<Expr> },
    /// `left ++ right`.
    Join { left: Box<Expr>, right: Box<Expr> },
    /// `f(a, b)`.
    Function { name: Spanned<String>, arguments: Vec<Expr> },
}

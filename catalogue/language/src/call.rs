//! Statements as the engine sees them: loops unrolled, bindings put in, every name and value with its place.
//!
//! `parser` makes the syntax tree of the text as written; `expand` turns it into these [`Step`]s. Nothing here depends on data.

mod places;

use variables::Day;

use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// A value with its place in the script.
#[derive(Clone, Debug, PartialEq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place in the text as written (of the `$binding` where one stood).
    pub span: Span,
}

/// A name of a variable, dataset, alias, code list …
pub type Name = Spanned<String>;

/// One thing to do, in order.
#[expect(clippy::large_enum_variant, reason = "nearly every step is a call")]
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A command to run.
    Call(Call),
    /// A `textblock`, as Markdown.
    Text { line: usize, span: Span, markdown: String },
    /// A `let` whose value is known.
    Let { line: usize, span: Span, name: String, value: Value },
    /// A line that cannot be run: the run stops here with these diagnostics.
    Broken { line: usize, span: Span, diagnostics: Vec<Diagnostic> },
}

/// The value of a binding.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text in quotes, or a date text.
    Text(String),
    /// A bare name.
    Symbol(String),
}

/// One command with everything it was given, free of bindings.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The command's name, canonical (aliases resolved); present in the `Table`.
    pub command: String,
    /// 1-based line where the statement begins.
    pub line: usize,
    /// The whole statement.
    pub span: Span,
    /// The statement as written, continuation lines joined, without comment.
    pub source: String,
    /// Its arguments, by the shape that the command's spec names.
    pub arguments: Arguments,
    /// The condition after `if`.
    pub condition: Option<Expr>,
    /// Options after the comma, in the order written; names known to the spec, none twice.
    pub options: Vec<OptionCall>,
}

/// An option as written.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionCall {
    /// Canonical name.
    pub name: String,
    /// The whole option.
    pub span: Span,
    /// What stood in parentheses.
    pub arguments: Vec<OptionArgument>,
    /// The model terms, for an option that takes terms (`control(i.a c.b)`); else empty.
    pub terms: Vec<Term>,
}

/// One thing in an option's parentheses.
#[derive(Clone, Debug, PartialEq)]
pub struct OptionArgument {
    /// Number, quoted text, or bare word.
    pub value: Value,
    /// Its place.
    pub span: Span,
}

/// Arguments, one variant per `spec::Shape`.
#[derive(Clone, Debug, PartialEq)]
pub enum Arguments {
    /// None.
    None,
    /// A list of names, possibly empty: `tabulate a b`, `drop a b`, `use d`, `clone-dataset a b`.
    Names(Vec<Name>),
    /// `require store:version as alias`; version text as written (`38`, `1.2`, `DRAFT`).
    Require { databank: Name, version: Spanned<String>, alias: Name },
    /// `generate name = expr`, `replace name = expr`.
    Assign { target: Name, value: Expr },
    /// `import alias/VAR [date] [as name]`.
    Import { source: Source, date: Option<Spanned<Day>>, target: Option<Name> },
    /// `import-event alias/VAR date to date [as name]`.
    ImportEvent { source: Source, from: Spanned<Day>, to: Spanned<Day>, target: Option<Name> },
    /// `import-panel alias/VAR … date …`.
    ImportPanel { sources: Vec<Source>, dates: Vec<Spanned<Day>> },
    /// `collapse (stat) var [-> new] …`, `aggregate …`: the statistic in force written out for each.
    Statistics(Vec<StatisticCall>),
    /// `barchart (stat) vars`.
    Bars { statistic: Name, variables: Vec<Name> },
    /// `merge vars into dataset [on key]`.
    Merge { variables: Vec<Name>, into: Name, on: Option<Name> },
    /// `recode vars (rule) …`.
    Recode { variables: Vec<Name>, rules: Vec<RecodeRule> },
    /// `clone-variables var [-> new] …`.
    Clone(Vec<(Name, Option<Name>)>),
    /// A model: `dep terms [(endogenous = instruments)] [by g1 g2]`.
    Model(Model),
    /// `define-labels list value label …`.
    DefineLabels { list: Name, labels: Vec<(Spanned<Value>, Spanned<String>)> },
    /// `list-labels list` or `list-labels alias/VAR [date]`.
    ListLabels { list: LabelSource },
    /// `sample count|fraction seed`.
    Sample { amount: Spanned<f64>, seed: Spanned<f64> },
    /// `variables [alias/VAR …]`.
    Sources(Vec<Source>),
    /// Words and texts: `help tabulate`, `save 'name'`, `configure alpha`.
    Words(Vec<Spanned<String>>),
    /// `coefplot regress …`: the command inside.
    Command(Box<Call>),
}

/// `alias/NAME`.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The alias from `require`.
    pub alias: Name,
    /// The register variable.
    pub variable: Name,
}

impl Source {
    /// The whole reference.
    pub fn span(&self) -> Span {
        self.alias.span.to(self.variable.span)
    }
}

/// What `list-labels` was asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum LabelSource {
    /// A list by name.
    List(Name),
    /// A register variable's list, perhaps at a date.
    Register { source: Source, date: Option<Spanned<Day>> },
}

/// One statistic of one variable.
#[derive(Clone, Debug, PartialEq)]
pub struct StatisticCall {
    /// `mean`, `sum` …: as written, not yet checked.
    pub statistic: Name,
    /// The source variable.
    pub variable: Name,
    /// The name after `->`.
    pub target: Option<Name>,
}

/// `(left = value "label" missing)`.
#[derive(Clone, Debug, PartialEq)]
pub struct RecodeRule {
    /// What is replaced.
    pub left: Vec<RecodeLeft>,
    /// The new value: number or text.
    pub value: Spanned<Value>,
    /// A label for the new value.
    pub label: Option<Spanned<String>>,
    /// Whether the new value is flagged as missing.
    pub is_missing: bool,
    /// The whole rule.
    pub span: Span,
}

/// One item on the left of a recode rule.
#[derive(Clone, Debug, PartialEq)]
pub enum RecodeLeft {
    /// A number or text.
    Value(Spanned<Value>),
    /// A closed interval; `None` is `min` or `max`.
    Interval { low: Option<f64>, high: Option<f64>, span: Span },
    /// `missing`.
    Missing,
    /// `nonmissing`.
    Nonmissing,
    /// `*`: any value, missing too.
    Any,
}

/// A model's formula.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The dependent variable (`cox` and the like: event, then time lead the terms).
    pub dependent: Name,
    /// Regressors in order.
    pub terms: Vec<Term>,
    /// `(endogenous … = instruments …)`.
    pub instrumented: Option<Instrumented>,
    /// Names after `by`.
    pub by: Vec<Name>,
}

/// The parenthesis of `ivregress`.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrumented {
    /// Left of `=`.
    pub endogenous: Vec<Name>,
    /// Right of `=`.
    pub instruments: Vec<Name>,
}

/// One written term; `a##b` is one term with `is_full`.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The factors joined by `#`, one for a plain term.
    pub factors: Vec<Factor>,
    /// Joined by `##`: main effects too.
    pub is_full: bool,
    /// The whole term.
    pub span: Span,
}

/// A variable in a term.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// How it enters.
    pub kind: FactorKind,
    /// The variable.
    pub name: Name,
}

/// How a variable enters a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// Written without prefix: continuous alone, categorical in `#` (language.md 9.1).
    Plain,
    /// `i.x`.
    Categorical,
    /// `c.x`.
    Continuous,
}

/// An expression, bindings and `++` resolved.
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
    /// A quoted text.
    Text(String),
    /// A variable of the active dataset (`date@panel`, `START@x`, unit keys too, canonical spelling).
    Variable(String),
    /// The lone `.`.
    Missing,
    /// `-x`, `+x`, `!x`.
    Unary { operator: UnaryOperator, operand: Box<Expr> },
    /// `a + b`, `a == b`, `a & b` …
    Binary { operator: BinaryOperator, left: Box<Expr>, right: Box<Expr> },
    /// `f(a, b)`; the function exists in the `Table`.
    Function { name: Name, arguments: Vec<Expr> },
}

/// Prefix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `-`
    Negate,
    /// `+`
    Plus,
    /// `!`
    Not,
}

/// Infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOperator {
    /// `^`
    Power,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `&`
    And,
    /// `|`
    Or,
}

impl Call {
    /// The option of that name, if it was given.
    pub fn option(&self, name: &str) -> Option<&OptionCall> {
        self.options.iter().find(|option| option.name == name)
    }
}

//! Specifications of commands and functions: the one record that parser, help, editor and engine read.
//!
//! Fields are `Cow` so that one type is a constant on the server and an owned value parsed from
//! `GET /api/v1/language` in the browser.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use text::Text;

/// A list that is constant on the server and owned in the browser.
pub type List<T> = Cow<'static, [T]>;

/// A command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CommandSpec {
    /// The name users type.
    pub name: Cow<'static, str>,
    /// The manual's chapter.
    pub chapter: Chapter,
    /// The kind of arguments: which rule of the grammar reads them.
    pub shape: Shape,
    /// How many names a list shape takes: least and most (`None`: no limit).
    pub arity: (u8, Option<u8>),
    /// Whether `if` may follow.
    pub takes_condition: bool,
    /// The syntax in one line, as in the manual.
    pub syntax: Cow<'static, str>,
    /// One sentence.
    pub purpose: Text,
    /// The longer explanation, Markdown; may be empty.
    pub description: Text,
    /// How its result is protected, for people.
    pub protection: Text,
    /// Options.
    pub options: List<OptionSpec>,
    /// Examples that run as tests.
    pub examples: List<Example>,
    /// Whether the engine runs it yet; `Announced` ones parse and are documented, and say so when run.
    pub status: Status,
    /// Older spellings that are accepted with a hint.
    pub aliases: List<Cow<'static, str>>,
}

/// Whether a command can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It runs.
    Available,
    /// It is part of the language and not available yet.
    Announced,
}

/// Chapters of the manual, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Chapter {
    /// Dataset commands.
    Dataset,
    /// Preparation.
    Prepare,
    /// Labels.
    Labels,
    /// Statistics and analysis.
    Analyse,
    /// Graphics.
    Graphics,
    /// Regression.
    Regression,
    /// Survival.
    Survival,
    /// Bindings and loops.
    Bindings,
    /// Support.
    Session,
}

/// The kinds of arguments that the grammar knows (`call::Arguments` has a variant each).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Nothing.
    None,
    /// Names (variables, prefixes, code lists); `arity` bounds them.
    Names,
    /// Datasets that are there.
    Datasets,
    /// A dataset that is made.
    NewDataset,
    /// A dataset that is there and the name that a new one gets.
    DatasetAndNew,
    /// A variable that is there and its new name.
    VariableAndNew,
    /// Names or a condition, not both and not neither.
    Subset,
    /// `require`.
    Require,
    /// `name = expression`, of a variable that is there.
    Assign,
    /// `name = expression`, of a new variable.
    AssignNew,
    /// `import`.
    Import,
    /// `import-event`.
    ImportEvent,
    /// `import-panel`.
    ImportPanel,
    /// `(stat) var [-> new] …`.
    Statistics,
    /// `(stat) vars`.
    Bars,
    /// `merge`.
    Merge,
    /// `recode`.
    Recode,
    /// `var [-> new] …`.
    Clone,
    /// Model terms.
    Model,
    /// `list value label …`.
    DefineLabels,
    /// A list name or a register variable with a date.
    ListLabels,
    /// `count|fraction seed`.
    Sample,
    /// Register variables.
    Sources,
    /// Words and quoted texts.
    Words,
    /// Another command.
    Command,
}

impl Shape {
    /// How many names stand before the one that the writer makes up; `None` if there is no such.
    pub fn names_before_new(self) -> Option<usize> {
        match self {
            Shape::NewDataset | Shape::AssignNew | Shape::DefineLabels => Some(0),
            Shape::DatasetAndNew | Shape::VariableAndNew => Some(1),
            _ => None,
        }
    }
}

/// An option of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OptionSpec {
    /// The name users type.
    pub name: Cow<'static, str>,
    /// What may stand in its parentheses.
    pub takes: Takes,
    /// One sentence.
    pub purpose: Text,
    /// What holds when it is left out, in words of the language; empty if nothing.
    pub default: Cow<'static, str>,
    /// Must be given.
    pub is_required: bool,
    /// Options of the same command that it cannot stand beside.
    pub excludes: List<Cow<'static, str>>,
}

/// What an option's parentheses hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    /// No parentheses (empty ones are tolerated).
    Nothing,
    /// One variable of the dataset.
    Variable,
    /// One or more variables.
    Variables,
    /// Nothing or one variable.
    MaybeVariable,
    /// A number in a closed range.
    Number { least: f64, most: f64 },
    /// A whole number in a closed range.
    Count { least: u32, most: u32 },
    /// A new name, or part of one.
    NewName,
    /// Nothing or a new name.
    MaybeNewName,
    /// A quoted or bare text.
    Text,
    /// One of these words.
    Choice(List<Cow<'static, str>>),
    /// Codes, quoted or bare, perhaps none.
    Codes,
    /// Model terms.
    Terms,
}

/// An example: what it shows, a script, and that it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// One sentence.
    pub purpose: Text,
    /// A script that runs on the synthetic registry, `require` included.
    pub script: Cow<'static, str>,
}

/// A function of expressions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionSpec {
    /// Name, case-sensitive.
    pub name: Cow<'static, str>,
    /// The manual's group.
    pub group: FunctionGroup,
    /// Parameters in order.
    pub parameters: List<Parameter>,
    /// The last parameter may be repeated.
    pub is_variadic: bool,
    /// What it gives.
    pub result: Kind,
    /// One sentence.
    pub purpose: Text,
    /// Domain, edge cases, source; Markdown, may be empty.
    pub description: Text,
    /// Expressions with their values, shown and tested.
    pub examples: List<FunctionExample>,
    /// May be used in `let`, `++` and dates.
    pub in_bindings: bool,
    /// Whether the engine computes it yet.
    pub status: Status,
}

/// A parameter of a function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name in the manual.
    pub name: Cow<'static, str>,
    /// What it takes.
    pub kind: Kind,
    /// May be left out.
    pub is_optional: bool,
}

/// Kinds of values in expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Whole or decimal number; dates and truth values too.
    Number,
    /// Text.
    Text,
    /// Either, the same for all arguments of that kind.
    Any,
    /// 1 or 0.
    Truth,
    /// A variable with a code list.
    Labelled,
    /// A bare name (binding functions).
    Symbol,
}

/// Groups of functions, in the manual's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FunctionGroup {
    /// Dates.
    Date,
    /// Probability.
    Probability,
    /// Mathematics.
    Math,
    /// Row functions.
    Row,
    /// Strings.
    String,
    /// Logic.
    Logic,
    /// Labels.
    Label,
    /// Bindings.
    Binding,
}

/// An expression and the value it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionExample {
    /// Lines of script that stand before it; mostly none.
    pub before: Cow<'static, str>,
    /// The expression.
    pub expression: Cow<'static, str>,
    /// Its value as the language would write it (`16800`, `'2015-12-31'`, `.`).
    pub value: Cow<'static, str>,
}

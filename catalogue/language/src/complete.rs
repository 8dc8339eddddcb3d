//! What could stand at a place: commands, options, register variables, names of the script, functions.

use serde::Serialize;
use text::Locale;

use crate::check::State;
use crate::lexer::{Symbol, Token, TokenKind, tokenize};
use crate::spec::{CommandSpec, Shape, Status, Takes};
use crate::statement::{Part, command_word, part, significant, spec, statements};
use crate::{NameSource, Table, context, help};

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// What is matched and shown.
    pub label: String,
    /// Shown behind it: a type, a signature.
    pub detail: String,
    /// Shown beside it: a sentence.
    pub info: String,
    /// What is put in.
    pub apply: String,
    /// What it is.
    pub kind: ProposalKind,
}

/// Kinds of proposals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalKind {
    /// A command.
    Command,
    /// An option or a word that it takes.
    Option,
    /// A variable of a dataset or databank.
    Variable,
    /// A function.
    Function,
    /// A dataset.
    Dataset,
    /// An alias, a databank, a code list.
    Name,
    /// `$name`.
    Binding,
    /// `if`, `as`, `into` …
    Keyword,
}

/// What the proposals need to know.
struct Place<'a> {
    text: &'a str,
    table: &'a Table,
    names: &'a dyn NameSource,
    locale: Locale,
    state: State<'a>,
    /// Significant tokens of the statement in front of the word.
    before: Vec<Token>,
}

/// Proposals for the word that ends at a byte offset, and where that word begins.
pub fn complete(
    text: &str,
    at: usize,
    names: &dyn NameSource,
    table: &Table,
    locale: Locale,
) -> (usize, Vec<Proposal>) {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let upto = text.get(..at).unwrap_or_default();
    let statement = statements(upto).pop().unwrap_or_default();
    let last = tokenize(upto).pop();
    if last.is_some_and(|token| matches!(token.kind, TokenKind::Comment | TokenKind::OpenText | TokenKind::Markdown)) {
        return (at, Vec::new());
    }
    let mut before = significant(&statement);
    let from = word_start(upto, &mut before, at);
    let (state, bindings) = context::before(text, from, names, table);
    if upto.get(from..).is_some_and(|word| word.starts_with('$')) {
        let proposals =
            bindings.into_iter().map(|(name, value)| simple(format!("${name}"), value, ProposalKind::Binding));
        return (from, proposals.collect());
    }
    let place = Place { text, table, names, locale, state, before };
    (from, place.proposals())
}

/// Where the word that ends at the cursor begins; takes its tokens from `before`.
fn word_start(text: &str, before: &mut Vec<Token>, at: usize) -> usize {
    let mut from = at;
    while let Some(token) = before.last().copied().filter(|token| token.span.end == from) {
        let is_hyphen = token.kind == TokenKind::Symbol(Symbol::Minus) && before.len() < 4;
        let is_dollar = token.kind == TokenKind::Unknown && token.text(text) == "$";
        if !is_hyphen && !is_dollar && !matches!(token.kind, TokenKind::Name | TokenKind::Binding) {
            break;
        }
        from = token.span.start;
        before.pop();
        if token.kind == TokenKind::Binding {
            break;
        }
    }
    from
}

impl Place<'_> {
    fn proposals(&self) -> Vec<Proposal> {
        let Some(spec) = spec(self.text, &self.before, self.table) else {
            return if self.before.is_empty() { self.commands() } else { Vec::new() };
        };
        if self.ends_with(Symbol::Slash)
            && matches!(part(self.text, &self.before), Part::Arguments)
            && let Some(found) = self.register_variables()
        {
            return found;
        }
        match part(self.text, &self.before) {
            Part::Command => self.commands(),
            Part::Options => self.options(spec),
            Part::Inside(option) => self.inside(spec, option),
            Part::Condition => self.expression(),
            Part::Arguments => self.arguments(spec),
        }
    }

    fn ends_with(&self, symbol: Symbol) -> bool {
        self.before.last().is_some_and(|token| token.kind == TokenKind::Symbol(symbol))
    }

    fn has_assign(&self) -> bool {
        self.before.iter().any(|token| token.kind == TokenKind::Symbol(Symbol::Assign))
    }

    fn has_word(&self, word: &str) -> bool {
        self.before.iter().any(|token| token.text(self.text) == word)
    }

    fn commands(&self) -> Vec<Proposal> {
        let proposal = |spec: &CommandSpec| Proposal {
            label: spec.name.to_string(),
            detail: spec.syntax.to_string(),
            info: spec.purpose.get(self.locale).to_owned(),
            apply: if spec.syntax == spec.name { spec.name.to_string() } else { format!("{} ", spec.name) },
            kind: ProposalKind::Command,
        };
        let (now, later): (Vec<_>, Vec<_>) =
            self.table.commands.iter().partition(|spec| spec.status == Status::Available);
        now.into_iter().chain(later).map(proposal).collect()
    }

    fn options(&self, spec: &CommandSpec) -> Vec<Proposal> {
        let options = spec.options.iter().filter(|option| !self.has_word(&option.name));
        options
            .map(|option| Proposal {
                label: option.name.to_string(),
                detail: if option.takes == Takes::Nothing { String::new() } else { "( )".to_owned() },
                info: help::option(option, self.locale),
                apply: if option.takes == Takes::Nothing {
                    option.name.to_string()
                } else {
                    format!("{}(", option.name)
                },
                kind: ProposalKind::Option,
            })
            .collect()
    }

    fn inside(&self, spec: &CommandSpec, option: &str) -> Vec<Proposal> {
        match spec.options.iter().find(|known| known.name == option).map(|known| &known.takes) {
            Some(Takes::Choice(words)) => {
                words.iter().map(|word| simple(word.to_string(), String::new(), ProposalKind::Option)).collect()
            }
            Some(Takes::Variable | Takes::Variables | Takes::MaybeVariable | Takes::Terms) => self.variables(),
            _ => Vec::new(),
        }
    }

    /// Whether a name of the writer's own stands here: whatever is proposed would only come in its way.
    fn takes_new_name(&self, spec: &CommandSpec) -> bool {
        let is_named =
            self.ends_with(Symbol::Arrow) || self.before.last().is_some_and(|last| last.text(self.text) == "as");
        let is_next = spec.shape.names_before_new().is_some_and(|before| self.n_arguments() == before);
        is_named || is_next
    }

    /// How many words stand behind the command.
    fn n_arguments(&self) -> usize {
        let command = command_word(self.text, &self.before, self.table).map_or(0, |(_, length)| length);
        self.before.len().saturating_sub(command)
    }

    fn arguments(&self, spec: &CommandSpec) -> Vec<Proposal> {
        match spec.shape {
            _ if self.takes_new_name(spec) => Vec::new(),
            Shape::None => Vec::new(),
            Shape::Require => self.databanks(),
            Shape::Import | Shape::ImportEvent | Shape::ImportPanel | Shape::Sources => self.aliases(),
            Shape::Assign | Shape::AssignNew if self.has_assign() => self.expression(),
            Shape::AssignNew | Shape::NewDataset => Vec::new(),
            Shape::Datasets | Shape::DatasetAndNew => self.datasets(),
            Shape::Merge if self.has_word("on") => self.target_variables(),
            Shape::Merge if self.has_word("into") => [self.datasets(), keywords(&["on"])].concat(),
            Shape::Merge => [self.variables(), keywords(&["into"])].concat(),
            Shape::Statistics | Shape::Bars if self.ends_with(Symbol::Open) => self.statistics(spec),
            Shape::ListLabels => [self.lists(), self.aliases()].concat(),
            Shape::DefineLabels | Shape::Sample => Vec::new(),
            Shape::Words if spec.name == "help" => self.commands(),
            Shape::Words if spec.name == "help-function" => self.functions(),
            Shape::Words => Vec::new(),
            Shape::Command => self.commands(),
            Shape::Names if spec.name == "assign-labels" && self.n_arguments() > 0 => self.lists(),
            Shape::Names if spec.name == "drop-labels" => self.lists(),
            _ if spec.takes_condition => [self.variables(), keywords(&["if"])].concat(),
            _ => self.variables(),
        }
    }

    fn databanks(&self) -> Vec<Proposal> {
        self.names.databanks().into_iter().map(|name| simple(name, String::new(), ProposalKind::Name)).collect()
    }

    fn aliases(&self) -> Vec<Proposal> {
        let proposal = |(alias, bank): (&String, &crate::check::Alias)| Proposal {
            apply: format!("{alias}/"),
            ..simple(alias.clone(), bank.databank.clone(), ProposalKind::Name)
        };
        self.state.aliases.iter().map(proposal).collect()
    }

    /// Variables of the databank whose alias stands before the slash.
    fn register_variables(&self) -> Option<Vec<Proposal>> {
        let alias = self.before.get(self.before.len().checked_sub(2)?)?.text(self.text);
        let bank = self.state.aliases.get(alias)?;
        let proposal = |name: &str| {
            let found = self.names.variable(&bank.databank, bank.version, name);
            let title = found.map_or("", |variable| variable.title.get(self.locale).0);
            let kind = found
                .map(|variable| variable.temporality.title())
                .map_or_else(String::new, |kind| kind.get(self.locale).to_owned());
            Proposal { info: kind, ..simple(name.to_owned(), title.to_owned(), ProposalKind::Variable) }
        };
        Some(self.names.variables(&bank.databank, bank.version).into_iter().map(proposal).collect())
    }

    fn variables_of(&self, dataset: &str) -> Vec<Proposal> {
        let Some(dataset) = self.state.datasets.get(dataset) else { return Vec::new() };
        let proposal = |(name, column): (&String, &crate::check::Column)| {
            simple(name.clone(), column.origin.clone().unwrap_or_default(), ProposalKind::Variable)
        };
        let key = dataset
            .unit_type
            .map(|unit_type| simple(unit_type.spec().key.to_owned(), String::new(), ProposalKind::Variable));
        dataset.columns.iter().map(proposal).chain(key).collect()
    }

    fn variables(&self) -> Vec<Proposal> {
        self.state.active.as_deref().map_or_else(Vec::new, |active| self.variables_of(active))
    }

    fn target_variables(&self) -> Vec<Proposal> {
        let into = self.before.iter().position(|token| token.text(self.text) == "into");
        let target = into.and_then(|at| self.before.get(at + 1)).map(|token| token.text(self.text));
        target.map_or_else(Vec::new, |target| self.variables_of(target))
    }

    fn datasets(&self) -> Vec<Proposal> {
        let named = self.state.datasets.keys().filter(|name| !name.is_empty());
        named.map(|name| simple(name.clone(), String::new(), ProposalKind::Dataset)).collect()
    }

    fn lists(&self) -> Vec<Proposal> {
        self.state.lists.keys().map(|name| simple(name.clone(), String::new(), ProposalKind::Name)).collect()
    }

    fn statistics(&self, spec: &CommandSpec) -> Vec<Proposal> {
        let names: &[&str] =
            if spec.shape == Shape::Bars { &crate::check::BAR_STATISTICS } else { &crate::check::GROUP_STATISTICS };
        names.iter().map(|name| simple((*name).to_owned(), String::new(), ProposalKind::Option)).collect()
    }

    fn functions(&self) -> Vec<Proposal> {
        let proposal = |spec: &crate::spec::FunctionSpec| Proposal {
            label: spec.name.to_string(),
            detail: help::signature(spec),
            info: spec.purpose.get(self.locale).to_owned(),
            apply: if spec.parameters.is_empty() { format!("{}()", spec.name) } else { format!("{}(", spec.name) },
            kind: ProposalKind::Function,
        };
        self.table.functions.iter().filter(|spec| spec.status == Status::Available).map(proposal).collect()
    }

    fn expression(&self) -> Vec<Proposal> {
        [self.variables(), self.functions(), keywords(&["if"])].concat()
    }
}

fn keywords(words: &[&str]) -> Vec<Proposal> {
    words
        .iter()
        .map(|word| Proposal {
            apply: format!("{word} "),
            ..simple((*word).to_owned(), String::new(), ProposalKind::Keyword)
        })
        .collect()
}

fn simple(label: String, detail: String, kind: ProposalKind) -> Proposal {
    Proposal { apply: label.clone(), label, detail, info: String::new(), kind }
}

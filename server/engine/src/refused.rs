//! Refusals of the filter as the user meets them: at the words of the script that they are about, with what would pass.

use disclosure::{Place, Refusal};
use language::call::{Arguments, Call, Expr, ExprKind, Name, OptionCall, Term, Value};
use language::diagnostic::{Diagnostic, Severity};
use language::span::Span;
use text::{Text, t};

use crate::names::canonical;

/// A refusal in words; limits of the policy, metadata and released numbers, never a count.
pub fn diagnostic(refusal: &Refusal, call: &Call) -> Diagnostic {
    let hints = match refusal {
        Refusal::PopulationTooSmall { .. } => wider(call),
        _ => refusal.hints(),
    };
    Diagnostic {
        severity: Severity::Error,
        code: refusal.code(),
        message: refusal.message(),
        span: span(&refusal.place(), call).unwrap_or(call.span),
        hints,
    }
}

/// Where in the statement it is.
fn span(place: &Place<'_>, call: &Call) -> Option<Span> {
    match place {
        Place::Variables(variables) => {
            let is_meant = |name: &Name| variables.contains(&canonical(&name.value).as_str());
            named(call).into_iter().find(is_meant).map(|name| name.span)
        }
        Place::Options(options) => options.iter().find_map(|option| call.option(option)).map(|option| option.span),
        Place::Condition => call.condition.as_ref().map(|condition| condition.span),
        Place::Statement => None,
    }
}

/// The variables that a statement names, in its order.
fn named(call: &Call) -> Vec<Name> {
    let mut names = match &call.arguments {
        Arguments::Names(names) => names.clone(),
        Arguments::Bars { variables, .. } => variables.clone(),
        Arguments::Model(model) => {
            let terms = model.terms.iter().flat_map(factors);
            [model.dependent.clone()].into_iter().chain(terms).chain(model.by.iter().cloned()).collect()
        }
        _ => Vec::new(),
    };
    names.extend(call.options.iter().flat_map(of_option));
    names
}

fn factors(term: &Term) -> impl Iterator<Item = Name> + '_ {
    term.factors.iter().map(|factor| factor.name.clone())
}

fn of_option(option: &OptionCall) -> Vec<Name> {
    let bare = option.arguments.iter().filter_map(|argument| match &argument.value {
        Value::Symbol(name) => Some(Name { value: name.clone(), span: argument.span }),
        Value::Number(_) | Value::Text(_) => None,
    });
    bare.chain(option.terms.iter().flat_map(factors)).collect()
}

/// What to widen so that a population is large enough: what the statement itself says.
fn wider(call: &Call) -> Vec<Text> {
    let later = t(
        "eller behold populasjonen og skriv `if` på kommandoen som lager tabellen eller modellen",
        "or keep the population and write `if` on the command that makes the table or model",
    );
    let Some(condition) = &call.condition else {
        return match &call.arguments {
            Arguments::Sample { .. } => vec![t("trekk et større utvalg", "draw a larger sample")],
            Arguments::Import { .. } | Arguments::ImportEvent { .. } | Arguments::ImportPanel { .. } => vec![t(
                "velg en variabel eller en dato som flere enheter har verdi for",
                "choose a variable or a date for which more units have a value",
            )],
            _ => vec![t("velg et videre utvalg", "choose a wider selection")],
        };
    };
    let variables = variables(condition);
    let names: Vec<String> = variables.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    let widen = Text::new(
        format!("gjør betingelsen på {names} videre: flere koder, et grovere nivå, flere år"),
        format!("make the condition on {names} wider: more codes, a coarser level, more years"),
    );
    if variables.is_empty() { vec![later] } else { vec![widen, later] }
}

/// The variables of a condition, each once, in its order.
fn variables(condition: &Expr) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut left = vec![condition];
    while let Some(expr) = left.pop() {
        match &expr.kind {
            ExprKind::Variable(name) if !found.contains(&name.as_str()) => found.push(name),
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) | ExprKind::Missing => {}
            ExprKind::Unary { operand, .. } => left.push(operand),
            // The last one pushed is looked at first.
            ExprKind::Binary { left: first, right, .. } => left.extend([right.as_ref(), first.as_ref()]),
            ExprKind::Function { arguments, .. } => left.extend(arguments.iter().rev()),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use language::Table;
    use language::call::Step;

    use super::*;

    fn call(script: &str) -> Call {
        let table = Table::builtin();
        let parsed = language::parse(script, &table);
        let steps = language::expand(&parsed.script, script, &table).into_iter();
        let calls = steps.filter_map(|step| match step {
            Step::Call(call) => Some(call),
            _ => None,
        });
        calls.last().expect("a call")
    }

    fn words<'a>(script: &'a str, refusal: &Refusal) -> (&'a str, Vec<String>) {
        let found = diagnostic(refusal, &call(script));
        let hints = found.hints.into_iter().map(|hint| hint.en.into_owned()).collect();
        (&script[found.span.start..found.span.end], hints)
    }

    #[test]
    fn a_small_population_is_about_its_condition() {
        let refusal = Refusal::PopulationTooSmall { minimum: 1000 };
        let (place, hints) = words("keep if b == 1 & sqrt(a) > 2 & b < 9", &refusal);
        assert_eq!(place, "b == 1 & sqrt(a) > 2 & b < 9");
        assert!(hints[0].starts_with("make the condition on `b`, `a` wider"), "{hints:?}");
        let (place, hints) = words("sample 2000 7", &refusal);
        assert_eq!((place, hints), ("sample 2000 7", vec!["draw a larger sample".to_owned()]));
    }

    #[test]
    fn a_large_table_is_about_the_variable_to_change() {
        let codes = |n: i32| (0..n).map(|code| disclosure::Value::from(format!("{code:04}").as_str())).collect();
        let axes = vec![
            disclosure::foresight::Axis::new("kjønn", codes(2)),
            disclosure::foresight::Axis::new("yrke", codes(9000)),
        ];
        let planned = disclosure::foresight::Planned::Table(axes);
        let refusal =
            disclosure::foresight::foresee(&disclosure::Policy::CURRENT, disclosure::Profile::Register, &planned)
                .expect("too many");
        let (place, hints) = words("tabulate kjønn yrke", &refusal);
        assert_eq!(place, "yrke");
        assert!(hints[0].contains("`generate yrke_3 = substr(yrke, 1, 3)`"), "{hints:?}");
    }

    #[test]
    fn bars_are_about_their_option() {
        let nearest = disclosure::foresight::NearestBins::Count(50);
        let refusal = Refusal::TooManyBins { limit: 50, nearest };
        let (place, hints) = words("histogram lønn, freq bin(80)", &refusal);
        assert_eq!((place, hints), ("bin(80)", vec!["write `bin(50)`".to_owned()]));
    }
}

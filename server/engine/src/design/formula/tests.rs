use language::call::{Factor, FactorKind, Name, Term};
use language::span::Span;

use super::{Formula, Use};

/// `i.a##c.b` as the parser gives it.
pub(in crate::design) fn term(text: &str) -> Term {
    let is_full = text.contains("##");
    let factors = text
        .split('#')
        .filter(|part| !part.is_empty())
        .map(|part| match part.split_once('.') {
            Some(("i", name)) => (FactorKind::Categorical, name),
            Some(("c", name)) => (FactorKind::Continuous, name),
            _ => (FactorKind::Plain, part),
        })
        .map(|(kind, name)| Factor { kind, name: name_of(name) })
        .collect();
    Term { factors, is_full, span: Span::default() }
}

pub(in crate::design) fn name_of(name: &str) -> Name {
    Name { value: name.to_owned(), span: Span::default() }
}

pub(in crate::design) fn formula(terms: &str, control: &str) -> Formula {
    let list = |text: &str| text.split_whitespace().map(term).collect::<Vec<_>>();
    Formula::new(&name_of("y"), &list(terms), &list(control), true)
}

/// Terms written back, hidden ones in brackets.
fn written(formula: &Formula) -> String {
    let product = |term: &super::FormulaTerm| {
        let factors: Vec<String> = term
            .factors
            .iter()
            .map(|column| &formula.columns[*column])
            .map(|column| match column.used_as {
                Use::Numbers => format!("c.{}", column.name.value),
                Use::Factor => format!("i.{}", column.name.value),
            })
            .collect();
        let text = factors.join("#");
        if term.is_hidden { format!("[{text}]") } else { text }
    };
    formula.terms.iter().map(product).collect::<Vec<_>>().join(" ")
}

fn check(terms: &str, control: &str, expected: &str) {
    assert_eq!(written(&formula(terms, control)), expected, "{terms}");
}

#[test]
fn plain_names_are_numbers_alone_and_factors_in_products() {
    check("x i.g", "", "c.x i.g");
    check("a#b", "", "i.a#i.b");
    check("c.age#c.age", "", "c.age#c.age");
}

#[test]
fn double_hash_writes_every_main_effect_out() {
    check("a##b", "", "i.a i.b i.a#i.b");
    check("i.g##c.x", "", "i.g c.x i.g#c.x");
    check("a##b##c", "", "i.a i.b i.a#i.b i.c i.a#i.c i.b#i.c i.a#i.b#i.c");
}

#[test]
fn a_product_stands_once_whatever_its_order() {
    check("x x i.a#i.b b#a", "", "c.x i.a#i.b");
    check("i.a a##b", "", "i.a i.b i.a#i.b");
}

#[test]
fn control_terms_come_last_and_hidden() {
    check("x", "i.g x z", "c.x [i.g] [c.z]");
}

#[test]
fn a_variable_used_both_ways_has_two_columns() {
    let formula = formula("age i.age", "");
    let uses: Vec<Use> = formula.regressors().iter().map(|column| column.used_as).collect();
    assert_eq!(uses, [Use::Numbers, Use::Factor]);
}

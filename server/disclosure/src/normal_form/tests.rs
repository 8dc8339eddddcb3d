#![allow(clippy::unwrap_used, clippy::expect_used)]
//! Spellings of one question are one, and different questions are different.

mod columns;
mod different;
mod panels;

use super::*;
use crate::policy::{Profile, Tier};
use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};

/// A small register: sex made the population, education has missing values, wage and age are numbers.
struct World {
    sex: ColumnForm,
    education: ColumnForm,
    birth: ColumnForm,
    age: ColumnForm,
    wage: ColumnForm,
    capital: ColumnForm,
    town: ColumnForm,
    population: Form,
}

fn source() -> Source {
    Source {
        databank: "no.ssb.fdb".into(),
        version: "1.0.0.0".into(),
        profile: Profile::Register,
        tier: Tier::Ordinary,
    }
}

fn variable(name: &str, codes: Option<&[&str]>, kind: Kind, can_be_missing: bool) -> ColumnForm {
    ColumnForm::register_variable(&RegisterVariable {
        source: source(),
        name,
        effective: "2022-12-31",
        codes: codes.map(|codes| codes.iter().map(|code| Value::from(*code)).collect()),
        kind,
        can_be_missing,
    })
}

fn number(value: f64) -> ColumnForm {
    ColumnForm::literal(Some(Value::number(value)))
}

fn text(value: &str) -> ColumnForm {
    ColumnForm::literal(Some(Value::from(value)))
}

fn world() -> World {
    let sex = variable("KJOENN", Some(&["1", "2"]), Kind::Text, false);
    let birth = variable("FOEDSELS_AAR_MND", None, Kind::Whole, true);
    let year = ColumnForm::operation(
        "int",
        &[ColumnForm::operation("/", &[birth.clone(), number(100.0)], Kind::Real)],
        Kind::Whole,
    );
    let age = ColumnForm::operation("-", &[number(2022.0), year], Kind::Whole);
    World {
        population: Form::population("import", &["PERSON"], &[&sex], &[]),
        sex,
        education: variable("NUDB_BU", Some(&["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]), Kind::Text, true),
        age,
        birth,
        wage: variable("WLONN", None, Kind::Whole, true),
        capital: variable("KAPITAL", None, Kind::Real, true),
        town: variable("NAVN", None, Kind::Text, true),
    }
}

fn compare(op: Comparison, left: &ColumnForm, right: &ColumnForm) -> Condition {
    Condition::compare(op, left, right)
}

/// `generate new = 0`, `replace new = 1 if c`.
fn flag(condition: &Condition) -> ColumnForm {
    ColumnForm::replaced(&number(0.0), &number(1.0), condition)
}

/// `recode`: first match wins, so rules are laid on from the last to the first.
fn recode(column: &ColumnForm, rules: &[(Interval, f64)]) -> ColumnForm {
    rules.iter().rev().fold(column.clone(), |known, (interval, value)| {
        ColumnForm::replaced(&known, &number(*value), &Condition::in_intervals(column, &[*interval]))
    })
}

/// A function of the education code evaluated once a code, as the engine does it.
fn map_codes(column: &ColumnForm, of: impl Fn(&str) -> Option<Value>) -> ColumnForm {
    let root = ColumnForm::common_root(std::slice::from_ref(column)).expect("a code list");
    let values = column
        .values_over(&root)
        .expect("a map")
        .into_iter()
        .map(|value| match value {
            Some(Value::Text(text)) => of(&text),
            _ => None,
        })
        .collect();
    ColumnForm::mapped(&root, values, std::slice::from_ref(column))
}

#[test]
fn spellings_of_one_question_have_one_identity() {
    let w = world();
    let p = &w.population;
    let adult = compare(GreaterOrEqual, &w.age, &number(18.0));
    let man = compare(Equal, &w.sex, &text("1"));
    let high = compare(GreaterOrEqual, &w.education, &text("6"));
    let rich = compare(Greater, &w.wage, &w.capital);
    let groups = recode(
        &w.age,
        &[(Interval::below(17.0, true), 1.0), (Interval::closed(18.0, 66.0), 2.0), (Interval::above(67.0, true), 3.0)],
    );
    let flag_of_two = flag(&Condition::and([man.clone(), high.clone()]));
    let pairs: Vec<(&str, Form, Form)> = vec![
        ("order of two filters", p.keep(&adult).keep(&man), p.keep(&man).keep(&adult)),
        ("one filter or two", p.keep(&Condition::and([adult.clone(), man.clone()])), p.keep(&adult).keep(&man)),
        (
            "order inside and",
            p.keep(&Condition::and([adult.clone(), man.clone()])),
            p.keep(&Condition::and([man.clone(), adult.clone()])),
        ),
        (
            "order inside or",
            p.keep(&Condition::or([adult.clone(), man.clone()])),
            p.keep(&Condition::or([man.clone(), adult.clone()])),
        ),
        (
            "nested and",
            p.keep(&Condition::and([adult.clone(), Condition::and([man.clone(), high.clone()])])),
            p.keep(&Condition::and([Condition::and([high.clone(), adult.clone()]), man.clone()])),
        ),
        ("keep what is not dropped (cannot be missing)", p.keep(&man), p.drop(&compare(Equal, &w.sex, &text("2")))),
        (
            "keep what is not dropped (can be missing)",
            p.keep(&adult),
            p.drop(&compare(Less, &w.age, &number(18.0))).drop(&Condition::is_missing(&w.age)),
        ),
        ("not over a comparison", p.keep(&adult), p.keep(&compare(Less, &w.age, &number(18.0)).not())),
        ("not not", p.keep(&adult), p.keep(&adult.clone().not().not())),
        (
            "De Morgan",
            p.keep(&Condition::and([adult.clone(), high.clone()]).not()),
            p.keep(&Condition::or([adult.clone().not(), high.clone().not()])),
        ),
        ("De Morgan under drop", p.drop(&Condition::or([adult.clone(), rich.clone()])), p.drop(&adult).drop(&rich)),
        ("whole numbers: > 17 is >= 18", p.keep(&adult), p.keep(&compare(Greater, &w.age, &number(17.0)))),
        ("whole numbers: >= 17.5 is >= 18", p.keep(&adult), p.keep(&compare(GreaterOrEqual, &w.age, &number(17.5)))),
        ("sides swapped with a literal", p.keep(&adult), p.keep(&compare(LessOrEqual, &number(18.0), &w.age))),
        ("sides swapped with a variable", p.keep(&rich), p.keep(&compare(Less, &w.capital, &w.wage))),
        (
            "equality of variables swapped",
            p.keep(&compare(Equal, &w.wage, &w.capital)),
            p.keep(&compare(Equal, &w.capital, &w.wage)),
        ),
        (
            "not of a comparison of variables",
            p.keep(&compare(LessOrEqual, &w.wage, &w.capital)),
            p.keep(&rich.clone().not()),
        ),
        (
            "a range as two comparisons",
            p.keep(&Condition::in_intervals(&w.age, &[Interval::closed(18.0, 66.0)])),
            p.keep(&adult).keep(&compare(LessOrEqual, &w.age, &number(66.0))),
        ),
        (
            "inlist as or",
            p.keep(&Condition::in_values(&w.education, &["1".into(), "3".into()])),
            p.keep(&Condition::or([
                compare(Equal, &w.education, &text("3")),
                compare(Equal, &w.education, &text("1")),
            ])),
        ),
        (
            "inlist of all other codes as !=",
            p.keep(&Condition::in_values(&w.sex, &["1".into()])),
            p.keep(&compare(NotEqual, &w.sex, &text("2"))),
        ),
        (
            "text order over a code list",
            p.keep(&high),
            p.keep(&Condition::in_values(&w.education, &["6".into(), "7".into(), "8".into(), "9".into()])),
        ),
        (
            "a function of a code list",
            p.keep(&high),
            p.keep(&compare(
                Equal,
                &map_codes(&w.education, |code| Some(Value::number(f64::from(u8::from(code >= "6"))))),
                &number(1.0),
            )),
        ),
        (
            "generate = condition, keep if == 1",
            p.keep(&adult),
            p.keep(&compare(Equal, &ColumnForm::truth(&adult), &number(1.0))),
        ),
        ("generate = condition, keep if it", p.keep(&high), p.keep(&Condition::from_column(&ColumnForm::truth(&high)))),
        ("generate 0, replace 1 if c", p.keep(&high), p.keep(&compare(Equal, &flag(&high), &number(1.0)))),
        ("a flag of numbers", p.keep(&adult), p.keep(&compare(Greater, &flag(&adult), &number(0.5)))),
        ("the flag's other side", p.drop(&adult), p.keep(&compare(Equal, &flag(&adult), &number(0.0)))),
        ("a table's cell and a filter", p.cell(&w.sex, Some(&"1".into())), p.keep(&man)),
        (
            "cells with dimensions swapped",
            p.cell(&w.sex, Some(&"1".into())).cell(&w.education, Some(&"3".into())),
            p.cell(&w.education, Some(&"3".into())).cell(&w.sex, Some(&"1".into())),
        ),
        (
            "a recoded cell and the interval",
            p.cell(&groups, Some(&2.0.into())),
            p.keep(&adult).keep(&compare(Less, &w.age, &number(67.0))),
        ),
        (
            "a recode of a recode",
            p.cell(&recode(&groups, &[(Interval::closed(2.0, 3.0), 9.0)]), Some(&9.0.into())),
            p.keep(&adult),
        ),
        (
            "a margin and the filter for valid values",
            p.valid(&w.education),
            p.drop(&Condition::is_missing(&w.education)),
        ),
        ("a margin over what cannot be missing", p.valid(&w.sex), p.clone()),
        ("a vacuous condition", p.keep(&Condition::in_values(&w.sex, &["1".into(), "2".into()])), p.clone()),
        (
            "all values and missing",
            p.keep(&Condition::or([adult.clone(), adult.clone().not(), Condition::is_missing(&w.age)])),
            p.clone(),
        ),
        ("a constant condition", p.keep(&compare(Less, &number(1.0), &number(2.0))), p.clone()),
        ("dropping nothing", p.drop(&compare(Less, &number(2.0), &number(1.0))), p.clone()),
        (
            "union of intervals",
            p.keep(&Condition::or([compare(Less, &w.age, &number(18.0)), compare(Greater, &w.age, &number(66.0))])),
            p.keep(&Condition::in_intervals(&w.age, &[Interval::closed(18.0, 66.0)]).not()),
        ),
        (
            "narrowed twice",
            p.keep(&adult).keep(&compare(GreaterOrEqual, &w.age, &number(25.0))),
            p.keep(&compare(GreaterOrEqual, &w.age, &number(25.0))),
        ),
        ("the same filter again", p.keep(&rich).keep(&rich), p.keep(&rich)),
        (
            "sysmiss() == 0",
            p.keep(&compare(Equal, &ColumnForm::truth(&Condition::is_missing(&w.wage)), &number(0.0))),
            p.valid(&w.wage),
        ),
        ("a flag of two variables", p.keep(&compare(Equal, &ColumnForm::truth(&rich), &number(1.0))), p.keep(&rich)),
        ("its zero", p.keep(&compare(Equal, &ColumnForm::truth(&rich), &number(0.0))), p.keep(&rich.clone().not())),
        (
            "commuted addition",
            p.keep(&compare(
                Greater,
                &ColumnForm::operation("+", &[w.wage.clone(), w.capital.clone()], Kind::Real),
                &number(5.0),
            )),
            p.keep(&compare(
                Greater,
                &ColumnForm::operation("+", &[w.capital.clone(), w.wage.clone()], Kind::Real),
                &number(5.0),
            )),
        ),
        (
            "texts without a list",
            p.keep(&Condition::in_values(&w.town, &["a".into(), "b".into()])),
            p.keep(&Condition::or([compare(Equal, &w.town, &text("b")), compare(Equal, &w.town, &text("a"))])),
        ),
        ("a truth of a code map is a code map", p.cell(&flag(&high), Some(&1.0.into())), p.keep(&high)),
        ("generate 0, replace 1 if two variables", p.cell(&flag_of_two, Some(&1.0.into())), p.keep(&man).keep(&high)),
        (
            "its zero is the rest",
            p.cell(&flag_of_two, Some(&0.0.into())),
            p.drop(&Condition::and([man.clone(), high.clone()])),
        ),
        (
            "replaced twice, and either",
            p.cell(&ColumnForm::replaced(&flag(&man), &number(1.0), &rich), Some(&1.0.into())),
            p.cell(&ColumnForm::replaced(&flag(&rich), &number(1.0), &man), Some(&1.0.into())),
        ),
        (
            "either of two flags",
            p.cell(&ColumnForm::replaced(&flag(&man), &number(1.0), &high), Some(&1.0.into())),
            p.keep(&Condition::or([high.clone(), man.clone()])),
        ),
        (
            "what is said already",
            p.keep(&Condition::or([rich.clone(), Condition::and([rich.clone(), high.clone()])])),
            p.keep(&rich),
        ),
        (
            "a product of flags is both",
            p.cell(&ColumnForm::operation("*", &[flag(&man), flag(&adult)], Kind::Whole), Some(&1.0.into())),
            p.keep(&adult).keep(&man),
        ),
        (
            "flags made in two ways",
            p.cell(&flag_of_two, Some(&1.0.into())),
            p.cell(&flag(&Condition::and([high.clone(), man.clone()])), Some(&1.0.into())),
        ),
    ];
    assert!(pairs.len() >= 25);
    for (what, a, b) in pairs {
        assert_eq!(a.def_id(), b.def_id(), "{what}\n{a:?}\n{b:?}");
    }
}

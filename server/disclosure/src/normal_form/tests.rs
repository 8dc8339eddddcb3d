#![allow(clippy::unwrap_used, clippy::expect_used)]
//! Spellings of one question are one, and different questions are different.

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
    let year = ColumnForm::operation("int", &[ColumnForm::operation("/", &[birth.clone(), number(100.0)], Kind::Real)], Kind::Whole);
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
        &[
            (Interval::below(17.0, true), 1.0),
            (Interval::closed(18.0, 66.0), 2.0),
            (Interval::above(67.0, true), 3.0),
        ],
    );
    let flag_of_two = flag(&Condition::and([man.clone(), high.clone()]));
    let pairs: Vec<(&str, Form, Form)> = vec![
        ("order of two filters", p.keep(&adult).keep(&man), p.keep(&man).keep(&adult)),
        ("one filter or two", p.keep(&Condition::and([adult.clone(), man.clone()])), p.keep(&adult).keep(&man)),
        ("order inside and", p.keep(&Condition::and([adult.clone(), man.clone()])), p.keep(&Condition::and([man.clone(), adult.clone()]))),
        ("order inside or", p.keep(&Condition::or([adult.clone(), man.clone()])), p.keep(&Condition::or([man.clone(), adult.clone()]))),
        ("nested and", p.keep(&Condition::and([adult.clone(), Condition::and([man.clone(), high.clone()])])), p.keep(&Condition::and([Condition::and([high.clone(), adult.clone()]), man.clone()]))),
        ("keep what is not dropped (cannot be missing)", p.keep(&man), p.drop(&compare(Equal, &w.sex, &text("2")))),
        ("keep what is not dropped (can be missing)", p.keep(&adult), p.drop(&compare(Less, &w.age, &number(18.0))).drop(&Condition::is_missing(&w.age))),
        ("not over a comparison", p.keep(&adult), p.keep(&compare(Less, &w.age, &number(18.0)).not())),
        ("not not", p.keep(&adult), p.keep(&adult.clone().not().not())),
        ("De Morgan", p.keep(&Condition::and([adult.clone(), high.clone()]).not()), p.keep(&Condition::or([adult.clone().not(), high.clone().not()]))),
        ("De Morgan under drop", p.drop(&Condition::or([adult.clone(), rich.clone()])), p.drop(&adult).drop(&rich)),
        ("whole numbers: > 17 is >= 18", p.keep(&adult), p.keep(&compare(Greater, &w.age, &number(17.0)))),
        ("whole numbers: >= 17.5 is >= 18", p.keep(&adult), p.keep(&compare(GreaterOrEqual, &w.age, &number(17.5)))),
        ("sides swapped with a literal", p.keep(&adult), p.keep(&compare(LessOrEqual, &number(18.0), &w.age))),
        ("sides swapped with a variable", p.keep(&rich), p.keep(&compare(Less, &w.capital, &w.wage))),
        ("equality of variables swapped", p.keep(&compare(Equal, &w.wage, &w.capital)), p.keep(&compare(Equal, &w.capital, &w.wage))),
        ("not of a comparison of variables", p.keep(&compare(LessOrEqual, &w.wage, &w.capital)), p.keep(&rich.clone().not())),
        ("a range as two comparisons", p.keep(&Condition::in_intervals(&w.age, &[Interval::closed(18.0, 66.0)])), p.keep(&adult).keep(&compare(LessOrEqual, &w.age, &number(66.0)))),
        ("inlist as or", p.keep(&Condition::in_values(&w.education, &["1".into(), "3".into()])), p.keep(&Condition::or([compare(Equal, &w.education, &text("3")), compare(Equal, &w.education, &text("1"))]))),
        ("inlist of all other codes as !=", p.keep(&Condition::in_values(&w.sex, &["1".into()])), p.keep(&compare(NotEqual, &w.sex, &text("2")))),
        ("text order over a code list", p.keep(&high), p.keep(&Condition::in_values(&w.education, &["6".into(), "7".into(), "8".into(), "9".into()]))),
        ("a function of a code list", p.keep(&high), p.keep(&compare(Equal, &map_codes(&w.education, |code| Some(Value::number(f64::from(u8::from(code >= "6"))))), &number(1.0)))),
        ("generate = condition, keep if == 1", p.keep(&adult), p.keep(&compare(Equal, &ColumnForm::truth(&adult), &number(1.0)))),
        ("generate = condition, keep if it", p.keep(&high), p.keep(&Condition::from_column(&ColumnForm::truth(&high)))),
        ("generate 0, replace 1 if c", p.keep(&high), p.keep(&compare(Equal, &flag(&high), &number(1.0)))),
        ("a flag of numbers", p.keep(&adult), p.keep(&compare(Greater, &flag(&adult), &number(0.5)))),
        ("the flag's other side", p.drop(&adult), p.keep(&compare(Equal, &flag(&adult), &number(0.0)))),
        ("a table's cell and a filter", p.cell(&w.sex, Some(&"1".into())), p.keep(&man)),
        ("cells with dimensions swapped", p.cell(&w.sex, Some(&"1".into())).cell(&w.education, Some(&"3".into())), p.cell(&w.education, Some(&"3".into())).cell(&w.sex, Some(&"1".into()))),
        ("a recoded cell and the interval", p.cell(&groups, Some(&2.0.into())), p.keep(&adult).keep(&compare(Less, &w.age, &number(67.0)))),
        ("a recode of a recode", p.cell(&recode(&groups, &[(Interval::closed(2.0, 3.0), 9.0)]), Some(&9.0.into())), p.keep(&adult)),
        ("a margin and the filter for valid values", p.valid(&w.education), p.drop(&Condition::is_missing(&w.education))),
        ("a margin over what cannot be missing", p.valid(&w.sex), p.clone()),
        ("a vacuous condition", p.keep(&Condition::in_values(&w.sex, &["1".into(), "2".into()])), p.clone()),
        ("all values and missing", p.keep(&Condition::or([adult.clone(), adult.clone().not(), Condition::is_missing(&w.age)])), p.clone()),
        ("a constant condition", p.keep(&compare(Less, &number(1.0), &number(2.0))), p.clone()),
        ("dropping nothing", p.drop(&compare(Less, &number(2.0), &number(1.0))), p.clone()),
        ("union of intervals", p.keep(&Condition::or([compare(Less, &w.age, &number(18.0)), compare(Greater, &w.age, &number(66.0))])), p.keep(&Condition::in_intervals(&w.age, &[Interval::closed(18.0, 66.0)]).not())),
        ("narrowed twice", p.keep(&adult).keep(&compare(GreaterOrEqual, &w.age, &number(25.0))), p.keep(&compare(GreaterOrEqual, &w.age, &number(25.0)))),
        ("the same filter again", p.keep(&rich).keep(&rich), p.keep(&rich)),
        ("sysmiss() == 0", p.keep(&compare(Equal, &ColumnForm::truth(&Condition::is_missing(&w.wage)), &number(0.0))), p.valid(&w.wage)),
        ("a flag of two variables", p.keep(&compare(Equal, &ColumnForm::truth(&rich), &number(1.0))), p.keep(&rich)),
        ("its zero", p.keep(&compare(Equal, &ColumnForm::truth(&rich), &number(0.0))), p.keep(&rich.clone().not())),
        ("commuted addition", p.keep(&compare(Greater, &ColumnForm::operation("+", &[w.wage.clone(), w.capital.clone()], Kind::Real), &number(5.0))), p.keep(&compare(Greater, &ColumnForm::operation("+", &[w.capital.clone(), w.wage.clone()], Kind::Real), &number(5.0)))),
        ("texts without a list", p.keep(&Condition::in_values(&w.town, &["a".into(), "b".into()])), p.keep(&Condition::or([compare(Equal, &w.town, &text("b")), compare(Equal, &w.town, &text("a"))]))),
        ("a truth of a code map is a code map", p.cell(&flag(&high), Some(&1.0.into())), p.keep(&high)),
        ("flags made in two ways", p.cell(&flag_of_two, Some(&1.0.into())), p.cell(&flag(&Condition::and([high.clone(), man.clone()])), Some(&1.0.into()))),
    ];
    assert!(pairs.len() >= 25);
    for (what, a, b) in pairs {
        assert_eq!(a.def_id(), b.def_id(), "{what}\n{a:?}\n{b:?}");
    }
}

#[test]
fn different_questions_have_different_identities() {
    let w = world();
    let p = &w.population;
    let adult = compare(GreaterOrEqual, &w.age, &number(18.0));
    let man = compare(Equal, &w.sex, &text("1"));
    let high = compare(GreaterOrEqual, &w.education, &text("6"));
    let rich = compare(Greater, &w.wage, &w.capital);
    let other_year = ColumnForm::register_variable(&RegisterVariable {
        source: source(),
        name: "WLONN",
        effective: "2021-12-31",
        codes: None,
        kind: Kind::Whole,
        can_be_missing: true,
    });
    let pairs: Vec<(&str, Form, Form)> = vec![
        ("a filter or none", p.keep(&adult), p.clone()),
        ("its complement", p.keep(&man), p.drop(&man)),
        ("another bound", p.keep(&adult), p.keep(&compare(GreaterOrEqual, &w.age, &number(19.0)))),
        ("open and closed end of a real number", p.keep(&compare(Greater, &w.capital, &number(1.0))), p.keep(&compare(GreaterOrEqual, &w.capital, &number(1.0)))),
        ("another code", p.cell(&w.education, Some(&"3".into())), p.cell(&w.education, Some(&"4".into()))),
        ("missing as a category", p.cell(&w.education, None), p.valid(&w.education)),
        ("keep and drop where values are missing", p.keep(&adult), p.drop(&compare(Less, &w.age, &number(18.0)))),
        ("keep not and drop", p.keep(&adult.clone().not()), p.drop(&adult)),
        ("and, or", p.keep(&Condition::and([adult.clone(), high.clone()])), p.keep(&Condition::or([adult.clone(), high.clone()]))),
        ("or of negations", p.keep(&Condition::or([adult.clone(), man.clone()])), p.keep(&Condition::or([adult.clone().not(), man.clone()]))),
        ("another variable", p.keep(&compare(Greater, &w.wage, &number(5.0))), p.keep(&compare(Greater, &w.capital, &number(5.0)))),
        ("another year of one variable", p.keep(&compare(Greater, &w.wage, &number(5.0))), p.keep(&compare(Greater, &other_year, &number(5.0)))),
        ("less and less or equal of variables", p.keep(&rich), p.keep(&compare(GreaterOrEqual, &w.wage, &w.capital))),
        ("unless and not of several variables", p.drop(&rich), p.keep(&rich.clone().not())),
        ("a margin with and without missing", p.valid(&w.education), p.clone()),
        ("a valid wage", p.valid(&w.wage), p.valid(&w.capital)),
        ("another first import", Form::population("import", &["PERSON"], &[&w.education], &[]), p.clone()),
        ("another unit type", Form::population("import", &["FAMILIE"], &[&w.sex], &[]), p.clone()),
        ("an outer join", Form::population("outer_join", &[], &[&w.wage], &[p]), p.clone()),
        ("a sample", Form::population("sample", &["0.5", "1"], &[], &[p]), p.clone()),
        ("another seed", Form::population("sample", &["0.5", "1"], &[], &[p]), Form::population("sample", &["0.5", "2"], &[], &[p])),
        ("a filter before a collapse", Form::population("collapse", &["x"], &[&w.sex], &[&p.keep(&adult)]), Form::population("collapse", &["x"], &[&w.sex], &[p])),
        ("an operation and its argument", p.keep(&compare(Greater, &ColumnForm::operation("abs", std::slice::from_ref(&w.wage), Kind::Whole), &number(5.0))), p.keep(&compare(Greater, &w.wage, &number(5.0)))),
        ("subtraction does not commute", p.keep(&compare(Greater, &ColumnForm::operation("-", &[w.wage.clone(), w.capital.clone()], Kind::Real), &number(5.0))), p.keep(&compare(Greater, &ColumnForm::operation("-", &[w.capital.clone(), w.wage.clone()], Kind::Real), &number(5.0)))),
        ("an aggregate over other rows", p.keep(&compare(Greater, &ColumnForm::dependent_on_rows("aggregate", &[w.wage.clone(), w.sex.clone()], &["mean"], &[p], Kind::Real), &number(5.0))), p.keep(&compare(Greater, &ColumnForm::dependent_on_rows("aggregate", &[w.wage.clone(), w.sex.clone()], &["mean"], &[&p.keep(&adult)], Kind::Real), &number(5.0)))),
        ("a flag and its zero", p.cell(&flag(&high), Some(&1.0.into())), p.cell(&flag(&high), Some(&0.0.into()))),
        ("recoded to one category more", p.cell(&recode(&w.age, &[(Interval::below(17.0, true), 1.0), (Interval::above(18.0, true), 2.0)]), Some(&2.0.into())), p.cell(&recode(&w.age, &[(Interval::below(18.0, true), 1.0), (Interval::above(19.0, true), 2.0)]), Some(&2.0.into()))),
        ("the text 1 and the number 1", p.cell(&w.town, Some(&"1".into())), p.cell(&w.birth, Some(&1.0.into()))),
        ("impossible and everything", p.keep(&compare(Equal, &w.sex, &text("3"))), p.clone()),
        ("birth month and age", p.keep(&compare(Greater, &w.birth, &number(18.0))), p.keep(&compare(Greater, &w.age, &number(18.0)))),
    ];
    assert!(pairs.len() >= 25);
    for (what, a, b) in pairs {
        assert_ne!(a.def_id(), b.def_id(), "{what}\n{a:?}\n{b:?}");
    }
}

#[test]
fn a_first_import_can_be_missing_after_an_outer_join() {
    let w = world();
    assert!(!w.sex.can_be_missing());
    let joined = w.sex.outer_joined();
    assert!(joined.can_be_missing());
    assert_ne!(w.population.valid(&joined).def_id(), w.population.def_id());
    assert!(flag(&compare(Equal, &w.sex, &text("1"))).few_values(20).is_some());
}

#[test]
fn possible_values_come_from_metadata_only() {
    let w = world();
    let adult = compare(GreaterOrEqual, &w.age, &number(18.0));
    assert_eq!(ColumnForm::truth(&adult).few_values(20).map(|values| values.len()), Some(2));
    assert_eq!(flag(&adult).few_values(20).map(|values| values.len()), Some(2));
    assert_eq!(w.education.few_values(20).map(|values| values.len()), Some(10));
    assert_eq!(w.education.few_values(5), None);
    assert_eq!(w.age.few_values(20), None);
    let open = recode(&w.age, &[(Interval::below(17.0, true), 1.0)]);
    assert_eq!(open.few_values(20), None, "values from 18 stay as they are");
}

#[test]
fn only_amplifying_columns_are_clamped() {
    let w = world();
    let op = |name: &str, args: &[ColumnForm]| ColumnForm::operation(name, args, Kind::Real);
    assert!(!w.age.is_clamped(), "arithmetic with literals");
    assert!(!op("ln", std::slice::from_ref(&w.wage)).is_clamped());
    assert!(!op("*", &[w.wage.clone(), number(12.0)]).is_clamped());
    assert!(op("exp", std::slice::from_ref(&w.wage)).is_clamped());
    assert!(op("^", &[w.wage.clone(), number(2.0)]).is_clamped());
    assert!(op("+", &[w.wage.clone(), w.capital.clone()]).is_clamped());
    assert!(op("*", &[w.wage.clone(), w.wage.clone()]).is_clamped());
    let chosen = ColumnForm::replaced(&w.wage, &number(1e9), &compare(Equal, &w.education, &text("6")));
    assert!(chosen.is_clamped(), "a choice by another variable");
    assert!(!flag(&compare(Greater, &w.wage, &number(1e6))).is_clamped());
}

#[test]
fn sources_are_those_that_occur() {
    let w = world();
    let mut health = source();
    health.databank = "no.fhi.npr".into();
    health.tier = Tier::Sensitive;
    let diagnosis = ColumnForm::register_variable(&RegisterVariable {
        source: health,
        name: "DIAGNOSE",
        effective: "",
        codes: Some(vec!["A".into(), "B".into()]),
        kind: Kind::Text,
        can_be_missing: true,
    });
    let p = &w.population;
    assert_eq!(p.sources().tier(), Tier::Ordinary);
    assert_eq!(p.cell(&diagnosis, Some(&"A".into())).sources().tier(), Tier::Sensitive);
    let vacuous = Condition::or([Condition::is_missing(&diagnosis), Condition::is_missing(&diagnosis).not()]);
    assert_eq!(p.keep(&vacuous).sources(), p.sources());
}

//! Questions that must not be one.

use super::*;

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
        (
            "open and closed end of a real number",
            p.keep(&compare(Greater, &w.capital, &number(1.0))),
            p.keep(&compare(GreaterOrEqual, &w.capital, &number(1.0))),
        ),
        ("another code", p.cell(&w.education, Some(&"3".into())), p.cell(&w.education, Some(&"4".into()))),
        ("missing as a category", p.cell(&w.education, None), p.valid(&w.education)),
        ("keep and drop where values are missing", p.keep(&adult), p.drop(&compare(Less, &w.age, &number(18.0)))),
        ("keep not and drop", p.keep(&adult.clone().not()), p.drop(&adult)),
        (
            "and, or",
            p.keep(&Condition::and([adult.clone(), high.clone()])),
            p.keep(&Condition::or([adult.clone(), high.clone()])),
        ),
        (
            "or of negations",
            p.keep(&Condition::or([adult.clone(), man.clone()])),
            p.keep(&Condition::or([adult.clone().not(), man.clone()])),
        ),
        (
            "another variable",
            p.keep(&compare(Greater, &w.wage, &number(5.0))),
            p.keep(&compare(Greater, &w.capital, &number(5.0))),
        ),
        (
            "another year of one variable",
            p.keep(&compare(Greater, &w.wage, &number(5.0))),
            p.keep(&compare(Greater, &other_year, &number(5.0))),
        ),
        ("less and less or equal of variables", p.keep(&rich), p.keep(&compare(GreaterOrEqual, &w.wage, &w.capital))),
        ("unless and not of several variables", p.drop(&rich), p.keep(&rich.clone().not())),
        ("a margin with and without missing", p.valid(&w.education), p.clone()),
        ("a valid wage", p.valid(&w.wage), p.valid(&w.capital)),
        ("another first import", Form::population("import", &["PERSON"], &[&w.education], &[]), p.clone()),
        ("another unit type", Form::population("import", &["FAMILIE"], &[&w.sex], &[]), p.clone()),
        ("an outer join", Form::population("outer_join", &[], &[&w.wage], &[p]), p.clone()),
        ("a sample", Form::population("sample", &["0.5", "1"], &[], &[p]), p.clone()),
        (
            "another seed",
            Form::population("sample", &["0.5", "1"], &[], &[p]),
            Form::population("sample", &["0.5", "2"], &[], &[p]),
        ),
        (
            "a filter before a collapse",
            Form::population("collapse", &["x"], &[&w.sex], &[&p.keep(&adult)]),
            Form::population("collapse", &["x"], &[&w.sex], &[p]),
        ),
        (
            "an operation and its argument",
            p.keep(&compare(
                Greater,
                &ColumnForm::operation("abs", std::slice::from_ref(&w.wage), Kind::Whole),
                &number(5.0),
            )),
            p.keep(&compare(Greater, &w.wage, &number(5.0))),
        ),
        (
            "subtraction does not commute",
            p.keep(&compare(
                Greater,
                &ColumnForm::operation("-", &[w.wage.clone(), w.capital.clone()], Kind::Real),
                &number(5.0),
            )),
            p.keep(&compare(
                Greater,
                &ColumnForm::operation("-", &[w.capital.clone(), w.wage.clone()], Kind::Real),
                &number(5.0),
            )),
        ),
        (
            "an aggregate over other rows",
            p.keep(&compare(
                Greater,
                &ColumnForm::dependent_on_rows(
                    "aggregate",
                    &[w.wage.clone(), w.sex.clone()],
                    &["mean"],
                    &[p],
                    Kind::Real,
                ),
                &number(5.0),
            )),
            p.keep(&compare(
                Greater,
                &ColumnForm::dependent_on_rows(
                    "aggregate",
                    &[w.wage.clone(), w.sex.clone()],
                    &["mean"],
                    &[&p.keep(&adult)],
                    Kind::Real,
                ),
                &number(5.0),
            )),
        ),
        ("a flag and its zero", p.cell(&flag(&high), Some(&1.0.into())), p.cell(&flag(&high), Some(&0.0.into()))),
        (
            "recoded to one category more",
            p.cell(
                &recode(&w.age, &[(Interval::below(17.0, true), 1.0), (Interval::above(18.0, true), 2.0)]),
                Some(&2.0.into()),
            ),
            p.cell(
                &recode(&w.age, &[(Interval::below(18.0, true), 1.0), (Interval::above(19.0, true), 2.0)]),
                Some(&2.0.into()),
            ),
        ),
        ("the text 1 and the number 1", p.cell(&w.town, Some(&"1".into())), p.cell(&w.birth, Some(&1.0.into()))),
        ("impossible and everything", p.keep(&compare(Equal, &w.sex, &text("3"))), p.clone()),
        (
            "birth month and age",
            p.keep(&compare(Greater, &w.birth, &number(18.0))),
            p.keep(&compare(Greater, &w.age, &number(18.0))),
        ),
    ];
    assert!(pairs.len() >= 25);
    for (what, a, b) in pairs {
        assert_ne!(a.def_id(), b.def_id(), "{what}\n{a:?}\n{b:?}");
    }
}

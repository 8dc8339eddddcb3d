//! What a column's provenance says of it: missing values, possible values, clamp, sources.

use super::*;

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
fn constants_are_folded() {
    let w = world();
    let sum = ColumnForm::operation("+", &[number(2000.0), number(22.0)], Kind::Whole);
    let age = |year: &ColumnForm| ColumnForm::operation("-", &[year.clone(), w.birth.clone()], Kind::Whole);
    assert_eq!(age(&sum).node(), age(&number(2022.0)).node());
    assert_eq!(ColumnForm::operation("neg", &[number(3.0)], Kind::Whole), number(-3.0));
    assert_eq!(ColumnForm::operation("/", &[number(3.0), number(0.0)], Kind::Real), ColumnForm::literal(None));
}

#[test]
fn only_operations_that_cannot_overflow_cannot_be_missing() {
    let first = variable("FIRST", None, Kind::Whole, false);
    let op = |name: &str, args: &[ColumnForm]| ColumnForm::operation(name, args, Kind::Real).can_be_missing();
    assert!(!op("neg", std::slice::from_ref(&first)));
    assert!(!op("abs", std::slice::from_ref(&first)));
    // `wage * 1e302` is missing for wages above a number of the attacker's choice.
    for name in ["+", "-", "*", "/"] {
        assert!(op(name, &[first.clone(), number(1e302)]), "{name}");
    }
    for name in ["ln", "int", "round", "exp"] {
        assert!(op(name, std::slice::from_ref(&first)), "{name}");
    }
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
fn values_written_by_conditions_on_several_variables_are_known() {
    let w = world();
    let adult = compare(GreaterOrEqual, &w.age, &number(18.0));
    let high = compare(GreaterOrEqual, &w.education, &text("6"));
    let rich = compare(Greater, &w.wage, &w.capital);
    let values = |column: &ColumnForm| column.few_values(20).map(|values| values.len());
    let both = flag(&Condition::and([adult.clone(), high.clone()]));
    assert_eq!(values(&both), Some(2));
    assert!(!both.can_be_missing());
    let three = ColumnForm::replaced(&both, &number(7.0), &rich);
    assert_eq!(values(&three), Some(3));
    let groups = ColumnForm::replaced(&w.education, &text("x"), &adult);
    assert_eq!((values(&groups), groups.can_be_missing()), (Some(11), true));
    assert_eq!(values(&ColumnForm::operation("+", &[both.clone(), flag(&rich)], Kind::Whole)), Some(3));
    assert_eq!(values(&ColumnForm::operation("*", &[both.clone(), flag(&rich)], Kind::Whole)), Some(2));
    assert_eq!(values(&ColumnForm::operation("+", &[both, w.wage.clone()], Kind::Whole)), None);
    // A long chain is known by its values only.
    let mut chain = number(0.0);
    for at in 0..200 {
        let older = compare(GreaterOrEqual, &w.age, &number(f64::from(at)));
        let either = Condition::or([older, compare(Greater, &w.wage, &number(f64::from(at))), rich.clone()]);
        chain = ColumnForm::replaced(&chain, &number(f64::from(at % 5)), &either);
    }
    assert_eq!(values(&chain), Some(5));
}

#[test]
fn only_amplifying_columns_are_clamped() {
    let w = world();
    let op = |name: &str, args: &[ColumnForm]| ColumnForm::operation(name, args, Kind::Real);
    assert!(!w.age.is_clamped(), "arithmetic with literals");
    assert!(!op("ln", std::slice::from_ref(&w.wage)).is_clamped());
    assert!(!op("*", &[w.wage.clone(), number(12.0)]).is_clamped());
    assert!(op("exp", std::slice::from_ref(&w.wage)).is_clamped());
    assert!(!op("/", &[w.wage.clone(), number(12.0)]).is_clamped());
    assert!(op("/", &[number(1.0), w.wage.clone()]).is_clamped(), "a pole");
    assert!(op("tan", std::slice::from_ref(&w.wage)).is_clamped(), "poles");
    assert!(op("normalden", &[w.wage.clone(), number(5e5), number(1e-9)]).is_clamped(), "a spike");
    assert!(op("normal", std::slice::from_ref(&w.wage)).is_clamped(), "a step");
    assert!(!w.education.is_clamped());
    let peak = map_codes(&w.education, |code| Some(Value::number(if code == "8" { 1e9 } else { 1.0 })));
    assert!(peak.is_clamped(), "numbers made from codes");
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

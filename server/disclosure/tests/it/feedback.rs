//! Feedback after commands: differences of released numbers, and the minimum population.

use disclosure::statistic::{Counted, FeedbackInput};
use disclosure::{Comparison, Condition, Profile, Question, Refusal, Statistic};
use wire::output::{Body, DatasetChange};

use super::support::{body, filter, form, persons, population, question, variable};

fn input(before: Option<Counted>, after: Option<Counted>) -> FeedbackInput {
    FeedbackInput {
        dataset: "d".to_owned(),
        variables: Vec::new(),
        action: "keep".to_owned(),
        before,
        after,
        values: None,
        matched: None,
        asked: Vec::new(),
    }
}

fn change(input: FeedbackInput, question: &Question) -> Result<DatasetChange, Refusal> {
    match body(&filter(), Statistic::Feedback(Box::new(input)), question)? {
        Body::Dataset(change) => Ok(change),
        other => panic!("no dataset: {other:?}"),
    }
}

#[test]
fn removed_is_the_difference_of_released_numbers() {
    let all = form(Profile::Register, "all");
    let adult = Condition::compare(
        Comparison::Greater,
        &variable(Profile::Register, "AGE", None, true),
        &disclosure::ColumnForm::literal(Some(17.0.into())),
    );
    let before = Counted { form: all.clone(), population: persons(5000), rows: None };
    let after =
        Counted { form: all.keep(&adult), population: population((0..4000).collect(), 5000, false), rows: None };
    let question = question(Profile::Register, "all");
    let alone = |counted: &Counted| change(input(None, Some(counted.clone())), &question).unwrap().units.unwrap();
    let both = change(input(Some(before.clone()), Some(after.clone())), &question).unwrap();
    assert_eq!(both.units, Some(alone(&after)));
    assert_eq!(both.change.removed, Some(alone(&before) - alone(&after)));
    assert_eq!(both.rows, None);
}

#[test]
fn a_vacuous_filter_removes_nothing() {
    let same = Counted { form: form(Profile::Register, "vacuous"), population: persons(3000), rows: None };
    let question = question(Profile::Register, "vacuous");
    assert_eq!(change(input(Some(same.clone()), Some(same)), &question).unwrap().change.removed, Some(0));
}

#[test]
fn a_small_population_is_refused() {
    let question = question(Profile::Register, "tiny");
    for n in [0, 1, 500, 980] {
        let after = Counted { form: form(Profile::Register, "tiny"), population: persons(n), rows: None };
        let refused = change(input(None, Some(after)), &question).unwrap_err();
        assert_eq!(refused, Refusal::PopulationTooSmall { minimum: 1000 });
    }
    let after = Counted { form: form(Profile::Register, "tiny"), population: persons(1020), rows: None };
    assert!(change(input(None, Some(after)), &question).is_ok());
}

#[test]
fn the_population_gate_is_not_sharp() {
    let passes = (0..300)
        .filter(|name| {
            let form = form(Profile::Register, &format!("gate {name}"));
            let question = Question::new(form.clone(), Profile::Register);
            filter().minimum_population(&question, &persons(1000)).is_ok()
        })
        .count();
    assert!((120..230).contains(&passes), "{passes} of 300 populations of exactly 1000 pass");
}

#[test]
fn an_empty_dataset_has_no_units() {
    let created = change(input(None, None), &question(Profile::Register, "empty")).unwrap();
    assert_eq!(created.units, None);
}

#[test]
fn rows_stand_beside_units_where_a_unit_can_have_several() {
    let rows: Vec<u32> = (0..6000).map(|row| row / 3).collect();
    let after = Counted { form: form(Profile::Register, "jobs"), population: population(rows, 2000, true), rows: None };
    let jobs = change(input(None, Some(after)), &question(Profile::Register, "jobs")).unwrap();
    assert!((jobs.units.unwrap() - 2000).abs() <= 10);
    assert!((jobs.rows.unwrap() - 6000).abs() <= 60, "{:?}", jobs.rows);
}

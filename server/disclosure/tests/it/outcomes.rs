//! Regressors that few persons of an outcome differ in, and events.

use disclosure::statistic::{Category, ModelColumn, ModelUse, ModelValues};
use disclosure::{Profile, Refusal};
use wire::output::Model;

use super::models::{fit, numbers};
use super::support::{filter, variable};

const N: usize = 3000;

/// 0 and 1, as an outcome or as events.
fn outcome(values: impl Fn(usize) -> bool, use_in_model: ModelUse) -> ModelColumn {
    let values = (0..N).map(|row| f64::from(u8::from(values(row)))).collect();
    ModelColumn { use_in_model, ..numbers(Profile::Register, "y", values, false) }
}

/// Thirds of the rows.
fn factor() -> ModelColumn {
    let categories = ["a", "b", "c"].map(|code| Category { value: code.into(), label: None, is_listed: true });
    ModelColumn {
        name: "region".to_owned(),
        values: ModelValues::Factor {
            codes: (0..N).map(|row| (row % 3) as u32).collect::<Vec<u32>>().into(),
            categories: categories.to_vec(),
        },
        form: variable(Profile::Register, "region", Some(&["a", "b", "c"]), true),
        use_in_model: ModelUse::Regressor,
    }
}

fn terms(model: &Model) -> Vec<&str> {
    model.terms.iter().map(|term| term.term.as_str()).collect()
}

#[test]
fn a_level_with_too_few_of_an_outcome_leaves() {
    let fitted = |few: usize, use_in_model| {
        // Half have the outcome in a and b, the first few in c.
        let y = move |row: usize| if row % 3 == 2 { row / 3 < few } else { row % 2 == 0 };
        fit(&filter(), Profile::Register, "levels", vec![outcome(y, use_in_model), factor()]).unwrap()
    };
    assert_eq!(terms(&fitted(400, ModelUse::Outcome)), ["b.x1", "c.x1", "_cons"]);
    // Nobody and a few are the same: the level is not there. So it is if nearly all have the outcome.
    for few in [0, 1, 5, 996, 1000] {
        assert_eq!(terms(&fitted(few, ModelUse::Outcome)), ["b.x1", "_cons"], "{few}");
    }
    // Of durations only events count: all may have one.
    assert_eq!(terms(&fitted(1000, ModelUse::Events)), ["b.x1", "c.x1", "_cons"]);
    assert_eq!(terms(&fitted(5, ModelUse::Events)), ["b.x1", "_cons"]);
    // A plain dependent variable loses no level.
    assert_eq!(terms(&fitted(5, ModelUse::Dependent)), ["b.x1", "c.x1", "_cons"]);
}

#[test]
fn a_flag_that_nearly_predicts_an_outcome_is_constant() {
    let fitted = |few: usize, of_many: bool| {
        let x: Vec<f64> = (0..N)
            .map(|row| match row {
                _ if row < 300 => 1.0,
                _ if of_many => (row % 50) as f64 / 100.0,
                _ => 0.0,
            })
            .collect();
        let y = move |row: usize| if row < 300 { row < few } else { row % 2 == 0 };
        let columns = vec![outcome(y, ModelUse::Outcome), numbers(Profile::Register, "x", x, true), factor()];
        fit(&filter(), Profile::Register, "flags", columns).unwrap()
    };
    assert_eq!(fitted(150, false).dropped, Vec::<String>::new());
    for few in [0, 1, 5, 297, 300] {
        assert_eq!(fitted(few, false).dropped, ["x"], "{few}");
    }
    // A number of many values predicts nothing by one of them.
    assert_eq!(fitted(1, true).dropped, Vec::<String>::new());
}

#[test]
fn models_of_durations_need_events() {
    let fitted = |n: usize| {
        let x: Vec<f64> = (0..N).map(|row| (row % 7) as f64).collect();
        let z: Vec<f64> = (0..N).map(|row| (row % 11) as f64).collect();
        let numbers = |name, values| numbers(Profile::Register, name, values, true);
        let columns = vec![outcome(move |row| row < n, ModelUse::Events), numbers("x", x), numbers("z", z)];
        fit(&filter(), Profile::Register, "events", columns)
    };
    assert!(fitted(600).is_ok());
    let refused = fitted(24).unwrap_err();
    assert!(matches!(refused, Refusal::TooFewEvents { per_parameter: 10, parameters: 3 }), "{refused:?}");
    assert_eq!(refused.code(), "too-few-events");
}

//! Columns that a model writes into a dataset.

use disclosure::statistic::{ModelAnswer, ModelColumn, ModelValues, Numbers};
use disclosure::{Confidential, Profile, Refusal};

use super::models::{coefficient, fit, input, line, numbers};
use super::support::{filter, question};

/// The columns that a model writes: the predictions, and the leverages.
fn written(profile: Profile, name: &str, columns: Vec<ModelColumn>) -> Result<[Vec<f64>; 2], Refusal> {
    let input = Confidential::new(input(columns, ModelAnswer::Columns));
    let found = filter().model_columns(input, &question(profile, name))?;
    Ok(found.into_iter().map(|column| column.values).collect::<Vec<_>>().try_into().unwrap())
}

#[test]
fn predictions_come_from_the_weights_of_the_model() {
    let (y, mut x) = line(3000, 21);
    x[7] = f64::NAN;
    let columns = |profile| {
        let mut regressor = numbers(profile, "x", x.clone(), true);
        let valid: Vec<bool> = x.iter().map(|x| !x.is_nan()).collect();
        regressor.values = ModelValues::Numbers(Numbers { values: x.clone().into(), valid: Some(valid.into()) });
        vec![numbers(profile, "y", y.clone(), false), regressor]
    };
    let [exact, _] = written(Profile::Open, "written", columns(Profile::Open)).unwrap();
    let [released, shares] = written(Profile::Register, "written", columns(Profile::Register)).unwrap();
    assert!(exact[7].is_nan() && released[7].is_nan());
    assert_eq!(released.iter().filter(|value| value.is_nan()).count(), 1);
    // A line, and not the exact one; the same as the model shows but for its rounding.
    let slope = |values: &[f64]| (values[1] - values[0]) / (x[1] - x[0]);
    let model = fit(&filter(), Profile::Register, "written", columns(Profile::Register)).unwrap();
    let (shown, se) = coefficient(&model, "x1");
    assert!((slope(&released) - shown).abs() <= se / 20.0, "{} {shown}", slope(&released));
    assert!((slope(&released) - slope(&exact)).abs() > 1e-6);
    // Two digits.
    let digits = |value: f64| format!("{value:e}").split('e').next().unwrap().replace(['.', '-'], "").len();
    assert!(shares.iter().filter(|value| !value.is_nan()).all(|value| digits(*value) <= 2));
    // Refused as the model is.
    let few =
        |profile| vec![numbers(profile, "y", y[..80].to_vec(), false), numbers(profile, "x", y[..80].to_vec(), true)];
    let refused = written(Profile::Register, "few", few(Profile::Register)).unwrap_err();
    assert!(matches!(refused, Refusal::ModelTooSmall { .. }), "{refused:?}");
}

#[test]
fn columns_of_a_model_hide_units_above_the_cap() {
    let (y, mut x) = line(3000, 22);
    x[11] = 4000.0;
    let columns = |profile| vec![numbers(profile, "y", y.clone(), false), numbers(profile, "x", x.clone(), true)];
    let [released, _] = written(Profile::Register, "far away", columns(Profile::Register)).unwrap();
    assert!(released[11].is_nan());
    assert_eq!(released.iter().filter(|value| value.is_nan()).count(), 1);
    let [exact, _] = written(Profile::Open, "far away", columns(Profile::Open)).unwrap();
    assert!(exact.iter().all(|value| !value.is_nan()));
}

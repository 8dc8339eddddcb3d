//! `*-predict`: what the new variables hold, under `open` to the last digits and under `register` behind the filter.

use variables::Profile;
use wire::output::Body;

use super::answers::{close, diagnostic, last, model, outputs, table, term, value};
use super::memory::{Cells, Memory, MemoryWorld};
use super::people::{REGISTER, draw, register_world};

const N: usize = 400;

/// y = 2 + 3x + e; z is missing for one in ten; k counts.
pub fn open_world() -> MemoryWorld {
    let x = |row: usize| draw(row, 1, 1_000) as f64 / 100.0;
    let noise = |row: usize| draw(row, 2, 1_000) as f64 / 500.0 - 1.0;
    let numbers = |of: &dyn Fn(usize) -> Option<f64>| Cells::Doubles((0..N).map(of).collect());
    let bank = Memory::new("line", Profile::Open, N)
        .with("X", numbers(&|row| Some(x(row))), &[])
        .with("Y", numbers(&|row| Some(2.0 + 3.0 * x(row) + noise(row))), &[])
        .with("Z", numbers(&|row| (row % 10 > 0).then(|| draw(row, 3, 100) as f64)), &[])
        .with("G", Cells::Longs((0..N).map(|row| Some(1 + (row % 4) as i64)).collect()), &[]);
    MemoryWorld::new(vec![bank])
}

pub const LINE: &str = "\
require line:1 as a
create-dataset d
import a/X as x
import a/Y as y
import a/Z as z
import a/G as g
";

#[test]
fn predictions_and_residuals_make_up_the_dependent() {
    let world = open_world();
    let script = format!("{LINE}regress-predict y x i.g, predicted(p) residuals(r) cooksd(c)\n");
    let made = last(&world, &script);
    let Body::Dataset(change) = &made.body else { panic!("{made:?}") };
    let names: Vec<&str> = change.variables.iter().map(|variable| variable.name.as_str()).collect();
    assert_eq!(&names[names.len() - 3..], ["p", "r", "c"]);
    assert!(made.protection.is_empty());
    let again = model(&world, &format!("{script}regress y p"));
    close(term(&again, "p").0, 1.0, 1e-10);
    assert!(term(&again, "_cons").0.abs() < 1e-9);
    let rest = table(&world, &format!("{script}generate rest = y - p - r\nsummarize rest r"));
    assert!(value(&rest, 0, "std") < 1e-12 && value(&rest, 1, "mean").abs() < 1e-12);
    assert_eq!(value(&rest, 1, "count"), N as f64);
}

/// Cook's distance of the simple regression by its formula e² h / (2 s² (1 − h)²) with h = 1/n + (x − mean)² / Sxx.
#[test]
fn distances_follow_the_formula() {
    let world = open_world();
    let script = format!("{LINE}regress-predict y x, residuals(r) cooksd(c)\n");
    let spread = table(&world, &format!("{script}summarize x"));
    let (mean, sd) = (value(&spread, 0, "mean"), value(&spread, 0, "std"));
    let rmse = model(&world, &format!("{LINE}regress y x")).fit["rmse"].unwrap();
    let (n, sum) = (N as f64, (N as f64 - 1.0) * sd * sd);
    let script = format!(
        "{script}generate h = 1 / {n} + (x - {mean:.17}) * (x - {mean:.17}) / {sum:.17}
generate own = r * r * h / (2 * {rmse:.17} * {rmse:.17} * (1 - h) * (1 - h))
generate off = c / own
summarize off"
    );
    let off = table(&world, &script);
    close(value(&off, 0, "mean"), 1.0, 1e-9);
    assert!(value(&off, 0, "std") < 1e-9);
}

#[test]
fn rows_outside_the_estimation_are_missing() {
    let world = open_world();
    let counted = |command: &str| {
        let found = table(&world, &format!("{LINE}{command}\nsummarize predicted"));
        value(&found, 0, "count") as usize
    };
    assert_eq!(counted("regress-predict y x z"), N - N / 10);
    assert_eq!(counted("regress-predict y x if g < 3"), N / 2);
    // The same rows as a model of them alone predicts.
    let whole = table(&world, &format!("{LINE}regress-predict y x if g < 3\nsummarize predicted if g < 3"));
    let alone = table(&world, &format!("{LINE}keep if g < 3\nregress-predict y x\nsummarize predicted"));
    assert_eq!(whole, alone);
}

#[test]
fn names_are_new() {
    let world = open_world();
    assert_eq!(diagnostic(&world, &format!("{LINE}regress-predict y x, predicted(z)")).code, "variable-exists");
    assert_eq!(
        diagnostic(&world, &format!("{LINE}regress-predict y x, predicted(p) residuals(p)")).code,
        "repeated-name"
    );
    let twice = outputs(&world, &format!("{LINE}regress-predict y x\nregress-predict y z"));
    assert!(matches!(&twice.last().unwrap().body, Body::Diagnostic(found) if found.code == "variable-exists"));
}

#[test]
fn under_the_filter_they_come_from_perturbed_weights() {
    let world = register_world();
    let script = format!("{REGISTER}regress-predict wage age i.sex, predicted(p) residuals(r)\n");
    let made = last(&world, &script);
    assert!(!made.protection.is_empty());
    let shown = table(&world, &format!("{script}summarize p r wage if sysmiss(p) == 0"));
    // Weights move the mean of residuals off the exact 0 by a fraction of its standard error.
    let (mean, sd, n) = (value(&shown, 1, "mean"), value(&shown, 1, "std"), value(&shown, 1, "count"));
    assert!(mean.abs() < 0.5 * sd / n.sqrt(), "{mean} {sd} {n}");
    close(value(&shown, 0, "mean"), value(&shown, 2, "mean"), 2e-3);
    // Too few units, as the model itself is refused.
    let few = diagnostic(&world, &format!("{script}regress-predict wage age if born < 194102"));
    let shown = diagnostic(&world, &format!("{script}regress wage age if born < 194102"));
    assert_eq!(few.code, shown.code);
}

/// An `if` that leaves out fewer than the floor writes to all: the new variable marks nobody.
#[test]
fn a_condition_for_all_but_a_few_lets_all_through() {
    let world = register_world();
    let script = |condition: &str| {
        format!("{REGISTER}regress-predict wage age{condition}\ngenerate has = sysmiss(predicted)\nsummarize predicted")
    };
    let all = table(&world, &script(""));
    assert_eq!(table(&world, &script(" if region != '99'")), all, "three persons live there");
}

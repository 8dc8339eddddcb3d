//! Shifts of coefficients in standard errors against the exact fit, and how often 95 % intervals hold the true slope.

use anyhow::Result;

use super::{SIZES, set_of};
use crate::Stage;
use crate::attacks::models::coefficient;
use crate::measure::{Limit, Measured, Row};
use crate::session::{Answer, Session};

/// The slope that the register is made with.
const SLOPE: f64 = 10.0;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_numbers(stage.large())?;
    let exact = Session::of_numbers(&stage.large().open())?;
    let register = stage.large().register();
    let mut draws = stage.draws("coefficients");
    let mut rows = Vec::new();
    let mut covered = Vec::new();
    for (size, limit) in SIZES.into_iter().zip([0.20, 0.10, 0.05]) {
        let sets: Vec<String> = (0..stage.effort.of(60, 600)).map(|_| set_of(register, size, &mut draws).0).collect();
        for (variable, name) in [("wage", "lognormal wages"), ("line", "normal errors")] {
            let lines: Vec<String> =
                sets.iter().map(|condition| format!("regress {variable} born i.sex i.civil if {condition}")).collect();
            let (found, truth) = (session.ask_apart(&lines), exact.ask_apart(&lines));
            let shifts: Vec<f64> = found.iter().zip(&truth).flat_map(|(found, truth)| shifts(found, truth)).collect();
            let what = format!("shift of coefficients in standard errors, {name}, N = {size}");
            let row = Row::new("D.9", what, Limit::AtMost(limit), Measured::mean(&shifts));
            rows.push(if variable == "wage" { row.explained(FACTORS) } else { row });
            if variable == "line" && size < 100_000 {
                covered.extend(found.iter().filter_map(covers));
            }
        }
    }
    let mut more = stage.draws("coverage");
    let lines: Vec<String> = (0..stage.effort.of(400, 10_000))
        .map(|_| format!("regress line born i.sex if {}", set_of(register, 1_000, &mut more).0))
        .collect();
    covered.extend(session.ask_apart(&lines).iter().filter_map(covers));
    let hits = covered.iter().filter(|covered| **covered).count();
    let what = "95 % intervals that hold the true slope, N = 1 000 and 10 000: share";
    rows.push(Row::new("D.9", what, Limit::Between(0.94, 0.96), Measured::share(hits, covered.len())));
    Ok(rows)
}

const FACTORS: &str = "the persistent factors of the two most influential persons move it (proofs/weights.md): D.9's figure was \
    measured without them, and without them the largest person is found (near-sets 3.5)";

/// How far the shown coefficients are off those of the exact fit.
fn shifts(found: &Answer, truth: &Answer) -> Vec<f64> {
    let terms = truth.model().map(|model| model.terms.as_slice()).unwrap_or_default();
    terms
        .iter()
        .filter(|term| term.term != "_cons")
        .filter_map(|term| Some((coefficient(found, &term.term)? - term.coefficient?).abs() / term.se?))
        .collect()
}

/// Whether the interval of the slope holds the true one.
fn covers(answer: &Answer) -> Option<bool> {
    let term = answer.model()?.terms.iter().find(|term| term.term == "born")?;
    Some((term.ci_low?..=term.ci_high?).contains(&SLOPE))
}

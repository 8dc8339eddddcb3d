//! Shifts of means in standard errors; relative errors of standard deviations, medians, Gini.

use anyhow::Result;

use super::{SIZES, set_of};
use crate::Stage;
use crate::measure::{Limit, Measured, Row};
use crate::session::{Answer, Session};

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_numbers(stage.large())?;
    let limits = [0.24, 0.14, 0.07];
    let (mut rows, mut heavy, mut large) = (Vec::new(), Vec::new(), Default::default());
    for (size, limit) in SIZES.into_iter().zip(limits) {
        let found = Found::of(&session, size, stage);
        let what = format!("shift of a mean in standard errors, lognormal wages, N = {size}");
        rows.push(Row::new("near-sets 7", what, Limit::AtMost(limit), Measured::mean(&found.of_wage)));
        let what = format!("the same of incomes with a Pareto top, N = {size}");
        heavy.push(Row::new("near-sets 7", what, Limit::Printed, Measured::mean(&found.of_income)));
        if size == 10_000 {
            large = found.errors;
        }
    }
    rows.extend(heavy);
    let names = [
        ("relative error of a standard deviation, N = 10 000", 0.01),
        ("relative error of a median, N = 10 000 (three digits)", 0.0075),
        ("absolute error of Gini, N = 10 000", 0.005),
    ];
    let of_others = |((what, limit), errors): ((&str, f64), &Vec<f64>)| {
        Row::new("D.9", what, Limit::AtMost(limit), Measured::mean(errors))
    };
    rows.extend(names.into_iter().zip(&large).map(of_others));
    Ok(rows)
}

/// What is off in sets of one size.
struct Found {
    of_wage: Vec<f64>,
    of_income: Vec<f64>,
    /// Of standard deviations, medians, Gini.
    errors: [Vec<f64>; 3],
}

impl Found {
    fn of(session: &Session, size: usize, stage: &Stage) -> Found {
        let register = session.world().register();
        let mut draws = stage.draws("moments").fork(&size.to_string());
        let sets: Vec<(String, Vec<u32>)> =
            (0..stage.effort.of(60, 600)).map(|_| set_of(register, size, &mut draws)).collect();
        let line = |condition: &str, variable: &str| {
            format!("tabulate sex if {condition}, summarize({variable}) mean std p50 gini")
        };
        let lines: Vec<String> =
            sets.iter().flat_map(|(condition, _)| [line(condition, "wage"), line(condition, "income")]).collect();
        let answers = session.ask_apart(&lines);
        let mut found = Found { of_wage: Vec::new(), of_income: Vec::new(), errors: Default::default() };
        for ((_, members), answers) in sets.iter().zip(answers.chunks_exact(2)) {
            let truth = Truth::of(members, &register.wage);
            found.of_wage.extend(truth.shift(&answers[0]));
            found.of_income.extend(Truth::of(members, &register.income).shift(&answers[1]));
            truth.errors(&answers[0], &mut found.errors);
        }
        found
    }
}

/// True statistics of a set.
struct Truth {
    n: f64,
    mean: f64,
    sd: f64,
    median: f64,
    gini: f64,
}

impl Truth {
    fn of(members: &[u32], values: &[i64]) -> Truth {
        let mut own: Vec<f64> = members.iter().map(|person| values[*person as usize] as f64).collect();
        own.sort_by(f64::total_cmp);
        let n = own.len() as f64;
        let sum: f64 = own.iter().sum();
        let mean = sum / n;
        let sd = (own.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
        let ranked: f64 = own.iter().enumerate().map(|(rank, value)| (2.0 * (rank + 1) as f64 - n - 1.0) * value).sum();
        let median = 0.5 * (own[(own.len() - 1) / 2] + own[own.len() / 2]);
        Truth { n, mean, sd, median, gini: ranked / (n * sum) }
    }

    /// How far a shown mean is off, in standard errors.
    fn shift(&self, answer: &Answer) -> Option<f64> {
        let mean = answer.number(&["*"], "mean")?;
        Some((mean - self.mean).abs() / (self.sd / self.n.sqrt()))
    }

    fn errors(&self, answer: &Answer, errors: &mut [Vec<f64>; 3]) {
        let read = |measure: &str| answer.number(&["*"], measure);
        errors[0].extend(read("std").map(|sd| (sd / self.sd - 1.0).abs()));
        errors[1].extend(read("p50").map(|median| (median / self.median - 1.0).abs()));
        errors[2].extend(read("gini").map(|gini| (gini - self.gini).abs()));
    }
}

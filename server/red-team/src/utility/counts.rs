//! Errors of shown counts.

use std::collections::HashMap;

use anyhow::Result;
use wire::output::Cell;

use crate::Stage;
use crate::measure::{Limit, Measured, Row};
use crate::register::{Register, place_code};
use crate::session::Session;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_persons(stage.large())?;
    let register = stage.large().register();
    let (mut errors, mut distance) = (Vec::new(), Hellinger::default());
    for sex in ["1", "2"] {
        for civil in ["1", "2", "3", "4"] {
            let answer = session.ask_one(&format!("tabulate place edu if sex == '{sex}' & civil == '{civil}'"));
            let mut truth = truth(register, sex, civil);
            let rows = answer.table().map(|table| table.rows.as_slice()).unwrap_or_default();
            for row in rows {
                let [Cell::Code(place), Cell::Code(education), Cell::Whole(count)] = row.as_slice() else { continue };
                let n = truth.remove(&(place.clone(), education.clone())).unwrap_or(0);
                distance.add(n as f64, *count as f64);
                if n >= 20 {
                    errors.push((count - n) as f64);
                }
            }
            truth.values().for_each(|hidden| distance.add(*hidden as f64, 0.0));
        }
    }
    let absolute: Vec<f64> = errors.iter().map(|error| error.abs()).collect();
    let mut sorted = absolute.clone();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.get((sorted.len() * 999 / 1000).min(sorted.len().saturating_sub(1))).copied().unwrap_or(f64::NAN);
    let what = "Hellinger distance of a skewed table of 16 800 cells, hidden ones as 0";
    Ok(vec![
        Row::new("D.9", what, Limit::AtMost(0.025), Measured::exact(distance.value(), distance.cells)),
        Row::new("D.9", "error of a count, n ≥ 20: bias, absolute", Limit::AtMost(0.1), Measured::mean(&errors).abs()),
        Row::new("D.9", "error of a count, n ≥ 20: mean absolute", Limit::AtMost(2.1), Measured::mean(&absolute)),
        Row::new(
            "D.9",
            "error of a count, n ≥ 20: 99.9 % are at most",
            Limit::AtMost(9.0),
            Measured::exact(last, sorted.len()),
        ),
    ])
}

/// How far two tables are apart as distributions.
#[derive(Default)]
struct Hellinger {
    cells: usize,
    both: f64,
    one: f64,
    other: f64,
}

impl Hellinger {
    fn add(&mut self, one: f64, other: f64) {
        self.cells += 1;
        self.both += (one * other).sqrt();
        self.one += one;
        self.other += other;
    }

    fn value(&self) -> f64 {
        (1.0 - self.both / (self.one * self.other).sqrt()).max(0.0).sqrt()
    }
}

fn truth(register: &Register, sex: &str, civil: &str) -> HashMap<(String, String), i64> {
    let mut counts = HashMap::new();
    for person in 0..register.len() {
        if register.sex[person].to_string() == sex && register.civil[person].to_string() == civil {
            let codes = (place_code(register.place[person]), register.education[person].to_string());
            *counts.entry(codes).or_default() += 1;
        }
    }
    counts
}

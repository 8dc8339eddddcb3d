//! Errors of shown counts.

use std::collections::HashMap;

use anyhow::Result;
use wire::output::Cell;

use crate::Stage;
use crate::measure::{Limit, Measured, Row};
use crate::register::{PLACES, place_code};
use crate::session::Session;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let session = Session::of_persons(stage.large())?;
    let mut errors = Vec::new();
    for (sex, civil) in (1..=2).flat_map(|sex| (1..=4).map(move |civil| (sex, civil))) {
        let cells = Cells::of(&session, sex, Some(civil));
        errors.extend(
            cells.both.iter().filter(|(n, _)| *n >= 20).filter_map(|(n, shown)| Some((shown.as_ref()? - n) as f64)),
        );
    }
    let fine = Hellinger::of((1..=2).flat_map(|sex| Cells::of(&session, sex, None).both));
    let coarse = Hellinger::of(by_place_and_sex(&Session::of_persons(stage.million())?));
    let absolute: Vec<f64> = errors.iter().map(|error: &f64| error.abs()).collect();
    let mut sorted = absolute.clone();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.get(sorted.len() * 999 / 1000).copied().unwrap_or(f64::NAN);
    let distance = |cells: &str, limit, distance: &Hellinger| {
        let what = format!("Hellinger distance of a skewed table, cells {cells}, hidden ones as 0");
        Row::new("D.9", what, limit, Measured::exact(distance.value(), distance.cells))
    };
    let of_errors =
        |what: &str, limit, measured| Row::new("D.9", format!("error of a count, n ≥ 20: {what}"), limit, measured);
    Ok(vec![
        of_errors("bias, absolute", Limit::AtMost(0.1), Measured::mean(&errors).abs()),
        of_errors("mean absolute", Limit::AtMost(2.1), Measured::mean(&absolute)),
        of_errors("99.9 % are at most", Limit::AtMost(9.0), Measured::exact(last, sorted.len())),
        distance("of 1 400 persons on average, as 4 200 cells of the country have", Limit::AtMost(0.025), &coarse),
        distance("of 70 persons on average", Limit::Printed, &fine),
    ])
}

/// The cells of municipality and education of one sex: true and shown.
struct Cells {
    both: Vec<(i64, Option<i64>)>,
}

impl Cells {
    fn of(session: &Session, sex: u8, civil: Option<u8>) -> Cells {
        let register = session.world().register();
        let only = civil.map_or_else(String::new, |civil| format!(" & civil == '{civil}'"));
        let answer = session.ask_one(&format!("tabulate place edu if sex == '{sex}'{only}"));
        let mut truth: HashMap<(String, String), i64> = HashMap::new();
        for person in 0..register.len() {
            if register.sex[person] == sex && civil.is_none_or(|civil| register.civil[person] == civil) {
                let codes = (place_code(register.place[person]), register.education[person].to_string());
                *truth.entry(codes).or_default() += 1;
            }
        }
        let rows = answer.table().map(|table| table.rows.as_slice()).unwrap_or_default();
        let mut both = Vec::with_capacity(truth.len());
        for row in rows {
            let [Cell::Code(place), Cell::Code(education), Cell::Whole(count)] = row.as_slice() else { continue };
            // Totals are no cells.
            if let Some(n) = truth.remove(&(place.clone(), education.clone())) {
                both.push((n, Some(*count)));
            }
        }
        both.extend(truth.into_values().map(|n| (n, None)));
        Cells { both }
    }
}

/// The cells of municipality and sex: true and shown.
fn by_place_and_sex(session: &Session) -> Vec<(i64, Option<i64>)> {
    let register = session.world().register();
    let answer = session.ask_one("tabulate place sex");
    let mut sizes = vec![[0; 2]; PLACES];
    for (place, sex) in register.place.iter().zip(&register.sex) {
        sizes[usize::from(*place)][usize::from(*sex) - 1] += 1;
    }
    let cells = sizes.into_iter().enumerate().flat_map(|(place, of_sex)| {
        ["1", "2"].into_iter().zip(of_sex).map(move |(sex, n)| (place_code(place as u16), sex, n))
    });
    cells.map(|(place, sex, n)| (n, answer.number(&[&place, sex], "count").map(|shown| shown as i64))).collect()
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
    fn of(cells: impl IntoIterator<Item = (i64, Option<i64>)>) -> Hellinger {
        let mut distance = Hellinger::default();
        cells.into_iter().for_each(|(n, shown)| distance.add(n as f64, shown.unwrap_or(0) as f64));
        distance
    }

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

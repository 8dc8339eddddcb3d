//! C.19: codes that only one person has must not be listed, in tables or in charts' data.

use std::collections::HashMap;

use anyhow::Result;
use wire::output::Cell;

use super::super::values::hit_rate;
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::{PLACES, place_code};
use crate::session::{Answer, Session};
use crate::trials::each;

const COMMANDS: [(&str, &str); 2] = [("tabulate born if", "tables"), ("barchart (count) born if", "charts")];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.middle();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::shown_from_one()))?);
    let rows = COMMANDS.iter().map(|(command, name)| {
        let what = format!("values of one person that {name} list (a variable without a code list): share");
        let row = Row::new("C.19", what, Limit::AtMost(0.006), listed(&on, command)).prior(0.0);
        row.off("shown from 1", listed(&off, command), 0.5)
    });
    Ok(rows.collect())
}

/// Of the months in which one inhabitant of a municipality was born, the share that is listed.
fn listed(session: &Session, command: &str) -> Measured {
    let register = session.world().register().clone();
    let places: Vec<u16> = (0..PLACES as u16).collect();
    let found = each(&places, &Draws::new(0), |place, _| {
        let mut months: HashMap<u16, usize> = HashMap::new();
        for person in (0..register.len()).filter(|person| register.place[*person] == *place) {
            *months.entry(register.born[person]).or_default() += 1;
        }
        let answer = session.ask_one(&format!("{command} place == '{}'", place_code(*place)));
        let listed = values(&answer);
        let alone = months.into_iter().filter(|(_, n)| *n == 1);
        Some(alone.map(|(month, _)| listed.contains(&f64::from(month))).collect::<Vec<bool>>())
    });
    hit_rate(&found.concat())
}

/// The codes of the first column, as numbers.
fn values(answer: &Answer) -> Vec<f64> {
    let rows = answer.table().map(|table| table.rows.as_slice()).unwrap_or_default();
    let number = |cell: &Cell| match cell {
        Cell::Code(code) => code.parse().ok(),
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Null => None,
    };
    rows.iter().filter_map(|row| number(row.first()?)).collect()
}

//! C.11, C.16: groups of few persons that become units of their own by `collapse`; and levels of a factor that few persons have.

use std::collections::HashMap;

use anyhow::{Context, Result};

use super::hit_rate;
use crate::Stage;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::{MONTHS, Register, place_code};
use crate::session::Session;

/// Below it a group is small: the lowest gate and floor there are.
const SMALL: usize = 10;

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.middle();
    let spans = stage.effort.of(6, 100);
    let of = |policy| Session::of_numbers(&world.under(policy));
    let found = collapsed(&of(policies::IN_FORCE)?, spans)?;
    let without = collapsed(&of(policies::no_thresholds_no_dominance())?, 1)?;
    let what = "means of municipalities with under ten persons that `collapse` gives: share";
    let mut rows = vec![Row::new("C.11", what, Limit::AtMost(0.0), found).prior(0.0).off("no gates", without, 0.9)];
    let found = levels(&of(policies::IN_FORCE)?, stage.effort.of(2, 40));
    let without = levels(&of(policies::bare_levels())?, 1);
    let what = "levels of a factor of under ten persons that a model names: share";
    let row = Row::new("C.19", what, Limit::AtMost(0.0), found).prior(0.0);
    rows.push(row.off("no floors, no cap, true counts", without, 0.9));
    Ok(rows)
}

/// Months of birth: each span is another population.
fn span(at: usize, months: usize) -> (usize, usize) {
    let low = at * 37 % (MONTHS - months);
    (low, low + months - 1)
}

/// The municipalities of under ten persons born in a span.
fn small_places(register: &Register, (low, high): (usize, usize)) -> Vec<String> {
    let mut sizes: HashMap<u16, usize> = HashMap::new();
    for person in (0..register.len()).filter(|person| (low..=high).contains(&usize::from(register.born[*person]))) {
        *sizes.entry(register.place[person]).or_default() += 1;
    }
    let mut small: Vec<String> =
        sizes.into_iter().filter(|(_, n)| *n < SMALL).map(|(place, _)| place_code(place)).collect();
    small.sort();
    small
}

/// Whether small municipalities have a mean.
fn collapsed(session: &Session, spans: usize) -> Result<Measured> {
    let mut given = Vec::new();
    for at in 0..spans {
        let (low, high) = span(at, 100 + at / 20);
        let mut session = session.clone();
        session.prepare(&format!("keep if inrange(born, {low}, {high})\ncollapse (mean) wage -> m, by(place)"))?;
        let answer = session.ask_one("tabulate place, summarize(m) mean");
        answer.table().context("no table of groups")?;
        let small = small_places(session.world().register(), (low, high));
        given.extend(small.iter().map(|place| answer.number(&[place], "mean").is_some()));
    }
    Ok(hit_rate(&given))
}

/// Whether small municipalities are named as levels.
fn levels(session: &Session, spans: usize) -> Measured {
    let mut named = Vec::new();
    for at in 0..spans {
        // Some eight thousand persons: ten for each of 350 levels and more.
        let (low, high) = span(at, 160 + at / 10);
        let answer = session.ask_one(&format!("regress wage i.place if inrange(born, {low}, {high})"));
        let small = small_places(session.world().register(), (low, high));
        let Some(model) = answer.model() else { continue };
        let names: Vec<&String> = model.terms.iter().map(|term| &term.term).chain(&model.dropped).collect();
        named.extend(small.iter().map(|place| names.iter().any(|name| name.contains(place.as_str()))));
    }
    hit_rate(&named)
}

//! C.10, C.19: the largest value of a set from the outermost percentile that is shown and from the axis of a histogram.

use anyhow::Result;

use super::{best, hit_rate, is_within};
use crate::Stage;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::Register;
use crate::register::block::Block;
use crate::session::{Answer, Session};
use crate::trials::times;

/// Persons of a set: of so many the last percentile is the largest value, if nothing protects it.
const SIZE: usize = 50;

/// Where an output tells how large the largest value is.
struct Place {
    name: &'static str,
    near: f64,
    line: fn(&str) -> String,
    read: fn(&Answer) -> Option<f64>,
}

const PLACES: [Place; 2] = [
    Place {
        name: "the last percentile",
        near: 0.01,
        line: |condition| format!("summarize wage if {condition}"),
        read: |answer| answer.number(&["wage"], "p99"),
    },
    Place {
        name: "the end of a histogram's axis",
        near: 0.02,
        line: |condition| format!("histogram wage if {condition}, freq bin(50)"),
        // The middle of the last bar.
        read: |answer| Some(0.5 * (answer.last_number("low")? + answer.last_number("high")?)),
    },
];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.small();
    let (on, off) = (Session::of_numbers(world)?, Session::of_numbers(&world.under(policies::no_gates_no_weights()))?);
    let known = largest_of_many(world.register(), &stage.draws("extremes known"));
    let row = |place: &Place| {
        let (guess, hits) = best(&known, place.near);
        let prior = hits as f64 / known.len() as f64;
        let found = found(&on, place, guess, stage.effort.of(400, 20_000), &stage.draws(place.name));
        let without = self::found(&off, place, guess, 100, &stage.draws(place.name));
        let what = format!("the largest wage of {SIZE} within {} % from {}", 100.0 * place.near, place.name);
        let row = Row::new("C.10", what, Limit::AtMost(prior + 0.01), found).prior(prior);
        row.off("no gates, no weights, all digits", without, 0.8)
    };
    Ok(PLACES.iter().map(row).collect())
}

/// The largest wages of many sets, ascending: what attackers know of the distribution.
fn largest_of_many(register: &Register, draws: &Draws) -> Vec<f64> {
    let mut largest = times(2_000, draws, |draws| {
        let wages = (0..SIZE).map(|_| register.wage[draws.below(register.len())]);
        wages.max().map(|wage| wage as f64)
    });
    largest.sort_by(f64::total_cmp);
    largest
}

fn found(session: &Session, place: &Place, prior: f64, sets: usize, draws: &Draws) -> Measured {
    let register = session.world().register().clone();
    let hits = times(sets, &draws.fork("sets"), |draws| {
        let block = Block::of_size(&register, u32::MAX, SIZE, draws)?;
        let largest = block.members(&register).map(|person| register.wage[person as usize]).max()?;
        let answer = session.ask_one(&(place.line)(&block.condition()));
        let guess = (place.read)(&answer).unwrap_or(prior);
        Some(is_within(guess, largest as f64, place.near))
    });
    hit_rate(&hits)
}

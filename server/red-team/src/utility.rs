//! What honest work loses (near-sets 4 and 7, D.9): errors of counts, shifts of means and coefficients, hidden cells, refusals.

mod counts;
pub(crate) mod honest;
mod models;
mod moments;

use anyhow::Result;

use crate::Stage;
use crate::draws::Draws;
use crate::measure::Row;
use crate::register::{MONTHS, PLACES, Register, place_code};

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let mut rows = counts::run(stage)?;
    rows.extend(moments::run(stage)?);
    rows.extend(models::run(stage)?);
    rows.extend(honest::run(stage)?);
    Ok(rows)
}

/// Sizes at which shifts are looked at.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// A random set of about `size` persons of all sexes and educations: a condition and its members.
pub fn set_of(register: &Register, size: usize, draws: &mut Draws) -> (String, Vec<u32>) {
    let share = (size as f64 / register.len() as f64).min(1.0);
    // A span of months and one of municipalities, each about the root of the share; the months make up for the municipalities.
    let places = (PLACES as f64 * share.powf(0.25)).ceil().min(PLACES as f64) as usize;
    let first = draws.below(PLACES - places + 1);
    let inside = |person: &u32| (first..first + places).contains(&usize::from(register.place[*person as usize]));
    let living: Vec<u32> = (0..register.len() as u32).filter(inside).collect();
    let months = ((MONTHS * size) as f64 / living.len().max(1) as f64).round().clamp(1.0, MONTHS as f64) as usize;
    let low = draws.below(MONTHS - months + 1);
    let high = low + months - 1;
    let born = |person: &u32| (low..=high).contains(&usize::from(register.born[*person as usize]));
    let members = living.into_iter().filter(born).collect();
    let (from, to) = (place_code(first as u16), place_code((first + places - 1) as u16));
    (format!("inrange(born, {low}, {high}) & inrange(place, '{from}', '{to}')"), members)
}

//! Jobs: none for some, one for most, forty for one in four hundred.

use crate::draws::Draws;

/// The person of each job, ascending, and its pay.
pub(super) fn jobs(persons: usize, draws: &mut Draws) -> (Vec<u32>, Vec<i64>) {
    let (mut person_of_job, mut pay) = (Vec::new(), Vec::new());
    for person in 0..persons as u32 {
        for _ in 0..number(draws) {
            person_of_job.push(person);
            pay.push((20_000.0 * (0.5 * draws.normal()).exp()) as i64);
        }
    }
    (person_of_job, pay)
}

fn number(draws: &mut Draws) -> usize {
    match draws.below(2_000) {
        0..5 => 40,
        5..600 => 0,
        600..1_700 => 1,
        1_700..1_900 => 2,
        _ => 3,
    }
}

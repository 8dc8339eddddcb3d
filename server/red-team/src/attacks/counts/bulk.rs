//! C.6: all secret bits of a group from counts over random public subsets, by least squares (Dinur and Nissim).

use anyhow::Result;

use crate::Stage;
use crate::bits::balanced;
use crate::draws::Draws;
use crate::measure::{Limit, Measured, Row};
use crate::policies;
use crate::register::block::Block;
use crate::register::{FIRST_PLACE, PREVALENCE, Register};
use crate::session::Session;
use crate::trials::times;

/// A published campaign.
#[derive(Clone, Copy)]
struct Campaign {
    group: usize,
    counts: usize,
    /// Of the noise of a count, as the attacker believes.
    variance: f64,
}

const CAMPAIGNS: [Campaign; 3] = [
    Campaign { group: 100, counts: 100, variance: 6.5 },
    Campaign { group: 100, counts: 400, variance: 6.5 },
    Campaign { group: 1_000, counts: 1_000, variance: 6.5 },
];

/// The rows.
pub fn run(stage: &Stage) -> Result<Vec<Row>> {
    let world = stage.middle();
    let (on, off) = (Session::of_persons(world)?, Session::of_persons(&world.under(policies::no_noise()))?);
    let mut rows = Vec::new();
    for campaign in CAMPAIGNS {
        let Campaign { group, counts, .. } = campaign;
        let runs = if group > 500 { stage.effort.of(1, 10) } else { stage.effort.of(5, 100) };
        let found = recovered(&on, &Campaign { variance: 6.5, ..campaign }, runs, &stage.draws("bulk"));
        let few = if group > 500 { 1 } else { 4 };
        let without = recovered(&off, &Campaign { variance: 0.05, ..campaign }, few, &stage.draws("bulk off"));
        let what = format!("bits of a group of {group} from {counts} counts of random subsets: balanced accuracy");
        let row = if group > 500 {
            Row::new("C.6", what, Limit::AtMost(0.60), found).explained(
                "no noise of V = 6.5 holds it; a quota of the order of 100 fresh counts per group and day would, or review \
                 (near-sets 7): quotas, the meter and the detector of random splits are the answer",
            )
        } else {
            Row::new("C.6", what, Limit::Printed, found)
        };
        // As many counts as persons, or fewer, do not pin every bit even without noise.
        rows.push(row.prior(0.5).off("no noise", without, if counts < 2 * group { 0.8 } else { 0.95 }));
    }
    Ok(rows)
}

/// Balanced accuracy over the members of so many groups.
fn recovered(session: &Session, campaign: &Campaign, runs: usize, draws: &Draws) -> Measured {
    let Campaign { group: size, counts, variance } = *campaign;
    let register = session.world().register().clone();
    let found = times(runs, &draws.fork("recovered"), |draws| {
        let block = Block::without(&register, u32::MAX, size..=size + size / 10, draws)?;
        let members: Vec<u32> = block.members(&register).collect();
        let (lines, subsets): (Vec<String>, Vec<Vec<bool>>) =
            (0..counts).map(|_| subset(&block, &members, &register, draws)).unzip();
        // In a dataset of those of the group's sex and education only, questions are the same and quickly answered.
        let mut session = session.clone();
        session.prepare(&format!("keep if sex == '{}' & edu == '{}'", block.sex, block.education)).ok()?;
        let answers = session.ask_apart(&lines);
        let known: Vec<(Vec<bool>, f64)> = subsets
            .into_iter()
            .zip(&answers)
            .filter_map(|(subset, answer)| Some((subset, answer.count_of("1")? as f64)))
            .collect();
        let estimates = least_squares(&known, members.len(), variance);
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by(|a, b| estimates[*b].total_cmp(&estimates[*a]));
        let guessed = (members.len() as f64 * PREVALENCE).round() as usize;
        let is_one = |member: usize| register.secret[members[member] as usize];
        Some(order.into_iter().enumerate().map(|(place, member)| (is_one(member), place < guessed)).collect::<Vec<_>>())
    });
    let mut right = [(0, 0); 2];
    for (bit, guess) in found.into_iter().flatten() {
        let (hits, n) = &mut right[usize::from(bit)];
        *hits += usize::from(guess == bit);
        *n += 1;
    }
    balanced(right)
}

/// A random public subset: a digit trick with month of birth and municipality, which the attacker can carry out for each member.
fn subset(block: &Block, members: &[u32], register: &Register, draws: &mut Draws) -> (String, Vec<bool>) {
    let factor = |draws: &mut Draws| draws.within(10_000, 99_999) as f64 / 10_000.0;
    let (of_month, of_place) = (factor(draws), factor(draws));
    let holds = |member: &u32| {
        let (month, place) = (register.born[*member as usize], register.place[*member as usize]);
        let angle = f64::from(month) * of_month + (f64::from(place) + FIRST_PLACE) * of_place;
        angle.sin() > 0.0
    };
    let line =
        format!("tabulate secret if {} & sin(born * {of_month} + to_int(place) * {of_place}) > 0", block.condition());
    (line, members.iter().map(holds).collect())
}

/// Ridge regression of counts on membership, by Cholesky; shrunk towards the prevalence.
fn least_squares(known: &[(Vec<bool>, f64)], n: usize, variance: f64) -> Vec<f64> {
    let ridge = variance / (PREVALENCE * (1.0 - PREVALENCE));
    let mut matrix = vec![0.0; n * n];
    let mut right = vec![0.0; n];
    for (subset, count) in known {
        let inside: Vec<usize> = (0..n).filter(|at| subset[*at]).collect();
        let rest = count - PREVALENCE * inside.len() as f64;
        for a in &inside {
            right[*a] += rest;
            for b in inside.iter().take_while(|b| *b <= a) {
                matrix[a * n + b] += 1.0;
            }
        }
    }
    (0..n).for_each(|at| matrix[at * n + at] += ridge);
    for row in 0..n {
        for column in 0..=row {
            let (upper, lower) = matrix.split_at(row * n);
            let of_row = &lower[..column];
            let of_column = if column == row { of_row } else { &upper[column * n..column * n + column] };
            let sum: f64 = of_row.iter().zip(of_column).map(|(a, b)| a * b).sum();
            let value = lower[column] - sum;
            let diagonal = if column == row { value.max(1e-12).sqrt() } else { value / upper[column * n + column] };
            matrix[row * n + column] = diagonal;
        }
    }
    for row in 0..n {
        let sum: f64 = (0..row).map(|column| matrix[row * n + column] * right[column]).sum();
        right[row] = (right[row] - sum) / matrix[row * n + row];
    }
    for row in (0..n).rev() {
        let sum: f64 = (row + 1..n).map(|below| matrix[below * n + row] * right[below]).sum();
        right[row] = (right[row] - sum) / matrix[row * n + row];
    }
    right.into_iter().map(|deviation| PREVALENCE + deviation).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn least_squares_finds_bits_from_exact_counts() {
        let mut draws = Draws::new(9);
        let bits: Vec<bool> = (0..40).map(|_| draws.chance(PREVALENCE)).collect();
        let known: Vec<(Vec<bool>, f64)> = (0..4_000)
            .map(|_| {
                let subset: Vec<bool> = (0..40).map(|_| draws.chance(0.5)).collect();
                let count = subset.iter().zip(&bits).filter(|(inside, bit)| **inside && **bit).count();
                (subset, count as f64)
            })
            .collect();
        let found = least_squares(&known, 40, 0.05);
        assert!(found.iter().zip(&bits).all(|(found, bit)| (*found > 0.5) == *bit), "{found:?}");
    }
}

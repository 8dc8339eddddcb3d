//! Persistent re-drawing on the sensitive tier: of a share of persons, for ever the same, a variable's whole history is that of another
//! unit of their stratum. However many questions are asked, nobody's true codes are known better than that. Argument:
//! `proofs/redrawing.md`.

use crate::policy::Policy;
use crate::seed::{Keys, Seed, mix};

/// The units of a space, by dense index.
#[derive(Clone, Copy)]
pub struct Units<'a> {
    /// The record key of each.
    pub keys: &'a [u128],
    /// Where persons stand behind them: the person of each (`u32::MAX`: none known), and the persons' record keys. Else they are
    /// their own persons.
    pub persons: Option<(&'a [u32], &'a [u128])>,
    /// The stratum of each person; those beyond the end are in stratum 0.
    pub strata: &'a [u16],
}

/// Whose history is another's. No `Debug`: it tells which persons' codes are not their own.
#[derive(Default)]
pub struct Redrawing {
    units: Vec<u32>,
    donors: Vec<u32>,
}

impl Redrawing {
    /// The units that are re-drawn within a closed range, ascending, and the donor of each.
    pub fn between(&self, first: u32, last: u32) -> (&[u32], &[u32]) {
        let from = self.units.partition_point(|unit| *unit < first);
        let to = self.units.partition_point(|unit| *unit <= last).max(from);
        (self.units.get(from..to).unwrap_or_default(), self.donors.get(from..to).unwrap_or_default())
    }

    /// The last unit that is re-drawn.
    pub fn last(&self) -> Option<u32> {
        self.units.last().copied()
    }

    /// Every donor once, ascending.
    pub fn donors(&self) -> Vec<u32> {
        let mut donors = self.donors.clone();
        donors.sort_unstable();
        donors.dedup();
        donors
    }

    /// Memory that it takes, in bytes.
    pub fn n_bytes(&self) -> usize {
        size_of::<u32>() * (self.units.capacity() + self.donors.capacity())
    }

    /// Draws for a variable. Whether a unit is re-drawn hangs on its person and the variable alone; its donor is one of the units
    /// before it, so that units that come later change nothing.
    pub(crate) fn new(policy: &Policy, keys: &Keys, variable: &str, units: Units<'_>) -> Redrawing {
        let mut redrawing = Redrawing::default();
        if policy.redrawn_share <= 0.0 {
            return redrawing;
        }
        let mut donors = Donors { seed: keys.redrawing(variable), policy, of_stratum: Vec::new(), all: Vec::new() };
        let below = share_of_words(policy.redrawn_share);
        for (unit, key) in (0_u32..).zip(units.keys) {
            let (person_key, stratum) = units.person(unit, *key);
            if mix(person_key, donors.seed.u128(WHO)) < below
                && let Some(donor) = donors.draw(units, (unit, *key), stratum)
            {
                redrawing.units.push(unit);
                redrawing.donors.push(donor);
            }
            donors.add(unit, stratum);
        }
        redrawing
    }
}

/// Words of a variable's seed: who is re-drawn, from whom, which runs of units give donors.
const WHO: usize = 0;
const FROM: usize = 1;
const RUNS: usize = 2;

/// The number that so many of all 64-bit words lie below.
fn share_of_words(share: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates at the ends")]
    let below = (share * 2.0_f64.powi(64)) as u64;
    below
}

impl Units<'_> {
    /// The person of a unit.
    fn person_of(&self, unit: u32) -> u32 {
        match self.persons {
            None => unit,
            Some((persons, _)) => persons.get(unit as usize).copied().unwrap_or(u32::MAX),
        }
    }

    /// The key and stratum of a unit's person; a unit without known person stands for itself.
    fn person(&self, unit: u32, own: u128) -> (u128, u16) {
        let person = self.person_of(unit) as usize;
        let key = self.persons.and_then(|(_, keys)| keys.get(person)).copied().unwrap_or(own);
        (key, self.strata.get(person).copied().unwrap_or(0))
    }
}

/// Units whose history may be given, by stratum.
struct Donors<'a> {
    seed: Seed,
    policy: &'a Policy,
    of_stratum: Vec<Vec<u32>>,
    /// Whoever came first in each stratum: for units that are the first of theirs.
    all: Vec<u32>,
}

impl Donors<'_> {
    /// Another person's unit of the stratum; of any, if the stratum has none yet.
    fn draw(&self, units: Units<'_>, (unit, key): (u32, u128), stratum: u16) -> Option<u32> {
        /// Neighbours of the drawn one that are asked before giving up.
        const TRIES: usize = 16;
        let own = units.person_of(unit);
        let is_other = |donor: &u32| own == u32::MAX || units.person_of(*donor) != own;
        let among = |pool: &[u32]| {
            let place = ((u128::from(mix(key, self.seed.u128(FROM))) * pool.len() as u128) >> 64) as usize;
            (place..place + pool.len().min(TRIES)).filter_map(|at| pool.get(at % pool.len())).copied().find(is_other)
        };
        let of_stratum = self.of_stratum.get(usize::from(stratum)).map_or(&[][..], Vec::as_slice);
        among(of_stratum).or_else(|| among(&self.all))
    }

    /// A unit may give its history from here on, if it is in one of the runs that give: few runs, so that few blocks are read twice.
    fn add(&mut self, unit: u32, stratum: u16) {
        let run = unit / self.policy.redrawn_run.max(1);
        if run != 0 && mix(u128::from(run), self.seed.u128(RUNS)) >= share_of_words(self.policy.redrawn_runs) {
            return;
        }
        let stratum = usize::from(stratum);
        if self.of_stratum.len() <= stratum {
            self.of_stratum.resize(stratum + 1, Vec::new());
        }
        if let Some(pool) = self.of_stratum.get_mut(stratum) {
            if pool.is_empty() {
                self.all.push(unit);
            }
            pool.push(unit);
        }
    }
}

#[cfg(test)]
mod tests;

//! The red team: programs that attack the noise filter with what a user has, on a register whose truth they know.
//!
//! *In → out*: an [`Effort`] → rows of the acceptance table (near-sets section 7 and what remains of confidentiality D.9), each
//! with the attacker's success, its 95 % interval, and the success of the same attack where the rule is turned off.
//! *Does not know about*: HTTP, SQLite, files; the registry crate.
//! *Invariants*: attackers act through scripts in [`session::Session`] and read what a user reads; only scoring looks at the
//! truth. Rules are turned off by a [`disclosure::Policy`] that no service has (decision 13).
//! *Start reading at*: [`attacks::ALL`], [`bits::BitAttack`], [`session::Session`].

pub mod attacks;
pub mod bits;
pub mod draws;
pub mod law;
pub mod laws;
pub mod measure;
pub mod policies;
pub mod register;
pub mod report;
pub mod session;
pub mod simulation;
pub mod trials;
pub mod utility;
pub mod world;

use std::sync::{Arc, OnceLock};

use disclosure::Policy;

use crate::draws::Draws;
use crate::register::Register;
use crate::world::RegisterWorld;

/// How much is done, and from which seed.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// At least 10 000 targets for accuracies and 20 000 for hit rates; else as many as a few minutes allow.
    pub long: bool,
    /// Of registers, keys and attacks.
    pub seed: u64,
}

impl Effort {
    /// The short form: the same in every run of the tests.
    pub const SHORT: Effort = Effort { long: false, seed: 0x5EED };

    /// One of two numbers.
    pub fn of(&self, short: usize, long: usize) -> usize {
        if self.long { long } else { short }
    }
}

/// Where attacks take place: registers made when they are asked for, each behind the policy in force.
pub struct Stage {
    /// How much is done.
    pub effort: Effort,
    small: OnceLock<RegisterWorld>,
    middle: OnceLock<RegisterWorld>,
    large: OnceLock<RegisterWorld>,
    million: OnceLock<RegisterWorld>,
}

impl Stage {
    /// A stage without registers yet.
    pub fn new(effort: Effort) -> Self {
        Stage {
            effort,
            small: OnceLock::new(),
            middle: OnceLock::new(),
            large: OnceLock::new(),
            million: OnceLock::new(),
        }
    }

    /// A stream of random numbers for a purpose.
    pub fn draws(&self, purpose: &str) -> Draws {
        Draws::new(self.effort.seed).fork(purpose)
    }

    /// Twelve thousand persons, in the long form enough to find ten thousand targets: for attacks whose success does not depend on
    /// how many others there are.
    pub fn small(&self) -> &RegisterWorld {
        self.small.get_or_init(|| self.world(self.effort.of(12_000, 40_000), "small"))
    }

    /// Forty thousand persons or more: for tables of many cells and populations of a thousand.
    pub fn middle(&self) -> &RegisterWorld {
        self.middle.get_or_init(|| self.world(self.effort.of(40_000, 80_000), "middle"))
    }

    /// Three hundred thousand persons: for means and models of up to a hundred thousand.
    pub fn large(&self) -> &RegisterWorld {
        self.large.get_or_init(|| self.world(300_000, "large"))
    }

    /// The million persons of the decision: for what depends on how many live in the smallest municipalities.
    pub fn million(&self) -> &RegisterWorld {
        self.million.get_or_init(|| self.world(1_000_000, "million"))
    }

    /// A register of its own, under the policy in force.
    pub fn world(&self, persons: usize, name: &str) -> RegisterWorld {
        let draws = self.draws(name);
        RegisterWorld::new(Arc::new(Register::new(persons, &draws)), Policy::CURRENT, &draws)
    }
}

//! The memory of the whole service: a budget, what is held under it, what statements have reserved.
//!
//! Everything is counted in told sizes ([`engine::memory`]), so neither a refusal nor what is forgotten to make room tells
//! anything of data. A buffer that several sessions and remembered states share counts once. Nothing here waits.

mod machine;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use engine::memory::Buffer;

pub use machine::of_machine;

/// How much there is to share out, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// For everything: running sessions, what statements work with, remembered states.
    pub all: u64,
    /// For one run, with what its statement works with.
    pub a_run: u64,
}

impl Budget {
    /// A service's budget: a run gets at most half, so that nobody works alone.
    pub fn shared(all: u64) -> Budget {
        Budget { all, a_run: all / 2 }
    }

    /// The budget of a process that runs one script at a time.
    pub fn alone(all: u64) -> Budget {
        Budget { all, a_run: all }
    }

    /// A service's budget on this machine: 60 % of its memory.
    pub fn of_machine() -> Budget {
        Budget::shared(of_machine() / 100 * DEFAULT_PERCENT)
    }
}

/// Of the machine's memory; the rest is for the system's file cache, keys and whatever estimates miss.
pub const DEFAULT_PERCENT: u64 = 60;

/// Why there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Never, for one run.
    TooMuch {
        /// Bytes that the run would have.
        needed: u64,
        /// Bytes that it may have.
        allowed: u64,
    },
    /// Not now: others have it.
    InUse,
}

/// What operators see, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The budget.
    pub budget: u64,
    /// Held by sessions and remembered states.
    pub held: u64,
    /// Reserved by statements at work.
    pub reserved: u64,
}

/// The ledger under the budget.
pub struct Memory {
    budget: Budget,
    ledger: Mutex<Ledger>,
}

#[derive(Default)]
struct Ledger {
    holders: HashMap<Buffer, u32>,
    held: u64,
    reserved: u64,
}

impl Memory {
    /// An empty ledger.
    pub fn new(budget: Budget) -> Arc<Memory> {
        Arc::new(Memory { budget, ledger: Mutex::default() })
    }

    /// What one run may have, in bytes.
    pub fn a_run(&self) -> u64 {
        self.budget.a_run
    }

    /// Takes room for a statement of a run that holds `own` bytes.
    ///
    /// # Errors
    /// [`Denied`]; whoever asks may forget something and ask again where it is in use.
    pub fn reserve(self: &Arc<Memory>, own: u64, bytes: u64) -> Result<Reservation, Denied> {
        let needed = own.saturating_add(bytes);
        if needed > self.budget.a_run {
            return Err(Denied::TooMuch { needed, allowed: self.budget.a_run });
        }
        let mut ledger = self.ledger();
        if ledger.held.saturating_add(ledger.reserved).saturating_add(bytes) > self.budget.all {
            return Err(Denied::InUse);
        }
        ledger.reserved += bytes;
        drop(ledger);
        Ok(Reservation { memory: self.clone(), bytes })
    }

    /// Bytes by which the budget would be passed.
    pub fn missing(&self, bytes: u64) -> u64 {
        let ledger = self.ledger();
        ledger.held.saturating_add(ledger.reserved).saturating_add(bytes).saturating_sub(self.budget.all)
    }

    /// What operators see.
    pub fn usage(&self) -> Usage {
        let ledger = self.ledger();
        Usage { budget: self.budget.all, held: ledger.held, reserved: ledger.reserved }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Room for a statement; given back when dropped.
pub struct Reservation {
    memory: Arc<Memory>,
    bytes: u64,
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.memory.ledger().reserved -= self.bytes;
    }
}

/// What a session or a remembered state holds; given back when dropped.
pub struct Hold {
    memory: Arc<Memory>,
    buffers: Vec<Buffer>,
}

impl Hold {
    /// Nothing yet.
    pub fn new(memory: &Arc<Memory>) -> Hold {
        Hold { memory: memory.clone(), buffers: Vec::new() }
    }

    /// Holds these buffers and nothing else.
    pub fn set(&mut self, buffers: Vec<Buffer>) {
        let mut ledger = self.memory.ledger();
        for buffer in &buffers {
            ledger.add(*buffer);
        }
        for buffer in std::mem::replace(&mut self.buffers, buffers) {
            ledger.remove(buffer);
        }
    }

    /// Bytes held, shared ones too.
    pub fn bytes(&self) -> u64 {
        self.buffers.iter().map(|buffer| buffer.bytes).sum()
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.set(Vec::new());
    }
}

impl Ledger {
    fn add(&mut self, buffer: Buffer) {
        let holders = self.holders.entry(buffer).or_insert(0);
        *holders += 1;
        if *holders == 1 {
            self.held += buffer.bytes;
        }
    }

    fn remove(&mut self, buffer: Buffer) {
        let Some(holders) = self.holders.get_mut(&buffer) else { return };
        *holders -= 1;
        if *holders == 0 {
            self.holders.remove(&buffer);
            self.held -= buffer.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn buffer(place: usize, bytes: u64) -> Buffer {
        Buffer { place, form: 0, bytes }
    }

    #[test]
    fn shared_buffers_count_once_and_go_with_their_last_holder() {
        let memory = Memory::new(Budget::shared(1_000));
        let (mut one, mut other) = (Hold::new(&memory), Hold::new(&memory));
        one.set(vec![buffer(1, 100), buffer(2, 50)]);
        other.set(vec![buffer(1, 100), buffer(3, 10)]);
        assert_eq!(memory.usage().held, 160);
        one.set(vec![buffer(1, 100)]);
        assert_eq!((memory.usage().held, one.bytes()), (110, 100));
        drop(one);
        assert_eq!(memory.usage().held, 110);
        drop(other);
        assert_eq!(memory.usage(), Usage { budget: 1_000, held: 0, reserved: 0 });
    }

    #[test]
    fn a_run_has_a_bound_and_all_have_one() {
        let memory = Memory::new(Budget::shared(1_000));
        assert_eq!(memory.reserve(300, 201).err(), Some(Denied::TooMuch { needed: 501, allowed: 500 }));
        let mut hold = Hold::new(&memory);
        hold.set(vec![buffer(1, 400)]);
        let one = memory.reserve(400, 100).unwrap();
        let other = memory.reserve(0, 500).unwrap();
        assert_eq!(memory.reserve(0, 1).err(), Some(Denied::InUse));
        assert_eq!(memory.missing(30), 30);
        drop(one);
        assert!(memory.reserve(0, 100).is_ok());
        drop((other, hold));
        assert_eq!(memory.usage().held + memory.usage().reserved, 0);
        assert_eq!(
            Memory::new(Budget::alone(10)).reserve(0, 11).err(),
            Some(Denied::TooMuch { needed: 11, allowed: 10 })
        );
    }
}

//! What runners' scripts had made after each statement, under the memory budget: the longest unused goes first.
//!
//! A state is found by its statement's key, which holds everything before it ([`crate::prefix`]), so that scripts of one runner
//! that begin alike share what they share. Only the runner's own states are found, so nobody can time whether another person
//! ran the same.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use engine::Workspace;
use engine::memory::{Buffer, footprint};
use wire::output::Output;

use crate::Runner;
use crate::memory::{Hold, Memory};

/// How long an unused state is remembered.
const KEPT_FOR: Duration = Duration::from_secs(30 * 60);
/// States of one runner.
const MOST_STATES: usize = 2_000;

/// A key of [`crate::prefix::keys`].
pub type Key = [u8; 32];

/// A statement that ran: what it answered, and the workspace after it.
#[derive(Clone)]
pub struct Done {
    /// Its outputs.
    pub outputs: Arc<[Output]>,
    /// The workspace after it; shares its columns with the others.
    pub workspace: Workspace,
}

impl Done {
    fn buffers(&self) -> Vec<Buffer> {
        let mut buffers = footprint(&self.workspace);
        let bytes = size_of_outputs(&self.outputs);
        buffers.push(Buffer { place: self.outputs.as_ptr().addr(), form: 0, bytes });
        buffers
    }
}

/// States by runner and key.
pub struct Remembered {
    memory: Arc<Memory>,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    runners: HashMap<Runner, HashMap<Key, State>>,
    /// Counts uses.
    clock: u64,
}

struct State {
    done: Done,
    hold: Hold,
    /// The last run that used it.
    used_by: Use,
    /// Statements before it: they are of use without it, but not it without them.
    place: usize,
}

/// The use of states by one run: they are all used until it ends.
#[derive(Clone)]
pub struct Use(Arc<Mutex<(u64, Instant)>>);

impl Use {
    fn last(&self) -> (u64, Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn renew(&self, clock: u64, now: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (clock, now);
    }
}

impl State {
    /// Who goes first has the least.
    fn rank(&self) -> (u64, Reverse<usize>) {
        (self.used_by.last().0, Reverse(self.place))
    }
}

impl Remembered {
    /// Nothing yet.
    pub fn new(memory: Arc<Memory>) -> Remembered {
        Remembered { memory, kept: Mutex::default() }
    }

    /// The statements with which a script begins that the runner has run before, and the use that its run makes of them.
    pub fn find(&self, runner: &Runner, keys: &[Key], now: Instant) -> (Vec<Done>, Use) {
        let mut kept = self.kept();
        let old = kept.take_old(now);
        kept.clock += 1;
        let used_by = Use(Arc::new(Mutex::new((kept.clock, now))));
        let mut found = Vec::new();
        if let Some(states) = kept.runners.get_mut(runner) {
            for key in keys {
                let Some(state) = states.get_mut(key) else { break };
                state.used_by = used_by.clone();
                found.push(state.done.clone());
            }
        }
        drop(kept);
        drop(old);
        (found, used_by)
    }

    /// Remembers a statement of a runner's run, the `place`th of its script with a key.
    pub fn keep(&self, (runner, used_by): (&Runner, &Use), key: Key, place: usize, done: Done, now: Instant) {
        let mut hold = Hold::new(&self.memory);
        hold.set(done.buffers());
        let mut kept = self.kept();
        kept.clock += 1;
        used_by.renew(kept.clock, now);
        let states = kept.runners.entry(runner.clone()).or_default();
        let replaced = states.insert(key, State { done, hold, used_by: used_by.clone(), place });
        let surplus = if states.len() > MOST_STATES {
            let first = states.iter().min_by_key(|(_, state)| state.rank()).map(|(key, _)| *key);
            first.and_then(|key| states.remove(&key))
        } else {
            None
        };
        // Workspaces are large: they go when nobody waits for the lock.
        drop(kept);
        drop((replaced, surplus));
    }

    /// Puts new outputs in the place of those of a known statement.
    pub fn renew(&self, runner: &Runner, key: &Key, outputs: Arc<[Output]>) {
        let mut kept = self.kept();
        if let Some(state) = kept.runners.get_mut(runner).and_then(|states| states.get_mut(key)) {
            state.done.outputs = outputs;
            state.hold.set(state.done.buffers());
        }
    }

    /// Forgets the longest unused states until `bytes` more fit into the budget, or nothing is left.
    pub fn make_room(&self, bytes: u64) {
        if self.memory.missing(bytes) == 0 {
            return;
        }
        let mut gone = Vec::new();
        let mut kept = self.kept();
        let mut order: Vec<_> = kept
            .runners
            .iter()
            .flat_map(|(runner, states)| states.iter().map(|(key, state)| (state.rank(), runner.clone(), *key)))
            .collect();
        order.sort_unstable_by_key(|entry| entry.0);
        for (_, runner, key) in order {
            if self.memory.missing(bytes) == 0 {
                break;
            }
            if let Some(mut state) = kept.runners.get_mut(&runner).and_then(|states| states.remove(&key)) {
                state.hold.set(Vec::new());
                gone.push(state);
            }
        }
        kept.runners.retain(|_, states| !states.is_empty());
        drop(kept);
        drop(gone);
    }

    /// How many states are remembered.
    pub fn n_states(&self) -> usize {
        self.kept().runners.values().map(HashMap::len).sum()
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn take_old(&mut self, now: Instant) -> Vec<State> {
        let mut old = Vec::new();
        for states in self.runners.values_mut() {
            let is_old = |_: &Key, state: &mut State| now.duration_since(state.used_by.last().1) >= KEPT_FOR;
            old.extend(states.extract_if(is_old).map(|(_, state)| state));
        }
        self.runners.retain(|_, states| !states.is_empty());
        old
    }
}

/// About how many bytes outputs take; they are released, so nothing is told by it.
fn size_of_outputs(outputs: &[Output]) -> u64 {
    use wire::output::Body;
    const EACH: usize = 1_000;
    let cells = |output: &Output| match &output.body {
        Body::Table(table) => table.rows.len() * table.columns.len() * 32,
        Body::Text { markdown } => markdown.nb.len() + markdown.en.len(),
        Body::Dataset(change) => change.variables.len() * 100,
        Body::Model(_) | Body::Chart(_) | Body::Diagnostic(_) => 50 * EACH,
    };
    outputs.iter().map(|output| (EACH + cells(output)) as u64).sum()
}

#[cfg(test)]
mod tests;

//! Trials on all cores: each has random numbers of its own, so that results depend on no order of threads.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rayon::ThreadPoolBuilder;

use crate::draws::Draws;

/// The results of a trial on each thing, in the order of things; trials without a result are left out.
///
/// Every core has a thread and a pool of its own: in a common pool, who waits for a part of a statement would begin the next
/// trial on top of it, again and again until the stack ends.
pub fn each<T: Sync, R: Send>(
    things: &[T],
    draws: &Draws,
    trial: impl Fn(&T, &mut Draws) -> Option<R> + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(thing) = things.get(number) else { return found };
            found.extend(trial(thing, &mut draws.of_trial(number)).map(|result| (number, result)));
        }
    };
    let alone = || match ThreadPoolBuilder::new().num_threads(1).use_current_thread().build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(things.len());
    let mut found: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(alone)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    found.sort_by_key(|(number, _)| *number);
    found.into_iter().map(|(_, result)| result).collect()
}

/// The results of so many trials.
pub fn times<R: Send>(n: usize, draws: &Draws, trial: impl Fn(&mut Draws) -> Option<R> + Sync) -> Vec<R> {
    each(&vec![(); n], draws, |(), draws| trial(draws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_have_numbers_of_their_own_and_keep_their_order() {
        let draws = Draws::new(1);
        let found = times(100, &draws, |draws| Some(draws.bits()).filter(|bits| bits % 3 > 0));
        let expected: Vec<u64> =
            (0..100).map(|trial| draws.of_trial(trial).bits()).filter(|bits| bits % 3 > 0).collect();
        assert_eq!(found, expected);
        assert!((40..90).contains(&found.len()));
    }
}

//! Trials on all cores: each has random numbers of its own, so that results depend on no order of threads.

use rayon::prelude::*;

use crate::draws::Draws;

/// The results of a trial on each thing, in the order of things; trials without a result are left out.
pub fn each<T: Sync, R: Send>(
    things: &[T],
    draws: &Draws,
    trial: impl Fn(&T, &mut Draws) -> Option<R> + Sync,
) -> Vec<R> {
    let one = |(number, thing): (usize, &T)| trial(thing, &mut draws.of_trial(number));
    // One task a trial: they take milliseconds and differ much.
    things.par_iter().enumerate().with_max_len(1).filter_map(one).collect()
}

/// The results of so many trials.
pub fn times<R: Send>(n: usize, draws: &Draws, trial: impl Fn(&mut Draws) -> Option<R> + Sync) -> Vec<R> {
    each(&vec![(); n], draws, |(), draws| trial(draws))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_do_not_depend_on_threads() {
        let draws = Draws::new(1);
        let of = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| times(100, &draws, |draws| Some(draws.bits()).filter(|bits| bits % 3 > 0)))
        };
        assert_eq!(of(1), of(4));
        assert!((40..90).contains(&of(1).len()));
    }
}

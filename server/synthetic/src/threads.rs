//! Work on plain threads.

use std::sync::{Mutex, PoisonError, mpsc};

/// Does something with each item on plain threads, as many as Rayon has; tells how many are done. The results come in the
/// order of the items; the first error wins.
///
/// Rayon itself will not do: the writers and readers wait inside for Polars' own pool, and a Rayon thread that waits begins
/// the next item on the same stack, until the stack is full.
pub(crate) fn in_threads<T: Send, R: Send, E: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> Result<R, E> + Sync,
    mut tell: impl FnMut(usize),
) -> Result<Vec<R>, E> {
    let mut results: Vec<(usize, R)> = Vec::with_capacity(items.len());
    let items = Mutex::new(items.into_iter().enumerate());
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().max(1) {
            let (sender, next, work) = (sender.clone(), &next, &work);
            scope.spawn(move || {
                while let Some((place, item)) = next() {
                    // Nobody listens any more: another thread has failed.
                    if sender.send((place, work(item))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        for (place, result) in receiver {
            results.push((place, result?));
            tell(results.len());
        }
        Ok(())
    })?;
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_and_an_error_ends_it() {
        let double = |item: u32| if item < 90 { Ok(2 * item) } else { Err(item) };
        assert_eq!(in_threads((0..50).collect(), double, |_| {}), Ok((0..50).map(|item| 2 * item).collect()));
        assert_eq!(in_threads(Vec::new(), double, |_| {}), Ok(Vec::new()));
        assert_eq!(in_threads(vec![1, 95, 2], double, |_| {}), Err(95));
    }
}

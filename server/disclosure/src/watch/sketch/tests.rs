use super::*;
use crate::statistic::Population;

use super::made_up::{population, seed, sketch_of};

#[test]
fn the_distance_of_near_sets_is_told_and_that_of_far_ones_is_not() {
    let people = population(4000);
    let base = sketch_of(&people, |row| row < 2000);
    for d in 0..20 {
        let removed = sketch_of(&people, |row| (d..2000).contains(&row));
        let moved = sketch_of(&people, |row| (d / 2..2000 + d.div_ceil(2)).contains(&row));
        assert_eq!(base.distance(&removed), Some(d as u32));
        assert_eq!(base.distance(&moved), Some(d as u32));
    }
    for d in [60, 200, 2000] {
        assert_eq!(base.distance(&sketch_of(&people, |row| (d..2000 + d).contains(&row))), None);
    }
}

/// Of how many pairs of one size at a distance, an even number, is it said that they are nearer than twenty.
fn share_near(d: usize, trials: usize) -> f64 {
    let people = population(trials * d);
    // Disjoint sets of half the distance each.
    let parts = sketches(&people, 2 * trials, seed(), &|row| (2 * row / d) as u32);
    let is_near = |pair: &&[Sketch]| pair[0].distance_below(&pair[1], 20).is_some();
    parts.chunks(2).filter(is_near).count() as f64 / trials as f64
}

#[test]
fn below_twenty_is_right_nearly_always() {
    for d in [2, 6, 10, 14, 16, 18] {
        assert_eq!(share_near(d, 3000), 1.0, "{d}");
    }
    let (at_20, at_22, at_26) = (share_near(20, 10_000), share_near(22, 10_000), share_near(26, 10_000));
    println!("told as near at 20, 22, 26: {at_20:.4}, {at_22:.4}, {at_26:.4}");
    assert!(at_20 < 0.02 && at_22 < 0.005 && at_26 < 0.001);
}

#[test]
fn sketches_of_disjoint_sets_add_up() {
    let people = population(3000);
    let parts = sketches(&people, 3, seed(), &|row| (row % 3) as u32);
    let sum = parts.iter().fold(Sketch::default(), |sum, part| sum.with(part));
    let all = sketch_of(&people, |_| true);
    assert_eq!(sum, all);
    assert_eq!(all.without(&parts[1]), parts[0].with(&parts[2]));
    assert_eq!(all.n(), 3000);
}

#[test]
fn persons_with_several_rows_count_once_in_any_order_of_rows() {
    let once = population(500);
    let persons: Vec<u32> = (0..1500_u32).map(|row| row * 7 % 1500 / 3).collect();
    let several = Population { persons: persons.into(), several_rows: true, ..once.clone() };
    assert_eq!(sketch_of(&once, |_| true), sketch_of(&several, |_| true));
}

#[test]
fn bytes_are_read_back_and_others_are_not() {
    let sketch = sketch_of(&population(100), |row| row != 5);
    let bytes = sketch.to_bytes();
    assert_eq!(bytes.len(), Sketch::BYTES);
    assert_eq!(Sketch::from_bytes(&bytes), Some(sketch));
    assert_eq!(Sketch::from_bytes(&bytes[1..]), None);
    assert_eq!(Sketch::from_bytes(&[0xff; Sketch::BYTES]), None);
}

/// Time of a sketch of a country (`cargo xtask bench-watch`).
#[test]
fn figures_of_the_watcher_sketches() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    let people = population(11_000_000);
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        for (n, what) in [(1, "all"), (10, "ten categories"), (1000, "a thousand categories")] {
            let start = std::time::Instant::now();
            let found = pool.install(|| sketches(&people, n, seed(), &|row| (row % n) as u32));
            println!("{threads} threads, {what}: {:?} ({} sketches)", start.elapsed(), found.len());
        }
    }
}

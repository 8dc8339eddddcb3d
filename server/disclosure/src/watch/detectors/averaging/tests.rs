//! The detector over campaigns of averaging and over months of honest work, with persons made up.

use super::*;
use crate::statistic::Population;
use crate::watch::sketch::made_up::{Random, population, seed};
use crate::watch::sketch::sketches;

const LIMITS: AveragingLimits = AveragingLimits::CURRENT;

/// A partition of the persons by a column's codes.
fn partition(people: &Population, id: u128, n: usize, width: usize, code: impl Fn(usize) -> u32 + Sync) -> Partition {
    Partition { partition: id, width, cells: sketches(people, n, seed(), &code) }
}

/// Partitions until the flag and until the review in a campaign, at most `most`: the set is put together anew each time from the
/// cells of a split that is random within and without, with up to `jitter` known persons added or left out. Half of the rest is another
/// half each time, so that the whole population is no set that the partitions share.
fn campaign(random: &mut Random, people: &Population, cells: u64, jitter: u64, most: usize) -> [Option<usize>; 2] {
    let n = people.rows();
    let size = 400 + random.below(n as u64 / 2) as usize;
    let is_target: Vec<bool> = {
        let share = size as f64 / n as f64;
        (0..n).map(|_| random.uniform() < share).collect()
    };
    let mut detector = Averaging::default();
    let mut found = [None; 2];
    for at in 0..most {
        let mut is_in = is_target.clone();
        for _ in 0..random.below(jitter + 1) {
            let person = random.below(n as u64) as usize;
            is_in[person] = !is_in[person];
        }
        // The cells of set and rest in any order.
        let mut order: Vec<u32> = (0..cells as u32).collect();
        (1..order.len()).rev().for_each(|at| order.swap(at, random.below(at as u64 + 1) as usize));
        let inside = 1 + random.below(cells - 1) as usize;
        let of_person = |is_in: &bool| match is_in {
            true => order[random.below(inside as u64) as usize],
            false if random.uniform() < 0.5 => u32::MAX,
            false => order[inside + random.below(cells - inside as u64) as usize],
        };
        let codes: Vec<u32> = is_in.iter().map(of_person).collect();
        let reading =
            detector.note(&LIMITS, partition(people, at as u128, cells as usize, cells as usize, |row| codes[row]), 0);
        found[0] = found[0].or(reading.is_flagged.then_some(at + 1));
        found[1] = found[1].or(reading.needs_review.then_some(at + 1));
    }
    found
}

/// How many of some campaigns are flagged and reviewed by their hundredth partition, and the latest.
fn campaigns(cells: u64, jitter: u64, n: usize) -> (usize, usize) {
    let people = population(6000);
    let mut random = Random(7 + cells + 100 * jitter);
    let (mut fired, mut latest): (usize, usize) = (0, 0);
    for _ in 0..n {
        let [flag, review] = campaign(&mut random, &people, cells, jitter, 100);
        fired += usize::from(flag.is_some() && review.is_some());
        latest = latest.max(review.unwrap_or_default());
    }
    println!(
        "{cells} cells, jitter {jitter}: {fired} of {n} fire by 100 partitions, reviewed at {latest} at the latest"
    );
    (fired, latest)
}

#[test]
fn campaigns_are_flagged_and_reviewed_by_their_hundredth_partition() {
    assert_eq!(campaigns(4, 0, 40), (40, 40));
    assert_eq!(campaigns(2, 0, 10), (10, 40));
    assert_eq!(campaigns(8, 0, 8).0, 8);
    assert_eq!(campaigns(4, 9, 20).0, 20);
}

/// A month of honest work: sessions of some scripts on one population, with edits; tables by recodes of a project's own pool.
struct Month<'a> {
    random: &'a mut Random,
    people: &'a Population,
    /// Three traits of each person, 0 … 1.
    traits: &'a [[f64; 3]],
    /// Trait and cut points of each recode.
    pool: Vec<(usize, Vec<f64>)>,
    detector: Averaging,
    n_splits: usize,
    most: usize,
}

impl<'a> Month<'a> {
    fn new(random: &'a mut Random, people: &'a Population, traits: &'a [[f64; 3]], n_recodes: u64) -> Self {
        let recode = |_| {
            let cuts = 1 + random.below(6) as usize;
            let mut cuts: Vec<f64> = (0..cuts).map(|_| (20.0 * random.uniform()).round() / 20.0).collect();
            cuts.sort_by(f64::total_cmp);
            (random.below(3) as usize, cuts)
        };
        let pool: Vec<(usize, Vec<f64>)> = (0..n_recodes).map(recode).collect();
        Month { random, people, traits, pool, detector: Averaging::default(), n_splits: 0, most: 0 }
    }

    /// Twenty sessions of five scripts with one to three tables, each by one or two recodes; the population changes from script to
    /// script half of the time (near-sets 4).
    fn work(&mut self) -> AveragingReading {
        let mut reading = AveragingReading::default();
        for _ in 0..20 {
            let mut window = self.window();
            for _ in 0..5 {
                for _ in 0..1 + self.random.below(3) {
                    reading = self.table(window);
                    self.most = self.most.max(reading.partitions_of_one_set);
                }
                match self.random.below(4) {
                    0 => window = self.window(),
                    // A bound moved by next to nothing.
                    1 => window.2 += 2.0 / self.traits.len() as f64,
                    _ => {}
                }
            }
        }
        reading
    }

    fn window(&mut self) -> (usize, f64, f64) {
        let low = (10.0 * self.random.uniform()).round() / 20.0;
        (self.random.below(3) as usize, low, low + 0.1 + (8.0 * self.random.uniform()).round() / 20.0)
    }

    fn table(&mut self, (of, low, high): (usize, f64, f64)) -> AveragingReading {
        let columns: Vec<usize> =
            (0..1 + self.random.below(2)).map(|_| self.random.below(self.pool.len() as u64) as usize).collect();
        let pool = &self.pool;
        let widths: Vec<usize> = columns.iter().map(|at| pool[*at].1.len() + 1).collect();
        let n = widths.iter().product();
        let traits = self.traits;
        let code = |row: usize| {
            let person = traits[row];
            if !(low..high).contains(&person[of]) {
                return u32::MAX;
            }
            columns.iter().zip(&widths).fold(0, |cell, (at, width)| {
                let (of, cuts) = &pool[*at];
                cell * *width as u32 + cuts.partition_point(|cut| *cut <= person[*of]) as u32
            })
        };
        // The normal form: bounds and columns.
        let id = [of as u128, low.to_bits().into(), high.to_bits().into()]
            .into_iter()
            .chain(columns.iter().map(|at| *at as u128))
            .fold(17_u128, |id, part| {
                id.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835).wrapping_add(part + 1)
            });
        self.n_splits += 1;
        self.detector.note(&LIMITS, partition(self.people, id, n, widths[widths.len() - 1], code), 0)
    }
}

/// Shares of months that are flagged and reviewed, and the 99th percentile of the reading.
fn honest_months(n: usize, n_recodes: u64) -> (f64, f64, usize) {
    let people = population(6000);
    let mut random = Random(23);
    let traits: Vec<[f64; 3]> = (0..6000).map(|_| [0; 3].map(|_| random.uniform())).collect();
    let mut readings: Vec<usize> = (0..n)
        .map(|_| {
            let mut month = Month::new(&mut random, &people, &traits, n_recodes);
            let _ = month.work();
            month.most
        })
        .collect();
    readings.sort_unstable();
    let share = |limit: usize| readings.iter().filter(|most| **most >= limit).count() as f64 / n as f64;
    let found = (share(LIMITS.flag), share(LIMITS.review), readings[n * 99 / 100]);
    println!(
        "{n} months, {n_recodes} recodes: flagged {:.3}, reviewed {:.3}, p99 {}, median {}",
        found.0,
        found.1,
        found.2,
        readings[n / 2]
    );
    found
}

#[test]
fn honest_months_are_not_flagged() {
    let (flagged, reviewed, _) = honest_months(12, 12);
    assert!(flagged == 0.0 && reviewed == 0.0, "{flagged} {reviewed}");
}

/// The figures of decision 14 (`cargo xtask bench-watch`).
#[test]
fn figures_of_the_watcher_detectors() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    for n_recodes in [12, 6, 25] {
        honest_months(300, n_recodes);
    }
    for (cells, jitter) in [(4, 0), (2, 0), (4, 9), (4, 19), (12, 0), (8, 0)] {
        campaigns(cells, jitter, 100);
    }
}

#[test]
fn a_partition_that_is_asked_again_counts_once_and_old_ones_are_forgotten() {
    let people = population(2000);
    let halves = |id: u128| partition(&people, id, 2, 2, move |row| (row % (2 + id as usize) == 0).into());
    let mut detector = Averaging::default();
    for _ in 0..3 {
        assert_eq!(detector.note(&LIMITS, halves(0), 0).partitions_of_one_set, 1);
    }
    assert_eq!(detector.note(&LIMITS, halves(1), 1).partitions_of_one_set, 2, "of all persons");
    assert_eq!(Averaging::from_bytes(&detector.to_bytes()), Some(detector.clone()));
    assert_eq!(detector.note(&LIMITS, halves(2), LIMITS.memory + 1).partitions_of_one_set, 1);
    let few = AveragingLimits { remembered: 4, ..LIMITS };
    for id in 3..20 {
        assert!(detector.note(&few, halves(id), LIMITS.memory + 2).partitions_of_one_set <= 4);
    }
}

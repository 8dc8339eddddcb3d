//! Attacks on means by two questions that differ in one person, and by a number made large at one person: the figures of
//! near-sets section 7, in the short form (confidentiality E.7): a test fails when the lower 95 % bound is over the figure.

use disclosure::statistic::Measure;
use disclosure::{ColumnForm, Filter, Kind, Profile};

use super::support::{
    Random, as_number, at, dimension, filter, magnitude, magnitudes_of, numbers, persons, population, question,
    variable,
};

/// Mean and count of the wages of some persons, asked under a name of its own.
fn mean_and_count(filter: &Filter, who: &[u32], wages: &[f64], name: &str) -> (f64, f64) {
    let rows = population(who.to_vec(), wages.len(), false);
    let all = dimension(Profile::Register, "ONE", vec![0; who.len()], &["1"]);
    let wage = numbers(Profile::Register, "WAGE", who.iter().map(|person| wages[*person as usize]).collect());
    let input = magnitude(&rows, vec![all], vec![wage], &[Measure::Mean, Measure::Count]);
    let table = magnitudes_of(filter, input, &question(Profile::Register, name));
    let number = |measure: &str| as_number(&at(&table, &["1"], measure)).expect("a number");
    (number("mean"), number("count"))
}

fn wages(n: usize, random: &mut Random) -> Vec<f64> {
    (0..n).map(|_| 400_000.0 * libm::exp(0.7 * random.normal())).collect()
}

/// The lower 95 % bound of a share.
fn lower(share: f64, trials: usize) -> f64 {
    share - 1.96 * (share * (1.0 - share) / trials as f64).sqrt()
}

/// The target's wage from pairs of sums with and without the target; the sets are drawn anew for each pair.
fn guess(filter: &Filter, wages: &[f64], target: u32, sets: &[Vec<u32>], name: &str) -> f64 {
    let guesses = sets.iter().enumerate().map(|(pair, without)| {
        let mut with = without.clone();
        with.push(target);
        with.sort_unstable();
        let (mean_a, count_a) = mean_and_count(filter, &with, wages, &format!("{name} {pair} with"));
        let (mean_b, count_b) = mean_and_count(filter, without, wages, &format!("{name} {pair} without"));
        mean_a * count_a - mean_b * count_b
    });
    guesses.sum::<f64>() / sets.len() as f64
}

fn hit_rate(pairs: usize, trials: usize) -> f64 {
    let filter = filter();
    let mut random = Random(41);
    let wages = wages(4000, &mut random);
    let hits = (0..trials).filter(|trial| {
        let target = random.below(4000);
        let sets: Vec<Vec<u32>> = (0..pairs)
            .map(|_| {
                let share = 20 + random.below(200);
                (0..4000).filter(|person| *person != target && random.below(1000) < share).collect()
            })
            .collect();
        let found = guess(&filter, &wages, target, &sets, &format!("random {pairs} {trial}"));
        (found / wages[target as usize] - 1.0).abs() <= 0.1
    });
    hits.count() as f64 / trials as f64
}

#[test]
fn a_random_persons_wage_is_not_found_by_differencing() {
    // Guessing by public traits hits for .125.
    for (pairs, trials) in [(1, 400), (20, 100)] {
        let rate = hit_rate(pairs, trials);
        assert!(lower(rate, trials) <= 0.135, "{pairs} pairs: {rate}");
    }
}

#[test]
fn the_largest_wage_is_not_found_by_differencing() {
    let filter = filter();
    for (pairs, trials, limit) in [(1, 300, 0.10), (20, 80, 0.15)] {
        let mut random = Random(pairs as u64);
        let hits = (0..trials).filter(|trial| {
            let wages = wages(300, &mut random);
            let target = (0..300_u32).max_by(|a, b| wages[*a as usize].total_cmp(&wages[*b as usize])).expect("one");
            let others: Vec<u32> = (0..300).filter(|person| *person != target).collect();
            let found = guess(&filter, &wages, target, &vec![others; pairs], &format!("largest {pairs} {trial}"));
            (found / wages[target as usize] - 1.0).abs() <= 0.1
        });
        let rate = hits.count() as f64 / f64::from(trials);
        assert!(lower(rate, trials as usize) <= limit, "{pairs} pairs: {rate}");
    }
}

/// The mean of `q` answers about a column that is a public number for all, but 1e9 at one person if the secret holds.
fn amplified(filter: &Filter, secret: bool, q: usize, name: &str) -> f64 {
    let mut values = wages(500, &mut Random(77));
    if secret {
        values[123] = 1e9;
    }
    let product = [variable(Profile::Register, "A", None, true), variable(Profile::Register, "B", None, true)];
    let made = ColumnForm::operation("*", &product, Kind::Real);
    let answers = (0..q).map(|question_number| {
        let mut column = numbers(Profile::Register, "MADE", values.clone());
        column.form = made.clone();
        let all = dimension(Profile::Register, "ONE", vec![0; 500], &["1"]);
        let input = magnitude(&persons(500), vec![all], vec![column], &[Measure::Mean]);
        let table = magnitudes_of(filter, input, &question(Profile::Register, &format!("{name} {question_number}")));
        as_number(&at(&table, &["1"], "mean")).expect("a mean")
    });
    answers.sum::<f64>() / q as f64
}

#[test]
fn an_amplified_secret_stays_under_the_clamp() {
    let filter = filter();
    for (q, trials, limit) in [(1, 900, 0.75), (5, 250, 0.86)] {
        let draw = |secret: bool| -> Vec<f64> {
            let mut found: Vec<f64> = (0..trials)
                .map(|trial| amplified(&filter, secret, q, &format!("amplified {q} {secret} {trial}")))
                .collect();
            found.sort_unstable_by(f64::total_cmp);
            found
        };
        let (without, with) = (draw(false), draw(true));
        // The best threshold in hindsight: generous to the attacker.
        let accuracy = with.iter().map(|threshold| {
            let right = with.len() - with.partition_point(|value| value < threshold);
            let left = without.partition_point(|value| value < threshold);
            (right + left) as f64 / (2 * trials) as f64
        });
        let best = accuracy.fold(0.0, f64::max);
        assert!(lower(best, 2 * trials) <= limit, "{q} questions: {best}");
        assert!(best > 0.55, "the attack itself works: {best}");
    }
}

//! What the filter costs at register size; a long form: `cargo xtask bench-filter`.

use std::time::Instant;

use disclosure::Profile;
use disclosure::statistic::Measure;

use super::support::{
    Random, dimension, filter, frequency, magnitude, magnitudes_of, numbers, persons, question, table_of,
};

#[test]
fn the_filter_at_five_million_persons_prints_its_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-filter`");
        return;
    }
    let n = 5_000_000;
    let mut random = Random(1);
    let population = persons(n);
    let sex = dimension(Profile::Register, "SEX", (0..n).map(|_| random.below(2)).collect(), &["1", "2"]);
    let names: Vec<String> = (0..350).map(|code| format!("{code:04}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let town = dimension(Profile::Register, "TOWN", (0..n).map(|_| random.below(350)).collect(), &names);
    let wage = numbers(Profile::Register, "WAGE", (0..n).map(|_| random.normal() * 1e5 + 5e5).collect());
    let time = |what: &str, work: &dyn Fn()| {
        for _ in 0..2 {
            let start = Instant::now();
            work();
            println!("{what}: {:?}", start.elapsed());
        }
    };
    time("sex", &|| {
        table_of(&filter(), frequency(&population, vec![sex.clone()]), &question(Profile::Register, "s"));
    });
    time("town × sex", &|| {
        let dimensions = vec![town.clone(), sex.clone()];
        table_of(&filter(), frequency(&population, dimensions), &question(Profile::Register, "s"));
    });
    time("town × sex, mean p50", &|| {
        let measures = [Measure::Mean, Measure::Percentile(0.5)];
        let input = magnitude(&population, vec![town.clone(), sex.clone()], vec![wage.clone()], &measures);
        magnitudes_of(&filter(), input, &question(Profile::Register, "s"));
    });
    time("mean of all", &|| {
        let input = magnitude(&population, Vec::new(), vec![wage.clone()], &[Measure::Mean]);
        magnitudes_of(&filter(), input, &question(Profile::Register, "s"));
    });
    time("mean and percentiles of all", &|| {
        let measures = [0.01, 0.25, 0.5, 0.75, 0.99].map(Measure::Percentile);
        let input = magnitude(&population, Vec::new(), vec![wage.clone()], &measures);
        magnitudes_of(&filter(), input, &question(Profile::Register, "s"));
    });
}

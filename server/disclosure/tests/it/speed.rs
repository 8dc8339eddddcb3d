//! What counting, measuring and the filter cost at register size; a long form: `cargo xtask bench-filter`.

use std::time::Instant;

use disclosure::statistic::{Dimension, Measure, NumberColumn, RowCodes, Shared};
use disclosure::{Population, Profile, record_keys};

use super::support::{Random, dimension, filter, frequency, magnitude, magnitudes_of, numbers, question, table_of};

const PERSONS: u32 = 11_000_000;

/// Nineteen categories and two, of one byte each, and of two bytes.
struct Register {
    population: Population,
    draws: Vec<u8>,
    towns: Vec<u16>,
    wages: Vec<f64>,
}

impl Register {
    fn new() -> Register {
        let mut random = Random(1);
        let pseudonyms: Vec<u64> = (0..u64::from(PERSONS)).map(|person| person * 7919 + 13).collect();
        Register {
            population: Population {
                persons: (0..PERSONS).collect(),
                keys: record_keys(&[4; 32], "FNR", &pseudonyms).into(),
                several_rows: false,
                one_row_by: None,
            },
            draws: (0..PERSONS).map(|_| random.below(38) as u8).collect(),
            towns: (0..PERSONS).map(|_| random.below(350) as u16).collect(),
            wages: (0..PERSONS).map(|_| (random.normal() * 1e5 + 5e5).round()).collect(),
        }
    }

    fn dimension(&self, profile: Profile, name: &str, n: u32, codes: RowCodes) -> Dimension {
        let names: Vec<String> = (0..n).map(|code| format!("{code:04}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Dimension { codes, ..dimension(profile, name, Vec::new(), &names) }
    }

    fn age(&self, profile: Profile) -> Dimension {
        let codes: Vec<u8> = self.draws.iter().map(|draw| draw % 19).collect();
        self.dimension(profile, "AGE", 19, RowCodes::u8(Shared::new(codes), None, (0..19).collect()))
    }

    fn sex(&self, profile: Profile) -> Dimension {
        let codes: Vec<u8> = self.draws.iter().map(|draw| draw / 19).collect();
        self.dimension(profile, "SEX", 2, RowCodes::u8(Shared::new(codes), None, (0..2).collect()))
    }

    fn town(&self, profile: Profile) -> Dimension {
        let codes = RowCodes::u16(Shared::new(self.towns.clone()), None, (0..350).collect());
        self.dimension(profile, "TOWN", 350, codes)
    }

    fn wage(&self, profile: Profile) -> NumberColumn {
        numbers(profile, "WAGE", self.wages.clone())
    }
}

fn time(what: &str, work: &dyn Fn()) {
    for _ in 0..3 {
        let (start, before) = (Instant::now(), processor_time());
        work();
        let (wall, used) = (start.elapsed().as_secs_f64() * 1e3, processor_time() - before);
        println!("{wall:>9.1} ms {used:>9.1} ms of processors  {what}");
    }
}

/// Milliseconds of all processors that this process used, by Linux's account of its threads; 0 elsewhere.
fn processor_time() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let used = |thread: std::fs::DirEntry| {
        let account = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        account.split_whitespace().next().and_then(|used| used.parse::<f64>().ok()).unwrap_or_default()
    };
    threads.map(used).sum::<f64>() / 1e6
}

#[test]
fn the_filter_at_eleven_million_persons_prints_its_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-filter`");
        return;
    }
    let register = Register::new();
    let population = &register.population;
    // Under `open` the same code computes and nothing is drawn.
    for profile in [Profile::Open, Profile::Register] {
        let name = if profile == Profile::Open { "counting alone" } else { "with the filter" };
        let (age, sex, town) = (register.age(profile), register.sex(profile), register.town(profile));
        let wage = register.wage(profile);
        let tables = [("sex", vec![sex.clone()]), ("age × sex", vec![age.clone(), sex.clone()])];
        for (what, dimensions) in tables.into_iter().chain([("town × sex", vec![town.clone(), sex.clone()])]) {
            time(&format!("{what}, {name}"), &|| {
                table_of(&filter(), frequency(population, dimensions.clone()), &question(profile, "s"));
            });
        }
        let quartiles = [Measure::Mean, Measure::Std].into_iter().chain([0.25, 0.5, 0.75].map(Measure::Percentile));
        let quartiles: Vec<Measure> = quartiles.collect();
        let groups = [("all", Vec::new()), ("age", vec![age.clone()]), ("age × sex", vec![age.clone(), sex.clone()])];
        for (what, dimensions) in groups.into_iter().chain([("town", vec![town.clone()])]) {
            time(&format!("mean sd quartiles by {what}, {name}"), &|| {
                let input = magnitude(population, dimensions.clone(), vec![wage.clone()], &quartiles);
                magnitudes_of(&filter(), input, &question(profile, "s"));
            });
        }
        time(&format!("mean by age, {name}"), &|| {
            let input = magnitude(population, vec![age.clone()], vec![wage.clone()], &[Measure::Mean]);
            magnitudes_of(&filter(), input, &question(profile, "s"));
        });
    }
}

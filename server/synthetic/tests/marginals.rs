//! How the made-up people compare with the country: shares and means beside published figures. The long form
//! (`cargo xtask bench-synthetic`) makes a hundred thousand persons and prints the table of `server/benchmarks/synthetic.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};

use registry::{BankVersion, Registry, Selection, Values};
use synthetic::{MAIN_DATABANK, Options, Set, generate};
use variables::VersionRequest;

struct Country {
    _home: tempfile::TempDir,
    bank: BankVersion,
}

impl Country {
    fn of(persons: u64) -> Country {
        let home = tempfile::tempdir().unwrap();
        let registry = Registry::open(home.path()).unwrap();
        let options = Options { persons, seed: 1, variables: Set::Core };
        generate(&registry, options, &|_, _, _| {}).unwrap();
        let bank = registry.resolve(MAIN_DATABANK, VersionRequest::Draft).unwrap();
        Country { _home: home, bank }
    }

    fn read(&self, name: &str, day: &str) -> registry::Records {
        self.bank.read(name, &Selection::At(day.parse().unwrap())).unwrap()
    }

    fn texts(&self, name: &str, day: &str) -> HashMap<u32, String> {
        let records = self.read(name, day);
        let Values::Codes { codes, dictionary } = &records.value else { panic!("{name}") };
        let text = |row: usize| dictionary[codes.get(row).unwrap() as usize].clone();
        records.unit.iter().enumerate().map(|(row, unit)| (*unit, text(row))).collect()
    }

    fn numbers(&self, name: &str, day: &str) -> HashMap<u32, f64> {
        let records = self.read(name, day);
        let values: Vec<f64> = match &records.value {
            Values::Long(values) => values.iter().map(|value| *value as f64).collect(),
            Values::Double(values) => values.to_vec(),
            Values::Unit { index, .. } => index.iter().map(|unit| f64::from(*unit)).collect(),
            Values::Codes { .. } => panic!("{name}"),
        };
        records.unit.iter().copied().zip(values).collect()
    }

    /// Completed years of age on a first of January, of those who live in the country then.
    fn residents(&self, year: i32) -> HashMap<u32, i32> {
        let day = format!("{year}-01-01");
        let born = self.numbers("BEFOLKNING_FOEDSELS_AAR_MND", &day);
        let age = |unit: &u32| {
            let (born_year, month) = ((born[unit] / 100.0) as i32, born[unit] as i32 % 100);
            (year * 12 + 1 - born_year * 12 - month).div_euclid(12)
        };
        self.texts("BEFOLKNING_KOMMNR_FORMELL", &day).keys().map(|unit| (*unit, age(unit))).collect()
    }
}

/// Percent of units for which something holds.
fn percent<'a>(units: impl Iterator<Item = &'a u32>, holds: impl Fn(&u32) -> bool) -> f64 {
    let (mut all, mut of) = (0.0, 0.0);
    for unit in units {
        all += 1.0;
        of += f64::from(u8::from(holds(unit)));
    }
    100.0 * of / f64::max(all, 1.0)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

type Row = (&'static str, f64, f64, &'static str);

fn population(country: &Country, rows: &mut Vec<Row>) {
    let residents = country.residents(2024);
    let of_age = |from: i32, to: i32| residents.iter().filter(move |(_, age)| (from..=to).contains(*age));
    let sex = country.texts("BEFOLKNING_KJOENN", "2024-01-01");
    let category = country.texts("BEFOLKNING_INVKAT", "2024-01-01");
    let source = "SSB, Befolkning, 1 January 2024";
    rows.push(("women, % of residents", percent(residents.keys(), |unit| sex[unit] == "2"), 49.6, source));
    let share = |from: i32, to: i32| 100.0 * of_age(from, to).count() as f64 / residents.len() as f64;
    rows.push(("0 to 15 years, % of residents", share(0, 15), 17.6, source));
    rows.push(("67 years and older, % of residents", share(67, 120), 16.7, "SSB, Utdanningsnivå, 1 October 2023"));
    let is = |code: &'static str| percent(residents.keys(), |unit| category[unit] == code);
    rows.push(("immigrants, % of residents", is("B"), 16.8, "SSB, Innvandrere, 1 January 2024"));
    rows.push(("born here of immigrants, % of residents", is("C"), 4.0, "SSB, Innvandrere, 1 January 2024"));
    let births = of_age(0, 0).filter(|(unit, _)| category[unit].as_str() != "B").count() as f64;
    let died = country.numbers("BEFOLKNING_DOEDS_DATO", "2024-01-01");
    let deaths = died.values().filter(|day| (20_230_101.0..20_240_101.0).contains(*day)).count() as f64;
    let per_thousand = 1_000.0 / residents.len() as f64;
    rows.push(("births in 2023, per 1 000 residents", births * per_thousand, 9.4, "SSB, Befolkning, 2023"));
    rows.push(("deaths in 2023, per 1 000 residents", deaths * per_thousand, 7.9, "SSB, Befolkning, 2023"));
    let before = country.residents(2018);
    let household = country.numbers("BEFOLKNING_HUSHNR", "2018-01-01");
    let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
    household.values().for_each(|of| *sizes.entry(*of as u32).or_default() += 1);
    let source = "SSB, Familier og husholdninger, 2018";
    rows.push(("persons a household", household.len() as f64 / sizes.len() as f64, 2.17, source));
    let alone = sizes.values().filter(|size| **size == 1).count() as f64;
    rows.push(("living alone, % of residents", 100.0 * alone / before.len() as f64, 17.6, source));
}

fn education(country: &Country, rows: &mut Vec<Row>) {
    let residents = country.residents(2024);
    let degree = country.texts("NUDB_BU", "2023-10-01");
    let level = |unit: &u32| degree[unit].as_bytes()[0] - b'0';
    let known = |from: i32, to: i32| {
        let of_age = residents.iter().filter(move |(_, age)| (from..=to).contains(*age)).map(|(unit, _)| unit);
        of_age.filter(|unit| degree.contains_key(*unit)).collect::<Vec<_>>()
    };
    let source = "SSB, Utdanningsnivå, 1 October 2023";
    let higher = |unit: &u32| (6..=8).contains(&level(unit));
    rows.push(("higher education, % of 16 and older", percent(known(16, 120).into_iter(), higher), 37.4, source));
    rows.push(("higher education, % of 25 to 66", percent(known(25, 66).into_iter(), higher), 45.2, source));
    let basic = |unit: &u32| level(unit) <= 2;
    rows.push(("compulsory school only, % of 25 to 66", percent(known(25, 66).into_iter(), basic), 18.4, source));
}

fn work(country: &Country, rows: &mut Vec<Row>) {
    let status = country.texts("REGSYS_ARB_ARBMARK_STATUS", "2022-11-16");
    let works = |unit: &u32| status[unit] == "1" || status[unit] == "2";
    rows.push(("at work, % of 15 to 74", percent(status.keys(), works), 69.8, "SSB, Arbeidskraftundersøkelsen, 2022"));
    let force = status.keys().filter(|unit| works(unit) || status[*unit] == "3");
    rows.push((
        "unemployed, % of the labor force",
        percent(force, |unit| status[unit] == "3"),
        3.2,
        "SSB, Arbeidskraftundersøkelsen, 2022",
    ));
    let sex = country.texts("BEFOLKNING_KJOENN", "2024-01-01");
    let residents = country.residents(2023);
    let disabled = country.texts("UFOERP2011FDT_MOTTAK", "2022-12-31");
    let source = "NAV, Uføretrygd, 2022";
    let grown = || residents.iter().filter(|(_, age)| (18..=66).contains(*age)).map(|(unit, _)| unit);
    rows.push((
        "disability benefit, % of 18 to 67",
        percent(grown(), |unit| disabled.contains_key(unit)),
        10.5,
        source,
    ));
    let women = grown().filter(|unit| sex[*unit] == "2");
    rows.push(("disability benefit, % of women", percent(women, |unit| disabled.contains_key(unit)), 12.5, source));
    let owner = country.numbers("ARBEIDSFORHOLD_PERSON", "2022-11-16");
    let part = country.numbers("ARBLONN_ARB_STILLINGSPST", "2022-11-16");
    let pay = country.numbers("ARBLONN_LONN_EKV_IALT", "2022-11-16");
    let mean = |code: &str| {
        let jobs = part.iter().filter(|(job, _)| code.is_empty() || sex[&(owner[job] as u32)] == code);
        let (sum, weight) = jobs.fold((0.0, 0.0), |(sum, weight), (job, part)| {
            pay.get(job).map_or((sum, weight), |pay| (sum + pay * part, weight + part))
        });
        sum / weight
    };
    let source = "SSB, Lønn, November 2022";
    rows.push(("monthly pay, full-time equivalent, NOK", mean(""), 53_150.0, source));
    rows.push(("women's pay, % of men's", 100.0 * mean("2") / mean("1"), 87.6, source));
    let mut jobs: BTreeMap<u32, u32> = BTreeMap::new();
    part.keys().for_each(|job| *jobs.entry(owner[job] as u32).or_default() += 1);
    let several = percent(jobs.keys(), |person| jobs[person] > 1);
    rows.push(("employees with several jobs, %", several, 8.0, "SSB, order of magnitude, 2022"));
}

fn income(country: &Country, rows: &mut Vec<Row>) {
    let source = "SSB, Inntekts- og formuesstatistikk for husholdninger, 2022";
    let household = country.numbers("BEFOLKNING_HUSHNR", "2023-01-01");
    let own = country.numbers("INNTEKT_WIES", "2022-12-31");
    let mut sums: BTreeMap<u32, f64> = BTreeMap::new();
    for (unit, of) in &household {
        *sums.entry(*of as u32).or_default() += own.get(unit).copied().unwrap_or(0.0);
    }
    rows.push(("median household income after tax, NOK", median(sums.into_values().collect()), 590_400.0, source));
    let equivalent = country.numbers("INNTEKT_HUSH_IES_EU", "2022-12-31");
    rows.push((
        "the same a consumption unit (EU scale), NOK",
        median(equivalent.into_values().collect()),
        445_600.0,
        source,
    ));
}

#[test]
fn marginals_beside_published_figures() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    let country = Country::of(100_000);
    let mut rows = Vec::new();
    population(&country, &mut rows);
    education(&country, &mut rows);
    work(&country, &mut rows);
    income(&country, &mut rows);
    println!("| figure | generated | published | source |\n|---|---:|---:|---|");
    for (what, generated, published, source) in &rows {
        let digits = if *published >= 1_000.0 { 0 } else { 1 + usize::from(*published < 3.0) };
        println!("| {what} | {generated:.digits$} | {published:.digits$} | {source} |");
    }
    for (what, generated, published, _) in rows {
        assert!((0.5..2.0).contains(&(generated / published)), "{what}: {generated} {published}");
    }
}

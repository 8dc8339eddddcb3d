//! A generated registry: what it promises, how life-like it is, and that it repeats byte by byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use registry::{BankVersion, Registry, Selection, Values};
use synthetic::check::check;
use synthetic::{MAIN_DATABANK, Options, PATIENT_DATABANK, Report, Set, generate};
use variables::{Day, VersionRequest};

/// Big enough for two blocks and for shares within a few per cent.
const PERSONS: u64 = 20_000;

fn quiet(_: &str, _: u64, _: u64) {}

fn generated(home: &Path, persons: u64, seed: u64) -> (Registry, Report) {
    generated_set(home, persons, seed, Set::Core)
}

fn generated_set(home: &Path, persons: u64, seed: u64, variables: Set) -> (Registry, Report) {
    let registry = Registry::open(home).unwrap();
    let options = Options { persons, seed, variables };
    let report = generate(&registry, options, &quiet).unwrap();
    for databank in &report.databanks {
        registry.draft(databank).unwrap().release(&BTreeMap::new()).unwrap();
    }
    (registry, report)
}

/// One registry for all tests that only read.
struct Shared {
    _home: tempfile::TempDir,
    registry: Registry,
    report: Report,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    let (registry, report) = generated_set(home.path(), PERSONS, 1, Set::All);
    Shared { _home: home, registry, report }
});

fn bank() -> BankVersion {
    SHARED.registry.resolve(MAIN_DATABANK, VersionRequest::Major(1)).unwrap()
}

fn texts(name: &str, day: &str) -> HashMap<u32, String> {
    let records = bank().read(name, &Selection::At(day.parse().unwrap())).unwrap();
    let Values::Codes { codes, dictionary } = &records.value else { panic!("{name} holds no codes") };
    records
        .unit
        .iter()
        .enumerate()
        .map(|(row, unit)| (*unit, dictionary[codes.get(row).unwrap() as usize].clone()))
        .collect()
}

fn numbers(name: &str, day: &str) -> HashMap<u32, i64> {
    let records = bank().read(name, &Selection::At(day.parse().unwrap())).unwrap();
    let Values::Long(values) = &records.value else { panic!("{name} holds no whole numbers") };
    records.unit.iter().copied().zip(values.iter().copied()).collect()
}

fn of_patients() -> BankVersion {
    SHARED.registry.resolve(PATIENT_DATABANK, VersionRequest::Major(1)).unwrap()
}

#[test]
fn every_promise_holds() {
    let checked = check(&bank(), &bank()).unwrap();
    assert_eq!(checked.violations, []);
    let tried = |rule: &str| checked.proofs.iter().find(|proof| proof.rule == rule).unwrap();
    assert_eq!(tried("a variable with data has rows").variables, 722);
    assert!(tried("codes are valid at their date").rows > 5_000_000);
    assert!(tried("nothing after death").variables > 350);
    assert_eq!(tried("sums are the sums of their parts").variables, 6);
    let patients = check(&of_patients(), &bank()).unwrap();
    assert_eq!(patients.violations, []);
    assert_eq!(patients.proofs.iter().find(|proof| proof.rule == "measured units exist").unwrap().variables, 10);
}

#[test]
fn a_small_core_holds_its_promises_too() {
    for (persons, seed) in [(5_000, 3), (300, 4)] {
        let home = tempfile::tempdir().unwrap();
        let (registry, _) = generated(home.path(), persons, seed);
        let bank = registry.resolve(MAIN_DATABANK, VersionRequest::Latest).unwrap();
        let mut broken = check(&bank, &bank).unwrap().violations;
        // Among so few persons some rare benefits have nobody.
        broken.retain(|one| persons >= 5_000 || one.rule != "a variable with data has rows");
        assert_eq!(broken, [], "{persons}");
    }
}

#[test]
fn the_core_has_ten_years_and_two_of_months() {
    let home = tempfile::tempdir().unwrap();
    let (registry, report) = generated(home.path(), 2_000, 2);
    let bank = registry.resolve(MAIN_DATABANK, VersionRequest::Latest).unwrap();
    let variables = bank.variables();
    let with_data = || variables.iter().filter(|variable| variable.has_data);
    let municipal = with_data().filter(|variable| variable.unit_type.name() == "KOMMUNE").count();
    assert_eq!(municipal, 112);
    assert!(with_data().count() - municipal >= 40);
    assert_eq!(report.variables_with_data, with_data().count());
    let dates = |name: &str| bank.variable(name).unwrap().measure_dates.len();
    assert!(dates("INNTEKT_WSAMINNT") >= 10 && dates("BEFOLKNING_HUSHNR") >= 9 && dates("REGSYS_VIRK_ID_SSB") >= 9);
    assert_eq!(dates("ARBLONN_LONN_EKV_IALT"), 24);
}

#[test]
fn the_check_finds_what_is_broken() {
    // A databank with a mother younger than her child and a code out of its time.
    use registry::{Addition, Chunk, ChunkValues, StoredValues};
    use variables::{Profile, Tier};
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(home.path()).unwrap();
    registry.create_databank("no.broken.fdb", Profile::Register, Tier::Ordinary, true).unwrap();
    let draft = registry.draft("no.broken.fdb").unwrap();
    draft.reserve_units("FNR", "no.broken.fdb", 2).unwrap();
    let find = |name: &str| synthetic::catalogue().into_iter().find(|(_, one)| one.name == name).unwrap().1;
    let mut staged = Vec::new();
    let mut add = |name: &str, stored: StoredValues, unit: Vec<u32>, value: ChunkValues, start: Vec<i32>| {
        let mut writer = draft.stage(find(name), stored).unwrap();
        writer.write(Chunk { unit, value, stop: vec![None; start.len()], start }).unwrap();
        staged.push(writer.finish().unwrap());
    };
    let dictionary = |name: &str| StoredValues::Codes { dictionary: find(name).code_list().unwrap().dictionary() };
    add("BEFOLKNING_KJOENN", dictionary("BEFOLKNING_KJOENN"), vec![0, 1], ChunkValues::Codes(vec![0, 1]), vec![]);
    add(
        "BEFOLKNING_FOEDSELS_AAR_MND",
        StoredValues::Long,
        vec![0, 1],
        ChunkValues::Long(vec![195_001, 198_001]),
        vec![],
    );
    add("BEFOLKNING_DOEDS_DATO", StoredValues::Long, vec![0], ChunkValues::Long(vec![19_400_101]), vec![]);
    add("BEFOLKNING_MOR_FNR", StoredValues::Unit, vec![0], ChunkValues::Unit(vec![1]), vec![]);
    add("BEFOLKNING_FAR_FNR", StoredValues::Unit, vec![1], ChunkValues::Unit(vec![0]), vec![]);
    let codes = find("BOSATTEFDT_BOSTED").code_list().unwrap().dictionary();
    let trondheim = codes.iter().position(|code| code == "1601").unwrap() as u32;
    let in_2020 = Day::from_ymd(2020, 1, 1).unwrap().0;
    add(
        "BOSATTEFDT_BOSTED",
        StoredValues::Codes { dictionary: codes },
        vec![1],
        ChunkValues::Codes(vec![trondheim]),
        vec![in_2020],
    );
    draft.commit(Addition { staged, ..Default::default() }).unwrap();
    let bank = registry.resolve("no.broken.fdb", VersionRequest::Draft).unwrap();
    // The other variables are missing: what is there is checked.
    let broken = check(&bank, &bank).unwrap().violations;
    for (rule, variable) in [
        ("codes are valid at their date", "BOSATTEFDT_BOSTED"),
        ("parents are 15 to 50 years older", "BEFOLKNING_MOR_FNR"),
        ("nobody dies before birth", "BEFOLKNING_DOEDS_DATO"),
    ] {
        assert!(broken.iter().any(|one| one.rule == rule && one.variable == variable), "{rule}: {broken:?}");
    }
    assert!(!broken.iter().any(|one| one.variable == "BEFOLKNING_FAR_FNR" && one.rule.starts_with("parents are")));
}

#[test]
fn the_catalogue_is_complete_from_the_first_version() {
    let report = &SHARED.report;
    // And the pointer from episodes of care to persons.
    assert_eq!((report.variables_with_data, report.metadata_only), (733, 0));
    assert_eq!(bank().variables().len(), 722);
    let patients = of_patients();
    assert_eq!(patients.variables().len(), 11);
    assert_eq!(patients.databank().tier, variables::Tier::Sensitive);
    assert!(patients.databank().synthetic && bank().databank().synthetic);
    assert!(bank().variables().iter().chain(patients.variables().iter()).all(|variable| variable.has_data));
    let home = tempfile::tempdir().unwrap();
    let (registry, core) = generated(home.path(), 300, 1);
    assert_eq!(core.variables_with_data + core.metadata_only, 732);
    let patients = registry.resolve(PATIENT_DATABANK, VersionRequest::Major(1)).unwrap();
    assert_eq!(patients.variables().len(), 10);
    assert!(patients.variables().iter().all(|variable| !variable.has_data));
}

#[test]
fn the_people_of_2022_look_like_the_country() {
    let sex: HashMap<u32, String> = texts("BEFOLKNING_KJOENN", "2022-01-01");
    let born = numbers("BEFOLKNING_FOEDSELS_AAR_MND", "2022-01-01");
    let municipality = texts("BEFOLKNING_KOMMNR_FORMELL", "2022-01-01");
    let civil = texts("SIVSTANDFDT_SIVSTAND", "2022-01-01");
    let education = texts("NUDB_BU", "2022-01-01");
    let age = |unit: &u32| 2022 - born[unit] / 100;
    let residents: Vec<u32> = municipality.keys().copied().collect();
    let share = |of: &dyn Fn(&u32) -> bool, among: &dyn Fn(&u32) -> bool| {
        let among: Vec<&u32> = residents.iter().filter(|unit| among(unit)).collect();
        among.iter().filter(|unit| of(unit)).count() as f64 / among.len() as f64
    };
    let expect = |what: &str, value: f64, from: f64, to: f64| assert!((from..=to).contains(&value), "{what}: {value}");
    // Statistics Norway in comparison: six of ten ids live in the country; 50, 17, 45 and 45 per cent; Oslo 13 per cent.
    expect("residents", residents.len() as f64 / PERSONS as f64, 0.55, 0.75);
    expect("women", share(&|unit| sex[unit] == "2", &|_| true), 0.47, 0.53);
    expect("67 and older", share(&|unit| age(unit) >= 67, &|_| true), 0.13, 0.22);
    let adult = |unit: &u32| (25..=66).contains(&age(unit));
    let is_high = |unit: &u32| education.get(unit).is_some_and(|code| code.as_str() >= "6" && code.as_str() < "9");
    expect("higher education", share(&is_high, &adult), 0.36, 0.50);
    expect("women with higher education", share(&is_high, &|unit| adult(unit) && sex[unit] == "2"), 0.42, 0.60);
    expect("men with higher education", share(&is_high, &|unit| adult(unit) && sex[unit] == "1"), 0.29, 0.45);
    expect("married", share(&|unit| civil[unit] == "2", &adult), 0.42, 0.62);
    expect("divorced", share(&|unit| civil[unit] == "4", &adult), 0.05, 0.16);
    expect("in Oslo", share(&|unit| municipality[unit] == "0301", &|_| true), 0.07, 0.16);
}

#[test]
fn wages_follow_sex_education_age_and_year() {
    let sex = texts("BEFOLKNING_KJOENN", "2022-01-01");
    let born = numbers("BEFOLKNING_FOEDSELS_AAR_MND", "2022-01-01");
    let education = texts("NUDB_BU", "2022-12-31");
    let wages = numbers("INNTEKT_WLONN", "2022-12-31");
    let mean = |wanted: &dyn Fn(&u32) -> bool| {
        let chosen: Vec<i64> = wages.iter().filter(|(unit, _)| wanted(unit)).map(|(_, wage)| *wage).collect();
        assert!(chosen.len() > 30, "too few");
        chosen.iter().sum::<i64>() as f64 / chosen.len() as f64
    };
    let adult = |unit: &u32| (25..=66).contains(&(2022 - born[unit] / 100));
    let level = |unit: &u32| education.get(unit).map_or(b'0', |code| code.as_bytes()[0]);
    let (men, women) = (mean(&|unit| adult(unit) && sex[unit] == "1"), mean(&|unit| adult(unit) && sex[unit] == "2"));
    // About 600 and 480 thousand kroner; women earn three quarters to nine tenths.
    assert!((450e3..750e3).contains(&men) && (0.7..0.92).contains(&(women / men)), "{men} {women}");
    let by_level = [(b'0', b'2'), (b'3', b'5'), (b'6', b'6'), (b'7', b'8')]
        .map(|(from, to)| mean(&|unit| adult(unit) && (from..=to).contains(&level(unit))));
    assert!(by_level.is_sorted(), "{by_level:?}");
    let young = mean(&|unit| (20..=24).contains(&(2022 - born[unit] / 100)));
    let old = mean(&|unit| (40..=55).contains(&(2022 - born[unit] / 100)));
    assert!(young < 0.7 * old, "{young} {old}");
    let before = numbers("INNTEKT_WLONN", "1993-06-01");
    let then = before.values().sum::<i64>() as f64 / before.len() as f64;
    assert!((0.25..0.5).contains(&(then / mean(&|_| true))), "{then}");
    // Whoever earned well goes on to: the same persons five years apart.
    let later = numbers("INNTEKT_WLONN", "2017-12-31");
    let pairs: Vec<(f64, f64)> = wages
        .iter()
        .filter(|(unit, _)| (35..=55).contains(&(2022 - born[unit] / 100)))
        .filter_map(|(unit, wage)| Some(((*wage as f64).ln(), (*later.get(unit)? as f64).ln())))
        .collect();
    assert!(correlation(&pairs) > 0.4, "{}", correlation(&pairs));
}

fn doubles(name: &str, day: &str) -> HashMap<u32, f64> {
    let records = bank().read(name, &Selection::At(day.parse().unwrap())).unwrap();
    let Values::Double(values) = &records.value else { panic!("{name} holds no decimals") };
    records.unit.iter().copied().zip(values.iter().copied()).collect()
}

fn pointers(name: &str, day: &str) -> HashMap<u32, u32> {
    let records = bank().read(name, &Selection::At(day.parse().unwrap())).unwrap();
    let Values::Unit { index, .. } = &records.value else { panic!("{name} holds no units") };
    records.unit.iter().copied().zip(index.iter().copied()).collect()
}

#[test]
fn employees_have_an_employer_with_an_industry() {
    let status = texts("REGSYS_ARB_ARBMARK_STATUS", "2019-11-16");
    let employers = pointers("REGSYS_FRTK_ID_SSB", "2019-11-16");
    let industries = texts("REGSYS_VIRK_NACE1_SN07", "2019-11-16");
    let employees: Vec<&u32> = status.iter().filter(|(_, code)| *code == "1").map(|(unit, _)| unit).collect();
    let with = employees.iter().filter(|unit| employers.contains_key(unit)).count();
    assert!(with as f64 > 0.9 * employees.len() as f64, "{with} of {}", employees.len());
    assert!(employers.keys().all(|unit| industries.contains_key(unit) && status[unit] == "1"));
    let mut sizes: HashMap<u32, u32> = HashMap::new();
    employers.values().for_each(|employer| *sizes.entry(*employer).or_default() += 1);
    let (big, all) = (sizes.values().filter(|size| **size >= 20).count(), sizes.len());
    assert!(all > 200 && big > 5 && big < all / 4, "{big} of {all}");
    // Care work is done by women, building by men.
    let sex = texts("BEFOLKNING_KJOENN", "2019-11-16");
    let women = |from: &str, to: &str| {
        let chosen: Vec<&u32> =
            industries.iter().filter(|(_, code)| (from..to).contains(&code.as_str())).map(|(unit, _)| unit).collect();
        chosen.iter().filter(|unit| sex[unit] == "2").count() as f64 / chosen.len() as f64
    };
    assert!(women("86", "89") > women("41", "44"), "{} {}", women("86", "89"), women("41", "44"));
    let old = pointers("REGSYS_ORGFOR", "2010-11-16");
    assert!(old.len() > 2_000, "{}", old.len());
}

#[test]
fn vehicles_courses_and_meters_follow_the_years() {
    let electric = |day: &str| {
        let fuel = texts("KJORETOY_DRIVSTOFF_OMK", day);
        fuel.values().filter(|code| *code == "3").count() as f64 / fuel.len() as f64
    };
    let (before, now) = (electric("2012-12-31"), electric("2023-12-31"));
    assert!(before < 0.03 && (0.1..0.6).contains(&now), "{before} {now}");
    let owners = pointers("KJORETOY_KJORETOYID_FNR", "2022-12-31");
    let born = numbers("BEFOLKNING_FOEDSELS_AAR_MND", "2022-01-01");
    assert!(owners.len() > 4_000 && owners.values().all(|owner| born[owner] / 100 <= 2022 - 18));
    let outcomes = texts("NUDB_KURS_UTFALL", "2012-01-01");
    let share = |code: &str| outcomes.values().filter(|one| *one == code).count() as f64 / outcomes.len() as f64;
    assert!(outcomes.len() > 800 && share("1") > 0.6 && share("3") > 0.02, "{} {}", share("1"), share("3"));
    let used = |day: &str| {
        let amounts = doubles("ELHUB_PERS_STROMFORBRUK", day);
        amounts.values().sum::<f64>() / amounts.len() as f64
    };
    assert!(used("2022-01-15") > 2.0 * used("2022-07-15"));
    assert!(used("2022-01-15") < used("2021-01-15"));
}

#[test]
fn households_share_their_income() {
    let household = pointers("BEFOLKNING_HUSHNR", "2022-01-01");
    let income = doubles("INNTEKT_HUSH_IES_EU", "2021-12-31");
    let own = numbers("INNTEKT_WIES", "2021-12-31");
    let mut by_household: HashMap<u32, Vec<f64>> = HashMap::new();
    for (unit, of) in &household {
        by_household.entry(*of).or_default().extend(income.get(unit));
    }
    // Who lived together on New Year's Eve too has one income for all.
    let same = by_household.values().filter(|incomes| incomes.windows(2).all(|pair| pair[0] == pair[1])).count();
    assert!(same as f64 > 0.97 * by_household.len() as f64, "{same} of {}", by_household.len());
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let all: Vec<f64> = values.collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    let (shared, alone) = (mean(&mut income.values().copied()), mean(&mut own.values().map(|value| *value as f64)));
    assert!((0.6..1.4).contains(&(shared / alone)), "{shared} {alone}");
}

fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (x, y) = (pairs.iter().map(|p| p.0).sum::<f64>() / n, pairs.iter().map(|p| p.1).sum::<f64>() / n);
    let sum = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>();
    sum(&|p| (p.0 - x) * (p.1 - y)) / (sum(&|p| (p.0 - x).powi(2)) * sum(&|p| (p.1 - y).powi(2))).sqrt()
}

/// Every data file under a home with its bytes.
fn data_files(home: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![home.join("data")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(home).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_same_seed_gives_the_same_bytes_for_any_number_of_threads() {
    let make = |threads: usize, seed: u64| {
        let home = tempfile::tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| generated(home.path(), 17_000, seed));
        data_files(home.path())
    };
    let one = make(1, 5);
    assert!(one.len() > 100);
    assert!(one == make(3, 5), "the bytes depend on the threads");
    assert!(one != make(2, 6), "the seed is ignored");
}

#[test]
fn a_second_population_becomes_the_next_version() {
    let home = tempfile::tempdir().unwrap();
    let (registry, _) = generated(home.path(), 400, 1);
    let first = data_files(home.path());
    generated(home.path(), 400, 2);
    let versions = registry.databanks().unwrap().into_iter().find(|bank| bank.name == MAIN_DATABANK).unwrap().versions;
    assert_eq!(versions.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2.0.0.0", "1.0.0.0"]);
    let now = data_files(home.path());
    assert!(first.iter().all(|(path, bytes)| now.get(path) == Some(bytes)), "old data changed");
}

#[test]
fn nobody_and_too_many_are_refused() {
    let home = tempfile::tempdir().unwrap();
    let registry = Registry::open(home.path()).unwrap();
    for persons in [0, 5_000_000_000] {
        let options = Options { persons, seed: 1, variables: Set::Core };
        assert!(generate(&registry, options, &quiet).is_err(), "{persons}");
    }
    assert!(registry.databanks().unwrap().is_empty());
}

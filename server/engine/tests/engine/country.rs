//! Groups, joins, row-wise commands and models of a whole country. A long form: `cargo xtask bench-groups`.

use std::sync::Arc;
use std::time::Instant;

use disclosure::{Filter, Keys, record_keys};
use engine::{Bank, Reading, RecordValues, Records, Scripts, Selection, Space, Workspace, World, WorldError};
use language::span::LineIndex;
use language::table::Table;
use variables::{DataType, Profile, UnitType, Variable, VersionRequest};

use crate::support::Draws;
use crate::support::bank::{TestBank, coded, variable};
use crate::support::scripts::TestScripts;

/// Persons with variables that are made when they are read.
struct Country {
    persons: u32,
    bank: Arc<TestBank>,
    filter: Filter,
    keys: Arc<[u128]>,
    scripts: TestScripts,
}

fn codes(n: u32) -> Vec<String> {
    (0..n).map(|code| format!("{:04}", 101 + code)).collect()
}

const MUNICIPALITIES: u32 = 357;
const COUNTIES: u32 = 15;
const LEVELS: u32 = 9;

impl Country {
    fn new(persons: u32, profile: Profile) -> Country {
        let mut bank = TestBank::new("no.test.country", profile);
        let list = |n: u32| -> Vec<String> { codes(n) };
        let listed = |name: &str, n: u32| {
            let texts = list(n);
            let titles: Vec<(&str, &str)> = texts.iter().map(|code| (code.as_str(), "navn")).collect();
            coded(name, &titles)
        };
        bank.variables = vec![
            listed("KOMMUNE", MUNICIPALITIES),
            listed("FYLKE", COUNTIES),
            listed("NIVAA", LEVELS),
            variable("LONN", DataType::Long),
            variable("FORMUE", DataType::Double),
            variable("ALDER", DataType::Long),
            Variable { value_unit_type: UnitType::find("FAMILIE"), ..variable("FAMNR", DataType::Long) },
        ];
        bank.variables.extend((1..8).map(|place| variable(&format!("X{place}"), DataType::Double)));
        let pseudonyms: Vec<u64> = (0..u64::from(persons)).map(|person| person * 7919 + 13).collect();
        let keys = record_keys(&[8; 32], "FNR", &pseudonyms).into();
        let filter = Filter::new(Keys::new([7; 32], [8; 32]));
        Country { persons, bank: Arc::new(bank), filter, keys, scripts: TestScripts::default() }
    }
}

impl World for Country {
    fn databank(&self, _: &str, _: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        Ok(self.bank.clone())
    }

    fn read(&self, _: &dyn Bank, variable: &str, _: Selection) -> Result<Box<dyn Reading>, WorldError> {
        let mut draws = Draws(variable.bytes().map(u64::from).sum());
        let n = self.persons;
        // One in thirty has no wage.
        let unit: Vec<u32> = (0..n).filter(|_| variable != "LONN" || draws.below(30) > 0).collect();
        let mut texts = |n_codes: u32| RecordValues::Codes {
            codes: unit.iter().map(|_| draws.below(u64::from(n_codes)) as u32).collect(),
            dictionary: codes(n_codes).into(),
        };
        let value = match variable {
            "KOMMUNE" => texts(MUNICIPALITIES),
            "FYLKE" => texts(COUNTIES),
            "NIVAA" => texts(LEVELS),
            "LONN" => RecordValues::Long(unit.iter().map(|_| 20_000 + draws.below(900_000) as i64).collect()),
            "ALDER" => RecordValues::Long(unit.iter().map(|_| draws.below(100) as i64).collect()),
            "FAMNR" => RecordValues::Units(unit.iter().map(|_| draws.below(u64::from(n) * 5 / 11) as u32).collect()),
            _ => RecordValues::Double(unit.iter().map(|_| draws.below(1_000_000) as f64 / 64.0).collect()),
        };
        Ok(Box::new(Records { unit, value, start: None, stop: None, effective: None }))
    }

    fn unit_count(&self, _: &Space) -> Result<usize, WorldError> {
        Ok(self.persons as usize)
    }

    fn record_keys(&self, _: &Space) -> Result<Arc<[u128]>, WorldError> {
        Ok(self.keys.clone())
    }

    fn unit_codes(&self, _: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        Ok(None)
    }

    fn persons(&self, _: &dyn Bank, _: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        Ok(None)
    }

    fn filter(&self) -> &Filter {
        &self.filter
    }

    fn scripts(&self) -> &dyn Scripts {
        &self.scripts
    }

    fn cancel(&self) -> engine::Cancel {
        engine::Cancel::default()
    }
}

const GROUPS: &str = "\
require no.test.country:1 as c
create-dataset p
import c/KOMMUNE as kommune
import c/LONN as lonn
import c/ALDER as alder
import c/FORMUE as formue
import c/FAMNR as fam
generate a = lonn / 12 + alder
generate b = alder > 66 & lonn > 100000
keep if alder > 0
keep if alder >= 0
clone-dataset p k
use k
collapse (mean) lonn -> snitt (count) lonn -> antall, by(kommune)
merge snitt antall into p on kommune
use p
aggregate (sum) lonn -> faminntekt, by(fam)
aggregate (mean) alder -> famalder (count) lonn -> famantall, by(fam)
aggregate (median) formue -> midt, by(fam)
clone-dataset p f
use f
collapse (sum) lonn -> sum (mean) formue -> snittformue, by(fam)
merge sum snittformue into p on fam
use p
replace lonn = 0 if sysmiss(lonn)
recode alder (0/17 = 1) (18/66 = 2) (67/max = 3), prefix(k_)
";

const MODEL: &str = "\
require no.test.country:1 as c
create-dataset p
import c/LONN as lonn, outer_join
import c/FYLKE as fylke
import c/NIVAA as nivaa
import c/ALDER as alder
import c/X1 as x1
import c/X2 as x2
import c/X3 as x3
import c/X4 as x4
import c/X5 as x5
import c/X6 as x6
import c/X7 as x7
regress lonn alder x1 x2 x3 x4 x5 x6 x7 i.fylke i.nivaa
regress lonn alder x1 x2 x3 x4 x5 x6 x7 i.fylke i.nivaa
regress lonn alder x1 x2 x3 x4 x5 x6 x7 i.fylke i.nivaa, robust
";

#[test]
fn a_whole_country_prints_its_times() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-groups`");
        return;
    }
    let wanted = |name: &str| std::env::var("SKJERM_PART").map_or(true, |part| part.contains(name));
    for (name, profile) in [("open", Profile::Open), ("register", Profile::Register)] {
        if wanted(name) && wanted("groups") {
            println!("{name}: 11 million persons");
            script(&Country::new(11_000_000, profile), GROUPS);
        }
        if wanted(name) && wanted("model") {
            println!("{name}: 5 million persons");
            script(&Country::new(5_000_000, profile), MODEL);
        }
    }
}

fn script(world: &Country, text: &str) {
    let table = Table::builtin();
    let parsed = language::parse(text, &table);
    let steps = language::expand(&parsed.script, text, &table);
    let mut workspace = Workspace::default();
    println!("  peak MB   held MB   seconds   statement");
    for (step, line) in steps.iter().zip(text.lines()) {
        // Linux begins a new account of the peak.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let start = Instant::now();
        engine::run(
            std::slice::from_ref(step),
            &LineIndex::new(text),
            world,
            &mut workspace,
            &mut |event| match event {
                engine::Event::Finished { ok } => assert!(ok, "{line}"),
                engine::Event::Output(output) => {
                    let told = format!("{:?}", output.body);
                    assert!(!told.contains("Diagnostic"), "{told}");
                }
                engine::Event::Progress { .. } => {}
            },
        );
        let seconds = start.elapsed().as_secs_f64();
        println!("{:>9} {:>9} {seconds:>9.3}   {line}", megabytes("VmHWM:"), megabytes("VmRSS:"));
    }
}

/// A line of Linux's account of this process; 0 elsewhere.
fn megabytes(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

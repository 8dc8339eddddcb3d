//! The engine's memory on five million jobs. A long form: `cargo xtask bench-jobs-memory`.

use std::sync::Arc;
use std::time::Instant;

use disclosure::{Filter, Keys, record_keys};
use engine::{Bank, Reading, RecordValues, Records, Scripts, Selection, Space, Workspace, World, WorldError};
use language::span::LineIndex;
use language::table::Table;
use variables::{DataType, Profile, Temporality, UnitType, Variable, VersionRequest};

use crate::support::Draws;
use crate::support::bank::{TestBank, coded, day, variable};
use crate::support::scripts::TestScripts;

const JOBS: u32 = 5_000_000;
const PERSONS: u32 = 3_000_000;
const OCCUPATIONS: u32 = 350;

/// What the engine may take at most.
const MOST_MEGABYTES: u64 = 3 * 1024;

/// A databank that makes its records when they are read, as a real one reads them from files: nothing but the engine holds them.
struct Jobs {
    bank: Arc<TestBank>,
    filter: Filter,
    keys: Arc<[u128]>,
    scripts: TestScripts,
}

fn person_of(job: u32) -> u32 {
    // Two of three persons have two jobs; jobs come in an order that has nothing to do with their persons.
    (u64::from(job) * 7_919_777 % u64::from(PERSONS)) as u32
}

impl Jobs {
    fn new() -> Jobs {
        let mut bank = TestBank::new("no.test.jobs", Profile::Register);
        let job = |variable: Variable| Variable { unit_type: UnitType::find("JOBB").unwrap(), ..variable };
        let measured = |variable: Variable| Variable {
            temporality: Temporality::Status,
            valid_from: Some(day("2022-01-01")),
            valid_until: Some(day("2022-12-31")),
            measure_dates: vec![day("2022-11-16")],
            ..variable
        };
        let codes: Vec<String> = occupations();
        let codes: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), "Yrke")).collect();
        bank.variables = vec![
            job(measured(variable("LONN", DataType::Long))),
            job(measured(variable("TIMER", DataType::Double))),
            job(measured(coded("YRKE", &codes))),
            job(Variable {
                value_unit_type: Some(UnitType::person()),
                ..variable("ARBEIDSFORHOLD_PERSON", DataType::Long)
            }),
            variable("FOEDT", DataType::Long),
        ];
        let pseudonyms: Vec<u64> = (0..u64::from(PERSONS)).map(|person| person * 7919 + 13).collect();
        let keys = record_keys(&[8; 32], "FNR", &pseudonyms).into();
        Jobs {
            bank: Arc::new(bank),
            filter: Filter::new(Keys::new([7; 32], [8; 32])),
            keys,
            scripts: TestScripts::default(),
        }
    }
}

fn occupations() -> Vec<String> {
    (0..OCCUPATIONS).map(|code| format!("{:04}", 1000 + code)).collect()
}

impl World for Jobs {
    fn databank(&self, _: &str, _: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        Ok(self.bank.clone())
    }

    fn read(&self, _: &dyn Bank, variable: &str, _: Selection) -> Result<Box<dyn Reading>, WorldError> {
        let mut draws = Draws(u64::from(variable.as_bytes()[0]));
        let n = if variable == "FOEDT" { PERSONS } else { JOBS };
        // One job in fifty has no record.
        let unit: Vec<u32> =
            (0..n).filter(|_| variable == "ARBEIDSFORHOLD_PERSON" || n < JOBS || draws.below(50) > 0).collect();
        let value = match variable {
            "LONN" => RecordValues::Long(unit.iter().map(|_| 20_000 + draws.below(900_000) as i64).collect()),
            "TIMER" => RecordValues::Double(unit.iter().map(|_| 1.0 + draws.below(400) as f64 / 10.0).collect()),
            "YRKE" => RecordValues::Codes {
                codes: unit.iter().map(|_| draws.below(u64::from(OCCUPATIONS)) as u32).collect(),
                dictionary: occupations().into(),
            },
            "FOEDT" => RecordValues::Long(unit.iter().map(|_| 193_001 + draws.below(8000) as i64).collect()),
            _ => RecordValues::Units(unit.iter().map(|job| person_of(*job)).collect()),
        };
        let at = day("2022-11-16");
        Ok(Box::new(Records { unit, value, start: None, stop: None, effective: Some((at, Some(at))) }))
    }

    fn unit_count(&self, space: &Space) -> Result<usize, WorldError> {
        Ok(if space.name() == "FNR" { PERSONS } else { JOBS } as usize)
    }

    fn record_keys(&self, _: &Space) -> Result<Arc<[u128]>, WorldError> {
        Ok(self.keys.clone())
    }

    fn unit_codes(&self, _: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        Ok(None)
    }

    fn persons(&self, _: &dyn Bank, unit_type: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        Ok((unit_type.name() == "JOBB").then(|| (0..JOBS).map(person_of).collect()))
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

const SCRIPT: &str = "\
require no.test.jobs:1 as j
create-dataset jobb
import j/LONN 2022-11-16 as lonn
import j/TIMER 2022-11-16 as timer, outer_join
import j/YRKE 2022-11-16 as yrke
import j/ARBEIDSFORHOLD_PERSON as pid
generate timelonn = lonn / timer
generate hoy = lonn > 600000 & timer > 20
replace lonn = 0 if sysmiss(lonn)
recode lonn (min/99999 = 1 'lav') (100000/499999 = 2) (500000/max = 3), prefix(k_)
recode yrke ('1000' '1001' = '1000' 'samlet')
generate omrade = substr(yrke, 1, 2)
destring yrke, prefix(n_)
aggregate (mean) lonn -> snitt (median) timer -> midt, by(yrke)
aggregate (sum) lonn -> sum (count) lonn -> antall, by(pid)
tabulate yrke hoy, rowpct freq
tabulate k_lonn omrade, summarize(lonn) mean p50
summarize lonn timer timelonn
clone-dataset jobb person
use person
collapse (sum) lonn (max) timer (count) lonn -> njobb, by(pid)
create-dataset p
import j/FOEDT as fodt
use person
merge lonn njobb into p
use p
merge fodt into jobb on pid
tabulate njobb
use jobb
keep if lonn > 0
sample 0.5 3
";

#[test]
fn five_million_jobs_stay_below_three_gibibytes() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-jobs-memory`");
        return;
    }
    let world = Jobs::new();
    let table = Table::builtin();
    let parsed = language::parse(SCRIPT, &table);
    let steps = language::expand(&parsed.script, SCRIPT, &table);
    let mut workspace = Workspace::default();
    let mut most = 0;
    println!("  peak MB   held MB   seconds   statement");
    for (step, text) in steps.iter().zip(SCRIPT.lines()) {
        // Linux begins a new account of the peak.
        let _ = std::fs::write("/proc/self/clear_refs", "5");
        let start = Instant::now();
        engine::run(std::slice::from_ref(step), &LineIndex::new(SCRIPT), &world, &mut workspace, &mut |event| {
            match event {
                engine::Event::Finished { ok } => assert!(ok, "{text}"),
                engine::Event::Output(output) => {
                    assert!(!format!("{:?}", output.body).contains("Diagnostic"), "{output:?}")
                }
                engine::Event::Progress { .. } => {}
            }
        });
        let seconds = start.elapsed().as_secs_f64();
        let (peak, held) = (megabytes("VmHWM:"), megabytes("VmRSS:"));
        println!("{peak:>9} {held:>9} {seconds:>9.2}   {text}");
        most = most.max(peak);
    }
    println!("peak {most} MB on {JOBS} jobs of {PERSONS} persons");
    assert!(most < MOST_MEGABYTES, "peak {most} MB");
}

/// A line of Linux's account of this process; 0 elsewhere.
fn megabytes(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

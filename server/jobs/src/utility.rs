//! How much honest work suffers (`cargo xtask bench-utility`): the library of example scripts in drawn variants over a synthetic
//! registry, once as the register it is and once as an open databank, whose answers are exact; and beside them the rules that
//! microdata.no has published, applied to the exact answers.
//!
//! *Start reading at*: [`Trial`], one variant of a script; then [`tally::Tally`], what is added up.

mod risk;
mod tables;
mod tally;
mod theirs;
mod variants;

#[path = "../../engine/tests/seam/mod.rs"]
mod seam;

use std::sync::Arc;

use accounts::Accounts;
use disclosure::Filter;
use engine::{Cancel, Event, Workspace, World};
use language::Table;
use language::call::{Arguments, Call, Step};
use language::span::LineIndex;
use registry::Registry;
use synthetic::{Options, Set};
use wire::output::{Body, Output};

use crate::home::Home;
use crate::runner::Runner;
use crate::shelf::Shelf;
use crate::world::{RunWorld, Shared};
use crate::{keys, publish};
use seam::AsOpen;
use tally::Tally;
use theirs::Theirs;

/// Persons of the registry.
const PERSONS: u64 = 100_000;
/// Variants of each script: the script as it is, and so many less one drawn.
const VARIANTS: u64 = 12;

/// Prints the table, and fails where the promise of it does not hold.
#[test]
fn honest_work_beside_published_rules() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        return;
    }
    let number = |name: &str, default| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (persons, n_variants) = (number("SKJERM_PERSONS", PERSONS), number("SKJERM_VARIANTS", VARIANTS));
    let folder = tempfile::tempdir().unwrap();
    let home = Home::open(folder.path()).unwrap();
    let ring = keys::open(&home).unwrap();
    let registry = Registry::open(home.folder()).unwrap();
    let options = Options { persons, seed: 1, variables: Set::Core };
    for databank in synthetic::generate(&registry, options, &|_, _, _| {}).unwrap().databanks {
        publish::release(&registry, &ring, &databank).unwrap();
    }
    let shared = Arc::new(Shared::new(registry, Filter::new(ring.filter())));
    let accounts = Arc::new(Accounts::open(&home.accounts(), ring.audit(), accounts::Moment::now()).unwrap());
    let world = || RunWorld::new(shared.clone(), Shelf::new(accounts.clone(), Runner::Operator), Cancel::default());
    let (register, open) = (world(), AsOpen(world()));
    let mut all = Tally::default();
    let (mut n_run, mut n_left) = (0, 0);
    for script in examples::library().iter().flat_map(|group| group.scripts.iter()) {
        for variant in 0..n_variants {
            let text = variants::drawn(&script.text, &script.slug, variant);
            match Trial::new(&register, &open, &text, variant).run() {
                Some(found) => {
                    all.add(&found);
                    n_run += 1;
                }
                // A year without data or a code that nobody has: no honest script. Or a sample.
                None => n_left += 1,
            }
        }
    }
    println!(
        "{persons} synthetic persons; {n_run} runs of example scripts in up to {n_variants} variants, {n_left} left out (variants that do not run on exact data, scripts that draw a sample)\n"
    );
    println!("{}", all.table());
    println!("{}", risk::table());
    assert!(n_run > 0);
    assert_eq!(all.broken_promises(), Vec::<&str>::new());
}

/// A variant of a script under all three.
struct Trial<'a> {
    register: &'a dyn World,
    open: &'a dyn World,
    text: &'a str,
    filtered: Workspace,
    exact: Workspace,
    theirs: Theirs,
    /// The run under the filter has stopped.
    is_stopped: bool,
    tally: Tally,
}

impl<'a> Trial<'a> {
    fn new(register: &'a dyn World, open: &'a dyn World, text: &'a str, seed: u64) -> Self {
        Trial {
            register,
            open,
            text,
            filtered: Workspace::default(),
            exact: Workspace::default(),
            theirs: Theirs::new(seed),
            is_stopped: false,
            tally: Tally::default(),
        }
    }

    /// What it adds up to; `None` if the script does not run on exact data, or draws a sample: exact data give another one, and two
    /// samples differ by more than noise.
    fn run(mut self) -> Option<Tally> {
        let table = Table::builtin();
        let steps = language::expand(&language::parse(self.text, &table).script, self.text, &table);
        for step in &steps {
            match step {
                Step::Call(call) if call.command == "sample" => return None,
                Step::Call(call) => self.call(call)?,
                Step::Broken { .. } => return None,
                Step::Text { .. } | Step::Let { .. } => {}
            }
        }
        Some(self.tally)
    }

    fn call(&mut self, call: &Call) -> Option<()> {
        let before = (self.exact.clone(), self.filtered.clone());
        let exact = answer(self.open, self.text, call, &mut self.exact)?;
        let filtered = if self.is_stopped { None } else { answer(self.register, self.text, call, &mut self.filtered) };
        self.is_stopped |= filtered.is_none();
        let theirs_stops = self.theirs.stops(call, &exact);
        for (at, output) in exact.iter().enumerate() {
            let shown = filtered.as_ref().and_then(|outputs| outputs.get(at));
            if matches!(output.body, Body::Table(_) | Body::Chart(_) | Body::Model(_)) {
                let refused = theirs_stops || self.theirs.refuses(&output.body);
                self.tally.output(shown.is_none(), refused);
                self.tally.counts(&output.body, shown.map(|output| &output.body), refused, &mut self.theirs);
                self.tally.coefficients(&output.body, shown.map(|output| &output.body));
            }
        }
        self.measure(call, before.0, before.1)
    }

    /// Means and standard deviations of what the statement summarizes, exact, filtered, and winsorised.
    fn measure(&mut self, call: &Call, exact: Workspace, filtered: Workspace) -> Option<()> {
        let Some(probe) = tables::probe(call) else { return Some(()) };
        let truth = answer(self.open, self.text, &probe, &mut exact.clone())?;
        let ours = match self.is_stopped {
            true => None,
            false => answer(self.register, self.text, &probe, &mut filtered.clone()),
        };
        let theirs = self.winsorised(&probe, exact);
        self.tally.means(tables::of(&truth), ours.as_deref().map(tables::of), theirs.as_deref().map(tables::of));
        Some(())
    }

    /// The probe with its numbers winsorised at the 1st and 99th percentile of the analysed rows (measure 2).
    fn winsorised(&self, probe: &Call, mut workspace: Workspace) -> Option<Vec<Output>> {
        let mut probe = probe.clone();
        for name in tables::summarized(&probe) {
            let mut summary = probe.clone();
            summary.command = "summarize".to_owned();
            summary.options.clear();
            summary.arguments = Arguments::Names(vec![name.clone()]);
            let found = answer(self.open, self.text, &summary, &mut workspace.clone())?;
            let (low, high) = tables::ends(&found)?;
            let new = format!("{}_w", name.value);
            let old = &name.value;
            let script = format!(
                "generate {new} = {old}\nreplace {new} = {low} if {new} < {low}\nreplace {new} = {high} if {new} > {high}\n"
            );
            let table = Table::builtin();
            for step in language::expand(&language::parse(&script, &table).script, &script, &table) {
                let Step::Call(call) = step else { return None };
                answer(self.open, &script, &call, &mut workspace)?;
            }
            tables::rename(&mut probe, &name.value, &new);
        }
        answer(self.open, self.text, &probe, &mut workspace)
    }
}

/// What a statement answers; `None` if it stops.
fn answer(world: &dyn World, script: &str, call: &Call, workspace: &mut Workspace) -> Option<Vec<Output>> {
    let (mut outputs, mut is_fine) = (Vec::new(), false);
    let steps = [Step::Call(call.clone())];
    engine::run(&steps, &LineIndex::new(script), world, workspace, &mut |event| match event {
        Event::Output(output) => outputs.push(*output),
        Event::Finished { ok } => is_fine = ok,
        Event::Progress { .. } => {}
    });
    is_fine.then_some(outputs)
}

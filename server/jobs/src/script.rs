//! The work of the queue: a script through parser, engine and filter, one statement after the other.

use engine::Cancel;
use std::sync::Arc;

use accounts::{Accounts, Moment};
use disclosure::{Filter, Watcher};
use engine::{Workspace, World as _};
use language::Table;
use language::diagnostic::{Diagnostic, Severity};
use language::span::LineIndex;
use registry::Registry;

use crate::keys::KeyRing;
use crate::memory::{Budget, Hold, Memory, Usage};
use crate::prefix;
use crate::remembered::Remembered;
use crate::run_log;
use crate::script_job::{ScriptJob, remark_output};
use crate::shelf::Shelf;
use crate::watch::Watch;
use crate::work::{End, Job, NotTaken, NotWritten, Order, Taken, Work};
use crate::world::{RunWorld, Shared};

/// Runs scripts over a registry. Cheap to clone.
#[derive(Clone)]
pub struct ScriptWork {
    place: Arc<Workplace>,
}

/// What the jobs of a service share.
pub struct Workplace {
    shared: Arc<Shared>,
    accounts: Arc<Accounts>,
    table: Table,
    /// What accounts use.
    pub watch: Watch,
    /// The memory of all.
    pub memory: Arc<Memory>,
    /// What scripts have made.
    pub remembered: Remembered,
}

impl ScriptWork {
    /// Work over a registry, with the filter of these keys and the scripts that people keep. There is no way to make it without a
    /// filter and a watch.
    pub fn new(
        registry: Registry,
        keys: &KeyRing,
        accounts: Arc<Accounts>,
        watch: Watch,
        budget: Budget,
    ) -> ScriptWork {
        let filter = Filter::new(keys.filter());
        let shared = Arc::new(Shared::new(registry, filter));
        let memory = Memory::new(budget);
        let remembered = Remembered::new(memory.clone());
        let table = Table::builtin();
        ScriptWork { place: Arc::new(Workplace { shared, accounts, table, watch, memory, remembered }) }
    }

    /// What accounts use, and where they stand.
    pub fn watch(&self) -> &Watch {
        &self.place.watch
    }

    /// The memory in use, for operators.
    pub fn memory(&self) -> Usage {
        self.place.memory.usage()
    }

    /// How many statements' states are remembered, for operators.
    pub fn n_states(&self) -> usize {
        self.place.remembered.n_states()
    }
}

impl Work for ScriptWork {
    fn begins(&self, order: &Order) -> Result<Taken, NotTaken> {
        let pass = self.place.watch.admit(&order.runner, Moment::now()).map_err(NotTaken::Denied)?;
        run_log::begins(&self.place.accounts, order)?;
        let remarks = pass.remarks().iter().map(|remark| remark_output(remark, &LineIndex::new(""))).collect();
        Ok(Taken { wait: pass.wait(), remarks })
    }

    fn ended(&self, ends: &[End]) -> Result<(), NotWritten> {
        let Workplace { shared, accounts, table, watch, .. } = self.place.as_ref();
        run_log::ended(accounts, watch, ends, table, shared.filter().policy().version)
    }

    fn settle(&self) {
        self.place.watch.settle();
    }

    fn open(&self, order: &Order, cancel: &Cancel) -> Box<dyn Job> {
        let Workplace { shared, accounts, table, memory, .. } = self.place.as_ref();
        let parsed = language::parse(&order.script, table);
        let steps = language::expand(&parsed.script, &order.script, table);
        let shelf = Shelf::new(accounts.clone(), order.runner.clone());
        let watcher = Watcher::default();
        let world = RunWorld::new(shared.clone(), shelf, cancel.clone()).watched_by(watcher.clone());
        let lines = LineIndex::new(&order.script);
        let (keys, is_register) = prefix::keys(&steps, &lines, shared.filter().policy().version, |name, version| {
            let bank = world.databank(name, version).ok()?;
            let version = bank.version().map_or_else(|| "DRAFT".to_owned(), |version| version.to_string());
            Some((version, bank.profile()))
        });
        let is_cached = !prefix::is_off(&steps);
        Box::new(ScriptJob {
            hold: Hold::new(memory),
            place: self.place.clone(),
            script: order.script.as_str().into(),
            id: order.id.clone(),
            runner: order.runner.clone(),
            watcher,
            world,
            steps: steps.into(),
            keys,
            remarks: remarks(parsed.diagnostics),
            workspace: Workspace { has_register: is_register, ..Workspace::default() },
            known: None,
            used: None,
            is_cached,
            is_followed: is_cached,
            n_done: 0,
            n_keyed: 0,
        })
    }
}

/// Hints and warnings, last first; errors come from the broken statements themselves.
fn remarks(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut remarks: Vec<Diagnostic> =
        diagnostics.into_iter().filter(|diagnostic| diagnostic.severity != Severity::Error).collect();
    remarks.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.span.start));
    remarks
}

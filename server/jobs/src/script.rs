//! The work of the queue: a script through parser, engine and filter.

use std::sync::Arc;

use disclosure::Filter;
use engine::Workspace;
use language::Table;
use language::span::LineIndex;
use registry::Registry;
use wire::output::{Body, UsedDatabank};

use crate::Runner;
use crate::cancel::Cancel;
use crate::keys::KeyRing;
use crate::work::{Order, Outcome, Report, Work};
use crate::world::{RunWorld, Shared};

/// Runs scripts over a registry.
pub struct ScriptWork {
    shared: Arc<Shared>,
    table: Table,
}

impl ScriptWork {
    /// Work over a registry, with the filter of these keys. There is no way to make it without a filter.
    #[expect(clippy::needless_pass_by_value, reason = "the keys move in here and stay")]
    pub fn new(registry: Registry, keys: KeyRing) -> ScriptWork {
        let filter = Filter::new(keys.filter());
        ScriptWork { shared: Arc::new(Shared::new(registry, filter)), table: Table::builtin() }
    }
}

impl Work for ScriptWork {
    fn carry_out(&self, order: &Order, cancel: &Cancel, report: &mut dyn Report) -> Outcome {
        // Quotas and delays belong here; the operator has none (contract 3).
        let _is_free_of_quotas = order.runner == Runner::Operator;
        let parsed = language::parse(&order.script, &self.table);
        let steps = language::expand(&parsed.script, &order.script, &self.table);
        let lines = LineIndex::new(&order.script);
        let world = RunWorld::new(self.shared.clone(), cancel.clone());
        let mut workspace = Workspace::default();
        let mut is_ok = false;
        engine::run(&steps, &lines, &world, &mut workspace, &mut |event| match event {
            engine::Event::Output(output) if is_cancellation(&output.body) => {}
            engine::Event::Output(output) => report.output(*output),
            engine::Event::Progress { done, of } => report.progress(done, of),
            engine::Event::Finished { ok } => is_ok = ok,
        });
        report.databanks(used(&workspace));
        match (is_ok, cancel.is_cancelled()) {
            (true, _) => Outcome::Done,
            (false, true) => Outcome::Cancelled,
            (false, false) => Outcome::Failed,
        }
    }
}

/// A run that was given up says so by its state; the line that noticed is chance.
fn is_cancellation(body: &Body) -> bool {
    matches!(body, Body::Diagnostic(diagnostic) if diagnostic.code == "cancelled")
}

/// The databank versions that a script got, each once, in the order it required them.
fn used(workspace: &Workspace) -> Vec<UsedDatabank> {
    let mut used: Vec<UsedDatabank> = Vec::new();
    for bank in workspace.databanks.values() {
        let databank = UsedDatabank {
            name: bank.name().to_owned(),
            version: bank.version().map_or_else(|| "DRAFT".to_owned(), |version| version.to_string()),
            profile: bank.profile(),
            tier: bank.tier(),
            synthetic: bank.is_synthetic(),
        };
        if !used.contains(&databank) {
            used.push(databank);
        }
    }
    used
}

//! The work of the queue: a script through parser, engine and filter, one statement after the other.

use std::sync::Arc;
use std::time::Instant;

use accounts::Accounts;
use disclosure::Filter;
use engine::{Workspace, World as _};
use language::Table;
use language::call::Step;
use language::diagnostic::{Diagnostic, Severity};
use language::span::LineIndex;
use registry::Registry;
use wire::output::{Body, DiagnosticOutput, Output};

use crate::cancel::Cancel;
use crate::keys::KeyRing;
use crate::prefix::{self, Done, Prefixes};
use crate::shelf::Shelf;
use crate::work::{Order, Outcome, Report, Work};
use crate::world::{RunWorld, Shared};

/// Runs scripts over a registry.
pub struct ScriptWork {
    shared: Arc<Shared>,
    accounts: Arc<Accounts>,
    table: Table,
    prefixes: Prefixes,
}

impl ScriptWork {
    /// Work over a registry, with the filter of these keys and the scripts that people keep. There is no way to make it without a
    /// filter.
    pub fn new(registry: Registry, keys: &KeyRing, accounts: Arc<Accounts>) -> ScriptWork {
        let filter = Filter::new(keys.filter());
        let shared = Arc::new(Shared::new(registry, filter));
        ScriptWork { shared, accounts, table: Table::builtin(), prefixes: Prefixes::default() }
    }
}

impl Work for ScriptWork {
    fn carry_out(&self, order: &Order, cancel: &Cancel, report: &mut dyn Report) -> Outcome {
        let parsed = language::parse(&order.script, &self.table);
        let steps = language::expand(&parsed.script, &order.script, &self.table);
        let shelf = Shelf::new(self.accounts.clone(), order.runner.clone());
        let world = RunWorld::new(self.shared.clone(), shelf, cancel.clone());
        let lines = LineIndex::new(&order.script);
        let (keys, is_register) =
            prefix::keys(&steps, &lines, self.shared.filter().policy().version, |name, version| {
                let bank = world.databank(name, version).ok()?;
                let version = bank.version().map_or_else(|| "DRAFT".to_owned(), |version| version.to_string());
                Some((version, bank.profile()))
            });
        let mut run = Run {
            world: &world,
            lines,
            remarks: remarks(&parsed.diagnostics),
            workspace: Workspace { has_register: is_register, ..Workspace::default() },
            report,
        };
        let is_cached = !prefix::is_off(&steps);
        let mut done = if is_cached { self.prefixes.take(&order.runner, &keys, Instant::now()) } else { Vec::new() };
        let n_known = done.len();
        let (mut is_fine, mut place) = (true, 0);
        run.report.progress(0, steps.len());
        for (number, step) in steps.iter().enumerate() {
            run.remark_until(step);
            let has_key = prefix::has_key(step);
            match done.get(place).filter(|_| has_key && place < n_known && !prefix::reaches_outside(step)) {
                Some(known) => run.repeat(known, step),
                None => {
                    let (is_ok, outputs) = run.step(step);
                    is_fine = is_ok;
                    if !is_ok {
                        done.truncate(place);
                        break;
                    }
                    if has_key {
                        remember(&mut done, place, keys.get(place), outputs, &run.workspace);
                    }
                }
            }
            place += usize::from(has_key);
            run.report.progress(number + 1, steps.len());
        }
        let outcome = match is_fine {
            true => Outcome::Done,
            false if cancel.is_cancelled() => Outcome::Cancelled,
            false => Outcome::Failed,
        };
        if outcome == Outcome::Done {
            run.remark_rest();
        }
        if is_cached {
            self.prefixes.keep(&order.runner, done, Instant::now());
        }
        outcome
    }
}

/// Puts what a statement has made behind the statements that are done, or anew in its place if it was known and carried out again.
///
/// A remark among its outputs has places of its own and cannot be told again elsewhere: the prefix then ends in front of it.
fn remember(done: &mut Vec<Done>, place: usize, key: Option<&[u8; 32]>, outputs: Vec<Output>, workspace: &Workspace) {
    let is_placed = outputs.iter().any(|output| matches!(output.body, Body::Diagnostic(_)));
    let is_next = place == done.len() && !is_placed;
    if let Some(known) = done.get_mut(place) {
        known.outputs = outputs;
    } else if let Some(key) = key.filter(|_| is_next) {
        done.push(Done::new(*key, outputs, workspace.clone()));
    }
}

/// One script on its way.
struct Run<'a> {
    world: &'a RunWorld,
    lines: LineIndex<'a>,
    /// Hints and warnings of the parser that were not told yet, last first.
    remarks: Vec<&'a Diagnostic>,
    workspace: Workspace,
    report: &'a mut dyn Report,
}

impl Run<'_> {
    /// Tells again what a known statement answered, at the line where it stands now.
    fn repeat(&mut self, done: &Done, step: &Step) {
        let n_used = self.workspace.used.len();
        for output in &done.outputs {
            self.report.output(Output { line: step.line(), ..output.clone() });
        }
        self.workspace = done.workspace.clone();
        if self.workspace.used.len() > n_used {
            self.report.databanks(self.workspace.used.clone());
        }
    }

    /// Runs one statement; tells and returns its outputs.
    fn step(&mut self, step: &Step) -> (bool, Vec<Output>) {
        let (mut is_ok, mut outputs) = (false, Vec::new());
        let steps = std::slice::from_ref(step);
        let n_used = self.workspace.used.len();
        let report = &mut *self.report;
        engine::run(steps, &self.lines, self.world, &mut self.workspace, &mut |event| match event {
            engine::Event::Output(output) if is_cancellation(&output.body) => {}
            engine::Event::Output(output) => {
                report.output((*output).clone());
                outputs.push(*output);
            }
            engine::Event::Finished { ok } => is_ok = ok,
            // Progress of one statement; the caller counts statements.
            engine::Event::Progress { .. } => {}
        });
        if self.workspace.used.len() > n_used {
            self.report.databanks(self.workspace.used.clone());
        }
        (is_ok, outputs)
    }

    /// Tells the parser's remarks on lines up to a statement.
    fn remark_until(&mut self, step: &Step) {
        let end = step.span().end;
        while let Some(remark) = self.remarks.pop_if(|remark| remark.span.start < end) {
            self.remark(remark);
        }
    }

    fn remark_rest(&mut self) {
        while let Some(remark) = self.remarks.pop() {
            self.remark(remark);
        }
    }

    fn remark(&mut self, remark: &Diagnostic) {
        let body = Body::Diagnostic(DiagnosticOutput::new(remark, &self.lines));
        self.report.output(Output {
            line: self.lines.line(remark.span.start),
            command: String::new(),
            name: None,
            synthetic: false,
            protection: Vec::new(),
            body,
        });
    }
}

/// Hints and warnings, last first; errors come from the broken statements themselves.
fn remarks(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut remarks: Vec<&Diagnostic> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Error).collect();
    remarks.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.span.start));
    remarks
}

/// A run that was given up says so by its state; the line that noticed is chance.
fn is_cancellation(body: &Body) -> bool {
    matches!(body, Body::Diagnostic(diagnostic) if diagnostic.code == "cancelled")
}

//! A script under way: what is known is told again, the rest is run statement by statement, each under the memory budget.

use std::sync::Arc;
use std::time::Instant;

use accounts::Moment;
use disclosure::Watcher;
use engine::memory::{MOST_ROWS, footprint, need};
use engine::{Workspace, World as _};
use language::call::{Call, Step};
use language::codes;
use language::diagnostic::Diagnostic;
use language::span::{LineIndex, Span};
use wire::output::{Body, DiagnosticOutput, Output};

use crate::Runner;
use crate::memory::{Denied, Hold, Reservation};
use crate::prefix;
use crate::remembered::{Done, Key, Use};
use crate::script::Workplace;
use crate::work::{Job, Outcome, Report, Turn};
use crate::world::RunWorld;

/// One script on its way.
pub struct ScriptJob {
    pub(crate) place: Arc<Workplace>,
    pub(crate) script: Arc<str>,
    /// The run's identifier.
    pub(crate) id: String,
    pub(crate) runner: Runner,
    /// Takes notes of what the run releases.
    pub(crate) watcher: Watcher,
    pub(crate) world: RunWorld,
    pub(crate) steps: Arc<[Step]>,
    /// Keys of the statements that have one, up to the first draft.
    pub(crate) keys: Vec<Key>,
    /// Hints and warnings of the parser that were not told yet, last first.
    pub(crate) remarks: Vec<Diagnostic>,
    pub(crate) workspace: Workspace,
    /// What the workspace holds, as of the last statement that was run.
    pub(crate) hold: Hold,
    /// The statements that were run before, once looked for.
    pub(crate) known: Option<Arc<[Done]>>,
    /// The run's use of what is remembered.
    pub(crate) used: Option<Use>,
    /// Whether anything is remembered or looked for.
    pub(crate) is_cached: bool,
    /// Whether every statement so far is remembered, so that the next one would be found.
    pub(crate) is_followed: bool,
    /// Statements done.
    pub(crate) n_done: usize,
    /// Those of them that have a key.
    pub(crate) n_keyed: usize,
}

/// What became of a statement.
enum Fate {
    Fine,
    Failed,
    Starved,
}

impl Job for ScriptJob {
    fn go_on(&mut self, until: Option<Instant>, report: &mut dyn Report) -> Turn {
        let (script, steps) = (self.script.clone(), self.steps.clone());
        let lines = LineIndex::new(&script);
        let known = self.known(report);
        loop {
            let Some(step) = steps.get(self.n_done) else {
                self.remark_rest(&lines, report);
                return Turn::Ended(Outcome::Done);
            };
            if self.world.is_cancelled() {
                return Turn::Ended(Outcome::Cancelled);
            }
            self.remark_until(step, &lines, report);
            match self.statement(step, &known, &lines, report) {
                Fate::Fine => {}
                Fate::Starved => return Turn::Starved,
                Fate::Failed if self.world.is_cancelled() => return Turn::Ended(Outcome::Cancelled),
                Fate::Failed => return Turn::Ended(Outcome::Failed),
            }
            self.n_done += 1;
            self.n_keyed += usize::from(prefix::has_key(step));
            report.progress(self.n_done, steps.len());
            if until.is_some_and(|until| Instant::now() >= until) && self.n_done < steps.len() {
                return Turn::More;
            }
        }
    }

    fn refuse(&mut self, report: &mut dyn Report) -> Outcome {
        let (script, steps) = (self.script.clone(), self.steps.clone());
        if let Some(Step::Call(call)) = steps.get(self.n_done) {
            let diagnostic = codes::memory_in_use(call.span, &call.command);
            tell(call, &diagnostic, &LineIndex::new(&script), report);
        }
        Outcome::Failed
    }
}

impl ScriptJob {
    /// The statements with which the script begins that the runner has run before.
    fn known(&mut self, report: &mut dyn Report) -> Arc<[Done]> {
        if let Some(known) = &self.known {
            return known.clone();
        }
        report.progress(0, self.steps.len());
        let mut found = Vec::new();
        if self.is_cached {
            let (done, used) = self.place.remembered.find(&self.runner, &self.keys, Instant::now());
            (found, self.used) = (done, Some(used));
        }
        self.known.insert(found.into()).clone()
    }

    /// Carries out one statement, or tells it again.
    fn statement(&mut self, step: &Step, known: &[Done], lines: &LineIndex<'_>, report: &mut dyn Report) -> Fate {
        if !prefix::has_key(step) {
            return if self.step(step, lines, report).0 { Fate::Fine } else { Fate::Failed };
        }
        let is_known = self.n_keyed < known.len();
        if let Some(done) = known.get(self.n_keyed).filter(|_| !prefix::reaches_outside(step)) {
            self.repeat(done, step, report);
            return Fate::Fine;
        }
        if let Step::Call(call) = step
            && let Err(denial) = self.place.watch.admit(&self.runner, Moment::now())
        {
            tell(call, &denial.diagnostic(call.span), lines, report);
            return Fate::Failed;
        }
        let reservation = match step {
            Step::Call(call) => match self.reserve(call) {
                Ok(reservation) => reservation,
                Err(Denied::InUse) => return Fate::Starved,
                Err(Denied::TooMuch { needed, allowed }) => {
                    let diagnostic = codes::too_much_memory(call.span, &call.command, needed, allowed);
                    tell(call, &diagnostic, lines, report);
                    return Fate::Failed;
                }
            },
            _ => None,
        };
        let (is_ok, outputs) = self.step(step, lines, report);
        if matches!(step, Step::Call(_)) {
            self.hold.set(footprint(&self.workspace));
        }
        drop(reservation);
        if !is_ok {
            return Fate::Failed;
        }
        self.remember(is_known, outputs);
        Fate::Fine
    }

    /// Room for a call, made where others only remember; none is taken for what needs none.
    fn reserve(&mut self, call: &Call) -> Result<Option<Reservation>, Denied> {
        let need = need(call, &self.world, &self.workspace);
        if need.bytes == 0 {
            return Ok(None);
        }
        // What was told again came without being counted.
        self.hold.set(footprint(&self.workspace));
        let own = self.hold.bytes();
        if need.rows > MOST_ROWS {
            return Err(Denied::TooMuch { needed: own.saturating_add(need.bytes), allowed: self.place.memory.a_run() });
        }
        let memory = &self.place.memory;
        let reserved = memory.reserve(own, need.bytes).or_else(|denied| match denied {
            Denied::InUse => {
                self.place.remembered.make_room(need.bytes);
                memory.reserve(own, need.bytes)
            }
            denied @ Denied::TooMuch { .. } => Err(denied),
        });
        reserved.map(Some)
    }

    /// Remembers the statement that was just run, or what it answered if it was known and carried out again.
    ///
    /// A remark among its outputs has places of its own and cannot be told again elsewhere: the script is then remembered up to here.
    fn remember(&mut self, is_known: bool, outputs: Vec<Output>) {
        let Some(used) = &self.used else { return };
        let is_placed = outputs.iter().any(|output| matches!(output.body, Body::Diagnostic(_)));
        match self.keys.get(self.n_keyed) {
            Some(key) if is_known => self.place.remembered.renew(&self.runner, key, outputs.into()),
            Some(key) if self.is_followed && !is_placed => {
                let done = Done { outputs: outputs.into(), workspace: self.workspace.clone() };
                self.place.remembered.keep((&self.runner, used), *key, self.n_keyed, done, Instant::now());
            }
            _ => self.is_followed = false,
        }
    }

    /// Tells again what a known statement answered, at the line where it stands now.
    fn repeat(&mut self, done: &Done, step: &Step, report: &mut dyn Report) {
        let n_used = self.workspace.used.len();
        for output in done.outputs.iter() {
            report.output(Output { line: step.line(), ..output.clone() });
        }
        self.workspace = done.workspace.clone();
        if self.workspace.used.len() > n_used {
            report.databanks(self.workspace.used.clone());
        }
    }

    /// Runs one statement; tells and returns its outputs.
    fn step(&mut self, step: &Step, lines: &LineIndex<'_>, report: &mut dyn Report) -> (bool, Vec<Output>) {
        let (mut is_ok, mut outputs) = (false, Vec::new());
        let steps = std::slice::from_ref(step);
        let n_used = self.workspace.used.len();
        engine::run(steps, lines, &self.world, &mut self.workspace, &mut |event| match event {
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
            report.databanks(self.workspace.used.clone());
        }
        // Its outputs left: what they cost is booked, and what the meter does with the sets happens elsewhere.
        self.place.watch.book(&self.runner, &self.id, self.watcher.take(), Moment::now());
        (is_ok, outputs)
    }

    /// Tells the parser's remarks on lines up to a statement.
    fn remark_until(&mut self, step: &Step, lines: &LineIndex<'_>, report: &mut dyn Report) {
        let end = step.span().end;
        while let Some(remark) = self.remarks.pop_if(|remark| remark.span.start < end) {
            report.output(remark_output(&remark, lines));
        }
    }

    fn remark_rest(&mut self, lines: &LineIndex<'_>, report: &mut dyn Report) {
        while let Some(remark) = self.remarks.pop() {
            report.output(remark_output(&remark, lines));
        }
    }
}

/// A remark that stands on no statement.
pub fn remark_output(remark: &Diagnostic, lines: &LineIndex<'_>) -> Output {
    diagnostic_output(lines.line(remark.span.start), String::new(), remark, lines)
}

/// Tells why a call was not run.
fn tell(call: &Call, diagnostic: &Diagnostic, lines: &LineIndex<'_>, report: &mut dyn Report) {
    report.output(diagnostic_output(call.line, call.source.clone(), diagnostic, lines));
}

fn diagnostic_output(line: usize, command: String, diagnostic: &Diagnostic, lines: &LineIndex<'_>) -> Output {
    Output {
        line,
        command,
        name: None,
        synthetic: false,
        protection: Vec::new(),
        noise: None,
        body: Body::Diagnostic(DiagnosticOutput::new(diagnostic, lines)),
    }
}

/// What a runner reads of a failure of ours.
pub fn failure() -> Output {
    diagnostic_output(1, String::new(), &codes::internal(Span::default(), "worker"), &LineIndex::new(""))
}

/// A run that was given up says so by its state; the line that noticed is chance.
fn is_cancellation(body: &Body) -> bool {
    matches!(body, Body::Diagnostic(diagnostic) if diagnostic.code == "cancelled")
}

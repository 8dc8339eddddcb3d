//! The run that the page shows: its state and its outputs, from the answer to `POST`, from events, and from the document.

use std::sync::Arc;

use language::diagnostic::Severity;
use leptos::prelude::*;
use leptos::task::spawn_local;
use text::t;
use wire::output::{Body, Output, UsedDatabank};
use wire::run::{FinishedEvent, OutputEvent, Progress, ProgressEvent, RunAnswer, RunState};

use super::store;
use crate::api::{Failure, Member};
use crate::document::say;
use crate::results::feed::title;

/// The signals of one run; copies are the same run.
#[derive(Clone, Copy)]
pub struct Run {
    /// Its id, once the server has given one.
    id: RwSignal<Option<String>>,
    /// Where it is; `None`: nothing was run.
    pub state: RwSignal<Option<RunState>>,
    /// Statements done of all.
    pub progress: RwSignal<Progress>,
    /// Outputs by their place in the document, with the run's id: (place, id, output).
    pub outputs: RwSignal<Vec<(usize, String, Arc<Output>)>>,
    /// The databanks it used.
    pub databanks: RwSignal<Vec<UsedDatabank>>,
    /// Why it could not be started or followed.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether the stream of events is broken and is being opened again.
    pub is_cut_off: RwSignal<bool>,
    /// What screen readers are told.
    pub announcement: RwSignal<String>,
    /// A script that a command of this very run has given to the editor.
    pub opened: RwSignal<Option<String>>,
    /// Whether this page began the run, and does not only show it again.
    is_own: RwSignal<bool>,
}

impl Run {
    /// Nothing run yet.
    pub fn new() -> Self {
        Run {
            id: RwSignal::new(None),
            state: RwSignal::new(None),
            progress: RwSignal::new(Progress::default()),
            outputs: RwSignal::new(Vec::new()),
            databanks: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            is_cut_off: RwSignal::new(false),
            announcement: RwSignal::new(String::new()),
            opened: RwSignal::new(None),
            is_own: RwSignal::new(false),
        }
    }

    /// Whether the server is on it.
    pub fn is_busy(self) -> bool {
        self.state.get().is_some_and(|state| !state.is_over())
    }

    /// The line that it stopped at, with the command there.
    pub fn stopped_at(self) -> Option<(usize, String)> {
        if self.state.get() != Some(RunState::Failed) {
            return None;
        }
        let outputs = self.outputs.read();
        let is_error = |output: &&Arc<Output>| matches!(&output.body, Body::Diagnostic(diagnostic) if diagnostic.severity == Severity::Error);
        let stop = outputs.iter().map(|(_, _, output)| output).rfind(is_error)?;
        Some((stop.line, stop.command.clone()))
    }

    /// Runs a script; does nothing while another runs.
    pub fn start(self, member: Member, script: String) {
        if self.state.get_untracked().is_some_and(|state| !state.is_over()) {
            return;
        }
        self.id.set(None);
        self.state.set(Some(RunState::Queued));
        self.progress.set(Progress::default());
        self.outputs.set(Vec::new());
        self.databanks.set(Vec::new());
        self.failure.set(None);
        self.opened.set(None);
        self.is_own.set(true);
        self.announcement.set(say(t("Kjører skriptet", "Running the script")));
        spawn_local(async move {
            match member.run(&script).await {
                Ok(id) => {
                    store::remember_run(&id);
                    self.id.set(Some(id));
                    // Events that came before the id was known are in the document.
                    self.catch_up(member).await;
                }
                Err(failure) => {
                    self.failure.set(Some(failure));
                    self.state.set(None);
                }
            }
        });
    }

    /// Shows a run of earlier, if the server still has it.
    pub async fn resume(self, member: Member, id: String) {
        if self.state.get_untracked().is_some() {
            return;
        }
        if let Ok(answer) = member.document(&id).await
            && self.state.get_untracked().is_none()
        {
            self.id.set(Some(id));
            self.show(answer);
        }
    }

    /// Gives the run up; what came so far stays.
    pub fn cancel(self, member: Member) {
        if let Some(id) = self.id.get_untracked() {
            spawn_local(async move {
                if let Err(failure) = member.cancel(&id).await {
                    self.failure.set(Some(failure));
                }
            });
        }
    }

    /// Reads the whole document: after a gap in the events nothing may be missing.
    pub async fn catch_up(self, member: Member) {
        let Some(id) = self.id.get_untracked() else { return };
        match member.document(&id).await {
            Ok(answer) if self.is(&id) => {
                self.failure.set(None);
                self.show(answer);
            }
            Ok(_) => {}
            // What has come stays; a run that is over needs no server that knows it.
            Err(Failure::NotFound) if self.is(&id) => self.lose(),
            Err(Failure::NotFound) => {}
            // The stream is opened again, and the document read again then.
            Err(Failure::Unreachable) => self.is_cut_off.set(true),
            Err(failure) => self.failure.set(Some(failure)),
        }
    }

    /// The server no longer knows the run: it was started anew in the meantime.
    fn lose(self) {
        if self.state.get_untracked().is_some_and(|state| !state.is_over()) {
            self.state.set(None);
            self.failure.set(Some(Failure::RunLost));
        }
    }

    /// An output came.
    pub fn output(self, event: OutputEvent) {
        if !self.is(&event.run) {
            return;
        }
        let is_new = self.outputs.read_untracked().iter().all(|(index, _, _)| *index != event.index);
        if is_new {
            self.announcement.set(format!(
                "{} {}, {} {}",
                say(title(&event.output.body)),
                event.index + 1,
                say(t("linje", "line")),
                event.output.line
            ));
            if let Some(script) = event.output.script().filter(|_| self.is_own.get_untracked()) {
                self.opened.set(Some(script.to_owned()));
            }
            self.outputs.update(|outputs| {
                let at = outputs.partition_point(|(index, _, _)| *index < event.index);
                outputs.insert(at, (event.index, event.run, Arc::new(event.output)));
            });
        }
    }

    /// Some statements are done.
    pub fn progressed(self, event: ProgressEvent) {
        if self.is(&event.run) && !self.state.get_untracked().is_some_and(RunState::is_over) {
            self.state.set(Some(RunState::Running));
            self.progress.set(event.progress);
        }
    }

    /// The run is over.
    pub fn finished(self, event: FinishedEvent) {
        if self.is(&event.run) {
            self.databanks.set(event.databanks);
            self.end(event.state);
        }
    }

    fn is(self, id: &str) -> bool {
        self.id.with_untracked(|own| own.as_deref() == Some(id))
    }

    fn show(self, answer: RunAnswer) {
        let RunAnswer { id, state, progress, document } = answer;
        for (index, output) in document.outputs.into_iter().enumerate() {
            self.output(OutputEvent { run: id.clone(), index, output });
        }
        self.databanks.set(document.databanks);
        // An event may have told the end while this answer was on its way.
        if !self.state.get_untracked().is_some_and(RunState::is_over) {
            self.progress.set(progress);
            if state.is_over() { self.end(state) } else { self.state.set(Some(state)) }
        }
    }

    fn end(self, state: RunState) {
        self.state.set(Some(state));
        let ending = match state {
            RunState::Failed => t("Stoppet ved en feil", "Stopped at an error"),
            RunState::Cancelled => t("Avbrutt", "Cancelled"),
            _ => t("Ferdig", "Done"),
        };
        let results = say(t("resultater", "results"));
        self.announcement.set(format!("{}. {} {results}", say(ending), self.outputs.read_untracked().len()));
    }
}

//! The workbench: the script at the left, its results at the right; on phones one above the other.

mod dialog;
mod editor;
mod names;
mod parts;
mod run;
mod scripts;
mod services;
mod store;
mod stream;
mod templates;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use text::t;
use wire::run::RunState;

use self::editor::ScriptEditor;
use self::parts::{Button, note};
use self::run::Run;
use self::scripts::{ReplacedNote, ScriptNote, Scripts, ScriptsDialog};
use self::templates::TemplatesDialog;
use crate::account::{self, Known};
use crate::api::Failure;
use crate::document::{self, say};
use crate::js::Editor;
use crate::results::feed::{DatabankLine, OutputCard};

/// Takes over the server's page.
pub fn start() {
    document::mount_main(|| {
        let session = account::start();
        view! { <Workbench session/> }
    });
}

#[component]
fn Workbench(session: ReadSignal<Known>) -> impl IntoView {
    document::arrive(&say(t("Arbeidsbenk", "Workbench")));
    document::take_over();
    let run = Run::new();
    let editor = StoredValue::new_local(None::<Editor>);
    let scripts = Scripts::new(session, editor);
    let is_ready = RwSignal::new(false);
    let script = move || editor.with_value(|editor| editor.as_ref().map(Editor::text));
    // Asked for before the server has said who is logged in: it begins once that is known.
    let wants_start = StoredValue::new_local(false);
    let start = Callback::new(move |()| {
        let Some(text) = script() else { return };
        match session.get_untracked() {
            Some(Some((member, _))) => {
                run.start(member, text);
                show_results();
            }
            Some(None) => {
                let _ = window().location().assign(&account::login_address());
            }
            None => wants_start.set_value(true),
        }
    });
    // A page that is loaded again shows the run that it showed before.
    Effect::new(move |_| {
        let Some(known) = session.get() else { return };
        if let Some((member, _)) = known {
            stream::open(member, run);
            if let Some(id) = store::last_run().filter(|_| !wants_start.get_value()) {
                spawn_local(run.resume(member, id));
            }
        }
        if wants_start.get_value() {
            wants_start.set_value(false);
            start.run(());
        }
    });
    // A command of the run has given a script to the editor.
    Effect::new(move |_| {
        if let Some(script) = run.opened.get() {
            scripts.put(&script, None);
        }
    });
    // The line where a run stopped is marked until the next one begins.
    Effect::new(move |_| {
        let stop = run.stopped_at().filter(|_| is_ready.get());
        editor.with_value(|editor| {
            let (line, command) = stop.unwrap_or_default();
            if let (Some(editor), Ok(line)) = (editor, u32::try_from(line)) {
                editor.mark_line(line, command.split_whitespace().next().unwrap_or_default());
            }
        });
    });
    let open = Callback::new(move |script: String| scripts.put(&script, None));
    let go_to = Callback::new(move |line: usize| {
        editor.with_value(|editor| {
            if let (Some(editor), Ok(line)) = (editor, u32::try_from(line)) {
                editor.go_to(line);
            }
        });
    });
    view! {
        <div class="workbench">
            <h1 class="visually-hidden">{say(t("Arbeidsbenk", "Workbench"))}</h1>
            <section class="workbench-script" id="workbench-script" aria-labelledby="script-title">
                <div class="pane-head">
                    <ScriptTitle scripts/>
                    <RunButtons session run start/>
                </div>
                <ScriptTools scripts editor/>
                <ScriptNote scripts is_in_list=false/>
                <ReplacedNote scripts/>
                <ScriptEditor editor scripts run=start is_ready/>
            </section>
            <section class="workbench-results" id="workbench-results" aria-labelledby="results-title">
                <div class="pane-head">
                    <h2 id="results-title" class="ds-heading" data-size="2xs">{say(t("Resultater", "Results"))}</h2>
                    <RunStatus run/>
                </div>
                <Results run go_to open start/>
            </section>
            <ScriptsDialog scripts/>
        </div>
    }
}

/// What the pane holds, with the name of the kept script and whether it was changed since.
#[component]
fn ScriptTitle(scripts: Scripts) -> impl IntoView {
    let name = move || scripts.open.get().map(|open| open.name);
    let changed =
        move || (scripts.is_changed.get() && scripts.open.read().is_some()).then(|| say(t("ikke lagret", "not saved")));
    view! {
        <h2 id="script-title" class="ds-heading" data-size="2xs">
            <span class=move || if name().is_some() { "visually-hidden" } else { "" }>{say(t("Skript", "Script"))}</span>
            {move || name().map(|name| view! { " " <span class="open-name">{name}</span> })}
            {move || changed().map(|words| view! { " " <span class="note">{words}</span> })}
        </h2>
    }
}

/// What can be done with the script.
#[component]
fn ScriptTools(scripts: Scripts, editor: StoredValue<Option<Editor>, LocalStorage>) -> impl IntoView {
    let are_templates_shown = RwSignal::new(false);
    let format = move || {
        editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.format();
            }
        });
    };
    let tools = vec![
        Button::tertiary(say(t("Mine skript", "My scripts"))).opens_dialog().does(move || scripts.show()),
        Button::tertiary(say(t("Lagre", "Save"))).keys("Control+S").does(move || scripts.save()),
        Button::tertiary(say(t("Maler", "Templates"))).opens_dialog().does(move || are_templates_shown.set(true)),
        Button::tertiary(say(t("Formater", "Format"))).keys("Shift+Alt+F").does(format),
    ];
    view! {
        <div class="script-tools">{tools}</div>
        <TemplatesDialog scripts is_shown=are_templates_shown/>
    }
}

/// Where script and results stand one above the other, a run brings the results into view.
fn show_results() {
    let [script, results] = ["workbench-script", "workbench-results"].map(document::element);
    if let (Some(script), Some(results)) = (script, results)
        && script.offset_left() == results.offset_left()
    {
        results.scroll_into_view();
    }
}

#[component]
fn RunButtons(session: ReadSignal<Known>, run: Run, start: Callback<()>) -> impl IntoView {
    let is_busy = move || run.is_busy();
    let cancel = move |_| {
        if let Some(Some((member, _))) = session.get_untracked() {
            run.cancel(member);
        }
    };
    let label = move || match session.get() {
        Some(None) => say(t("Logg inn for å kjøre", "Log in to run")),
        _ => say(t("Kjør", "Run")),
    };
    view! {
        <div class="run-buttons">
            <Show when=is_busy>
                <button class="ds-button" data-variant="secondary" data-color="danger" data-size="sm" type="button" id="cancel" on:click=cancel>
                    {say(t("Avbryt", "Cancel"))}
                </button>
            </Show>
            <button
                class="ds-button"
                data-size="sm"
                type="button"
                id="run"
                title=say(t("Ctrl+Enter", "Ctrl+Enter"))
                aria-keyshortcuts="Control+Enter Meta+Enter"
                aria-disabled=move || is_busy().to_string()
                on:click=move |_| start.run(())
            >
                {label}
            </button>
        </div>
    }
}

/// Where the run is, in words for all and politely for screen readers.
#[component]
fn RunStatus(run: Run) -> impl IntoView {
    let words = move || match run.state.get() {
        Some(state) if !state.is_over() && run.is_cut_off.get() => {
            say(t("Mistet kontakten. Prøver igjen …", "Connection lost. Trying again …"))
        }
        None => String::new(),
        Some(RunState::Queued) => say(t("Venter på tur …", "Waiting for its turn …")),
        Some(RunState::Running) => {
            let progress = run.progress.get();
            let statements = say(t("kommandoer", "statements"));
            if progress.of == 0 {
                say(t("Kjører …", "Running …"))
            } else {
                format!("{} / {} {statements}", progress.done, progress.of)
            }
        }
        Some(RunState::Done) => say(t("Ferdig", "Done")),
        Some(RunState::Failed) => say(t("Stoppet ved en feil", "Stopped at an error")),
        Some(RunState::Cancelled) => say(t("Avbrutt", "Cancelled")),
    };
    let bar = move || run.is_busy().then(|| run.progress.get()).filter(|progress| progress.of > 0);
    view! {
        <div class="run-status">
            {move || bar().map(|progress| view! { <progress value=progress.done max=progress.of aria-label=say(t("Fremdrift", "Progress"))></progress> })}
            <span class="run-state" data-state=move || run.state.get().map(|state| format!("{state:?}").to_lowercase())>{words}</span>
        </div>
    }
}

/// What went wrong around the run, with the way on where there is one.
#[component]
fn FailureAlert(failure: Failure) -> impl IntoView {
    let log_in = (failure == Failure::LoggedOut).then(|| {
        view! { " " <a class="ds-link" href=account::login_address()>{say(t("Logg inn", "Log in"))}</a> }
    });
    view! { <div class="ds-alert" data-color="danger" data-size="sm"><p>{say(failure.text())}"." {log_in}</p></div> }
}

#[component]
fn Results(run: Run, go_to: Callback<usize>, open: Callback<String>, start: Callback<()>) -> impl IntoView {
    let is_empty = move || run.outputs.read().is_empty() && run.state.get().is_none() && run.failure.get().is_none();
    view! {
        <p class="visually-hidden" role="status">{move || run.announcement.get()}</p>
        <div role="alert">
            {move || run.failure.get().map(|failure| view! { <FailureAlert failure/> })}
        </div>
        {move || {
            let databanks = run.databanks.get();
            (!databanks.is_empty()).then(|| view! { <DatabankLine databanks/> })
        }}
        <Show when=is_empty>
            <p class="results-empty">
                {say(t(
                    "Her kommer resultatene, ett for ett, mens skriptet kjører. Trykk Ctrl+Enter i skriptet for å kjøre.",
                    "Results appear here, one by one, while the script runs. Press Ctrl+Enter in the script to run it.",
                ))}
            </p>
        </Show>
        <div class="feed">
            <For each=move || run.outputs.get() key=|(index, run, _)| (*index, run.clone()) let((_, _, output))>
                <OutputCard output=Arc::unwrap_or_clone(output) go_to open/>
            </For>
        </div>
        {move || run.stopped_at().map(|(line, _)| continue_note(line, go_to, start))}
    }
}

/// After a failed line: mend it, and go on from there.
fn continue_note(line: usize, go_to: Callback<usize>, start: Callback<()>) -> AnyView {
    let words = say(t(
        "Rett linjen i skriptet og fortsett. Linjene over blir ikke kjørt på nytt.",
        "Mend the line in the script and continue. The lines above are not run again.",
    ));
    let go_on = format!("{} {line}", say(t("Fortsett fra linje", "Continue from line")));
    let ways = vec![
        Button::secondary(say(t("Vis linjen", "Show the line"))).does(move || go_to.run(line)),
        Button::main(go_on).does(move || start.run(())),
    ];
    note("continue-note", words, ways)
}

//! The editor's place on the page: loads the module, gives it the language's services.

use leptos::prelude::*;
use leptos::task::spawn_local;
use text::t;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::HtmlElement;

use super::scripts::Scripts;
use super::services::Services;
use super::store;
use crate::document::{self, say};
use crate::js::{self, Editor};

/// What a newcomer finds.
const WELCOME: &str = "require no.ssb.fdb:1 as db
create-dataset befolkning
import db/BEFOLKNING_KJOENN as kjønn
import db/INNTEKT_WLONN 2022-12-31 as lønn
tabulate kjønn
tabulate kjønn, summarize(lønn) mean p50
histogram lønn, bin(30)
";

/// CodeMirror's words that readers meet, in Norwegian.
const PHRASES: [(&str, &str); 19] = [
    ("Find", "Finn"),
    ("Replace", "Erstatt"),
    ("next", "neste"),
    ("previous", "forrige"),
    ("all", "alle"),
    ("match case", "skill store og små"),
    ("by word", "hele ord"),
    ("regexp", "regulært uttrykk"),
    ("replace", "erstatt"),
    ("replace all", "erstatt alle"),
    ("close", "lukk"),
    ("current match", "dette treffet"),
    ("on line", "på linje"),
    ("Completions", "Forslag"),
    ("Diagnostics", "Meldinger"),
    ("No diagnostics", "Ingen meldinger"),
    ("Go to line", "Gå til linje"),
    ("go", "gå"),
    ("Selection deleted", "Utvalget er slettet"),
];

/// The editor; `run` is called on Ctrl+Enter, `editor` holds it once `is_ready`.
#[component]
pub fn ScriptEditor(
    editor: StoredValue<Option<Editor>, LocalStorage>,
    scripts: Scripts,
    run: Callback<()>,
    is_ready: RwSignal<bool>,
) -> impl IntoView {
    let host = NodeRef::<leptos::html::Div>::new();
    let (state, set_state) = signal(Some(t("Laster editoren …", "Loading the editor …")));
    Effect::new(move |_| {
        let Some(place) = host.get() else { return };
        spawn_local(async move {
            match js::editor_module().await {
                Ok(module) => {
                    let services = Services::new(run, scripts, editor);
                    let own = store::script();
                    let made = module.create(
                        place.unchecked_ref::<HtmlElement>(),
                        own.as_deref().unwrap_or(WELCOME),
                        &services.for_module(),
                        &settings(),
                    );
                    editor.set_value(Some(made));
                    scripts.placed(WELCOME);
                    // Put in as a change, so that undo brings back what stood there too.
                    if let Some(script) = store::script_of_address() {
                        scripts.put(&script, None);
                    }
                    set_state.set(None);
                    is_ready.set(true);
                    services.learn();
                }
                Err(_) => set_state.set(Some(t(
                    "Editoren kunne ikke lastes. Last siden på nytt",
                    "The editor could not be loaded. Reload the page",
                ))),
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(editor)) = editor.try_get_value() {
            editor.destroy();
        }
    });
    view! {
        <div class="script-editor" node_ref=host>
            {move || state.get().map(|words| view! { <p class="waiting" role="status">{say(words)}</p> })}
        </div>
    }
}

fn settings() -> JsValue {
    let phrases: std::collections::BTreeMap<&str, &str> = match document::locale() {
        text::Locale::Nb => PHRASES.into_iter().collect(),
        text::Locale::En => Default::default(),
    };
    js::object(&[
        ("label", say(t("Skript", "Script")).into()),
        ("nonce", document::nonce().into()),
        ("phrases", serde_json::to_string(&phrases).unwrap_or_else(|_| "{}".to_owned()).into()),
    ])
}

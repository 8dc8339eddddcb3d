//! What the editor asks: every answer comes from the `language` crate, as JSON with places in UTF-16.

mod offsets;

use std::cell::RefCell;
use std::rc::Rc;

use language::complete::{Proposal, ProposalKind, complete};
use language::highlight::{Class, highlight};
use language::hover::command_at;
use language::hover::hover;
use language::lexer::{TokenKind, tokenize};
use language::{NoNames, Table};
use leptos::prelude::*;
use leptos::task::spawn_local;
use pages::address;
use serde::Serialize;
use text::Text;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;

use self::offsets::Offsets;
use super::names::Catalogue;
use super::scripts::Scripts;
use super::store;
use crate::api::Visitor;
use crate::document::{locale, say};
use crate::js::{self, Editor};

/// The services; copies share what they know.
#[derive(Clone)]
pub struct Services {
    table: Rc<RefCell<Table>>,
    catalogue: Rc<RefCell<Catalogue>>,
    run: Callback<()>,
    scripts: Scripts,
    editor: StoredValue<Option<Editor>, LocalStorage>,
}

#[derive(Serialize)]
struct Token {
    from: usize,
    to: usize,
    kind: Class,
}

#[derive(Serialize)]
struct Remark {
    from: usize,
    to: usize,
    severity: language::diagnostic::Severity,
    /// Plain text, for screen readers and the list of remarks.
    message: String,
    /// The message and what to do.
    html: String,
}

#[derive(Serialize)]
struct Completion {
    from: usize,
    proposals: Vec<Proposal>,
}

#[derive(Serialize)]
struct Card {
    from: usize,
    to: usize,
    html: String,
}

impl Services {
    /// Services that know the language of this build; [`Services::learn`] adds the server's and the catalogue.
    pub fn new(run: Callback<()>, scripts: Scripts, editor: StoredValue<Option<Editor>, LocalStorage>) -> Self {
        Services { table: Rc::new(RefCell::new(Table::builtin())), catalogue: Rc::default(), run, scripts, editor }
    }

    /// The object that `editor.ts` calls `Services`.
    pub fn for_module(&self) -> JsValue {
        let text_in = |answer: fn(&Services, &str) -> String| {
            let services = self.clone();
            Closure::<dyn Fn(String) -> String>::new(move |text: String| answer(&services, &text)).into_js_value()
        };
        let place_in = |answer: fn(&Services, &str, usize) -> String| {
            let services = self.clone();
            Closure::<dyn Fn(String, usize) -> String>::new(move |text: String, at: usize| answer(&services, &text, at))
                .into_js_value()
        };
        let (run, scripts) = (self.run, self.scripts);
        let changed = move |text: String| {
            store::keep_script(&text);
            scripts.noticed(&text);
        };
        js::object(&[
            ("highlight", text_in(Services::highlight)),
            ("diagnose", text_in(Services::diagnose)),
            ("complete", place_in(Services::complete)),
            ("hover", place_in(Services::hover)),
            ("format", text_in(Services::format)),
            ("changed", Closure::<dyn Fn(String)>::new(changed).into_js_value()),
            ("run", Closure::<dyn Fn()>::new(move || run.run(())).into_js_value()),
            ("save", Closure::<dyn Fn()>::new(move || scripts.save()).into_js_value()),
        ])
    }

    /// Fetches the language that the server speaks and the catalogue's names, and diagnoses anew.
    pub fn learn(self) {
        spawn_local(async move {
            if let Ok(table) = Visitor.language().await {
                self.table.replace(table);
            }
            if let Ok(databanks) = Visitor.databanks().await {
                let mut catalogue = Catalogue::of(databanks);
                for (databank, version) in catalogue.newest() {
                    if let Ok(list) = Visitor.variables(&databank, &version.to_string()).await {
                        catalogue.add_list(&databank, list.variables);
                    }
                }
                self.catalogue.replace(catalogue);
            }
            self.refresh();
        });
    }

    fn refresh(&self) {
        self.editor.try_with_value(|editor| {
            if let Some(editor) = editor {
                editor.refresh();
            }
        });
    }

    /// Fetches the whole variables that a script names.
    fn fetch_named(&self, text: &str) {
        let missing = self.catalogue.borrow_mut().missing(words(text));
        if missing.is_empty() {
            return;
        }
        let services = self.clone();
        spawn_local(async move {
            for (databank, name) in missing {
                if let Ok(answer) = Visitor.variable(&databank, "latest", &name).await {
                    services.catalogue.borrow_mut().add(&databank, answer.variable);
                }
            }
            services.refresh();
        });
    }

    fn highlight(&self, text: &str) -> String {
        let offsets = Offsets::of(text);
        let marks = highlight(text, &self.table.borrow());
        let tokens: Vec<Token> = marks
            .into_iter()
            .map(|mark| Token {
                from: offsets.utf16(mark.span.start),
                to: offsets.utf16(mark.span.end),
                kind: mark.class,
            })
            .collect();
        json(&tokens, "[]")
    }

    fn diagnose(&self, text: &str) -> String {
        self.fetch_named(text);
        let catalogue = self.catalogue.borrow();
        let table = self.table.borrow();
        // While a named variable is on its way nothing is said about names: it would be taken back at once.
        let is_ready = !catalogue.is_empty() && !catalogue.is_waiting(words(text));
        let found = if is_ready {
            language::diagnose(text, &table, &*catalogue)
        } else {
            language::diagnose(text, &table, &NoNames)
        };
        let offsets = Offsets::of(text);
        let remarks: Vec<Remark> = found
            .into_iter()
            .map(|diagnostic| Remark {
                from: offsets.utf16(diagnostic.span.start),
                to: offsets.utf16(diagnostic.span.end),
                severity: diagnostic.severity,
                message: diagnostic.message.get(locale()).replace('`', "'"),
                html: std::iter::once(&diagnostic.message)
                    .chain(&diagnostic.hints)
                    .map(card)
                    .chain(command_at(text, diagnostic.span.start, &table).map(|spec| more_about(&spec.name)))
                    .collect(),
            })
            .collect();
        json(&remarks, "[]")
    }

    fn complete(&self, text: &str, at: usize) -> String {
        let offsets = Offsets::of(text);
        let (table, catalogue) = (self.table.borrow(), self.catalogue.borrow());
        let (from, mut proposals) = complete(text, offsets.byte(at), &*catalogue, &table, locale());
        // The list knows titles of variables that have not been fetched whole.
        for proposal in proposals.iter_mut().filter(|proposal| proposal.kind == ProposalKind::Variable) {
            if let (true, Some(listed)) = (proposal.detail.is_empty(), catalogue.listed(&proposal.label)) {
                proposal.detail = listed.title.get(locale()).0.to_owned();
            }
        }
        for proposal in proposals.iter_mut().filter(|proposal| !proposal.info.is_empty()) {
            proposal.info = pages::markdown::render(&proposal.info).into_string();
        }
        json(&Completion { from: offsets.utf16(from), proposals }, "null")
    }

    fn hover(&self, text: &str, at: usize) -> String {
        let offsets = Offsets::of(text);
        let (table, catalogue) = (self.table.borrow(), self.catalogue.borrow());
        let found = hover(text, offsets.byte(at), &*catalogue, &table, locale());
        let card = found.map(|(span, markdown)| {
            let word = text.get(span.start..span.end).unwrap_or_default();
            let html = pages::markdown::render(&markdown).into_string();
            let is_called = text.get(span.end..).is_some_and(|rest| rest.trim_start().starts_with('('));
            let more = match (table.command(word), table.function(word)) {
                (Some(spec), _) if command_at(text, span.start, &table) == Some(spec) => more_about(&spec.name),
                (_, Some(spec)) if is_called => help_link(&address::function(&spec.name), &spec.name),
                _ => String::new(),
            };
            Card { from: offsets.utf16(span.start), to: offsets.utf16(span.end), html: more + &html }
        });
        json(&card, "null")
    }

    fn format(&self, text: &str) -> String {
        language::format::format(text, &self.table.borrow())
    }
}

/// A link to a command's page of help.
fn more_about(command: &str) -> String {
    help_link(&address::command(command), command)
}

/// In a tab of its own, so that the workbench stays. Names of the table hold nothing that HTML reads otherwise.
fn help_link(address: &str, name: &str) -> String {
    let words = say(text::t("Hjelp om", "Help on"));
    format!(
        r#"<p><a class="ds-link" href="{address}" target="_blank" rel="noopener">{words} <code>{name}</code></a></p>"#
    )
}

/// A paragraph of a remark; messages quote the script's words as Markdown does.
fn card(text: &Text) -> String {
    pages::markdown::render(text.get(locale())).into_string()
}

/// The names of a script.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    let tokens = tokenize(text);
    let names: Vec<&str> =
        tokens.into_iter().filter(|token| token.kind == TokenKind::Name).map(|token| token.text(text)).collect();
    names.into_iter()
}

/// JSON of plain records; `otherwise` could only be needed for types that JSON does not have.
fn json(value: &impl Serialize, otherwise: &str) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| otherwise.to_owned())
}

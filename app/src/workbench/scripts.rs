//! The scripts that the reader keeps on the server, and what stands in the editor of them.
//!
//! Nothing is lost: a text that another takes the place of can be brought back, a script that was changed elsewhere is not
//! overwritten, and one that is deleted can be had again.

mod dialog;
mod note;
mod replaced;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::script::{ScriptChange, ScriptDocument, ScriptEntry};

pub use self::dialog::ScriptsDialog;
pub use self::note::ScriptNote;
pub use self::replaced::ReplacedNote;
use super::store::{self, OpenScript, Replaced};
use crate::account::Known;
use crate::api::{Failure, Member};
use crate::js::Editor;

/// What is told about a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// It is kept now.
    Saved(String),
    /// It is gone, with what is needed to have it again.
    Deleted { name: String, text: String },
    /// It was changed elsewhere.
    Changed(OpenScript),
    /// Nobody is logged in.
    LoggedOut,
    /// Why nothing was done.
    Failed(Failure),
}

/// The signals of the reader's scripts; copies are the same.
#[derive(Clone, Copy)]
pub struct Scripts {
    session: ReadSignal<Known>,
    editor: StoredValue<Option<Editor>, LocalStorage>,
    /// The kept script that stands in the editor.
    pub open: RwSignal<Option<OpenScript>>,
    /// Whether the editor's text differs from it.
    pub is_changed: RwSignal<bool>,
    /// All, once asked for.
    pub list: RwSignal<Option<Vec<ScriptEntry>>>,
    /// What is told.
    pub notice: RwSignal<Option<Notice>>,
    /// Whether the list is shown.
    pub is_shown: RwSignal<bool>,
    /// Texts whose place others took, the newest last.
    pub replaced: RwSignal<Vec<Replaced>>,
    /// The last text that was put into the editor and not by the reader: worth nothing until it is changed.
    placed: StoredValue<Option<String>>,
}

impl Scripts {
    /// As this browser left them.
    pub fn new(session: ReadSignal<Known>, editor: StoredValue<Option<Editor>, LocalStorage>) -> Self {
        let open = store::open_script();
        let is_changed = open.as_ref().is_some_and(|open| store::script().is_none_or(|text| text != open.text));
        Scripts {
            session,
            editor,
            open: RwSignal::new(open),
            is_changed: RwSignal::new(is_changed),
            list: RwSignal::new(None),
            notice: RwSignal::new(None),
            is_shown: RwSignal::new(false),
            replaced: RwSignal::new(store::replaced()),
            placed: StoredValue::new(None),
        }
    }

    /// The editor's text is another now.
    pub fn noticed(self, text: &str) {
        let is_changed = self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.text != text));
        if self.is_changed.get_untracked() != is_changed {
            self.is_changed.set(is_changed);
        }
    }

    /// The editor's text.
    pub fn text(self) -> Option<String> {
        self.editor.with_value(|editor| editor.as_ref().map(Editor::text))
    }

    /// Says which text is none of the reader's own making.
    pub fn placed(self, text: &str) {
        self.placed.set_value(Some(text.to_owned()));
    }

    /// Puts a text into the editor. What stood there can be brought back, unless it is kept anyway.
    pub fn put(self, text: &str, open: Option<OpenScript>) {
        let before = self.text().unwrap_or_default();
        let is_kept = self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.text == before));
        let is_placed = self.placed.with_value(|placed| placed.as_deref() == Some(before.as_str()));
        if !before.trim().is_empty() && before.trim() != text.trim() && !is_kept && !is_placed {
            let open = self.open.get_untracked();
            self.replaced.update(|replaced| replaced.push(Replaced { text: before, open }));
            store::keep_replaced(&self.replaced.read_untracked());
        }
        if open.is_none() {
            self.placed(text);
        }
        self.set_open(open);
        self.editor.with_value(|editor| {
            if let Some(editor) = editor {
                editor.set_text(text);
            }
        });
        self.noticed(text);
    }

    fn set_open(self, open: Option<OpenScript>) {
        store::keep_open_script(open.as_ref());
        self.open.set(open);
    }

    fn member(self) -> Option<Member> {
        match self.session.get_untracked() {
            Some(Some((member, _))) => Some(member),
            Some(None) => {
                self.notice.set(Some(Notice::LoggedOut));
                None
            }
            // The server has not said yet who is logged in.
            None => {
                self.notice.set(Some(Notice::Failed(Failure::Unreachable)));
                None
            }
        }
    }

    fn fail(self, failure: Failure) {
        self.notice.set(Some(match failure {
            Failure::LoggedOut => Notice::LoggedOut,
            failure => Notice::Failed(failure),
        }));
    }

    /// Shows the list.
    pub fn show(self) {
        self.notice.set(None);
        self.is_shown.set(true);
    }

    fn refresh(self) {
        let Some(Some((member, _))) = self.session.get_untracked() else { return };
        spawn_local(async move {
            match member.scripts().await {
                Ok(list) => self.list.set(Some(list)),
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Keeps the editor's text as the script that it belongs to; without one the reader is asked for a name.
    pub fn save(self) {
        let Some(member) = self.member() else { return };
        let (Some(text), Some(open)) = (self.text(), self.open.get_untracked()) else { return self.show() };
        spawn_local(async move {
            let change = ScriptChange { name: open.name.clone(), text, seen: open.seen };
            match member.change_script(&open.id, &change).await {
                Ok(kept) => self.kept(kept),
                Err(Failure::ScriptChanged) => self.notice.set(Some(Notice::Changed(open))),
                // Deleted elsewhere: the text is here, a name is all it needs.
                Err(Failure::NotFound) => {
                    self.set_open(None);
                    self.show();
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Keeps the editor's text as a new script.
    pub fn save_as(self, name: String) {
        let (Some(member), Some(text)) = (self.member(), self.text()) else { return };
        spawn_local(async move {
            match member.add_script(&name, &text).await {
                Ok(kept) => {
                    self.is_shown.set(false);
                    self.kept(kept);
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// The editor's text is this script now.
    fn kept(self, kept: ScriptDocument) {
        self.notice.set(Some(Notice::Saved(kept.entry.name.clone())));
        self.set_open(Some(opened(kept)));
        // The reader may have typed on while the answer was on its way.
        self.noticed(&self.text().unwrap_or_default());
        self.refresh();
    }

    /// Opens a script.
    pub fn open(self, id: String) {
        let Some(member) = self.member() else { return };
        spawn_local(async move {
            match member.script(&id).await {
                Ok(found) => {
                    self.notice.set(None);
                    self.is_shown.set(false);
                    let text = found.text.clone();
                    self.put(&text, Some(opened(found)));
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Gives a script another name.
    pub fn rename(self, id: String, name: String) {
        let Some(member) = self.member() else { return };
        spawn_local(async move {
            let renamed = async {
                let found = member.script(&id).await?;
                let change = ScriptChange { name, text: found.text, seen: found.entry.version };
                member.change_script(&id, &change).await
            };
            match renamed.await {
                Ok(renamed) => {
                    self.notice.set(Some(Notice::Saved(renamed.entry.name.clone())));
                    if self.is_open(&id) {
                        self.set_open(Some(opened(renamed)));
                        self.noticed(&self.text().unwrap_or_default());
                    }
                    self.refresh();
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Deletes a script. Its text stays at hand, and in the editor if it stands there.
    pub fn delete(self, id: String) {
        let Some(member) = self.member() else { return };
        spawn_local(async move {
            let deleted = async {
                let found = member.script(&id).await?;
                member.delete_script(&id, found.entry.version).await?;
                Ok::<_, Failure>(found)
            };
            match deleted.await {
                Ok(found) => {
                    if self.is_open(&id) {
                        self.set_open(None);
                    }
                    self.notice.set(Some(Notice::Deleted { name: found.entry.name, text: found.text }));
                    self.refresh();
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Has a deleted script again.
    pub fn undelete(self, name: String, text: String) {
        let Some(member) = self.member() else { return };
        spawn_local(async move {
            match member.add_script(&name, &text).await {
                Ok(_) => {
                    self.notice.set(None);
                    self.refresh();
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    fn is_open(self, id: &str) -> bool {
        self.open.with_untracked(|open| open.as_ref().is_some_and(|open| open.id == id))
    }
}

fn opened(document: ScriptDocument) -> OpenScript {
    let ScriptDocument { entry, text } = document;
    OpenScript { id: entry.id, name: entry.name, seen: entry.version, text }
}

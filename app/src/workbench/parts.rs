//! Small parts that occur often: a button, a note with ways on, a form for a name.
//!
//! They are plain functions over boxed actions: each generic view would be compiled anew for each of its uses, and the WASM grows.

use leptos::prelude::*;
use text::t;

use crate::document::say;

/// What a part does when it is used.
pub type Act = Box<dyn Fn() + Send>;

/// A small button.
#[derive(Default)]
pub struct Button {
    words: String,
    /// `secondary` or `tertiary`; empty: the main one.
    variant: Option<&'static str>,
    color: Option<&'static str>,
    label: Option<String>,
    keys: Option<&'static str>,
    opens: Option<&'static str>,
}

impl Button {
    /// The button of the act that is meant.
    pub fn main(words: String) -> Self {
        Button { words, ..Button::default() }
    }

    /// The button of another way.
    pub fn secondary(words: String) -> Self {
        Button { variant: Some("secondary"), ..Button::main(words) }
    }

    /// A button that stands back.
    pub fn tertiary(words: String) -> Self {
        Button { variant: Some("tertiary"), ..Button::main(words) }
    }

    /// It takes something away.
    pub fn dangerous(self) -> Self {
        Button { color: Some("danger"), ..self }
    }

    /// What screen readers say instead of its words: with the thing that it is about.
    pub fn about(self, thing: &str) -> Self {
        Button { label: Some(format!("{}: {thing}", self.words)), ..self }
    }

    /// The keys that do the same, as `Control+S`.
    pub fn keys(self, keys: &'static str) -> Self {
        Button { keys: Some(keys), ..self }
    }

    /// It opens a dialog.
    pub fn opens_dialog(self) -> Self {
        Button { opens: Some("dialog"), ..self }
    }

    /// The button, with what it does.
    pub fn does(self, act: impl Fn() + Send + 'static) -> AnyView {
        self.view(Box::new(act))
    }

    fn view(self, act: Act) -> AnyView {
        view! {
            <button
                class="ds-button"
                data-size="sm"
                type="button"
                data-variant=self.variant
                data-color=self.color
                aria-label=self.label
                aria-haspopup=self.opens
                aria-keyshortcuts=self.keys
                title=self.keys
                on:click=move |_| act()
            >
                {self.words}
            </button>
        }
        .into_any()
    }
}

/// Words with ways on.
pub fn note(class: &'static str, words: String, ways: Vec<AnyView>) -> AnyView {
    view! { <div class=class><p>{words}</p>{ways}</div> }.into_any()
}

/// A field for the name of a script, with the button that takes it, and further ways.
pub fn name_form(
    field: String,
    label: String,
    name: String,
    button: String,
    take: Box<dyn Fn(String) + Send>,
    ways: Vec<AnyView>,
) -> AnyView {
    let name = RwSignal::new(name);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        take(name.get_untracked());
    };
    view! {
        <form class="save-as" on:submit=submit>
            <div class="ds-field">
                <label class="ds-label" for=field.clone()>{label}</label>
                <input class="ds-input" id=field.clone() type="text" required maxlength="100" autocomplete="off" bind:value=name/>
            </div>
            <button class="ds-button" data-size="sm" type="submit">{button}</button>
            {ways}
        </form>
    }
    .into_any()
}

/// The name of a script in a list, which opens it.
pub fn open_button(name: String, is_open: bool, open: Act) -> AnyView {
    view! {
        <button class="script-name" type="button" aria-current=is_open.then_some("true") on:click=move |_| open()>{name}</button>
    }
    .into_any()
}

/// Words for a wait.
pub fn waiting() -> AnyView {
    view! { <p class="waiting" role="status">{say(t("Laster …", "Loading …"))}</p> }.into_any()
}

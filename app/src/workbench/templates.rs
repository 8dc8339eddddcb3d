//! Templates: the library of example scripts, in groups. One that is opened never takes the reader's own text away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use text::t;

use super::dialog::dialog;
use super::parts::{open_button, waiting};
use super::scripts::Scripts;
use crate::api::{Failure, Visitor};
use crate::document::{locale, say};

/// The library once it has come.
type Library = Option<Result<Vec<examples::Group>, Failure>>;

/// The dialog with the library; fetched when it is first shown.
#[component]
pub fn TemplatesDialog(scripts: Scripts, is_shown: RwSignal<bool>) -> impl IntoView {
    let library = RwSignal::new(Library::None);
    Effect::new(move |_| {
        if is_shown.get() && !matches!(*library.read_untracked(), Some(Ok(_))) {
            spawn_local(async move { library.set(Some(Visitor.examples().await)) });
        }
    });
    let groups = move || match library.get() {
        None => vec![waiting()],
        Some(Err(failure)) => {
            let words = say(failure.text());
            vec![
                view! { <div class="ds-alert" data-color="warning" data-size="sm" role="alert"><p>{words}</p></div> }
                    .into_any(),
            ]
        }
        Some(Ok(groups)) => groups.into_iter().map(|found| group(scripts, is_shown, found)).collect(),
    };
    let words = say(t(
        "Ferdige skript å begynne med. Det du har skrevet, kan hentes tilbake.",
        "Whole scripts to begin with. What you have written can be brought back.",
    ));
    let inside = view! { <p class="ds-paragraph">{words}</p> {groups} };
    dialog("templates", say(t("Maler", "Templates")), is_shown, inside.into_any())
}

fn group(scripts: Scripts, is_shown: RwSignal<bool>, group: examples::Group) -> AnyView {
    let rows: Vec<AnyView> =
        group.scripts.into_owned().into_iter().map(|script| row(scripts, is_shown, script)).collect();
    view! {
        <section class="template-group">
            <h3 class="ds-heading" data-size="2xs">{group.title.get(locale()).to_owned()}</h3>
            <ul class="script-list">{rows}</ul>
        </section>
    }
    .into_any()
}

fn row(scripts: Scripts, is_shown: RwSignal<bool>, script: examples::Script) -> AnyView {
    let text = script.text;
    let open = move || {
        is_shown.set(false);
        scripts.put(&text, None);
    };
    let name = open_button(script.title.get(locale()).to_owned(), false, Box::new(open));
    view! { <li>{name}<span class="note">{script.purpose.get(locale()).to_owned()}</span></li> }.into_any()
}

//! Templates: the library of example scripts, in groups. One that is opened never takes the reader's own text away.

use leptos::prelude::*;
use leptos::task::spawn_local;
use text::t;

use super::dialog::Dialog;
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
        if is_shown.get() && !matches!(library.get_untracked(), Some(Ok(_))) {
            spawn_local(async move { library.set(Some(Visitor.examples().await)) });
        }
    });
    let open = move |text: &str| {
        is_shown.set(false);
        scripts.put(text, None);
    };
    view! {
        <Dialog id="templates" title=say(t("Maler", "Templates")) is_shown>
            <p class="ds-paragraph">
                {say(t(
                    "Ferdige skript å begynne med. Det du har skrevet, kan hentes tilbake.",
                    "Whole scripts to begin with. What you have written can be brought back.",
                ))}
            </p>
            {move || match library.get() {
                None => view! { <p class="waiting" role="status">{say(t("Laster …", "Loading …"))}</p> }.into_any(),
                Some(Err(failure)) => {
                    view! { <div class="ds-alert" data-color="warning" data-size="sm" role="alert"><p>{say(failure.text())}</p></div> }.into_any()
                }
                Some(Ok(groups)) => groups.into_iter().map(|group| view! { <Group group open/> }).collect_view().into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Group(group: examples::Group, open: impl Fn(&str) + Copy + Send + Sync + 'static) -> impl IntoView {
    let scripts = group.scripts.into_owned().into_iter().map(|script| {
        let text = script.text;
        view! {
            <li>
                <button class="script-name" type="button" on:click=move |_| open(&text)>{script.title.get(locale()).to_owned()}</button>
                <span class="note">{script.purpose.get(locale()).to_owned()}</span>
            </li>
        }
    });
    view! {
        <section class="template-group">
            <h3 class="ds-heading" data-size="2xs">{group.title.get(locale()).to_owned()}</h3>
            <ul class="script-list">{scripts.collect_view()}</ul>
        </section>
    }
}

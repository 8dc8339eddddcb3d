//! Who is logged in, in the header of every page.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use pages::address;
use text::t;
use wire::account::SessionDocument;

use crate::api::{Member, Visitor};
use crate::document::{self, say};

/// Time before the server is asked again.
const PAUSE: Duration = Duration::from_secs(3);

/// The session as known now: `None` until the server has answered.
pub type Known = Option<Option<(Member, SessionDocument)>>;

/// Asks who is logged in, once, and shows it in the shell's header.
pub fn start() -> ReadSignal<Known> {
    let (session, set_session) = signal::<Known>(None);
    spawn_local(ask(session, set_session));
    session
}

/// Asks until there is an answer: a server that does not answer has not said that nobody is logged in.
async fn ask(session: ReadSignal<Known>, set_session: WriteSignal<Known>) {
    match Visitor.session().await {
        Ok(known) => {
            if known.is_some() {
                document::mount_into("account", move || view! { <Account session/> });
            }
            set_session.set(Some(known));
        }
        Err(_) => set_timeout(move || spawn_local(ask(session, set_session)), PAUSE),
    }
}

#[component]
fn Account(session: ReadSignal<Known>) -> impl IntoView {
    let name = move || session.get().flatten().map(|(_, session)| session.user.name).unwrap_or_default();
    let log_out = move |_| {
        if let Some((member, _)) = session.get_untracked().flatten() {
            spawn_local(async move {
                // Whether or not the server heard it, the page that comes next asks anew who is logged in.
                let _ = member.log_out().await;
                let _ = window().location().assign("/");
            });
        }
    };
    view! {
        <span class="account-name">{name}</span>
        <button class="ds-button" data-variant="tertiary" data-size="sm" type="button" on:click=log_out>
            {say(t("Logg ut", "Log out"))}
        </button>
    }
}

/// The login page's address that comes back here afterwards.
pub fn login_address() -> String {
    format!("{}?next={}", address::LOGIN, window().location().pathname().unwrap_or_default())
}

//! Login.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use pages::address;
use text::t;

use crate::account::Known;
use crate::api::{Failure, Visitor};
use crate::document::{self, say};

/// The form; after it the page that was asked for, else the workbench.
#[component]
pub fn Login(session: ReadSignal<Known>) -> impl IntoView {
    document::arrive(&say(t("Logg inn", "Log in")));
    document::take_over();
    let next = next_address(use_query_map().read_untracked().get("next"));
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (failure, set_failure) = signal::<Option<Failure>>(None);
    let (is_busy, set_busy) = signal(false);
    let (after_login, already) = (next.clone(), next);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        set_busy.set(true);
        set_failure.set(None);
        let next = after_login.clone();
        spawn_local(async move {
            match Visitor.log_in(email.get_untracked().trim(), &password.get_untracked()).await {
                Ok(_) => {
                    // A whole new page: the workbench is the other part of the app.
                    let _ = window().location().assign(&next);
                }
                Err(why) => {
                    set_failure.set(Some(why));
                    set_busy.set(false);
                }
            }
        });
    };
    let message = move || {
        failure.get().map(|why| match why {
            // One text for all causes: the page tells nobody which addresses have an account.
            Failure::LoggedOut => say(t("E-post og passord passer ikke sammen", "Email and password do not match")),
            other => say(other.text()),
        })
    };
    view! {
        <div class="page login">
            <h1 class="ds-heading" data-size="md">{say(t("Logg inn", "Log in"))}</h1>
            <Show when=move || session.get().flatten().is_some()>
                <p class="ds-paragraph">
                    {say(t("Du er allerede logget inn. ", "You are already logged in. "))}
                    <a class="ds-link" href=already.clone() rel="external">{say(t("Gå videre", "Go on"))}</a>
                </p>
            </Show>
            <form on:submit=submit>
                <div class="ds-field">
                    <label class="ds-label" for="email">{say(t("E-post", "Email"))}</label>
                    <input class="ds-input" id="email" name="email" type="email" autocomplete="username" required bind:value=email/>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="password">{say(t("Passord", "Password"))}</label>
                    <input class="ds-input" id="password" name="password" type="password" autocomplete="current-password" required bind:value=password/>
                </div>
                <div role="alert">
                    {move || message().map(|message| view! { <div class="ds-alert" data-color="danger">{message}</div> })}
                </div>
                <button class="ds-button" type="submit" aria-disabled=move || is_busy.get().to_string()>{say(t("Logg inn", "Log in"))}</button>
            </form>
        </div>
    }
}

/// Only a path of this very site: an address elsewhere in a link must not become a redirect.
fn next_address(asked: Option<String>) -> String {
    asked
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .unwrap_or_else(|| address::WORKBENCH.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_leads_nowhere_else() {
        for (asked, expected) in [
            (Some("/catalogue"), "/catalogue"),
            (Some("//elsewhere"), "/workbench"),
            (Some("/\\elsewhere"), "/workbench"),
            (Some("https://elsewhere"), "/workbench"),
            (None, "/workbench"),
        ] {
            assert_eq!(next_address(asked.map(str::to_owned)), expected);
        }
    }
}

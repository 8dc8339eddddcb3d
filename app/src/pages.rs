//! The pages of the public part. What does not move comes as HTML from the crate `pages`.

pub mod catalogue;
pub mod fixed;
pub mod help;
pub mod login;
pub mod variable;

use std::future::Future;

use leptos::prelude::*;
use pages::Page;
use text::t;

use crate::api::Failure;
use crate::document::{self, say};

/// A finished page: sets the title, shows the HTML, lets the app take over.
pub fn show(page: Page) -> AnyView {
    document::arrive(&page.title);
    document::take_over();
    view! { <div inner_html=page.body.into_string()></div> }.into_any()
}

/// Loads something and shows it; until then a word that it is coming, after a failure why it is not.
pub fn loaded<T, F, V>(load: impl Fn() -> F + 'static, show: V) -> impl IntoView
where
    T: Send + Sync + Clone + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
    V: Fn(T) -> AnyView + Send + Sync + 'static,
{
    let answer = LocalResource::new(load);
    move || match answer.get() {
        None => view! { <p class="page waiting" role="status">{say(t("Laster …", "Loading …"))}</p> }.into_any(),
        Some(Ok(found)) => show(found),
        Some(Err(failure)) => {
            document::take_over();
            view! { <div class="page"><div class="ds-alert" data-color="warning" role="alert">{say(failure.text())}</div></div> }.into_any()
        }
    }
}

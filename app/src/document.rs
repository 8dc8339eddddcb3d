//! The document that the server sent: its language, its nonce, and how the app takes over from its HTML.

use std::cell::RefCell;

use leptos::mount::mount_to;
use leptos::prelude::*;
use text::{Locale, Text};
use wasm_bindgen::JsCast as _;
use web_sys::{FocusOptions, HtmlElement, HtmlInputElement};

/// The reader's language; fixed for the life of the document.
pub fn locale() -> Locale {
    let tag = document().document_element().and_then(|root| root.get_attribute("lang"));
    if tag.as_deref() == Some("en") { Locale::En } else { Locale::Nb }
}

/// A text in the reader's language.
pub fn say(text: Text) -> String {
    text.get(locale()).to_owned()
}

/// The nonce of the document's content security policy.
pub fn nonce() -> String {
    let meta = document().query_selector("meta[name=csp-nonce]").ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Where the build's own table of the language lies, for an app that cannot reach the API.
pub fn language_file() -> Option<String> {
    document().document_element()?.get_attribute("data-language").filter(|address| !address.is_empty())
}

/// The element of that id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Mounts a view into `<main>` beside the server's HTML, hidden until [`take_over`].
pub fn mount_main<F, V>(view: F)
where
    F: FnOnce() -> V + 'static,
    V: IntoView + 'static,
{
    let Some(main) = element("main") else { return };
    let Ok(host) = document().create_element("div") else { return };
    let _ = host.set_attribute("id", "app");
    if element("static").is_some() {
        let _ = host.set_attribute("hidden", "");
    }
    let _ = main.append_child(&host);
    if let Ok(host) = host.dyn_into::<HtmlElement>() {
        mount_to(host, view).forget();
    }
}

/// Replaces the contents of a place of the shell by a view.
pub fn mount_into<F, V>(id: &str, view: F)
where
    F: FnOnce() -> V + 'static,
    V: IntoView + 'static,
{
    if let Some(place) = element(id) {
        place.set_inner_html("");
        mount_to(place, view).forget();
    }
}

/// Shows the app in place of the server's HTML, once it has something to show. Later calls do nothing.
pub fn take_over() {
    // After this tick: the view that calls this has then been put into the document.
    request_animation_frame(|| {
        let page = element("static");
        let focused = page.as_ref().and_then(|page| Focused::within(page));
        if let Some(page) = page {
            page.remove();
        }
        if let Some(app) = element("app") {
            let _ = app.remove_attribute("hidden");
        }
        if let Some(root) = document().document_element() {
            let _ = root.class_list().add_1("app-ready");
        }
        if let Some(focused) = focused {
            focused.restore();
        }
    });
}

/// Where the keyboard is in the server's HTML; the app's HTML has the same ids.
struct Focused {
    id: String,
    caret: Option<u32>,
}

impl Focused {
    fn within(page: &HtmlElement) -> Option<Focused> {
        let active = document().active_element().filter(|active| page.contains(Some(active.as_ref())))?;
        let caret = active.dyn_ref::<HtmlInputElement>().and_then(|field| field.selection_end().ok().flatten());
        Some(Focused { id: active.id(), caret }).filter(|focused| !focused.id.is_empty())
    }

    fn restore(&self) {
        let Some(place) = element(&self.id) else { return };
        let _ = place.focus();
        if let (Some(field), Some(caret)) = (place.dyn_ref::<HtmlInputElement>(), self.caret) {
            let _ = field.set_selection_range(caret, caret);
        }
    }
}

thread_local! {
    /// The path of the page that is shown.
    static SHOWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The document's title as the server set it, without the product's name.
pub fn title() -> String {
    let title = document().title();
    title.strip_suffix(PRODUCT).unwrap_or(&title).to_owned()
}

/// What every title ends with.
const PRODUCT: &str = " – Skjerm";

/// Sets the document's title, marks the place in the main menu, and, after a link within the app, lets the keyboard begin at
/// the new page's contents.
pub fn arrive(title: &str) {
    document().set_title(&format!("{title}{PRODUCT}"));
    let path = window().location().pathname().unwrap_or_default();
    let earlier = SHOWN.replace(Some(path.clone()));
    if earlier.is_some_and(|earlier| earlier != path) {
        begin_at_main();
    }
    let Ok(links) = document().query_selector_all(".site-menu a") else { return };
    for index in 0..links.length() {
        let Some(link) = links.item(index).and_then(|node| node.dyn_into::<web_sys::Element>().ok()) else { continue };
        let place = link.get_attribute("href").unwrap_or_default();
        let is_within = path.strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let _ =
            if is_within { link.set_attribute("aria-current", "page") } else { link.remove_attribute("aria-current") };
    }
}

/// Moves the keyboard to `<main>`, without moving the page.
fn begin_at_main() {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    if let Some(main) = element("main") {
        let _ = main.focus_with_options(&options);
    }
}

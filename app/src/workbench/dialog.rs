//! A dialog over the workbench: the browser keeps the keyboard inside and lets Escape close it.

use leptos::html;
use leptos::prelude::*;
use text::t;

use super::parts::Button;
use crate::document::say;

/// A dialog that is open while `is_shown` is.
pub fn dialog(id: &'static str, title: String, is_shown: RwSignal<bool>, inside: AnyView) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (is_shown.get(), dialog.open()) {
            (true, false) => {
                // It fails only for a dialog that is open otherwise, which this one never is.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let title_id = format!("{id}-title");
    let close = Button::tertiary(say(t("Lukk", "Close"))).does(move || is_shown.set(false));
    view! {
        <dialog class="ds-dialog" id=id node_ref=dialog aria-labelledby=title_id.clone() on:close=move |_| is_shown.set(false)>
            <div class="dialog-head">
                <h2 id=title_id.clone() class="ds-heading" data-size="xs">{title}</h2>
                {close}
            </div>
            {inside}
        </dialog>
    }
    .into_any()
}

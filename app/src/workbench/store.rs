//! What the browser keeps: the script (for this browser); the last run and a replaced script (for this tab).

use leptos::prelude::window;

const SCRIPT: &str = "script";
const RUN: &str = "run";
const REPLACED: &str = "replaced-script";

/// The script of last time.
pub fn script() -> Option<String> {
    window().local_storage().ok()??.get_item(SCRIPT).ok()?.filter(|text| !text.trim().is_empty())
}

/// Keeps the script. Where storage is refused it lives as long as the page.
pub fn keep_script(text: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(SCRIPT, text);
    }
}

/// The run that this tab showed last.
pub fn last_run() -> Option<String> {
    window().session_storage().ok()??.get_item(RUN).ok()?
}

/// Remembers the run that this tab shows.
pub fn remember_run(id: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(RUN, id);
    }
}

/// The script that an example took the place of, until the reader has decided.
pub fn replaced() -> Option<String> {
    window().session_storage().ok()??.get_item(REPLACED).ok()?
}

/// Keeps the script that an example takes the place of; `None` when the reader has decided.
pub fn keep_replaced(script: Option<&str>) {
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = match script {
            Some(script) => storage.set_item(REPLACED, script),
            None => storage.remove_item(REPLACED),
        };
    }
}

/// The script in the address (`#script=…`, from an example's link), taken out of the address.
pub fn script_of_address() -> Option<String> {
    let location = window().location();
    let fragment = location.hash().ok()?;
    let encoded = fragment.strip_prefix("#script=")?;
    let script = js_sys::decode_uri_component(encoded).ok()?;
    let path = location.pathname().ok()?;
    let _ = window().history().ok()?.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    Some(script.into())
}

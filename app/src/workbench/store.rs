//! What the browser keeps: the script and which kept script it is (for this browser); the last run and replaced texts (for this tab).

use leptos::prelude::window;
use serde::{Deserialize, Serialize};

const SCRIPT: &str = "script";
const RUN: &str = "run";
const REPLACED: &str = "replaced-scripts";
const OPEN: &str = "open-script";

/// A kept script as the editor last got it from the server or gave it there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenScript {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The version that was seen last.
    pub seen: i64,
    /// The text of that version.
    pub text: String,
}

/// A text whose place another took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// The text.
    pub text: String,
    /// The kept script that it belongs to.
    pub open: Option<OpenScript>,
}

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

/// The kept script that the text in the editor belongs to.
pub fn open_script() -> Option<OpenScript> {
    let kept = window().local_storage().ok()??.get_item(OPEN).ok()??;
    serde_json::from_str(&kept).ok()
}

/// Remembers the kept script that the text in the editor belongs to.
pub fn keep_open_script(open: Option<&OpenScript>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match open.and_then(|open| serde_json::to_string(open).ok()) {
            Some(open) => storage.set_item(OPEN, &open),
            None => storage.remove_item(OPEN),
        };
    }
}

/// The texts whose place others took, until the reader has decided; the newest last.
pub fn replaced() -> Vec<Replaced> {
    let kept = window().session_storage().ok().flatten().and_then(|storage| storage.get_item(REPLACED).ok()?);
    kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default()
}

/// Keeps the texts whose place others took.
pub fn keep_replaced(replaced: &[Replaced]) {
    if let (Ok(Some(storage)), Ok(kept)) = (window().session_storage(), serde_json::to_string(replaced)) {
        let _ = storage.set_item(REPLACED, &kept);
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

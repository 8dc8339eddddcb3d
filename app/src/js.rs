//! The two TypeScript modules, as `app/js/boot.ts` offers them.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// Loads `editor.ts`.
    #[wasm_bindgen(js_namespace = skjerm, js_name = editor, catch)]
    fn load_editor() -> Result<Promise, JsValue>;

    /// Loads `plot.ts`.
    #[wasm_bindgen(js_namespace = skjerm, js_name = plot, catch)]
    fn load_plot() -> Result<Promise, JsValue>;

    /// Copies an output's tables with a heading and a source line (`copy.ts`).
    #[wasm_bindgen(js_namespace = skjerm, js_name = copy, catch)]
    pub fn copy(output: &web_sys::Element, heading: &str, source: &str) -> Result<Promise, JsValue>;

    /// The module `editor.ts`.
    pub type EditorModule;
    /// Makes the editor inside an element.
    #[wasm_bindgen(method)]
    pub fn create(
        this: &EditorModule,
        parent: &HtmlElement,
        text: &str,
        services: &JsValue,
        settings: &JsValue,
    ) -> Editor;

    /// `Editor` of `editor.ts`.
    #[derive(Clone)]
    pub type Editor;
    /// The script.
    #[wasm_bindgen(method)]
    pub fn text(this: &Editor) -> String;
    /// Replaces the script.
    #[wasm_bindgen(method, js_name = setText)]
    pub fn set_text(this: &Editor, text: &str);
    /// Moves the keyboard to the editor.
    #[wasm_bindgen(method)]
    pub fn focus(this: &Editor);
    /// Puts the cursor at a 1-based line.
    #[wasm_bindgen(method, js_name = goTo)]
    pub fn go_to(this: &Editor, line: u32);
    /// Marks a 1-based line as the one where a run stopped, if it begins with a word; 0 takes the mark away.
    #[wasm_bindgen(method, js_name = markLine)]
    pub fn mark_line(this: &Editor, line: u32, word: &str);
    /// Formats the script.
    #[wasm_bindgen(method)]
    pub fn format(this: &Editor);
    /// Diagnoses again.
    #[wasm_bindgen(method)]
    pub fn refresh(this: &Editor);
    /// Ends it.
    #[wasm_bindgen(method)]
    pub fn destroy(this: &Editor);

    /// The module `plot.ts`.
    pub type PlotModule;
    /// Draws a chart; the function that comes back ends it.
    #[wasm_bindgen(method)]
    pub fn draw(this: &PlotModule, host: &HtmlElement, chart: &str, settings: &JsValue) -> Function;
}

/// The editor module, loaded on the first call.
pub async fn editor_module() -> Result<EditorModule, JsValue> {
    Ok(wasm_bindgen_futures::JsFuture::from(load_editor()?).await?.unchecked_into())
}

/// The chart module, loaded on the first call.
pub async fn plot_module() -> Result<PlotModule, JsValue> {
    Ok(wasm_bindgen_futures::JsFuture::from(load_plot()?).await?.unchecked_into())
}

/// A plain object from names and values.
pub fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}

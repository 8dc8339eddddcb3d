//! A chart: drawn by the chart module, told in a sentence, and given as a table.

use leptos::prelude::*;
use leptos::task::spawn_local;
use text::t;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::output::Chart;

use super::table::TableView;
use crate::charts::{Drawing, with_command};
use crate::document::{self, locale, say};
use crate::js;

/// The chart with its sentence and its table.
#[component]
pub fn ChartView(chart: Chart, command: String, caption: String) -> impl IntoView {
    let chart = with_command(chart, &command);
    let drawing = Drawing::of(&chart, locale());
    let summary = drawing.as_ref().map(|drawing| drawing.summary.clone());
    let has_drawing = drawing.is_some();
    let table_caption = caption.clone();
    view! {
        <figure class="chart">
            {drawing.map(|drawing| view! { <Drawn drawing/> })}
            <figcaption>{summary}</figcaption>
        </figure>
        <details class="chart-data" open=!has_drawing>
            <summary>{say(t("Tallene som tabell", "The numbers as a table"))}</summary>
            <TableView table=chart.data caption=table_caption/>
        </details>
    }
}

#[component]
fn Drawn(drawing: Drawing) -> impl IntoView {
    let host = NodeRef::<leptos::html::Div>::new();
    let failed = RwSignal::new(false);
    let stop = StoredValue::new_local(None::<js_sys::Function>);
    Effect::new(move |_| {
        let Some(place) = host.get() else { return };
        let drawing = drawing.clone();
        spawn_local(async move {
            match js::plot_module().await {
                Ok(plot) => {
                    let settings =
                        js::object(&[("locale", locale().tag().into()), ("nonce", document::nonce().into())]);
                    let json = serde_json::to_string(&drawing).unwrap_or_default();
                    let end = plot.draw(place.unchecked_ref::<HtmlElement>(), &json, &settings);
                    // The output may have left the page while the module was loading.
                    if stop.try_set_value(Some(end.clone())).is_some() {
                        let _ = end.call0(&wasm_bindgen::JsValue::NULL);
                    }
                }
                Err(_) => failed.set(true),
            }
        });
    });
    on_cleanup(move || {
        if let Some(end) = stop.try_get_value().flatten() {
            let _ = end.call0(&wasm_bindgen::JsValue::NULL);
        }
    });
    view! {
        <div class="plot" node_ref=host></div>
        <Show when=move || failed.get()>
            <p class="note" role="status">{say(t("Figuren kunne ikke tegnes. Tallene står i tabellen", "The chart could not be drawn. The numbers are in the table"))}</p>
        </Show>
    }
}

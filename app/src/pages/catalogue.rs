//! The catalogue: databanks, and the variables of a version, filtered as the reader types.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use pages::catalogue::{filter_fields, found_words, head, list, temporality_value};
use pages::timeline::Years;
use variables::{DataVersion, Databank, Filter, Temporality, UnitType, VariableSummary};
use wasm_bindgen::JsCast as _;
use wire::catalogue::VariableList;

use super::{loaded, show};
use crate::api::{Failure, Visitor};
use crate::document::{self, locale};

/// All databanks.
#[component]
pub fn Databanks() -> impl IntoView {
    loaded(|| Visitor.databanks(), |databanks: Vec<Databank>| show(pages::catalogue::databanks(locale(), &databanks)))
}

/// The variables of a version.
#[component]
pub fn Variables() -> impl IntoView {
    let parameters = use_params_map();
    let wanted = Memo::new(move |_| {
        let parameters = parameters.read();
        (parameters.get("databank").unwrap_or_default(), parameters.get("version").unwrap_or_default())
    });
    loaded(
        move || {
            let (databank, version) = wanted.get();
            async move {
                let list = Visitor.variables(&databank, &version).await?;
                Ok((databank_of(&list.databank).await?, list))
            }
        },
        |(databank, list): (Databank, VariableList)| {
            view! { <FilteredList databank version=list.version all=list.variables/> }.into_any()
        },
    )
}

/// What the catalogue knows about a databank.
pub async fn databank_of(name: &str) -> Result<Databank, Failure> {
    let databanks = Visitor.databanks().await?;
    databanks.into_iter().find(|databank| databank.name == name).ok_or(Failure::NotFound)
}

#[component]
fn FilteredList(databank: Databank, version: DataVersion, all: Vec<VariableSummary>) -> impl IntoView {
    let asked = use_query_map().read_untracked().clone();
    let typed_early = document::element("filter-q")
        .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok())
        .map(|field| field.value());
    let filter = RwSignal::new(Filter {
        q: typed_early.filter(|words| !words.is_empty()).or(asked.get("q")).unwrap_or_default(),
        unit_type: asked.get("unit_type").and_then(|name| UnitType::find(&name)),
        temporality: asked.get("temporality").and_then(|name| temporality(&name)),
        subject: asked.get("subject").filter(|subject| !subject.is_empty()),
    });
    let years = Years::of(&all);
    let fields = filter_fields(locale(), &all, &filter.get_untracked()).into_string();
    let above = head(locale(), &databank, version).into_string();
    document::arrive(&format!("{} {version}", databank.name));
    document::take_over();
    let read = move |event: leptos::ev::Event| {
        if let Some(form) = event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok())
        {
            let asked = read_form(&form);
            remember(&asked);
            filter.set(asked);
        }
    };
    let n_all = all.len();
    let found = Memo::new(move |_| {
        let found = filter.read().apply(&all);
        (found.len(), list(locale(), &databank, version, &found, years).into_string())
    });
    view! {
        <div class="page catalogue">
            <div inner_html=above></div>
            <form class="filters" role="search" inner_html=fields on:input=read on:submit=|event| event.prevent_default()></form>
            <p class="found" role="status">{move || found_words(locale(), found.read().0, n_all)}</p>
            <div inner_html=move || found.read().1.clone()></div>
        </div>
    }
}

fn temporality(name: &str) -> Option<Temporality> {
    pages::catalogue::TEMPORALITIES.into_iter().find(|temporality| temporality_value(*temporality) == name)
}

fn read_form(form: &web_sys::HtmlFormElement) -> Filter {
    let data = web_sys::FormData::new_with_form(form).ok();
    let field = |name: &str| data.as_ref().and_then(|data| data.get(name).as_string()).unwrap_or_default();
    Filter {
        q: field("q"),
        unit_type: UnitType::find(&field("unit_type")),
        temporality: temporality(&field("temporality")),
        subject: Some(field("subject")).filter(|subject| !subject.is_empty()),
    }
}

/// Keeps the filter in the address, so that a filtered list can be shared and survives going back.
fn remember(filter: &Filter) {
    let parts = [
        ("q", filter.q.trim().to_owned()),
        ("unit_type", filter.unit_type.map_or(String::new(), |unit_type| unit_type.name().to_owned())),
        (
            "temporality",
            filter.temporality.map_or(String::new(), |temporality| temporality_value(temporality).to_owned()),
        ),
        ("subject", filter.subject.clone().unwrap_or_default()),
    ];
    let query: Vec<String> = parts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", String::from(js_sys::encode_uri_component(value))))
        .collect();
    let path = window().location().pathname().unwrap_or_default();
    let address = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
    if let Ok(history) = window().history() {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&address));
    }
}

//! The stream of events: one for the tab, opened again when it breaks.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::time::Duration;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{EventSource, MessageEvent};

use super::run::Run;
use crate::api::{Failure, Member, Visitor};

/// Time before a stream that the browser has given up is opened again.
const PAUSE: Duration = Duration::from_secs(3);

/// Opens the stream and gives its events to the run, for as long as the page lives.
pub fn open(member: Member, run: Run) {
    let Some(source) = member.events() else { return };
    listen(&source, "output", move |event| run.output(event));
    listen(&source, "progress", move |event| run.progressed(event));
    listen(&source, "finished", move |event| run.finished(event));
    let catch_up = move || spawn_local(run.catch_up(member));
    on(&source, "reset", move |_| catch_up());
    // Between two connections something may have happened.
    on(&source, "open", move |_| {
        run.is_cut_off.set(false);
        catch_up();
    });
    let broken = source.clone();
    on(&source, "error", move |_| {
        run.is_cut_off.set(true);
        // The browser itself tries again unless the server refused.
        if broken.ready_state() == EventSource::CLOSED {
            set_timeout(move || spawn_local(reopen(run)), PAUSE);
        }
    });
}

async fn reopen(run: Run) {
    match Visitor.session().await {
        Ok(Some((member, _))) => open(member, run),
        Ok(None) => {
            run.is_cut_off.set(false);
            run.failure.set(Some(Failure::LoggedOut));
        }
        Err(_) => set_timeout(move || spawn_local(reopen(run)), PAUSE),
    }
}

fn listen<T: DeserializeOwned>(source: &EventSource, name: &str, take: impl Fn(T) + 'static) {
    on(source, name, move |event| {
        if let Some(data) = event.data().as_string()
            && let Ok(event) = serde_json::from_str(&data)
        {
            take(event);
        }
    });
}

fn on(source: &EventSource, name: &str, take: impl Fn(MessageEvent) + 'static) {
    let closure = Closure::<dyn Fn(MessageEvent)>::new(take);
    let _ = source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    // The stream lives as long as the page.
    closure.forget();
}

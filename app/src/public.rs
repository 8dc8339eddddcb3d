//! The public part: the router, all its pages on one screen.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::pages::{catalogue, fixed, help, login, variable};
use crate::{account, document};

/// Takes over the server's page.
pub fn start() {
    document::mount_main(|| {
        let session = account::start();
        view! {
            <Router>
                <Routes fallback=fixed::NotFound>
                    <Route path=path!("/") view=fixed::Home/>
                    <Route path=path!("/catalogue") view=catalogue::Databanks/>
                    <Route path=path!("/catalogue/:databank/:version") view=catalogue::Variables/>
                    <Route path=path!("/catalogue/:databank/:version/:name") view=variable::VariablePage/>
                    <Route path=path!("/help") view=help::Index/>
                    <Route path=path!("/help/:name") view=help::Command/>
                    <Route path=path!("/help/functions/:name") view=help::Function/>
                    <Route path=path!("/help/guides/:name") view=help::Guide/>
                    <Route path=path!("/login") view=move || view! { <login::Login session/> }/>
                </Routes>
            </Router>
        }
    });
}

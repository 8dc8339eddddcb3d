//! The HTTP interface and the command line, one file for each resource. One binary, because linking is slow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod api {
    pub mod served;
    pub mod support;

    mod audit;
    mod catalogue;
    mod command_line;
    mod events;
    mod examples;
    mod headers;
    mod invitation;
    mod keys;
    mod language;
    mod load;
    mod load_client;
    mod matrix;
    mod memory;
    mod openapi;
    mod pages;
    mod quotas;
    mod registry_commands;
    mod rerun;
    mod runs;
    mod schema;
    mod scripts;
    mod serve;
    mod session;
}

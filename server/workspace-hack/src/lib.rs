//! No code: the manifest asks for the features that some crate of the workspace needs of a third-party crate, so that
//! `cargo check -p engine` and `cargo test --workspace` build the same Polars (`server/decisions/0009`).

//! Bindings and loops.

pub mod end;
pub mod r#for;
pub mod r#let;

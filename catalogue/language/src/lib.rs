//! The script language: text in, syntax and diagnostics out.

pub mod call;
pub mod diagnostic;
pub mod span;
pub mod spec;

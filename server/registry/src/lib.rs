//! `registry`

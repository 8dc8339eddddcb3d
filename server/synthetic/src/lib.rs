//! `synthetic`

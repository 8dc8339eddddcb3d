//! `jobs`

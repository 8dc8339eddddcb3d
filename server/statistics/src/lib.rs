//! `statistics`

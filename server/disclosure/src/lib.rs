//! `disclosure`

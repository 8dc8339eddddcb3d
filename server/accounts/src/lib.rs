//! `accounts`

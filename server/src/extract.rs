//! What handlers receive: access with a right, the reader's language.

pub mod access;
pub mod locale;

pub use access::{Access, Guard};
pub use locale::Reader;

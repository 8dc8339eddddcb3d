//! What every request passes.

pub mod own_origin;
pub mod security_headers;

//! C.18, C.19, C.20: time, lists, digits.

pub mod digits;
pub mod lists;
pub mod timing;

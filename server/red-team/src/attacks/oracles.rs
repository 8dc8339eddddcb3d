//! C.3 and E.1: decisions that one person could turn, and what messages tell.

pub mod messages;
pub mod thresholds;

//! C.16, C.17: persons behind jobs, and rows of panels.

pub mod jobs;
pub mod panels;

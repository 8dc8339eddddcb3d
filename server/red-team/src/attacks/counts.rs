//! Attacks on counts: C.1, C.5, C.6, C.12 – C.15, C.22 and near-sets 3.1 – 3.4, 3.6.

pub mod averaging;
pub mod bulk;
pub mod groups;
pub mod known_size;
pub mod pairs;
pub mod samples;
pub mod scan;
pub mod small;

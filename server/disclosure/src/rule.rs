//! The rules, one a file; each has a page in `proofs/`.

pub(crate) mod clamp;
pub(crate) mod dominance;
pub(crate) mod gate;
pub(crate) mod minimum_count;
pub(crate) mod minimum_population;
pub(crate) mod redrawing;
pub(crate) mod rounding;
pub(crate) mod row_cap;
pub(crate) mod value_checks;
pub(crate) mod value_floor;
pub(crate) mod variation;

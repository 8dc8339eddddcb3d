//! Generalised linear and discrete-choice models against R and Python (`../shared/reference` and `reference/glm.csv`) and against laws.

pub mod cases;
pub mod further;
pub mod speed;

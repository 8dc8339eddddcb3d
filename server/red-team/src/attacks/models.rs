//! Attacks through models: C.7, C.9.

pub mod fit;
pub mod isolating;

use crate::session::Answer;

/// A coefficient by its term's name; one that was dropped or left out counts as nothing.
pub fn coefficient(answer: &Answer, term: &str) -> Option<f64> {
    answer.model()?.terms.iter().find(|found| found.term == term)?.coefficient
}

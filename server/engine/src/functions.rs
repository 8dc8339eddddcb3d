//! Functions of expressions (language.md section 8): one file a group, found by name.
//!
//! Specifications (parameters, help, examples) are `language`'s; here each name is bound to its lowering.

mod binding;
pub mod calendar;
pub mod date;
mod label;
mod logic;
mod math;
mod probability;
pub mod quantile;
mod row;
mod text;

use language::call::{Expr, Name};
use language::codes;
use language::span::Span;

use crate::error::EngineError;
use crate::lower::{Evaluator, Lowered};

pub use text::number_text;

/// How a function becomes an expression.
pub type Lower = fn(&mut Evaluator<'_>, &Arguments<'_>) -> Result<Lowered, EngineError>;

/// A function call's arguments with the places of everything.
pub struct Arguments<'a> {
    /// The function's name as written.
    pub name: &'a Name,
    /// Its arguments.
    pub list: &'a [Expr],
    /// The whole call.
    pub span: Span,
}

impl<'a> Arguments<'a> {
    /// The argument at a place.
    ///
    /// # Errors
    /// The check of `language` counts arguments; a gap here is a failure of ours.
    pub fn at(&self, place: usize) -> Result<&'a Expr, EngineError> {
        self.list.get(place).ok_or(EngineError::Internal("function arguments"))
    }
}

/// Every function that can be computed: name and lowering.
pub fn all() -> impl Iterator<Item = &'static (&'static str, Lower)> {
    [
        date::FUNCTIONS,
        probability::FUNCTIONS,
        math::FUNCTIONS,
        quantile::FUNCTIONS,
        row::FUNCTIONS,
        text::FUNCTIONS,
        logic::FUNCTIONS,
        label::FUNCTIONS,
        binding::FUNCTIONS,
    ]
    .into_iter()
    .flatten()
}

/// Lowers a call.
///
/// # Errors
/// Type mistakes in the arguments; functions that are announced only.
pub fn lower(
    evaluator: &mut Evaluator<'_>,
    name: &Name,
    arguments: &[Expr],
    span: Span,
) -> Result<Lowered, EngineError> {
    let found = all().find(|(known, _)| *known == name.value);
    match found {
        Some((_, lower)) => lower(evaluator, &Arguments { name, list: arguments, span }),
        None => Err(codes::function_not_available(name.span, &name.value).into()),
    }
}

//! The specification of every function, one file a group.

pub mod binding;
mod build;
pub mod date;
pub mod label;
pub mod logic;
pub mod math;
pub mod probability;
pub mod row;
pub mod string;

use crate::spec::FunctionSpec;

/// All functions, group by group, in the manual's order.
pub static ALL: &[&[FunctionSpec]] = &[
    date::FUNCTIONS,
    probability::binomial::FUNCTIONS,
    probability::f::FUNCTIONS,
    probability::chi_squared::FUNCTIONS,
    probability::beta::FUNCTIONS,
    probability::student::FUNCTIONS,
    math::FUNCTIONS,
    row::FUNCTIONS,
    string::FUNCTIONS,
    logic::FUNCTIONS,
    label::FUNCTIONS,
    binding::FUNCTIONS,
];

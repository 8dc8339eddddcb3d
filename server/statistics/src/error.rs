//! Why an estimator cannot answer.

use crate::fold::Cancelled;

/// The statistical fact that stands in the way; never a value of the data.
#[derive(Clone, Debug, PartialEq)]
pub enum FitError {
    /// Not more observations than parameters.
    TooFewObservations {
        /// Number of parameters that were to be estimated.
        n_parameters: usize,
    },
    /// Every regressor is collinear or constant, and there is no constant term.
    Collinear {
        /// Columns of the design without information of their own.
        columns: Vec<usize>,
    },
    /// The dependent variable does not vary.
    ConstantDependent,
    /// An iteration did not settle.
    NotConverged {
        /// Iterations made.
        iterations: usize,
    },
    /// Outcomes are predicted perfectly, so that estimates do not exist (Albert & Anderson 1984).
    Separation,
    /// Too few groups, clusters, times or events of the kind that the estimator compares.
    TooFewGroups,
    /// Fewer instruments of their own than endogenous variables, or instruments that explain nothing of some direction of these.
    NotIdentified,
    /// A matrix that has to be inverted cannot be.
    Singular,
    /// Products of the values are beyond the range of a double.
    OutOfRange,
    /// Lengths of columns, weights or codes differ: a mistake of the caller.
    Shape,
    /// The run was cancelled.
    Cancelled,
}

impl From<Cancelled> for FitError {
    fn from(_: Cancelled) -> Self {
        FitError::Cancelled
    }
}

impl std::fmt::Display for FitError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FitError::TooFewObservations { n_parameters } => {
                write!(formatter, "not more observations than the {n_parameters} parameters")
            }
            FitError::Collinear { columns } => {
                write!(formatter, "{} collinear columns and nothing else", columns.len())
            }
            FitError::ConstantDependent => formatter.write_str("the dependent variable does not vary"),
            FitError::NotConverged { iterations } => write!(formatter, "no convergence in {iterations} iterations"),
            FitError::Separation => formatter.write_str("outcomes are predicted perfectly"),
            FitError::TooFewGroups => formatter.write_str("too few groups or events to compare"),
            FitError::NotIdentified => formatter.write_str("the instruments do not identify the model"),
            FitError::Singular => formatter.write_str("a matrix that cannot be inverted"),
            FitError::OutOfRange => formatter.write_str("values too large for their squares"),
            FitError::Shape => formatter.write_str("columns of different length"),
            FitError::Cancelled => formatter.write_str("cancelled"),
        }
    }
}

impl std::error::Error for FitError {}

//! Codes that only a run can tell: they need data, rights or an estimator.

use super::Code;

/// What the check cannot know. The filter words the codes about the values of units (`disclosure::Refusal`), as it decides whether they
/// are told; the engine and `jobs` tell the others.
pub const BY_RUNS: &[Code] = &[
    Code::Cancelled,
    Code::CommandNotAvailable,
    Code::ConstantDependent,
    Code::FunctionNotAvailable,
    Code::Internal,
    Code::MemoryInUse,
    Code::ModelTooSmall,
    Code::NoAccess,
    Code::NoRegressors,
    Code::NotACount,
    Code::NotBinary,
    Code::NotConverged,
    Code::NotPositive,
    Code::NothingToShow,
    Code::OptionNotAvailable,
    Code::PerfectPrediction,
    Code::PopulationTooSmall,
    Code::RepeatedUnits,
    Code::ScriptTooLong,
    Code::SingularDesign,
    Code::TooFewClusters,
    Code::TooManyBins,
    Code::TooManyCells,
    Code::TooManyDimensions,
    Code::TooManyScripts,
    Code::TooMuchMemory,
    Code::UnknownCode,
    Code::UnknownScript,
];

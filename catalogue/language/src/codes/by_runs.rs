//! Codes that only a run can tell: they need data, rights or an estimator.

use super::Code;

/// What the check cannot know. The filter words the codes about the values of units (`disclosure::Refusal`), as it decides whether they
/// are told; the engine and `jobs` tell the others.
pub const BY_RUNS: &[Code] = &[
    Code::AccountClosed,
    Code::Cancelled,
    Code::CommandNotAvailable,
    Code::ConstantDependent,
    Code::ExposureHigh,
    Code::ExposureLimit,
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
    Code::QuotaUsed,
    Code::RepeatedUnits,
    Code::RunDelayed,
    Code::ScriptTooLong,
    Code::SingularDesign,
    Code::TooFewClusters,
    Code::TooFewEvents,
    Code::TooManyBins,
    Code::TooManyCells,
    Code::TooManyDimensions,
    Code::TooManyScripts,
    Code::TooMuchMemory,
    Code::UnderReview,
    Code::UnknownCode,
    Code::UnknownScript,
];

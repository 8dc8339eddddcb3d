//! The list of codes.

use crate::diagnostic::Severity;

/// A diagnostic code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// `unexpected-character`
    UnexpectedCharacter,
    /// `unterminated-text`
    UnterminatedText,
    /// `unbalanced-parenthesis`
    UnbalancedParenthesis,
    /// `unexpected-text`
    UnexpectedText,
    /// `missing-part`
    MissingPart,
    /// `unknown-command`
    UnknownCommand,
    /// `foreign-command`
    ForeignCommand,
    /// `unknown-option`
    UnknownOption,
    /// `repeated-option`
    RepeatedOption,
    /// `excluded-option`
    ExcludedOption,
    /// `missing-option`
    MissingOption,
    /// `option-argument`
    OptionArgument,
    /// `option-range`
    OptionRange,
    /// `option-choice`
    OptionChoice,
    /// `condition-not-allowed`
    ConditionNotAllowed,
    /// `condition-after-options`
    ConditionAfterOptions,
    /// `condition-or-names`
    ConditionOrNames,
    /// `wrong-argument-count`
    WrongArgumentCount,
    /// `single-equals`
    SingleEquals,
    /// `foreign-operator`
    ForeignOperator,
    /// `missing-literal`
    MissingLiteral,
    /// `date-in-expression`
    DateInExpression,
    /// `old-spelling`
    OldSpelling,
    /// `pasted-character`
    PastedCharacter,
    /// `join-of-variables`
    JoinOfVariables,
    /// `block-without-end`
    BlockWithoutEnd,
    /// `end-without-block`
    EndWithoutBlock,
    /// `nesting-too-deep`
    NestingTooDeep,
    /// `unknown-binding`
    UnknownBinding,
    /// `lists-differ`
    ListsDiffer,
    /// `list-lengths-differ`
    ListLengthsDiffer,
    /// `not-a-range`
    NotARange,
    /// `too-many-iterations`
    TooManyIterations,
    /// `text-too-long`
    TextTooLong,
    /// `not-constant`
    NotConstant,
    /// `not-in-bindings`
    NotInBindings,
    /// `not-a-name`
    NotAName,
    /// `not-a-calculation`
    NotACalculation,
    /// `undefined-value`
    UndefinedValue,
    /// `unknown-variable`
    UnknownVariable,
    /// `unknown-register-variable`
    UnknownRegisterVariable,
    /// `metadata-only`
    MetadataOnly,
    /// `unknown-dataset`
    UnknownDataset,
    /// `unknown-function`
    UnknownFunction,
    /// `unknown-alias`
    UnknownAlias,
    /// `unknown-databank`
    UnknownDatabank,
    /// `unknown-version`
    UnknownVersion,
    /// `version-not-here`
    VersionNotHere,
    /// `unknown-code-list`
    UnknownCodeList,
    /// `unknown-statistic`
    UnknownStatistic,
    /// `name-exists`
    NameExists,
    /// `variable-exists`
    VariableExists,
    /// `reserved-name`
    ReservedName,
    /// `repeated-name`
    RepeatedName,
    /// `type-mismatch`
    TypeMismatch,
    /// `number-wanted`
    NumberWanted,
    /// `text-wanted`
    TextWanted,
    /// `mixed-types`
    MixedTypes,
    /// `not-numeric`
    NotNumeric,
    /// `already-numeric`
    AlreadyNumeric,
    /// `interval-on-text`
    IntervalOnText,
    /// `pseudonym-use`
    PseudonymUse,
    /// `date-required`
    DateRequired,
    /// `date-not-allowed`
    DateNotAllowed,
    /// `not-a-date`
    NotADate,
    /// `date-outside-coverage`
    DateOutsideCoverage,
    /// `not-a-measure-date`
    NotAMeasureDate,
    /// `dates-in-wrong-order`
    DatesInWrongOrder,
    /// `repeated-date`
    RepeatedDate,
    /// `no-active-dataset`
    NoActiveDataset,
    /// `empty-dataset`
    EmptyDataset,
    /// `dataset-not-empty`
    DatasetNotEmpty,
    /// `wrong-shape`
    WrongShape,
    /// `second-event-variable`
    SecondEventVariable,
    /// `not-an-event-variable`
    NotAnEventVariable,
    /// `unit-type-mismatch`
    UnitTypeMismatch,
    /// `merge-type-mismatch`
    MergeTypeMismatch,
    /// `key-type-mismatch`
    KeyTypeMismatch,
    /// `merge-source-repeated`
    MergeSourceRepeated,
    /// `merge-into-itself`
    MergeIntoItself,
    /// `several-keys`
    SeveralKeys,
    /// `no-matching-variables`
    NoMatchingVariables,
    /// `suffix-not-numeric`
    SuffixNotNumeric,
    /// `unknown-code`
    UnknownCode,
    /// `code-never-occurs`
    CodeNeverOccurs,
    /// `unknown-label`
    UnknownLabel,
    /// `no-code-list`
    NoCodeList,
    /// `repeated-code`
    RepeatedCode,
    /// `odd-labels`
    OddLabels,
    /// `population-too-small`
    PopulationTooSmall,
    /// `too-many-cells`
    TooManyCells,
    /// `too-many-dimensions`
    TooManyDimensions,
    /// `not-available-yet`
    NotAvailableYet,
    /// `command-not-available`
    CommandNotAvailable,
    /// `option-not-available`
    OptionNotAvailable,
    /// `function-not-available`
    FunctionNotAvailable,
    /// `no-access`
    NoAccess,
    /// `cancelled`
    Cancelled,
    /// `internal`
    Internal,
    /// `too-much-memory`
    TooMuchMemory,
    /// `memory-in-use`
    MemoryInUse,
    /// `wrong-amount`
    WrongAmount,
    /// `wrong-seed`
    WrongSeed,
    /// `wrong-group-count`
    WrongGroupCount,
    /// `not-binary`
    NotBinary,
    /// `not-converged`
    NotConverged,
    /// `cluster-in-model`
    ClusterInModel,
    /// `variable-in-model-twice`
    VariableInModelTwice,
    /// `not-in-model`
    NotInModel,
    /// `model-too-small`
    ModelTooSmall,
    /// `too-few-clusters`
    TooFewClusters,
    /// `nothing-to-show`
    NothingToShow,
    /// `too-many-bins`
    TooManyBins,
    /// `not-a-count`
    NotACount,
    /// `not-positive`
    NotPositive,
    /// `repeated-units`
    RepeatedUnits,
    /// `no-regressors`
    NoRegressors,
    /// `constant-dependent`
    ConstantDependent,
    /// `perfect-prediction`
    PerfectPrediction,
    /// `singular-design`
    SingularDesign,
    /// `unknown-script`
    UnknownScript,
    /// `not-a-script-name`
    NotAScriptName,
    /// `script-too-long`
    ScriptTooLong,
    /// `too-many-scripts`
    TooManyScripts,
    /// `unknown-setting`
    UnknownSetting,
}

/// Every code with its public name and severity.
pub const TABLE: &[(Code, &str, Severity)] = &[
    (Code::UnexpectedCharacter, "unexpected-character", Severity::Error),
    (Code::UnterminatedText, "unterminated-text", Severity::Error),
    (Code::UnbalancedParenthesis, "unbalanced-parenthesis", Severity::Error),
    (Code::UnexpectedText, "unexpected-text", Severity::Error),
    (Code::MissingPart, "missing-part", Severity::Error),
    (Code::UnknownCommand, "unknown-command", Severity::Error),
    (Code::ForeignCommand, "foreign-command", Severity::Error),
    (Code::UnknownOption, "unknown-option", Severity::Error),
    (Code::RepeatedOption, "repeated-option", Severity::Error),
    (Code::ExcludedOption, "excluded-option", Severity::Error),
    (Code::MissingOption, "missing-option", Severity::Error),
    (Code::OptionArgument, "option-argument", Severity::Error),
    (Code::OptionRange, "option-range", Severity::Error),
    (Code::OptionChoice, "option-choice", Severity::Error),
    (Code::ConditionNotAllowed, "condition-not-allowed", Severity::Error),
    (Code::ConditionAfterOptions, "condition-after-options", Severity::Error),
    (Code::ConditionOrNames, "condition-or-names", Severity::Error),
    (Code::WrongArgumentCount, "wrong-argument-count", Severity::Error),
    (Code::SingleEquals, "single-equals", Severity::Error),
    (Code::ForeignOperator, "foreign-operator", Severity::Error),
    (Code::MissingLiteral, "missing-literal", Severity::Error),
    (Code::DateInExpression, "date-in-expression", Severity::Warning),
    (Code::OldSpelling, "old-spelling", Severity::Hint),
    (Code::PastedCharacter, "pasted-character", Severity::Hint),
    (Code::JoinOfVariables, "join-of-variables", Severity::Hint),
    (Code::BlockWithoutEnd, "block-without-end", Severity::Error),
    (Code::EndWithoutBlock, "end-without-block", Severity::Error),
    (Code::NestingTooDeep, "nesting-too-deep", Severity::Error),
    (Code::UnknownBinding, "unknown-binding", Severity::Error),
    (Code::ListsDiffer, "lists-differ", Severity::Error),
    (Code::ListLengthsDiffer, "list-lengths-differ", Severity::Error),
    (Code::NotARange, "not-a-range", Severity::Error),
    (Code::TooManyIterations, "too-many-iterations", Severity::Error),
    (Code::TextTooLong, "text-too-long", Severity::Error),
    (Code::NotConstant, "not-constant", Severity::Error),
    (Code::NotInBindings, "not-in-bindings", Severity::Error),
    (Code::NotAName, "not-a-name", Severity::Error),
    (Code::NotACalculation, "not-a-calculation", Severity::Error),
    (Code::UndefinedValue, "undefined-value", Severity::Error),
    (Code::UnknownVariable, "unknown-variable", Severity::Error),
    (Code::UnknownRegisterVariable, "unknown-register-variable", Severity::Error),
    (Code::MetadataOnly, "metadata-only", Severity::Error),
    (Code::UnknownDataset, "unknown-dataset", Severity::Error),
    (Code::UnknownFunction, "unknown-function", Severity::Error),
    (Code::UnknownAlias, "unknown-alias", Severity::Error),
    (Code::UnknownDatabank, "unknown-databank", Severity::Error),
    (Code::UnknownVersion, "unknown-version", Severity::Error),
    (Code::VersionNotHere, "version-not-here", Severity::Warning),
    (Code::UnknownCodeList, "unknown-code-list", Severity::Error),
    (Code::UnknownStatistic, "unknown-statistic", Severity::Error),
    (Code::NameExists, "name-exists", Severity::Error),
    (Code::VariableExists, "variable-exists", Severity::Error),
    (Code::ReservedName, "reserved-name", Severity::Error),
    (Code::RepeatedName, "repeated-name", Severity::Error),
    (Code::TypeMismatch, "type-mismatch", Severity::Error),
    (Code::NumberWanted, "number-wanted", Severity::Error),
    (Code::TextWanted, "text-wanted", Severity::Error),
    (Code::MixedTypes, "mixed-types", Severity::Error),
    (Code::NotNumeric, "not-numeric", Severity::Error),
    (Code::AlreadyNumeric, "already-numeric", Severity::Error),
    (Code::IntervalOnText, "interval-on-text", Severity::Error),
    (Code::PseudonymUse, "pseudonym-use", Severity::Error),
    (Code::DateRequired, "date-required", Severity::Error),
    (Code::DateNotAllowed, "date-not-allowed", Severity::Error),
    (Code::NotADate, "not-a-date", Severity::Error),
    (Code::DateOutsideCoverage, "date-outside-coverage", Severity::Error),
    (Code::NotAMeasureDate, "not-a-measure-date", Severity::Error),
    (Code::DatesInWrongOrder, "dates-in-wrong-order", Severity::Error),
    (Code::RepeatedDate, "repeated-date", Severity::Error),
    (Code::NoActiveDataset, "no-active-dataset", Severity::Error),
    (Code::EmptyDataset, "empty-dataset", Severity::Error),
    (Code::DatasetNotEmpty, "dataset-not-empty", Severity::Error),
    (Code::WrongShape, "wrong-shape", Severity::Error),
    (Code::SecondEventVariable, "second-event-variable", Severity::Error),
    (Code::NotAnEventVariable, "not-an-event-variable", Severity::Error),
    (Code::UnitTypeMismatch, "unit-type-mismatch", Severity::Error),
    (Code::MergeTypeMismatch, "merge-type-mismatch", Severity::Error),
    (Code::KeyTypeMismatch, "key-type-mismatch", Severity::Error),
    (Code::MergeSourceRepeated, "merge-source-repeated", Severity::Error),
    (Code::MergeIntoItself, "merge-into-itself", Severity::Error),
    (Code::SeveralKeys, "several-keys", Severity::Error),
    (Code::NoMatchingVariables, "no-matching-variables", Severity::Error),
    (Code::SuffixNotNumeric, "suffix-not-numeric", Severity::Error),
    (Code::UnknownCode, "unknown-code", Severity::Error),
    (Code::CodeNeverOccurs, "code-never-occurs", Severity::Warning),
    (Code::UnknownLabel, "unknown-label", Severity::Error),
    (Code::NoCodeList, "no-code-list", Severity::Error),
    (Code::RepeatedCode, "repeated-code", Severity::Error),
    (Code::OddLabels, "odd-labels", Severity::Error),
    (Code::PopulationTooSmall, "population-too-small", Severity::Error),
    (Code::TooManyCells, "too-many-cells", Severity::Error),
    (Code::TooManyDimensions, "too-many-dimensions", Severity::Error),
    (Code::NotAvailableYet, "not-available-yet", Severity::Warning),
    (Code::CommandNotAvailable, "command-not-available", Severity::Error),
    (Code::OptionNotAvailable, "option-not-available", Severity::Error),
    (Code::FunctionNotAvailable, "function-not-available", Severity::Error),
    (Code::NoAccess, "no-access", Severity::Error),
    (Code::Cancelled, "cancelled", Severity::Error),
    (Code::Internal, "internal", Severity::Error),
    (Code::TooMuchMemory, "too-much-memory", Severity::Error),
    (Code::MemoryInUse, "memory-in-use", Severity::Error),
    (Code::WrongAmount, "wrong-amount", Severity::Error),
    (Code::WrongSeed, "wrong-seed", Severity::Error),
    (Code::WrongGroupCount, "wrong-group-count", Severity::Error),
    (Code::NotBinary, "not-binary", Severity::Error),
    (Code::NotConverged, "not-converged", Severity::Error),
    (Code::ClusterInModel, "cluster-in-model", Severity::Error),
    (Code::VariableInModelTwice, "variable-in-model-twice", Severity::Error),
    (Code::NotInModel, "not-in-model", Severity::Error),
    (Code::ModelTooSmall, "model-too-small", Severity::Error),
    (Code::TooFewClusters, "too-few-clusters", Severity::Error),
    (Code::NothingToShow, "nothing-to-show", Severity::Error),
    (Code::TooManyBins, "too-many-bins", Severity::Error),
    (Code::NotACount, "not-a-count", Severity::Error),
    (Code::NotPositive, "not-positive", Severity::Error),
    (Code::RepeatedUnits, "repeated-units", Severity::Error),
    (Code::NoRegressors, "no-regressors", Severity::Error),
    (Code::ConstantDependent, "constant-dependent", Severity::Error),
    (Code::PerfectPrediction, "perfect-prediction", Severity::Error),
    (Code::SingularDesign, "singular-design", Severity::Error),
    (Code::UnknownScript, "unknown-script", Severity::Error),
    (Code::NotAScriptName, "not-a-script-name", Severity::Error),
    (Code::ScriptTooLong, "script-too-long", Severity::Error),
    (Code::TooManyScripts, "too-many-scripts", Severity::Error),
    (Code::UnknownSetting, "unknown-setting", Severity::Error),
];

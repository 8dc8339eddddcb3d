//! The list of codes.

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
    /// `quota-used`
    QuotaUsed,
    /// `exposure-limit`
    ExposureLimit,
    /// `exposure-high`
    ExposureHigh,
    /// `under-review`
    UnderReview,
    /// `account-closed`
    AccountClosed,
    /// `run-delayed`
    RunDelayed,
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
    /// `too-few-events`
    TooFewEvents,
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

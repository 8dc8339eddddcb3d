//! The audit log as auditors and administrators read it: who did what and when, never what was asked or answered.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::output::WireText;

/// What `GET /audit/log` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditPage {
    /// Newest first.
    pub records: Vec<AuditRecord>,
    /// The value of `before` that gives the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditRecord {
    /// Its place in the chain, from 1.
    pub number: i64,
    /// Seconds since 1970-01-01 UTC.
    pub moment: i64,
    /// A user's e-mail address, or `operator`.
    pub account: String,
    /// Id of the keys that authenticate it.
    pub key: String,
    /// BLAKE3 of the record, hexadecimal.
    pub hash: String,
    /// BLAKE3 of the record before it.
    pub previous: String,
    /// What was done.
    #[serde(flatten)]
    pub act: AuditAct,
}

/// What was done. Hashes are BLAKE3 in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AuditAct {
    /// A script is about to run.
    RunBegan {
        /// The run's identifier.
        run: String,
        /// Hash of the script.
        script_hash: String,
        /// The user's institution.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        institution: Option<String>,
    },
    /// A run is over.
    RunEnded(AuditRunEnd),
    /// An institution was added.
    InstitutionAdded {
        /// Its name.
        name: String,
        /// Its organization number.
        orgnr: String,
    },
    /// An account was made.
    UserAdded {
        /// Its e-mail address.
        email: String,
        /// The institution's name.
        institution: String,
        /// The role.
        role: String,
    },
    /// An invitation was made.
    UserInvited {
        /// For whom.
        email: String,
    },
    /// A user set the first password with an invitation.
    InvitationAccepted {
        /// Whose it was.
        email: String,
    },
    /// A user's password was set by somebody.
    PasswordSet {
        /// Whose.
        email: String,
    },
    /// A user was shut out.
    UserDisabled {
        /// Whom.
        email: String,
    },
    /// The meter flagged an account for review.
    AccountFlagged {
        /// Whose.
        email: String,
        /// What it found.
        finding: AuditFinding,
    },
    /// The meter put an account under review.
    AccountDelayed {
        /// Whose.
        email: String,
        /// What it found.
        finding: AuditFinding,
    },
    /// A reviewer released an account.
    AccountReleased {
        /// Whose.
        email: String,
        /// Why.
        reason: String,
    },
    /// A reviewer closed an account.
    AccountClosed {
        /// Whose.
        email: String,
        /// Why.
        reason: String,
    },
    /// The file of the meter was begun, empty.
    WatchBegan {
        /// The file's identifier.
        watch: String,
        /// Why the one before is gone; absent on a new home.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A draft is about to be released.
    ReleaseBegan {
        /// The databank.
        databank: String,
    },
    /// A draft was released.
    DatabankReleased {
        /// The databank.
        databank: String,
        /// The version.
        version: String,
    },
    /// The noise key was replaced.
    KeyChanged {
        /// Id of the keys before.
        from: String,
        /// Id of the keys from here on.
        to: String,
    },
    /// The records before this one were kept without a chain until now.
    RunsCarriedOver {
        /// How many.
        runs: i64,
    },
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditRunEnd {
    /// The run's identifier.
    pub run: String,
    /// `done`, `failed` or `cancelled`.
    pub outcome: String,
    /// Databanks with their versions.
    pub databanks: Vec<AuditDatabank>,
    /// Hash of the script in the house form.
    pub form_hash: String,
    /// Version of the filter's policy.
    pub policy: u32,
    /// Outputs.
    pub outputs: usize,
    /// How many outputs each rule of the filter touched.
    pub rules: BTreeMap<String, usize>,
    /// How many remarks and refusals there were, by code.
    pub remarks: BTreeMap<String, usize>,
    /// Hash of the result document, the JSON that `skjerm run --json` prints.
    pub document_hash: String,
    /// From the order to the end in milliseconds, on the grid on which results leave.
    pub latency_ms: u64,
    /// What was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<AuditRelease>,
}

/// A databank in the version that a run got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditDatabank {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
}

/// What a run released.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditRelease {
    /// Cells, hidden ones too, each as often as it was asked.
    pub cells: u64,
    /// Models.
    pub models: u64,
    /// Merkle root of the keys of the released cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
    /// What the account had used of its quotas after the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<AuditQuota>,
    /// The account's odometer after the run, in thousandths of ρ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odometer: Option<u64>,
}

/// What meter and detectors found of an account in the last 30 days, since its last release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditFinding {
    /// Pairs of nearly the same sets under different definitions.
    pub events: u64,
    /// The most definitions of one and the same set.
    pub same_set: u64,
    /// The most partitions that one set can be put together from.
    pub partitions: u64,
    /// Splits that look random.
    pub random_splits: u64,
    /// Splits of which it is not known whether they do.
    pub unjudged_splits: u64,
}

/// How much of its quotas an account has used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditQuota {
    /// Cells in the last hour.
    pub cells_hour: u64,
    /// Cells in the last day.
    pub cells_day: u64,
    /// Models in the last day.
    pub models_day: u64,
}

/// What `GET /audit/verification` answers: a walk through the whole chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditVerdict {
    /// Whether everything holds.
    pub holds: bool,
    /// Records that hold, from the first one on.
    pub records: i64,
    /// Moment of the first record, in seconds since 1970-01-01 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Moment of the last record that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    /// The keys that the records are under, in order.
    pub keys: Vec<AuditKeySpan>,
    /// Hash of the last record that holds: noted elsewhere, it shows later that nothing before it was taken away.
    pub head: String,
    /// Where the chain is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<AuditFault>,
}

/// A stretch of records under the same keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditKeySpan {
    /// Id of the keys.
    pub id: String,
    /// The first record.
    pub first: i64,
    /// The last one.
    pub last: i64,
}

/// The first thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditFault {
    /// The record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// What is wrong with it.
    pub message: WireText,
}

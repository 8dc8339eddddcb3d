//! What a record tells: runs and administrative acts. Logging in and out is none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Digest;
use crate::Role;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Act {
    /// A script is about to run.
    RunBegan {
        /// The run's random identifier.
        run: String,
        /// BLAKE3 of the script as it was sent.
        script: Digest,
        /// The user's institution.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        institution: Option<String>,
    },
    /// A run is over. One that has no such record was cut off by the end of the process.
    RunEnded(RunEnd),
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
        /// What the user may do.
        role: Role,
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
        finding: MeterFinding,
    },
    /// The meter put an account under review: it runs nothing until it is released.
    AccountDelayed {
        /// Whose.
        email: String,
        /// What it found.
        finding: MeterFinding,
    },
    /// A reviewer released an account: what it did before does not count any more.
    AccountReleased {
        /// Whose.
        email: String,
        /// Why.
        reason: String,
    },
    /// A reviewer closed an account: it runs nothing until it is released.
    AccountClosed {
        /// Whose.
        email: String,
        /// Why.
        reason: String,
    },
    /// The file of the meter was begun, empty. Only a new home has it without a reason.
    WatchBegan {
        /// The file's random identifier.
        watch: String,
        /// Why the one before is gone.
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
        /// The version that it became.
        version: String,
    },
    /// The noise key was replaced; the first record under the new one.
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

/// How a run ended, without what it answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunEnd {
    /// The run's random identifier.
    pub run: String,
    /// How it ended.
    pub outcome: RunOutcome,
    /// The databanks that it used.
    pub databanks: Vec<DatabankVersion>,
    /// BLAKE3 of the script in the house form (`skjerm fmt`), which is the same however it is spaced and quoted.
    pub form: Digest,
    /// Version of the filter's policy.
    pub policy: u32,
    /// How many outputs it answered.
    pub outputs: usize,
    /// How many of them each rule of the filter touched, by the rule's public name.
    pub rules: BTreeMap<String, usize>,
    /// How many remarks and refusals it answered, by code.
    pub remarks: BTreeMap<String, usize>,
    /// BLAKE3 of the result document, the JSON that `skjerm run --json` prints.
    pub document: Digest,
    /// From the order to the end in milliseconds, on the grid on which results leave.
    pub latency_ms: u64,
    /// What the run released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<ReleaseAccount>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunOutcome {
    /// Every command was answered.
    Done,
    /// A command stopped it.
    Failed,
    /// It was given up.
    Cancelled,
}

/// A databank in the version that a run got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatabankVersion {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
}

/// What a run released, for quotas, odometer and nightly detectors. Whole numbers only, so that the same account is the same text;
/// nothing here is a true count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseAccount {
    /// Cells, hidden ones too, each as often as it was asked.
    pub cells: u64,
    /// Models.
    pub models: u64,
    /// Merkle root of the keys of the released cells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<Digest>,
    /// What the account had used of its quotas after the run; none for the operator, who has no quota.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<QuotaUse>,
    /// The account's odometer after the run, in thousandths of ρ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub odometer: Option<u64>,
}

/// What meter and detectors found of an account in their window of 30 days, since the last release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeterFinding {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaUse {
    /// Cells in the last hour.
    pub cells_hour: u64,
    /// Cells in the last day.
    pub cells_day: u64,
    /// Models in the last day.
    pub models_day: u64,
}

//! What accounts use of their quotas, for users of their own account and for reviewers of all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::audit::{AuditFinding, AuditQuota};
use crate::output::WireText;

/// What `GET /usage` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsageDocument {
    /// Each quota.
    pub quotas: Vec<QuotaEntry>,
    /// What the account was told of small groups in the last 30 days.
    pub odometer: OdometerEntry,
    /// Sets that the account defined in the last 24 hours.
    pub sets: SetsEntry,
    /// Why nothing runs now; absent: scripts run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial: Option<DenialEntry>,
}

/// One quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuotaEntry {
    /// `cells-hour`, `cells-day` or `models-day`.
    pub name: String,
    /// What the account has used: a small cell counts ten, one of the sensitive tier four times as much.
    pub used: u64,
    /// From here on, nothing runs.
    pub most: u64,
    /// What all accounts of the institution have used.
    pub institution_used: u64,
    /// From here on, nothing runs for any of them.
    pub institution_most: u64,
}

/// The odometer, in thousandths of ρ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OdometerEntry {
    /// Where it stands.
    pub stands: u64,
    /// From here on, runs warn.
    pub warn: u64,
    /// From here on, nothing runs.
    pub stop: u64,
}

/// Sets defined in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetsEntry {
    /// So many were defined.
    pub day: u64,
    /// Above it, runs wait before they begin.
    pub free: u64,
    /// Seconds that the next run waits.
    pub wait_seconds: u64,
}

/// Why nothing runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DenialEntry {
    /// What it is, when it ends, whom to ask.
    pub message: WireText,
    /// Seconds until it ends by itself; absent: it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// What `GET /audit/accounts` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditAccountList {
    /// Accounts that were active or are under review, by name.
    pub accounts: Vec<AuditAccount>,
}

/// Where an account stands: counts, nothing of scripts or data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditAccount {
    /// A user's e-mail address, or `operator`.
    pub account: String,
    /// The user's institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// `open`, `flagged` (for a look), `delayed` (nothing runs until it is released) or `closed`.
    pub standing: String,
    /// Since when, in seconds since 1970-01-01 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// The last release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<i64>,
    /// What meter and detectors found.
    pub finding: AuditFinding,
    /// What it has used of its quotas.
    pub quota: AuditQuota,
    /// Sets defined in the last day.
    pub sets_day: u64,
    /// The odometer in thousandths of ρ.
    pub odometer: u64,
}

/// What `POST /audit/accounts/{email}/release` and `…/close` take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewDecision {
    /// Why, for the audit log: 1 to 500 characters.
    pub reason: String,
}

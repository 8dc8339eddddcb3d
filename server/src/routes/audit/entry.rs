//! Records of the log in the form that crosses HTTP.

use accounts::audit::{Act, Digest, Entry, MeterFinding, QuotaUse, ReleaseAccount, RunEnd, RunOutcome};
use wire::audit::{AuditAct, AuditDatabank, AuditFinding, AuditQuota, AuditRecord, AuditRelease, AuditRunEnd};

/// What the meter found.
pub(super) fn finding(found: MeterFinding) -> AuditFinding {
    let MeterFinding { events, same_set, partitions, random_splits, unjudged_splits } = found;
    AuditFinding { events, same_set, partitions, random_splits, unjudged_splits }
}

/// What was used of quotas.
pub(super) fn quota(used: QuotaUse) -> AuditQuota {
    let QuotaUse { cells_hour, cells_day, models_day } = used;
    AuditQuota { cells_hour, cells_day, models_day }
}

/// A record.
pub(super) fn record(Entry { record, hash }: Entry) -> AuditRecord {
    AuditRecord {
        number: record.number,
        moment: record.moment,
        account: record.account,
        key: record.key,
        hash: hash.to_string(),
        previous: record.previous.to_string(),
        act: act(record.act),
    }
}

fn act(act: Act) -> AuditAct {
    match act {
        Act::RunBegan { run, script, institution } => {
            AuditAct::RunBegan { run, script_hash: script.to_string(), institution }
        }
        Act::RunEnded(end) => AuditAct::RunEnded(run_end(end)),
        Act::InstitutionAdded { name, orgnr } => AuditAct::InstitutionAdded { name, orgnr },
        Act::UserAdded { email, institution, role } => {
            AuditAct::UserAdded { email, institution, role: role.name().to_owned() }
        }
        Act::UserInvited { email } => AuditAct::UserInvited { email },
        Act::InvitationAccepted { email } => AuditAct::InvitationAccepted { email },
        Act::PasswordSet { email } => AuditAct::PasswordSet { email },
        Act::UserDisabled { email } => AuditAct::UserDisabled { email },
        Act::AccountFlagged { email, finding: found } => AuditAct::AccountFlagged { email, finding: finding(found) },
        Act::AccountDelayed { email, finding: found } => AuditAct::AccountDelayed { email, finding: finding(found) },
        Act::AccountReleased { email, reason } => AuditAct::AccountReleased { email, reason },
        Act::AccountClosed { email, reason } => AuditAct::AccountClosed { email, reason },
        Act::WatchBegan { watch, reason } => AuditAct::WatchBegan { watch, reason },
        Act::ReleaseBegan { databank } => AuditAct::ReleaseBegan { databank },
        Act::DatabankReleased { databank, version } => AuditAct::DatabankReleased { databank, version },
        Act::KeyChanged { from, to } => AuditAct::KeyChanged { from, to },
        Act::RunsCarriedOver { runs } => AuditAct::RunsCarriedOver { runs },
    }
}

fn run_end(end: RunEnd) -> AuditRunEnd {
    let outcome = match end.outcome {
        RunOutcome::Done => "done",
        RunOutcome::Failed => "failed",
        RunOutcome::Cancelled => "cancelled",
    };
    let databanks = end.databanks.into_iter();
    AuditRunEnd {
        run: end.run,
        outcome: outcome.to_owned(),
        databanks: databanks.map(|bank| AuditDatabank { name: bank.name, version: bank.version }).collect(),
        form_hash: end.form.to_string(),
        policy: end.policy,
        outputs: end.outputs,
        rules: end.rules,
        remarks: end.remarks,
        document_hash: end.document.to_string(),
        latency_ms: end.latency_ms,
        release: end.release.map(release),
    }
}

fn release(account: ReleaseAccount) -> AuditRelease {
    AuditRelease {
        cells: account.cells,
        models: account.models,
        root: account.root.as_ref().map(Digest::to_string),
        quota: account.quota.map(quota),
        odometer: account.odometer,
    }
}

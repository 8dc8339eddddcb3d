//! Runs in the audit log: who and when before they start, what the filter did after they ended; never what was asked or answered.

use std::collections::BTreeMap;

use accounts::audit::{Act, DatabankVersion, Digest, RunEnd, RunOutcome, Stamp};
use accounts::{Accounts, AccountsError, Moment};
use language::Table;
use serde_json::Value;
use wire::output::Body;
use wire::run::RunState;

use crate::Runner;
use crate::watch::Watch;
use crate::work::{End, NotWritten, Order};
use crate::world::internal;

/// Writes down that an order is taken.
pub fn begins(accounts: &Accounts, order: &Order) -> Result<(), NotWritten> {
    let institution = match &order.runner {
        Runner::Operator => Ok(None),
        Runner::User(email) => accounts.user(email).map(|user| Some(user.institution)),
    };
    let written = institution.and_then(|institution| {
        let script = Digest::of(order.script.as_bytes());
        let act = Act::RunBegan { run: order.id.clone(), script, institution };
        accounts.record(Stamp { account: order.runner.account(), now: Moment::now() }, act)
    });
    written.map_err(failed)
}

/// Writes down that runs are over, and what they released.
pub fn ended(accounts: &Accounts, watch: &Watch, ends: &[End], table: &Table, policy: u32) -> Result<(), NotWritten> {
    let now = Moment::now();
    let acts = ends.iter().map(|end| {
        let stamp = Stamp { account: end.order.runner.account(), now };
        let release = watch.close(&end.order.runner, &end.order.id, now);
        (stamp, Act::RunEnded(RunEnd { release: Some(release), ..told(end, table, policy) }))
    });
    accounts.record_all(acts).map_err(failed)
}

/// The texts of these errors name nothing that a script says.
fn failed(error: AccountsError) -> NotWritten {
    let _ = internal("audit log", &error);
    NotWritten
}

/// What is told of an end. Everything here is of the released document or of the script's text.
fn told(end: &End, table: &Table, policy: u32) -> RunEnd {
    let (mut rules, mut remarks) = (BTreeMap::new(), BTreeMap::new());
    for output in &end.document.outputs {
        for rule in &output.protection {
            *rules.entry(name(rule)).or_default() += 1;
        }
        if let Body::Diagnostic(remark) = &output.body {
            *remarks.entry(remark.code.clone()).or_default() += 1;
        }
    }
    let databanks = end.document.databanks.iter();
    RunEnd {
        run: end.order.id.clone(),
        outcome: match end.state {
            RunState::Done => RunOutcome::Done,
            RunState::Cancelled => RunOutcome::Cancelled,
            RunState::Queued | RunState::Running | RunState::Failed => RunOutcome::Failed,
        },
        databanks: databanks
            .map(|bank| DatabankVersion { name: bank.name.clone(), version: bank.version.clone() })
            .collect(),
        form: Digest::of(language::format::format(&end.order.script, table).as_bytes()),
        policy,
        outputs: end.document.outputs.len(),
        rules,
        remarks,
        // A document is always JSON; were it not, nothing would have been answered either.
        document: Digest::of(&serde_json::to_vec(&end.document).unwrap_or_default()),
        latency_ms: u64::try_from(end.latency.as_millis()).unwrap_or(u64::MAX),
        release: None,
    }
}

/// The public name of a rule, as it stands in documents.
fn name(rule: &impl serde::Serialize) -> String {
    match serde_json::to_value(rule) {
        Ok(Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;
    use std::time::Duration;

    use accounts::audit::ReleaseAccount;
    use wire::output::{Output, Rule, RunDocument, WireText};

    use super::*;

    fn output(protection: Vec<Rule>) -> Output {
        let markdown = WireText { nb: "svar".to_owned(), en: "answer".to_owned() };
        let body = Body::Text { markdown };
        Output {
            line: 1,
            command: "tabulate lønn".to_owned(),
            name: None,
            synthetic: false,
            protection,
            noise: None,
            body,
        }
    }

    #[test]
    fn a_run_is_told_by_hashes_and_counts() {
        let accounts = Arc::new(Accounts::in_memory().unwrap());
        let watch = Watch::in_memory(&accounts).unwrap();
        let script = "tabulate   lønn";
        let order = Order { id: "r".to_owned(), runner: Runner::Operator, script: script.to_owned() };
        begins(&accounts, &order).unwrap();
        let outputs = vec![output(vec![Rule::CountNoise, Rule::MinimumCount]), output(vec![Rule::CountNoise])];
        let document = RunDocument { databanks: Vec::new(), outputs };
        let hash = Digest::of(&serde_json::to_vec(&document).unwrap());
        let end = End { order: Arc::new(order), state: RunState::Done, document, latency: Duration::from_millis(200) };
        ended(&accounts, &watch, &[end], &Table::builtin(), 7).unwrap();
        let page = accounts.audit_page(None, 10).unwrap();
        let Act::RunEnded(told) = &page[0].record.act else { unreachable!("the end comes last") };
        assert_eq!((told.outcome, told.outputs, told.policy, told.latency_ms), (RunOutcome::Done, 2, 7, 200));
        assert_eq!(told.rules, [("count-noise".to_owned(), 2), ("minimum-count".to_owned(), 1)].into());
        assert_eq!((told.document, told.form), (hash, Digest::of("tabulate lønn\n".as_bytes())));
        let none = ReleaseAccount { odometer: Some(0), ..ReleaseAccount::default() };
        assert_eq!(told.release, Some(none), "the operator has no quota");
        let log = format!("{page:?}");
        assert!(!log.contains("lønn") && !log.contains("svar"), "{log}");
    }

    #[test]
    fn a_user_who_is_gone_runs_nothing() {
        let accounts = Accounts::in_memory().unwrap();
        let runner = Runner::User("kari@x.no".to_owned());
        let order = Order { id: "r".to_owned(), runner, script: String::new() };
        assert_eq!(begins(&accounts, &order), Err(NotWritten));
        assert!(accounts.audit_page(None, 1).unwrap().is_empty());
    }
}

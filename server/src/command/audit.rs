//! `skjerm audit …`: the hash chain from its first record to its head, and accounts under review.

mod review;

use accounts::audit::{self, Verdict};
use anyhow::{Result, bail};
use jobs::Home;
use text::Text;
use variables::Day;

use super::{End, print_line};
use crate::cli::AuditTask;
use crate::message::{Explain as _, message};
use crate::{render, startup};

/// Does what is asked.
pub fn audit(home: &Home, task: AuditTask) -> Result<End> {
    match task {
        AuditTask::Verify => verify(home),
        AuditTask::Accounts { json } => review::accounts(home, json),
        AuditTask::Release(decision) => review::release(home, &decision),
        AuditTask::Close(decision) => review::close(home, &decision),
        AuditTask::RestartWatch { reason } => review::restart_watch(home, &reason),
    }
}

/// Walks the log and says what it found; the end is failed if it does not hold.
fn verify(home: &Home) -> Result<End> {
    if !home.accounts().exists() {
        bail!(message("dette hjemmet har ingen revisjonslogg ennå", "this home has no audit log yet"));
    }
    let keys = startup::keys(home)?;
    let verdict = audit::verify(&home.accounts(), &keys.audit())
        .explain(|| message("kan ikke lese revisjonsloggen", "cannot read the audit log"))?;
    for line in told(&verdict) {
        print_line(line.get(render::reader()))?;
    }
    let Some(fault) = &verdict.fault else {
        print_line(message("loggen er hel", "the log holds"))?;
        return Ok(End::Fine);
    };
    eprintln!("{}", fault.text().get(render::reader()));
    Ok(End::Failed)
}

/// What holds, a line each.
fn told(verdict: &Verdict) -> Vec<Text> {
    let Verdict { records, first, last, keys, head, .. } = verdict;
    let mut lines = vec![Text::new(format!("poster som holder: {records}"), format!("records that hold: {records}"))];
    if let (Some(first), Some(last)) = (first, last) {
        let (first, last) = (moment(*first), moment(*last));
        lines.push(Text::new(format!("fra {first} til {last}"), format!("from {first} to {last}")));
    }
    for span in keys {
        let (id, first, last) = (&span.id, span.first, span.last);
        lines.push(Text::new(
            format!("nøkler {id}: post {first} til {last}"),
            format!("keys {id}: records {first} to {last}"),
        ));
    }
    if *records > 0 {
        lines.push(Text::new(format!("post {records}: {head}"), format!("record {records}: {head}")));
    }
    lines
}

/// `2026-11-26 23:10:07 UTC`.
fn moment(seconds: i64) -> String {
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let day = Day(i32::try_from(day).unwrap_or_default());
    format!("{day} {:02}:{:02}:{:02} UTC", second / 3600, second % 3600 / 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_to_the_second() {
        assert_eq!(moment(1_700_000_000), "2023-11-14 22:13:20 UTC");
    }
}

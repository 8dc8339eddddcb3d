//! Codes about quotas, the odometer and accounts under review. HTTP tells the same sentences ([`Diagnostic::sentence`]).

use text::{Locale, Text, t};
use variables::Quota;
use variables::quota::{INSTITUTION, METER_DAYS, ODOMETER_DAYS, ODOMETER_STOP, ODOMETER_WARN, SETS_DAY};

use super::Code;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// `quota-used`: A user, or the user's institution, has used up a quota; room comes free after so many seconds.
pub fn quota_used(span: Span, quota: Quota, is_institution: bool, seconds: u64) -> Diagnostic {
    let most = if is_institution { quota.most() * INSTITUTION } else { quota.most() };
    let (nb, en) = match quota {
        Quota::CellsHour => ("celler i timen", "cells an hour"),
        Quota::CellsDay => ("celler i døgnet", "cells a day"),
        Quota::ModelsDay => ("modeller i døgnet", "models a day"),
    };
    let (whose_nb, whose_en) = if is_institution {
        ("institusjonens kvote", "your institution's quota")
    } else {
        ("kvoten din", "your quota")
    };
    let (most, until) = (|locale: Locale| locale.number(Some(most as f64), 0), duration(seconds));
    let diagnostic = Code::QuotaUsed.at(
        span,
        Text::new(
            format!(
                "{whose_nb} på {} {nb} er brukt opp; det blir plass igjen om {}",
                most(Locale::Nb),
                until.get(Locale::Nb)
            ),
            format!(
                "{whose_en} of {} {en} is used up; there is room again in {}",
                most(Locale::En),
                until.get(Locale::En)
            ),
        ),
    );
    diagnostic.hint(whom_to_ask())
}

/// `exposure-limit`: What an account was told of small groups in the window reaches the odometer's stop.
pub fn exposure_limit(span: Span, seconds: u64) -> Diagnostic {
    let (stop, until) = (ODOMETER_STOP / 1_000, duration(seconds));
    let diagnostic = Code::ExposureLimit.at(
        span,
        Text::new(
            format!(
                "kontoen har fått så mange tall om små grupper de siste {ODOMETER_DAYS} dagene som den kan få (ρ = {stop}); det blir \
                 plass igjen om {}",
                until.get(Locale::Nb)
            ),
            format!(
                "this account has been told as much about small groups in the last {ODOMETER_DAYS} days as it can be (ρ = {stop}); \
                 there is room again in {}",
                until.get(Locale::En)
            ),
        ),
    );
    diagnostic.hint(whom_to_ask())
}

/// `exposure-high`: What an account was told of small groups in the window is half way to the stop.
pub fn exposure_high(span: Span) -> Diagnostic {
    let (warn, stop) = (ODOMETER_WARN / 1_000, ODOMETER_STOP / 1_000);
    let diagnostic = Code::ExposureHigh.at(
        span,
        Text::new(
            format!(
                "kontoen har fått mange tall om små grupper de siste {ODOMETER_DAYS} dagene (ρ er over {warn}); ved {stop} stopper \
                 kjøringene"
            ),
            format!(
                "this account has been told much about small groups in the last {ODOMETER_DAYS} days (ρ is above {warn}); at {stop} its \
                 runs stop"
            ),
        ),
    );
    diagnostic.hint(t("spør om større grupper", "ask about larger groups"))
}

/// `under-review`: The meter saw many nearly the same sets; people look before anything more is answered.
pub fn under_review(span: Span) -> Diagnostic {
    let diagnostic = Code::UnderReview.at(
        span,
        Text::new(
            format!(
                "kontoen er til gjennomgang fordi mange av utvalgene de siste {METER_DAYS} dagene nesten er like; ingenting kjøres før \
                 den er frigitt"
            ),
            format!(
                "this account is under review because many of its selections in the last {METER_DAYS} days are nearly the same; nothing \
                 runs until it is released"
            ),
        ),
    );
    diagnostic.hint(whom_to_ask())
}

/// `account-closed`: A reviewer closed the account.
pub fn account_closed(span: Span) -> Diagnostic {
    let diagnostic = Code::AccountClosed.at(
        span,
        t(
            "kontoen er stengt for kjøringer av plattformens revisor",
            "this account was closed for runs by the platform's auditor",
        ),
    );
    diagnostic.hint(whom_to_ask())
}

/// `run-delayed`: A run that waits before it begins, because its account defined many sets today.
pub fn run_delayed(span: Span, seconds: u64) -> Diagnostic {
    let wait = duration(seconds);
    let diagnostic = Code::RunDelayed.at(
        span,
        Text::new(
            format!(
                "kontoen har laget mer enn {SETS_DAY} utvalg det siste døgnet; kjøringen begynner om {}",
                wait.get(Locale::Nb)
            ),
            format!(
                "this account has defined more than {SETS_DAY} selections in the last day; the run begins in {}",
                wait.get(Locale::En)
            ),
        ),
    );
    diagnostic.hint(whom_to_ask())
}

fn whom_to_ask() -> Text {
    t(
        "spør plattformens revisor eller administrator hvis noe haster eller er feil",
        "ask the platform's auditor or administrator if it is urgent or wrong",
    )
}

/// A time to wait, rounded up to what people count in.
fn duration(seconds: u64) -> Text {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let (n, nb, en) = match seconds {
        0..=90 => (seconds.max(1), ("sekund", "sekunder"), ("second", "seconds")),
        91..=5_400 => (seconds.div_ceil(MINUTE), ("minutt", "minutter"), ("minute", "minutes")),
        5_401..=172_800 => (seconds.div_ceil(HOUR), ("time", "timer"), ("hour", "hours")),
        _ => (seconds.div_ceil(DAY), ("døgn", "døgn"), ("day", "days")),
    };
    let word = |(one, many): (&'static str, &'static str)| if n == 1 { one } else { many };
    Text::new(format!("{n} {}", word(nb)), format!("{n} {}", word(en)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_when_and_whom_to_ask() {
        let told = quota_used(Span::default(), Quota::CellsHour, false, 700).sentence();
        assert_eq!(
            told.get(Locale::En),
            "your quota of 50,000 cells an hour is used up; there is room again in 12 minutes: ask the platform's auditor or \
             administrator if it is urgent or wrong"
        );
        let told = quota_used(Span::default(), Quota::ModelsDay, true, 50_000).sentence();
        assert!(
            told.get(Locale::Nb).starts_with("institusjonens kvote på 20\u{202f}000 modeller i døgnet er brukt opp")
        );
        assert!(told.get(Locale::Nb).contains("om 14 timer"), "{told:?}");
    }

    #[test]
    fn times_are_told_as_people_count_them() {
        let told =
            [0, 1, 90, 91, 3_600, 5_401, 86_400, 200_000].map(|seconds| duration(seconds).get(Locale::En).to_owned());
        assert_eq!(
            told,
            ["1 second", "1 second", "90 seconds", "2 minutes", "60 minutes", "2 hours", "24 hours", "3 days"]
        );
    }
}

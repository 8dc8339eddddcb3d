//! Why an account may not go on now, in the words of the script language's codes.

use language::codes;
use language::diagnostic::Diagnostic;
use language::span::Span;
use text::Text;
use variables::Quota;

/// Why an account may not go on now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// A quota is used up.
    Quota {
        /// Which.
        quota: Quota,
        /// It is the institution's.
        is_institution: bool,
        /// Seconds until there is room.
        seconds: u64,
    },
    /// The odometer reached its stop.
    Exposure {
        /// Seconds until there is room.
        seconds: u64,
    },
    /// The meter put the account under review.
    UnderReview,
    /// A reviewer closed the account.
    Closed,
    /// What accounts use cannot be kept now: nothing runs without it. The cause went to the restricted log.
    NotKept,
}

impl Denial {
    /// The remark on the statement that is not run.
    pub fn diagnostic(self, span: Span) -> Diagnostic {
        match self {
            Denial::Quota { quota, is_institution, seconds } => codes::quota_used(span, quota, is_institution, seconds),
            Denial::Exposure { seconds } => codes::exposure_limit(span, seconds),
            Denial::UnderReview => codes::under_review(span),
            Denial::Closed => codes::account_closed(span),
            Denial::NotKept => codes::internal(span, "watch"),
        }
    }

    /// What people read where there is no script: what it is, when it ends, whom to ask.
    pub fn text(self) -> Text {
        self.diagnostic(Span::default()).sentence()
    }

    /// Seconds until it is worth trying again, where time alone helps.
    pub fn seconds(self) -> Option<u64> {
        match self {
            Denial::Quota { seconds, .. } | Denial::Exposure { seconds } => Some(seconds),
            Denial::UnderReview | Denial::Closed | Denial::NotKept => None,
        }
    }
}

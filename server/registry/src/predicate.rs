//! Which periods a selection takes: the predicates of `datastore.md` section 9, on epoch days.

use variables::Day;

use crate::error::{RegistryError, Result};
use crate::record::Selection;

/// A checked selection for variables with periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Predicate {
    All,
    Status(i32),
    Event(i32, i32),
}

impl Predicate {
    /// Refuses a window that ends before it begins.
    pub(crate) fn new(selection: &Selection) -> Result<Predicate> {
        match *selection {
            Selection::All => Ok(Predicate::All),
            Selection::At(Day(day)) => Ok(Predicate::Status(day)),
            Selection::Window { from, to } if from > to => Err(RegistryError::ReversedWindow),
            Selection::Window { from: Day(from), to: Day(to) } => Ok(Predicate::Event(from, to)),
        }
    }

    /// Whether a row with the closed period `start..=stop` (`None`: ongoing) is taken.
    ///
    /// For a valid row (start ≤ stop) the four terms of `event(A..B)` come to: the period meets the window.
    pub(crate) fn holds(self, start: i32, stop: Option<i32>) -> bool {
        match self {
            Predicate::All => true,
            Predicate::Status(day) => start <= day && stop.is_none_or(|stop| stop >= day),
            Predicate::Event(from, to) => start <= to && stop.is_none_or(|stop| stop >= from),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::nonminimal_bool, reason = "the terms stand as the specification has them")]
    use proptest::prelude::*;

    use super::*;

    /// The predicate as the specification writes it, term by term.
    fn event_as_specified(s: i32, e: Option<i32>, a: i32, b: i32) -> bool {
        (s <= a && e.is_none())
            || (s <= a && e.is_some_and(|e| e >= a))
            || (a <= s && s <= b)
            || (s > a && e.is_some_and(|e| e <= b))
    }

    proptest! {
        #[test]
        fn event_equals_its_four_terms(s in -30..30i32, length in proptest::option::of(0..20i32), a in -40..40i32, width in 0..20i32) {
            let e = length.map(|length| s + length);
            let window = Selection::Window { from: Day(a), to: Day(a + width) };
            prop_assert_eq!(Predicate::new(&window).unwrap().holds(s, e), event_as_specified(s, e, a, a + width));
        }

        #[test]
        fn status_equals_its_two_terms(s in -30..30i32, length in proptest::option::of(0..20i32), d in -40..40i32) {
            let e = length.map(|length| s + length);
            let wanted = (s <= d && e.is_none()) || (s <= d && e.is_some_and(|e| e >= d));
            prop_assert_eq!(Predicate::new(&Selection::At(Day(d))).unwrap().holds(s, e), wanted);
        }

        #[test]
        fn reversed_windows_are_refused(a in -40..40i32, back in 1..20i32) {
            let window = Selection::Window { from: Day(a), to: Day(a - back) };
            prop_assert!(matches!(Predicate::new(&window), Err(RegistryError::ReversedWindow)));
        }
    }
}

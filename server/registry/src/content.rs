//! What is known of when a variable has data: the truth, kept inside, and what may be shown.

use serde::{Deserialize, Serialize};
use variables::{Day, Variable};

/// What may be shown about when a variable has data; for `register` databanks released values only
/// (contract section 5: dates with at least 1000 released units, first and last day to the year).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// First day with data.
    pub valid_from: Option<Day>,
    /// Last day with data; `None`: ongoing or unknown.
    pub valid_until: Option<Day>,
    /// STATUS: measurement days. ACCUMULATED: the first day of each period.
    pub measure_dates: Vec<Day>,
}

impl Coverage {
    /// Puts the coverage into a variable as the catalogue shows it.
    pub(crate) fn apply(&self, variable: &mut Variable) {
        variable.valid_from = self.valid_from;
        variable.valid_until = self.valid_until;
        variable.measure_dates.clone_from(&self.measure_dates);
    }
}

/// A period of a STATUS or ACCUMULATED variable and its true number of rows (one a unit).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Day,
    /// Last day.
    pub stop: Day,
    /// Rows: confidential.
    pub rows: u64,
}

/// The truth about when a variable has data. Confidential for `register` databanks: only `jobs` reads it, and only to
/// compute a [`Coverage`] that may be released.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrueCoverage {
    /// Rows in all.
    pub rows: u64,
    /// First start; `None`: FIXED or no rows.
    pub first: Option<Day>,
    /// Last start or stop, whichever is later, as the exchange format defines it.
    pub last: Option<Day>,
    /// EVENT: some row is ongoing.
    pub has_open: bool,
    /// STATUS and ACCUMULATED: every period, sorted.
    pub periods: Vec<Period>,
}

impl TrueCoverage {
    /// The coverage to show where nothing needs protection (`open` databanks).
    pub fn exact(&self) -> Coverage {
        let mut measure_dates: Vec<Day> = self.periods.iter().map(|period| period.start).collect();
        measure_dates.dedup();
        Coverage { valid_from: self.first, valid_until: if self.has_open { None } else { self.last }, measure_dates }
    }
}

//! The attacks, one a module; each gives rows of the acceptance table.

pub mod counts;
pub mod models;
pub mod oracles;
pub mod side_channels;
pub mod units;
pub mod values;
pub mod watched;

use anyhow::Result;

use crate::Stage;
use crate::measure::{Limit, Row};

/// An attack.
pub struct Attack {
    /// Its name on the command line.
    pub name: &'static str,
    /// Carries it out.
    pub run: fn(&Stage) -> Result<Vec<Row>>,
}

/// All, in the order of the table.
pub const ALL: &[Attack] = &[
    Attack { name: "pairs", run: counts::pairs::run },
    Attack { name: "known-size", run: counts::known_size::run },
    Attack { name: "scan", run: counts::scan::run },
    Attack { name: "small-counts", run: counts::small::run },
    Attack { name: "averaging", run: counts::averaging::run },
    Attack { name: "samples", run: counts::samples::run },
    Attack { name: "bulk", run: counts::bulk::run },
    Attack { name: "groups", run: counts::groups::run },
    Attack { name: "thresholds", run: oracles::thresholds::run },
    Attack { name: "messages", run: oracles::messages::run },
    Attack { name: "differencing", run: values::differencing::run },
    Attack { name: "largest", run: values::largest::run },
    Attack { name: "flags", run: values::flags::run },
    Attack { name: "amplified", run: values::amplified::run },
    Attack { name: "means", run: values::means::run },
    Attack { name: "order-statistics", run: values::order_statistics::run },
    Attack { name: "extremes", run: values::extremes::run },
    Attack { name: "dominance", run: values::dominance::run },
    Attack { name: "small-groups", run: values::groups::run },
    Attack { name: "isolating", run: models::isolating::run },
    Attack { name: "fit", run: models::fit::run },
    Attack { name: "jobs", run: units::jobs::run },
    Attack { name: "panels", run: units::panels::run },
    Attack { name: "timing", run: side_channels::timing::run },
    Attack { name: "lists", run: side_channels::lists::run },
    Attack { name: "digits", run: side_channels::digits::run },
    Attack { name: "watched", run: watched::run },
    Attack { name: "laws", run: crate::laws::run },
    Attack { name: "utility", run: crate::utility::run },
    Attack { name: "later", run: later },
];

/// Rows whose outputs come with later issues, and rows that other commands measure.
fn later(_: &Stage) -> Result<Vec<Row>> {
    let elsewhere = |number, what, limit, place| Row::elsewhere(number, what, limit, place);
    Ok(vec![
        elsewhere("C.8", "residuals and Cook's distances as filters", Limit::Printed, "with predictions"),
        elsewhere("C.17", "survival curves at single events", Limit::Printed, "with survival curves"),
        elsewhere("C.9", "correlation with a dummy of the target", Limit::Printed, "with `correlate`"),
        elsewhere(
            "D.9",
            "overhead of the filter at 5.5 million persons, ms",
            Limit::AtMost(50.0),
            "`cargo xtask bench-filter`, benchmarks/filter.md",
        ),
    ])
}

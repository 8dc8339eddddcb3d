//! Counts: one symmetric noise row for every n ≥ 1, and a count is shown only if the noised value is 8 or more. Argument:
//! `proofs/minimum_count.md`.

use crate::filter::{Filter, Protection};
use crate::noise_row::NoiseRow;
use crate::normal_form::Form;
use crate::policy::Noise;
use crate::seed::{Definition, Domain};
use crate::tally::SetId;

/// A count as the filter sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// The released number, `None` where hidden.
    pub(crate) shown: Option<i64>,
    pub(crate) set: SetId,
}

impl Count {
    /// The released number for sums and comparisons: a hidden one counts as nothing.
    pub(crate) fn or_zero(self) -> i64 {
        self.shown.unwrap_or_default()
    }
}

/// Counts a set of persons; the noise belongs to the question.
pub(crate) fn count(filter: &Filter, protection: Protection, form: &Form, set: SetId) -> Count {
    let sources = form.sources();
    let definition = Definition::new(form.def_id(), &sources);
    let shown = match protection.of(&sources) {
        Protection::Exact => i64::try_from(set.n).ok(),
        Protection::Rules(tier) => {
            // An empty set draws like any other and is hidden after it: same work, same time.
            let deviation = NoiseRow::of(tier).deviation(filter.seed(Domain::Count, &definition, set).u32(0));
            let noise = if filter.policy().noise == Noise::Nothing { 0 } else { deviation };
            let noised = i64::try_from(set.n).unwrap_or(i64::MAX / 2) + noise;
            let shown = (set.n > 0 && noised >= filter.policy().show_min).then_some(noised);
            filter.note_cell(&definition, tier, shown);
            shown
        }
    };
    Count { shown, set }
}

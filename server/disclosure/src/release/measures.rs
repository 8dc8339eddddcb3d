//! Statistics of numbers for the rows of one cell: the one place where a mean, a sum, a percentile or a gini is released,
//! whoever asks for it (tables, summaries, bars, groups). Argument: `proofs/magnitude_table.md`.

use rayon::prelude::*;
use wire::output::{NoteCode, Rule};

use super::cell::CellUnits;
use super::few_valued;
use super::touched::Touched;
use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::policy::{Policy, Tier};
use crate::rule::minimum_count::{Count, count};
use crate::rule::{clamp, dominance, gate, rounding, variation};
use crate::seed::Definition;
use crate::statistic::{Measure, NumberColumn, Population};
use crate::tally::{ByPerson, SetId};
use crate::weighted::{Moments, WeightedNumbers, percentile_type_7, plain_mean};
use crate::weights::{self, Units};

/// A released number or why there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Shown {
    Whole(i64),
    Number(f64),
    Hidden(NoteCode),
}

/// What is asked of a cell.
pub(crate) struct Asked<'a> {
    pub(crate) filter: &'a Filter,
    pub(crate) protection: Protection,
    /// As the question sees it: `several_rows` is false where its cell has one row a person by metadata.
    pub(crate) population: &'a Population,
    pub(crate) column: &'a NumberColumn,
    /// The question, `valid(column)` in it.
    pub(crate) form: &'a Form,
    /// The persons of the rows, counted before.
    pub(crate) set: SetId,
}

/// The statistics of rows that stand by person, all of which have a value.
pub(crate) fn measures(asked: &Asked<'_>, rows: ByPerson<'_>, wanted: &[Measure]) -> Vec<Shown> {
    match asked.protection {
        Protection::Exact => exact(asked, rows, wanted),
        Protection::Rules(tier) => match few_valued::values(asked.filter.policy(), asked.column) {
            Some(values) => few_valued::measures(asked, rows.rows, &values, wanted),
            None => weighted(asked, rows, wanted, tier),
        },
    }
}

/// Sets whose count is hidden have no other statistics; looked at after everything was computed.
pub(crate) fn hidden_below_minimum(count: Option<i64>, shown: Vec<Shown>) -> Vec<Shown> {
    shown.into_iter().map(|one| if count.is_none() { Shown::Hidden(NoteCode::BelowMinimum) } else { one }).collect()
}

fn exact(asked: &Asked<'_>, rows: ByPerson<'_>, wanted: &[Measure]) -> Vec<Shown> {
    let (_, mut values) = units_of(asked, rows);
    let numbers = WeightedNumbers { values: &values, changed: &[] };
    let (moments, gini) = (numbers.moments(), wanted.contains(&Measure::Gini).then(|| numbers.gini()).flatten());
    exact_shown(values.len(), &moments, gini, &mut |p| percentile_type_7(&mut values, p), wanted)
}

/// Exact statistics of `n` numbers.
pub(crate) fn exact_shown(
    n: usize,
    moments: &Moments,
    gini: Option<f64>,
    percentile: &mut dyn FnMut(f64) -> Option<f64>,
    wanted: &[Measure],
) -> Vec<Shown> {
    let finite = |number: Option<f64>| number.filter(|number| number.is_finite());
    let some = |number| finite(number).map_or(Shown::Hidden(NoteCode::Undefined), Shown::Number);
    wanted
        .iter()
        .map(|measure| match measure {
            Measure::Count => Shown::Whole(n as i64),
            Measure::Mean => some(positive(moments).map(|moments| moments.mean)),
            Measure::Std => some(moments.sd),
            Measure::Sum => some(positive(moments).map(|moments| moments.sum)),
            Measure::Percentile(p) => some(percentile(*p)),
            Measure::Iqr => some(percentile(0.25).zip(percentile(0.75)).map(|(low, high)| high - low)),
            Measure::Gini => some(gini),
            Measure::Min => some(percentile(0.0)),
            Measure::Max => some(percentile(1.0)),
        })
        .collect()
}

fn weighted(asked: &Asked<'_>, rows: ByPerson<'_>, wanted: &[Measure], tier: Tier) -> Vec<Shown> {
    let filter = asked.filter;
    let definition = Definition::new(asked.form.def_id(), &asked.form.sources());
    let (units, mut values) = units_of(asked, rows);
    if asked.column.form.is_clamped() {
        clamp::clamp(filter.policy(), &mut values);
    }
    let mean = plain_mean(&values);
    // Of a person: Σx − rows · shift.
    let own_sum = |unit: usize, shift: f64| -> f64 {
        units.places(unit).filter_map(|place| values.get(place)).map(|value| value - shift).sum()
    };
    let counted = count(filter, asked.protection, asked.form, units.set);
    let drawn = Units { n: units.n(), key: |unit| units.key(unit), influence: |unit| own_sum(unit, mean).abs() };
    let weights = weights::draw(filter, tier, &definition, units.set, counted.or_zero(), &drawn);
    let changed = units.row_weights(&weights);
    let numbers = WeightedNumbers { values: &values, changed: &changed };
    let contributions = weights.each().enumerate().map(|(unit, weight)| weight * own_sum(unit, 0.0));
    let ps = percentiles_behind(wanted);
    let percentiles = numbers.smoothed_percentiles(&ps, filter.policy().percentile_window);
    let found = Found {
        moments: numbers.moments(),
        percentiles: ps.into_iter().zip(percentiles).collect(),
        gini: wanted.contains(&Measure::Gini).then(|| numbers.gini()).flatten(),
        dominated: dominance::is_dominated(filter.policy(), contributions),
        off: variation::persons_off(&units.of_persons(&values)),
    };
    let rows_shown = units.shown_rows(filter, asked.form, counted);
    weighted_shown(asked, tier, &definition, counted, rows_shown, &found, wanted)
}

/// What was computed of a set with its weights.
pub(crate) struct Found {
    pub(crate) moments: Moments,
    /// The percentiles behind the wanted statistics.
    pub(crate) percentiles: Vec<(f64, Option<f64>)>,
    pub(crate) gini: Option<f64>,
    pub(crate) dominated: bool,
    /// Persons off the most common value.
    pub(crate) off: usize,
}

/// Weighted statistics as the rules let them through.
pub(crate) fn weighted_shown(
    asked: &Asked<'_>,
    tier: Tier,
    definition: &Definition,
    counted: Count,
    rows_shown: Option<i64>,
    found: &Found,
    wanted: &[Measure],
) -> Vec<Shown> {
    let filter = asked.filter;
    let gate = Gate {
        open: gate::is_open(filter, tier, definition, asked.set),
        varies: gate::varies(filter, tier, definition, asked.set, found.off),
        tail: &|p| gate::tail_is_open(filter, tier, definition, asked.set, p),
        dominated: found.dominated,
        released: counted.or_zero(),
    };
    hidden_below_minimum(rows_shown, through(filter.policy(), found, &gate, rows_shown, wanted))
}

/// What the rules say about a set before its statistics are shown.
struct Gate<'a> {
    open: bool,
    /// Enough persons differ from the most common value.
    varies: bool,
    tail: &'a dyn Fn(f64) -> bool,
    dominated: bool,
    released: i64,
}

fn through(policy: &Policy, found: &Found, gate: &Gate<'_>, rows_shown: Option<i64>, wanted: &[Measure]) -> Vec<Shown> {
    let (moments, gini) = (&found.moments, found.gini);
    let percentile = |wanted: f64| {
        let found = found.percentiles.iter().find(|(p, _)| *p == wanted);
        found.and_then(|(_, percentile)| *percentile).filter(|_| (gate.tail)(wanted))
    };
    let digits = |number: f64| Shown::Number(rounding::significant(number, policy.percentile_digits));
    let too_few = Shown::Hidden(NoteCode::TooFewUnits);
    let moment = |number: Option<f64>| match number {
        _ if !gate.varies => too_few,
        _ if gate.dominated => Shown::Hidden(NoteCode::Dominance),
        Some(number) => Shown::Number(rounding::significant(number, policy.mean_digits)),
        None => Shown::Hidden(NoteCode::Undefined),
    };
    let one = |measure: &Measure| match measure {
        Measure::Count => rows_shown.map_or(Shown::Hidden(NoteCode::BelowMinimum), Shown::Whole),
        _ if !gate.open => too_few,
        Measure::Mean => moment(positive(moments).map(|moments| moments.mean)),
        Measure::Std => moment(moments.sd),
        Measure::Sum => moment(positive(moments).map(|moments| moments.sum)),
        Measure::Percentile(p) => percentile(*p).map_or(too_few, digits),
        Measure::Min if gate.released >= policy.range_minimum => percentile(0.01).map_or(too_few, digits),
        Measure::Max if gate.released >= policy.range_minimum => percentile(0.99).map_or(too_few, digits),
        Measure::Iqr if gate.released >= policy.spread_minimum => {
            percentile(0.25).zip(percentile(0.75)).map_or(too_few, |(low, high)| digits(high - low))
        }
        Measure::Gini if gate.varies && gate.released >= policy.spread_minimum => match gini {
            Some(gini) => Shown::Number(rounding::decimals(gini, policy.gini_decimals)),
            None => Shown::Hidden(NoteCode::Undefined),
        },
        Measure::Min | Measure::Max | Measure::Iqr | Measure::Gini => too_few,
    };
    wanted.iter().map(one).collect()
}

fn positive(moments: &Moments) -> Option<&Moments> {
    (moments.weight > 0.0).then_some(moments)
}

/// The percentiles that the wanted statistics are made of.
pub(crate) fn percentiles_behind(wanted: &[Measure]) -> Vec<f64> {
    let behind = |measure: &Measure| match measure {
        Measure::Percentile(p) => vec![*p],
        Measure::Iqr => vec![0.25, 0.75],
        Measure::Min => vec![0.01],
        Measure::Max => vec![0.99],
        _ => Vec::new(),
    };
    wanted.iter().flat_map(behind).collect()
}

/// The persons of a cell and the values of its rows, a person's side by side and ascending.
fn units_of<'a>(asked: &Asked<'a>, rows: ByPerson<'_>) -> (CellUnits<'a>, Vec<f64>) {
    let numbers = asked.column.numbers.view();
    let value = |row: &u32| numbers.at(*row as usize).unwrap_or_default();
    let mut values: Vec<f64> = rows.rows.par_iter().with_min_len(GATHERED).map(value).collect();
    (CellUnits::measured(asked.population, rows, asked.set, &mut values), values)
}

/// Least number of rows whose values a thread gathers.
const GATHERED: usize = 1 << 14;

/// Which rules touch such statistics: known from metadata, so the list tells nothing.
/// `counts_rows`: numbers of rows are shown of which a person can have several.
pub(crate) fn touched(policy: &Policy, counts_rows: bool, column: &NumberColumn, wanted: &[Measure]) -> Touched {
    let counts = Touched::counts(counts_rows);
    if wanted.iter().all(|measure| *measure == Measure::Count) {
        return counts;
    }
    let counts = counts.and([Rule::Rounding, Rule::GroupGate]);
    if few_valued::values(policy, column).is_some() {
        return counts.and([Rule::FromCounts]);
    }
    let of_measure = |measure: &Measure| match measure {
        Measure::Mean | Measure::Std | Measure::Sum => Some(Rule::Dominance),
        Measure::Percentile(_) | Measure::Iqr | Measure::Min | Measure::Max => Some(Rule::PercentileSmoothing),
        Measure::Count | Measure::Gini => None,
    };
    counts.and_statistics().and_if(column.form.is_clamped(), Rule::Clamp).and(wanted.iter().filter_map(of_measure))
}

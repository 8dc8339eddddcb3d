//! The statistics of `release/measures.rs` for all cells of a large table at once, by passes over the rows (`passes.rs`): the same
//! numbers as cell by cell, without a list of rows for each.
//!
//! Taken by metadata and the size of the dataset only: one row a person, no gini (it sorts), no clamp (it looks at medians first).
//! Cells of few persons go cell by cell: their rows are collected on the way. Argument: `proofs/magnitude_table.md`.

use rayon::prelude::*;

use super::few_valued;
use super::grid::{Grid, Place};
use super::magnitude_table::{MeasuredCell, Numbers};
use super::measures::{
    Asked, Found, Shown, exact_shown, hidden_below_minimum, measures, percentiles_behind, weighted_shown,
};
use crate::filter::{Filter, Protection};
use crate::normal_form::Form;
use crate::passes::{Buckets, CellSums, Drawn, Passes, Sought};
use crate::rule::minimum_count::{Count, count};
use crate::rule::{dominance, variation};
use crate::seed::Definition;
use crate::statistic::{Measure, NumberColumn, Population};
use crate::tally::{ByPerson, NO_CELL, Tally, by_person, tally_filled};
use crate::watch::Disjoint;
use crate::weighted::{Moments, Smoothing, place_type_7, type_7_of};
use crate::weights::{Leading, Plan, Units, finish};

/// Which tables are streamed.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// Least number of rows.
    pub(crate) rows: usize,
    /// Most cells, those of margins too.
    pub(crate) targets: usize,
    /// Cells of so many persons or fewer are looked at row by row; at least those that may go round again in the draw.
    pub(crate) small: u64,
}

impl Extent {
    /// In the service.
    pub(crate) const SERVICE: Extent = Extent { rows: 1 << 15, targets: 2048, small: 512 };
}

/// A cell or total with its question.
struct Target {
    place: Place,
    form: Form,
    protection: Protection,
    definition: Definition,
    counted: Count,
}

/// A table of one variable on its way.
pub(crate) struct Streamed<'a> {
    pub(crate) filter: &'a Filter,
    pub(crate) protection: Protection,
    pub(crate) grid: &'a Grid<'a>,
    pub(crate) population: &'a Population,
    pub(crate) column: &'a NumberColumn,
    pub(crate) wanted: &'a [Measure],
    /// Totals are measured too, else only counted.
    pub(crate) totals: bool,
}

impl Streamed<'_> {
    /// All cells and totals; `None` if the table is not one to be streamed.
    pub(crate) fn numbers(&self, extent: Extent) -> Option<Numbers> {
        let margins = self.grid.margin_maps();
        let n_targets: usize = margins.iter().map(|margin| margin.n).sum();
        let is_large = self.population.rows() >= extent.rows && n_targets <= extent.targets;
        let needs_order = self.wanted.contains(&Measure::Gini) || self.population.several_rows;
        if !is_large || needs_order || (!self.protection.is_exact() && self.column.form.is_clamped()) {
            return None;
        }
        let filler = self.grid.filler();
        let passes = Passes {
            fill: &|from, cells| filler.fill(from, cells),
            numbers: self.column.numbers.view(),
            population: self.population,
            margins: &margins,
            n_cells: self.grid.n_cells(),
            first_measured: if self.totals { 0 } else { margins.len() - 1 },
        };
        let few = few_valued::values(self.filter.policy(), self.column).filter(|_| !self.protection.is_exact());
        let cells = match few {
            Some(values) => self.from_counts(&passes, &values),
            None => self.measured(&passes, extent),
        };
        Some(cells.into_iter().collect())
    }

    /// The places of all targets; `None` for cut categories.
    fn places(&self) -> Vec<Option<Place>> {
        self.grid.margins().flat_map(|margin| self.grid.places(margin)).collect()
    }

    fn smoothing(&self, sums: &CellSums, changes: &[(f64, f64)]) -> Smoothing {
        Smoothing::new(sums.set.n as usize, changes.iter().copied(), self.filter.policy().percentile_window)
    }

    fn asked<'t>(&'t self, target: &'t Target) -> Asked<'t> {
        Asked {
            filter: self.filter,
            protection: target.protection,
            population: self.population,
            column: self.column,
            form: &target.form,
            set: target.counted.set,
        }
    }

    fn target(&self, place: Place, set: crate::tally::SetId) -> Target {
        let form = self.grid.cell_form(&self.grid.form.valid(&self.column.form), &place);
        let sources = form.sources();
        let protection = self.protection.of(&sources.with(self.column.form.sources()));
        let counted = count(&self.grid.watch(self.filter, &place), protection, &form, set);
        Target { place, definition: Definition::new(form.def_id(), &sources), form, protection, counted }
    }

    /// A variable of few values: everything from the counts of cells and values.
    fn from_counts(&self, passes: &Passes<'_>, values: &[f64]) -> Vec<(Place, MeasuredCell)> {
        // A row's value beside those known counts for the whole only.
        let width = values.len() + 1;
        let fill = |from: usize, cells: &mut [u32]| {
            (passes.fill)(from, cells);
            for (at, cell) in cells.iter_mut().enumerate() {
                let value = passes.numbers.at(from + at).filter(|_| (*cell as usize) < passes.n_cells);
                let place = value.map(|value| few_valued::place_of(values, value).unwrap_or(values.len()));
                *cell = place.map_or(NO_CELL, |place| *cell * width as u32 + place as u32);
            }
        };
        let full = tally_filled(&fill, passes.n_cells * width, self.population, true);
        let mut tallies: Vec<Vec<Tally>> = Vec::new();
        for margin in passes.margins {
            let mut of_margin = vec![vec![Tally::default(); width]; margin.n];
            for (cell, of_values) in (0..).zip(full.chunks(width)) {
                if let Some(sums) = of_margin.get_mut(margin.cell(cell) as usize) {
                    sums.iter_mut().zip(of_values).for_each(|(sum, tally)| sum.merge(tally));
                }
            }
            tallies.extend(of_margin);
        }
        let released = |(place, tallies): (Option<Place>, &Vec<Tally>)| {
            let all = tallies.iter().fold(Tally::default(), |mut all, tally| {
                all.merge(tally);
                all
            });
            let target = self.target(place?, all.set);
            let asked = self.asked(&target);
            let level = self.grid.watch(self.filter, &target.place);
            let filter = &*level.level(Disjoint::Values);
            let of_value = |(value, tally): (&f64, &Tally)| {
                let form = few_valued::of_value(&asked, *value);
                count(filter, target.protection, &form, tally.set).shown
            };
            let counts = values.iter().zip(tallies).map(of_value).collect();
            let all = target.counted.shown;
            let shown = few_valued::from_counts(self.filter.policy(), values, counts, all, self.wanted);
            Some((target.place, MeasuredCell { count: all, shown }))
        };
        self.places().into_par_iter().zip(&tallies).filter_map(released).collect()
    }

    fn measured(&self, passes: &Passes<'_>, extent: Extent) -> Vec<(Place, MeasuredCell)> {
        let buckets = Buckets::new(&passes.numbers, self.population.rows());
        let summed = passes.sums(&buckets, !self.protection.is_exact());
        let targets: Vec<Option<Target>> = self
            .places()
            .into_par_iter()
            .zip(&summed.sums)
            .map(|(place, sums)| Some(self.target(place?, sums.set)))
            .collect();
        let n_counted = passes.n_counted();
        let sought = |(at, (target, sums)): (usize, (&Option<Target>, &CellSums))| match target {
            Some(Target { protection: Protection::Rules(tier), definition, counted, .. }) if at >= n_counted => {
                if sums.set.n <= extent.small {
                    return Sought::Rows;
                }
                let plan = Plan::new(self.filter, *tier, definition, counted.set, counted.or_zero());
                Sought::Draw { plan, mean: sums.sums().mean() }
            }
            _ => Sought::Nothing,
        };
        let sought: Vec<Sought> = targets.iter().zip(&summed.sums).enumerate().map(sought).collect();
        let drawn = match self.protection {
            Protection::Exact => sought.iter().map(|_| Drawn::Nothing).collect(),
            Protection::Rules(_) => passes.draw(&sought, &summed, &buckets),
        };
        let of_targets = summed.sums.iter().zip(&summed.counts);
        let parts: Vec<Part<'_>> = sought
            .iter()
            .zip(drawn)
            .zip(of_targets)
            .map(|((sought, drawn), (sums, counts))| {
                let mut part = Part::new(self, sums, counts, &buckets);
                match drawn {
                    Drawn::Nothing => {}
                    Drawn::Rows(rows) => part.all_rows = Some(rows),
                    Drawn::Draw { leading, large } => part.weigh(self, passes, sought, &leading, &large),
                }
                part
            })
            .collect();
        let wanted: Vec<u128> = targets
            .iter()
            .zip(&parts)
            .enumerate()
            .map(|(at, (target, part))| match target {
                Some(_) if at >= n_counted && part.all_rows.is_none() => part.wanted(self.wanted),
                _ => 0,
            })
            .collect();
        let collected = passes.collect(&buckets, &wanted);
        let shown = |(at, ((target, part), values)): (usize, ((Option<Target>, Part<'_>), Vec<f64>))| {
            let target = target?;
            let shown = match &part.all_rows {
                _ if at < n_counted => Vec::new(),
                Some(rows) => {
                    let rows = by_person(rows, self.population);
                    let persons: Vec<u32> = rows.iter().map(|row| self.population.person(*row as usize)).collect();
                    measures(&self.asked(&target), ByPerson { rows: &rows, persons: &persons }, self.wanted)
                }
                None => self.shown(&target, &part, &values),
            };
            Some((target.place, MeasuredCell { count: target.counted.shown, shown }))
        };
        targets.into_par_iter().zip(parts).zip(collected).enumerate().filter_map(shown).collect()
    }

    fn shown(&self, target: &Target, part: &Part<'_>, values: &[f64]) -> Vec<Shown> {
        let Protection::Rules(tier) = target.protection else {
            let mut percentile = |p| part.type_7(values, p);
            return exact_shown(part.n(), &Moments::of(&part.sums.sums()), None, &mut percentile, self.wanted);
        };
        let ps = percentiles_behind(self.wanted);
        let percentiles = ps.into_iter().map(|p| (p, part.smoothed(values, p))).collect();
        let found = Found {
            moments: part.moments(),
            percentiles,
            gini: None,
            dominated: part.is_dominated(self.filter),
            off: part.persons_off(values),
        };
        let counted = target.counted;
        let asked = self.asked(target);
        let shown = weighted_shown(&asked, tier, &target.definition, counted, counted.shown, &found, self.wanted);
        hidden_below_minimum(counted.shown, shown)
    }
}

/// One target's numbers.
struct Part<'s> {
    sums: &'s CellSums,
    /// How many numbers are in each bucket.
    counts: &'s [u64],
    buckets: &'s Buckets,
    /// Numbers and weights of the rows with another weight than 1.
    changes: Vec<(f64, f64)>,
    /// The two largest |x| of other rows.
    largest: [f64; 2],
    /// All rows, of a target of few.
    all_rows: Option<Vec<u32>>,
    smoothing: Smoothing,
    is_exact: bool,
}

impl<'s> Part<'s> {
    /// With all weights 1.
    fn new(streamed: &Streamed<'_>, sums: &'s CellSums, counts: &'s [u64], buckets: &'s Buckets) -> Self {
        let smoothing = streamed.smoothing(sums, &[]);
        let is_exact = streamed.protection.is_exact();
        let (changes, largest) = (Vec::new(), [0.0; 2]);
        Part { sums, counts, buckets, changes, largest, all_rows: None, smoothing, is_exact }
    }

    /// Puts the weights of a draw in.
    fn weigh(
        &mut self,
        streamed: &Streamed<'_>,
        passes: &Passes<'_>,
        sought: &Sought,
        leading: &Leading,
        large: &[(f64, u32)],
    ) {
        let (Sought::Draw { plan, mean }, Protection::Rules(_)) = (sought, streamed.protection) else { return };
        let value = |row: usize| passes.numbers.at(row).unwrap_or_default();
        let population = streamed.population;
        let units = Units {
            n: self.n(),
            key: |row: usize| population.key(population.person(row)),
            influence: |row: usize| (value(row) - mean).abs(),
        };
        let changed = finish(streamed.filter, plan.tier(), plan, leading, &units).changed;
        self.changes = changed.iter().map(|(row, weight)| (value(*row), *weight)).collect();
        let is_other = |row: &u32| changed.binary_search_by_key(&(*row as usize), |(row, _)| *row).is_err();
        let others = large.iter().filter(|(_, row)| is_other(row)).map(|(size, _)| *size);
        self.largest.iter_mut().zip(others).for_each(|(slot, size)| *slot = size);
        self.smoothing = streamed.smoothing(self.sums, &self.changes);
    }

    fn n(&self) -> usize {
        self.sums.set.n as usize
    }

    fn moments(&self) -> Moments {
        let mut sums = self.sums.sums();
        self.changes.iter().for_each(|(value, weight)| sums.reweigh(*value, *weight));
        Moments::of(&sums)
    }

    /// The buckets that the third pass is to look at, as bits.
    fn wanted(&self, measures: &[Measure]) -> u128 {
        let mut buckets = 0_u128;
        let mut want = |first: usize, last: usize| (first..=last).for_each(|bucket| buckets |= 1 << (bucket & 127));
        if self.is_exact {
            let places = exact_percentiles(measures).filter_map(|p| place_type_7(self.n(), p));
            places.for_each(|(low, _)| want(self.bucket(low), self.bucket((low + 1).min(self.n() - 1))));
            return buckets;
        }
        for places in percentiles_behind(measures).into_iter().map(|p| self.smoothing.places(p)) {
            want(self.bucket(*places.start()), self.bucket(*places.end()));
        }
        if let Some(bucket) = self.crowded().filter(|bucket| !self.buckets.is_one_number(*bucket)) {
            want(bucket, bucket);
        }
        buckets
    }

    /// The bucket of an order statistic.
    fn bucket(&self, rank: usize) -> usize {
        let mut below = 0;
        let found = self.counts.iter().position(|count| {
            below += count;
            (rank as u64) < below
        });
        found.unwrap_or(self.counts.len().saturating_sub(1))
    }

    /// The bucket with more than half of all numbers.
    fn crowded(&self) -> Option<usize> {
        self.counts.iter().position(|count| 2 * count > self.sums.set.n)
    }

    /// The numbers of the buckets of some order statistics, among those collected, and how many numbers are below them.
    fn stretch(&self, values: &[f64], low: usize, high: usize) -> (Vec<f64>, usize) {
        let (first, last) = (self.bucket(low), self.bucket(high));
        let (from, to) = self.buckets.ends(first, last);
        let below: u64 = self.counts.iter().take(first).sum();
        (values.iter().copied().filter(|value| (from..to).contains(value)).collect(), below as usize)
    }

    fn type_7(&self, values: &[f64], p: f64) -> Option<f64> {
        let (low, _) = place_type_7(self.n(), p)?;
        let (mut stretch, below) = self.stretch(values, low, (low + 1).min(self.n() - 1));
        type_7_of(&mut stretch, below, self.n(), p)
    }

    fn smoothed(&self, values: &[f64], p: f64) -> Option<f64> {
        let places = self.smoothing.places(p);
        let (mut stretch, below) = self.stretch(values, *places.start(), *places.end());
        self.smoothing.percentile(&mut stretch, below, p)
    }

    /// As `variation::persons_off` of all numbers: a value that more than half have lies in the bucket with more than half.
    fn persons_off(&self, values: &[f64]) -> usize {
        let n = self.n();
        let Some(bucket) = self.crowded() else { return n };
        if self.buckets.is_one_number(bucket) {
            return n - self.counts.get(bucket).map_or(0, |count| *count as usize);
        }
        let (from, to) = self.buckets.ends(bucket, bucket);
        let inside: Vec<f64> = values.iter().copied().filter(|value| (from..to).contains(value)).collect();
        variation::majority(&inside, n).map_or(n, |(_, holders)| n - holders)
    }

    fn is_dominated(&self, filter: &Filter) -> bool {
        let mut total = self.sums.size;
        let mut sizes = self.largest.to_vec();
        for (value, weight) in &self.changes {
            total += (weight - 1.0) * value.abs();
            sizes.push((weight * value).abs());
        }
        sizes.sort_unstable_by(|a, b| b.total_cmp(a));
        let largest = |at: usize| sizes.get(at).copied().unwrap_or_default();
        dominance::decides(filter.policy(), largest(0), largest(1), total)
    }
}

/// The percentiles behind exact statistics.
fn exact_percentiles(measures: &[Measure]) -> impl Iterator<Item = f64> + '_ {
    measures.iter().flat_map(|measure| match measure {
        Measure::Percentile(p) => vec![*p],
        Measure::Iqr => vec![0.25, 0.75],
        Measure::Min => vec![0.0],
        Measure::Max => vec![1.0],
        _ => Vec::new(),
    })
}

#[cfg(test)]
mod tests;

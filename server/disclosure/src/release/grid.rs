//! The cells of a table: every combination of categories and totals, with its question.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::filter::{Filter, Protection, Question};
use crate::normal_form::{Form, Sources};
use crate::refusal::Refusal;
use crate::rule::minimum_count::count;
use crate::statistic::{Category, Dimension, Population};
use crate::tally::{Groups, NO_CELL, SetId, Tally, tally};

/// Largest number of cells that are counted at once; above it, dimensions without a code list are first cut to the
/// categories that are shown by themselves.
const MAX_COUNTED: usize = 100_000;

/// A place in a table: a category of each dimension (the one after the last is missing), `None` for a total.
pub(crate) type Place = Vec<Option<usize>>;

/// The dimensions of a table over a population.
pub(crate) struct Grid<'a> {
    pub(crate) dimensions: Vec<Cow<'a, Dimension>>,
    /// Missing is a category.
    pub(crate) missing: bool,
    /// Categories that were cut: they count in totals and are not listed.
    has_rest: Vec<bool>,
    /// Row → cell over all dimensions.
    cells: Vec<u32>,
    /// The question of all cells together.
    pub(crate) form: Form,
}

impl<'a> Grid<'a> {
    /// Lays out a table, or refuses it for its size: by metadata where categories are code lists, else by released counts.
    pub(crate) fn new(
        filter: &Filter,
        protection: Protection,
        question: &Question,
        population: &Population,
        dimensions: &'a [Dimension],
        missing: bool,
    ) -> Result<Self, Refusal> {
        let limit = filter.policy().max_cells;
        // Codes of lists only: how many values occur beside a list would tell about persons.
        let listed = dimensions.iter().map(Dimension::n_listed).filter(|n_listed| *n_listed > 0);
        // Every further dimension doubles the margins, and so the work: a bound that looks at no data.
        let is_wide = dimensions.len() > filter.policy().max_dimensions;
        if is_wide || listed.fold(1, usize::saturating_mul) > limit {
            return Err(Refusal::TooManyCells { limit });
        }
        let form = if missing {
            question.form.clone()
        } else {
            dimensions.iter().fold(question.form.clone(), |form, dimension| form.valid(&dimension.form))
        };
        let mut grid = Grid {
            dimensions: dimensions.iter().map(Cow::Borrowed).collect(),
            missing,
            has_rest: vec![false; dimensions.len()],
            cells: Vec::new(),
            form,
        };
        let all = grid.sizes().iter().copied().fold(1, usize::saturating_mul);
        if all > MAX_COUNTED.max(limit) {
            for at in 0..grid.dimensions.len() {
                grid.cut(filter, protection, population, at);
            }
        }
        let shown = grid.dimensions.iter().map(|dimension| dimension.categories.len());
        if shown.fold(1, usize::saturating_mul) > MAX_COUNTED.max(limit) {
            return Err(Refusal::TooManyCells { limit });
        }
        grid.cells = grid.row_cells(population);
        Ok(grid)
    }

    /// Groups that stay inside: as many as there are.
    pub(crate) fn unlimited(question: &Question, population: &Population, dimensions: &'a [Dimension]) -> Self {
        let mut grid = Grid {
            dimensions: dimensions.iter().map(Cow::Borrowed).collect(),
            missing: false,
            has_rest: vec![false; dimensions.len()],
            cells: Vec::new(),
            form: dimensions.iter().fold(question.form.clone(), |form, dimension| form.valid(&dimension.form)),
        };
        grid.cells = grid.row_cells(population);
        grid
    }

    /// What databanks the table rests on.
    pub(crate) fn sources(question: &Question, dimensions: &[Dimension]) -> Sources {
        let columns = dimensions.iter().fold(Sources::default(), |all, dimension| all.with(dimension.form.sources()));
        question.form.sources().with(&columns)
    }

    /// Number of dimensions.
    pub(crate) fn width(&self) -> usize {
        self.dimensions.len()
    }

    /// Categories of each dimension that can be listed: the code list, and missing where asked for.
    pub(crate) fn categories(&self, dimension: usize) -> usize {
        self.dimensions.get(dimension).map_or(0, |one| one.categories.len()) + usize::from(self.missing)
    }

    /// The category at an index; `None` is missing.
    pub(crate) fn category(&self, dimension: usize, index: usize) -> Option<&Category> {
        self.dimensions.get(dimension).and_then(|one| one.categories.get(index))
    }

    fn sizes(&self) -> Vec<usize> {
        (0..self.width()).map(|at| self.categories(at) + usize::from(self.has_rest.get(at) == Some(&true))).collect()
    }

    /// Keeps the categories of a dimension with more than its list that are shown by themselves.
    fn cut(&mut self, filter: &Filter, protection: Protection, population: &Population, at: usize) {
        let Some(dimension) = self.dimensions.get(at).filter(|one| one.categories.len() > one.n_listed()) else {
            return;
        };
        let n = dimension.categories.len();
        let counts = tally(&dimension.codes, n, population);
        let shown: Vec<bool> = dimension
            .categories
            .par_iter()
            .zip(&counts)
            .map(|(category, tally)| {
                let form = self.form.cell(&dimension.form, Some(&category.value));
                is_listed(count(filter, protection, &form, tally.set).shown)
            })
            .collect();
        let rest = shown.iter().filter(|shown| **shown).count() + usize::from(self.missing);
        let mut next = 0;
        let renumbered: Vec<usize> = shown
            .iter()
            .map(|shown| {
                if !shown {
                    return rest;
                }
                next += 1;
                next - 1
            })
            .collect();
        let codes = dimension
            .codes
            .iter()
            .map(|code| renumbered.get(*code as usize).map_or(u32::MAX, |new| *new as u32))
            .collect::<Vec<u32>>();
        let categories =
            dimension.categories.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(one, _)| one.clone()).collect();
        let cut = Dimension { codes: codes.into(), categories, ..dimension.clone().into_owned() };
        if let (Some(slot), Some(flag)) = (self.dimensions.get_mut(at), self.has_rest.get_mut(at)) {
            *slot = Cow::Owned(cut);
            *flag = true;
        }
    }

    fn row_cells(&self, population: &Population) -> Vec<u32> {
        let sizes = self.sizes();
        (0..population.rows())
            .into_par_iter()
            .map(|row| {
                let mut cell = 0_usize;
                for (at, (dimension, size)) in self.dimensions.iter().zip(&sizes).enumerate() {
                    let code = dimension.codes.get(row).copied().unwrap_or(u32::MAX) as usize;
                    let own = dimension.categories.len();
                    let is_rest = self.has_rest.get(at) == Some(&true) && code == size - 1;
                    let place = match code {
                        code if code < own => code,
                        code if is_rest => code,
                        _ if self.missing => own,
                        _ => return NO_CELL,
                    };
                    cell = cell * size + place;
                }
                cell as u32
            })
            .collect()
    }

    /// Restricts the table to rows with a value of something else (the summarized variable).
    pub(crate) fn restricted(&self, valid: impl Fn(usize) -> bool + Sync) -> Vec<u32> {
        self.cells.par_iter().enumerate().map(|(row, cell)| if valid(row) { *cell } else { NO_CELL }).collect()
    }

    /// Row → cell over all dimensions.
    pub(crate) fn cells(&self) -> &[u32] {
        &self.cells
    }

    /// The margins: each is a set of dimensions that are kept, as bits; the last keeps all.
    pub(crate) fn margins(&self) -> std::ops::Range<usize> {
        0..1 << self.width()
    }

    /// The places of a margin in the order of its cells, cut categories left out as `None` of the outer option.
    pub(crate) fn places(&self, margin: usize) -> Vec<Option<Place>> {
        let sizes = self.sizes();
        let kept = |at: usize| margin >> at & 1 == 1;
        let n: usize = sizes.iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, size)| size).product();
        (0..n)
            .map(|cell| {
                let mut left = cell;
                let mut place: Place = vec![None; sizes.len()];
                for (at, size) in sizes.iter().enumerate().rev().filter(|(at, _)| kept(*at)) {
                    if let Some(slot) = place.get_mut(at) {
                        *slot = Some(left % size);
                    }
                    left /= size;
                }
                let is_rest = (0..place.len())
                    .any(|at| place.get(at).copied().flatten().is_some_and(|index| index >= self.categories(at)));
                (!is_rest).then_some(place)
            })
            .collect()
    }

    /// Full cell → cell of a margin.
    fn to_margin(&self, margin: usize) -> Vec<u32> {
        let sizes = self.sizes();
        let n: usize = sizes.iter().product();
        (0..n)
            .map(|cell| {
                let (mut left, mut target, mut stride) = (cell, 0, 1);
                for (at, size) in sizes.iter().enumerate().rev() {
                    if margin >> at & 1 == 1 {
                        target += left % size * stride;
                        stride *= size;
                    }
                    left /= size;
                }
                target as u32
            })
            .collect()
    }

    /// Row → cell of a margin.
    fn margin_cells(&self, cells: &[u32], margin: usize) -> (Vec<u32>, usize) {
        let to = self.to_margin(margin);
        let n = self.places(margin).len();
        let cells = cells.par_iter().map(|cell| to.get(*cell as usize).copied().unwrap_or(NO_CELL)).collect();
        (cells, n)
    }

    /// Rows of a margin's cells.
    pub(crate) fn groups(&self, cells: &[u32], margin: usize, population: &Population) -> Groups {
        let (cells, n) = self.margin_cells(cells, margin);
        Groups::new(&cells, n, population)
    }

    /// Persons of every margin's cells: one pass over the rows, but for persons with several rows, who are counted anew
    /// for each margin.
    pub(crate) fn tallies(&self, cells: &[u32], population: &Population) -> Vec<Vec<SetId>> {
        let n: usize = self.sizes().iter().product();
        let full = tally(cells, n, population);
        let sets = |tallies: Vec<Tally>| tallies.into_iter().map(|tally| tally.set).collect();
        self.margins()
            .map(|margin| {
                if population.several_rows {
                    let (cells, n) = self.margin_cells(cells, margin);
                    return sets(tally(&cells, n, population));
                }
                let to = self.to_margin(margin);
                let mut sums = vec![Tally::default(); self.places(margin).len()];
                for (cell, target) in full.iter().zip(&to) {
                    if let Some(sum) = sums.get_mut(*target as usize) {
                        sum.merge(cell);
                    }
                }
                sets(sums)
            })
            .collect()
    }

    /// The question of a place, within `form`.
    pub(crate) fn cell_form(&self, form: &Form, place: &Place) -> Form {
        self.dimensions.iter().zip(place).enumerate().fold(form.clone(), |form, (at, (dimension, index))| match index {
            Some(index) => form.cell(&dimension.form, self.category(at, *index).map(|category| &category.value)),
            None => form,
        })
    }
}

/// Whether a category with this released number is listed: hidden ones are not, nor empty ones under `open`.
pub(crate) fn is_listed(shown: Option<i64>) -> bool {
    shown.is_some_and(|count| count > 0)
}

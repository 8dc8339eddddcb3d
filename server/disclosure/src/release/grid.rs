//! The cells of a table: every combination of categories and totals, with its question.
//! Argument: `proofs/frequency_table.md`.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::filter::{Filter, Protection, Question};
use crate::foresight::{self, Axis};
use crate::normal_form::{Form, Sources, Value};
use crate::refusal::Refusal;
use crate::rule::minimum_count::count;
use crate::statistic::{Category, Dimension, Placed, Population};
use crate::tally::{Groups, Margin, NO_CELL, tally_filled};
use crate::watch::Disjoint;

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
        let axes: Vec<Axis> = dimensions.iter().map(Dimension::axis).collect();
        foresight::table(filter.policy(), &axes)?;
        let form = if missing {
            question.form.clone()
        } else {
            dimensions.iter().fold(question.form.clone(), |form, dimension| form.valid(&dimension.form))
        };
        let mut grid = Grid {
            dimensions: dimensions.iter().map(Cow::Borrowed).collect(),
            missing,
            has_rest: vec![false; dimensions.len()],
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
            // All that is left of a dimension beyond its list is shown by itself.
            let all: Vec<Vec<usize>> =
                grid.dimensions.iter().map(|dimension| (0..dimension.categories.len()).collect()).collect();
            foresight::table(filter.policy(), &grid.axes(&all))?;
        }
        Ok(grid)
    }

    /// Groups that stay inside: as many as there are.
    pub(crate) fn unlimited(question: &Question, dimensions: &'a [Dimension]) -> Self {
        Grid {
            dimensions: dimensions.iter().map(Cow::Borrowed).collect(),
            missing: false,
            has_rest: vec![false; dimensions.len()],
            form: dimensions.iter().fold(question.form.clone(), |form, dimension| form.valid(&dimension.form)),
        }
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

    /// The dimensions with the categories at these indices: those that a table lists.
    pub(crate) fn axes(&self, listed: &[Vec<usize>]) -> Vec<Axis> {
        let axis = |(at, (dimension, listed)): (usize, (&Cow<'_, Dimension>, &Vec<usize>))| {
            let codes: Vec<Value> =
                listed.iter().filter_map(|index| Some(self.category(at, *index)?.value.clone())).collect();
            Axis {
                name: dimension.name.clone(),
                has_missing: codes.len() < listed.len(),
                codes,
                is_date: dimension.is_date,
            }
        };
        self.dimensions.iter().zip(listed).enumerate().map(axis).collect()
    }

    /// Whether a number in the table counts rows of which a person can have several, by metadata: its margins, if it has
    /// `totals`, else its cells.
    pub(crate) fn counts_rows(&self, population: &Population, totals: bool) -> bool {
        let widest = if totals { self.form.clone() } else { self.cell_form(&self.form, &vec![Some(0); self.width()]) };
        population.within(&widest).several_rows
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
        let numbers = dimension.codes.view().placed((0..n as u32).collect(), NO_CELL);
        let fill = |from: usize, cells: &mut [u32]| {
            cells.fill(0);
            numbers.add(from, cells);
        };
        let counts = tally_filled(&fill, n, population, !protection.is_exact());
        let level = filter.level(Disjoint::Dimension(at));
        let shown: Vec<bool> = dimension
            .categories
            .par_iter()
            .zip(&counts)
            .map(|(category, tally)| {
                let form = self.form.cell(&dimension.form, Some(&category.value));
                is_listed(count(&level.cell(category.is_listed), protection, &form, tally.set).shown)
            })
            .collect();
        let rest = shown.iter().filter(|shown| **shown).count() + usize::from(self.missing);
        let mut next = 0;
        let renumbered: Vec<u32> = shown
            .iter()
            .map(|shown| {
                if !shown {
                    return rest as u32;
                }
                next += 1;
                next - 1
            })
            .collect();
        let codes = dimension.codes.renumbered(&renumbered);
        let categories =
            dimension.categories.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(one, _)| one.clone()).collect();
        let cut = Dimension { codes, categories, ..dimension.clone().into_owned() };
        if let (Some(slot), Some(flag)) = (self.dimensions.get_mut(at), self.has_rest.get_mut(at)) {
            *slot = Cow::Owned(cut);
            *flag = true;
        }
    }

    /// Writes the cell of each row over all dimensions; rows that are in none get a number from [`Grid::n_cells`] on.
    pub(crate) fn filler(&self) -> Filler<'_> {
        let sizes = self.sizes();
        let none = if self.width() > 1 { NONE_OF_SEVERAL } else { NO_CELL };
        let mut stride = 1_u32;
        let mut parts: Vec<Placed<'_>> = Vec::with_capacity(self.width());
        for (at, (dimension, size)) in self.dimensions.iter().zip(&sizes).enumerate().rev() {
            let own = dimension.categories.len();
            let is_rest = |place: usize| self.has_rest.get(at) == Some(&true) && place + 1 == *size;
            let missing = if self.missing { own as u32 * stride } else { none };
            let place = |place: usize| if place < own || is_rest(place) { place as u32 * stride } else { missing };
            parts.push(dimension.codes.view().placed((0..*size).map(place).collect(), missing));
            stride = stride.wrapping_mul(*size as u32);
        }
        Filler { parts }
    }

    /// Number of cells over all dimensions.
    pub(crate) fn n_cells(&self) -> usize {
        self.sizes().iter().product()
    }

    /// The margins: each is a set of dimensions that are kept, as bits; the last keeps all.
    pub(crate) fn margins(&self) -> std::ops::Range<usize> {
        0..1 << self.width()
    }

    /// Whether metadata alone say that there is such a place: all its categories are on code lists.
    pub(crate) fn has_listed(&self, place: &Place) -> bool {
        let is_listed = |(at, index): (usize, &Option<usize>)| {
            index.and_then(|index| self.category(at, index)).is_none_or(|category| category.is_listed)
        };
        place.iter().enumerate().all(is_listed)
    }

    /// The filter for a place's cell.
    pub(crate) fn watch<'f>(&self, filter: &'f Filter, place: &Place) -> Cow<'f, Filter> {
        if !filter.is_watched() {
            return Cow::Borrowed(filter);
        }
        let margin = place.iter().enumerate().map(|(at, index)| usize::from(index.is_some()) << at).sum();
        Cow::Owned(filter.level(Disjoint::Margin(margin)).cell(self.has_listed(place)).into_owned())
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

    /// Rows of a margin's cells; `cells` are those of all dimensions.
    pub(crate) fn groups(&self, cells: &[u32], margin: usize, population: &Population) -> Groups {
        let to = self.to_margin(margin);
        let n = self.places(margin).len();
        let cells: Vec<u32> = cells.par_iter().map(|cell| to.get(*cell as usize).copied().unwrap_or(NO_CELL)).collect();
        Groups::new(&cells, n, population)
    }

    /// The margins as coarser tables.
    pub(crate) fn margin_maps(&self) -> Vec<Margin> {
        self.margins().map(|margin| Margin { to: Some(self.to_margin(margin)), n: self.places(margin).len() }).collect()
    }

    /// The question of a place, within `form`.
    pub(crate) fn cell_form(&self, form: &Form, place: &Place) -> Form {
        self.dimensions.iter().zip(place).enumerate().fold(form.clone(), |form, (at, (dimension, index))| match index {
            Some(index) => form.cell(&dimension.form, self.category(at, *index).map(|category| &category.value)),
            None => form,
        })
    }
}

/// Stands for no cell in one of several dimensions: as many as there may be add up without overflow, and no table that is
/// counted at once has so many cells.
const NONE_OF_SEVERAL: u32 = 1 << 28;

/// Writes the cells of rows.
pub(crate) struct Filler<'a> {
    parts: Vec<Placed<'a>>,
}

impl Filler<'_> {
    /// The cells of the rows from `from` on.
    pub(crate) fn fill(&self, from: usize, cells: &mut [u32]) {
        cells.fill(0);
        for part in &self.parts {
            part.add(from, cells);
        }
    }
}

/// Whether a category with this released number is listed: hidden ones are not, nor empty ones under `open`.
pub(crate) fn is_listed(shown: Option<i64>) -> bool {
    shown.is_some_and(|count| count > 0)
}

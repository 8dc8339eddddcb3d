//! First differences: least squares of changes from one time to the next (Stata's `regress D.y D.x`).
//!
//! A difference exists where a unit has a row at the time just before. Nothing is copied: columns are differences that are computed where they are read. A
//! difference has the smaller weight of its two rows.

use std::ops::Range;

use super::Panel;
use crate::design::{Block, Design, NO_COLUMN};
use crate::error::FitError;
use crate::fold::Watch;
use crate::linear::few::Reweighting;
use crate::reweighted::{Changed, Reweighted, RowsOf};
use crate::rows::Rows;

const NONE: u32 = u32::MAX;

/// The pairs of rows that differences are taken of.
#[derive(Clone, Debug)]
pub struct Differences {
    n_rows: usize,
    /// Later row of each difference.
    now: Vec<u32>,
    /// Earlier row.
    before: Vec<u32>,
}

impl Differences {
    /// Pairs of a unit's rows whose `times` (one a row) are one apart, unit by unit.
    ///
    /// # Errors
    /// [`FitError::Shape`] where a unit has two rows of one time, or lengths differ; [`FitError::TooFewGroups`] without any pair.
    pub fn new(panel: &Panel<'_>, times: &[u32]) -> Result<Self, FitError> {
        if times.len() != panel.units.len() {
            return Err(FitError::Shape);
        }
        let mut result = Differences { n_rows: times.len(), now: Vec::new(), before: Vec::new() };
        let mut rows: Vec<u32> = Vec::new();
        for unit in 0..panel.n_units {
            rows.clear();
            rows.extend(panel.groups.positions(unit).map(|position| panel.groups.row(position) as u32));
            rows.sort_by_key(|row| times[*row as usize]);
            for pair in rows.windows(2) {
                match times[pair[1] as usize] - times[pair[0] as usize] {
                    0 => return Err(FitError::Shape),
                    1 => {
                        result.before.push(pair[0]);
                        result.now.push(pair[1]);
                    }
                    _ => {}
                }
            }
        }
        if result.now.is_empty() { Err(FitError::TooFewGroups) } else { Ok(result) }
    }

    /// Number of differences.
    pub fn len(&self) -> usize {
        self.now.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    /// The differenced columns of a design and of `y`.
    ///
    /// # Errors
    /// [`FitError::Shape`] where lengths differ.
    pub fn columns<'a>(
        &'a self,
        design: &Design<'a>,
        y: &'a dyn Rows<f64>,
    ) -> Result<DifferencedColumns<'a>, FitError> {
        if !design.is_consistent() || design.n_rows != self.n_rows || y.len() != self.n_rows {
            return Err(FitError::Shape);
        }
        let mut columns = Vec::with_capacity(design.n_columns());
        for block in &design.blocks {
            match block {
                Block::Dense(values) => columns.push(Change { of: Of::Numbers(*values), pairs: self }),
                Block::Coded { columns: codes, n_columns, values } => columns.extend((0..*n_columns).map(|level| {
                    Change { of: Of::Level { codes: *codes, level: level as u32, values: *values }, pairs: self }
                })),
            }
        }
        Ok(DifferencedColumns {
            columns,
            y: Change { of: Of::Numbers(y), pairs: self },
            has_constant: design.has_constant,
        })
    }

    /// Weights of the differences from those of rows.
    pub fn weights<'a>(&'a self, weights: &'a dyn Rows<f64>) -> Smaller<'a> {
        Smaller { weights, pairs: self }
    }

    /// Codes of the differences from those of rows: the later row's (clusters).
    ///
    /// # Errors
    /// [`FitError::Shape`] where lengths differ.
    pub fn codes(&self, codes: &[u32]) -> Result<Vec<u32>, FitError> {
        match codes.len() == self.n_rows {
            true => Ok(self.now.iter().map(|row| codes[*row as usize]).collect()),
            false => Err(FitError::Shape),
        }
    }
}

/// The columns that [`Differences::columns`] gives; a design borrows from them.
pub struct DifferencedColumns<'a> {
    columns: Vec<Change<'a>>,
    y: Change<'a>,
    has_constant: bool,
}

impl DifferencedColumns<'_> {
    /// The design of differences: each column dense, with a constant if the design of levels has one (a trend).
    pub fn design(&self) -> Design<'_> {
        let blocks = self.columns.iter().map(|column| Block::Dense(column)).collect();
        Design { n_rows: self.y.len(), blocks, has_constant: self.has_constant }
    }

    /// Changes of `y`.
    pub fn y(&self) -> &dyn Rows<f64> {
        &self.y
    }
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Numbers(&'a dyn Rows<f64>),
    Level { codes: &'a dyn Rows<u32>, level: u32, values: Option<&'a dyn Rows<f64>> },
}

impl Of<'_> {
    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        match self {
            Of::Numbers(values) => values.gather(rows, output),
            Of::Level { codes, level, values } => {
                let mut own = vec![NO_COLUMN; rows.len()];
                codes.gather(rows, &mut own);
                match values {
                    Some(values) => values.gather(rows, output),
                    None => output.fill(1.0),
                }
                output.iter_mut().zip(own).filter(|(_, code)| code != level).for_each(|(value, _)| *value = 0.0);
            }
        }
    }
}

struct Change<'a> {
    of: Of<'a>,
    pairs: &'a Differences,
}

impl Change<'_> {
    fn take(&self, now: &[u32], before: &[u32], output: &mut [f64]) {
        let mut earlier = vec![0.0; output.len()];
        self.of.gather(now, output);
        self.of.gather(before, &mut earlier);
        output.iter_mut().zip(earlier).for_each(|(value, earlier)| *value -= earlier);
    }
}

impl Rows<f64> for Change<'_> {
    fn len(&self) -> usize {
        self.pairs.now.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        let range = first..first + output.len();
        self.take(&self.pairs.now[range.clone()], &self.pairs.before[range], output);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        let of = |source: &[u32]| -> Vec<u32> { rows.iter().map(|row| source[*row as usize]).collect() };
        self.take(&of(&self.pairs.now), &of(&self.pairs.before), output);
    }
}

/// The smaller weight of the two rows of a difference.
pub struct Smaller<'a> {
    weights: &'a dyn Rows<f64>,
    pairs: &'a Differences,
}

impl Rows<f64> for Smaller<'_> {
    fn len(&self) -> usize {
        self.pairs.now.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        let range = first..first + output.len();
        let mut earlier = vec![0.0; output.len()];
        self.weights.gather(&self.pairs.now[range.clone()], output);
        self.weights.gather(&self.pairs.before[range], &mut earlier);
        output.iter_mut().zip(earlier).for_each(|(weight, earlier)| *weight = weight.min(earlier));
    }
}

/// Models of differences under weights of rows that are 1 but in a few. Influence and leverage of a row are sums over the (at most two)
/// differences that it is part of, leverage by halves: so leverages sum to the number of parameters.
pub struct DifferenceReweighting<'a> {
    few: Reweighting<'a>,
    pairs: &'a Differences,
    /// The difference in which a row is the later one, and the earlier one.
    as_now: Vec<u32>,
    as_before: Vec<u32>,
}

impl<'a> DifferenceReweighting<'a> {
    /// `design` and `y` are those of [`DifferencedColumns`].
    ///
    /// # Errors
    /// Columns of different length; cancellation.
    pub fn new(
        pairs: &'a Differences,
        design: &'a Design<'a>,
        y: &'a dyn Rows<f64>,
        watch: Watch<'a>,
    ) -> Result<Self, FitError> {
        if design.n_rows != pairs.len() {
            return Err(FitError::Shape);
        }
        let (mut as_now, mut as_before) = (vec![NONE; pairs.n_rows], vec![NONE; pairs.n_rows]);
        for (at, (now, before)) in pairs.now.iter().zip(&pairs.before).enumerate() {
            as_now[*now as usize] = at as u32;
            as_before[*before as usize] = at as u32;
        }
        Ok(DifferenceReweighting { few: Reweighting::new(design, y, watch)?, pairs, as_now, as_before })
    }

    /// The model of differences, whose fits are asked for with [`Self::changed`].
    pub fn differences(&self) -> &Reweighting<'a> {
        &self.few
    }

    /// Differences whose weight is not 1 where these rows' is not.
    pub fn changed(&self, rows: &Changed) -> Vec<(usize, f64)> {
        let weight = |row: u32| match rows.binary_search_by_key(&(row as usize), |(row, _)| *row) {
            Ok(at) => rows[at].1,
            Err(_) => 1.0,
        };
        let of = |row: usize| [self.as_now[row], self.as_before[row]];
        let mut touched: Vec<u32> =
            rows.iter().flat_map(|(row, _)| of(*row)).filter(|difference| *difference != NONE).collect();
        touched.sort_unstable();
        touched.dedup();
        touched
            .into_iter()
            .map(|at| (at as usize, weight(self.pairs.now[at as usize]).min(weight(self.pairs.before[at as usize]))))
            .filter(|(_, weight)| *weight != 1.0)
            .collect()
    }

    /// Calls `look(place, difference)` for the differences of a range of rows.
    fn visit(&self, rows: Range<usize>, mut look: impl FnMut(usize, usize)) {
        for (at, row) in rows.enumerate() {
            for difference in [self.as_now[row], self.as_before[row]] {
                if difference != NONE {
                    look(at, difference as usize);
                }
            }
        }
    }
}

impl Reweighted for DifferenceReweighting<'_> {
    fn plain(&self) -> Result<(), FitError> {
        self.few.plain()
    }

    fn influence(&self, rows: Range<usize>, influence: &mut [f64], leverage: &mut [f64]) {
        influence.fill(0.0);
        leverage.fill(0.0);
        let (mut h, mut d) = ([0.0], [0.0]);
        self.visit(rows, |at, difference| {
            self.few.influence(difference..difference + 1, &mut d, &mut h);
            influence[at] += d[0];
            leverage[at] += 0.5 * h[0];
        });
    }

    fn growth(&self, changed: &Changed) -> Option<f64> {
        self.few.growth(&self.changed(changed))
    }

    fn leverage(&self, changed: &Changed, look: &mut dyn FnMut(&RowsOf<'_>)) -> Result<(), FitError> {
        let mut on_differences = |of_differences: &RowsOf<'_>| {
            look(&|rows: Range<usize>, output: &mut [f64]| {
                output.fill(0.0);
                let mut h = [0.0];
                self.visit(rows, |at, difference| {
                    of_differences(difference..difference + 1, &mut h);
                    output[at] += 0.5 * h[0];
                });
            });
        };
        self.few.leverage(&self.changed(changed), &mut on_differences)
    }
}

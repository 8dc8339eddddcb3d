//! The rows of each group summed up by the levels of further factors: what iterations visit instead of rows.

use rayon::prelude::*;

use super::groups::Groups;
use crate::fold::{Accumulator, Cancelled, Watch, fold};

/// Parts of the groups; fixed, so that sums do not depend on threads.
const PARTS: usize = 64;

/// A further factor.
#[derive(Clone, Copy)]
pub(crate) struct Levels<'a> {
    /// Level of each row.
    pub codes: &'a [u32],
    /// Number of the first level among all.
    pub offset: usize,
    pub n_levels: usize,
}

/// Groups with more than one cell; a group in which nothing varies has no part in the equations.
pub(crate) struct Segment {
    pub starts: Vec<usize>,
    /// `n_factors` levels for each cell.
    pub levels: Vec<u32>,
    pub weights: Vec<f64>,
    /// One over the weight of each group.
    pub shares: Vec<f64>,
}

/// All of them.
pub(crate) struct Cells {
    pub segments: Vec<Segment>,
    pub n_factors: usize,
    pub n_levels: usize,
}

struct Segments(Vec<Segment>);

impl Accumulator for Segments {
    fn merge(&mut self, later: Self) {
        self.0.extend(later.0);
    }
}

impl Cells {
    pub fn new(
        groups: &Groups,
        factors: &[Levels<'_>],
        weights: Option<&[f64]>,
        watch: Watch<'_>,
    ) -> Result<Self, Cancelled> {
        let n_groups = groups.n_groups();
        let per_part = n_groups.div_ceil(PARTS).max(1);
        let found = fold(
            n_groups,
            per_part,
            watch,
            || Segments(Vec::new()),
            |partial, range| partial.0.push(segment(groups, factors, weights, range)),
        )?;
        let n_levels = factors.iter().map(|factor| factor.n_levels).sum();
        Ok(Cells { segments: found.0, n_factors: factors.len(), n_levels })
    }

    /// The diagonal of the equations: `Σ n − Σ n² / W` over groups, for each level.
    pub fn diagonal(&self) -> Vec<f64> {
        let mut diagonal = vec![0.0; self.n_levels];
        let mut of_group: Vec<(u32, f64)> = Vec::new();
        for segment in &self.segments {
            for (pair, share) in segment.starts.windows(2).zip(&segment.shares) {
                for factor in 0..self.n_factors {
                    of_group.clear();
                    of_group.extend(
                        (pair[0]..pair[1])
                            .map(|cell| (segment.levels[cell * self.n_factors + factor], segment.weights[cell])),
                    );
                    of_group.sort_by_key(|(level, _)| *level);
                    for same in of_group.chunk_by(|a, b| a.0 == b.0) {
                        let own: f64 = same.iter().map(|(_, weight)| weight).sum();
                        diagonal[same[0].0 as usize] += own - own * (own * share);
                    }
                }
            }
        }
        diagonal
    }

    /// `output = S · input` for the equations `S = D'W M D` with `M` the demeaning inside groups; `W` columns beside each other.
    pub fn multiply<const W: usize>(&self, input: &[[f64; W]], stripes: &mut [Vec<[f64; W]>], output: &mut [[f64; W]]) {
        let per_stripe = self.segments.len().div_ceil(stripes.len()).max(1);
        stripes.par_iter_mut().zip(self.segments.par_chunks(per_stripe)).for_each(|(sums, segments)| {
            sums.iter_mut().for_each(|sum| *sum = [0.0; W]);
            let mut values: Vec<[f64; W]> = Vec::new();
            for segment in segments {
                self.multiply_segment(segment, input, &mut values, sums);
            }
        });
        let used = self.segments.len().div_ceil(per_stripe);
        output.par_chunks_mut(4096).enumerate().for_each(|(part, output)| {
            let first = part * 4096;
            output.iter_mut().for_each(|value| *value = [0.0; W]);
            for stripe in &stripes[..used] {
                for (target, source) in output.iter_mut().zip(&stripe[first..]) {
                    for column in 0..W {
                        target[column] += source[column];
                    }
                }
            }
        });
    }

    fn multiply_segment<const W: usize>(
        &self,
        segment: &Segment,
        input: &[[f64; W]],
        values: &mut Vec<[f64; W]>,
        sums: &mut [[f64; W]],
    ) {
        let f = self.n_factors;
        for (pair, share) in segment.starts.windows(2).zip(&segment.shares) {
            values.clear();
            let mut mean = [0.0; W];
            for cell in pair[0]..pair[1] {
                let mut value = [0.0; W];
                for level in &segment.levels[cell * f..(cell + 1) * f] {
                    let source = &input[*level as usize];
                    for column in 0..W {
                        value[column] += source[column];
                    }
                }
                let weight = segment.weights[cell];
                for column in 0..W {
                    mean[column] += weight * value[column];
                }
                values.push(value);
            }
            for m in &mut mean {
                *m *= share;
            }
            for (cell, value) in (pair[0]..pair[1]).zip(values.iter()) {
                let weight = segment.weights[cell];
                for level in &segment.levels[cell * f..(cell + 1) * f] {
                    let target = &mut sums[*level as usize];
                    for column in 0..W {
                        target[column] += weight * (value[column] - mean[column]);
                    }
                }
            }
        }
    }
}

fn segment(groups: &Groups, factors: &[Levels<'_>], weights: Option<&[f64]>, range: std::ops::Range<usize>) -> Segment {
    let f = factors.len();
    let mut found = Segment { starts: vec![0], levels: Vec::new(), weights: Vec::new(), shares: Vec::new() };
    let mut rows: Vec<usize> = Vec::new();
    let level = |row: usize, factor: &Levels<'_>| factor.codes[row];
    for group in range {
        rows.clear();
        let of_group = groups.positions(group).map(|position| groups.row(position));
        rows.extend(of_group.filter(|row| weights.is_none_or(|weights| weights[*row] > 0.0)));
        let differs = |a: usize, b: usize| factors.iter().any(|factor| level(a, factor) != level(b, factor));
        if !rows.iter().skip(1).any(|row| differs(*row, rows[0])) {
            continue;
        }
        rows.sort_by(|a, b| {
            factors.iter().map(|factor| level(*a, factor)).cmp(factors.iter().map(|factor| level(*b, factor)))
        });
        let (mut whole, mut last) = (0.0, None);
        for row in &rows {
            let weight = weights.map_or(1.0, |weights| weights[*row]);
            whole += weight;
            match (last, found.weights.last_mut()) {
                (Some(before), Some(sum)) if !differs(before, *row) => *sum += weight,
                _ => {
                    found.levels.extend(factors.iter().map(|factor| level(*row, factor) + factor.offset as u32));
                    found.weights.push(weight);
                }
            }
            last = Some(*row);
        }
        found.starts.push(found.levels.len() / f);
        found.shares.push(1.0 / whole);
    }
    found
}

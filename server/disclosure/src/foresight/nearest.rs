//! The nearest statement that passes: fewest dimensions left out, then fewest changed, then the most detail that is left.

use std::cmp::Reverse;

use super::{Axis, Coarsening, Level};

/// One variable made coarser.
#[derive(Clone, Debug, PartialEq)]
pub struct Coarser {
    /// The variable.
    pub variable: String,
    /// How.
    pub by: Coarsening,
    /// Its number of categories now.
    pub from: usize,
    /// And then.
    pub to: usize,
}

/// A statement that would pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// What is changed.
    pub changes: Vec<Coarser>,
    /// Cells of the table, or parameters of the model, at most.
    pub size: usize,
}

/// Bins that would pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NearestBins {
    /// `bin(n)`
    Count(usize),
    /// `width(w)`
    Width(f64),
}

/// The number of cells; dimensions whose categories are not known yet do not count.
pub(super) fn cells(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.filter(|n| *n > 0).fold(1, usize::saturating_mul)
}

/// The nearest table with no more cells than `limit`.
pub(super) fn of_table(limit: usize, axes: &[Axis]) -> Nearest {
    let levels: Vec<Vec<Level>> = axes.iter().map(Axis::levels).collect();
    let mut best: Option<(usize, usize, Reverse<usize>, Vec<(usize, Level)>)> = None;
    let mut consider = |changes: Vec<(usize, Level)>| {
        let size = cells(axes.iter().enumerate().map(|(at, axis)| {
            changes.iter().find(|(changed, _)| *changed == at).map_or(axis.n(), |(_, level)| level.n)
        }));
        if size > limit {
            return;
        }
        let left_out = changes.iter().filter(|(_, level)| level.by == Coarsening::LeftOut).count();
        let rank = (left_out, changes.len(), Reverse(size));
        if best.as_ref().is_none_or(|(out, n, size, _)| rank < (*out, *n, *size)) {
            best = Some((rank.0, rank.1, rank.2, changes));
        }
    };
    for (first, of_first) in levels.iter().enumerate() {
        for level in of_first {
            consider(vec![(first, *level)]);
            for (second, of_second) in levels.iter().enumerate().skip(first + 1) {
                of_second.iter().for_each(|other| consider(vec![(first, *level), (second, *other)]));
            }
        }
    }
    let changes = best.map_or_else(|| leaving_out(limit, axes), |(.., changes)| changes);
    let size =
        cells(axes.iter().enumerate().map(|(at, axis)| {
            changes.iter().find(|(changed, _)| *changed == at).map_or(axis.n(), |(_, level)| level.n)
        }));
    Nearest { changes: changes.into_iter().filter_map(|(at, level)| coarser(axes.get(at)?, level)).collect(), size }
}

/// Leaves out the largest dimensions until the rest passes.
fn leaving_out(limit: usize, axes: &[Axis]) -> Vec<(usize, Level)> {
    let mut order: Vec<usize> = (0..axes.len()).collect();
    let n = |at: &usize| axes.get(*at).map_or(0, Axis::n);
    order.sort_by_key(|at| Reverse(n(at)));
    let mut left = order.as_slice();
    while let Some((_, rest)) = left.split_first()
        && cells(left.iter().map(n)) > limit
    {
        left = rest;
    }
    let n_out = order.len() - left.len();
    order.into_iter().take(n_out).map(|at| (at, Level { by: Coarsening::LeftOut, n: 1 })).collect()
}

/// The one factor that, made coarser, brings a model to no more than `most` parameters: each category that goes takes at least one
/// parameter with it. `None` where no one does.
pub(super) fn of_model(most: usize, parameters: usize, factors: &[Axis]) -> Option<Nearest> {
    let too_many = parameters.checked_sub(most)?;
    if most == 0 {
        return None;
    }
    let enough = factors.iter().flat_map(|axis| {
        let levels = axis.levels().into_iter();
        levels.filter(move |level| axis.n() - level.n >= too_many).map(move |level| (axis, level))
    });
    let lost = |(axis, level): &(&Axis, Level)| (level.by == Coarsening::LeftOut, axis.n() - level.n);
    let (axis, level) = enough.min_by_key(lost)?;
    Some(Nearest { changes: coarser(axis, level).into_iter().collect(), size: parameters - (axis.n() - level.n) })
}

fn coarser(axis: &Axis, level: Level) -> Option<Coarser> {
    (level.n < axis.n()).then(|| Coarser { variable: axis.name.clone(), by: level.by, from: axis.n(), to: level.n })
}

//! Effects that sum to zero over the levels of each factor, as combinations of indicator columns.

use super::{Model, Term};
use crate::linear::cross_products::CrossProducts;
use crate::matrix::Matrix;

/// A column as a combination of columns of the bordered cross products: `(column, coefficient)`.
type Combination = Vec<(usize, f64)>;

/// The columns of effects: which combination each is, and which term it belongs to.
pub(super) struct Effects {
    pub combinations: Vec<Combination>,
    /// Term of each column; `None` is the constant, which comes first.
    pub terms: Vec<Option<usize>>,
}

/// The cross products with the constant as column 0, the design's columns after it and `y` last.
pub(super) fn bordered(cross: &CrossProducts) -> Matrix {
    let size = cross.sums.len();
    let mut result = Matrix::zeros(size + 1, size + 1);
    result[(0, 0)] = cross.weight;
    for i in 0..size {
        result[(0, i + 1)] = cross.sums[i];
        result[(i + 1, 0)] = cross.sums[i];
        result.row_mut(i + 1)[1..].copy_from_slice(cross.products.row(i));
    }
    result
}

/// Levels of each factor that have weight, from the diagonal of the bordered cross products of the terms' cells.
fn observed(model: &Model<'_>, bordered: &Matrix, firsts: &[usize]) -> Vec<Vec<usize>> {
    let mut seen: Vec<Vec<bool>> = model.factors.iter().map(|factor| vec![false; factor.n_levels]).collect();
    for (term, first) in model.terms.iter().zip(firsts) {
        let sizes: Vec<usize> = term.factors.iter().map(|f| model.factors[*f].n_levels).collect();
        for cell in 0..sizes.iter().product() {
            // A covariate may be 0 in all rows of a cell.
            if bordered[(first + cell, first + cell)] <= 0.0 {
                continue;
            }
            let mut rest = cell;
            for (factor, size) in term.factors.iter().zip(&sizes).rev() {
                seen[*factor][rest % size] = true;
                rest /= size;
            }
        }
    }
    seen.iter().map(|seen| (0..seen.len()).filter(|level| seen[*level]).collect()).collect()
}

/// The effects of a model over its bordered cross products.
pub(super) fn effects(model: &Model<'_>, bordered: &Matrix) -> Effects {
    let n_cells = |term: &Term| term.factors.iter().map(|f| model.factors[*f].n_levels).product::<usize>();
    let mut next = 1;
    let firsts: Vec<usize> = model
        .terms
        .iter()
        .map(|term| {
            next += n_cells(term);
            next - n_cells(term)
        })
        .collect();
    let levels = observed(model, bordered, &firsts);
    let mut result = Effects { combinations: Vec::new(), terms: Vec::new() };
    if model.has_constant {
        result.combinations.push(vec![(0, 1.0)]);
        result.terms.push(None);
    }
    // A factor has contrasts only if the rest of the term is a term too (the constant, for a factor alone); else an effect for every
    // level. Without a constant the first factor takes its part.
    let is_full = |at: usize, term: &Term, factor: usize| {
        let is_single = |term: &Term| term.factors.len() == 1 && term.covariates.is_empty();
        if is_single(term) {
            return !model.has_constant && !model.terms[..at].iter().any(is_single);
        }
        !model.terms.iter().any(|other| {
            other.factors.len() + 1 == term.factors.len()
                && other.factors.iter().all(|f| *f != factor && term.factors.contains(f))
                && same(&other.covariates, &term.covariates)
        })
    };
    for (at, (term, first)) in model.terms.iter().zip(&firsts).enumerate() {
        let mut columns: Vec<Combination> = vec![vec![(0, 1.0)]];
        for factor in &term.factors {
            let (levels, size) = (&levels[*factor], model.factors[*factor].n_levels);
            let Some((last, others)) = levels.split_last() else {
                columns.clear();
                break;
            };
            let contrast = |level: &usize| vec![(*level, 1.0), (*last, -1.0)];
            let mut contrasts: Vec<Combination> = others.iter().map(contrast).collect();
            if is_full(at, term, *factor) {
                contrasts = levels.iter().map(|level| vec![(*level, 1.0)]).collect();
            }
            let cross = |column: &Combination, contrast: &Combination| -> Combination {
                let pairs =
                    column.iter().flat_map(|(cell, a)| contrast.iter().map(move |(level, b)| (cell, a, level, b)));
                pairs.map(|(cell, a, level, b)| (cell * size + level, a * b)).collect()
            };
            columns = columns.iter().flat_map(|c| contrasts.iter().map(|k| cross(c, k)).collect::<Vec<_>>()).collect();
        }
        for column in columns {
            result.combinations.push(column.into_iter().map(|(cell, value)| (first + cell, value)).collect());
            result.terms.push(Some(at));
        }
    }
    result
}

/// Whether two lists have the same members.
fn same(a: &[usize], b: &[usize]) -> bool {
    let sorted = |list: &[usize]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    sorted(a) == sorted(b)
}

impl Effects {
    /// Cross products of the effects, `y` last.
    pub fn cross(&self, bordered: &Matrix) -> Matrix {
        let (p, last) = (self.combinations.len(), bordered.n_rows - 1);
        let mut half = Matrix::zeros(p + 1, bordered.n_rows);
        let of_y = vec![(last, 1.0)];
        for (i, combination) in self.combinations.iter().chain([&of_y]).enumerate() {
            for (column, value) in combination {
                let source = bordered.row(*column);
                half.row_mut(i).iter_mut().zip(source).for_each(|(target, source)| *target += value * source);
            }
        }
        let mut result = Matrix::zeros(p + 1, p + 1);
        for i in 0..=p {
            for (j, combination) in self.combinations.iter().chain([&of_y]).enumerate() {
                result[(i, j)] = combination.iter().map(|(column, value)| value * half[(i, *column)]).sum();
            }
        }
        result
    }
}

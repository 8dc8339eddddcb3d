//! What each column explains of `y` beyond the columns before it.

use crate::linear::cholesky::factor;
use crate::matrix::{Matrix, dot};

/// A column explained to this degree by those before it (`1 − R²`) adds nothing.
const DEPENDENCE: f64 = 1e-10;

/// Squares and degrees of freedom.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Explained {
    pub squares: f64,
    pub df: f64,
}

/// Eliminates the columns of `cross` (`y` last) in `order` and gives what each explains; 0 where it is dropped.
pub(super) fn eliminate(cross: &Matrix, order: &[usize]) -> Vec<Explained> {
    let last = cross.n_rows - 1;
    let scales: Vec<f64> = (0..last).map(|i| cross[(i, i)].max(0.0).sqrt()).collect();
    let varying: Vec<usize> = order.iter().copied().filter(|i| scales[*i] > 0.0).collect();
    let mut scaled = Matrix::zeros(last, last);
    for &i in &varying {
        for &j in &varying {
            scaled[(i, j)] = if i == j { 1.0 } else { cross[(i, j)] / (scales[i] * scales[j]) };
        }
    }
    let factor = factor(&scaled, &varying, |_| DEPENDENCE);
    let mut result = vec![Explained::default(); last];
    let mut solved: Vec<f64> = Vec::with_capacity(factor.kept.len());
    for (at, &column) in factor.kept.iter().enumerate() {
        let inner = dot(&solved, &factor.lower.row(at)[..at]);
        let value = (cross[(column, last)] / scales[column] - inner) / factor.lower[(at, at)];
        solved.push(value);
        result[column] = Explained { squares: value * value, df: 1.0 };
    }
    result
}

/// The sum over some columns.
pub(super) fn total(explained: &[Explained], columns: impl Iterator<Item = usize>) -> Explained {
    columns
        .map(|column| explained[column])
        .fold(Explained::default(), |sum, part| Explained { squares: sum.squares + part.squares, df: sum.df + part.df })
}

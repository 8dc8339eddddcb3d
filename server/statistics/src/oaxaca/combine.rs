//! The parts of the difference with their gradients by coefficients and means.

use super::{Group, pooling};
use crate::distribution::normal;
use crate::error::FitError;
use crate::matrix::{Matrix, dot};

/// A part's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartName {
    /// What the means differ in, at the second group's coefficients.
    Endowments,
    /// What the coefficients differ in, at the second group's means.
    Coefficients,
    /// Both together.
    Interaction,
    /// What the means differ in, at the pooled coefficients.
    Explained,
    /// The rest.
    Unexplained,
}

/// An estimate with its standard error, held against the normal.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// value / standard error.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// A part of the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Which.
    pub name: PartName,
    /// All of it.
    pub total: Estimate,
    /// What each column has in it, the constant last.
    pub detail: Vec<Estimate>,
}

/// A sum with its gradients.
#[derive(Clone)]
struct Piece {
    value: f64,
    coefficients: [Vec<f64>; 2],
    means: [Vec<f64>; 2],
}

impl Piece {
    fn zero(k: usize) -> Self {
        let zeros = || [vec![0.0; k], vec![0.0; k]];
        Piece { value: 0.0, coefficients: zeros(), means: zeros() }
    }

    fn add(&mut self, other: &Piece) {
        self.value += other.value;
        let mine = self.coefficients.iter_mut().chain(&mut self.means);
        for (mine, other) in mine.zip(other.coefficients.iter().chain(&other.means)) {
            mine.iter_mut().zip(other).for_each(|(mine, other)| *mine += other);
        }
    }

    fn estimate(&self, groups: [&Group; 2]) -> Estimate {
        let square = |matrix: &Matrix, gradient: &[f64]| dot(&matrix.times(gradient), gradient);
        let variance: f64 = (0..2)
            .map(|g| {
                square(&groups[g].covariance, &self.coefficients[g])
                    + square(&groups[g].covariance_of_means, &self.means[g])
            })
            .sum();
        let standard_error = variance.max(0.0).sqrt();
        let z = self.value / standard_error;
        Estimate { value: self.value, standard_error, z, p: normal::two_sided(z) }
    }
}

fn part(name: PartName, groups: [&Group; 2], piece: impl Fn(usize) -> Piece) -> Part {
    let k = groups[0].coefficients.len();
    let pieces: Vec<Piece> = (0..k).map(piece).collect();
    let mut total = Piece::zero(k);
    pieces.iter().for_each(|piece| total.add(piece));
    Part { name, total: total.estimate(groups), detail: pieces.iter().map(|piece| piece.estimate(groups)).collect() }
}

/// Endowments, coefficients, interaction.
pub fn threefold(one: &Group, two: &Group) -> Vec<Part> {
    let k = one.coefficients.len();
    let apart = |j: usize| (one.means[j] - two.means[j], one.coefficients[j] - two.coefficients[j]);
    let endowments = |j: usize| {
        let (mut piece, (d, b)) = (Piece::zero(k), (apart(j).0, two.coefficients[j]));
        piece.value = d * b;
        piece.coefficients[1][j] = d;
        (piece.means[0][j], piece.means[1][j]) = (b, -b);
        piece
    };
    let coefficients = |j: usize| {
        let (mut piece, (x, c)) = (Piece::zero(k), (two.means[j], apart(j).1));
        piece.value = x * c;
        (piece.coefficients[0][j], piece.coefficients[1][j]) = (x, -x);
        piece.means[1][j] = c;
        piece
    };
    let interaction = |j: usize| {
        let (mut piece, (d, c)) = (Piece::zero(k), apart(j));
        piece.value = d * c;
        (piece.coefficients[0][j], piece.coefficients[1][j]) = (d, -d);
        (piece.means[0][j], piece.means[1][j]) = (c, -c);
        piece
    };
    let groups = [one, two];
    vec![
        part(PartName::Endowments, groups, endowments),
        part(PartName::Coefficients, groups, coefficients),
        part(PartName::Interaction, groups, interaction),
    ]
}

/// Explained and unexplained.
pub fn twofold(one: &Group, two: &Group) -> Result<Vec<Part>, FitError> {
    let (k, q) = (one.coefficients.len(), one.products.n_rows);
    let w = pooling(one, two)?;
    // By column: the pooled slope, and its gradients; the constants have no part in what is explained.
    let share =
        |j: usize, i: usize| if j < q { (w[(j, i)], f64::from(u8::from(i == j)) - w[(j, i)]) } else { (0.0, 0.0) };
    let slope = |j: usize| -> f64 {
        let own = (0..q).map(|i| share(j, i));
        own.zip(one.coefficients.iter().zip(&two.coefficients)).map(|((a, b), (one, two))| a * one + b * two).sum()
    };
    let explained = |j: usize| {
        let (mut piece, d, b) = (Piece::zero(k), one.means[j] - two.means[j], slope(j));
        piece.value = d * b;
        for i in 0..q {
            let (a, c) = share(j, i);
            (piece.coefficients[0][i], piece.coefficients[1][i]) = (d * a, d * c);
        }
        (piece.means[0][j], piece.means[1][j]) = (b, -b);
        piece
    };
    let unexplained = |j: usize| {
        let (mut piece, b) = (Piece::zero(k), slope(j));
        let (a, c) = (one.coefficients[j] - b, b - two.coefficients[j]);
        piece.value = one.means[j] * a + two.means[j] * c;
        let d = one.means[j] - two.means[j];
        for i in 0..q {
            let (to_one, to_two) = share(j, i);
            (piece.coefficients[0][i], piece.coefficients[1][i]) = (-d * to_one, -d * to_two);
        }
        piece.coefficients[0][j] += one.means[j];
        piece.coefficients[1][j] -= two.means[j];
        (piece.means[0][j], piece.means[1][j]) = (a, c);
        piece
    };
    let groups = [one, two];
    Ok(vec![part(PartName::Explained, groups, explained), part(PartName::Unexplained, groups, unexplained)])
}

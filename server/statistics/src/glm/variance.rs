//! Covariance of the estimates: inverse information, and sandwiches around it (Huber 1967; White 1982; Rogers 1993).

use super::estimate::Estimate;
use super::problem::{Problem, Reader};
use super::sums::{Second, evaluate};
use crate::covariance::cluster::{add_outer, rows_by_cluster};
use crate::error::FitError;
use crate::fold::{Accumulator, fold};
use crate::matrix::Matrix;
use crate::rows::CHUNK;

const CLUSTERS_OF_A_BLOCK: usize = 1024;

/// How standard errors are computed.
#[derive(Clone, Copy, Debug, Default)]
pub enum Covariance<'a> {
    /// From the observed information.
    #[default]
    Classical,
    /// Sandwich with the factor n / (n − 1).
    Robust,
    /// Scores summed within clusters, with the factor G / (G − 1).
    Cluster {
        /// Cluster of each row, `0..n_clusters`.
        clusters: &'a [u32],
        /// Number of clusters.
        n_clusters: usize,
    },
}

/// Over the active parameters in the working basis, and the number of clusters.
pub(super) fn covariance(
    problem: &Problem<'_>,
    estimate: &Estimate,
    covariance: Covariance<'_>,
) -> Result<(Matrix, Option<usize>), FitError> {
    let inverse = estimate.factored.inverse();
    let active = &estimate.factored.active;
    let n = estimate.observed.n;
    match covariance {
        Covariance::Classical => Ok((inverse, None)),
        Covariance::Robust => {
            let mut meat = evaluate(problem, &estimate.parameters, 1, Second::Meat)?.second.select(active);
            meat.scale(n / (n - 1.0));
            Ok((sandwich(&inverse, &meat), None))
        }
        Covariance::Cluster { clusters, n_clusters } => {
            let sums = clustered(problem, estimate, clusters, n_clusters)?;
            if sums.n_clusters < 2 {
                return Err(FitError::TooFewGroups);
            }
            let g = sums.n_clusters as f64;
            let mut meat = sums.meat;
            meat.scale(g / (g - 1.0));
            Ok((sandwich(&inverse, &meat), Some(sums.n_clusters)))
        }
    }
}

fn sandwich(inverse: &Matrix, meat: &Matrix) -> Matrix {
    let mut result = inverse.product(meat).product(inverse);
    // Rounding may leave the halves different in the last bit.
    result.mirror();
    result
}

struct Clustered {
    meat: Matrix,
    /// Clusters with rows of positive weight.
    n_clusters: usize,
}

impl Accumulator for Clustered {
    fn merge(&mut self, later: Self) {
        self.meat.values.iter_mut().zip(later.meat.values).for_each(|(mine, other)| *mine += other);
        self.n_clusters += later.n_clusters;
    }
}

fn clustered(
    problem: &Problem<'_>,
    estimate: &Estimate,
    clusters: &[u32],
    n_clusters: usize,
) -> Result<Clustered, FitError> {
    let (starts, rows) = rows_by_cluster(clusters, n_clusters);
    let active = &estimate.factored.active;
    let mut place = vec![usize::MAX; problem.n_parameters()];
    active.iter().enumerate().for_each(|(at, &parameter)| place[parameter] = at);
    let new = || Clustered { meat: Matrix::zeros(active.len(), active.len()), n_clusters: 0 };
    let mut total = fold(n_clusters, CLUSTERS_OF_A_BLOCK, problem.watch, new, |partial, range| {
        let mut score = Score { sum: vec![0.0; active.len()], has_weight: false };
        let mut reader = Reader::new(problem, &estimate.parameters);
        let mut cluster = range.start;
        let mut at = starts[range.start];
        for rows in rows[at..starts[range.end]].chunks(CHUNK) {
            reader.gather(rows);
            reader.differentiate();
            for row in 0..rows.len() {
                while at >= starts[cluster + 1] {
                    score.close(partial);
                    cluster += 1;
                }
                score.add(problem, &reader, row, &place);
                at += 1;
            }
        }
        score.close(partial);
    })?;
    total.meat.mirror();
    Ok(total)
}

/// The score of one cluster after the other.
struct Score {
    sum: Vec<f64>,
    has_weight: bool,
}

impl Score {
    fn add(&mut self, problem: &Problem<'_>, reader: &Reader<'_>, row: usize, place: &[usize]) {
        let weight = reader.weight[row];
        if weight == 0.0 {
            return;
        }
        self.has_weight = true;
        let per = problem.per_equation();
        for (equation, scores) in reader.terms.score.chunks_exact(CHUNK).enumerate() {
            let s = weight * scores[row];
            let place = &place[equation * per..];
            reader.visit(row, |column, value| {
                if let Some(sum) = self.sum.get_mut(place[column]) {
                    *sum += s * value;
                }
            });
        }
        if let (Some(score), Some(last)) = (reader.terms.ancillary_score.get(row), self.sum.last_mut()) {
            *last += weight * score;
        }
    }

    /// Ends a cluster.
    fn close(&mut self, partial: &mut Clustered) {
        if self.has_weight {
            partial.n_clusters += 1;
            add_outer(&mut partial.meat, &self.sum);
            self.sum.fill(0.0);
            self.has_weight = false;
        }
    }
}

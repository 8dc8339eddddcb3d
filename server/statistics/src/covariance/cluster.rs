//! The clustered meat: scores summed within clusters, cluster after cluster, without a clusters × columns matrix.

use crate::design::{Chunk, Design};
use crate::fold::{Accumulator, Cancelled, Watch, fold};
use crate::linear::residuals::subtract_fitted;
use crate::linear::solution::Solution;
use crate::matrix::Matrix;
use crate::rows::{CHUNK, Rows};

const CLUSTERS_OF_A_BLOCK: usize = 1024;

/// The meat and the number of clusters with any weight.
pub struct ClusterMeat {
    /// `Σ_g s_g s_g'` with `s_g = Σ w e z`, working basis, constant last.
    pub meat: Matrix,
    /// Clusters that have rows of positive weight.
    pub n_clusters: usize,
}

impl Accumulator for ClusterMeat {
    fn merge(&mut self, later: Self) {
        for (mine, other) in self.meat.values.iter_mut().zip(later.meat.values) {
            *mine += other;
        }
        self.n_clusters += later.n_clusters;
    }
}

/// Sums scores within clusters; `clusters[row]` is in `0..n_clusters`.
pub fn meat(
    design: &Design<'_>,
    y: &dyn Rows<f64>,
    weights: Option<&dyn Rows<f64>>,
    solution: &Solution,
    clusters: &[u32],
    n_clusters: usize,
    watch: Watch<'_>,
) -> Result<ClusterMeat, Cancelled> {
    let (starts, rows) = rows_by_cluster(clusters, n_clusters);
    let size = solution.n_parameters();
    let place = solution.places();
    let new = || ClusterMeat { meat: Matrix::zeros(size, size), n_clusters: 0 };
    let mut total = fold(n_clusters, CLUSTERS_OF_A_BLOCK, watch, new, |partial, range| {
        let mut scores = Scores::new(design, y, weights, solution, &place);
        for cluster in range {
            if scores.add_up(&rows[starts[cluster]..starts[cluster + 1]]) {
                partial.n_clusters += 1;
                add_outer(&mut partial.meat, &scores.score);
            }
        }
    })?;
    total.meat.mirror();
    Ok(total)
}

/// The score of one cluster after the other.
struct Scores<'a> {
    chunk: Chunk<'a>,
    y: &'a dyn Rows<f64>,
    weights: Option<&'a dyn Rows<f64>>,
    solution: &'a Solution,
    place: &'a [usize],
    score: Vec<f64>,
    residuals: Vec<f64>,
    weight_of_row: Vec<f64>,
}

impl<'a> Scores<'a> {
    fn new(
        design: &'a Design<'_>,
        y: &'a dyn Rows<f64>,
        weights: Option<&'a dyn Rows<f64>>,
        solution: &'a Solution,
        place: &'a [usize],
    ) -> Self {
        let (chunk, score) = (Chunk::new(design), vec![0.0; solution.n_parameters()]);
        Scores { chunk, y, weights, solution, place, score, residuals: Vec::new(), weight_of_row: Vec::new() }
    }

    /// Adds the scores `w e z` of a cluster's rows; whether any has weight.
    fn add_up(&mut self, rows: &[u32]) -> bool {
        self.score.fill(0.0);
        let mut has_weight = false;
        for rows in rows.chunks(CHUNK) {
            self.chunk.gather(rows);
            self.residuals.resize(rows.len(), 0.0);
            self.y.gather(rows, &mut self.residuals);
            subtract_fitted(&self.chunk, self.solution, &mut self.residuals);
            self.weight_of_row.resize(rows.len(), 1.0);
            if let Some(weights) = self.weights {
                weights.gather(rows, &mut self.weight_of_row);
            }
            for (at, (weight, residual)) in self.weight_of_row.iter().zip(&self.residuals).enumerate() {
                if *weight == 0.0 {
                    continue;
                }
                has_weight = true;
                let factor = weight * residual;
                self.chunk.visit(at, &self.solution.centers, |column, value| {
                    if let Some(sum) = self.score.get_mut(self.place[column]) {
                        *sum += factor * value;
                    }
                });
                if let (true, Some(constant)) = (self.solution.has_constant, self.score.last_mut()) {
                    *constant += factor;
                }
            }
        }
        has_weight
    }
}

pub(crate) fn add_outer(meat: &mut Matrix, score: &[f64]) {
    for (i, &left) in score.iter().enumerate() {
        if left != 0.0 {
            for (target, right) in meat.row_mut(i)[..=i].iter_mut().zip(score) {
                *target += left * right;
            }
        }
    }
}

/// Rows ordered by cluster (counting sort), and where each cluster starts.
pub(crate) fn rows_by_cluster(clusters: &[u32], n_clusters: usize) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0usize; n_clusters + 1];
    for &cluster in clusters {
        starts[cluster as usize + 1] += 1;
    }
    for i in 0..n_clusters {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut rows = vec![0u32; clusters.len()];
    for (row, &cluster) in clusters.iter().enumerate() {
        rows[next[cluster as usize]] = row as u32;
        next[cluster as usize] += 1;
    }
    (starts, rows)
}

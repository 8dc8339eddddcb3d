//! The clustered meat: scores summed within clusters, cluster after cluster, without a clusters × columns matrix.

use crate::design::Design;
use crate::fold::{Accumulator, Cancelled, Watch, fold};
use crate::linear::solution::Solution;
use crate::matrix::Matrix;

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
    residuals: &[f64],
    weights: Option<&[f64]>,
    solution: &Solution,
    clusters: &[u32],
    n_clusters: usize,
    watch: Watch<'_>,
) -> Result<ClusterMeat, Cancelled> {
    let (starts, rows) = rows_by_cluster(clusters, n_clusters);
    let size = solution.n_parameters();
    let k = solution.kept.len();
    let mut place = vec![usize::MAX; design.n_columns()];
    for (i, &column) in solution.kept.iter().enumerate() {
        place[column] = i;
    }
    let new = || ClusterMeat { meat: Matrix::zeros(size, size), n_clusters: 0 };
    let mut total = fold(n_clusters, CLUSTERS_OF_A_BLOCK, watch, new, |partial, range| {
        let mut score = vec![0.0; size];
        for cluster in range {
            score.fill(0.0);
            let mut has_weight = false;
            for &row in &rows[starts[cluster]..starts[cluster + 1]] {
                let row = row as usize;
                let weight = weights.map_or(1.0, |weights| weights[row]);
                if weight == 0.0 {
                    continue;
                }
                has_weight = true;
                let factor = weight * residuals[row];
                design.visit(row, &solution.centers, |column, value| {
                    if let Some(s) = score.get_mut(place[column]) {
                        *s += factor * value;
                    }
                });
                if solution.has_constant {
                    score[k] += factor;
                }
            }
            partial.n_clusters += usize::from(has_weight);
            add_outer(&mut partial.meat, &score);
        }
    })?;
    total.meat.mirror();
    Ok(total)
}

fn add_outer(meat: &mut Matrix, score: &[f64]) {
    for (i, &left) in score.iter().enumerate() {
        if left != 0.0 {
            for (target, right) in meat.row_mut(i)[..=i].iter_mut().zip(score) {
                *target += left * right;
            }
        }
    }
}

/// Rows ordered by cluster (counting sort), and where each cluster starts.
fn rows_by_cluster(clusters: &[u32], n_clusters: usize) -> (Vec<usize>, Vec<u32>) {
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

//! Covariance matrices of estimates: bread, meat, and the small-sample factors (Stata's conventions).

pub mod cluster;
pub mod robust;

/// How standard errors are computed.
#[derive(Clone, Copy, Debug, Default)]
pub enum Covariance<'a> {
    /// One error variance for all.
    #[default]
    Classical,
    /// Heteroskedasticity-consistent with the factor n / (n − k) (HC1; White 1980, MacKinnon & White 1985).
    Hc1,
    /// Clustered with the factor G / (G − 1) · (n − 1) / (n − k) (Liang & Zeger 1986).
    Cluster {
        /// Cluster of each row, `0..n_clusters`.
        clusters: &'a [u32],
        /// Number of clusters.
        n_clusters: usize,
    },
}

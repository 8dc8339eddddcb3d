//! Covariance matrices of estimates: bread, meat, and the small-sample factors (Stata's conventions).

pub mod cluster;
pub mod eigen;
pub mod robust;
pub mod two_way;

/// How standard errors are computed.
#[derive(Clone, Copy, Debug, Default)]
pub enum Covariance<'a> {
    /// One error variance for all.
    #[default]
    Classical,
    /// Heteroskedasticity-consistent without a factor (White 1980).
    Hc0,
    /// Heteroskedasticity-consistent with the factor n / (n − k) (HC1; White 1980, MacKinnon & White 1985).
    Hc1,
    /// Squares divided by 1 − h with the leverage h of one row (Horn, Horn & Duncan 1975).
    Hc2,
    /// Squares divided by (1 − h)² (MacKinnon & White 1985; Davidson & MacKinnon 1993).
    Hc3,
    /// Clustered with the factor G / (G − 1) · (n − 1) / (n − k) (Liang & Zeger 1986).
    Cluster {
        /// Cluster of each row, `0..n_clusters`.
        clusters: &'a [u32],
        /// Number of clusters.
        n_clusters: usize,
    },
    /// Clustered two ways: by one, plus by the other, less by both (Cameron, Gelbach & Miller 2011), all with the factor of the smaller
    /// number of clusters (as reghdfe and pyfixest); negative eigenvalues become zero.
    TwoWay {
        /// Cluster of each row and number of clusters.
        first: (&'a [u32], usize),
        /// The same of the second kind.
        second: (&'a [u32], usize),
    },
}

/// Whether clusters are given for `n` rows, each within its number.
pub(crate) fn clusters_fit(covariance: &Covariance<'_>, n: usize) -> bool {
    let fit = |codes: &[u32], n_clusters: usize| {
        codes.len() == n && crate::linear::absorb::groups::all_below(codes, n_clusters)
    };
    match covariance {
        Covariance::Cluster { clusters, n_clusters } => fit(clusters, *n_clusters),
        Covariance::TwoWay { first, second } => fit(first.0, first.1) && fit(second.0, second.1),
        _ => true,
    }
}

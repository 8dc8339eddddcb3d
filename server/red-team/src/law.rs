//! What attackers know of the filter: everything but the keys (Kerckhoffs). The noise row, and the law of a question.

/// The published row: P(v) ~ exp(b v²) on −D … D with variance V.
#[derive(Clone, Debug)]
pub struct NoiseRow {
    probabilities: Vec<f64>,
    most: i64,
}

/// Counts are shown from here.
pub const SHOWN_FROM: i64 = 8;

impl NoiseRow {
    /// The row of the tier `ordinary`.
    pub fn ordinary() -> Self {
        NoiseRow::with(6.5, 10)
    }

    fn with(variance: f64, most: i64) -> Self {
        let row = |b: f64| {
            let weights: Vec<f64> = (-most..=most).map(|v| (b * (v * v) as f64).exp()).collect();
            let total: f64 = weights.iter().sum();
            weights.into_iter().map(|weight| weight / total).collect::<Vec<f64>>()
        };
        let spread = |row: &[f64]| row.iter().zip(-most..).map(|(p, v)| p * (v * v) as f64).sum::<f64>();
        let (mut low, mut high) = (-5.0, 0.0);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if spread(&row(middle)) < variance { low = middle } else { high = middle }
        }
        NoiseRow { probabilities: row(0.5 * (low + high)), most }
    }

    /// P(noise = v).
    pub fn p(&self, v: i64) -> f64 {
        usize::try_from(v + self.most).ok().and_then(|at| self.probabilities.get(at)).copied().unwrap_or(0.0)
    }

    /// P(what is shown | n units).
    pub fn likelihood(&self, n: i64, shown: Option<i64>) -> f64 {
        match shown {
            Some(_) if n == 0 => 0.0,
            None if n == 0 => 1.0,
            Some(count) => self.p(count - n),
            None => (-self.most..=self.most).filter(|v| n + v < SHOWN_FROM).map(|v| self.p(v)).sum(),
        }
    }

    /// P(difference of two answers = d | the first set is `shift` larger).
    pub fn difference(&self, d: i64, shift: i64) -> f64 {
        (-self.most..=self.most).map(|v| self.p(v) * self.p(v + d - shift)).sum()
    }

    /// The evidence that a set has one unit more than `n`.
    pub fn evidence(&self, n: i64, shown: Option<i64>) -> f64 {
        log_ratio(self.likelihood(n + 1, shown), self.likelihood(n, shown))
    }

    /// The evidence that the first of two sets of unknown size has one unit more than the second.
    pub fn pair_evidence(&self, first: Option<i64>, second: Option<i64>) -> f64 {
        let (Some(first), Some(second)) = (first, second) else { return 0.0 };
        log_ratio(self.difference(second - first, -1), self.difference(second - first, 0))
    }
}

/// log(a / b), bounded so that certainty can be added up.
pub fn log_ratio(a: f64, b: f64) -> f64 {
    const CERTAIN: f64 = 50.0;
    match (a > 0.0, b > 0.0) {
        (true, true) => (a / b).ln().clamp(-CERTAIN, CERTAIN),
        (true, false) => CERTAIN,
        (false, true) => -CERTAIN,
        (false, false) => 0.0,
    }
}

/// The distribution function of the normal distribution (Abramowitz and Stegun 7.1.26, error below 1.5e-7).
pub fn normal(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x.abs() / std::f64::consts::SQRT_2);
    let poly =
        t * (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
    let half = 0.5 * poly * (-x * x / 2.0).exp();
    if x < 0.0 { half } else { 1.0 - half }
}

/// The law: accuracy after q questions of known size about one bit is at most Φ(√q / (2√V)).
pub fn accuracy_after(questions: usize) -> f64 {
    normal((questions as f64).sqrt() / (2.0 * 6.5_f64.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_is_the_published_one() {
        let row = NoiseRow::ordinary();
        let total: f64 = (-10..=10).map(|v| row.p(v)).sum();
        let variance: f64 = (-10..=10).map(|v| (v * v) as f64 * row.p(v)).sum();
        assert!((total - 1.0).abs() < 1e-12 && (variance - 6.5).abs() < 1e-6, "{total} {variance}");
        // near-sets 3.4: P(shown | n).
        for (n, expected) in [(1, 0.005), (5, 0.16), (6, 0.28), (8, 0.58), (12, 0.96)] {
            let shown = 1.0 - row.likelihood(n, None);
            assert!((shown - expected).abs() < 0.006, "{n}: {shown}");
        }
    }

    #[test]
    fn the_law_is_that_of_the_decision() {
        for (questions, expected) in [(1, 0.577), (5, 0.67), (10, 0.73), (20, 0.81), (43, 0.90)] {
            assert!((accuracy_after(questions) - expected).abs() < 0.006, "{questions}");
        }
    }

    #[test]
    fn pairs_tell_in_the_right_direction() {
        let row = NoiseRow::ordinary();
        assert!(row.pair_evidence(Some(103), Some(100)) > 0.0);
        assert!(row.pair_evidence(Some(100), Some(103)) < 0.0);
        assert_eq!(row.pair_evidence(None, Some(103)), 0.0);
    }
}

//! The one symmetric maximum-entropy row of the cell-key method, as whole-number thresholds.
//!
//! Source: p(v) ~ exp(b v^2) on -D..=D with variance V (near-sets 6.2; figures in `../shared/spec/ptable.json`). The
//! probabilities are made exactly symmetric and stored as cumulative 32-bit thresholds, so that a draw needs no
//! floating point. Argument: `proofs/minimum_count.md`.

use crate::policy::Tier;

/// The row of a tier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoiseRow {
    /// `thresholds[k]` of 2^32 draws fall below `-D + k + 1`.
    thresholds: &'static [u32],
    max_deviation: i64,
}

impl NoiseRow {
    pub(crate) const fn of(tier: Tier) -> Self {
        match tier {
            Tier::Ordinary => NoiseRow { thresholds: &ORDINARY, max_deviation: 10 },
            Tier::Sensitive => NoiseRow { thresholds: &SENSITIVE, max_deviation: 12 },
        }
    }

    /// The noise for a uniform draw.
    pub(crate) fn deviation(self, draw: u32) -> i64 {
        // Every threshold is looked at: the time does not depend on the draw.
        let passed: i64 = self.thresholds.iter().map(|threshold| i64::from(draw >= *threshold)).sum();
        passed - self.max_deviation
    }

    /// D.
    pub(crate) const fn max_deviation(self) -> i64 {
        self.max_deviation
    }

    /// The probability of each deviation, as the thresholds give them.
    pub(crate) fn probabilities(self) -> impl Iterator<Item = (i64, f64)> {
        let edges = self.thresholds.iter().map(|edge| u64::from(*edge)).chain([1 << 32]);
        let mut below = 0;
        (-self.max_deviation..).zip(edges).map(move |(value, edge)| {
            let probability = (edge - below) as f64 / 4_294_967_296.0;
            below = edge;
            (value, probability)
        })
    }
}

/// Tier `ordinary`: V = 6.5, D = 10.
#[rustfmt::skip]
const ORDINARY: [u32; 20] = [
    308_076, 1_635_465, 6_539_642, 22_076_432, 64_283_359, 162_601_464, 358_987_490, 695_355_726,
    1_189_378_181, 1_811_543_382, 2_483_423_914, 3_105_589_115, 3_599_611_570, 3_935_979_806, 4_132_365_832, 4_230_683_937,
    4_272_890_864, 4_288_427_654, 4_293_331_831, 4_294_659_220,
];

/// Tier `sensitive`: V = 10, D = 12.
#[rustfmt::skip]
const SENSITIVE: [u32; 24] = [
    407_884, 1_694_251, 5_365_525, 14_847_361, 37_008_482, 83_880_606, 173_594_796, 328_987_729,
    572_558_405, 918_053_872, 1_361_543_349, 1_876_710_187, 2_418_257_109, 2_933_423_947, 3_376_913_424, 3_722_408_891,
    3_965_979_567, 4_121_372_500, 4_211_086_690, 4_257_958_814, 4_280_119_935, 4_289_601_771, 4_293_273_045, 4_294_559_412,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_mean_zero_and_the_variance_of_the_law() {
        for (tier, variance) in [(Tier::Ordinary, 6.5), (Tier::Sensitive, 10.0)] {
            let row: Vec<(i64, f64)> = NoiseRow::of(tier).probabilities().collect();
            let mean: f64 = row.iter().map(|(value, p)| *value as f64 * p).sum();
            let second: f64 = row.iter().map(|(value, p)| (*value * *value) as f64 * p).sum();
            assert!(mean.abs() < 1e-12, "{tier:?} mean {mean}");
            assert!((second - variance).abs() < 1e-6, "{tier:?} variance {second}");
        }
    }

    #[test]
    fn the_row_is_the_published_one() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/spec/ptable.json");
        let Ok(text) = std::fs::read_to_string(&path) else {
            eprintln!("skipped: no {}", path.display());
            return;
        };
        let json: serde_json::Value = serde_json::from_str(&text).expect("the table is JSON");
        for (tier, name) in [(Tier::Ordinary, "ordinary"), (Tier::Sensitive, "sensitive")] {
            for (value, p) in NoiseRow::of(tier).probabilities() {
                let published = json[name]["row"][value.to_string()].as_f64().expect("a probability");
                assert!((published - p).abs() < 1e-9, "{name} {value}: {published} {p}");
            }
        }
    }

    #[test]
    fn the_ends_of_the_draw_are_the_ends_of_the_row() {
        for tier in [Tier::Ordinary, Tier::Sensitive] {
            let row = NoiseRow::of(tier);
            assert_eq!(row.deviation(0), -row.max_deviation());
            assert_eq!(row.deviation(u32::MAX), row.max_deviation());
            assert_eq!(row.deviation(1 << 31), 0);
        }
    }
}

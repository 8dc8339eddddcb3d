//! Random numbers that depend only on the seed, the block and the purpose.
//!
//! ChaCha with eight rounds, one stream a purpose: adding draws to one part of the model leaves the others as they were.
//! Logarithms and exponentials come from `libm`, so that every machine computes the same bits.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// What random numbers are drawn for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    /// Who is born or arrives when.
    Population = 1,
    /// Marriages, moves, births, deaths.
    Life = 2,
    /// Work and income.
    Work = 3,
    /// Employers and occupations.
    Jobs = 4,
    /// Courses of study.
    Courses = 5,
    /// Vehicles.
    Vehicles = 6,
    /// Metering points.
    Meters = 7,
    /// Road traffic accidents.
    Accidents = 8,
    /// Patients.
    Patients = 9,
}

/// A source of chance.
pub(crate) struct Chance {
    generator: ChaCha8Rng,
    /// The second of a pair of normal draws.
    spare: Option<f64>,
}

impl Chance {
    /// The source of one purpose in one block.
    pub(crate) fn new(seed: u64, block: u64, stream: Stream) -> Chance {
        Chance::of_stream(seed, block, stream as u64)
    }

    /// The source of a purpose that has a number beyond those of [`Stream`].
    pub(crate) fn of_stream(seed: u64, block: u64, stream: u64) -> Chance {
        let mut key = [0_u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(&block.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Chance { generator, spare: None }
    }

    /// Uniform in [0, 1).
    pub(crate) fn unit(&mut self) -> f64 {
        // 53 bits: every f64 of this form is exact.
        (self.generator.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// True with a probability.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A whole number in 0..n; 0 if n is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.generator.next_u64()) * (n as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A whole number in from..=to.
    pub(crate) fn between(&mut self, from: i32, to: i32) -> i32 {
        from + self.below(usize::try_from(to - from + 1).unwrap_or(0)) as i32
    }

    /// Normal with mean 0 and standard deviation 1 (Box and Muller).
    pub(crate) fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        let (sine, cosine) = libm::sincos(std::f64::consts::TAU * self.unit());
        self.spare = Some(radius * sine);
        radius * cosine
    }

    /// Exponential with mean 1.
    pub(crate) fn exponential(&mut self) -> f64 {
        -libm::log(1.0 - self.unit())
    }

    /// The place of one of the weights, in proportion to them.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.unit() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len().saturating_sub(1)
    }
}

/// Linear between the points (x, y), constant outside; points sorted by x.
pub(crate) fn interpolate(points: &[(f64, f64)], x: f64) -> f64 {
    let after = points.partition_point(|(at, _)| *at <= x);
    match (after.checked_sub(1).and_then(|before| points.get(before)), points.get(after)) {
        (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (x - x0) / (x1 - x0),
        (Some((_, y)), None) | (None, Some((_, y))) => *y,
        (None, None) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_and_repeat() {
        let draw = |seed, block, stream| Chance::new(seed, block, stream).unit();
        assert_eq!(draw(1, 2, Stream::Life), draw(1, 2, Stream::Life));
        let all =
            [draw(1, 2, Stream::Life), draw(1, 2, Stream::Work), draw(1, 3, Stream::Life), draw(2, 2, Stream::Life)];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one));
        }
    }

    #[test]
    fn normal_draws_have_the_right_moments() {
        let mut chance = Chance::new(7, 0, Stream::Life);
        let draws: Vec<f64> = (0..100_000).map(|_| chance.normal()).collect();
        let mean = draws.iter().sum::<f64>() / 1e5;
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 1e5;
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
    }

    #[test]
    fn interpolation_is_constant_outside() {
        let points = [(0.0, 1.0), (10.0, 3.0)];
        assert_eq!([-5.0, 0.0, 5.0, 10.0, 99.0].map(|x| interpolate(&points, x)), [1.0, 1.0, 2.0, 3.0, 3.0]);
    }
}

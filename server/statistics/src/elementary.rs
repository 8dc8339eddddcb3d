//! Elementary functions of many numbers: the same bits on every machine, as fast as its vector unit allows.
//!
//! Each is written for one number without branches and without fused instructions; loops over slices within a dispatch of `pulp`
//! become vector code of the machine at hand, whose lanes round as the scalar code does.

use pulp::Arch;

const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding it rounds to a whole number, which then stands in the last bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Beyond it the result is that of the limit.
const MOST: f64 = 708.0;
/// `1 / √(2π)`.
const DENSITY_AT_ZERO: f64 = 0.398_942_280_401_432_7;
/// `ln √(2π)`.
const LN_ROOT_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// 1 / n!, n = 13 … 0.
const TERMS: [f64; 14] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
    1.0,
    1.0,
];

/// Of `(1 + x) R(x)` with Mills' ratio `R` in `t = (x − 5) / (x + 5)`, highest power first: the Chebyshev interpolation of 60 points,
/// cut where terms fall below 2⁻⁵⁵ (computed with 50 digits).
const MILLS: [f64; 24] = [
    -9.564_832_934_712_552e-10,
    -7.073_898_575_561_589e-10,
    1.103_207_115_157_433_6e-8,
    9.092_476_134_019_147e-9,
    -7.758_520_236_786_343e-8,
    -6.588_974_491_108_954e-8,
    4.919_962_331_478_34e-7,
    3.205_431_665_258_957_6e-7,
    -3.277_287_633_208_865e-6,
    -1.763_323_926_573_674_6e-7,
    2.270_961_270_923_768e-5,
    -2.480_583_845_192_319e-5,
    -0.000_134_374_278_557_113_5,
    0.000_457_043_923_579_536_55,
    1.953_063_837_079_078_5e-5,
    -0.004_201_290_329_187_307,
    0.016_348_231_281_029_38,
    -0.038_026_592_185_841_39,
    0.061_505_045_840_186_5,
    -0.066_177_600_779_096_3,
    0.025_072_179_301_638_8,
    0.077_781_598_868_737_69,
    -0.229_487_538_252_113_15,
    1.156_848_628_291_894_6,
];

/// Runs loops with the vector unit of the machine.
#[inline]
pub(crate) fn vectorised<R>(work: impl FnOnce() -> R) -> R {
    Arch::new().dispatch(work)
}

/// Replaces each value by its exponential, to about one unit in the last place; arguments are cut at ±708.
pub(crate) fn exp(values: &mut [f64]) {
    vectorised(
        #[inline(always)]
        || values.iter_mut().for_each(|value| *value = exp_of(*value)),
    );
}

/// `exp(x)` to about one unit in the last place; arguments are cut at ±708.
#[inline(always)]
pub(crate) fn exp_of(x: f64) -> f64 {
    let x = x.clamp(-MOST, MOST);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let rest = (x - whole * LN2_HIGH) - whole * LN2_LOW;
    let mut sum = TERMS[0];
    for term in &TERMS[1..] {
        sum = sum * rest + term;
    }
    sum * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// `ln(x)` for positive normal `x`, to about one unit in the last place.
///
/// With `x = 2ᵏ (1 + f)`, `1 + f` in √½ … √2, and `s = f / (2 + f)`: `ln(1 + f) = 2 artanh s`, written as `f − s (f − 2 s² (⅓ + s²/5 + …))`,
/// so that the leading term is exact.
#[inline(always)]
pub(crate) fn ln_of(x: f64) -> f64 {
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcd;
    const WHOLE: u64 = 0x4330_0000_0000_0000;
    let shifted = x.to_bits().wrapping_add(ONE - ROOT_HALF);
    let k = f64::from_bits((shifted >> 52) | WHOLE) - (4_503_599_627_370_496.0 + 1023.0);
    let f = f64::from_bits((shifted & 0x000f_ffff_ffff_ffff).wrapping_add(ROOT_HALF)) - 1.0;
    let s = f / (2.0 + f);
    let z = s * s;
    let mut series = 1.0 / 23.0;
    for odd in [21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0] {
        series = series * z + 1.0 / odd;
    }
    let half = 0.5 * f * f;
    // s (f − R) = ½ f² − s (½ f² + R)
    let tail = s * (half + 2.0 * z * series);
    k * LN2_HIGH - ((half - (tail + k * LN2_LOW)) - f)
}

/// `ln(1 + x)` for `x > −1`, to about two units in the last place.
#[inline(always)]
pub(crate) fn ln_1p_of(x: f64) -> f64 {
    let sum = 1.0 + x;
    ln_of(sum) + (x - (sum - 1.0)) / sum
}

/// Mills' ratio `(1 − Φ(x)) / φ(x)` for `x ≥ 0`, to about two units in the last place.
#[inline(always)]
pub(crate) fn mills_of(x: f64) -> f64 {
    let t = (x - 5.0) / (x + 5.0);
    let mut sum = MILLS[0];
    for term in &MILLS[1..] {
        sum = sum * t + term;
    }
    sum / (1.0 + x)
}

/// `ln Φ(t)` and `φ(t) / Φ(t)`, to a few units in the last place in both tails.
#[inline(always)]
pub(crate) fn log_normal_of(t: f64) -> (f64, f64) {
    let x = t.abs();
    let ratio = mills_of(x);
    let square = 0.5 * x * x;
    let density = DENSITY_AT_ZERO * exp_of(-square);
    let upper = density * ratio;
    let (above, below) = (ln_1p_of(-upper), ln_of(ratio) - square - LN_ROOT_TWO_PI);
    let (ratio_above, ratio_below) = (density / (1.0 - upper), 1.0 / ratio);
    if t < 0.0 { (below, ratio_below) } else { (above, ratio_above) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal;

    fn close(name: &str, x: f64, value: f64, expected: f64, ulps: f64) {
        assert!(
            (value - expected).abs() <= ulps * f64::EPSILON * expected.abs(),
            "{name}({x}) = {value}, not {expected}"
        );
    }

    #[test]
    fn exponentials_agree_with_libm_to_two_units_in_the_last_place() {
        let arguments: Vec<f64> = (-70_000..70_000).map(|i| f64::from(i) * 0.010_1).collect();
        let mut values = arguments.clone();
        exp(&mut values);
        for (x, value) in arguments.iter().zip(&values) {
            close("exp", *x, *value, libm::exp(*x), 2.0);
        }
    }

    #[test]
    fn logarithms_agree_with_libm_to_two_units_in_the_last_place() {
        for i in -70_000..70_000 {
            let x = libm::exp(f64::from(i) * 0.010_1);
            close("ln", x, ln_of(x), libm::log(x), 2.0);
            let near_one = 1.0 + f64::from(i) * 4.1e-6;
            close("ln", near_one, ln_of(near_one), libm::log(near_one), 2.0);
            let small = f64::from(i) * 1.23e-5;
            close("ln_1p", small, ln_1p_of(small), libm::log1p(small), 4.0);
            close("ln_1p", x, ln_1p_of(x), libm::log1p(x), 4.0);
        }
    }

    #[test]
    fn normal_tails_agree_with_the_distribution() {
        for i in -3_700..3_700 {
            let t = f64::from(i) * 0.01;
            let (log, ratio) = log_normal_of(t);
            close(
                "ln Φ",
                t,
                log,
                if t < 0.0 { normal::log_upper(-t) } else { libm::log1p(-normal::upper(t)) },
                60.0 + t * t,
            );
            let expected = normal::density(t) / normal::lower(t);
            // The density of libm rounds t²/2.
            close("φ/Φ", t, ratio, expected, 8.0 + t * t);
        }
        let (log, ratio) = log_normal_of(-1e6);
        close("ln Φ", -1e6, log, normal::log_upper(1e6), 4.0);
        close("φ/Φ", -1e6, ratio, 1e6 + 1e-6, 4.0);
    }
}

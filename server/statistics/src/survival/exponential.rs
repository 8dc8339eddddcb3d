//! The exponential function of many numbers: the same bits on every machine, as fast as its vector unit allows.

use pulp::Arch;

const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Adding it rounds to a whole number, which then stands in the last bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// Beyond it the result is that of the limit.
const MOST: f64 = 708.0;

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

/// Replaces each value by its exponential, to about one unit in the last place; arguments are cut at ±708.
pub fn exp(values: &mut [f64]) {
    Arch::new().dispatch(|| {
        for value in values.iter_mut() {
            let x = value.clamp(-MOST, MOST);
            let shifted = x * std::f64::consts::LOG2_E + ROUND;
            let whole = shifted - ROUND;
            let rest = (x - whole * LN2_HIGH) - whole * LN2_LOW;
            let mut sum = TERMS[0];
            for term in &TERMS[1..] {
                sum = sum * rest + term;
            }
            *value = sum * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn it_agrees_with_libm_to_two_units_in_the_last_place() {
        let arguments: Vec<f64> = (-70_000..70_000).map(|i| f64::from(i) * 0.010_1).collect();
        let mut values = arguments.clone();
        exp(&mut values);
        for (x, value) in arguments.iter().zip(&values) {
            let expected = libm::exp(*x);
            assert!((value - expected).abs() <= 2.0 * f64::EPSILON * expected, "exp({x}) = {value}, not {expected}");
        }
    }
}

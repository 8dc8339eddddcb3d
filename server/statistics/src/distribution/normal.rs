//! The standard normal distribution: tails by `erfc`, quantile by Wichura's AS 241 with one Halley step.

use libm::{erfc, exp, log};

/// `1 / √2` to twice the precision of a double.
const HALF_ROOT: (f64, f64) = (std::f64::consts::FRAC_1_SQRT_2, -4.833_646_656_726_457e-17);
const ROOT_TWO_PI: f64 = 2.506_628_274_631_000_5;

/// Density at `z`.
pub fn density(z: f64) -> f64 {
    exp(-0.5 * z * z) / ROOT_TWO_PI
}

/// `P(Z > z)`.
pub fn upper(z: f64) -> f64 {
    let x = z * HALF_ROOT.0;
    // erfc amplifies the rounding of x by 2x²: correct for it to first order.
    let rounding = libm::fma(z, HALF_ROOT.0, -x) + z * HALF_ROOT.1;
    let tail = 0.5 * erfc(x);
    if x > 1.0 { tail * (1.0 - 2.0 * x * rounding) } else { tail }
}

/// `P(Z ≤ z)`.
pub fn lower(z: f64) -> f64 {
    upper(-z)
}

/// `ln P(Z > z)`, also where the tail itself underflows.
pub fn log_upper(z: f64) -> f64 {
    if z < 37.0 {
        return log(upper(z));
    }
    // Asymptotic series of Mills' ratio.
    let step = 1.0 / (z * z);
    let series = 1.0 - step * (1.0 - 3.0 * step * (1.0 - 5.0 * step * (1.0 - 7.0 * step)));
    -0.5 * z * z - log(z * ROOT_TWO_PI) + log(series)
}

/// `P(|Z| > |z|)`.
pub fn two_sided(z: f64) -> f64 {
    2.0 * upper(z.abs())
}

/// The `z` with `P(Z > z) = p`; infinite at 0 and 1, NaN outside.
pub fn upper_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return f64::NEG_INFINITY;
    }
    if p > 0.5 {
        return -start(1.0 - p, p - 0.5);
    }
    let z = start(p, 0.5 - p);
    // Halley on the upper tail.
    let error = (upper(z) - p) / density(z);
    z + error / (1.0 - 0.5 * z * error)
}

/// The `z` with `P(Z ≤ z) = p`.
pub fn quantile(p: f64) -> f64 {
    -upper_quantile(p)
}

/// AS 241 (Wichura 1988), PPND16: the positive quantile of upper tail `tail`, `center = ½ − tail`.
fn start(tail: f64, center: f64) -> f64 {
    if center <= 0.425 {
        let r = 0.180_625 - center * center;
        return center * ratio(&CENTER_OVER, &CENTER_UNDER, r);
    }
    let r = (-log(tail)).sqrt();
    if r <= 5.0 { ratio(&MIDDLE_OVER, &MIDDLE_UNDER, r - 1.6) } else { ratio(&FAR_OVER, &FAR_UNDER, r - 5.0) }
}

fn ratio(over: &[f64; 8], under: &[f64; 8], r: f64) -> f64 {
    let evaluate = |terms: &[f64; 8]| terms.iter().rev().fold(0.0, |sum, term| sum * r + term);
    evaluate(over) / evaluate(under)
}

const CENTER_OVER: [f64; 8] = [
    3.387_132_872_796_366_5,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_3e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const CENTER_UNDER: [f64; 8] = [
    1.0,
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_66e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_854e3,
];
const MIDDLE_OVER: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_4e-2,
    7.745_450_142_783_414e-4,
];
const MIDDLE_UNDER: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_8e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const FAR_OVER: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    2.965_605_718_285_048_7e-1,
    2.653_218_952_657_612_4e-2,
    1.242_660_947_388_078_4e-3,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const FAR_UNDER: [f64; 8] = [
    1.0,
    5.998_322_065_558_88e-1,
    1.369_298_809_227_358e-1,
    1.487_536_129_085_061_5e-2,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

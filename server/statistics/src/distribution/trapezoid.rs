//! Integrals over the whole line of smooth functions with one peak, by the trapezoidal rule: its error falls
//! exponentially with the inverse of the step (Trefethen and Weideman, "The exponentially convergent trapezoidal
//! rule", 2014).

const NEGLIGIBLE: f64 = 1e-19;
const LARGEST_NUMBER_OF_STEPS: u32 = 2_000_000;

/// `∫ f(u) du`; `center` lies near the peak, `width` is the standard deviation of the narrowest part of `f`.
pub(super) fn integral(center: f64, width: f64, f: impl Fn(f64) -> f64) -> f64 {
    let step = (0.4 * width).min(0.08);
    let mut sum = f(center);
    for direction in [step, -step] {
        let mut before = 0.0;
        for k in 1..LARGEST_NUMBER_OF_STEPS {
            let value = f(center + direction * f64::from(k));
            sum += value;
            // Past the peak and without weight.
            if value <= before && value <= sum * NEGLIGIBLE {
                break;
            }
            before = value;
        }
    }
    sum * step
}

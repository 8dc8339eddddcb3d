//! Tests that a variable is normal: D'Agostino's of skewness and kurtosis, Jarque–Bera, Shapiro–Wilk and Shapiro–Francia.

use libm::{asin, cbrt, exp, log};

use super::Test;
use crate::compensated::Sum;
use crate::describe::moments::Moments;
use crate::describe::quantile::Sorted;
use crate::distribution::{chi_squared, normal};
use crate::error::FitError;

/// Observations above which the approximation of Royston (1995) is not calibrated.
pub const CALIBRATED: f64 = 5000.0;

/// Tests that follow from the moments.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// z of the skewness (D'Agostino 1970).
    pub skewness: Test,
    /// z of the kurtosis (Anscombe & Glynn 1983).
    pub kurtosis: Test,
    /// Sum of their squares (D'Agostino & Pearson 1973), not adjusted.
    pub combined: Test,
    /// Jarque & Bera (1980).
    pub jarque_bera: Test,
}

/// A test on order statistics.
#[derive(Clone, Copy, Debug)]
pub struct OrderTest {
    /// W, in 0..=1.
    pub w: f64,
    /// p-value.
    pub p: f64,
    /// Whether there are more observations than the p-value's approximation was made for (5000).
    pub is_approximate: bool,
}

fn checked(n: f64, least: f64, variance: f64) -> Result<(), FitError> {
    if n < least || n.is_nan() {
        return Err(FitError::TooFewObservations { n_parameters: least as usize - 1 });
    }
    if variance > 0.0 { Ok(()) } else { Err(FitError::ConstantDependent) }
}

/// Tests skewness and kurtosis.
///
/// # Errors
/// Fewer than eight observations; no variation.
pub fn from_moments(moments: &Moments) -> Result<Moment, FitError> {
    let n = moments.weight;
    checked(n, 8.0, moments.variance)?;
    if !moments.kurtosis.is_finite() {
        return Err(FitError::OutOfRange);
    }
    let z = |statistic: f64| Test { statistic, df: f64::INFINITY, df2: None, p: normal::two_sided(statistic) };
    let chi = |statistic: f64| Test { statistic, df: 2.0, df2: None, p: chi_squared::upper(statistic, 2.0) };
    let (skewness, kurtosis) = (skewness_z(moments.skewness, n), kurtosis_z(moments.kurtosis, n));
    let excess = moments.kurtosis - 3.0;
    Ok(Moment {
        skewness: z(skewness),
        kurtosis: z(kurtosis),
        combined: chi(skewness * skewness + kurtosis * kurtosis),
        jarque_bera: chi(n / 6.0 * (moments.skewness * moments.skewness + 0.25 * excess * excess)),
    })
}

fn skewness_z(g1: f64, n: f64) -> f64 {
    let y = g1 * ((n + 1.0) * (n + 3.0) / (6.0 * (n - 2.0))).sqrt();
    let spread =
        3.0 * (n * n + 27.0 * n - 70.0) * (n + 1.0) * (n + 3.0) / ((n - 2.0) * (n + 5.0) * (n + 7.0) * (n + 9.0));
    let w2 = (2.0 * (spread - 1.0)).sqrt() - 1.0;
    let alpha = (2.0 / (w2 - 1.0)).sqrt();
    libm::asinh(y / alpha) / (0.5 * log(w2)).sqrt()
}

fn kurtosis_z(b2: f64, n: f64) -> f64 {
    let mean = 3.0 * (n - 1.0) / (n + 1.0);
    let variance = 24.0 * n * (n - 2.0) * (n - 3.0) / ((n + 1.0) * (n + 1.0) * (n + 3.0) * (n + 5.0));
    let x = (b2 - mean) / variance.sqrt();
    let skew = 6.0 * (n * n - 5.0 * n + 2.0) / ((n + 7.0) * (n + 9.0))
        * (6.0 * (n + 3.0) * (n + 5.0) / (n * (n - 2.0) * (n - 3.0))).sqrt();
    let a = 6.0 + 8.0 / skew * (2.0 / skew + (1.0 + 4.0 / (skew * skew)).sqrt());
    let root = 1.0 + x * (2.0 / (a - 4.0)).sqrt();
    let cube = cbrt((1.0 - 2.0 / a) / root);
    (1.0 - 2.0 / (9.0 * a) - cube) / (2.0 / (9.0 * a)).sqrt()
}

/// Order statistics: each of `n` equal shares of the weight by the value at its middle; with whole weights the repeated values.
struct Order<'a> {
    sorted: &'a Sorted,
    n: usize,
    mean: f64,
    squares: f64,
}

impl<'a> Order<'a> {
    fn new(sorted: &'a Sorted, least: f64) -> Result<Self, FitError> {
        checked(sorted.weight(), least, f64::INFINITY)?;
        let n = sorted.weight().round() as usize;
        let mut order = Order { sorted, n, mean: 0.0, squares: 0.0 };
        let mut sum = Sum::default();
        order.each(|_, x| sum.add(x));
        order.mean = sum.value() / n as f64;
        let (mut squares, mean) = (Sum::default(), order.mean);
        order.each(|_, x| squares.add((x - mean) * (x - mean)));
        order.squares = squares.value();
        checked(n as f64, least, order.squares)?;
        if order.squares.is_finite() { Ok(order) } else { Err(FitError::OutOfRange) }
    }

    /// Calls `visit(i, x)` for the i-th of `n`, from 0.
    fn each(&self, mut visit: impl FnMut(usize, f64)) {
        let (values, cumulated) = self.sorted.steps();
        let share = self.sorted.weight() / self.n as f64;
        let mut at = 0;
        for i in 0..self.n {
            let middle = (i as f64 + 0.5) * share;
            while at + 1 < values.len() && cumulated[at] <= middle {
                at += 1;
            }
            visit(i, values[at]);
        }
    }
}

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

/// Shapiro & Wilk's W with the weights and p-value of Royston (1995, algorithm AS R94).
///
/// # Errors
/// Fewer than three observations; no variation.
pub fn shapiro_wilk(sorted: &Sorted) -> Result<OrderTest, FitError> {
    let order = Order::new(sorted, 3.0)?;
    let size = order.n;
    let n = size as f64;
    let half = size / 2;
    // Expected order statistics of the lower half (negative), then the weights.
    let mut a: Vec<f64> = (1..=half).map(|i| normal::quantile((i as f64 - 0.375) / (n + 0.25))).collect();
    if size == 3 {
        a[0] = std::f64::consts::FRAC_1_SQRT_2;
    } else {
        let squares = 2.0 * a.iter().map(|m| m * m).sum::<f64>();
        let (root, u) = (squares.sqrt(), 1.0 / n.sqrt());
        let first = polynomial(&[0.0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u) - a[0] / root;
        let (kept, scale) = if size > 5 {
            let second = polynomial(&[0.0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u) - a[1] / root;
            let rest = squares - 2.0 * a[0] * a[0] - 2.0 * a[1] * a[1];
            (vec![first, second], (rest / (1.0 - 2.0 * first * first - 2.0 * second * second)).sqrt())
        } else {
            (vec![first], ((squares - 2.0 * a[0] * a[0]) / (1.0 - 2.0 * first * first)).sqrt())
        };
        a.iter_mut().for_each(|m| *m = -*m / scale);
        a[..kept.len()].copy_from_slice(&kept);
    }
    let (mut slope, mut length) = (Sum::default(), Sum::default());
    order.each(|i, x| {
        let weight = match i {
            i if i < half => -a[i],
            i if i >= size - half => a[size - 1 - i],
            _ => 0.0,
        };
        slope.add_product(weight, x - order.mean);
        length.add_product(weight, weight);
    });
    // 1 − W as a product keeps its digits where W is near 1.
    let (cross, sizes) = (slope.value(), (length.value() * order.squares).sqrt());
    let lost = ((sizes - cross) * (sizes + cross) / (length.value() * order.squares)).clamp(0.0, 1.0);
    Ok(OrderTest { w: 1.0 - lost, p: shapiro_wilk_p(lost, n), is_approximate: n > CALIBRATED })
}

fn shapiro_wilk_p(lost: f64, n: f64) -> f64 {
    if n < 3.5 {
        let angle = asin((1.0 - lost).sqrt()) - asin(0.75_f64.sqrt());
        return (6.0 / std::f64::consts::PI * angle).clamp(0.0, 1.0);
    }
    let mut y = log(lost.max(f64::MIN_POSITIVE));
    let (mean, deviation) = if n < 11.5 {
        let gamma = polynomial(&[-2.273, 0.459], n);
        if y >= gamma {
            return 1e-99;
        }
        y = -log(gamma - y);
        let mean = polynomial(&[0.544, -0.39978, 0.025054, -6.714e-4], n);
        (mean, exp(polynomial(&[1.3822, -0.77857, 0.062767, -0.0020322], n)))
    } else {
        let u = log(n);
        let mean = polynomial(&[-1.5861, -0.31082, -0.083751, 0.0038915], u);
        (mean, exp(polynomial(&[-0.4803, -0.082676, 0.0030302], u)))
    };
    normal::upper((y - mean) / deviation)
}

/// Shapiro & Francia's W′ on Blom's scores, with the p-value of Royston (1993).
///
/// # Errors
/// Fewer than five observations; no variation.
pub fn shapiro_francia(sorted: &Sorted) -> Result<OrderTest, FitError> {
    let order = Order::new(sorted, 5.0)?;
    let n = order.n as f64;
    let (mut slope, mut length) = (Sum::default(), Sum::default());
    order.each(|i, x| {
        let m = normal::quantile((i as f64 + 0.625) / (n + 0.25));
        slope.add_product(m, x - order.mean);
        length.add_product(m, m);
    });
    let w = (slope.value() * slope.value() / (length.value() * order.squares)).min(1.0);
    let (u, v) = (log(n), log(log(n)));
    let mean = -1.2725 + 1.0521 * (v - u);
    let deviation = 1.0308 - 0.26758 * (v + 2.0 / u);
    let z = (log((1.0 - w).max(f64::MIN_POSITIVE)) - mean) / deviation;
    Ok(OrderTest { w, p: normal::upper(z), is_approximate: n > CALIBRATED })
}

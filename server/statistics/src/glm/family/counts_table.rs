//! `Σ_{j<y} ln(1 + α j)`, `Σ j / (1 + α j)` and `Σ j² / (1 + α j)²`: what is left of gamma functions at whole counts.

use crate::compensated::Sum;

/// Counts from which the sums are continued by the formula of Euler and Maclaurin.
const TABLE: usize = 4096;

/// The sums by count, up to `most` or the end of the table.
pub(super) fn table(alpha: f64, most: f64) -> Vec<[f64; 3]> {
    let n = (most.max(0.0) as usize).min(TABLE);
    let mut sums = [Sum::default(); 3];
    let mut table = Vec::with_capacity(n + 1);
    table.push([0.0; 3]);
    for j in 0..n {
        for (sum, term) in sums.iter_mut().zip(terms(alpha, j as f64)) {
            sum.add(term);
        }
        table.push(sums.map(Sum::value));
    }
    table
}

fn terms(alpha: f64, j: f64) -> [f64; 3] {
    let share = j / (1.0 + alpha * j);
    [libm::log1p(alpha * j), share, share * share]
}

/// The sums at a whole count.
#[inline]
pub(super) fn sums(table: &[[f64; 3]], alpha: f64, y: f64) -> [f64; 3] {
    match table.get(y as usize) {
        Some(sums) => *sums,
        None => continued(table, alpha, y),
    }
}

/// `Σ_{m ≤ j < y} f(j) = ∫ f − (f(y) − f(m)) / 2 + (f'(y) − f'(m)) / 12`; the next term is below 1e-13.
#[cold]
fn continued(table: &[[f64; 3]], alpha: f64, y: f64) -> [f64; 3] {
    let m = (table.len() - 1) as f64;
    let start = table.last().copied().unwrap_or_default();
    let (low, high) = (1.0 + alpha * m, 1.0 + alpha * y);
    let integral = integrals(alpha, m, y);
    let (at_m, at_y) = (terms(alpha, m), terms(alpha, y));
    let slopes = |j: f64, u: f64| [alpha / u, 1.0 / (u * u), 2.0 * j / (u * u * u)];
    let (slope_m, slope_y) = (slopes(m, low), slopes(y, high));
    let mut result = start;
    for i in 0..3 {
        result[i] += integral[i] - 0.5 * (at_y[i] - at_m[i]) + (slope_y[i] - slope_m[i]) / 12.0;
    }
    result
}

/// Integrals of the terms from `m` to `y` by Gauss–Legendre of 8 points on panels that double in length.
fn integrals(alpha: f64, m: f64, y: f64) -> [f64; 3] {
    const NODES: [(f64, f64); 4] = [
        (0.183_434_642_495_649_8, 0.362_683_783_378_362),
        (0.525_532_409_916_329, 0.313_706_645_877_887_3),
        (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
        (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
    ];
    let mut sums = [Sum::default(); 3];
    let mut from = m;
    while from < y {
        let to = (1.5 * from).min(y);
        let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
        for (node, weight) in NODES {
            for j in [middle - half * node, middle + half * node] {
                for (sum, term) in sums.iter_mut().zip(terms(alpha, j)) {
                    sum.add(half * weight * term);
                }
            }
        }
        from = to;
    }
    sums.map(Sum::value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continued_sums_are_the_sums() {
        for alpha in [1e-6, 0.3, 20.0] {
            let table = table(alpha, 1e9);
            for y in [4097.0, 5000.0, 123_456.0] {
                let mut exact = [Sum::default(); 3];
                for j in 0..y as usize {
                    exact.iter_mut().zip(terms(alpha, j as f64)).for_each(|(sum, term)| sum.add(term));
                }
                for (value, exact) in sums(&table, alpha, y).into_iter().zip(exact) {
                    assert!((value / exact.value() - 1.0).abs() < 1e-13, "{alpha} {y}: {value} {}", exact.value());
                }
            }
        }
    }
}

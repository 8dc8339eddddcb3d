//! Products of columns over a chunk of rows, blocked so that running sums stay in registers.
//!
//! Columns are [`CHUNK`] places each, one after the other; rows are a multiple of [`ROWS`], those beyond the data with factor zero. Sums run in
//! a fixed number of lanes whatever the machine, so their bits are the same everywhere.

use std::ops::Range;

use crate::elementary::vectorised;
use crate::rows::CHUNK;

/// Rows come in multiples of it.
pub(super) const ROWS: usize = 32;

/// Rows whose columns stay in the nearest cache while their products are taken.
const TILE: usize = 256;

type Lanes = [f64; 8];

#[inline(always)]
fn join(lanes: Lanes) -> f64 {
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

#[inline(always)]
fn column<'z>(z: &'z [f64], at: usize, rows: &Range<usize>) -> &'z [[f64; 4]] {
    z[at * CHUNK + rows.start..at * CHUNK + rows.end].as_chunks().0
}

/// `out[a, b] += Σ h z_a z_b` for `b ≤ a < width` (and some others); `out` has `stride` values a row, `width` is a multiple of four.
pub(super) fn add_products(n: usize, h: &[f64], z: &[f64], width: usize, stride: usize, out: &mut [f64]) {
    let mut sums = [[0.0; 4]; 8];
    for start in (0..n).step_by(TILE) {
        let rows = start..(start + TILE).min(n);
        for a in (0..width).step_by(2) {
            for b in (0..a + 2).step_by(4) {
                vectorised(
                    #[inline(always)]
                    || {
                        let left = [column(z, a, &rows), column(z, a + 1, &rows)];
                        let right = [0, 1, 2, 3].map(|j| column(z, b + j, &rows));
                        sums = block(h[rows.clone()].as_chunks().0, left, right);
                    },
                );
                for (i, line) in sums.chunks_exact(4).enumerate() {
                    add_joined(line, &mut out[(a + i) * stride + b..][..4]);
                }
            }
        }
    }
}

/// Adds the sums of lanes. Apart from the loops, so that the compiler does not turn their lanes around.
#[inline(never)]
fn add_joined(sums: &[[f64; 4]], out: &mut [f64]) {
    for (target, [p, q, r, s]) in out.iter_mut().zip(sums) {
        *target += (p + r) + (q + s);
    }
}

/// Two columns times `h` with four columns: eight sums of four lanes, which leave room for their operands in sixteen registers.
#[inline(always)]
fn block(h: &[[f64; 4]], left: [&[[f64; 4]]; 2], right: [&[[f64; 4]]; 4]) -> [[f64; 4]; 8] {
    let mut sums = [[0.0; 4]; 8];
    let [l0, l1] = left;
    let [r0, r1, r2, r3] = right;
    for ((((((h, l0), l1), r0), r1), r2), r3) in h.iter().zip(l0).zip(l1).zip(r0).zip(r1).zip(r2).zip(r3) {
        for lane in 0..4 {
            let (x, y) = (h[lane] * l0[lane], h[lane] * l1[lane]);
            sums[0][lane] += x * r0[lane];
            sums[1][lane] += x * r1[lane];
            sums[2][lane] += x * r2[lane];
            sums[3][lane] += x * r3[lane];
            sums[4][lane] += y * r0[lane];
            sums[5][lane] += y * r1[lane];
            sums[6][lane] += y * r2[lane];
            sums[7][lane] += y * r3[lane];
        }
    }
    sums
}

/// `out[b] += Σ s z_b` for `b < width`.
pub(super) fn add_linear(n: usize, s: &[f64], z: &[f64], width: usize, out: &mut [f64]) {
    let mut sums = [[0.0; 4]; 4];
    for b in (0..width).step_by(4) {
        vectorised(
            #[inline(always)]
            || {
                sums = [[0.0; 4]; 4];
                let [r0, r1, r2, r3] = [0, 1, 2, 3].map(|j| column(z, b + j, &(0..n)));
                for ((((s, r0), r1), r2), r3) in s[..n].as_chunks::<4>().0.iter().zip(r0).zip(r1).zip(r2).zip(r3) {
                    for lane in 0..4 {
                        sums[0][lane] += s[lane] * r0[lane];
                        sums[1][lane] += s[lane] * r1[lane];
                        sums[2][lane] += s[lane] * r2[lane];
                        sums[3][lane] += s[lane] * r3[lane];
                    }
                }
            },
        );
        add_joined(&sums, &mut out[b..b + 4]);
    }
}

/// `eta = constant + Σ b z` over the first columns.
pub(super) fn predictor(n: usize, b: &[f64], constant: f64, z: &[f64], eta: &mut [f64]) {
    vectorised(
        #[inline(always)]
        || {
            for (part, out) in eta[..n].as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
                let mut sums = [constant; ROWS];
                for (b, column) in b.iter().zip(z.chunks_exact(CHUNK)) {
                    let values = &column[part * ROWS..(part + 1) * ROWS];
                    for (sum, x) in sums.iter_mut().zip(values) {
                        *sum += b * x;
                    }
                }
                *out = sums;
            }
        },
    );
}

/// `Σ a b`.
pub(super) fn dot(n: usize, a: &[f64], b: &[f64]) -> f64 {
    vectorised(
        #[inline(always)]
        || {
            let mut lanes = [0.0; 8];
            for (a, b) in a[..n].as_chunks::<8>().0.iter().zip(b[..n].as_chunks::<8>().0) {
                for lane in 0..8 {
                    lanes[lane] += a[lane] * b[lane];
                }
            }
            join(lanes)
        },
    )
}

/// `a *= b`.
pub(super) fn multiply(n: usize, a: &mut [f64], b: &[f64]) {
    vectorised(
        #[inline(always)]
        || a[..n].iter_mut().zip(&b[..n]).for_each(|(a, b)| *a *= b),
    );
}

/// `out = z − center`.
pub(super) fn centre(x: &[f64], center: f64, out: &mut [f64]) {
    vectorised(
        #[inline(always)]
        || out.iter_mut().zip(x).for_each(|(z, x)| *z = x - center),
    );
}

//! The inner loops: demeaning inside groups and cross products of short columns, with the machine's vector unit.
//!
//! Lanes are fixed and nothing is fused, so results have the same bits on every machine.

use pulp::{Arch, NullaryFnOnce};

const LANES: usize = 8;

/// Subtracts group means in one column. `bounds` are the groups' starts within `values` and the end; `means[g]` receives the mean.
/// Values are taken relative to the group's first, so that a column that does not vary within groups becomes exactly zero.
pub fn demean(values: &mut [f64], bounds: &[usize], size: Option<usize>, means: &mut [f64]) {
    match size {
        Some(2) => demean_equal::<2>(values, means),
        Some(3) => demean_equal::<3>(values, means),
        Some(4) => demean_equal::<4>(values, means),
        Some(5) => demean_equal::<5>(values, means),
        Some(6) => demean_equal::<6>(values, means),
        Some(7) => demean_equal::<7>(values, means),
        Some(8) => demean_equal::<8>(values, means),
        Some(9) => demean_equal::<9>(values, means),
        Some(10) => demean_equal::<10>(values, means),
        _ => {
            for (pair, mean) in bounds.windows(2).zip(means) {
                let group = &mut values[pair[0]..pair[1]];
                *mean = demean_one(group, 1.0 / group.len() as f64);
            }
        }
    }
}

#[inline(always)]
fn demean_one(group: &mut [f64], share: f64) -> f64 {
    let Some(first) = group.first().copied() else { return 0.0 };
    let mut sum = 0.0;
    for value in group.iter_mut() {
        *value -= first;
        sum += *value;
    }
    let mean = sum * share;
    group.iter_mut().for_each(|value| *value -= mean);
    first + mean
}

/// The same for groups of `T` rows each.
fn demean_equal<const T: usize>(values: &mut [f64], means: &mut [f64]) {
    Arch::new().dispatch(DemeanEqual::<T> { values, means });
}

struct DemeanEqual<'a, const T: usize> {
    values: &'a mut [f64],
    means: &'a mut [f64],
}

impl<const T: usize> NullaryFnOnce for DemeanEqual<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let share = 1.0 / T as f64;
        let (groups, _) = self.values.as_chunks_mut::<T>();
        for (group, mean) in groups.iter_mut().zip(self.means.iter_mut()) {
            let first = group[0];
            let mut sum = 0.0;
            for value in group.iter() {
                sum += value - first;
            }
            let center = sum * share;
            for value in group.iter_mut() {
                *value = (*value - first) - center;
            }
            *mean = first + center;
        }
    }
}

/// The same with weights; `shares[g]` is one over the sum of the group's weights (0 for a group without).
pub fn demean_weighted(values: &mut [f64], weights: &[f64], bounds: &[usize], shares: &[f64], means: &mut [f64]) {
    for ((pair, share), mean) in bounds.windows(2).zip(shares).zip(means) {
        let (group, weights) = (&mut values[pair[0]..pair[1]], &weights[pair[0]..pair[1]]);
        // A row without weight must not be what the others are taken relative to.
        let Some(first) = group.iter().zip(weights).find(|(_, weight)| **weight > 0.0).map(|(value, _)| *value) else {
            group.fill(0.0);
            *mean = 0.0;
            continue;
        };
        let mut sum = 0.0;
        for (value, weight) in group.iter_mut().zip(weights) {
            *value -= first;
            sum += *value * weight;
        }
        let center = sum * share;
        group.iter_mut().for_each(|value| *value -= center);
        *mean = first + center;
    }
}

/// Adds `left_a' right_b` for `b ≤ a` to the packed lower triangle `products`; columns have `stride` places, `n` of them used.
pub fn gram(left: &[f64], right: &[f64], stride: usize, n: usize, n_columns: usize, products: &mut [f64]) {
    Arch::new().dispatch(Gram { left, right, stride, n, n_columns, products });
}

struct Gram<'a> {
    left: &'a [f64],
    right: &'a [f64],
    stride: usize,
    n: usize,
    n_columns: usize,
    products: &'a mut [f64],
}

impl NullaryFnOnce for Gram<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Gram { left, right, stride, n, n_columns, products } = self;
        let mut place = 0;
        for a in 0..n_columns {
            let line = &left[a * stride..a * stride + n];
            let column = |b: usize| &right[b * stride..b * stride + n];
            let mut b = 0;
            while b + 3 <= a {
                let four = four_dots(line, [column(b), column(b + 1), column(b + 2), column(b + 3)]);
                for (target, value) in products[place + b..].iter_mut().zip(four) {
                    *target += value;
                }
                b += 4;
            }
            for b in b..=a {
                products[place + b] += one_dot(line, column(b));
            }
            place += a + 1;
        }
    }
}

/// The inner product of two columns.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    Arch::new().dispatch(Dot(a, b))
}

struct Dot<'a>(&'a [f64], &'a [f64]);

impl NullaryFnOnce for Dot<'_> {
    type Output = f64;

    #[inline(always)]
    fn call(self) -> f64 {
        one_dot(self.0, self.1)
    }
}

/// `target -= factor · values`.
pub fn subtract(target: &mut [f64], factor: f64, values: &[f64]) {
    Arch::new().dispatch(Subtract { target, factor, values });
}

struct Subtract<'a> {
    target: &'a mut [f64],
    factor: f64,
    values: &'a [f64],
}

impl NullaryFnOnce for Subtract<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        for (t, v) in self.target.iter_mut().zip(self.values) {
            *t -= self.factor * v;
        }
    }
}

#[inline(always)]
fn one_dot(a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
    for (x, y) in a.iter().zip(b) {
        for lane in 0..LANES {
            lanes[lane] += x[lane] * y[lane];
        }
    }
    let mut rest = 0.0;
    for (x, y) in a_rest.iter().zip(b_rest) {
        rest += x * y;
    }
    rest + join(lanes)
}

#[inline(always)]
fn four_dots(a: &[f64], b: [&[f64]; 4]) -> [f64; 4] {
    let mut lanes = [[0.0; LANES]; 4];
    let (parts, a_rest) = a.as_chunks::<LANES>();
    let (b0, r0) = b[0].as_chunks::<LANES>();
    let (b1, r1) = b[1].as_chunks::<LANES>();
    let (b2, r2) = b[2].as_chunks::<LANES>();
    let (b3, r3) = b[3].as_chunks::<LANES>();
    for ((((x, y0), y1), y2), y3) in parts.iter().zip(b0).zip(b1).zip(b2).zip(b3) {
        for lane in 0..LANES {
            lanes[0][lane] += x[lane] * y0[lane];
            lanes[1][lane] += x[lane] * y1[lane];
            lanes[2][lane] += x[lane] * y2[lane];
            lanes[3][lane] += x[lane] * y3[lane];
        }
    }
    let mut result = [0.0; 4];
    for ((result, lanes), rest) in result.iter_mut().zip(lanes).zip([r0, r1, r2, r3]) {
        let mut sum = 0.0;
        for (x, y) in a_rest.iter().zip(rest) {
            sum += x * y;
        }
        *result = sum + join(lanes);
    }
    result
}

#[inline(always)]
fn join(lanes: [f64; LANES]) -> f64 {
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// `sums[g] = Σ a b` over the rows of each group.
pub fn group_dots(a: &[f64], b: &[f64], bounds: &[usize], size: Option<usize>, sums: &mut [f64]) {
    match size {
        Some(2) => group_dots_equal::<2>(a, b, sums),
        Some(3) => group_dots_equal::<3>(a, b, sums),
        Some(4) => group_dots_equal::<4>(a, b, sums),
        Some(5) => group_dots_equal::<5>(a, b, sums),
        Some(6) => group_dots_equal::<6>(a, b, sums),
        Some(8) => group_dots_equal::<8>(a, b, sums),
        Some(10) => group_dots_equal::<10>(a, b, sums),
        _ => {
            for (pair, sum) in bounds.windows(2).zip(sums) {
                *sum = 0.0;
                for (x, y) in a[pair[0]..pair[1]].iter().zip(&b[pair[0]..pair[1]]) {
                    *sum += x * y;
                }
            }
        }
    }
}

fn group_dots_equal<const T: usize>(a: &[f64], b: &[f64], sums: &mut [f64]) {
    Arch::new().dispatch(GroupDots::<T> { a, b, sums });
}

struct GroupDots<'a, const T: usize> {
    a: &'a [f64],
    b: &'a [f64],
    sums: &'a mut [f64],
}

impl<const T: usize> NullaryFnOnce for GroupDots<'_, T> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let pairs = self.a.as_chunks::<T>().0.iter().zip(self.b.as_chunks::<T>().0);
        for ((a, b), sum) in pairs.zip(self.sums.iter_mut()) {
            *sum = 0.0;
            for (x, y) in a.iter().zip(b) {
                *sum += x * y;
            }
        }
    }
}

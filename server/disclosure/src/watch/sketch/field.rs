//! Arithmetic modulo the Mersenne prime 2^31 − 1, and the shortest recurrence of a sequence over it.

use super::SUMS;

/// The prime.
pub(super) const P: u32 = (1 << 31) - 1;

pub(super) fn add(a: u32, b: u32) -> u32 {
    let sum = a + b;
    if sum >= P { sum - P } else { sum }
}

pub(super) fn subtract(a: u32, b: u32) -> u32 {
    if a >= b { a - b } else { a + P - b }
}

/// A number below 2^62 to one of at most 2^31 that is the same modulo P.
#[inline(always)]
pub(super) fn fold(product: u64) -> u64 {
    const MASK: u64 = P as u64;
    let once = (product & MASK) + (product >> 31);
    (once & MASK) + (once >> 31)
}

/// Any number to its residue.
pub(super) fn residue(sum: u64) -> u32 {
    (sum % u64::from(P)) as u32
}

fn multiply(a: u32, b: u32) -> u32 {
    let folded = fold(u64::from(a) * u64::from(b)) as u32;
    if folded >= P { folded - P } else { folded }
}

/// a^(P − 2), the inverse (Fermat).
fn inverse(a: u32) -> u32 {
    let (mut power, mut result) = (a, 1);
    let mut exponent = P - 2;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, power);
        }
        power = multiply(power, power);
        exponent >>= 1;
    }
    result
}

/// Length of the shortest linear recurrence that gives the sequence (Berlekamp, Massey 1969).
pub(super) fn recurrence(sequence: &[u32; SUMS]) -> u32 {
    // Coefficients of the recurrence so far, and of the one before its length last grew.
    let mut current = [0_u32; SUMS + 1];
    let mut before = [0_u32; SUMS + 1];
    (current[0], before[0]) = (1, 1);
    let (mut length, mut gap, mut last) = (0_usize, 1_usize, 1_u32);
    for at in 0..SUMS {
        let earlier = sequence.get(..=at).unwrap_or_default().iter().rev();
        let terms = current.iter().take(length + 1).zip(earlier);
        let off = terms.fold(0, |off, (coefficient, value)| add(off, multiply(*coefficient, *value)));
        if off == 0 {
            gap += 1;
            continue;
        }
        let old = current;
        let scale = multiply(off, inverse(last));
        for (slot, coefficient) in current.iter_mut().skip(gap).zip(&before) {
            *slot = subtract(*slot, multiply(scale, *coefficient));
        }
        if 2 * length <= at {
            (length, before, last, gap) = (at + 1 - length, old, off, 1);
        } else {
            gap += 1;
        }
    }
    length as u32
}

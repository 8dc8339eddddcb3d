//! Choosing by bits, many rows at once: arithmetic where an `if` would become a jump that is taken at random.

/// The bits of a word one by one as 0 or 1, the lowest first.
#[inline(always)]
pub fn spread(word: u64) -> [u8; 64] {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut bits = [0; 64];
    let (eights, _) = bits.as_chunks_mut::<8>();
    for (eight, byte) in eights.iter_mut().zip(word.to_le_bytes()) {
        // Each byte of the product holds one bit of its own; a byte that is not zero becomes one.
        let own = (ONES * u64::from(byte)) & 0x8040_2010_0804_0201;
        *eight = (((own + 0x7f * ONES) >> 7) & ONES).to_le_bytes();
    }
    bits
}

/// Values that are chosen bit by bit.
pub trait Blend: Copy {
    /// This value for 1, the other for 0.
    fn or_if_zero(self, other: Self, bit: u8) -> Self;
}

macro_rules! blend {
    ($($number:ty),*) => {$(
        impl Blend for $number {
            #[inline(always)]
            fn or_if_zero(self, other: Self, bit: u8) -> Self {
                let others = <$number>::from(bit).wrapping_sub(1);
                (self & !others) | (other & others)
            }
        }
    )*};
}

blend!(u8, u16, u32, u64, i64);

impl Blend for f64 {
    #[inline(always)]
    fn or_if_zero(self, other: Self, bit: u8) -> Self {
        f64::from_bits(self.to_bits().or_if_zero(other.to_bits(), bit))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_choose(word: u64, one: i64, other: i64, x: f64) {
            for (at, bit) in (0..).zip(spread(word)) {
                prop_assert_eq!(u64::from(bit), word >> at & 1);
                prop_assert_eq!(one.or_if_zero(other, bit), if bit == 1 { one } else { other });
                prop_assert_eq!((one as u8).or_if_zero(u8::MAX, bit), if bit == 1 { one as u8 } else { u8::MAX });
                let chosen = x.or_if_zero(f64::NAN, bit);
                prop_assert_eq!(chosen.to_bits(), if bit == 1 { x } else { f64::NAN }.to_bits());
            }
        }
    }
}

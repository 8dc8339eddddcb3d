//! Rows that stay, as bits, and columns cut down to them.

use std::sync::Arc;

use polars::prelude::{BooleanChunked, PlSmallStr};
use polars_arrow::array::{BooleanArray, PrimitiveArray};
use polars_arrow::bitmap::{Bitmap, BitmapBuilder};
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::types::NativeType;
use rayon::prelude::*;

use super::{BLOCK, Typed};
use crate::column::Values;

/// Words of a block.
const WORDS: usize = BLOCK / 64;

/// Some of the rows.
pub struct Mask {
    /// One bit a row, the first the lowest.
    words: Vec<u64>,
    n_rows: usize,
    /// How many rows of the mask stand before each block; one more entry for the end.
    before: Vec<usize>,
}

impl Mask {
    /// The rows where a condition is true; missing is not true.
    pub fn of(truth: &BooleanChunked) -> Mask {
        Mask::from_bitmap(&true_rows(truth))
    }

    /// The rows of a bitmap.
    pub fn from_bitmap(bitmap: &Bitmap) -> Mask {
        let words = words(bitmap);
        let mut before = vec![0];
        let mut total = 0;
        for block in words.chunks(WORDS) {
            total += block.iter().map(|word| usize::try_from(word.count_ones()).unwrap_or(0)).sum::<usize>();
            before.push(total);
        }
        Mask { words, n_rows: bitmap.len(), before }
    }

    /// Number of rows that it is over.
    pub fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Number of rows in it.
    pub fn n_in(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    /// The values of a column in these rows.
    pub fn values(&self, values: &Values) -> Values {
        let typed = match Typed::of(values) {
            Typed::U8(array) => Typed::U8(self.array(&array)),
            Typed::U16(array) => Typed::U16(self.array(&array)),
            Typed::U32(array) => Typed::U32(self.array(&array)),
            Typed::Whole(array) => Typed::Whole(self.array(&array)),
            Typed::Real(array) => Typed::Real(self.array(&array)),
        };
        typed.like(values)
    }

    /// Numbers of rows in these rows.
    pub fn shared(&self, values: &[u32]) -> Arc<[u32]> {
        // Made in place: an `Arc` of a vector would be a second copy.
        let mut output: Arc<[u32]> = std::iter::repeat_n(0, self.n_in()).collect();
        if let Some(output) = Arc::get_mut(&mut output) {
            self.pick(values, output);
        }
        output
    }

    fn array<T: NativeType>(&self, array: &PrimitiveArray<T>) -> PrimitiveArray<T> {
        let mut output = vec![T::default(); self.n_in()];
        self.pick(array.values(), &mut output);
        let result = PrimitiveArray::from_vec(output);
        match array.validity().filter(|validity| validity.unset_bits() > 0) {
            None => result,
            Some(validity) => {
                let valid = self.bits(validity);
                if valid.unset_bits() == 0 { result } else { result.with_validity(Some(valid)) }
            }
        }
    }

    /// The values of these rows, block by block into their parts of the output.
    fn pick<T: Copy + Send + Sync>(&self, values: &[T], mut output: &mut [T]) {
        let mut parts = Vec::with_capacity(self.before.len());
        for (block, pair) in self.before.windows(2).enumerate() {
            let n = pair.iter().rev().copied().reduce(|end, start| end - start).unwrap_or(0);
            let (part, rest) = output.split_at_mut(n.min(output.len()));
            parts.push((block, part));
            output = rest;
        }
        parts.into_par_iter().for_each(|(block, part)| {
            let mut slots = part.iter_mut();
            let words = self.words.chunks(WORDS).nth(block).unwrap_or_default();
            for (word, values) in words.iter().zip(values.chunks(64).skip(block * WORDS)) {
                pick_word(*word, values, &mut slots);
            }
        });
    }

    fn bits(&self, validity: &Bitmap) -> Bitmap {
        let of_block = |(block, words): (usize, &[u64])| {
            let mut kept = BitmapBuilder::with_capacity(BLOCK);
            for (word, first) in words.iter().zip((block * BLOCK..).step_by(64)) {
                let (mut mask, valid) = (*word, self::word(validity, first));
                if mask & !valid == 0 {
                    kept.extend_constant(usize::try_from(mask.count_ones()).unwrap_or(0), true);
                    continue;
                }
                while mask != 0 {
                    kept.push(valid >> mask.trailing_zeros() & 1 == 1);
                    mask &= mask - 1;
                }
            }
            kept.freeze()
        };
        let blocks: Vec<Bitmap> = self.words.par_chunks(WORDS).enumerate().map(of_block).collect();
        let mut kept = BitmapBuilder::with_capacity(self.n_in());
        blocks.iter().for_each(|block| kept.extend_from_bitmap(block));
        kept.freeze()
    }
}

/// 64 bits from a place on, the first the lowest; bits beyond the end are no.
pub(super) fn word(bits: &Bitmap, first: usize) -> u64 {
    let (bytes, offset, len) = bits.as_slice();
    let (place, left) = (offset + first, len.saturating_sub(first));
    let at_hand = bytes.get(place / 8..).unwrap_or_default();
    let low = match at_hand.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => at_hand.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    let shift = place % 8;
    let high = at_hand.get(8).map_or(0, |byte| u64::from(*byte));
    let word = if shift == 0 { low } else { low >> shift | high << (64 - shift) };
    if left >= 64 { word } else { word & !(u64::MAX << left) }
}

/// The bits in words of 64, the first the lowest; bits beyond the end are no.
fn words(bitmap: &Bitmap) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::with_capacity(bitmap.len().div_ceil(64));
    let mut whole = bitmap.fast_iter_u64();
    words.extend(&mut whole);
    let (rest, _) = whole.remainder();
    words.extend(rest);
    words.truncate(bitmap.len().div_ceil(64));
    words
}

fn pick_word<'s, T: Copy + 's>(mut word: u64, values: &[T], slots: &mut impl Iterator<Item = &'s mut T>) {
    if word == u64::MAX {
        for (value, slot) in values.iter().zip(slots) {
            *slot = *value;
        }
        return;
    }
    while word != 0 {
        let at = usize::try_from(word.trailing_zeros()).unwrap_or(0);
        if let (Some(value), Some(slot)) = (values.get(at), slots.next()) {
            *slot = *value;
        }
        word &= word - 1;
    }
}

/// A condition that is true or false in every row.
pub fn truth(n_rows: usize, of: impl Fn(usize) -> bool + Sync) -> BooleanChunked {
    let mut bytes = vec![0_u8; n_rows.div_ceil(8)];
    bytes.par_chunks_mut(BLOCK / 8).enumerate().for_each(|(block, bytes)| {
        for (eight, byte) in bytes.iter_mut().enumerate() {
            let first = block * BLOCK + eight * 8;
            for (bit, row) in (first..(first + 8).min(n_rows)).enumerate() {
                *byte |= u8::from(of(row)) << bit;
            }
        }
    });
    truth_of_bits(bytes, n_rows)
}

/// A condition from its bits, the first the lowest of a byte.
pub fn truth_of_bits(bytes: Vec<u8>, n_rows: usize) -> BooleanChunked {
    let bits = Bitmap::from_u8_vec(bytes, n_rows);
    BooleanChunked::with_chunk(PlSmallStr::EMPTY, BooleanArray::new(ArrowDataType::Boolean, bits, None))
}

/// The rows where a condition is true as bits.
pub fn true_rows(truth: &BooleanChunked) -> Bitmap {
    let truth = truth.rechunk();
    match truth.downcast_iter().next() {
        None => Bitmap::new(),
        Some(array) => match array.validity() {
            None => array.values().clone(),
            Some(validity) => array.values() & validity,
        },
    }
}

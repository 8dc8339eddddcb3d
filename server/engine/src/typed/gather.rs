//! Values at given places, as a join or the result of groups needs them.

use std::ops::Range;
use std::sync::Arc;

use polars_arrow::array::PrimitiveArray;
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;
use rayon::prelude::*;

use super::{BLOCK, Typed};
use crate::column::{Codes, Values};

/// The values at one place a row: `places` fills a buffer with the places of a range of rows. A place beyond the end
/// ([`crate::column::MISSING_CODE`]) gives a missing value.
pub fn gathered(values: &Values, n_rows: usize, places: &(dyn Fn(Range<usize>, &mut [u32]) + Sync)) -> Values {
    let typed = match Typed::of(values) {
        Typed::U8(array) => Typed::U8(of_array(&array, n_rows, places)),
        Typed::U16(array) => Typed::U16(of_array(&array, n_rows, places)),
        Typed::U32(array) => Typed::U32(of_array(&array, n_rows, places)),
        Typed::Whole(array) => Typed::Whole(of_array(&array, n_rows, places)),
        Typed::Real(array) => Typed::Real(of_array(&array, n_rows, places)),
    };
    typed.like(values)
}

/// The values at these places; a place beyond the end gives a missing value.
pub fn at(values: &Values, places: &[u32]) -> Values {
    gathered(values, places.len(), &|rows, output| {
        output.copy_from_slice(places.get(rows).unwrap_or_default());
    })
}

/// For each row the value of `table` at the row's code or unit; missing where the row or the table's value is.
pub fn looked_up(values: &Values, table: &Values) -> Values {
    let typed = Typed::of(values);
    gathered(table, typed.len(), &|rows, places| typed.read_codes(rows.start, places))
}

/// Units that are public facts as their texts, one a unit.
pub fn as_texts(units: &Values, texts: &Arc<[String]>) -> Values {
    let codes = (0..u32::try_from(texts.len()).unwrap_or(u32::MAX)).collect();
    looked_up(units, &Values::Codes(Codes::new(codes, texts.clone())))
}

/// One value a row, `None` where missing.
pub fn built<T: NativeType>(n_rows: usize, of: impl Fn(usize) -> Option<T> + Sync) -> PrimitiveArray<T> {
    let mut output = vec![T::default(); n_rows];
    let mut valid = vec![0_u8; n_rows.div_ceil(8)];
    let blocks = output.par_chunks_mut(BLOCK).zip(valid.par_chunks_mut(BLOCK / 8)).enumerate();
    let n_missing: usize = blocks
        .map(|(block, (output, valid))| {
            let mut n_missing = 0;
            for ((eight, output), byte) in output.chunks_mut(8).enumerate().zip(valid.iter_mut()) {
                for (bit, slot) in output.iter_mut().enumerate() {
                    match of(block * BLOCK + eight * 8 + bit) {
                        Some(value) => {
                            *slot = value;
                            *byte |= 1 << bit;
                        }
                        None => n_missing += 1,
                    }
                }
            }
            n_missing
        })
        .sum();
    with_validity(output, valid, n_missing)
}

/// Values whose missing ones, if there are any, are told by bits.
pub(super) fn with_validity<T: NativeType>(values: Vec<T>, valid: Vec<u8>, n_missing: usize) -> PrimitiveArray<T> {
    let n_rows = values.len();
    let array = PrimitiveArray::from_vec(values);
    if n_missing == 0 { array } else { array.with_validity(Some(Bitmap::from_u8_vec(valid, n_rows))) }
}

fn of_array<T: NativeType>(
    array: &PrimitiveArray<T>,
    n_rows: usize,
    places: &(dyn Fn(Range<usize>, &mut [u32]) + Sync),
) -> PrimitiveArray<T> {
    let table = Table::of(array);
    let stretch = |stretch: usize| {
        let (mut wanted, mut output, mut valid) = ([0; STRETCH], [T::default(); STRETCH], [0_u8; STRETCH / 8]);
        let rows = stretch * STRETCH..((stretch + 1) * STRETCH).min(n_rows);
        let wanted = wanted.get_mut(..rows.len()).unwrap_or_default();
        places(rows, wanted);
        chunk(&table, wanted, &mut output, &mut valid);
        (output, valid)
    };
    // Collected, as nothing is written twice then: a list of zeros to be filled costs a third of the time.
    let (mut values, mut valid) = (Vec::new(), Vec::new());
    let stretches = (0..n_rows.div_ceil(STRETCH)).into_par_iter().with_min_len(BLOCK / STRETCH);
    stretches.map(stretch).unzip_into_vecs(&mut values, &mut valid);
    let (mut values, mut valid) = (values.into_flattened(), valid.into_flattened());
    values.truncate(n_rows);
    valid.truncate(n_rows.div_ceil(8));
    let n_valid: usize = valid.iter().map(|byte| byte.count_ones() as usize).sum();
    with_validity(values, valid, n_rows - n_valid)
}

/// Where values are looked up.
enum Table<'a, T> {
    /// Few of them, with whether they are there; one more that is not.
    Few(Vec<T>, Vec<u8>),
    /// As they lie, with bits for those that are there (`None`: all are).
    Many(&'a [T], Option<&'a Bitmap>),
}

/// Rows looked up at once.
const STRETCH: usize = 64;

/// Values up to which they are laid out anew.
const FEW: usize = 1 << 12;

impl<T: NativeType> Table<'_, T> {
    fn of(array: &PrimitiveArray<T>) -> Table<'_, T> {
        let values = array.values().as_slice();
        let validity = array.validity().filter(|validity| validity.unset_bits() > 0);
        if values.len() > FEW {
            return Table::Many(values, validity);
        }
        let there = |place: usize| u8::from(validity.is_none_or(|validity| validity.get_bit(place)));
        let there = (0..values.len()).map(there).chain([0]).collect();
        Table::Few(values.iter().copied().chain([T::default()]).collect(), there)
    }
}

/// Looks the values up at some places; bits tell which are there.
fn chunk<T: NativeType>(table: &Table<'_, T>, places: &[u32], output: &mut [T], valid: &mut [u8]) {
    let eights = places.chunks(8).zip(output.chunks_mut(8)).zip(valid);
    match table {
        // Without a branch a row: who has a value is random.
        Table::Few(values, there) => {
            let last = values.len() - 1;
            for ((places, output), byte) in eights {
                for (bit, (place, slot)) in places.iter().zip(output).enumerate() {
                    let place = usize::try_from(*place).unwrap_or(last).min(last);
                    *slot = values.get(place).copied().unwrap_or_default();
                    *byte |= there.get(place).copied().unwrap_or(0) << bit;
                }
            }
        }
        Table::Many(values, validity) => {
            for ((places, output), byte) in eights {
                for (bit, (place, slot)) in places.iter().zip(output).enumerate() {
                    let place = usize::try_from(*place).unwrap_or(usize::MAX);
                    let value = values.get(place).filter(|_| validity.is_none_or(|validity| validity.get_bit(place)));
                    if let Some(value) = value {
                        *slot = *value;
                        *byte |= 1 << bit;
                    }
                }
            }
        }
    }
}

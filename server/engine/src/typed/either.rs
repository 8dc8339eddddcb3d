//! Values of one column where a row is chosen, of another where not.

use disclosure::statistic::{Blend, spread};
use polars_arrow::array::PrimitiveArray;
use polars_arrow::bitmap::Bitmap;
use polars_arrow::types::NativeType;
use rayon::prelude::*;

use super::gather::with_validity;
use super::mask::word;
use super::{BLOCK, Typed};

/// `new` where the row is chosen, else `old` (missing, if there is none): whole numbers if both are, else decimal ones. Codes are
/// nothing that it knows.
pub fn either(chosen: &Bitmap, new: &Typed, old: Option<&Typed>) -> Typed {
    match (new, old) {
        (Typed::Whole(new), None) => Typed::Whole(of_arrays(chosen, new, None)),
        (Typed::Whole(new), Some(Typed::Whole(old))) => Typed::Whole(of_arrays(chosen, new, Some(old))),
        (new, old) => Typed::Real(of_arrays(chosen, &real(new), old.map(real).as_ref())),
    }
}

fn real(typed: &Typed) -> PrimitiveArray<f64> {
    match typed {
        Typed::Real(array) => array.clone(),
        Typed::Whole(array) => {
            #[expect(clippy::cast_precision_loss, reason = "statistics are computed in f64")]
            let values = array.values().par_iter().with_min_len(BLOCK).map(|value| *value as f64).collect();
            PrimitiveArray::from_vec(values).with_validity(array.validity().cloned())
        }
        Typed::U8(_) | Typed::U16(_) | Typed::U32(_) => PrimitiveArray::from_vec(Vec::new()),
    }
}

fn of_arrays<T: NativeType + Blend>(
    chosen: &Bitmap,
    new: &PrimitiveArray<T>,
    old: Option<&PrimitiveArray<T>>,
) -> PrimitiveArray<T> {
    let n_rows = chosen.len();
    let mut output = vec![T::default(); n_rows];
    let mut valid = vec![0_u8; n_rows.div_ceil(8)];
    let valid_word = |array: &PrimitiveArray<T>, first| array.validity().map_or(u64::MAX, |bits| word(bits, first));
    let blocks = output.par_chunks_mut(BLOCK).zip(valid.par_chunks_mut(BLOCK / 8)).enumerate();
    let n_valid: usize = blocks
        .map(|(block, (output, valid))| {
            let mut n_valid = 0;
            let rows = (block * BLOCK..).step_by(64);
            for ((output, bytes), first) in output.chunks_mut(64).zip(valid.chunks_mut(8)).zip(rows) {
                let range = first..first + output.len();
                let is_chosen = word(chosen, first);
                let new_values = new.values().get(range.clone()).unwrap_or_default();
                let mut is_valid = is_chosen & valid_word(new, first);
                match old {
                    None => output.iter_mut().zip(new_values).for_each(|(slot, value)| *slot = *value),
                    Some(old) => {
                        is_valid |= !is_chosen & valid_word(old, first);
                        let old_values = old.values().get(range).unwrap_or_default();
                        let both = new_values.iter().zip(old_values);
                        for ((slot, (new, old)), is_new) in output.iter_mut().zip(both).zip(spread(is_chosen)) {
                            *slot = new.or_if_zero(*old, is_new);
                        }
                    }
                }
                is_valid &= u64::MAX >> (64 - output.len());
                n_valid += usize::try_from(is_valid.count_ones()).unwrap_or(0);
                bytes.iter_mut().zip(is_valid.to_le_bytes()).for_each(|(byte, bits)| *byte = bits);
            }
            n_valid
        })
        .sum();
    with_validity(output, valid, n_rows - n_valid)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row's whole number, missing for one in five.
    fn value(row: usize, salt: usize) -> Option<i64> {
        let mixed = (row * 7919 + salt * 104_729) % 1009;
        (!mixed.is_multiple_of(5)).then(|| i64::try_from(mixed).unwrap() - 500)
    }

    #[test]
    fn each_row_has_the_value_of_its_side() {
        for (n, offset) in [(0, 0), (1, 3), (63, 0), (64, 1), (300, 7), (3 * BLOCK + 17, 5)] {
            let is_chosen = |row: usize| (row * 31 + 7) % 11 < 5;
            let bits: Bitmap = vec![true; offset].into_iter().chain((0..n).map(is_chosen)).collect();
            let chosen = bits.sliced(offset, n);
            let decimals = |row: usize| value(row, 2).map(|value| value as f64 + 0.5);
            let new = Typed::of(&Typed::whole(n, |row| value(row, 1)));
            let old = Typed::of(&Typed::whole(n, |row| value(row, 2)));
            let decimal = Typed::of(&Typed::real(n, decimals));
            let whole = either(&chosen, &new, Some(&old));
            let alone = either(&chosen, &new, None);
            let mixed = either(&chosen, &new, Some(&decimal));
            assert!(matches!((&whole, &alone, &mixed), (Typed::Whole(_), Typed::Whole(_), Typed::Real(_))));
            for row in 0..n {
                let (new, old) = (value(row, 1), value(row, 2));
                assert_eq!(whole.whole_number(row), if is_chosen(row) { new } else { old });
                assert_eq!(alone.whole_number(row), new.filter(|_| is_chosen(row)));
                let expected = if is_chosen(row) { new.map(|new| new as f64) } else { decimals(row) };
                assert_eq!(mixed.number(row), expected);
            }
            let n_there = (0..n).filter(|row| is_chosen(*row) && value(*row, 1).is_some()).count();
            let Typed::Whole(alone) = alone else { unreachable!() };
            assert_eq!(alone.validity().map_or(0, Bitmap::unset_bits), n - n_there);
        }
    }
}

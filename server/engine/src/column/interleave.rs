//! Columns of one length as one long column: row 0 of each, then row 1 of each …: how a panel is laid out.

use std::ops::Range;
use std::sync::Arc;

use polars::prelude::*;
use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use rayon::prelude::*;

use super::code_map::{CodeMap, Width};
use super::codes::Codes;
use super::matching::validity;
use super::values::Values;
use crate::records::RecordCodes;

/// Rows of the parts that one thread weaves in one go.
const BLOCK: usize = 1 << 14;

impl Values {
    /// The parts row by row; `None` is a part of missing values. Whole and decimal numbers together give decimal ones. `None`
    /// if there is no part with values, or if texts, numbers or kinds of units are mixed.
    pub fn interleave(parts: &[Option<&Values>], n_rows: usize) -> Option<Values> {
        let known: Vec<&Values> = parts.iter().flatten().copied().collect();
        match known.first()? {
            Values::Codes(_) => codes(parts, n_rows).map(Values::Codes),
            Values::Units { unit_type, space, .. } => {
                let index = each(parts, |values| match values {
                    Values::Units { index, unit_type: other, space: elsewhere }
                        if other == unit_type && elsewhere == space =>
                    {
                        Some(index.clone())
                    }
                    _ => None,
                })?;
                Some(Values::Units { index: woven(&index, n_rows), unit_type: *unit_type, space: space.clone() })
            }
            Values::Long(_) | Values::Double(_) => numbers(parts, n_rows),
        }
    }
}

/// Every part that has values as another; `None` if one cannot be.
fn each<T>(parts: &[Option<&Values>], of: impl Fn(&Values) -> Option<T>) -> Option<Vec<Option<T>>> {
    parts.iter().map(|part| part.map_or(Some(None), |values| of(values).map(Some))).collect()
}

fn numbers(parts: &[Option<&Values>], n_rows: usize) -> Option<Values> {
    let whole = each(parts, |values| match values {
        Values::Long(values) => Some(values.clone()),
        _ => None,
    });
    if let Some(whole) = whole {
        return Some(Values::Long(woven(&whole, n_rows)));
    }
    let decimal = each(parts, |values| match values {
        Values::Double(values) => Some(values.clone()),
        Values::Long(values) => values.clone().into_series().cast(&DataType::Float64).ok()?.f64().ok().cloned(),
        _ => None,
    })?;
    Some(Values::Double(woven(&decimal, n_rows)))
}

/// Columns of `n_rows` rows, the first row of each, then the second of each …
fn woven<T: PolarsNumericType>(parts: &[Option<ChunkedArray<T>>], n_rows: usize) -> ChunkedArray<T> {
    let width = parts.len();
    let mut values = vec![T::Native::default(); n_rows * width];
    let parts: Vec<Option<ChunkedArray<T>>> =
        parts.iter().map(|part| part.as_ref().map(|values| values.rechunk().into_owned())).collect();
    let chunks = values.par_chunks_mut((BLOCK * width).max(1)).enumerate();
    let valid: Vec<(Range<usize>, Option<MutableBitmap>)> = chunks
        .map(|(chunk, to)| {
            let (first, n_cells) = (chunk * BLOCK, to.len());
            let mut valid = MutableBitmap::from_len_set(n_cells);
            for (place, part) in parts.iter().enumerate() {
                let column = part.as_ref().and_then(|part| part.downcast_iter().next());
                let from = column.map_or(&[][..], |column| column.values().get(first..).unwrap_or_default());
                let mask = column.and_then(|column| column.validity());
                for row in 0..n_cells / width.max(1) {
                    let cell = row * width + place;
                    let is_there = mask.is_none_or(|mask| mask.get(first + row) == Some(true));
                    match (from.get(row), to.get_mut(cell)) {
                        (Some(value), Some(to)) if is_there => *to = *value,
                        _ => valid.set(cell, false),
                    }
                }
            }
            let cells = first * width..first * width + n_cells;
            (cells, (valid.unset_bits() > 0).then_some(valid))
        })
        .collect();
    let n_cells = values.len();
    ChunkedArray::from_vec_validity(PlSmallStr::EMPTY, values, validity(valid, n_cells))
}

fn codes(parts: &[Option<&Values>], n_rows: usize) -> Option<Codes> {
    let parts = each(parts, |values| match values {
        Values::Codes(codes) => Some(codes.clone()),
        _ => None,
    })?;
    let dictionaries: Vec<Arc<[String]>> = parts.iter().flatten().map(|codes| codes.dictionary().clone()).collect();
    let maps = CodeMap::of(&dictionaries);
    let dictionary = maps.first()?.dictionary.clone();
    let codes = match Codes::bits(dictionary.len()) {
        8 => mapped::<u8>(&parts, &maps, n_rows)?.into_series(),
        16 => mapped::<u16>(&parts, &maps, n_rows)?.into_series(),
        _ => mapped::<u32>(&parts, &maps, n_rows)?.into_series(),
    };
    Some(Codes::of_series(codes, dictionary))
}

/// Codes into one dictionary, woven.
fn mapped<T: Width>(parts: &[Option<Codes>], maps: &[CodeMap], n_rows: usize) -> Option<ChunkedArray<T::Column>> {
    let mut maps = maps.iter();
    let parts: Option<Vec<Option<ChunkedArray<T::Column>>>> = parts
        .iter()
        .map(|part| {
            let Some(codes) = part else { return Some(None) };
            let map = maps.next()?;
            if map.is_same() {
                return T::column(codes.series()).map(Some);
            }
            let (values, usable) = map.map::<T>(RecordCodes::U32(codes.to_vec()));
            let usable = usable.map(Bitmap::from_iter);
            Some(Some(ChunkedArray::from_vec_validity(PlSmallStr::EMPTY, values, usable)))
        })
        .collect();
    Some(woven(&parts?, n_rows))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::MISSING_CODE;

    fn text(codes: Vec<u32>, dictionary: &[&str]) -> Values {
        Values::Codes(Codes::new(codes, dictionary.iter().map(|text| (*text).to_owned()).collect()))
    }

    #[test]
    fn rows_of_the_parts_alternate_and_holes_are_missing() {
        let (a, b) = (Values::long(vec![1, 2]), Values::double(vec![f64::NAN, 4.5]));
        let all = Values::interleave(&[Some(&a), None, Some(&b)], 2).unwrap();
        let numbers: Vec<String> = all.numbers().unwrap().iter().map(f64::to_string).collect();
        assert_eq!(numbers, ["1", "NaN", "NaN", "2", "NaN", "4.5"]);
        let whole = Values::interleave(&[Some(&a), Some(&a)], 2).unwrap();
        assert!(matches!(&whole, Values::Long(values) if values.cont_slice().unwrap() == [1, 1, 2, 2]));
    }

    #[test]
    fn texts_share_one_dictionary() {
        let (a, b) = (text(vec![0, MISSING_CODE], &["x", "y"]), text(vec![0, 1], &["w", "x"]));
        let Some(Values::Codes(all)) = Values::interleave(&[Some(&a), Some(&b)], 2) else { panic!() };
        let texts: Vec<Option<String>> =
            all.to_vec().into_iter().map(|code| all.dictionary().get(code as usize).cloned()).collect();
        assert_eq!(texts.iter().map(Option::as_deref).collect::<Vec<_>>(), [Some("x"), Some("w"), None, Some("x")]);
    }

    #[test]
    fn codes_of_one_dictionary_stay_narrow_over_many_blocks() {
        let n = 2 * BLOCK + 5;
        let dictionary: Vec<String> = (0..300).map(|text| format!("{text:03}")).collect();
        let dictionary: Vec<&str> = dictionary.iter().map(String::as_str).collect();
        let code = |row: usize, part: usize| (row * 7 + part * 11) as u32 % 301;
        let part = |part: usize| {
            text(
                (0..n).map(|row| if code(row, part) == 300 { MISSING_CODE } else { code(row, part) }).collect(),
                &dictionary,
            )
        };
        let (a, b) = (part(0), part(1));
        let Some(Values::Codes(all)) = Values::interleave(&[Some(&a), None, Some(&b)], n) else { panic!() };
        assert_eq!(all.series().dtype(), &DataType::UInt16);
        for (cell, found) in all.to_vec().into_iter().enumerate() {
            let wanted = if cell % 3 == 1 { 300 } else { code(cell / 3, cell % 3 / 2) };
            assert_eq!(found, if wanted == 300 { MISSING_CODE } else { wanted }, "{cell}");
        }
        assert_eq!(Values::interleave(&[Some(&a)], n).map(|values| values.len()), Some(n));
        let empty = text(Vec::new(), &dictionary);
        assert_eq!(Values::interleave(&[Some(&empty), None], 0).map(|values| values.len()), Some(0));
    }

    #[test]
    fn kinds_do_not_mix() {
        let (number, word) = (Values::long(vec![1]), text(vec![0], &["x"]));
        assert!(Values::interleave(&[Some(&number), Some(&word)], 1).is_none());
        assert!(Values::interleave(&[Some(&word), Some(&number)], 1).is_none());
        assert!(Values::interleave(&[None], 1).is_none());
    }
}

//! Columns of one length as one long column: row 0 of each, then row 1 of each …: how a panel is laid out.

use std::sync::Arc;

use polars::prelude::*;

use super::codes::Codes;
use super::values::{MISSING_CODE, Values};

impl Values {
    /// The parts row by row; `None` is a part of missing values. Whole and decimal numbers together give decimal ones. `None`
    /// if there is no part with values, or if texts, numbers or kinds of units are mixed.
    pub fn interleave(parts: &[Option<&Values>], n_rows: usize) -> Option<Values> {
        let known: Vec<&Values> = parts.iter().flatten().copied().collect();
        match known.first()? {
            Values::Codes(_) => codes(parts, n_rows).map(Values::Codes),
            Values::Units { unit_type, space, .. } => {
                let same = |values: &&Values| match values {
                    Values::Units { unit_type: other, space: elsewhere, .. } => {
                        other == unit_type && elsewhere == space
                    }
                    _ => false,
                };
                if !known.iter().all(same) {
                    return None;
                }
                let parts: Vec<Option<Vec<u32>>> = parts.iter().map(|part| part.and_then(Values::codes)).collect();
                Some(Values::units(woven(&parts, n_rows), *unit_type, space.clone()))
            }
            Values::Long(_) | Values::Double(_) => numbers(parts, n_rows),
        }
    }
}

fn numbers(parts: &[Option<&Values>], n_rows: usize) -> Option<Values> {
    let all_whole = parts.iter().flatten().all(|values| matches!(values, Values::Long(_)));
    if all_whole {
        let parts = parts.iter().map(|part| match part {
            Some(Values::Long(values)) => Some(values.clone()),
            _ => None,
        });
        return Some(Values::Long(built(&parts.collect::<Vec<_>>(), n_rows)));
    }
    let parts: Option<Vec<Option<Float64Chunked>>> = parts
        .iter()
        .map(|part| match part {
            None => Some(None),
            Some(Values::Double(values)) => Some(Some(values.clone())),
            Some(Values::Long(values)) => {
                let series = values.clone().into_series().cast(&DataType::Float64).ok()?;
                Some(Some(series.f64().ok()?.clone()))
            }
            Some(_) => None,
        })
        .collect();
    Some(Values::Double(built(&parts?, n_rows)))
}

fn built<T: PolarsNumericType>(parts: &[Option<ChunkedArray<T>>], n_rows: usize) -> ChunkedArray<T> {
    let mut rows: Vec<_> = parts.iter().map(|part| part.as_ref().map(|values| values.iter())).collect();
    let mut builder = PrimitiveChunkedBuilder::<T>::new(PlSmallStr::EMPTY, n_rows * parts.len());
    for _ in 0..n_rows {
        for part in &mut rows {
            builder.append_option(part.as_mut().and_then(|values| values.next().flatten()));
        }
    }
    builder.finish()
}

fn woven(parts: &[Option<Vec<u32>>], n_rows: usize) -> Vec<u32> {
    let mut all = Vec::with_capacity(n_rows * parts.len());
    for row in 0..n_rows {
        for part in parts {
            all.push(part.as_ref().and_then(|codes| codes.get(row)).copied().unwrap_or(MISSING_CODE));
        }
    }
    all
}

fn codes(parts: &[Option<&Values>], n_rows: usize) -> Option<Codes> {
    let parts: Option<Vec<Option<&Codes>>> = parts
        .iter()
        .map(|part| match part {
            None => Some(None),
            Some(Values::Codes(codes)) => Some(Some(codes)),
            Some(_) => None,
        })
        .collect();
    let parts = parts?;
    let mut dictionary: Vec<String> =
        parts.iter().flatten().flat_map(|codes| codes.dictionary().iter().cloned()).collect();
    dictionary.sort_unstable();
    dictionary.dedup();
    let dictionary: Arc<[String]> = dictionary.into();
    let place = |text: &String| dictionary.binary_search(text).ok().and_then(|place| u32::try_from(place).ok());
    let in_one = |codes: &Codes| -> Vec<u32> {
        let table: Vec<u32> = codes.dictionary().iter().map(|text| place(text).unwrap_or(MISSING_CODE)).collect();
        codes.to_vec().into_iter().map(|code| crate::lower::texts::place(&table, code)).collect()
    };
    let parts: Vec<Option<Vec<u32>>> = parts.into_iter().map(|part| part.map(in_one)).collect();
    Some(Codes::new(woven(&parts, n_rows), dictionary.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn kinds_do_not_mix() {
        let (number, word) = (Values::long(vec![1]), text(vec![0], &["x"]));
        assert!(Values::interleave(&[Some(&number), Some(&word)], 1).is_none());
        assert!(Values::interleave(&[Some(&word), Some(&number)], 1).is_none());
        assert!(Values::interleave(&[None], 1).is_none());
    }
}

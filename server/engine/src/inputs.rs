//! Columns as the filter wants them: numbers with their validity, categorical variables with their categories.

use std::collections::BTreeMap;
use std::sync::Arc;

use disclosure::statistic::{Category, Dimension, NumberColumn, Numbers, Origin, RowCodes, RowNumbers};
use disclosure::{ColumnForm, Value};
use polars::prelude::*;
use rayon::prelude::*;

use crate::column::{Codes, Column, MISSING_CODE, Values};
use crate::functions::date::iso_date;
use crate::labels::CodeTitles;
use crate::shared;
use crate::typed::{CHUNK, Typed, parts};

/// The numbers of a column; `None` for texts and units.
pub fn numbers(column: &Column) -> Option<Numbers> {
    match &column.values {
        Values::Long(values) => {
            let (values, valid) = shared::values(values);
            Some(Numbers { values: RowNumbers::Whole(values), valid })
        }
        Values::Double(values) => {
            let (values, valid) = shared::values(values);
            Some(Numbers { values: RowNumbers::Real(values), valid })
        }
        Values::Codes(_) | Values::Units { .. } => None,
    }
}

/// A numeric variable; `None` for texts and units.
pub fn number_column(name: &str, column: &Column) -> Option<NumberColumn> {
    Some(NumberColumn {
        name: name.to_owned(),
        label: column.label.to_string(),
        numbers: numbers(column)?,
        form: column.form.clone(),
    })
}

/// A categorical variable: the codes of its list in the list's order by code, then values outside the list; without a
/// list the values that occur, ascending. `None` for units.
pub fn dimension(name: &str, column: &Column) -> Option<Dimension> {
    let titles = column.titles.as_deref();
    let (codes, mut categories) = match &column.values {
        Values::Codes(codes) => text_categories(codes, titles)?,
        Values::Long(values) => whole_categories(values, titles),
        Values::Double(values) => number_categories(values.iter(), titles),
        Values::Units { .. } => return None,
    };
    if column.is_date {
        for category in categories.iter_mut().filter(|category| category.label.is_none()) {
            category.label = category.value.as_number().and_then(iso_date);
        }
    }
    Some(Dimension {
        name: name.to_owned(),
        label: column.label.to_string(),
        codes,
        categories,
        form: column.form.clone(),
        is_date: column.is_date,
        made_from: Vec::new(),
    })
}

/// The register variables among some columns that a user-made one was made from, for whoever watches how they hang together.
pub fn origins<'a>(form: &ColumnForm, columns: impl Iterator<Item = (&'a String, &'a Column)>) -> Vec<Origin> {
    let origin = |(name, column): (&String, &Column)| match number_column(name, column) {
        Some(numbers) => Some(Origin::Numbers(numbers)),
        None => dimension(name, column).map(Origin::Categories),
    };
    columns.filter(|(_, column)| form.is_made_from(&column.form)).filter_map(origin).collect()
}

/// `None` never happens: codes are of one of three widths.
fn text_categories(codes: &Codes, titles: Option<&CodeTitles>) -> Option<(RowCodes, Vec<Category>)> {
    let dictionary = codes.dictionary();
    let is_listed = |code: &str| titles.is_some_and(|titles| titles.titles.contains_key(code));
    // Every listed code is a category, whether it occurs or not; so is a value outside the list that occurs.
    let mut wanted: BTreeMap<&str, u32> = BTreeMap::new();
    for code in titles.iter().flat_map(|titles| titles.titles.keys()) {
        wanted.insert(code, 0);
    }
    if !dictionary.iter().all(|text| is_listed(text)) {
        for (text, seen) in dictionary.iter().zip(occurring(codes)) {
            if seen {
                wanted.insert(text, 0);
            }
        }
    }
    for (number, slot) in (0_u32..).zip(wanted.values_mut()) {
        *slot = number;
    }
    let table: Arc<[u32]> =
        dictionary.iter().map(|text| wanted.get(text.as_str()).copied().unwrap_or(MISSING_CODE)).collect();
    let series = codes.series();
    let codes = if let Ok(codes) = series.u8() {
        let (codes, valid) = shared::values(codes);
        RowCodes::u8(codes, valid, table)
    } else if let Ok(codes) = series.u16() {
        let (codes, valid) = shared::values(codes);
        RowCodes::u16(codes, valid, table)
    } else {
        let (codes, valid) = shared::values(series.u32().ok()?);
        RowCodes::u32(codes, valid, table)
    };
    let categories = wanted
        .keys()
        .map(|code| Category {
            value: Value::text(*code),
            label: titles.and_then(|titles| titles.title(code)).map(str::to_owned),
            is_listed: is_listed(code),
        })
        .collect();
    Some((codes, categories))
}

/// Rows that a parallel part looks at.
const PART: usize = 1 << 18;

/// Which texts of the dictionary occur. All rows are looked at, whatever is found: the time must not tell who has a rare one.
fn occurring(codes: &Codes) -> Vec<bool> {
    let (typed, n) = (Typed::of(&Values::Codes(codes.clone())), codes.dictionary().len());
    let part = |part: usize| {
        // One place more, for missing ones: a branch would be taken at random.
        let mut seen = vec![false; n + 1];
        let mut buffer = [MISSING_CODE; CHUNK];
        for rows in parts(part * PART..((part + 1) * PART).min(typed.len()), CHUNK) {
            let codes = buffer.get_mut(..rows.len()).unwrap_or_default();
            typed.read_codes(rows.start, codes);
            for code in codes {
                if let Some(seen) = seen.get_mut(usize::try_from(*code).unwrap_or(n).min(n)) {
                    *seen = true;
                }
            }
        }
        seen
    };
    let any = |mut all: Vec<bool>, part: Vec<bool>| {
        all.iter_mut().zip(part).for_each(|(all, part)| *all |= part);
        all
    };
    let found = (0..typed.len().div_ceil(PART)).into_par_iter().map(part).reduce_with(any);
    let mut found = found.unwrap_or_else(|| vec![false; n]);
    found.truncate(n);
    found
}

/// Whole numbers near each other are their own codes.
fn whole_categories(values: &Int64Chunked, titles: Option<&CodeTitles>) -> (RowCodes, Vec<Category>) {
    let listed = listed_numbers(titles);
    let numbers: Vec<f64> = listed.keys().map(|bits| f64::from_bits(*bits)).collect();
    match whole_places(values, &numbers) {
        Some((distinct, codes)) => (codes, categories_of(&distinct, &listed)),
        #[expect(clippy::cast_precision_loss, reason = "categories are small whole numbers")]
        None => number_categories(values.iter().map(|value| value.map(|value| value as f64)), titles),
    }
}

/// [`places`] of whole numbers that lie near each other.
fn whole_places(values: &Int64Chunked, listed: &[f64]) -> Option<(Vec<f64>, RowCodes)> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and small, else it is refused")]
    let whole = |number: f64| (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64);
    let listed: Vec<i64> = listed.iter().map(|number| whole(*number)).collect::<Option<_>>()?;
    let ends = values.min().into_iter().chain(values.max()).chain(listed.iter().copied());
    let (low, high) = (ends.clone().min()?, ends.max()?);
    let width = usize::try_from(high.checked_sub(low)?).ok()?;
    if width >= WIDEST_TABLE || low.abs().max(high.abs()) >= 1_i64 << 50 {
        return None;
    }
    let slot = |value: i64| usize::try_from(value.wrapping_sub(low)).ok();
    let any = |mut all: Vec<bool>, part: Vec<bool>| {
        all.iter_mut().zip(part).for_each(|(all, part)| *all |= part);
        all
    };
    let mut occurs = vec![false; width + 1];
    for array in values.downcast_iter() {
        let (values, valid) = (array.values().as_slice(), array.validity());
        let part = |part: usize| {
            let mut seen = vec![false; width + 1];
            for row in part * PART..((part + 1) * PART).min(values.len()) {
                if valid.is_none_or(|valid| valid.get(row) == Some(true))
                    && let Some(seen) = values.get(row).and_then(|value| seen.get_mut(slot(*value)?))
                {
                    *seen = true;
                }
            }
            seen
        };
        let found = (0..values.len().div_ceil(PART)).into_par_iter().map(part).reduce_with(any);
        occurs = found.into_iter().fold(occurs, any);
    }
    for code in &listed {
        if let Some(seen) = slot(*code).and_then(|slot| occurs.get_mut(slot)) {
            *seen = true;
        }
    }
    let mut distinct = Vec::new();
    let mut table = vec![MISSING_CODE; width + 1];
    for ((place, seen), value) in table.iter_mut().zip(&occurs).zip(low..) {
        if *seen {
            *place = u32::try_from(distinct.len()).unwrap_or(MISSING_CODE);
            #[expect(clippy::cast_precision_loss, reason = "small")]
            distinct.push(value as f64);
        }
    }
    let (values, valid) = shared::values(values);
    Some((distinct, RowCodes::whole(values, valid, low, table.into())))
}

/// Codes of a list as numbers (`01` is 1), by bits, with their titles.
fn listed_numbers(titles: Option<&CodeTitles>) -> BTreeMap<u64, &str> {
    let number = |code: &str| code.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number + 0.0);
    titles
        .iter()
        .flat_map(|titles| &titles.titles)
        .filter_map(|(code, title)| Some((number(code)?.to_bits(), title.as_str())))
        .collect()
}

/// Numbers as categories.
fn categories_of(distinct: &[f64], listed: &BTreeMap<u64, &str>) -> Vec<Category> {
    distinct
        .iter()
        .map(|value| Category {
            value: Value::number(*value),
            label: listed.get(&value.to_bits()).map(|title| (*title).to_owned()),
            is_listed: listed.contains_key(&value.to_bits()),
        })
        .collect()
}

fn number_categories(
    values: impl Iterator<Item = Option<f64>>,
    titles: Option<&CodeTitles>,
) -> (RowCodes, Vec<Category>) {
    // Adding zero makes one zero of both.
    let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN) + 0.0).collect();
    let listed = listed_numbers(titles);
    let codes_of_list: Vec<f64> = listed.keys().map(|bits| f64::from_bits(*bits)).collect();
    let (distinct, codes) = places(&values, &codes_of_list);
    (codes.into(), categories_of(&distinct, &listed))
}

/// Distinct numbers ascending, `listed` ones among them, and the place of each value, [`MISSING_CODE`] for NaN.
/// Zeros have to have one sign.
pub fn places(values: &[f64], listed: &[f64]) -> (Vec<f64>, Vec<u32>) {
    dense(values, listed).unwrap_or_else(|| sparse(values, listed))
}

/// Widest span of whole numbers that is looked up in a table rather than a map.
const WIDEST_TABLE: usize = 65_536;

/// [`places`] where all numbers are whole and lie near each other.
fn dense(values: &[f64], listed: &[f64]) -> Option<(Vec<f64>, Vec<u32>)> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.iter().chain(listed).filter(|value| !value.is_nan()) {
        if value.fract() != 0.0 {
            return None;
        }
        low = low.min(*value);
        high = high.max(*value);
    }
    let width = high - low;
    #[expect(clippy::cast_precision_loss, reason = "small")]
    if !(0.0..WIDEST_TABLE as f64).contains(&width) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the table's width")]
    let slot = |value: f64| (value - low) as usize;
    let mut places = vec![MISSING_CODE; slot(high) + 1];
    for value in values.iter().chain(listed).filter(|value| !value.is_nan()) {
        if let Some(place) = places.get_mut(slot(*value)) {
            *place = 0;
        }
    }
    let mut distinct = Vec::new();
    for (place, offset) in places.iter_mut().zip(0_u32..) {
        if *place != MISSING_CODE {
            *place = u32::try_from(distinct.len()).unwrap_or(MISSING_CODE);
            distinct.push(low + f64::from(offset));
        }
    }
    let place = |value: &f64| {
        if value.is_nan() { MISSING_CODE } else { places.get(slot(*value)).copied().unwrap_or(MISSING_CODE) }
    };
    let codes = values.iter().map(place).collect();
    Some((distinct, codes))
}

/// [`places`] of any numbers.
fn sparse(values: &[f64], listed: &[f64]) -> (Vec<f64>, Vec<u32>) {
    let mut distinct = listed.to_vec();
    let mut seen: PlHashSet<u64> = PlHashSet::default();
    // Runs of equal values are common: a value is looked up once a run.
    let mut last = f64::NAN.to_bits();
    for value in values.iter().filter(|value| !value.is_nan()) {
        if value.to_bits() != last {
            last = value.to_bits();
            if seen.insert(last) {
                distinct.push(*value);
            }
        }
    }
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let place: PlHashMap<u64, u32> =
        distinct.iter().zip(0_u32..).map(|(value, place)| (value.to_bits(), place)).collect();
    let mut last = (f64::NAN.to_bits(), MISSING_CODE);
    let codes = values
        .iter()
        .map(|value| {
            if last.0 != value.to_bits() {
                last = (value.to_bits(), place.get(&value.to_bits()).copied().unwrap_or(MISSING_CODE));
            }
            last.1
        })
        .collect();
    (distinct, codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_whole_numbers_and_others_have_the_same_places() {
        let values = [3.0, f64::NAN, -2.0, 3.0, 0.0, 7.0];
        let listed = [1.0, 7.0];
        let (distinct, codes) = dense(&values, &listed).unwrap();
        assert_eq!(distinct, [-2.0, 0.0, 1.0, 3.0, 7.0]);
        assert_eq!(codes, [3, MISSING_CODE, 0, 3, 1, 4]);
        assert_eq!(sparse(&values, &listed), (distinct, codes));
        assert!(dense(&[0.5], &[]).is_none() && dense(&[0.0, 1e6], &[]).is_none() && dense(&[f64::NAN], &[]).is_none());
        assert_eq!(sparse(&[f64::NAN, 0.5], &[]), (vec![0.5], vec![MISSING_CODE, 0]));
    }

    #[test]
    fn codes_of_a_list_are_numbers_on_a_numeric_variable() {
        let titles = [("01", "one"), ("nan", "no number"), ("text", "neither")];
        let titles = titles.into_iter().map(|(code, title)| (code.to_owned(), title.to_owned())).collect();
        let titles = CodeTitles { titles, ..CodeTitles::default() };
        let (codes, categories) = number_categories([Some(2.0), Some(1.0), None].into_iter(), Some(&titles));
        assert_eq!(codes.iter().collect::<Vec<_>>(), [1, 0, MISSING_CODE]);
        let whole: Int64Chunked = [Some(2), Some(1), None].into_iter().collect();
        let (of_whole, categories_of_whole) = whole_categories(&whole, Some(&titles));
        assert_eq!(of_whole.iter().collect::<Vec<_>>(), [1, 0, MISSING_CODE]);
        assert_eq!(categories_of_whole, categories);
        let labels: Vec<Option<&str>> = categories.iter().map(|category| category.label.as_deref()).collect();
        assert_eq!(labels, [Some("one"), None]);
    }
}

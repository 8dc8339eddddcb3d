//! Columns as the filter wants them: numbers with their validity, categorical variables with their categories.

use std::collections::BTreeMap;

use disclosure::Value;
use disclosure::statistic::{Category, Dimension, NumberColumn, Numbers};
use polars::prelude::{PlHashMap, PlHashSet};

use crate::column::{Column, MISSING_CODE, Values};
use crate::functions::date::iso_date;
use crate::labels::CodeTitles;

/// The numbers of a column; `None` for texts and units.
pub fn numbers(column: &Column) -> Option<Numbers> {
    let values = column.values.numbers()?;
    let valid = (column.values.n_missing() > 0).then(|| values.iter().map(|value| !value.is_nan()).collect());
    Some(Numbers { values: values.into(), valid })
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
        Values::Codes(codes) => text_categories(&codes.to_vec(), codes.dictionary(), titles),
        #[expect(clippy::cast_precision_loss, reason = "categories are small whole numbers")]
        Values::Long(values) => number_categories(values.iter().map(|value| value.map(|value| value as f64)), titles),
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
        codes: codes.into(),
        categories,
        form: column.form.clone(),
    })
}

fn text_categories(codes: &[u32], dictionary: &[String], titles: Option<&CodeTitles>) -> (Vec<u32>, Vec<Category>) {
    let mut occurs = vec![false; dictionary.len()];
    for code in codes {
        if let Some(seen) = usize::try_from(*code).ok().and_then(|code| occurs.get_mut(code)) {
            *seen = true;
        }
    }
    // Every listed code is a category, whether it occurs or not; so is a value outside the list that occurs.
    let mut wanted: BTreeMap<&str, u32> = BTreeMap::new();
    for code in titles.iter().flat_map(|titles| titles.titles.keys()) {
        wanted.insert(code, 0);
    }
    for (text, seen) in dictionary.iter().zip(&occurs) {
        if *seen {
            wanted.insert(text, 0);
        }
    }
    for (number, slot) in (0_u32..).zip(wanted.values_mut()) {
        *slot = number;
    }
    let table: Vec<u32> =
        dictionary.iter().map(|text| wanted.get(text.as_str()).copied().unwrap_or(MISSING_CODE)).collect();
    let codes = codes.iter().map(|code| crate::lower::texts::place(&table, *code)).collect();
    let categories = wanted
        .keys()
        .map(|code| Category {
            value: Value::text(*code),
            label: titles.and_then(|titles| titles.title(code)).map(str::to_owned),
            is_listed: titles.is_some_and(|titles| titles.titles.contains_key(*code)),
        })
        .collect();
    (codes, categories)
}

fn number_categories(
    values: impl Iterator<Item = Option<f64>>,
    titles: Option<&CodeTitles>,
) -> (Vec<u32>, Vec<Category>) {
    // Adding zero makes one zero of both.
    let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN) + 0.0).collect();
    // A code of a list is a number here: `01` is 1.
    let number = |code: &str| code.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| number + 0.0);
    let listed: BTreeMap<u64, &str> = titles
        .iter()
        .flat_map(|titles| &titles.titles)
        .filter_map(|(code, title)| Some((number(code)?.to_bits(), title.as_str())))
        .collect();
    let codes_of_list: Vec<f64> = listed.keys().map(|bits| f64::from_bits(*bits)).collect();
    let (distinct, codes) = places(&values, &codes_of_list);
    let categories = distinct
        .iter()
        .map(|value| Category {
            value: Value::number(*value),
            label: listed.get(&value.to_bits()).map(|title| (*title).to_owned()),
            is_listed: listed.contains_key(&value.to_bits()),
        })
        .collect();
    (codes, categories)
}

/// Distinct numbers ascending, `listed` ones among them, and the place of each value, [`MISSING_CODE`] for NaN.
/// Zeros have to have one sign.
pub fn places(values: &[f64], listed: &[f64]) -> (Vec<f64>, Vec<u32>) {
    dense(values, listed).unwrap_or_else(|| sparse(values, listed))
}

/// Widest span of whole numbers that is looked up in a table rather than a map.
const WIDEST_TABLE: f64 = 65_536.0;

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
    if !(0.0..WIDEST_TABLE).contains(&width) {
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
        assert_eq!(codes, [1, 0, MISSING_CODE]);
        let labels: Vec<Option<&str>> = categories.iter().map(|category| category.label.as_deref()).collect();
        assert_eq!(labels, [Some("one"), None]);
    }
}

//! Columns as the filter wants them: numbers with their validity, categorical variables with their categories.

use std::collections::BTreeMap;

use disclosure::Value;
use disclosure::statistic::{Category, Dimension, NumberColumn, Numbers};

use crate::column::{Column, MISSING_CODE, Values};
use crate::dataset::{Dataset, Persons, Shape};
use crate::functions::number_text;
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
    let (codes, categories) = match &column.values {
        Values::Codes(codes) => text_categories(&codes.to_vec(), codes.dictionary(), titles),
        #[expect(clippy::cast_precision_loss, reason = "categories are small whole numbers")]
        Values::Long(values) => number_categories(values.iter().map(|value| value.map(|value| value as f64)), titles),
        Values::Double(values) => number_categories(values.iter(), titles),
        Values::Units { .. } => return None,
    };
    Some(Dimension {
        name: name.to_owned(),
        label: column.label.to_string(),
        codes: codes.into(),
        categories,
        listed: titles.map_or(0, |titles| titles.titles.len()),
        separates_rows: false,
        form: column.form.clone(),
    })
}

/// A categorical variable of a dataset: as [`dimension`], and it is known whether a person has at most one row in each
/// category (`date@panel` of a panel of persons).
pub fn dimension_of(dataset: &Dataset, name: &str, column: &Column) -> Option<Dimension> {
    let own_persons = match &dataset.persons {
        Persons::Public => true,
        Persons::Behind { index, .. } => index == &dataset.units,
    };
    let separates_rows = dataset.shape == Shape::Panel && name == "date@panel" && own_persons;
    Some(Dimension { separates_rows, ..dimension(name, column)? })
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
        })
        .collect();
    (codes, categories)
}

fn number_categories(
    values: impl Iterator<Item = Option<f64>>,
    titles: Option<&CodeTitles>,
) -> (Vec<u32>, Vec<Category>) {
    let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN)).collect();
    let mut distinct = distinct(&values);
    for code in titles.iter().flat_map(|titles| titles.titles.keys()) {
        if let Ok(code) = code.parse::<f64>() {
            distinct.push(code);
        }
    }
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let place: std::collections::HashMap<u64, u32> =
        distinct.iter().zip(0_u32..).map(|(value, place)| (value.to_bits(), place)).collect();
    // Runs of equal values are common: the look-up of the row before is reused.
    let mut last = (f64::NAN.to_bits(), MISSING_CODE);
    let codes = values
        .iter()
        .map(|value| {
            let bits = (value + 0.0).to_bits();
            if last.0 != bits {
                last = (bits, place.get(&bits).copied().unwrap_or(MISSING_CODE));
            }
            last.1
        })
        .collect();
    let categories = distinct
        .iter()
        .map(|value| Category {
            value: Value::number(*value),
            label: titles.and_then(|titles| titles.title(&number_text(*value))).map(str::to_owned),
        })
        .collect();
    (codes, categories)
}

/// Distinct numbers, NaN left out, in no particular order.
fn distinct(values: &[f64]) -> Vec<f64> {
    let mut seen = std::collections::HashSet::new();
    let mut last = f64::NAN.to_bits();
    let mut found = Vec::new();
    for value in values {
        let value = value + 0.0;
        if value.is_nan() || value.to_bits() == last {
            continue;
        }
        last = value.to_bits();
        if seen.insert(last) {
            found.push(value);
        }
    }
    found
}

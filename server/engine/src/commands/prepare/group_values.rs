//! Values of groups: exact where they stay inside or nothing is protected, else released by the filter.

use std::collections::BTreeSet;

use disclosure::statistic::{GroupInput, GroupStatistic, NumberColumn, Numbers};
use disclosure::{Confidential, Profile};
use language::call::Name;
use language::codes;
use wire::output::Rule;

use super::collapse::{Wanted, exact};
use crate::column::Column;
use crate::context::Context;
use crate::dataset::{Dataset, Persons};
use crate::error::EngineError;
use crate::groups::Groups;
use crate::inputs::{dimension, number_column};

/// Rows by group with the values of each wanted statistic.
pub struct Grouped {
    /// The groups, ascending by value.
    pub groups: Groups,
    /// Whether a group may be shown; hidden ones are left out of `collapse` and missing in `aggregate`.
    pub listed: Vec<bool>,
    /// One list a statistic: a value a group, NaN where there is none.
    pub values: Vec<Vec<f64>>,
    /// The rules that they passed; none where they are exact.
    pub rules: BTreeSet<Rule>,
}

/// Computes the statistics of groups.
///
/// # Errors
/// Statistics that cannot be released; refusals of the filter.
pub fn compute_groups(
    cx: &Context<'_>,
    dataset: &Dataset,
    by_name: &Name,
    by: &Column,
    wanted: &[Wanted],
) -> Result<Grouped, EngineError> {
    let groups = Groups::of(&by.values);
    let stays_inside = by.unit_type().is_some_and(|unit_type| unit_type.spec().is_pseudonymised);
    let is_exact = cx.question(dataset).profile == Profile::Open || matches!(dataset.persons, Persons::Public);
    if stays_inside || is_exact {
        let values = exact(cx, wanted, &groups)?;
        return Ok(Grouped { listed: vec![true; groups.len()], groups, values, rules: BTreeSet::new() });
    }
    let dimension = dimension(&by_name.value, by).ok_or(EngineError::Internal("by"))?;
    // Categories of the filter (code list and all) to groups of rows (only those that occur).
    let mut of_category = vec![u32::MAX; dimension.categories.len()];
    for (row, group) in groups.first_rows().iter().zip(0_u32..) {
        let category = usize::try_from(*row).map_or(u32::MAX, |row| dimension.codes.at(row));
        if let Some(slot) = usize::try_from(category).ok().and_then(|category| of_category.get_mut(category)) {
            *slot = group;
        }
    }
    // Which groups there are is told by their rows alone, whatever is computed of them.
    let mut rules = BTreeSet::new();
    let mut told = |statistic, variable| -> Result<Vec<Option<f64>>, EngineError> {
        let input = GroupInput { population: cx.population(dataset)?, by: dimension.clone(), statistic, variable };
        let released = cx.filter().group_values(Confidential::new(input), &cx.question(dataset))?.into_inner();
        rules.extend(released.rules.iter().copied());
        let mut of_group = vec![None; groups.len()];
        for (category, value) in released.groups.iter().zip(released.values) {
            let group = of_category.get(*category).and_then(|group| usize::try_from(*group).ok());
            if let Some(slot) = group.and_then(|group| of_group.get_mut(group)) {
                *slot = value;
            }
        }
        Ok(of_group)
    };
    let rows = told(GroupStatistic::Count, None)?;
    let mut values = Vec::with_capacity(wanted.len());
    for wanted in wanted {
        let variable = number_column(&wanted.source.value, &wanted.column)
            .or_else(|| Some(presence(&wanted.source.value, &wanted.column)));
        let found = match wanted.statistic {
            GroupStatistic::Min | GroupStatistic::Max => {
                let Name { value, span } = &wanted.spelled;
                return Err(codes::option_not_available(*span, value, &cx.call.command).into());
            }
            // Valid rows of the group's rows (language.md 14.15), both released.
            GroupStatistic::Percent => {
                let valid = told(GroupStatistic::Count, variable)?;
                let percent = |(valid, rows): (Option<f64>, &Option<f64>)| Some((100.0 * valid? / (*rows)?).min(100.0));
                valid.into_iter().zip(&rows).map(percent).collect()
            }
            statistic => told(statistic, variable)?,
        };
        values.push(found.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect());
    }
    let listed = rows.iter().map(Option::is_some).collect();
    Ok(Grouped { groups, listed, values, rules })
}

/// A variable of any type as "has a value": 1, or missing.
fn presence(name: &str, column: &Column) -> NumberColumn {
    let valid: Vec<bool> = column.values.valid().iter().map(|valid| valid == Some(true)).collect();
    NumberColumn {
        name: name.to_owned(),
        label: column.label.to_string(),
        numbers: Numbers { values: vec![1.0; valid.len()].into(), valid: Some(valid.into()) },
        form: column.form.clone(),
    }
}

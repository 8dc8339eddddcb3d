//! Values of groups that are public facts from here on (confidentiality E.3): `collapse` and `aggregate` by a category that is
//! no pseudonymised unit. Each group passes the rules once; what follows is exact. Argument: `proofs/groups.md`.

use wire::output::Rule;

use super::grid::Grid;
use super::magnitude_table::of_groups;
use super::measures::{self, Shown};
use super::touched::Touched;
use crate::filter::{Filter, Question};
use crate::refusal::Refusal;
use crate::statistic::{GroupInput, GroupStatistic, Measure};

/// One value a shown group.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupValues {
    /// Indices into the dimension's categories of the groups that are shown, ascending; others are left out.
    pub groups: Vec<usize>,
    /// Their released number of units with a value.
    pub counts: Vec<i64>,
    /// Their value; missing where a gate or another rule hides it.
    pub values: Vec<Option<f64>>,
    /// The rules that they passed; none where they are exact.
    pub rules: Vec<Rule>,
}

/// The groups of a dimension.
pub(crate) fn release(filter: &Filter, input: &GroupInput, question: &Question) -> Result<GroupValues, Refusal> {
    let by = std::slice::from_ref(&input.by);
    let mut sources = Grid::sources(question, by);
    if let Some(column) = &input.variable {
        sources = sources.with(column.form.sources());
    }
    let protection = filter.protection(question, &sources);
    let grid = Grid::unlimited(question, by);
    let wanted = wanted(input.statistic);
    let cells = match &input.variable {
        Some(column) => of_groups(filter, protection, &grid, &input.population, column, &wanted),
        None => super::frequency_table::counts(filter, protection, &grid, &input.population)
            .into_iter()
            .map(|(place, count)| {
                let shown = count.map_or(Shown::Hidden(wire::output::NoteCode::BelowMinimum), Shown::Whole);
                (place, super::magnitude_table::MeasuredCell { count, shown: vec![shown] })
            })
            .collect(),
    };
    let all = cells.get(&vec![None]).and_then(|cell| cell.count);
    let rules = if protection.is_exact() { Vec::new() } else { rules(filter, input, &grid, &wanted) };
    let mut found = GroupValues { groups: Vec::new(), counts: Vec::new(), values: Vec::new(), rules };
    for (place, cell) in &cells {
        let (Some(Some(group)), Some(count)) = (place.first(), cell.count.filter(|count| *count > 0)) else { continue };
        found.groups.push(*group);
        found.counts.push(count);
        found.values.push(value(input.statistic, &cell.shown, count, all, protection.is_exact()));
    }
    Ok(found)
}

fn rules(filter: &Filter, input: &GroupInput, grid: &Grid<'_>, wanted: &[Measure]) -> Vec<Rule> {
    let counts_rows = grid.counts_rows(&input.population, false);
    match &input.variable {
        Some(column) => measures::touched(filter.policy(), counts_rows, column, wanted).rules(),
        None => Touched::counts(counts_rows).rules(),
    }
}

fn wanted(statistic: GroupStatistic) -> Vec<Measure> {
    match statistic {
        GroupStatistic::Count | GroupStatistic::Percent => vec![Measure::Count],
        GroupStatistic::Mean | GroupStatistic::SeBinomial => vec![Measure::Mean],
        GroupStatistic::Sum => vec![Measure::Sum],
        GroupStatistic::Sd | GroupStatistic::SeMean => vec![Measure::Std],
        GroupStatistic::Median => vec![Measure::Percentile(0.5)],
        GroupStatistic::Iqr => vec![Measure::Iqr],
        GroupStatistic::Gini => vec![Measure::Gini],
        GroupStatistic::Min => vec![Measure::Min],
        GroupStatistic::Max => vec![Measure::Max],
    }
}

fn value(statistic: GroupStatistic, shown: &[Shown], count: i64, all: Option<i64>, is_exact: bool) -> Option<f64> {
    let number = match shown.first()? {
        Shown::Whole(number) => *number as f64,
        Shown::Number(number) => *number,
        Shown::Hidden(_) => return None,
    };
    match statistic {
        GroupStatistic::SeMean => Some(number / (count as f64).sqrt()),
        GroupStatistic::SeBinomial => Some((number * (1.0 - number) / count as f64).max(0.0).sqrt()),
        GroupStatistic::Percent => all.map(|all| (100.0 * number / all as f64).min(100.0)),
        // No smallest or largest value of a group of persons (D.6).
        GroupStatistic::Min | GroupStatistic::Max => Some(number).filter(|_| is_exact),
        _ => Some(number),
    }
}

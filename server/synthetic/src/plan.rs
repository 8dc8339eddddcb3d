//! Which variables get values, of which dates, stored how.

use registry::{Draft, StoredValues, space_of};
use variables::{DataType, Day, Temporality, Variable};

use crate::calendar::{day_of, month_of, year_of};
use crate::columns::{self, Column, Facts, HORIZON};
use crate::core::{self, Reach};
use crate::geography::Geography;
use crate::local::Local;
use crate::{Set, SyntheticError, driven};

/// A variable that gets values.
pub(crate) struct Output {
    pub(crate) column: Column,
    pub(crate) facts: Facts,
    pub(crate) values: StoredValues,
    /// Units, and values that are units, which blocks number for themselves.
    pub(crate) unit: Option<Local>,
    pub(crate) value: Option<Local>,
}

impl Output {
    /// Whether its units are municipalities, whose rows come with the first block alone.
    pub(crate) fn is_public(&self) -> bool {
        !self.facts.public_units.is_empty()
    }
}

/// The variables of a databank that get values, and those that stay metadata only, each in the order of the catalogue.
pub(crate) fn outputs(
    draft: &Draft,
    catalogue: impl Iterator<Item = &'static Variable>,
    set: Set,
) -> Result<(Vec<Output>, Vec<Variable>), SyntheticError> {
    let mut simulated = columns::columns();
    let (mut outputs, mut metadata_only) = (Vec::new(), Vec::new());
    for variable in catalogue {
        let reach = match set {
            Set::All => Some(core::ALL),
            Set::Core => core::reach(&variable.name, !variable.unit_type.spec().is_pseudonymised),
        };
        let found = simulated.iter().position(|column| column.name == variable.name);
        let column = found.map(|place| simulated.swap_remove(place)).or_else(|| driven::column(variable));
        match column.zip(reach) {
            Some((column, reach)) => outputs.push(output(draft, column, variable.clone(), reach)?),
            None => metadata_only.push(variable.clone()),
        }
    }
    Ok((outputs, metadata_only))
}

fn output(draft: &Draft, column: Column, variable: Variable, reach: Reach) -> Result<Output, SyntheticError> {
    let facts = facts(draft, variable, &column, reach)?;
    let values = match (facts.variable.value_unit_type, facts.variable.data_type) {
        (Some(_), _) => StoredValues::Unit,
        (None, DataType::String) => StoredValues::Codes { dictionary: facts.dictionary.clone() },
        (None, DataType::Long | DataType::Date) => StoredValues::Long,
        (None, DataType::Double) => StoredValues::Double,
    };
    let unit = Local::of(facts.variable.unit_type);
    let value = facts.variable.value_unit_type.and_then(Local::of);
    Ok(Output { column, facts, values, unit, value })
}

/// What a maker needs to know about a variable.
fn facts(draft: &Draft, mut variable: Variable, column: &Column, reach: Reach) -> Result<Facts, SyntheticError> {
    let listed = variable.code_list().map(variables::CodeList::dictionary);
    let dictionary = listed.unwrap_or_else(|| column.texts.all());
    let mut periods = periods(&variable, reach);
    let last_year = periods.last().map_or(0, |(start, _)| year_of(*start));
    periods.retain(|(start, _)| year_of(*start) > last_year - column.years_at_most);
    let public_units = if variable.unit_type.spec().is_pseudonymised {
        Vec::new()
    } else {
        let geography = Geography::built_in().map_err(|damaged| SyntheticError::Damaged(damaged.0.clone()))?;
        draft.register_codes(&space_of(draft.databank(), variable.unit_type), geography.codes())?
    };
    variable.measure_dates = periods.iter().map(|(start, _)| Day(*start)).collect();
    Ok(Facts { variable, dictionary, periods, public_units })
}

/// The periods that the simulation reaches and the set wants: days of measurement, years, or months.
fn periods(variable: &Variable, reach: Reach) -> Vec<(i32, i32)> {
    let is_reached = |day: &i32| match variable.temporality {
        Temporality::Accumulated => year_of(*day) <= crate::work::LAST_YEAR,
        _ => *day <= HORIZON,
    };
    let dates: Vec<i32> = variable.measure_dates.iter().map(|day| day.0).filter(is_reached).collect();
    let is_monthly = dates.windows(2).any(|pair| matches!(pair, [one, next] if next - one < 40));
    let period = |day: i32| match variable.temporality {
        Temporality::Accumulated if is_monthly => (day, end_of_month(day)),
        Temporality::Accumulated => (day, day_of(year_of(day), 12, 31)),
        _ => (day, day),
    };
    match variable.temporality {
        Temporality::Fixed | Temporality::Event => Vec::new(),
        _ => dates.into_iter().filter(|day| reach.holds(*day, is_monthly)).map(period).collect(),
    }
}

fn end_of_month(day: i32) -> i32 {
    let (year, month) = (year_of(day), month_of(day));
    if month == 12 { day_of(year, 12, 31) } else { day_of(year, month + 1, 1) - 1 }
}

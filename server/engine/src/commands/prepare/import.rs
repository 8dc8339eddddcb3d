//! `import` — a register variable into a dataset: the first one makes the population, later ones join to it.
//!
//! Units and records are both sorted, so a join is one walk over two lists; nothing is hashed. Records come in blocks, each of which
//! one thread reads and puts where its units are.

use std::sync::Arc;

use disclosure::Form;
use language::call::{Arguments, Call, Name};
use language::codes::{self, ShapeName};
use polars::prelude::{IdxCa, IdxSize, NewChunkedArray as _, PlSmallStr};
use variables::{Day, Variable};

use super::register::{
    all_records, column, day, effective, find_with_data, persons, public_codes, read, space, stored,
};
use crate::column::assembly::OnUnits;
use crate::column::stored::Stored;
use crate::column::{Column, Values};
use crate::command::{Answer, Command, Run};
use crate::context::Context;
use crate::dataset::{Dataset, Persons, Shape, Unit};
use crate::error::EngineError;
use crate::protect::Feedback;
use crate::records::Reading;
use crate::workspace::Workspace;
use crate::world::Bank;

/// The command.
pub const COMMAND: Command = Command { name: "import", run: Run::Transform(run) };

fn run(call: &Call, cx: &Context<'_>, workspace: &mut Workspace) -> Result<Vec<Answer>, EngineError> {
    let Arguments::Import { source, date, target } = &call.arguments else {
        return Err(EngineError::Internal("import"));
    };
    let active = workspace.active().ok_or_else(|| codes::no_active_dataset(call.span))?.clone();
    check_shape(call, &active)?;
    let (bank, variable) = find_with_data(source, workspace)?;
    let day = day(&variable, date.as_ref(), source.span())?;
    let name = match target {
        Some(target) => active.new_name(target)?,
        None => active.new_name(&Name { value: variable.name.clone(), span: source.variable.span })?,
    };
    check_unit_type(call, &active, bank.as_ref(), &variable, source.span())?;
    let records = read(cx, bank.as_ref(), &variable, day)?;
    cx.check_cancelled()?;
    let importing = Importing { cx, bank: bank.as_ref(), variable: &variable, day, name };
    let outer = call.option("outer_join").is_some();
    let dataset = match (&active.unit, outer) {
        (None, _) => importing.first(&active, records.as_ref())?,
        (Some(_), false) => importing.left_join(&active, records.as_ref())?,
        (Some(_), true) => importing.outer_join(&active, records.as_ref())?,
    };
    let imported = dataset.columns.get(&importing.name).ok_or(EngineError::Internal("imported"))?;
    let answer = Feedback::new(cx, "import", &dataset)?.valid_values(imported)?.answer();
    workspace.put(dataset);
    Ok(vec![answer])
}

fn check_shape(call: &Call, dataset: &Dataset) -> Result<(), EngineError> {
    let is = match dataset.shape {
        Shape::Empty | Shape::CrossSection => return Ok(()),
        Shape::Aggregated if dataset.unit_type().is_some() => return Ok(()),
        Shape::Aggregated => ShapeName::Aggregated,
        Shape::Event => ShapeName::Event,
        Shape::Panel => ShapeName::Panel,
    };
    Err(codes::wrong_shape(call.span, &call.command, &dataset.name, is, ShapeName::Cross).into())
}

/// A dataset has one unit type, and one identity space of it.
pub fn check_unit_type(
    _: &Call,
    dataset: &Dataset,
    bank: &dyn Bank,
    variable: &Variable,
    span: language::span::Span,
) -> Result<(), EngineError> {
    match &dataset.unit {
        Some(Unit::Type { unit_type, space: known })
            if *unit_type != variable.unit_type || *known != space(bank, variable.unit_type) =>
        {
            Err(codes::unit_type_mismatch(span, &variable.name, variable.unit_type, &dataset.name, *unit_type).into())
        }
        _ => Ok(()),
    }
}

struct Importing<'a> {
    cx: &'a Context<'a>,
    bank: &'a dyn Bank,
    variable: &'a Variable,
    day: Option<Day>,
    name: String,
}

impl Importing<'_> {
    /// The first variable: every unit with a record is in the population.
    fn first(&self, empty: &Dataset, records: &dyn Reading) -> Result<Dataset, EngineError> {
        let effective = effective(records, self.day);
        let (units, values) = all_records(self.cx, (records, &self.stored(records)?), None)?;
        let column = self.column(values, &effective, false);
        let unit_type = self.variable.unit_type;
        let mut dataset = Dataset {
            shape: Shape::CrossSection,
            unit: Some(Unit::Type { unit_type, space: space(self.bank, unit_type) }),
            key_codes: public_codes(self.cx, self.bank, unit_type)?,
            persons: persons(self.cx, self.bank, unit_type, &units, false)?,
            units,
            form: self.population_form(&column, "import", &[]),
            ..empty.clone()
        };
        dataset.columns.insert(self.name.clone(), column);
        Ok(dataset)
    }

    /// Units without a record get missing; records of other units are left out.
    fn left_join(&self, dataset: &Dataset, records: &dyn Reading) -> Result<Dataset, EngineError> {
        let effective = effective(records, self.day);
        let joined =
            OnUnits { is_cancelled: &|| self.cx.world.is_cancelled(), reading: records, units: &dataset.units };
        let joined = self.stored(records)?.assemble(joined)?;
        let mut dataset = dataset.clone();
        dataset.columns.insert(self.name.clone(), self.column(joined, &effective, true));
        Ok(dataset)
    }

    /// Units that only the new variable has are added, with missing in the earlier ones.
    fn outer_join(&self, dataset: &Dataset, records: &dyn Reading) -> Result<Dataset, EngineError> {
        let effective = effective(records, self.day);
        let (new_units, values) = all_records(self.cx, (records, &self.stored(records)?), None)?;
        let units = union(&dataset.units, &new_units);
        let (old_rows, new_rows) = (matching_rows(&units, &dataset.units), matching_rows(&units, &new_units));
        let column = self.column(values.take(&new_rows)?, &effective, true);
        let mut columns = indexmap::IndexMap::with_capacity(dataset.columns.len() + 1);
        for (name, earlier) in &dataset.columns {
            let values = match (&earlier.values, dataset.is_key(name)) {
                // The key that `collapse` kept by name holds the new units too.
                (Values::Units { unit_type, space, .. }, true) => {
                    Values::units(units.clone(), *unit_type, space.clone())
                }
                (values, _) => values.take(&old_rows)?,
            };
            let form = earlier.form.outer_joined();
            columns.insert(name.clone(), Column { values, form, ..earlier.clone() });
        }
        let form = self.population_form(&column, "outer_join", &[&dataset.form]);
        columns.insert(self.name.clone(), column);
        let units: Arc<[u32]> = units.into();
        let has_repeats = matches!(dataset.persons, Persons::Behind { has_repeats: true, .. });
        let persons = persons(self.cx, self.bank, self.variable.unit_type, &units, has_repeats)?;
        Ok(Dataset { units, persons, columns, form, ..dataset.clone_without_columns() })
    }

    fn stored(&self, records: &dyn Reading) -> Result<Stored, EngineError> {
        stored(self.cx, self.bank, self.variable, &[records])
    }

    fn column(&self, values: Values, effective: &str, can_be_missing: bool) -> Column {
        column(self.bank, self.variable, values, effective, self.day.as_slice(), can_be_missing)
    }

    fn population_form(&self, column: &Column, op: &str, from: &[&Form]) -> Form {
        Form::population(op, &[self.variable.unit_type.name()], &[&column.form], from)
    }
}

/// For each wanted unit the place of its record; null where there is none. Both lists ascend.
pub fn matching_rows(wanted: &[u32], records: &[u32]) -> IdxCa {
    let mut place = 0;
    let rows = wanted.iter().map(|unit| {
        while records.get(place).is_some_and(|record| record < unit) {
            place += 1;
        }
        match records.get(place) {
            Some(record) if record == unit => IdxSize::try_from(place).ok(),
            _ => None,
        }
    });
    if wanted == records {
        // The common case of variables with the same units: no nulls, no bitmap.
        return IdxCa::from_vec(PlSmallStr::EMPTY, (0..IdxSize::try_from(wanted.len()).unwrap_or(0)).collect());
    }
    IdxCa::from_iter_options(PlSmallStr::EMPTY, rows)
}

/// Two ascending lists without repetition as one.
pub fn union(left: &[u32], right: &[u32]) -> Vec<u32> {
    let mut all = Vec::with_capacity(left.len().max(right.len()));
    let (mut a, mut b) = (left.iter().peekable(), right.iter().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (Some(x), Some(y)) => {
                let next = **x.min(y);
                if **x == next {
                    a.next();
                }
                if b.peek() == Some(&&next) {
                    b.next();
                }
                all.push(next);
            }
            (Some(_), None) => all.extend(a.by_ref().copied()),
            (None, Some(_)) => all.extend(b.by_ref().copied()),
            (None, None) => return all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_matched_by_one_walk() {
        let rows = matching_rows(&[1, 3, 4, 9], &[0, 3, 4, 5]);
        assert_eq!(rows.iter().collect::<Vec<_>>(), [None, Some(1), Some(2), None]);
        assert_eq!(union(&[1, 3], &[0, 3, 7]), [0, 1, 3, 7]);
    }
}

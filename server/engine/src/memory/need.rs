//! What a statement will need beside what the session holds: from the script, metadata and released numbers of rows.
//!
//! An estimate of the peak, rather too high than too low: what comes, what it is made from, and the working space of the kernels.

use language::call::{Arguments, Call, Model, Source};
use variables::DataType;

use super::{row_width, told_rows};
use crate::command::Run;
use crate::commands;
use crate::commands::prepare::register::{find, space};
use crate::dataset::Dataset;
use crate::workspace::Workspace;
use crate::world::World;

/// Rows that a dataset may have: places of rows are 32 bits wide.
pub const MOST_ROWS: u64 = 4_000_000_000;

/// What a statement will need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Rows of the largest dataset that it makes.
    pub rows: u64,
    /// Bytes beside what is held already.
    pub bytes: u64,
}

/// Bytes of working space for each row of a dataset that a command looks at: a mask, persons, places of rows.
const WORK: u64 = 16;

/// Commands that make no values: at the limit they are the way back.
const FREE: [&str; 11] = [
    "assign-labels",
    "clone-dataset",
    "create-dataset",
    "define-labels",
    "delete-dataset",
    "drop-labels",
    "list-labels",
    "rename",
    "rename-dataset",
    "require",
    "use",
];

/// What a call will need in a workspace. What is wrong with the call is the command's to say: it then needs nothing.
pub fn need(call: &Call, world: &dyn World, workspace: &Workspace) -> Need {
    let is_session = commands::find(&call.command).is_none_or(|command| matches!(command.run, Run::Session(_)));
    let is_free = is_session || FREE.contains(&call.command.as_str());
    let Some(active) = workspace.active().filter(|_| !is_free) else { return Need::default() };
    let asked = Asked { call, world, workspace, active };
    asked.need().unwrap_or_default()
}

struct Asked<'a> {
    call: &'a Call,
    world: &'a dyn World,
    workspace: &'a Workspace,
    active: &'a Dataset,
}

impl Asked<'_> {
    fn need(&self) -> Option<Need> {
        let rows = if self.active.unit.is_some() { told_rows(self.workspace, &self.active.name) } else { 0 };
        let bytes = match &self.call.arguments {
            Arguments::Import { source, .. } => return self.import(source, rows),
            Arguments::ImportEvent { source, .. } => {
                let rows = self.records(source)?;
                // Unit, value, first and last day: as records, and as columns.
                return Some(Need { rows, bytes: rows * 2 * (4 + width(self.data_type(source)?) + 16) });
            }
            Arguments::ImportPanel { sources, dates } => return self.panel(sources, dates.len() as u64, rows),
            Arguments::Statistics(statistics) => rows * (WORK + 16 * statistics.len() as u64),
            Arguments::Merge { variables, into, .. } => {
                let target = told_rows(self.workspace, &into.value);
                target * (WORK + 16 * variables.len() as u64) + rows * WORK
            }
            Arguments::Assign { .. } => rows * (WORK + 32),
            Arguments::Recode { variables, .. } => rows * (WORK + 16 * variables.len() as u64),
            Arguments::Model(model) => rows * (WORK + 8 * regressors(model)),
            Arguments::Bars { variables, .. } => rows * (WORK + 8 * variables.len() as u64),
            Arguments::Names(names) => match self.call.command.as_str() {
                "reshape-to-panel" => {
                    let times = self.times(names.iter().map(|name| name.value.as_str()));
                    let rows = rows * times;
                    return Some(Need { rows, bytes: rows * (8 + 8 * (names.len() as u64 + 1)) });
                }
                "reshape-from-panel" => rows * 2 * row_width(self.active),
                "keep" | "drop" if self.call.condition.is_none() => 0,
                "keep" | "drop" => rows * (WORK + row_width(self.active)),
                _ => rows * (WORK + 8 * names.len() as u64),
            },
            Arguments::Sample { .. } => rows * (WORK + row_width(self.active)),
            _ => rows * WORK,
        };
        Some(Need { rows, bytes })
    }

    /// A variable beside others, or the first one, which makes the population.
    fn import(&self, source: &Source, rows: u64) -> Option<Need> {
        let value = width(self.data_type(source)?);
        let records = self.units(source)?;
        let is_outer = self.call.option("outer_join").is_some();
        let (rows, joined) = match self.active.unit {
            None => (records, 0),
            Some(_) if is_outer => (rows + records, (rows + records) * (row_width(self.active) + value + WORK)),
            Some(_) => (rows, rows * (value + WORK)),
        };
        Some(Need { rows, bytes: 2 * records * (4 + value) + joined })
    }

    /// One row a unit and date.
    fn panel(&self, sources: &[Source], n_dates: u64, population: u64) -> Option<Need> {
        let (mut values, mut units) = (0, population);
        for source in sources {
            values += width(self.data_type(source)?);
            units = if self.active.unit.is_some() { units } else { units.max(self.units(source)?) };
        }
        let rows = units * n_dates;
        // Units, times and values as readings by date, then as columns.
        Some(Need { rows, bytes: rows * (4 + 8 + 2 * (4 + values)) })
    }

    /// At most how many times the variables with some prefixes have.
    fn times<'n>(&self, prefixes: impl Iterator<Item = &'n str> + Clone) -> u64 {
        let has_prefix = |name: &&String| prefixes.clone().any(|prefix| name.starts_with(prefix));
        self.active.columns.keys().filter(has_prefix).count().max(1) as u64
    }

    fn data_type(&self, source: &Source) -> Option<DataType> {
        find(source, self.workspace).ok().map(|(_, variable)| variable.data_type)
    }

    /// A bound on the units that a variable can be about.
    fn units(&self, source: &Source) -> Option<u64> {
        let (bank, variable) = find(source, self.workspace).ok()?;
        self.world.most_units(&space(bank.as_ref(), variable.unit_type)).ok()
    }

    /// A bound on the records of a variable.
    fn records(&self, source: &Source) -> Option<u64> {
        let (bank, variable) = find(source, self.workspace).ok()?;
        self.world.most_records(bank.as_ref(), &variable).ok()
    }
}

/// Bytes of a value.
fn width(data_type: DataType) -> u64 {
    match data_type {
        DataType::String => 4,
        DataType::Long | DataType::Double | DataType::Date => 8,
    }
}

/// Columns of a model's matrix that are held as numbers, the dependent variable among them.
fn regressors(model: &Model) -> u64 {
    let factors: usize = model.terms.iter().map(|term| term.factors.len() + usize::from(term.is_full)).sum();
    let instrumented = model.instrumented.as_ref().map_or(0, |part| part.endogenous.len() + part.instruments.len());
    (2 + factors + instrumented) as u64
}

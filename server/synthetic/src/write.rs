//! Blocks into the draft of a databank: made in parallel, written in order.
//!
//! Memory holds a few blocks at a time and what the writers have not flushed, whatever the number of persons.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use registry::{Addition, Chunk, ChunkValues, DataWriter, Draft, NewUnits, Registry, StoredValues, space_of};
use variables::{DataType, Day, Temporality, UnitType, Variable};

use crate::block::{Block, Extent};
use crate::calendar::{day_of, month_of, year_of};
use crate::columns::{Column, Facts, HORIZON};
use crate::geography::Geography;
use crate::local::Local;
use crate::{Options, SyntheticError};

/// Of monthly registers all months of these years are made.
const MONTHLY_YEARS: std::ops::RangeInclusive<i32> = 2020..=2023;
/// And these of the others.
const MONTHS_OF_OTHER_YEARS: [i32; 4] = [1, 3, 9, 11];

/// What was written of a databank's variables.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) variables: usize,
    pub(crate) rows: u64,
}

/// What a maker needs to know about a variable.
fn facts(draft: &Draft, mut variable: Variable, column: &Column) -> Result<Facts, SyntheticError> {
    let listed = variable.code_list().map(variables::CodeList::dictionary);
    let dictionary = listed.unwrap_or_else(|| column.texts.iter().map(|text| (*text).to_owned()).collect());
    let mut periods = periods(&variable);
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

/// The periods that the simulation reaches: days of measurement, years, or months; of a monthly register some.
fn periods(variable: &Variable) -> Vec<(i32, i32)> {
    let is_reached = |day: &i32| match variable.temporality {
        Temporality::Accumulated => year_of(*day) <= crate::work::LAST_YEAR,
        _ => *day <= HORIZON,
    };
    let dates: Vec<i32> = variable.measure_dates.iter().map(|day| day.0).filter(is_reached).collect();
    let is_monthly = dates.windows(2).any(|pair| matches!(pair, [one, next] if next - one < 40));
    let is_kept = |day: &i32| {
        !is_monthly || MONTHLY_YEARS.contains(&year_of(*day)) || MONTHS_OF_OTHER_YEARS.contains(&month_of(*day))
    };
    let period = |day: i32| match variable.temporality {
        Temporality::Accumulated if is_monthly => (day, end_of_month(day)),
        Temporality::Accumulated => (day, day_of(year_of(day), 12, 31)),
        _ => (day, day),
    };
    match variable.temporality {
        Temporality::Fixed | Temporality::Event => Vec::new(),
        _ => dates.into_iter().filter(is_kept).map(period).collect(),
    }
}

fn end_of_month(day: i32) -> i32 {
    let (year, month) = (year_of(day), month_of(day));
    if month == 12 { day_of(year, 12, 31) } else { day_of(year, month + 1, 1) - 1 }
}

/// The dense index of the first unit of each kind that a block makes.
type Firsts = [u32; Local::ALL.len()];

struct Output {
    column: Column,
    facts: Facts,
    /// Units, and values that are units, which blocks number for themselves.
    unit: Option<Local>,
    value: Option<Local>,
    writer: DataWriter,
    rows: u64,
}

/// Writes the columns of all blocks and adds them, and the variables without data, to the draft.
pub(crate) fn write(
    registry: &Registry,
    draft: &Draft,
    extents: &[Extent],
    columns: Vec<(Column, Variable)>,
    metadata_only: Vec<Variable>,
    options: &Options,
    progress: &dyn Fn(&str, u64, u64),
) -> Result<Written, SyntheticError> {
    let spaces = Local::ALL.map(|local| {
        UnitType::find(local.unit_type_name())
            .map(|unit_type| space_of(draft.databank(), unit_type))
            .unwrap_or_default()
    });
    let mut first = [0; Local::ALL.len()];
    for (space, first) in spaces.iter().zip(&mut first) {
        *first = registry.unit_count(space)?;
    }
    let mut outputs = columns
        .into_iter()
        .map(|(column, variable)| stage(draft, column, variable))
        .collect::<Result<Vec<Output>, SyntheticError>>()?;
    let mut next = first;
    let mut done = 0;
    // As many blocks at a time as can be made at once: memory grows with the threads, not with the persons.
    let window = rayon::current_num_threads().max(1);
    for group in extents.chunks(window) {
        let made = group
            .par_iter()
            .map(|extent| {
                let block =
                    Block::make(options.seed, *extent).map_err(|damaged| SyntheticError::Damaged(damaged.0.clone()))?;
                let chunks = outputs.iter().map(|output| (output.column.make)(&block, &output.facts)).collect();
                Ok((Local::ALL.map(|local| local.count(&block) as u32), chunks))
            })
            .collect::<Result<Vec<(Firsts, Vec<Vec<Chunk>>)>, SyntheticError>>()?;
        let mut by_output: Vec<Vec<(Firsts, Vec<Chunk>)>> = outputs.iter().map(|_| Vec::new()).collect();
        for (counts, chunks) in made {
            for (place, chunks) in by_output.iter_mut().zip(chunks) {
                place.push((next, chunks));
            }
            next.iter_mut().zip(counts).for_each(|(next, count)| *next += count);
        }
        in_threads(outputs.iter_mut().zip(by_output), |(output, blocks)| output.write(blocks))?;
        done += group.iter().map(|extent| extent.persons as u64).sum::<u64>();
        progress("persons", done, options.persons);
    }
    let variables = outputs.len();
    let rows = outputs.iter().map(|output| output.rows).sum();
    progress("files", 0, variables as u64);
    let finished = Mutex::new(Vec::with_capacity(variables));
    in_threads(outputs.into_iter(), |output| {
        let staged = output.writer.finish()?;
        finished.lock().unwrap_or_else(PoisonError::into_inner).push(staged);
        Ok(())
    })?;
    let mut staged = finished.into_inner().unwrap_or_else(PoisonError::into_inner);
    staged.sort_by(|a, b| a.variable().name.cmp(&b.variable().name));
    let made = spaces.into_iter().zip(first.into_iter().zip(next));
    let units = made.filter(|(_, (first, next))| first < next);
    let units = units.map(|(space, (first, next))| (space, first, NewUnits::Count(next - first))).collect();
    draft.commit(Addition { staged, metadata_only, units })?;
    progress("files", variables as u64, variables as u64);
    Ok(Written { variables, rows })
}

/// Does something with each item on plain threads, as many as Rayon has; the first error wins.
///
/// Rayon itself will not do: the writers wait inside for Polars' own pool, and a Rayon thread that waits begins the next
/// item on the same stack, until the stack is full.
fn in_threads<T: Send>(
    items: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> Result<(), SyntheticError> + Sync,
) -> Result<(), SyntheticError> {
    let items = Mutex::new(items);
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let failure = Mutex::new(None);
    let run = || {
        while let Some(item) = next() {
            if let Err(error) = work(item) {
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().max(1) {
            scope.spawn(run);
        }
    });
    failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

fn stage(draft: &Draft, column: Column, variable: Variable) -> Result<Output, SyntheticError> {
    let facts = facts(draft, variable, &column)?;
    let values = match (facts.variable.value_unit_type, facts.variable.data_type) {
        (Some(_), _) => StoredValues::Unit,
        (None, DataType::String) => StoredValues::Codes { dictionary: facts.dictionary.clone() },
        (None, DataType::Long | DataType::Date) => StoredValues::Long,
        (None, DataType::Double) => StoredValues::Double,
    };
    let writer = draft.stage(facts.variable.clone(), values)?;
    let unit = Local::of(facts.variable.unit_type);
    let value = facts.variable.value_unit_type.and_then(Local::of);
    Ok(Output { column, facts, unit, value, writer, rows: 0 })
}

impl Output {
    /// Writes the chunks of some blocks, each with the dense indices of its first units.
    fn write(&mut self, blocks: Vec<(Firsts, Vec<Chunk>)>) -> Result<(), SyntheticError> {
        for (firsts, chunks) in blocks {
            for mut chunk in chunks {
                if let Some(local) = self.unit {
                    chunk.unit.iter_mut().for_each(|unit| *unit += firsts[local as usize]);
                }
                if let (Some(local), ChunkValues::Unit(values)) = (self.value, &mut chunk.value) {
                    values.iter_mut().for_each(|unit| *unit += firsts[local as usize]);
                }
                self.rows += chunk.unit.len() as u64;
                self.writer.write(chunk)?;
            }
        }
        Ok(())
    }
}

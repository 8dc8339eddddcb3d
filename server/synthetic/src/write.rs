//! Blocks into the draft of a databank: made in parallel, written in order.
//!
//! Memory holds a few blocks at a time and what the writers have not flushed, whatever the number of persons.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use registry::{Addition, Chunk, DataWriter, Draft, NewUnits, Registry, StoredValues, space_of};
use variables::{DataType, Day, Temporality, UnitType, Variable};

use crate::block::{Block, Extent};
use crate::calendar::{day_of, month_of, year_of};
use crate::columns::{Column, Facts, HORIZON};
use crate::geography::Geography;
use crate::{Options, SyntheticError};

/// Months of the job register that are made beside January of each year.
const MONTHLY_YEARS: std::ops::RangeInclusive<i32> = 2022..=2023;

/// What was written of a databank's variables.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) variables: usize,
    pub(crate) rows: u64,
}

/// What a maker needs to know about a variable.
fn facts(draft: &Draft, mut variable: Variable, periods_at_most: usize) -> Result<Facts, SyntheticError> {
    let dictionary = variable.code_list().map(variables::CodeList::dictionary).unwrap_or_default();
    let mut periods = periods(&variable);
    periods.drain(..periods.len().saturating_sub(periods_at_most));
    let public_units = if variable.unit_type.spec().is_pseudonymised {
        Vec::new()
    } else {
        let geography = Geography::built_in().map_err(|damaged| SyntheticError::Damaged(damaged.0.clone()))?;
        draft.register_codes(&space_of(draft.databank(), variable.unit_type), geography.codes())?
    };
    variable.measure_dates = periods.iter().map(|(start, _)| Day(*start)).collect();
    Ok(Facts { variable, dictionary, periods, public_units })
}

/// The periods that the simulation reaches: days of measurement, years, and months of jobs.
fn periods(variable: &Variable) -> Vec<(i32, i32)> {
    let is_job = variable.unit_type.name() == "JOBB";
    let dates = variable.measure_dates.iter().map(|day| day.0).filter(|day| *day <= HORIZON);
    match variable.temporality {
        Temporality::Fixed | Temporality::Event => Vec::new(),
        Temporality::Status => dates.map(|day| (day, day)).collect(),
        Temporality::Accumulated if is_job => {
            let months = MONTHLY_YEARS.flat_map(|year| (1..=12).map(move |month| day_of(year, month, 1)));
            let mut starts: Vec<i32> =
                dates.filter(|day| year_of(*day) <= crate::work::LAST_YEAR).chain(months).collect();
            starts.sort_unstable();
            starts.dedup();
            starts.into_iter().map(|start| (start, end_of_month(start))).collect()
        }
        Temporality::Accumulated => dates
            .filter(|day| year_of(*day) <= crate::work::LAST_YEAR)
            .map(|day| (day, day_of(year_of(day), 12, 31)))
            .collect(),
    }
}

fn end_of_month(day: i32) -> i32 {
    let (year, month) = (year_of(day), month_of(day));
    if month == 12 { day_of(year, 12, 31) } else { day_of(year, month + 1, 1) - 1 }
}

struct Output {
    column: Column,
    facts: Facts,
    counts_jobs: bool,
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
    let job = UnitType::find("JOBB").map(|unit_type| space_of(draft.databank(), unit_type)).unwrap_or_default();
    let first_job = registry.unit_count(&job)?;
    let mut outputs = columns
        .into_iter()
        .map(|(column, variable)| stage(draft, column, variable))
        .collect::<Result<Vec<Output>, SyntheticError>>()?;
    let mut next_job = first_job;
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
                Ok((block.jobs.len() as u32, chunks))
            })
            .collect::<Result<Vec<(u32, Vec<Vec<Chunk>>)>, SyntheticError>>()?;
        let mut by_output: Vec<Vec<(u32, Vec<Chunk>)>> = outputs.iter().map(|_| Vec::new()).collect();
        for (jobs, chunks) in made {
            for (place, chunks) in by_output.iter_mut().zip(chunks) {
                place.push((next_job, chunks));
            }
            next_job += jobs;
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
    let jobs = next_job - first_job;
    let units = if jobs > 0 { vec![(job, first_job, NewUnits::Count(jobs))] } else { Vec::new() };
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
    let facts = facts(draft, variable, column.periods_at_most)?;
    let values = match (facts.variable.value_unit_type, facts.variable.data_type) {
        (Some(_), _) => StoredValues::Unit,
        (None, DataType::String) => StoredValues::Codes { dictionary: facts.dictionary.clone() },
        (None, DataType::Long | DataType::Date) => StoredValues::Long,
        (None, DataType::Double) => StoredValues::Double,
    };
    let writer = draft.stage(facts.variable.clone(), values)?;
    let counts_jobs = facts.variable.unit_type.name() == "JOBB";
    Ok(Output { column, facts, counts_jobs, writer, rows: 0 })
}

impl Output {
    /// Writes the chunks of some blocks, each with the dense index of its first job.
    fn write(&mut self, blocks: Vec<(u32, Vec<Chunk>)>) -> Result<(), SyntheticError> {
        for (first_job, chunks) in blocks {
            for mut chunk in chunks {
                if self.counts_jobs {
                    chunk.unit.iter_mut().for_each(|unit| *unit += first_job);
                }
                self.rows += chunk.unit.len() as u64;
                self.writer.write(chunk)?;
            }
        }
        Ok(())
    }
}

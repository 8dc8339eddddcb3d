//! Blocks into the draft of a databank, a stretch of blocks at a time: the lives first, then variable by variable.
//!
//! Memory holds one stretch of lives and the rows of a variable a thread, whatever the number of persons. A finished stretch
//! is kept on disk ([`Kept`]): who was cut off goes on after it, and the bytes are the same.

use rayon::prelude::*;
use registry::{Addition, Chunk, ChunkValues, DataWriter, Draft, Kept, NewUnits, Registry, Staged, space_of};
use serde::{Deserialize, Serialize};
use variables::{UnitType, Variable};

use crate::block::{Block, Extent};
use crate::local::Local;
use crate::plan::Output;
use crate::threads::in_threads;
use crate::{Options, SyntheticError};

/// Blocks of a stretch: about a million persons.
pub(crate) const STRETCH: usize = 64;

/// What was written of a databank's variables.
#[derive(Debug, Default)]
pub(crate) struct Written {
    pub(crate) variables: usize,
    pub(crate) rows: u64,
}

/// The dense index of the first unit of each kind that a block makes.
type Firsts = [u32; Local::ALL.len()];

/// What is noted with a finished stretch: the first units of the next one, and the rows so far.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Progress {
    next: Firsts,
    rows: u64,
}

/// How the work is cut.
#[derive(Clone, Copy)]
pub(crate) struct Cut {
    /// Blocks of a stretch.
    pub(crate) stretch: usize,
    /// Ends after so many stretches of this process, as if it were killed.
    pub(crate) stop_after: usize,
}

/// Everything that is written of one databank.
pub(crate) struct Work<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) draft: &'a Draft,
    pub(crate) extents: &'a [Extent],
    pub(crate) outputs: Vec<Output>,
    pub(crate) metadata_only: Vec<Variable>,
    pub(crate) options: Options,
    pub(crate) cut: Cut,
    pub(crate) progress: &'a dyn Fn(&str, u64, u64),
}

/// Stretches that are all finished and not yet in the draft.
pub(crate) struct Made {
    kept: Option<Kept>,
    stretches: usize,
    first: Firsts,
    so_far: Progress,
}

impl Work<'_> {
    /// Makes the columns of all blocks, as far as an earlier call has not.
    pub(crate) fn make(&self) -> Result<Made, SyntheticError> {
        let mut first = [0; Local::ALL.len()];
        for (space, first) in self.spaces().iter().zip(&mut first) {
            *first = self.registry.unit_count(space)?;
        }
        let mut so_far = Progress { next: first, rows: 0 };
        if self.outputs.is_empty() {
            return Ok(Made { kept: None, stretches: 0, first, so_far });
        }
        let kept = Kept::open(self.registry, &self.draft.databank().name, &self.plan(first))?;
        if kept.has_replaced() {
            (self.progress)("anew", 0, self.options.persons);
        }
        let (mut done, mut made, mut kept_persons) = (0, 0, 0);
        let stretches = self.extents.chunks(self.cut.stretch).len();
        for (number, stretch) in self.extents.chunks(self.cut.stretch).enumerate() {
            match kept.note(number)? {
                Some(note) => {
                    so_far = serde_json::from_str(&note).map_err(|_| SyntheticError::Damaged("a kept note".into()))?;
                    done += persons(stretch);
                    kept_persons = done;
                }
                None if made == self.cut.stop_after => return Err(SyntheticError::Stopped),
                None => {
                    if made == 0 && kept_persons > 0 {
                        (self.progress)("resumed", kept_persons, self.options.persons);
                    }
                    so_far = self.stretch(&kept, (number, stretch), so_far, done)?;
                    made += 1;
                    done += persons(stretch);
                }
            }
        }
        Ok(Made { kept: Some(kept), stretches, first, so_far })
    }

    /// The unit space of each kind of unit that blocks make.
    fn spaces(&self) -> [String; Local::ALL.len()] {
        Local::ALL.map(|local| {
            UnitType::find(local.unit_type_name())
                .map(|unit_type| space_of(self.draft.databank(), unit_type))
                .unwrap_or_default()
        })
    }

    /// Whether a variable is about units of a kind, or has them as values.
    fn uses(&self, local: Local) -> bool {
        self.outputs.iter().any(|output| output.unit == Some(local) || output.value == Some(local))
    }

    /// All that the bytes of a stretch depend on.
    fn plan(&self, first: Firsts) -> String {
        let names: Vec<&str> = self.outputs.iter().map(|output| output.column.name).collect();
        let start = self.extents.first();
        let Options { persons, seed, variables } = self.options;
        format!("{} {persons} {seed} {variables:?} {} {first:?} {start:?} {names:?}", program(), self.cut.stretch)
    }

    /// Makes one stretch and keeps it.
    fn stretch(
        &self,
        kept: &Kept,
        (number, stretch): (usize, &[Extent]),
        so_far: Progress,
        done: u64,
    ) -> Result<Progress, SyntheticError> {
        let persons = persons(stretch);
        // Living takes about as long as writing.
        let tell = |part: f64| {
            (self.progress)("persons", done + (persons as f64 * part) as u64, self.options.persons);
        };
        let mut blocks: Vec<(Firsts, Block)> = Vec::with_capacity(stretch.len());
        let mut next = so_far.next;
        for window in stretch.chunks(rayon::current_num_threads().max(1)) {
            let seed = self.options.seed;
            let made = window.par_iter().map(|extent| Block::make(seed, *extent));
            let made = made.collect::<Result<Vec<Block>, _>>();
            for block in made.map_err(|damaged| SyntheticError::Damaged(damaged.0.clone()))? {
                // What no variable is about is not made.
                let counts = Local::ALL.map(|local| if self.uses(local) { local.count(&block) as u32 } else { 0 });
                blocks.push((next, block));
                next.iter_mut().zip(counts).for_each(|(next, count)| *next += count);
            }
            tell(0.5 * blocks.len() as f64 / stretch.len() as f64);
        }
        let piece = kept.begin(number)?;
        // What has most dates takes longest: it goes first, so that the threads end together.
        let mut outputs: Vec<&Output> =
            self.outputs.iter().filter(|output| number == 0 || !output.is_public()).collect();
        outputs.sort_by_key(|output| std::cmp::Reverse(output.facts.periods.len()));
        let all = outputs.len();
        let write = |output: &Output| {
            let mut writer = piece.stage(output.facts.variable.clone(), output.values.clone())?;
            let rows = output.write(&blocks, &mut writer)?;
            Ok::<_, SyntheticError>((writer.finish()?, rows))
        };
        let written = in_threads(outputs, write, |done| tell(0.5 + 0.5 * done as f64 / all as f64))?;
        let (staged, rows): (Vec<Staged>, Vec<u64>) = written.into_iter().unzip();
        let so_far = Progress { next, rows: so_far.rows + rows.iter().sum::<u64>() };
        let note = serde_json::to_string(&so_far).map_err(|_| SyntheticError::Damaged("a note".into()))?;
        piece.finish(staged, &note)?;
        Ok(so_far)
    }

    /// Puts the stretches together and adds them, and the variables without data, to the draft.
    pub(crate) fn add(&self, made: Made) -> Result<Written, SyntheticError> {
        let variables = self.outputs.len();
        let Made { kept, stretches, first, so_far: Progress { next, rows } } = made;
        let mut staged = match &kept {
            Some(kept) => self.join(kept, stretches)?,
            None => Vec::new(),
        };
        staged.sort_by(|a, b| a.variable().name.cmp(&b.variable().name));
        let made = self.spaces().into_iter().zip(first.into_iter().zip(next));
        let units = made.filter(|(_, (first, next))| first < next);
        let units = units.map(|(space, (first, next))| (space, first, NewUnits::Count(next - first))).collect();
        self.draft.commit(Addition { staged, metadata_only: self.metadata_only.clone(), units })?;
        if let Some(kept) = kept {
            kept.remove()?;
        }
        Ok(Written { variables, rows })
    }

    fn join(&self, kept: &Kept, stretches: usize) -> Result<Vec<Staged>, SyntheticError> {
        let all = self.outputs.len() as u64;
        (self.progress)("files", 0, all);
        let join = |output: &Output| {
            let pieces = if output.is_public() { 1 } else { stretches };
            Ok::<_, SyntheticError>(kept.join(&output.facts.variable, pieces)?)
        };
        in_threads(self.outputs.iter().collect(), join, |done| (self.progress)("files", done as u64, all))
    }
}

fn persons(stretch: &[Extent]) -> u64 {
    stretch.iter().map(|extent| extent.persons as u64).sum()
}

/// A mark of this very program: another one may make other bytes from the same seed.
fn program() -> String {
    let built = std::env::current_exe().and_then(std::fs::metadata).ok();
    let built = built.map(|file| (file.len(), file.modified().ok()));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION"))
}

impl Output {
    /// Writes the rows of blocks, each with the dense indices of its first units; says how many.
    fn write(&self, blocks: &[(Firsts, Block)], writer: &mut DataWriter) -> Result<u64, SyntheticError> {
        let mut rows = 0;
        for (firsts, block) in blocks {
            for mut chunk in (self.column.make)(block, &self.facts) {
                self.number(&mut chunk, firsts);
                rows += chunk.unit.len() as u64;
                writer.write(chunk)?;
            }
        }
        Ok(rows)
    }

    /// Turns places of units within the block into dense indices.
    fn number(&self, chunk: &mut Chunk, firsts: &Firsts) {
        if let Some(local) = self.unit {
            chunk.unit.iter_mut().for_each(|unit| *unit += firsts[local as usize]);
        }
        if let (Some(local), ChunkValues::Unit(values)) = (self.value, &mut chunk.value) {
            values.iter_mut().for_each(|unit| *unit += firsts[local as usize]);
        }
    }
}

#[cfg(test)]
mod tests;

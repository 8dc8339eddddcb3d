//! A made-up population with the shape of the real one.
//!
//! *What*: life courses (births, parents, moves, marriages, schooling, work, income, death) of persons who never
//! lived, written as register variables; and the built-in catalogue of the 732 variables that microdata.no shows.
//! *In → out*: a number of persons and a seed go in; drafts of `no.ssb.fdb` (and `no.fhi.npr`) come out, not released.
//! *Does not know about*: scripts, the noise filter, users, real data.
//! *Invariants*: the same seed gives the same bytes of data files for any number of threads; no two spells of a unit
//! overlap; nobody earns or lives anywhere before birth or after death ([`check`] proves these and more).
//! *Start reading at*: [`generate`], then `block.rs` (one closed block of persons), `plan.rs` and `write.rs` (what becomes of it).
//!
//! Persons come in blocks of some sixteen thousand that marry and beget among themselves. A block depends only on the
//! seed and its number, so blocks are made in parallel, written in order, and forgotten: memory does not grow with the
//! number of persons.

pub mod catalogue;

mod accidents;
mod block;
mod calendar;
mod chance;
pub mod check;
mod columns;
mod core;
mod courses;
mod driven;
mod education;
mod employers;
mod families;
mod geography;
mod household;
mod income;
mod jobs;
mod life_course;
mod local;
mod meters;
mod mortality;
mod movement;
mod origin;
mod parenthood;
mod patients;
mod person;
mod plan;
mod population;
mod threads;
mod vehicles;
mod work;
mod working;
mod write;

use employers::Employers;
use registry::{Registry, RegistryError, space_of};
use variables::{Profile, Tier, UnitType};

pub use catalogue::catalogue;

/// The databank of the population register, education, work and income.
pub const MAIN_DATABANK: &str = "no.ssb.fdb";
/// The databank of the patient register.
pub const PATIENT_DATABANK: &str = "no.fhi.npr";

/// Which variables get values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Those that most scripts use, ten years of them (`core.rs`); the rest is in the catalogue as metadata only.
    Core,
    /// All that can be made, with all their dates.
    All,
}

/// What to generate.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Everybody who ever lived in the country and is in the register: about six of ten live there today.
    pub persons: u64,
    /// The same seed gives the same data.
    pub seed: u64,
    /// Which variables get values.
    pub variables: Set,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Databanks whose drafts now hold something, ready to be released.
    pub databanks: Vec<String>,
    /// Units of type PERSON that were added.
    pub persons: u64,
    /// Variables with values.
    pub variables_with_data: usize,
    /// Variables with metadata only.
    pub metadata_only: usize,
    /// Rows in all data files.
    pub rows: u64,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
pub enum SyntheticError {
    /// The register store refused or failed.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// A population of nobody, or more than a dense index counts.
    #[error("the number of persons must be between 1 and 1,000,000,000")]
    BadNumber,
    /// A compiled-in file is damaged.
    #[error("{0}")]
    Damaged(String),
    /// Cut off between two stretches; what is finished is kept for the next call.
    #[error("stopped; the same command goes on where it was")]
    Stopped,
}

/// The largest population.
const MOST_PERSONS: u64 = 1_000_000_000;

/// Makes a population and adds it to the drafts of its databanks; the caller releases them.
///
/// Memory does not grow with the number of persons. The bytes of the data files depend on `persons`, `seed` and
/// `variables` alone. `progress` is told the step (`persons`, `files`), how much of it is done, and of how much; also
/// `resumed` with the persons that an earlier, interrupted call had finished, and `anew` if what it had finished was of other
/// options and is thrown away.
///
/// # Errors
/// [`SyntheticError::Registry`] also if a databank of that name exists that was not generated, or if its draft already
/// changes one of the variables.
pub fn generate(
    registry: &Registry,
    options: Options,
    progress: &dyn Fn(&str, u64, u64),
) -> Result<Report, SyntheticError> {
    generate_cut(registry, options, write::Cut { stretch: write::STRETCH, stop_after: usize::MAX }, progress)
}

/// The same, cut in other stretches or cut off, for tests.
fn generate_cut(
    registry: &Registry,
    options: Options,
    cut: write::Cut,
    progress: &dyn Fn(&str, u64, u64),
) -> Result<Report, SyntheticError> {
    if options.persons == 0 || options.persons > MOST_PERSONS {
        return Err(SyntheticError::BadNumber);
    }
    let built_in = catalogue::built_in().map_err(|damaged| SyntheticError::Damaged(damaged.0.clone()))?;
    registry.create_databank(MAIN_DATABANK, Profile::Register, Tier::Ordinary, true)?;
    registry.create_databank(PATIENT_DATABANK, Profile::Register, Tier::Sensitive, true)?;

    let of = |databank: &'static str| built_in.iter().filter(move |(bank, _)| bank == databank).map(|(_, one)| one);
    let draft = registry.draft(MAIN_DATABANK)?;
    let (outputs, metadata_only) = plan::outputs(&draft, of(MAIN_DATABANK), options.variables)?;
    let space = space_of(draft.databank(), UnitType::person());
    let units = draft.reserve_units(&space, MAIN_DATABANK, options.persons as u32)?;
    let (enterprises, establishments) = Employers::for_persons(options.persons);
    let enterprise =
        UnitType::find("FORETAK").map(|unit_type| space_of(draft.databank(), unit_type)).unwrap_or_default();
    let first = draft.reserve_units(&enterprise, MAIN_DATABANK, enterprises + establishments)?.start;
    let extents = block::extents(options.persons, units.start, Employers { first, enterprises, establishments });
    let work = |draft, (outputs, metadata_only)| write::Work {
        registry,
        draft,
        extents: &extents,
        outputs,
        metadata_only,
        options,
        cut,
        progress,
    };
    let main = work(&draft, (outputs, metadata_only));
    let patient_draft = registry.draft(PATIENT_DATABANK)?;
    let pointer = catalogue::episode_pointer().filter(|_| options.variables == Set::All);
    let patients = plan::outputs(&patient_draft, of(PATIENT_DATABANK).chain(pointer), options.variables)?;
    let patients = work(&patient_draft, patients);
    let metadata_only = main.metadata_only.len() + patients.metadata_only.len();
    // Both are made before either is added: who was cut off finds neither in its draft.
    let (made, patients_made) = (main.make()?, patients.make()?);
    let (of_patients, of_main) = (patients.add(patients_made)?, main.add(made)?);
    let mut databanks = vec![MAIN_DATABANK.to_owned()];
    if !patient_draft.changes()?.is_empty() {
        databanks.push(PATIENT_DATABANK.to_owned());
    }
    Ok(Report {
        databanks,
        persons: options.persons,
        variables_with_data: of_main.variables + of_patients.variables,
        metadata_only,
        rows: of_main.rows + of_patients.rows,
    })
}

//! A made-up population with the shape of the real one.
//!
//! *What*: life courses (births, parents, moves, marriages, schooling, work, income, death) of persons who never
//! lived, written as register variables; and the built-in catalogue of the 732 variables that microdata.no shows.
//! *In → out*: a number of persons and a seed go in; drafts of `no.ssb.fdb` (and `no.fhi.npr`) come out, not released.
//! *Does not know about*: scripts, the noise filter, users, real data.
//! *Invariants*: the same seed gives the same bytes of data files for any number of threads; no two spells of a unit
//! overlap; nobody earns or lives anywhere before birth or after death ([`check`] proves these and more).
//! *Start reading at*: [`generate`], then `block.rs` (one closed block of persons) and `write.rs` (what becomes of it).
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
mod person;
mod population;
mod vehicles;
mod work;
mod working;
mod write;

use employers::Employers;
use registry::{Registry, RegistryError, space_of};
use variables::{Profile, Tier, UnitType, Variable};

pub use catalogue::catalogue;

/// The databank of the population register, education, work and income.
pub const MAIN_DATABANK: &str = "no.ssb.fdb";
/// The databank of the patient register.
pub const PATIENT_DATABANK: &str = "no.fhi.npr";

/// Which variables get values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// Those that come from the simulated life course, and of the others those that most scripts use
    /// (`driven.rs`); the rest is in the catalogue as metadata only.
    Core,
    /// Also the rest of those about persons and municipalities that can be made after their metadata. Metadata only stay
    /// texts without code list, and the patient register.
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
}

/// The largest population.
const MOST_PERSONS: u64 = 1_000_000_000;

/// Makes a population and adds it to the drafts of its databanks; the caller releases them.
///
/// Memory does not grow with the number of persons. The bytes of the data files depend on `persons`, `seed` and
/// `variables` alone. `progress` is told the step (`persons`, `files`), how much of it is done, and of how much.
///
/// # Errors
/// [`SyntheticError::Registry`] also if a databank of that name exists that was not generated, or if its draft already
/// changes one of the variables.
pub fn generate(
    registry: &Registry,
    options: Options,
    progress: &dyn Fn(&str, u64, u64),
) -> Result<Report, SyntheticError> {
    if options.persons == 0 || options.persons > MOST_PERSONS {
        return Err(SyntheticError::BadNumber);
    }
    let built_in = catalogue::built_in().map_err(|damaged| SyntheticError::Damaged(damaged.0.clone()))?;
    registry.create_databank(MAIN_DATABANK, Profile::Register, Tier::Ordinary, true)?;
    registry.create_databank(PATIENT_DATABANK, Profile::Register, Tier::Sensitive, true)?;

    let of = |databank: &'static str| {
        built_in.iter().filter(move |(bank, _)| bank == databank).map(|(_, variable)| variable.clone())
    };
    let mut columns = columns::columns();
    let simulated: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let is_wanted = |variable: &&'static Variable| {
        !simulated.contains(&variable.name.as_str())
            && (options.variables == Set::All || driven::is_most_used(&variable.name))
    };
    let of_main = built_in.iter().filter(|(bank, _)| bank == MAIN_DATABANK).map(|(_, variable)| variable);
    let others: Vec<_> = of_main.filter(is_wanted).filter_map(driven::column).collect();
    columns.extend(others);
    let (with_data, metadata_only): (Vec<_>, Vec<_>) =
        of(MAIN_DATABANK).partition(|variable| columns.iter().any(|column| column.name == variable.name));
    let with_data = columns
        .into_iter()
        .filter_map(|column| {
            let variable = with_data.iter().find(|variable| variable.name == column.name)?.clone();
            Some((column, variable))
        })
        .collect();

    let draft = registry.draft(MAIN_DATABANK)?;
    let space = space_of(draft.databank(), UnitType::person());
    let units = draft.reserve_units(&space, MAIN_DATABANK, options.persons as u32)?;
    let (enterprises, establishments) = Employers::for_persons(options.persons);
    let enterprise =
        UnitType::find("FORETAK").map(|unit_type| space_of(draft.databank(), unit_type)).unwrap_or_default();
    let first = draft.reserve_units(&enterprise, MAIN_DATABANK, enterprises + establishments)?.start;
    let extents = block::extents(options.persons, units.start, Employers { first, enterprises, establishments });
    let known = metadata_only.len();
    let written = write::write(registry, &draft, &extents, with_data, metadata_only, &options, progress)?;

    let patients: Vec<_> = of(PATIENT_DATABANK).collect();
    let metadata_only = known + patients.len();
    let patient_draft = registry.draft(PATIENT_DATABANK)?;
    patient_draft.commit(registry::Addition { metadata_only: patients, ..Default::default() })?;
    let mut databanks = vec![MAIN_DATABANK.to_owned()];
    if !patient_draft.changes()?.is_empty() {
        databanks.push(PATIENT_DATABANK.to_owned());
    }
    Ok(Report {
        databanks,
        persons: options.persons,
        variables_with_data: written.variables,
        metadata_only,
        rows: written.rows,
    })
}

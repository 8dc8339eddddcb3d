//! The exchange format of data owners (`datastore.md` sections 2–4): folders `NAME/` with `NAME.json` and `NAME.csv`.
//!
//! Everything is checked before anything is added: first all metadata, then all rows of all variables, so one run shows every
//! error. Rows are staged beside the home's data on the way; only if nothing is wrong does one commit add them all.

mod block;
mod domain;
mod find;
mod json;
mod json_lines;
mod lines;
mod metadata;
mod rows;
mod values;

use std::path::{Path, PathBuf};

use registry::{Addition, Registry, RegistryError, is_databank_name};
use variables::{Databank, Profile, Tier};

use crate::identity::{Identities, IdentityKey};
use crate::report::Report;
use crate::rule::Rule;
use crate::{Added, ImportError, Imported, Progress, Target};
use find::{Folder, find};
use metadata::Described;
use rows::RowReader;

/// Reads variables in the exchange format and adds them all to the databank's draft, or none.
///
/// `paths`: folders of variables, or folders of such. `key` opens the home's identity maps. `progress` is told now and then
/// how many bytes of data have been read.
pub fn import_exchange(
    registry: &Registry,
    home: &Path,
    key: &IdentityKey,
    paths: &[PathBuf],
    target: &Target,
    progress: &mut dyn FnMut(Progress),
) -> Result<Imported, ImportError> {
    // The databank's name is checked before anything is waited for; what it is, by the lock's holder only.
    plan_databank(registry, target)?;
    let mut identities = Identities::open(registry, home, key)?;
    let databank = plan_databank(registry, target)?;
    let mut report = Report::default();
    if databank.synthetic {
        report.file(Path::new(&databank.name), Rule::SyntheticBank);
    }
    let folders = find(paths, &mut report);
    check_draft(registry, &databank, &folders, &mut report)?;
    let described: Vec<(&Folder, Described)> =
        folders.iter().map(|folder| (folder, metadata::read(folder, &mut report))).collect();

    let of = folders.iter().filter_map(|folder| folder.bytes).sum();
    let mut done = 0;
    let mut addition = Addition::default();
    let mut variables = Vec::new();
    for (folder, described) in described {
        let Some(bytes) = folder.bytes else { continue };
        let mut reader =
            RowReader { registry, home, databank: &databank, identities: &mut identities, report: &mut report };
        let staged = reader.read(folder, described, &mut |bytes| progress(Progress { done: done + bytes, of }))?;
        if let Some((staged, rows)) = staged {
            variables.push(Added { name: folder.name.clone(), rows });
            addition.staged.push(staged);
        }
        done += bytes;
        progress(Progress { done, of });
    }
    if report.has_errors() {
        return Err(ImportError::Invalid(report));
    }
    add(registry, &databank, &identities, addition)?;
    Ok(Imported { variables, report })
}

/// The databank as it is, or as it would be made. Nothing is made yet: a failed import leaves no empty databank.
pub(crate) fn plan_databank(registry: &Registry, target: &Target) -> Result<Databank, ImportError> {
    let fixed = |what| Err(RegistryError::Fixed { databank: target.databank.clone(), what }.into());
    if !is_databank_name(&target.databank) {
        return Err(RegistryError::BadDatabankName(target.databank.clone()).into());
    }
    match registry.databank(&target.databank)? {
        Some(old) if target.profile.is_some_and(|profile| profile != old.profile) => fixed("profile"),
        Some(old) if target.tier.is_some_and(|tier| tier < old.tier) => fixed("tier"),
        Some(old) => Ok(Databank { tier: target.tier.unwrap_or(old.tier), ..old }),
        None => Ok(Databank {
            name: target.databank.clone(),
            profile: target.profile.unwrap_or(Profile::Register),
            tier: target.tier.unwrap_or(Tier::Ordinary),
            synthetic: false,
            versions: Vec::new(),
        }),
    }
}

/// Makes the databank if need be and adds everything in one commit.
pub(crate) fn add(
    registry: &Registry,
    databank: &Databank,
    identities: &Identities<'_>,
    mut addition: Addition,
) -> Result<(), ImportError> {
    addition.units = identities.write()?;
    Ok(registry.add(databank, addition)?)
}

/// Says which variables cannot be added because the draft has them already, before their rows are read.
fn check_draft(
    registry: &Registry,
    databank: &Databank,
    folders: &[Folder],
    report: &mut Report,
) -> Result<(), ImportError> {
    if registry.databank(&databank.name)?.is_some() {
        let drafted = registry.draft(&databank.name)?.changes()?;
        for folder in folders.iter().filter(|folder| drafted.iter().any(|change| change.name == folder.name)) {
            report.file(&folder.path, Rule::AlreadyDrafted);
        }
    }
    Ok(())
}

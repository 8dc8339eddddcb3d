//! What a draft changes, and which number a release gets (`datastore.md` section 7).

use serde::{Deserialize, Serialize};
use variables::{DataVersion, ValueDomain, Variable};

/// What happens to a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Operation {
    /// New, or back after a removal.
    Add,
    /// New data, or a new meaning.
    Change,
    /// New texts.
    PatchMetadata,
    /// Gone from this version on.
    Remove,
}

impl Operation {
    /// The name in the store and in the exchange format.
    pub const fn name(self) -> &'static str {
        match self {
            Operation::Add => "ADD",
            Operation::Change => "CHANGE",
            Operation::PatchMetadata => "PATCH_METADATA",
            Operation::Remove => "REMOVE",
        }
    }

    pub(crate) fn find(name: &str) -> Option<Operation> {
        [Operation::Add, Operation::Change, Operation::PatchMetadata, Operation::Remove]
            .into_iter()
            .find(|operation| operation.name() == name)
    }
}

/// One entry of a draft or of the change log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The variable.
    pub name: String,
    /// What happens to it.
    pub operation: Operation,
}

/// The number of the next release: first 1.0.0.0; a CHANGE or REMOVE makes a major, else an ADD a minor, else a patch.
pub(crate) fn bump(newest: Option<DataVersion>, changes: &[Change]) -> DataVersion {
    let Some(newest) = newest else { return DataVersion { major: 1, minor: 0, patch: 0 } };
    let any = |wanted: Operation| changes.iter().any(|change| change.operation == wanted);
    if any(Operation::Change) || any(Operation::Remove) {
        DataVersion { major: newest.major + 1, minor: 0, patch: 0 }
    } else if any(Operation::Add) {
        DataVersion { minor: newest.minor + 1, patch: 0, ..newest }
    } else {
        DataVersion { patch: newest.patch + 1, ..newest }
    }
}

/// The first thing besides texts that differs between two states of a variable, if any.
pub(crate) fn changed_meaning(old: &Variable, new: &Variable) -> Option<&'static str> {
    let checks = [
        (old.name == new.name, "name"),
        (old.temporality == new.temporality, "temporality"),
        (old.sensitivity == new.sensitivity, "sensitivity level"),
        (old.data_type == new.data_type, "data type"),
        (old.format == new.format, "format"),
        (old.unit_type == new.unit_type, "unit type"),
        (old.value_unit_type == new.value_unit_type, "unit type of the value"),
        (old.has_data == new.has_data, "data"),
        (same_codes(&old.domain, &new.domain), "code list"),
    ];
    checks.into_iter().find(|(is_same, _)| !is_same).map(|(_, field)| field)
}

/// Whether two domains are of one kind with the same codes, periods and missing values (titles may differ).
fn same_codes(old: &ValueDomain, new: &ValueDomain) -> bool {
    let bare = |codes: &[variables::Code]| -> Vec<_> {
        codes.iter().map(|code| (code.code.clone(), code.valid_from, code.valid_until)).collect()
    };
    match (old, new) {
        (ValueDomain::Described { .. }, ValueDomain::Described { .. }) => true,
        (ValueDomain::Enumerated(old), ValueDomain::Enumerated(new)) => {
            bare(&old.codes) == bare(&new.codes) && bare(&old.sentinel) == bare(&new.sentinel)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(operations: &[Operation]) -> Vec<Change> {
        operations.iter().map(|operation| Change { name: "X".into(), operation: *operation }).collect()
    }

    #[test]
    fn the_gravest_change_decides_the_number() {
        use Operation::{Add, Change, PatchMetadata, Remove};
        let check = |newest: Option<&str>, operations: &[Operation], wanted: &str| {
            let newest = newest.map(|text| text.parse().unwrap_or(DataVersion { major: 0, minor: 0, patch: 0 }));
            assert_eq!(bump(newest, &changes(operations)).to_string(), wanted);
        };
        check(None, &[Add], "1.0.0.0");
        check(None, &[Add, Change], "1.0.0.0");
        check(Some("1.2.3.0"), &[PatchMetadata], "1.2.4.0");
        check(Some("1.2.3.0"), &[PatchMetadata, Add], "1.3.0.0");
        check(Some("1.2.3.0"), &[Add, Change, PatchMetadata], "2.0.0.0");
        check(Some("1.2.3.0"), &[Remove], "2.0.0.0");
    }
}

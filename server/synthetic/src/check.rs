//! Proves of a generated databank what it promises: sums fit, spells do not overlap, nobody lives before birth.
//!
//! *In → out*: a version (or draft) with data goes in; what was proved, and what is broken, comes out.
//! *Does not know about*: how the data were made: it reads the registry as everybody does.
//! *Invariants*: violations hold no values and no units; memory is some bytes a unit and the rows of one variable on one
//! day (of spells: all) a thread; rules about variables that are not there are left out, and not counted as proved.

mod facts;
mod income;
mod life;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use registry::{BankVersion, RegistryError};

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// What should hold.
    pub rule: &'static str,
    /// The variable whose rows break it.
    pub variable: String,
    /// How many rows do.
    pub rows: u64,
}

/// A rule that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What should hold.
    pub rule: &'static str,
    /// Variables that it was tried on.
    pub variables: usize,
    /// Rows that it was tried on, or persons, where a rule is about persons.
    pub rows: u64,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Every rule that was tried, by its text.
    pub proofs: Vec<Proof>,
    /// Where one does not hold; empty: everything holds.
    pub violations: Vec<Violation>,
}

/// Checks a generated databank, all of it. `people` is the databank that knows sex, birth and death: the databank itself, or
/// for the patient register the main one.
///
/// # Errors
/// Those of reading.
pub fn check(bank: &BankVersion, people: &BankVersion) -> Result<Checked, RegistryError> {
    let mut found = Findings::default();
    let people = facts::People::read(people)?;
    shape::check(bank, &people, &mut found)?;
    life::check(bank, &people, &mut found)?;
    income::check(bank, &people, &mut found)?;
    Ok(found.finish())
}

/// Gathers what was tried.
#[derive(Default)]
struct Findings {
    tried: BTreeMap<&'static str, (BTreeSet<String>, u64)>,
    broken: BTreeMap<(&'static str, String), u64>,
}

impl Findings {
    /// Counts the rows for which a rule fails.
    fn expect(&mut self, rule: &'static str, variable: &str, holds: impl IntoIterator<Item = bool>) {
        let (mut rows, mut broken) = (0, 0);
        for holds in holds {
            rows += 1;
            broken += u64::from(!holds);
        }
        self.count(rule, variable, rows, broken);
    }

    /// The same for rows that are counted already.
    fn count(&mut self, rule: &'static str, variable: &str, rows: u64, broken: u64) {
        let (variables, tried) = self.tried.entry(rule).or_default();
        variables.insert(variable.to_owned());
        *tried += rows;
        if broken > 0 {
            *self.broken.entry((rule, variable.to_owned())).or_default() += broken;
        }
    }

    fn merge(&mut self, other: Findings) {
        for (rule, (variables, rows)) in other.tried {
            let tried = self.tried.entry(rule).or_default();
            tried.0.extend(variables);
            tried.1 += rows;
        }
        for (key, rows) in other.broken {
            *self.broken.entry(key).or_default() += rows;
        }
    }

    fn finish(self) -> Checked {
        let proof =
            |(rule, (variables, rows)): (_, (BTreeSet<String>, u64))| Proof { rule, variables: variables.len(), rows };
        let violation = |((rule, variable), rows)| Violation { rule, variable, rows };
        Checked {
            proofs: self.tried.into_iter().map(proof).collect(),
            violations: self.broken.into_iter().map(violation).collect(),
        }
    }
}

//! Proves of a generated databank what it promises: sums fit, spells do not overlap, nobody lives before birth.
//!
//! *In → out*: a version (or draft) with data goes in; what is broken comes out, as rule, variable and number of rows.
//! *Does not know about*: how the data were made: it reads the registry as everybody does.
//! *Invariant*: violations hold no values and no units.

mod facts;
mod income;
mod life;
mod shape;

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

/// Checks a generated databank. An empty list: everything holds.
///
/// Memory is some bytes for each unit and for each row of one variable at a time.
///
/// # Errors
/// Those of reading.
pub fn check(bank: &BankVersion) -> Result<Vec<Violation>, RegistryError> {
    let mut found = Findings::default();
    shape::check(bank, &mut found)?;
    let people = facts::People::read(bank)?;
    life::check(bank, &people, &mut found)?;
    income::check(bank, &people, &mut found)?;
    Ok(found.violations)
}

/// The same for a databank that lacks some of the variables: rules about those that are there are tried, the first that
/// needs another ends the check.
///
/// # Errors
/// Those of reading, except that a variable is missing.
pub fn check_what_is_there(bank: &BankVersion) -> Result<Vec<Violation>, RegistryError> {
    let mut found = Findings::default();
    let run = |found: &mut Findings| -> Result<(), RegistryError> {
        shape::check(bank, found)?;
        let people = facts::People::read(bank)?;
        life::check(bank, &people, found)?;
        income::check(bank, &people, found)
    };
    match run(&mut found) {
        Ok(()) | Err(RegistryError::UnknownVariable(_)) => Ok(found.violations),
        Err(error) => Err(error),
    }
}

/// Gathers violations.
#[derive(Default)]
struct Findings {
    violations: Vec<Violation>,
}

impl Findings {
    /// Counts the rows for which a rule fails.
    fn expect(&mut self, rule: &'static str, variable: &str, holds: impl IntoIterator<Item = bool>) {
        let rows = holds.into_iter().filter(|holds| !holds).count() as u64;
        if rows > 0 {
            self.violations.push(Violation { rule, variable: variable.to_owned(), rows });
        }
    }
}

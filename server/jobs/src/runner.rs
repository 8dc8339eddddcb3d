//! On whose behalf a script runs.

use std::fmt;

use accounts::audit::OPERATOR;

/// Who a run belongs to: nobody else can see it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Runner {
    /// The local account of the command line: every rule of the filter, but no quota, delay or lock.
    Operator,
    /// A user, by e-mail address.
    User(String),
}

impl Runner {
    /// The name in the audit log.
    pub fn account(&self) -> &str {
        match self {
            Runner::Operator => OPERATOR,
            Runner::User(email) => email,
        }
    }
}

impl fmt::Display for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.account())
    }
}

//! Roles, and the rights that each has. Handlers name a right, never a role.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use text::{Text, t};

/// What somebody may do. A handler names exactly one in its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// See and end the own session.
    OwnSession,
    /// Run scripts, read the own results, keep own scripts.
    Run,
    /// Load and release databanks.
    ManageDatabanks,
    /// See and change all institutions.
    ManageInstitutions,
    /// See and change the users of the own institution (the owner: of all).
    ManageUsers,
    /// Read the audit log.
    ReadAudit,
    /// Release and close accounts that the meter flagged.
    ReviewAccounts,
}

impl Right {
    /// All rights.
    pub const ALL: [Right; 7] = [
        Right::OwnSession,
        Right::Run,
        Right::ManageDatabanks,
        Right::ManageInstitutions,
        Right::ManageUsers,
        Right::ReadAudit,
        Right::ReviewAccounts,
    ];

    /// The public name.
    pub const fn name(self) -> &'static str {
        match self {
            Right::OwnSession => "own-session",
            Right::Run => "run",
            Right::ManageDatabanks => "manage-databanks",
            Right::ManageInstitutions => "manage-institutions",
            Right::ManageUsers => "manage-users",
            Right::ReadAudit => "read-audit",
            Right::ReviewAccounts => "review-accounts",
        }
    }
}

/// A user's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The owner of the platform.
    Owner,
    /// Looks after databanks and their versions.
    Steward,
    /// Looks after the users of an institution.
    InstitutionAdministrator,
    /// Runs scripts.
    User,
    /// Reads the audit log, releases and closes accounts under review; changes nothing else, runs nothing.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 5] = [Role::Owner, Role::Steward, Role::InstitutionAdministrator, Role::User, Role::Auditor];

    /// The name on the command line and in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Steward => "steward",
            Role::InstitutionAdministrator => "institution-administrator",
            Role::User => "user",
            Role::Auditor => "auditor",
        }
    }

    /// The name that people read.
    pub const fn title(self) -> Text {
        match self {
            Role::Owner => t("Plattformeier", "Platform owner"),
            Role::Steward => t("Dataforvalter", "Data steward"),
            Role::InstitutionAdministrator => t("Institusjonsadministrator", "Institution administrator"),
            Role::User => t("Bruker", "User"),
            Role::Auditor => t("Revisor", "Auditor"),
        }
    }

    /// The rights of the role.
    pub const fn rights(self) -> &'static [Right] {
        match self {
            Role::Owner => &[
                Right::OwnSession,
                Right::Run,
                Right::ManageDatabanks,
                Right::ManageInstitutions,
                Right::ManageUsers,
                Right::ReadAudit,
                Right::ReviewAccounts,
            ],
            Role::Steward => &[Right::OwnSession, Right::Run, Right::ManageDatabanks],
            Role::InstitutionAdministrator => &[Right::OwnSession, Right::Run, Right::ManageUsers],
            Role::User => &[Right::OwnSession, Right::Run],
            Role::Auditor => &[Right::OwnSession, Right::ReadAudit, Right::ReviewAccounts],
        }
    }

    /// Whether the role has a right.
    pub fn has(self, right: Right) -> bool {
        self.rights().contains(&right)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text names no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the roles are owner, steward, institution-administrator, user, auditor")]
pub struct NotARole;

impl FromStr for Role {
    type Err = NotARole;

    fn from_str(text: &str) -> std::result::Result<Role, NotARole> {
        Role::ALL.into_iter().find(|role| role.name() == text).ok_or(NotARole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
            assert_eq!(serde_json::to_string(&role).ok(), Some(format!("\"{role}\"")));
        }
        for right in Right::ALL {
            assert_eq!(serde_json::to_string(&right).ok(), Some(format!("\"{}\"", right.name())));
        }
        assert_eq!("god".parse::<Role>(), Err(NotARole));
    }

    #[test]
    fn an_auditor_runs_nothing_and_only_the_owner_sees_all_institutions() {
        assert!(!Role::Auditor.has(Right::Run));
        let keepers: Vec<Role> = Role::ALL.into_iter().filter(|role| role.has(Right::ManageInstitutions)).collect();
        assert_eq!(keepers, [Role::Owner]);
    }
}

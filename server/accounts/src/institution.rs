//! Institutions that have access.

use rusqlite::params;
use serde::Serialize;

use crate::audit::{Act, Stamp};
use crate::store::is_duplicate;
use crate::{Accounts, AccountsError, Result};

/// An institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Institution {
    /// Its number in the file.
    #[serde(skip)]
    pub id: i64,
    /// Its name, unique.
    pub name: String,
    /// The organization number: nine digits, unique.
    pub orgnr: String,
}

impl Accounts {
    /// Adds an institution.
    pub fn add_institution(&self, name: &str, orgnr: &str, stamp: Stamp<'_>) -> Result<Institution> {
        if orgnr.len() != 9 || !orgnr.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AccountsError::BadOrganizationNumber);
        }
        let (name, orgnr) = (name.trim().to_owned(), orgnr.to_owned());
        if name.is_empty() {
            return Err(AccountsError::NoName);
        }
        self.act(stamp, |transaction| {
            let sql = "INSERT INTO institution (name, orgnr, created) VALUES (?1, ?2, ?3)";
            match transaction.execute(sql, params![name, orgnr, stamp.now.0]) {
                Ok(_) => {}
                Err(error) if is_duplicate(&error) => return Err(AccountsError::InstitutionExists),
                Err(error) => return Err(error.into()),
            }
            let added = Institution { id: transaction.last_insert_rowid(), name: name.clone(), orgnr: orgnr.clone() };
            Ok((added, Act::InstitutionAdded { name, orgnr }))
        })
    }

    /// All institutions by name.
    pub fn institutions(&self) -> Result<Vec<Institution>> {
        let connection = self.connection()?;
        let mut statement = connection.prepare("SELECT id, name, orgnr FROM institution ORDER BY name")?;
        let rows = statement
            .query_map([], |row| Ok(Institution { id: row.get(0)?, name: row.get(1)?, orgnr: row.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Finds an institution by its name or organization number.
    pub fn institution(&self, name_or_orgnr: &str) -> Result<Institution> {
        let wanted = name_or_orgnr.trim();
        self.institutions()?
            .into_iter()
            .find(|institution| institution.name == wanted || institution.orgnr == wanted)
            .ok_or_else(|| AccountsError::UnknownInstitution(wanted.to_owned()))
    }
}

//! Institutions that have access.

use rusqlite::params;
use serde::Serialize;

use crate::store::is_duplicate;
use crate::{Accounts, AccountsError, Moment, Result};

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
    pub fn add_institution(&self, name: &str, orgnr: &str, now: Moment) -> Result<Institution> {
        if orgnr.len() != 9 || !orgnr.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(AccountsError::BadOrganizationNumber);
        }
        if name.trim().is_empty() {
            return Err(AccountsError::NoName);
        }
        let connection = self.connection()?;
        let sql = "INSERT INTO institution (name, orgnr, created) VALUES (?1, ?2, ?3)";
        match connection.execute(sql, params![name.trim(), orgnr, now.0]) {
            Ok(_) => {}
            Err(error) if is_duplicate(&error) => return Err(AccountsError::InstitutionExists),
            Err(error) => return Err(error.into()),
        }
        let id = connection.last_insert_rowid();
        Ok(Institution { id, name: name.trim().to_owned(), orgnr: orgnr.to_owned() })
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

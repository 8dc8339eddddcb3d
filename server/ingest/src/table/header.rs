//! The first line of a table: column names, the variables they make, and the separator.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use super::read::reader;
use crate::report::{Report, Subject};
use crate::rule::Rule;
use crate::{Doing as _, ImportError};

/// Bytes of the first line that are looked at for the separator.
const LONGEST: u64 = 1 << 20;

/// The columns of a table.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) columns: Vec<Name>,
    pub(super) separator: u8,
}

/// A column's name as written and as a variable.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) written: String,
    pub(super) variable: String,
}

impl Header {
    /// Reads the header; `None` if it cannot be used, with the reasons in the report.
    pub(super) fn read(file: &Path, report: &mut Report) -> Result<Option<Header>, ImportError> {
        let Ok(opened) = File::open(file) else {
            report.file(file, Rule::NotFound);
            return Ok(None);
        };
        let mut line = Vec::new();
        BufReader::new(opened).take(LONGEST).read_until(b'\n', &mut line).doing("reading a table")?;
        let Ok(line) = std::str::from_utf8(&line) else {
            report.line(file, 1, Rule::NotUtf8);
            return Ok(None);
        };
        let line = line.trim_start_matches('\u{feff}');
        if line.trim().is_empty() {
            report.file(file, Rule::HeaderMissing);
            return Ok(None);
        }
        let separator = separator(line);
        let mut reader = reader(file, separator)?;
        let Ok(record) = reader.headers() else {
            report.line(file, 1, Rule::NotUtf8);
            return Ok(None);
        };
        let columns = record.iter().map(|written| Name::new(written.trim())).collect();
        let header = Header { columns, separator };
        Ok(header.check(file, report).then_some(header))
    }

    /// Whether all names can be used.
    fn check(&self, file: &Path, report: &mut Report) -> bool {
        let mut is_good = true;
        let mut seen: HashMap<&str, &Name> = HashMap::new();
        for (place, name) in self.columns.iter().enumerate() {
            if name.written.is_empty() {
                report.add(file, Some(1), Rule::ColumnUnnamed, Some(Subject::Field(format!("#{}", place + 1))));
                is_good = false;
            } else if let Some(other) = seen.insert(&name.variable, name) {
                let both = format!("{} + {} → {}", other.written, name.written, name.variable);
                report.add(file, Some(1), Rule::ColumnTwice, Some(Subject::Field(both)));
                is_good = false;
            } else if name.is_prefixed() {
                let change = format!("{} → {}", name.written, name.variable);
                report.add(file, Some(1), Rule::ColumnPrefixed, Some(Subject::Field(change)));
            }
        }
        is_good
    }

    /// The place of a column, by its name as written or by the variable it makes.
    pub(super) fn find(&self, file: &Path, wanted: &str, report: &mut Report) -> Option<usize> {
        let written = self.columns.iter().position(|name| name.written == wanted.trim());
        let found = written.or_else(|| {
            let wanted = variable_name(wanted.trim());
            self.columns.iter().position(|name| name.variable == wanted)
        });
        if found.is_none() {
            report.add(file, Some(1), Rule::ColumnUnknown, Some(Subject::Field(wanted.to_owned())));
        }
        found
    }
}

impl Name {
    fn new(written: &str) -> Name {
        Name { written: written.to_owned(), variable: variable_name(written) }
    }

    fn is_prefixed(&self) -> bool {
        self.variable.chars().count() > self.written.chars().flat_map(char::to_uppercase).count()
    }
}

/// Upper case, other characters than `A-Z 0-9 _` as `_`, and a V in front of what does not begin with a letter.
fn variable_name(written: &str) -> String {
    let kept = |letter: char| if letter.is_ascii_uppercase() || letter.is_ascii_digit() { letter } else { '_' };
    let name: String = written.chars().flat_map(char::to_uppercase).map(kept).collect();
    if name.starts_with(|first: char| first.is_ascii_uppercase()) { name } else { format!("V{name}") }
}

/// The separator that the header uses: comma, unless semicolons or tabs are more frequent outside quotation marks.
fn separator(header: &str) -> u8 {
    let bare: Vec<&str> = header.split('"').step_by(2).collect();
    let count = |byte: u8| bare.iter().flat_map(|part| part.bytes()).filter(|found| *found == byte).count();
    [b';', b'\t']
        .into_iter()
        .filter(|other| count(*other) > count(b','))
        .max_by_key(|other| count(*other))
        .unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variable_names() {
        for (written, wanted) in [
            ("lwage", "LWAGE"),
            ("Årslønn (kr)", "V_RSL_NN__KR_"),
            ("2020", "V2020"),
            ("_x", "V_X"),
            ("a.b-c", "A_B_C"),
            ("straße", "STRASSE"),
        ] {
            assert_eq!(variable_name(written), wanted);
        }
        assert!(Name::new("2020").is_prefixed() && !Name::new("straße").is_prefixed());
    }

    #[test]
    fn the_separator_is_the_one_used_most() {
        assert_eq!(
            (separator("a,b"), separator("a;b;c,d"), separator("a\tb"), separator("a")),
            (b',', b';', b'\t', b',')
        );
        assert_eq!(separator("\"a,b,c\";\"d\""), b';');
    }
}

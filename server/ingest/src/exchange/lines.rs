//! Lines of a data file and their five fields.
//!
//! The file is read line by line on purpose: a stray quotation mark costs one line, not the rest of the file.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use crate::rule::Rule;
use crate::{Doing as _, ImportError};

/// Bytes of a line at most: no row of five fields is longer, and a file without line ends is not read into memory.
const LONGEST: u64 = 1 << 20;

/// A line with its 1-based number, or the rule that it breaks as a line.
type Line<'a> = (u64, Result<&'a [u8], Rule>);

/// Reads a file's lines without their ends.
pub(crate) struct Lines {
    file: BufReader<File>,
    buffer: Vec<u8>,
    /// 1-based number of the line in the buffer.
    number: u64,
    /// Bytes read.
    bytes: u64,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> Result<Lines, ImportError> {
        let file = File::open(path).doing("opening a data file")?;
        Ok(Lines { file: BufReader::with_capacity(1 << 18, file), buffer: Vec::new(), number: 0, bytes: 0 })
    }

    /// The next line with its number; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>, ImportError> {
        let doing = "reading a data file";
        self.buffer.clear();
        let read = self.file.by_ref().take(LONGEST).read_until(b'\n', &mut self.buffer).doing(doing)? as u64;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.bytes += read;
        if read == LONGEST && self.buffer.last() != Some(&b'\n') {
            self.bytes += self.file.skip_until(b'\n').doing(doing)? as u64;
            return Ok(Some((self.number, Err(Rule::LineLong))));
        }
        let mut line = self.buffer.as_slice();
        line = line.strip_suffix(b"\n").unwrap_or(line);
        line = line.strip_suffix(b"\r").unwrap_or(line);
        if self.number == 1 {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        Ok(Some((self.number, Ok(line))))
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }
}

/// The five fields of a line, quotation marks taken off.
pub(crate) fn fields(line: &[u8]) -> Result<[Cow<'_, str>; 5], Rule> {
    let line = std::str::from_utf8(line).map_err(|_| Rule::NotUtf8)?;
    if line.trim().is_empty() {
        return Err(Rule::RowEmpty);
    }
    if line.contains('"') {
        return quoted(line);
    }
    let mut parts = line.split(';').map(Cow::Borrowed);
    let mut next = || parts.next().ok_or(Rule::FieldCount);
    let found = [next()?, next()?, next()?, next()?, next()?];
    if parts.next().is_some() { Err(Rule::FieldCount) } else { Ok(found) }
}

/// Fields of which some stand in quotation marks, perhaps with blanks around; a doubled mark inside stands for one.
fn quoted(line: &str) -> Result<[Cow<'_, str>; 5], Rule> {
    let mut found: Vec<Cow<'_, str>> = Vec::with_capacity(5);
    let mut rest = line;
    loop {
        if let Some(inside) = rest.trim_start_matches(' ').strip_prefix('"') {
            let mut text = String::new();
            let mut after = inside;
            loop {
                let (before, next) = after.split_once('"').ok_or(Rule::Quote)?;
                text.push_str(before);
                match next.strip_prefix('"') {
                    Some(next) => {
                        text.push('"');
                        after = next;
                    }
                    None => {
                        after = next;
                        break;
                    }
                }
            }
            found.push(Cow::Owned(text));
            let after = after.trim_start_matches(' ');
            match after.strip_prefix(';') {
                Some(next) => rest = next,
                None if after.is_empty() => break,
                None => return Err(Rule::Quote),
            }
        } else {
            match rest.split_once(';') {
                Some((field, next)) => {
                    found.push(Cow::Borrowed(field));
                    rest = next;
                }
                None => {
                    found.push(Cow::Borrowed(rest));
                    break;
                }
            }
        }
    }
    found.try_into().map_err(|_| Rule::FieldCount)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn five_fields_or_a_rule() {
        let check = |line: &str, wanted: Result<[&str; 5], Rule>| {
            let found = fields(line.as_bytes()).map(|found| found.map(Cow::into_owned));
            assert_eq!(found, wanted.map(|wanted| wanted.map(str::to_owned)), "{line}");
        };
        check("1;2;;;", Ok(["1", "2", "", "", ""]));
        check("\"1\";\"a;\"\"b\";;;x", Ok(["1", "a;\"b", "", "", "x"]));
        check("1; \"a;b\" ;;;", Ok(["1", "a;b", "", "", ""]));
        check("1;a\"b;;;", Ok(["1", "a\"b", "", "", ""]));
        check("1;2;;", Err(Rule::FieldCount));
        check("1;2;;;;", Err(Rule::FieldCount));
        check("\"1\";2;;;;", Err(Rule::FieldCount));
        check("1;\"2;;;", Err(Rule::Quote));
        check("1;\"2\"x;;;", Err(Rule::Quote));
        check("", Err(Rule::RowEmpty));
        check("  \t", Err(Rule::RowEmpty));
        assert_eq!(fields(b"1;\xff;;;"), Err(Rule::NotUtf8));
    }

    #[test]
    fn endless_lines_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("X.csv");
        let long = LONGEST as usize;
        std::fs::write(
            &path,
            format!("a\n{}\nb\n{}\n{}", "x".repeat(3 * long), "y".repeat(long - 1), "z".repeat(long)),
        )
        .unwrap();
        let mut lines = Lines::open(&path).unwrap();
        let mut found = Vec::new();
        while let Some((number, line)) = lines.next().unwrap() {
            found.push((number, line.map(<[u8]>::len)));
        }
        let too_long = Err(Rule::LineLong);
        assert_eq!(found, [(1, Ok(1)), (2, too_long), (3, Ok(1)), (4, Ok(long - 1)), (5, too_long)]);
        assert_eq!(lines.bytes(), std::fs::metadata(&path).unwrap().len());
    }
}

//! Lines of a data file and their five fields.
//!
//! A line ends at its line end whatever it holds: a stray quotation mark costs one line, not the rest of the file. So a file
//! can be cut into blocks of whole lines that are read at the same time.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use memchr::{memchr, memchr_iter, memrchr};

use crate::rule::Rule;
use crate::{Doing as _, ImportError};

/// Bytes of a line at most: no row of five fields is longer, and a file without line ends is not read into memory.
const LONGEST: usize = 1 << 20;
/// Bytes read at a time: enough rows for a thread, few enough to hold several blocks.
const BLOCK: usize = 1 << 22;
const DOING: &str = "reading a data file";

/// Reads a file in blocks of whole lines.
pub(crate) struct Blocks {
    file: File,
    /// Read, and not given out yet: the beginning of a line.
    rest: Vec<u8>,
    /// Lines given out.
    lines: u64,
    /// Bytes given out.
    bytes: u64,
}

/// Some lines of a file.
pub(crate) struct Block {
    /// 1-based number of the first line.
    first: u64,
    text: Vec<u8>,
}

impl Blocks {
    pub(crate) fn open(path: &Path) -> Result<Blocks, ImportError> {
        let file = File::open(path).doing("opening a data file")?;
        Ok(Blocks { file, rest: Vec::new(), lines: 0, bytes: 0 })
    }

    /// The next lines; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Block>, ImportError> {
        let mut text = std::mem::take(&mut self.rest);
        self.fill(&mut text)?;
        match memrchr(b'\n', &text) {
            Some(end) => self.rest = text.split_off(end + 1),
            None if text.len() >= BLOCK => {
                // A line longer than a block: as much of it is kept as makes it too long.
                self.bytes += (text.len() - LONGEST) as u64;
                text.truncate(LONGEST);
                self.skip_line()?;
            }
            // The last line of a file may lack its end.
            None => {}
        }
        if text.is_empty() {
            return Ok(None);
        }
        let first = self.lines + 1;
        self.lines += memchr_iter(b'\n', &text).count() as u64 + u64::from(!text.ends_with(b"\n"));
        self.bytes += text.len() as u64;
        Ok(Some(Block { first, text }))
    }

    /// Lines given out so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// Bytes given out so far.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    fn fill(&mut self, text: &mut Vec<u8>) -> Result<(), ImportError> {
        let wanted = BLOCK.saturating_sub(text.len()) as u64;
        text.reserve_exact(BLOCK.saturating_sub(text.len()));
        self.file.by_ref().take(wanted).read_to_end(text).doing(DOING).map(drop)
    }

    /// Passes over the rest of a line; what follows it is the beginning of the next.
    fn skip_line(&mut self) -> Result<(), ImportError> {
        loop {
            let mut text = Vec::new();
            self.fill(&mut text)?;
            if text.is_empty() {
                return Ok(());
            }
            if let Some(end) = memchr(b'\n', &text) {
                self.bytes += end as u64 + 1;
                self.rest = text.split_off(end + 1);
                return Ok(());
            }
            self.bytes += text.len() as u64;
        }
    }
}

impl Block {
    /// Each line without its end, with its 1-based number, or the rule that it breaks as a line.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, Result<&[u8], Rule>)> {
        let mut rest = self.text.as_slice();
        let lines = std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = memchr(b'\n', rest).unwrap_or(rest.len());
            let (line, after) = rest.split_at(end);
            rest = after.get(1..).unwrap_or_default();
            Some(line)
        });
        lines.zip(self.first..).map(|(line, number)| {
            if line.len() >= LONGEST {
                return (number, Err(Rule::LineLong));
            }
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let mark = if number == 1 { b"\xef\xbb\xbf".as_slice() } else { &[] };
            (number, Ok(line.strip_prefix(mark).unwrap_or(line)))
        })
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
        let long = LONGEST;
        std::fs::write(
            &path,
            format!(
                "a\n{}\nb\n{}\n{}\nc\n{}",
                "x".repeat(9 * long),
                "y".repeat(long - 1),
                "v".repeat(3 * long),
                "z".repeat(long)
            ),
        )
        .unwrap();
        let mut blocks = Blocks::open(&path).unwrap();
        let mut found = Vec::new();
        while let Some(block) = blocks.next().unwrap() {
            found.extend(block.lines().map(|(number, line)| (number, line.map(<[u8]>::len))));
        }
        let too_long = Err(Rule::LineLong);
        let wanted = [Ok(1), too_long, Ok(1), Ok(long - 1), too_long, Ok(1), too_long];
        assert_eq!(found, (1..).zip(wanted).collect::<Vec<_>>());
        assert_eq!(blocks.lines(), 7);
        assert_eq!(blocks.bytes(), std::fs::metadata(&path).unwrap().len());
    }

    #[test]
    fn blocks_cut_between_lines_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("X.csv");
        let line = |number: usize| format!("{number};{};;;", "v".repeat(number % 97));
        let n = 200_000;
        for end in ["", "\n", "\r\n"] {
            let text: Vec<String> = (1..=n).map(line).collect();
            std::fs::write(&path, format!("\u{feff}{}{end}", text.join("\n"))).unwrap();
            let mut blocks = Blocks::open(&path).unwrap();
            let (mut at, mut n_blocks) = (0, 0);
            while let Some(block) = blocks.next().unwrap() {
                n_blocks += 1;
                for (number, found) in block.lines() {
                    at += 1;
                    assert_eq!((number, found.unwrap()), (at as u64, line(at).as_bytes()));
                }
            }
            assert_eq!((at, blocks.lines() as usize), (n, n));
            assert!(n_blocks > 2);
        }
        std::fs::write(&path, "").unwrap();
        assert!(Blocks::open(&path).unwrap().next().unwrap().is_none());
    }
}

//! Places in a script: byte ranges, and lines and columns for people.

use serde::{Deserialize, Serialize};

/// A half-open byte range of the script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range from the start of one to the end of the other.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// Lines and columns, 1-based; columns count Unicode scalar values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Line of the first character.
    pub start_line: usize,
    /// Column of the first character.
    pub start_col: usize,
    /// Line after the last character.
    pub end_line: usize,
    /// Column after the last character.
    pub end_col: usize,
}

/// Translates byte offsets of one text into lines and columns.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Reads the line starts of a text: lines end at LF, CR LF or CR. A byte order mark is no character of the first line.
    pub fn new(text: &'a str) -> Self {
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let ends = text.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
        let is_start =
            |end: &usize| !(text.as_bytes().get(end - 1) == Some(&b'\r') && text.as_bytes().get(*end) == Some(&b'\n'));
        let starts = std::iter::once(first).chain(ends.filter(is_start)).collect();
        LineIndex { text, starts }
    }

    /// The 1-based line of a byte offset.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// Lines and columns of a span; offsets beyond the text count as its end.
    pub fn place(&self, span: Span) -> Place {
        let (start_line, start_col) = self.position(span.start);
        let (end_line, end_col) = self.position(span.end);
        Place { start_line, start_col, end_line, end_col }
    }

    /// The whole text.
    pub fn whole(&self) -> &'a str {
        self.text
    }

    /// The text of a span as written; empty if the span is not of this text.
    pub fn text(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    fn position(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.line(offset);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1;
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str, of: char) -> Vec<(usize, usize)> {
        let lines = LineIndex::new(text);
        text.match_indices(of)
            .map(|(start, found)| lines.place(Span { start, end: start + found.len() }))
            .map(|place| (place.start_line, place.start_col))
            .collect()
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("x{end}{end} æ🐟x{end}x");
            assert_eq!(places(&text, 'x'), [(1, 1), (3, 4), (4, 1)], "{end:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(places("\u{feff}x x\nx", 'x'), [(1, 1), (1, 3), (2, 1)]);
        assert_eq!(LineIndex::new("\u{feff}x").place(Span::default()).start_line, 1);
        assert_eq!(LineIndex::new("").place(Span::default()).start_line, 1);
    }
}

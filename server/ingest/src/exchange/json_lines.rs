//! On which line each part of a JSON text begins. The parser does not say, and people look for lines.

use std::collections::HashMap;

use super::json::field_of;

/// The 1-based line of each part, by its path as people write it; of a field that occurs twice the first.
///
/// The text is valid JSON, no deeper than the parser allows.
pub(super) fn lines_of(text: &str) -> HashMap<String, u64> {
    let mut walk = Walk { bytes: text.as_bytes(), at: 0, counted: 0, line: 1, lines: HashMap::new() };
    walk.value("");
    walk.lines
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Bytes whose line ends are counted in `line`.
    counted: usize,
    line: u64,
    lines: HashMap<String, u64>,
}

impl Walk<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn blanks(&mut self) {
        while self.peek().is_ascii_whitespace() {
            self.at += 1;
        }
    }

    fn value(&mut self, path: &str) {
        self.blanks();
        let passed = self.bytes.get(self.counted..self.at).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted = self.at;
        self.lines.entry(path.to_owned()).or_insert(self.line);
        match self.peek() {
            b'{' => self.parts(|walk, _| {
                let from = walk.at;
                walk.string();
                let name: Option<String> =
                    walk.bytes.get(from..walk.at).and_then(|name| serde_json::from_slice(name).ok());
                walk.blanks();
                walk.at += 1; // the colon
                walk.value(&field_of(path, &name.unwrap_or_default()));
            }),
            b'[' => self.parts(|walk, place| walk.value(&format!("{path}[{place}]"))),
            b'"' => self.string(),
            _ => {
                while !matches!(self.peek(), b',' | b'}' | b']' | 0) && !self.peek().is_ascii_whitespace() {
                    self.at += 1;
                }
            }
        }
    }

    /// Walks over what stands between brackets and commas.
    fn parts(&mut self, mut part: impl FnMut(&mut Self, usize)) {
        self.at += 1;
        self.blanks();
        let mut place = 0;
        while !matches!(self.peek(), b'}' | b']' | 0) {
            part(self, place);
            place += 1;
            self.blanks();
            if self.peek() == b',' {
                self.at += 1;
                self.blanks();
            }
        }
        self.at += 1;
    }

    fn string(&mut self) {
        self.at += 1;
        while self.at < self.bytes.len() && self.peek() != b'"' {
            self.at += if self.peek() == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_on_their_lines() {
        let text = "{\n \"a\": [1,\n  {\"x}\": \"]\\\"\",\n   \"b\":\n {} }],\n \"c\": -1.5 ,\n \"c\": [ ]\n}";
        let lines = lines_of(text);
        for (path, line) in [("", 1), ("a", 2), ("a[0]", 2), ("a[1]", 3), ("a[1].x}", 3), ("a[1].b", 5), ("c", 6)] {
            assert_eq!(lines.get(path), Some(&line), "{path}");
        }
        assert_eq!(lines.len(), 7);
    }
}

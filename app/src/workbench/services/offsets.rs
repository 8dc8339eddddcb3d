//! Byte offsets of Rust and UTF-16 offsets of JavaScript, for one text.

/// The places of a text where the two ways of counting drift apart.
pub struct Offsets {
    /// Behind each character outside ASCII: its end in bytes and in UTF-16.
    drifts: Vec<(usize, usize)>,
    /// The text's end, likewise.
    end: (usize, usize),
}

impl Offsets {
    /// Offsets of a text.
    pub fn of(text: &str) -> Self {
        let mut drifts = Vec::new();
        let (mut bytes, mut units) = (0, 0);
        for character in text.chars() {
            bytes += character.len_utf8();
            units += character.len_utf16();
            if !character.is_ascii() {
                drifts.push((bytes, units));
            }
        }
        Offsets { drifts, end: (bytes, units) }
    }

    /// The UTF-16 offset of a byte offset at a character's beginning; beyond the text its end.
    pub fn utf16(&self, byte: usize) -> usize {
        let (bytes, units) = self.before(|drift| drift.0 <= byte);
        (units + byte.saturating_sub(bytes)).min(self.end.1)
    }

    /// The byte offset of a UTF-16 offset at a character's beginning; beyond the text its end.
    pub fn byte(&self, utf16: usize) -> usize {
        let (bytes, units) = self.before(|drift| drift.1 <= utf16);
        (bytes + utf16.saturating_sub(units)).min(self.end.0)
    }

    fn before(&self, is_before: impl Fn(&(usize, usize)) -> bool) -> (usize, usize) {
        let count = self.drifts.partition_point(is_before);
        count.checked_sub(1).and_then(|last| self.drifts.get(last)).copied().unwrap_or((0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_outside_ascii_count_once_in_utf16() {
        let offsets = Offsets::of("kjønn 🐟 x");
        assert_eq!(offsets.utf16(4), 3);
        assert_eq!(offsets.byte(3), 4);
        assert_eq!(offsets.utf16("kjønn 🐟".len()), 8);
        assert_eq!(offsets.byte(8), "kjønn 🐟".len());
        assert_eq!((offsets.utf16(99), offsets.byte(99)), (10, "kjønn 🐟 x".len()));
    }
}

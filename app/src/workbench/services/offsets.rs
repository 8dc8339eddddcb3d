//! Byte offsets of Rust and UTF-16 offsets of JavaScript, for one text.

/// The places of a text where the two ways of counting drift apart.
pub struct Offsets<'a> {
    text: &'a str,
}

impl<'a> Offsets<'a> {
    /// Offsets of a text.
    pub fn of(text: &'a str) -> Self {
        Offsets { text }
    }

    /// The UTF-16 offset of a byte offset; beyond the text its end, within a character its beginning.
    pub fn utf16(&self, byte: usize) -> usize {
        self.text
            .char_indices()
            .take_while(|(at, character)| at + character.len_utf8() <= byte)
            .map(|(_, character)| character.len_utf16())
            .sum()
    }

    /// The byte offset of a UTF-16 offset; beyond the text its end.
    pub fn byte(&self, utf16: usize) -> usize {
        let mut units = 0;
        for (at, character) in self.text.char_indices() {
            if units >= utf16 {
                return at;
            }
            units += character.len_utf16();
        }
        self.text.len()
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

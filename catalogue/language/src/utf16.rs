//! Byte offsets and the UTF-16 offsets of browsers, both ways.

/// The places where the two ways of counting drift apart.
pub(crate) struct Offsets {
    /// After each letter that is not one byte: its end in bytes and in units.
    steps: Vec<(usize, usize)>,
    bytes: usize,
}

impl Offsets {
    pub(crate) fn new(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut units = 0;
        for (at, letter) in text.char_indices() {
            units += letter.len_utf16();
            if letter.len_utf8() > 1 {
                steps.push((at + letter.len_utf8(), units));
            }
        }
        Offsets { steps, bytes: text.len() }
    }

    /// The UTF-16 offset of a byte offset at a letter's edge; beyond the text its end.
    pub(crate) fn utf16(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes);
        let after = self.steps.partition_point(|step| step.0 <= byte);
        let (bytes, units) = after.checked_sub(1).and_then(|last| self.steps.get(last)).copied().unwrap_or((0, 0));
        units + (byte - bytes)
    }

    /// The byte offset of a UTF-16 offset; beyond the text its end. Within a letter of two units: some place in it.
    pub(crate) fn byte(&self, units: usize) -> usize {
        let after = self.steps.partition_point(|step| step.1 <= units);
        let (bytes, passed) = after.checked_sub(1).and_then(|last| self.steps.get(last)).copied().unwrap_or((0, 0));
        (bytes + (units - passed)).min(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn letters_outside_ascii_count_once_or_twice() {
        let text = "kjønn 🐟 x";
        let offsets = Offsets::new(text);
        for (units, byte) in [(0, 0), (2, 2), (3, 4), (6, 7), (8, 11), (10, 13)] {
            assert_eq!((offsets.utf16(byte), offsets.byte(units)), (units, byte));
        }
        assert_eq!((offsets.utf16(99), offsets.byte(99)), (10, text.len()));
    }
}

//! A script's bytes as text: UTF-8, and what editors on Windows save instead.

/// The characters that Windows-1252 has at `0x80` to `0x9F`; five places are free.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text, or `None` where the bytes are no text at all (they hold zeros).
///
/// UTF-8 first; UTF-16 where a byte order mark says so; anything else is read as Windows-1252, in which every byte is a letter.
pub(super) fn decode(bytes: Vec<u8>) -> Option<String> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(error) => error.into_bytes(),
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        bytes if bytes.contains(&0) => None,
        bytes => Some(bytes.iter().map(|byte| windows(*byte)).collect()),
    }
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16(&units).ok()
}

fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_encodings_of_windows_are_read() {
        let script = "tabulate kjønn // “blå”\r\n";
        let utf16: Vec<u16> = std::iter::once(0xfeff).chain(script.encode_utf16()).collect();
        let little = utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big = utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let ansi = b"tabulate kj\xf8nn // \x93bl\xe5\x94\r\n".to_vec();
        for bytes in [script.as_bytes().to_vec(), little, big, ansi] {
            assert_eq!(decode(bytes).as_deref(), Some(script));
        }
        assert_eq!(decode(vec![0xff, 0xfe, 0x00]), None);
        assert_eq!(decode(vec![0x89, 0x50, 0x00, 0x01]), None);
    }
}

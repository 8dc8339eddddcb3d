//! Quotes: straight ones, and the curly ones that word processors put in their place.

use super::scan::is_line_end;

const SINGLE: [char; 7] = ['\'', '‘', '’', '‚', '‛', '´', '`'];
const DOUBLE: [char; 7] = ['"', '“', '”', '„', '‟', '«', '»'];

fn family(quote: char) -> Option<&'static [char]> {
    if SINGLE.contains(&quote) {
        Some(&SINGLE)
    } else if DOUBLE.contains(&quote) {
        Some(&DOUBLE)
    } else {
        None
    }
}

/// Whether it stands for `'` rather than `"`.
pub(super) fn is_single(quote: char) -> bool {
    SINGLE.contains(&quote)
}

/// Whether a text may begin with it.
pub(super) fn is_quote(letter: char) -> bool {
    family(letter).is_some()
}

/// The length in bytes of the quoted text at the start of `rest`, and whether it is closed on its line.
///
/// A straight quote is closed by the same straight quote, and only without one by a curly quote of its family (the other way round for
/// curly ones), so that an apostrophe inside a label does no harm.
pub(super) fn length(rest: &str) -> (usize, bool) {
    let Some(opening) = rest.chars().next() else { return (0, false) };
    let quotes = family(opening).unwrap_or_default();
    let is_straight = matches!(opening, '\'' | '"');
    let same_kind = |letter: char| quotes.contains(&letter) && matches!(letter, '\'' | '"') == is_straight;
    let mut relative = None;
    let mut end = rest.len();
    for (at, letter) in rest.char_indices().skip(1) {
        if is_line_end(letter) {
            end = at;
            break;
        }
        if same_kind(letter) {
            return (at + letter.len_utf8(), true);
        }
        if relative.is_none() && quotes.contains(&letter) {
            relative = Some(at + letter.len_utf8());
        }
    }
    let line = rest.get(..end).unwrap_or(rest);
    relative.map_or_else(|| (line.trim_end().len().max(opening.len_utf8()), false), |length| (length, true))
}

/// The words between the quotes.
pub(super) fn inside(token: &str) -> &str {
    let Some(opening) = token.chars().next().filter(|letter| is_quote(*letter)) else { return token };
    let rest = token.get(opening.len_utf8()..).unwrap_or_default();
    let quotes = family(opening).unwrap_or_default();
    rest.strip_suffix(|letter| quotes.contains(&letter)).unwrap_or(rest)
}

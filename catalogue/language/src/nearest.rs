//! Did you mean: the nearest of many names by edit distance.

/// The name nearest to `wanted` within a distance that grows with its length (one in three characters, at most three);
/// letters that differ in case only count nothing. Ties go to the first in order. An equal name is never proposed.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    let limit = (letters.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for name in names.into_iter().filter(|name| *name != wanted) {
        let other: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
        if other.len().abs_diff(letters.len()) > limit {
            continue;
        }
        let distance = edit_distance(&letters, &other);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Edit distance with insertion, deletion, substitution and swap of neighbors (optimal string alignment).
fn edit_distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
            let mut cost = at(&previous, column) + usize::from(letter != other);
            cost = cost.min(at(&previous, column + 1) + 1).min(at(&current, column) + 1);
            let swapped =
                row > 0 && column > 0 && left.get(row - 1) == Some(other) && right.get(column - 1) == Some(letter);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            current.push(cost);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_near() {
        let names = ["tabulate", "summarize", "generate", "INNTEKT_WLONN"];
        assert_eq!(nearest("tabulat", names), Some("tabulate"));
        assert_eq!(nearest("genreate", names), Some("generate"));
        assert_eq!(nearest("summarise", names), Some("summarize"));
        assert_eq!(nearest("inntekt_wlonn", names), Some("INNTEKT_WLONN"));
        assert_eq!(nearest("regress", names), None);
        assert_eq!(nearest("x", names), None);
    }
}

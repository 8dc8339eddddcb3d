//! Did you mean: the nearest of many names by edit distance.

/// Longer words are no slips of the finger.
const LONGEST: usize = 100;

/// The name nearest to `wanted` within a distance that grows with its length (one in three characters, at most three);
/// letters that differ in case only count nothing. Ties go to the first in order. An equal name is never proposed.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if wanted.len() > LONGEST {
        return None;
    }
    let letters: Vec<char> = wanted.chars().flat_map(char::to_lowercase).collect();
    let limit = (letters.len() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    let mut other = Vec::new();
    let mut rows = Rows::default();
    for name in names.into_iter().filter(|name| *name != wanted) {
        let n_letters = name.chars().take(LONGEST + limit + 1).count();
        // A capital letter becomes at most three small ones.
        if n_letters > letters.len() + limit || n_letters * 3 + limit < letters.len() {
            continue;
        }
        other.clear();
        other.extend(name.chars().flat_map(char::to_lowercase));
        let most = best.map_or(limit, |(least, _)| least.saturating_sub(1));
        if let Some(distance) = rows.edit_distance(&letters, &other, most) {
            best = Some((distance, name));
        }
        if best.is_some_and(|(least, _)| least == 0) {
            break;
        }
    }
    best.map(|(_, name)| name)
}

/// The last three rows of the table of distances between beginnings.
#[derive(Default)]
struct Rows {
    before: Vec<usize>,
    previous: Vec<usize>,
    current: Vec<usize>,
}

impl Rows {
    /// Edit distance with insertion, deletion, substitution and swap of neighbors (optimal string alignment); `None` beyond `most`.
    fn edit_distance(&mut self, left: &[char], right: &[char], most: usize) -> Option<usize> {
        if left.len().abs_diff(right.len()) > most {
            return None;
        }
        self.before.clear();
        self.previous.clear();
        self.previous.extend(0..=right.len());
        for (row, letter) in left.iter().enumerate() {
            self.current.clear();
            self.current.push(row + 1);
            for (column, other) in right.iter().enumerate() {
                let at = |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX / 2);
                let mut cost = at(&self.previous, column) + usize::from(letter != other);
                cost = cost.min(at(&self.previous, column + 1) + 1).min(at(&self.current, column) + 1);
                let swapped =
                    row > 0 && column > 0 && left.get(row - 1) == Some(other) && right.get(column - 1) == Some(letter);
                if swapped {
                    cost = cost.min(at(&self.before, column - 1) + 1);
                }
                self.current.push(cost);
            }
            std::mem::swap(&mut self.before, &mut self.previous);
            std::mem::swap(&mut self.previous, &mut self.current);
            // What comes is no shorter than the least of two rows.
            if self.before.iter().chain(&self.previous).all(|cost| *cost > most) {
                return None;
            }
        }
        self.previous.last().copied().filter(|distance| *distance <= most)
    }
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

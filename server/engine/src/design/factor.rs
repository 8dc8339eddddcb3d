//! Levels of factors and the cells of their products: which cells get a column, and what it is called.

use super::formula::{Formula, FormulaTerm};

/// One categorical factor of a term.
pub struct TermFactor<'a> {
    /// Its column in the formula.
    pub column: usize,
    /// Its name.
    pub name: &'a str,
    /// Codes of its levels as text, the base first.
    pub levels: Vec<String>,
    /// Labels of its levels.
    pub labels: Vec<Option<String>>,
}

/// A column of a term: its cell (one level a factor), name and label.
pub struct Cell {
    /// Number of the cell in mixed radix, the first factor slowest.
    pub number: usize,
    /// `3.region`, `3.region#1.female` (without continuous parts).
    pub name: String,
    /// Labels of its levels, if any has one.
    pub label: Option<String>,
}

/// The cells of a term that have a column.
///
/// A cell at the base of a factor has none where the term without that factor is in the model (it would repeat it);
/// the cell at all bases has none beside a constant. What is still redundant, the estimator finds and names.
pub fn cells(
    formula: &Formula,
    term: &FormulaTerm,
    factors: &[TermFactor<'_>],
    is_purely_categorical: bool,
) -> Vec<Cell> {
    let skips_base: Vec<bool> = factors
        .iter()
        .map(|factor| {
            let rest: Vec<usize> = term.factors.iter().copied().filter(|column| *column != factor.column).collect();
            // A factor alone: the lowest level is the reference, with or without constant.
            rest.is_empty() || formula.has_term(&rest)
        })
        .collect();
    let n_cells = factors.iter().map(|factor| factor.levels.len()).product();
    let mut found = Vec::new();
    for number in 0..n_cells {
        let places = split(number, factors);
        let is_at_base = places.iter().all(|place| *place == 0);
        let is_repeated = places.iter().zip(&skips_base).any(|(place, skips)| *place == 0 && *skips);
        if is_repeated || is_at_base && is_purely_categorical && formula.has_constant {
            continue;
        }
        found.push(cell(number, &places, factors));
    }
    found
}

fn split(mut number: usize, factors: &[TermFactor<'_>]) -> Vec<usize> {
    let mut places = vec![0; factors.len()];
    for (place, factor) in places.iter_mut().zip(factors).rev() {
        let n = factor.levels.len().max(1);
        *place = number % n;
        number /= n;
    }
    places
}

fn cell(number: usize, places: &[usize], factors: &[TermFactor<'_>]) -> Cell {
    let mut names = Vec::with_capacity(factors.len());
    let mut labels = Vec::with_capacity(factors.len());
    let mut has_label = false;
    for (place, factor) in places.iter().zip(factors) {
        let code = factor.levels.get(*place).cloned().unwrap_or_default();
        let label = factor.labels.get(*place).cloned().flatten();
        has_label |= label.is_some();
        names.push(format!("{code}.{}", factor.name));
        labels.push(label.unwrap_or(code));
    }
    Cell { number, name: names.join("#"), label: has_label.then(|| labels.join(" # ")) }
}

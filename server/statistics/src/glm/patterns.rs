//! Rows that are alike taken together: a model whose columns are all codes and whole numbers is fitted on its distinct rows with their counts.

use super::observed::Observed;
use crate::design::{Block, Chunk, Design, NO_COLUMN, chunks};
use crate::error::FitError;
use crate::fold::{Accumulator, BLOCK_ROWS, Watch, fold};
use crate::rows::{CHUNK, Rows};

/// Fewer rows are not worth it.
const LEAST_ROWS: usize = 8192;
/// Most possible patterns, and rows that there must be for each.
const MOST_CELLS: usize = 1 << 16;
const ROWS_OF_A_CELL: usize = 32;

/// A column as a digit of a pattern's number.
#[derive(Clone, Copy, Debug)]
struct Digit {
    least: f64,
    n_levels: usize,
    stride: usize,
}

/// Distinct rows with their weights.
pub(super) struct Patterns {
    digits: Vec<Digit>,
    /// Numbers of the patterns that occur, ascending.
    cells: Vec<usize>,
    /// By block: numbers (dense columns, or what stands in coded ones) and codes.
    numbers: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
    n_columns: Vec<usize>,
    has_constant: bool,
    pub y: Vec<f64>,
    pub weights: Vec<f64>,
}

struct Table(Vec<f64>);

impl Accumulator for Table {
    fn merge(&mut self, later: Self) {
        self.0.iter_mut().zip(later.0).for_each(|(mine, other)| *mine += other);
    }
}

struct Ranges(Vec<Option<(f64, f64)>>);

impl Ranges {
    /// Takes in values; `None` is left where they are not all whole and near each other.
    fn absorb(&mut self, at: usize, values: &[f64]) {
        let Some((mut least, mut most)) = self.0[at] else { return };
        let mut is_whole = true;
        for value in values {
            is_whole &= value.floor() == *value;
            least = least.min(*value);
            most = most.max(*value);
        }
        self.0[at] = (is_whole && most - least < MOST_CELLS as f64).then_some((least, most));
    }
}

impl Accumulator for Ranges {
    fn merge(&mut self, later: Self) {
        for (mine, other) in self.0.iter_mut().zip(later.0) {
            *mine = match (*mine, other) {
                (Some(mine), Some(other)) => Some((mine.0.min(other.0), mine.1.max(other.1))),
                _ => None,
            };
        }
    }
}

impl Patterns {
    /// `None` where rows are too few for their patterns.
    pub fn of(
        design: &Design<'_>,
        y: &dyn Rows<f64>,
        weights: Option<&dyn Rows<f64>>,
        observed: &Observed,
        watch: Watch<'_>,
    ) -> Result<Option<Patterns>, FitError> {
        let most = MOST_CELLS.min(design.n_rows / ROWS_OF_A_CELL);
        if design.n_rows < LEAST_ROWS {
            return Ok(None);
        }
        let Some(digits) = digits(design, observed, most, watch)? else { return Ok(None) };
        let n_cells: usize = digits.iter().map(|digit| digit.n_levels).product();
        let block_rows = BLOCK_ROWS.max((8 * n_cells).next_multiple_of(CHUNK));
        let new = || Table(vec![0.0; n_cells]);
        let table = fold(design.n_rows, block_rows, watch, new, |table, rows| {
            let mut chunk = Chunk::new(design);
            let (mut values, mut weight) = (vec![0.0; CHUNK], vec![1.0; CHUNK]);
            let mut cells = vec![0; CHUNK];
            for (_, rows) in chunks(rows) {
                let (first, n) = (rows.start, rows.len());
                chunk.read(rows);
                y.read(first, &mut values[..n]);
                if let Some(weights) = weights {
                    weights.read(first, &mut weight[..n]);
                }
                number(&digits, &chunk, &values[..n], &mut cells[..n]);
                cells[..n].iter().zip(&weight).for_each(|(cell, weight)| table.0[*cell] += weight);
            }
        })?;
        Ok(Some(Patterns::new(design, digits, &table.0)))
    }

    fn new(design: &Design<'_>, digits: Vec<Digit>, table: &[f64]) -> Patterns {
        let cells: Vec<usize> = (0..table.len()).filter(|&cell| table[cell] > 0.0).collect();
        let weights = cells.iter().map(|&cell| table[cell]).collect();
        let level = |digit: &Digit, cell: usize| cell / digit.stride % digit.n_levels;
        let numbers =
            |digit: &Digit| -> Vec<f64> { cells.iter().map(|&cell| digit.least + level(digit, cell) as f64).collect() };
        let mut patterns = Patterns {
            numbers: Vec::new(),
            codes: Vec::new(),
            n_columns: Vec::new(),
            has_constant: design.has_constant,
            y: Vec::new(),
            weights,
            cells: Vec::new(),
            digits: Vec::new(),
        };
        let mut rest = digits.iter();
        let mut next = || rest.next().copied().unwrap_or(Digit { least: 0.0, n_levels: 1, stride: 1 });
        patterns.y = numbers(&next());
        for block in &design.blocks {
            let (mut number, mut code) = (Vec::new(), Vec::new());
            match block {
                Block::Dense(_) => number = numbers(&next()),
                Block::Coded { n_columns, values, .. } => {
                    if values.is_some() {
                        number = numbers(&next());
                    }
                    let digit = next();
                    let of = |cell: &usize| match level(&digit, *cell) {
                        level if level == *n_columns => NO_COLUMN,
                        level => level as u32,
                    };
                    code = cells.iter().map(of).collect();
                }
            }
            patterns.numbers.push(number);
            patterns.codes.push(code);
            patterns.n_columns.push(block.n_columns());
        }
        patterns.cells = cells;
        patterns.digits = digits;
        patterns
    }

    /// The distinct rows as a design.
    pub fn design(&self) -> Design<'_> {
        let blocks = (0..self.numbers.len()).map(|at| {
            let numbers: &dyn Rows<f64> = &self.numbers[at];
            match self.codes[at].is_empty() {
                true => Block::Dense(numbers),
                false => Block::Coded {
                    columns: &self.codes[at],
                    n_columns: self.n_columns[at],
                    values: (!self.numbers[at].is_empty()).then_some(numbers),
                },
            }
        });
        Design { n_rows: self.y.len(), blocks: blocks.collect(), has_constant: self.has_constant }
    }

    /// The weights of the patterns where those of some rows change from 1.
    pub fn reweighted(&self, design: &Design<'_>, y: &dyn Rows<f64>, changed: &[(usize, f64)]) -> Vec<f64> {
        let mut weights = self.weights.clone();
        let mut chunk = Chunk::new(design);
        let (mut values, mut cells) = (vec![0.0; CHUNK], vec![0; CHUNK]);
        for part in changed.chunks(CHUNK) {
            let rows: Vec<u32> = part.iter().map(|(row, _)| *row as u32).collect();
            chunk.gather(&rows);
            y.gather(&rows, &mut values[..rows.len()]);
            number(&self.digits, &chunk, &values[..rows.len()], &mut cells[..rows.len()]);
            for (cell, (_, weight)) in cells.iter().zip(part) {
                if let Ok(at) = self.cells.binary_search(cell) {
                    weights[at] += weight - 1.0;
                }
            }
        }
        weights.iter_mut().for_each(|weight| *weight = weight.max(0.0));
        weights
    }
}

/// The number of each row's pattern.
fn number(digits: &[Digit], chunk: &Chunk<'_>, y: &[f64], cells: &mut [usize]) {
    let mut digits = digits.iter();
    let mut add = |values: &[f64], cells: &mut [usize]| {
        if let Some(digit) = digits.next() {
            cells.iter_mut().zip(values).for_each(|(cell, x)| *cell += (x - digit.least) as usize * digit.stride);
        }
    };
    cells.fill(0);
    add(y, cells);
    chunk.in_order(|numbers, codes| {
        if let Some(numbers) = numbers {
            add(numbers, cells);
        }
        if let Some((codes, n_columns)) = codes {
            let levels: Vec<f64> = codes.iter().map(|code| f64::from((*code).min(n_columns as u32))).collect();
            add(&levels, cells);
        }
    });
}

fn digits(
    design: &Design<'_>,
    observed: &Observed,
    most: usize,
    watch: Watch<'_>,
) -> Result<Option<Vec<Digit>>, FitError> {
    let numbers: Vec<&dyn Rows<f64>> = design
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Dense(values) => Some(*values),
            Block::Coded { values, .. } => *values,
        })
        .collect();
    let new = || Ranges(vec![Some((f64::INFINITY, f64::NEG_INFINITY)); numbers.len()]);
    let absorb = |ranges: &mut Ranges, rows: std::ops::Range<usize>| {
        let mut buffer = vec![0.0; CHUNK];
        for (_, rows) in chunks(rows) {
            for (at, column) in numbers.iter().enumerate() {
                let part = &mut buffer[..rows.len()];
                column.read(rows.start, part);
                ranges.absorb(at, part);
            }
        }
    };
    // A column of other numbers shows in the first rows.
    let mut first = new();
    absorb(&mut first, 0..design.n_rows.min(CHUNK));
    if of_ranges(design, observed, &first, most).is_none() {
        return Ok(None);
    }
    let all = match numbers.is_empty() {
        true => first,
        false => fold(design.n_rows, BLOCK_ROWS, watch, new, absorb)?,
    };
    Ok(of_ranges(design, observed, &all, most))
}

fn of_ranges(design: &Design<'_>, observed: &Observed, ranges: &Ranges, most: usize) -> Option<Vec<Digit>> {
    let mut digits: Vec<Digit> = Vec::new();
    let mut stride = 1usize;
    let mut push = |least: f64, n_levels: usize| {
        digits.push(Digit { least, n_levels, stride });
        stride = stride.saturating_mul(n_levels);
        (stride <= most).then_some(())
    };
    let (least, largest) = observed.range?;
    push(least, (largest - least) as usize + 1)?;
    let mut ranges = ranges.0.iter();
    for block in &design.blocks {
        let has_numbers = matches!(block, Block::Dense(_) | Block::Coded { values: Some(_), .. });
        if has_numbers {
            let (least, largest) = (*ranges.next()?)?;
            push(least, (largest - least) as usize + 1)?;
        }
        if let Block::Coded { n_columns, .. } = block {
            push(0.0, n_columns + 1)?;
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glm::model::Model;
    use crate::glm::observed::observe;

    #[test]
    fn patterns_hold_all_rows() {
        let n = 20_000;
        let x: Vec<f64> = (0..n).map(|row| ((row * 7) % 5) as f64 - 2.0).collect();
        let code: Vec<u32> = (0..n).map(|row| if row % 3 == 0 { NO_COLUMN } else { (row % 3 - 1) as u32 }).collect();
        let y: Vec<f64> = (0..n).map(|row| ((row / 11) % 2) as f64).collect();
        let blocks = vec![
            Block::Dense(&x),
            Block::Coded { columns: &code, n_columns: 2, values: None },
            Block::Coded { columns: &code, n_columns: 2, values: Some(&x) },
        ];
        let design = Design { n_rows: n, blocks, has_constant: true };
        let observed = observe(Model::Logit, &y, None, None, Watch::default()).unwrap();
        let patterns = Patterns::of(&design, &y, None, &observed, Watch::default()).unwrap().unwrap();
        assert_eq!(patterns.y.len(), 30);
        assert_eq!(patterns.weights.iter().sum::<f64>(), n as f64);
        let total = |x: &[f64], w: &[f64]| -> f64 { x.iter().zip(w).map(|(x, w)| x * w).sum() };
        assert_eq!(total(&patterns.numbers[0], &patterns.weights), x.iter().sum::<f64>());
        assert_eq!(total(&patterns.y, &patterns.weights), y.iter().sum::<f64>());
        let fewer = patterns.reweighted(&design, &y, &[(0, 0.0), (7, 3.0)]);
        assert_eq!(fewer.iter().sum::<f64>(), n as f64 + 1.0);
    }
}

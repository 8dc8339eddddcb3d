//! Columns and weights by group, read where they are.

use super::OaxacaModel;
use crate::design::{Block, Design, NO_COLUMN};
use crate::linear::shift::provisional_means;
use crate::rows::Rows;

/// The weights of one group's rows; 0 for the other's.
pub struct OfGroup<'a> {
    pub base: Option<&'a dyn Rows<f64>>,
    pub groups: &'a [u32],
    pub group: u32,
}

impl OfGroup<'_> {
    fn weigh(&self, groups: impl Iterator<Item = u32>, output: &mut [f64]) {
        output.iter_mut().zip(groups).filter(|(_, group)| *group != self.group).for_each(|(weight, _)| *weight = 0.0);
    }
}

impl Rows<f64> for OfGroup<'_> {
    fn len(&self) -> usize {
        self.groups.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        match self.base {
            Some(base) => base.read(first, output),
            None => output.fill(1.0),
        }
        self.weigh(self.groups[first..].iter().copied(), output);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        match self.base {
            Some(base) => base.gather(rows, output),
            None => output.fill(1.0),
        }
        self.weigh(rows.iter().map(|row| self.groups[*row as usize]), output);
    }
}

/// Codes through a table.
struct Mapped<'a> {
    codes: &'a dyn Rows<u32>,
    table: Vec<u32>,
}

impl Mapped<'_> {
    fn map(&self, output: &mut [u32]) {
        output.iter_mut().for_each(|code| *code = self.table.get(*code as usize).copied().unwrap_or(NO_COLUMN));
    }
}

impl Rows<u32> for Mapped<'_> {
    fn len(&self) -> usize {
        self.codes.len()
    }

    fn read(&self, first: usize, output: &mut [u32]) {
        self.codes.read(first, output);
        self.map(output);
    }

    fn gather(&self, rows: &[u32], output: &mut [u32]) {
        self.codes.gather(rows, output);
        self.map(output);
    }
}

enum Piece<'a> {
    AsIs(Block<'a>),
    Coded { columns: Mapped<'a>, n_columns: usize, values: Option<&'a dyn Rows<f64>> },
}

impl Piece<'_> {
    fn block(&self) -> Block<'_> {
        match self {
            Piece::AsIs(block) => *block,
            Piece::Coded { columns, n_columns, values } => {
                Block::Coded { columns, n_columns: *n_columns, values: *values }
            }
        }
    }
}

/// A design without some of its columns.
pub struct Reduced<'a> {
    pieces: Vec<Piece<'a>>,
    n_rows: usize,
    has_constant: bool,
}

impl<'a> Reduced<'a> {
    pub fn new(design: &'a Design<'_>, is_dropped: &[bool]) -> Self {
        let mut pieces = Vec::with_capacity(design.blocks.len());
        for (offset, block) in design.offsets() {
            let dropped = &is_dropped[offset..offset + block.n_columns()];
            match block {
                _ if !dropped.contains(&true) => pieces.push(Piece::AsIs(*block)),
                Block::Coded { columns, values, .. } => {
                    let mut next = 0;
                    let number = |dropped: &bool| {
                        next += u32::from(!dropped);
                        if *dropped { NO_COLUMN } else { next - 1 }
                    };
                    let table: Vec<u32> = dropped.iter().map(number).collect();
                    let n_columns = next as usize;
                    if n_columns > 0 {
                        pieces.push(Piece::Coded {
                            columns: Mapped { codes: *columns, table },
                            n_columns,
                            values: *values,
                        });
                    }
                }
                Block::Dense(_) => {}
            }
        }
        Reduced { pieces, n_rows: design.n_rows, has_constant: design.has_constant }
    }

    pub fn design(&self) -> Design<'_> {
        Design {
            n_rows: self.n_rows,
            blocks: self.pieces.iter().map(Piece::block).collect(),
            has_constant: self.has_constant,
        }
    }
}

/// Numbers less a number.
struct Shifted<'a> {
    values: &'a dyn Rows<f64>,
    shift: f64,
}

impl Rows<f64> for Shifted<'_> {
    fn len(&self) -> usize {
        self.values.len()
    }

    fn read(&self, first: usize, output: &mut [f64]) {
        self.values.read(first, output);
        output.iter_mut().for_each(|value| *value -= self.shift);
    }

    fn gather(&self, rows: &[u32], output: &mut [f64]) {
        self.values.gather(rows, output);
        output.iter_mut().for_each(|value| *value -= self.shift);
    }
}

/// Codes by group: those of the second follow those of the first.
struct ByGroup<'a> {
    codes: &'a dyn Rows<u32>,
    groups: &'a [u32],
    n_columns: u32,
}

impl ByGroup<'_> {
    fn move_up(&self, groups: impl Iterator<Item = u32>, output: &mut [u32]) {
        let second = output.iter_mut().zip(groups).filter(|(code, group)| *group == 1 && **code != NO_COLUMN);
        second.for_each(|(code, _)| *code += self.n_columns);
    }
}

impl Rows<u32> for ByGroup<'_> {
    fn len(&self) -> usize {
        self.groups.len()
    }

    fn read(&self, first: usize, output: &mut [u32]) {
        self.codes.read(first, output);
        self.move_up(self.groups[first..].iter().copied(), output);
    }

    fn gather(&self, rows: &[u32], output: &mut [u32]) {
        self.codes.gather(rows, output);
        self.move_up(rows.iter().map(|row| self.groups[*row as usize]), output);
    }
}

enum Twice<'a> {
    Dense(Shifted<'a>),
    Coded { columns: ByGroup<'a>, values: Option<&'a dyn Rows<f64>> },
}

/// The design of both regressions as one: every column once a group.
pub struct Interacted<'a> {
    blocks: Vec<Twice<'a>>,
    groups: &'a [u32],
    has_constant: bool,
}

impl<'a> Interacted<'a> {
    /// Of a model.
    pub fn new(model: &OaxacaModel<'a>) -> Self {
        let shift = provisional_means(model.design, model.y, None);
        let block = |(offset, block): (usize, &Block<'a>)| match block {
            Block::Dense(values) => Twice::Dense(Shifted { values: *values, shift: shift[offset] }),
            Block::Coded { columns, n_columns, values } => {
                let columns = ByGroup { codes: *columns, groups: model.groups, n_columns: *n_columns as u32 };
                Twice::Coded { columns, values: *values }
            }
        };
        let mut blocks = Vec::with_capacity(model.design.blocks.len());
        let mut offset = 0;
        for of in &model.design.blocks {
            blocks.push(block((offset, of)));
            offset += of.n_columns();
        }
        Interacted { blocks, groups: model.groups, has_constant: model.design.has_constant }
    }

    /// The design.
    pub fn design(&self) -> Design<'_> {
        let mut blocks = Vec::with_capacity(self.blocks.len() + 1);
        if self.has_constant {
            blocks.push(Block::Coded { columns: &self.groups, n_columns: 2, values: None });
        }
        blocks.extend(self.blocks.iter().map(|block| match block {
            Twice::Dense(values) => Block::Coded { columns: &self.groups, n_columns: 2, values: Some(values) },
            Twice::Coded { columns, values } => {
                Block::Coded { columns, n_columns: 2 * columns.n_columns as usize, values: *values }
            }
        }));
        Design { n_rows: self.groups.len(), blocks, has_constant: self.has_constant }
    }
}

//! Values of rows as whoever computed them holds them: shared buffers in their narrow types, so that nothing is copied or
//! widened for the filter. Missing values are told by bits, one a row, as Arrow has them.

use std::ops::Deref;
use std::sync::Arc;

use super::MISSING;
use super::bits::{Blend, spread};

/// A shared buffer: a vector here, a column's own buffer in the engine. Cloning shares.
pub struct Shared<T: 'static>(Arc<dyn Deref<Target = [T]> + Send + Sync>);

impl<T> Shared<T> {
    /// Shares what somebody holds.
    pub fn new(held: impl Deref<Target = [T]> + Send + Sync + 'static) -> Self {
        Shared(Arc::new(held))
    }

    /// The values.
    pub fn slice(&self) -> &[T] {
        &self.0
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(self.0.clone())
    }
}

/// One yes or no a row, as bits, the lowest of a byte first.
#[derive(Clone)]
pub struct RowFlags {
    bytes: Shared<u8>,
    offset: usize,
    len: usize,
}

impl RowFlags {
    /// `len` bits that begin `offset` bits into the bytes; bits beyond the bytes are no.
    pub fn new(bytes: Shared<u8>, offset: usize, len: usize) -> Self {
        RowFlags { bytes, offset, len }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn view(&self) -> Flags<'_> {
        Flags { bytes: self.bytes.slice(), offset: self.offset, len: self.len, is_negated: false }
    }
}

impl From<Vec<bool>> for RowFlags {
    fn from(flags: Vec<bool>) -> Self {
        flags.as_slice().into()
    }
}

impl From<&[bool]> for RowFlags {
    fn from(flags: &[bool]) -> Self {
        let byte = |eight: &[bool]| eight.iter().rev().fold(0_u8, |byte, flag| byte << 1 | u8::from(*flag));
        RowFlags { bytes: Shared::new(flags.chunks(8).map(byte).collect::<Vec<u8>>()), offset: 0, len: flags.len() }
    }
}

/// Bits at hand.
#[derive(Clone, Copy)]
pub(crate) struct Flags<'a> {
    bytes: &'a [u8],
    offset: usize,
    len: usize,
    is_negated: bool,
}

impl Flags<'_> {
    /// The other rows.
    pub(crate) fn negated(self) -> Self {
        Flags { is_negated: !self.is_negated, ..self }
    }

    /// The bit of a row; no beyond the end.
    #[inline(always)]
    pub(crate) fn at(&self, row: usize) -> bool {
        let place = self.offset + row;
        let bit = self.bytes.get(place >> 3).is_some_and(|byte| byte >> (place & 7) & 1 == 1);
        row < self.len && bit != self.is_negated
    }

    /// The bits of 64 rows from a row on, the first the lowest; no beyond the end.
    #[inline(always)]
    pub(crate) fn word(&self, row: usize) -> u64 {
        let place = self.offset + row;
        let (first, shift) = (place >> 3, place & 7);
        let at_hand = self.bytes.get(first..).unwrap_or_default();
        let word = match at_hand.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => at_hand.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
        };
        let above = at_hand.get(8).map_or(0, |byte| u128::from(*byte) << 64);
        let word = ((above | u128::from(word)) >> shift) as u64;
        let word = if self.is_negated { !word } else { word };
        match self.len.saturating_sub(row) {
            left if left >= 64 => word,
            left => word & !(u64::MAX << left),
        }
    }

    /// Puts `no` where the bit is no; `into` holds the rows from `from` on.
    #[inline(always)]
    pub(crate) fn blank<T: Blend>(&self, from: usize, into: &mut [T], no: T) {
        for (rows, first) in into.chunks_mut(64).zip((from..).step_by(64)) {
            match self.word(first) {
                u64::MAX => {}
                0 => rows.fill(no),
                word => rows.iter_mut().zip(spread(word)).for_each(|(slot, bit)| *slot = slot.or_if_zero(no, bit)),
            }
        }
    }
}

/// Codes in their own width.
#[derive(Clone)]
enum Codes {
    U8(Shared<u8>),
    U16(Shared<u16>),
    U32(Shared<u32>),
    /// Whole numbers; their code is the distance from the second field.
    Whole(Shared<i64>, i64),
}

/// One code a row. A code is an index into a table whose entries are category numbers or [`MISSING`]; without a table it is
/// the category number itself.
#[derive(Clone)]
pub struct RowCodes {
    codes: Codes,
    valid: Option<RowFlags>,
    table: Option<Arc<[u32]>>,
}

impl RowCodes {
    /// Codes of one byte; flags of `valid` that are no mean missing.
    pub fn u8(codes: Shared<u8>, valid: Option<RowFlags>, table: Arc<[u32]>) -> Self {
        RowCodes { codes: Codes::U8(codes), valid, table: Some(table) }
    }

    /// Codes of two bytes.
    pub fn u16(codes: Shared<u16>, valid: Option<RowFlags>, table: Arc<[u32]>) -> Self {
        RowCodes { codes: Codes::U16(codes), valid, table: Some(table) }
    }

    /// Codes of four bytes.
    pub fn u32(codes: Shared<u32>, valid: Option<RowFlags>, table: Arc<[u32]>) -> Self {
        RowCodes { codes: Codes::U32(codes), valid, table: Some(table) }
    }

    /// Whole numbers: `table` starts at the number `low`, numbers outside it are missing.
    pub fn whole(values: Shared<i64>, valid: Option<RowFlags>, low: i64, table: Arc<[u32]>) -> Self {
        RowCodes { codes: Codes::Whole(values, low), valid, table: Some(table) }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        match &self.codes {
            Codes::U8(codes) => codes.slice().len(),
            Codes::U16(codes) => codes.slice().len(),
            Codes::U32(codes) => codes.slice().len(),
            Codes::Whole(values, _) => values.slice().len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The category of a row; [`MISSING`] where it has none, and beyond the end.
    pub fn at(&self, row: usize) -> u32 {
        self.view().at(row)
    }

    /// The category of each row.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let view = self.view();
        (0..self.len()).map(move |row| view.at(row))
    }

    /// The categories written out, one a row.
    pub fn to_shared(&self) -> Arc<[u32]> {
        self.iter().collect()
    }

    pub(crate) fn view(&self) -> CodesView<'_> {
        let codes = match &self.codes {
            Codes::U8(codes) => CodeSlice::U8(codes.slice()),
            Codes::U16(codes) => CodeSlice::U16(codes.slice()),
            Codes::U32(codes) => CodeSlice::U32(codes.slice()),
            Codes::Whole(values, low) => CodeSlice::Whole(values.slice(), *low),
        };
        CodesView { codes, valid: self.valid.as_ref().map(RowFlags::view), table: self.table.as_deref() }
    }

    /// The same rows with each category renumbered by a table; numbers beyond it are missing.
    pub(crate) fn renumbered(&self, renumbered: &[u32]) -> RowCodes {
        let new = |category: u32| renumbered.get(category as usize).copied().unwrap_or(MISSING);
        let table = match &self.table {
            Some(table) => table.iter().map(|category| new(*category)).collect(),
            None => renumbered.into(),
        };
        RowCodes { codes: self.codes.clone(), valid: self.valid.clone(), table: Some(table) }
    }
}

impl From<Vec<u32>> for RowCodes {
    fn from(codes: Vec<u32>) -> Self {
        RowCodes { codes: Codes::U32(Shared::new(codes)), valid: None, table: None }
    }
}

impl FromIterator<u32> for RowCodes {
    fn from_iter<I: IntoIterator<Item = u32>>(codes: I) -> Self {
        codes.into_iter().collect::<Vec<u32>>().into()
    }
}

impl From<Arc<[u32]>> for RowCodes {
    fn from(codes: Arc<[u32]>) -> Self {
        RowCodes { codes: Codes::U32(Shared::new(codes)), valid: None, table: None }
    }
}

/// Codes at hand.
#[derive(Clone, Copy)]
pub(crate) struct CodesView<'a> {
    codes: CodeSlice<'a>,
    valid: Option<Flags<'a>>,
    table: Option<&'a [u32]>,
}

#[derive(Clone, Copy)]
enum CodeSlice<'a> {
    U8(&'a [u8]),
    U16(&'a [u16]),
    U32(&'a [u32]),
    Whole(&'a [i64], i64),
}

impl<'a> CodesView<'a> {
    /// The category of a row.
    pub(crate) fn at(&self, row: usize) -> u32 {
        let code = match self.codes {
            CodeSlice::U8(codes) => codes.get(row).map(|code| u32::from(*code)),
            CodeSlice::U16(codes) => codes.get(row).map(|code| u32::from(*code)),
            CodeSlice::U32(codes) => codes.get(row).copied(),
            CodeSlice::Whole(values, low) => values.get(row).map(|value| from_low(*value, low)),
        };
        let code = code.filter(|_| self.valid.is_none_or(|valid| valid.at(row)));
        match (code, self.table) {
            (None, _) => MISSING,
            (Some(code), None) => code,
            (Some(code), Some(table)) => table.get(code as usize).copied().unwrap_or(MISSING),
        }
    }

    /// What each row's category stands for: `places` by category, `missing` for missing ones and those beyond.
    pub(crate) fn placed(self, places: Vec<u32>, missing: u32) -> Placed<'a> {
        let place = |category: &u32| places.get(*category as usize).copied().unwrap_or(missing);
        let table = self.table.filter(|table| table.len() <= DIRECT_TABLE);
        let mut direct: Vec<u32> = table.into_iter().flatten().map(place).chain([missing]).collect();
        direct.resize(if table.is_some() { direct.len().max(256) } else { 0 }, missing);
        self.with(Arc::new(Places { direct, places, missing }))
    }

    /// The same, found before for these codes.
    pub(crate) fn with(self, places: Arc<Places>) -> Placed<'a> {
        Placed { codes: self, places }
    }
}

/// What codes stand for.
pub(crate) struct Places {
    /// By code, the last for all codes beyond; empty for codes without a table or with a large one.
    direct: Vec<u32>,
    /// By category.
    places: Vec<u32>,
    missing: u32,
}

/// Codes with what they stand for.
pub(crate) struct Placed<'a> {
    codes: CodesView<'a>,
    places: Arc<Places>,
}

impl Placed<'_> {
    /// What the codes stand for.
    pub(crate) fn places(&self) -> Arc<Places> {
        self.places.clone()
    }

    /// Adds to `into` what the rows from `from` on stand for.
    pub(crate) fn add(&self, from: usize, into: &mut [u32]) {
        let rows = from..from + into.len();
        let Places { direct, missing, .. } = &*self.places;
        let last = direct.len().saturating_sub(1);
        let by_direct = |code: u32| direct.get((code as usize).min(last)).copied().unwrap_or(*missing);
        match self.codes.codes {
            CodeSlice::U8(codes) if codes.len() >= rows.end && self.has_free(u8::NONE.into()) => {
                let Some(all) = direct.first_chunk::<256>() else { return };
                self.add_codes(from, into, codes.get(rows), |code| {
                    all.get(usize::from(code)).copied().unwrap_or(*missing)
                });
            }
            CodeSlice::U16(codes) if codes.len() >= rows.end && self.has_free(u16::NONE.into()) => {
                self.add_codes(from, into, codes.get(rows), |code| by_direct(code.into()));
            }
            CodeSlice::Whole(values, low) if values.len() >= rows.end && !direct.is_empty() => {
                self.add_codes(from, into, values.get(rows), |value| by_direct(from_low(value, low)));
            }
            CodeSlice::U32(codes) if codes.len() >= rows.end => {
                let table = self.codes.table;
                let category =
                    |code: u32| table.map_or(code, |table| table.get(code as usize).copied().unwrap_or(MISSING));
                self.add_codes(from, into, codes.get(rows), |code| self.place(category(code)));
            }
            _ => into.iter_mut().zip(rows).for_each(|(cell, row)| *cell += self.place(self.codes.at(row))),
        }
    }

    fn place(&self, category: u32) -> u32 {
        self.places.places.get(category as usize).copied().unwrap_or(self.places.missing)
    }

    /// Whether codes can be looked up by themselves, and one of them can stand for missing ones: no row has it, or none is missing.
    fn has_free(&self, none: usize) -> bool {
        let n = self.places.direct.len();
        n > 0 && (self.codes.valid.is_none() || n <= none + 1)
    }

    /// `place` gives what missing ones stand for for [`Code::NONE`].
    #[inline(always)]
    fn add_codes<C: Code>(&self, from: usize, into: &mut [u32], codes: Option<&[C]>, place: impl Fn(C) -> u32) {
        let codes = codes.unwrap_or_default();
        let Some(valid) = self.codes.valid else {
            return into.iter_mut().zip(codes).for_each(|(cell, code)| *cell += place(*code));
        };
        // Without a branch a row: who has no value is as random as who has which.
        let mut there = [C::NONE; 64];
        for ((cells, codes), first) in into.chunks_mut(64).zip(codes.chunks(64)).zip((from..).step_by(64)) {
            match valid.word(first) {
                u64::MAX => cells.iter_mut().zip(codes).for_each(|(cell, code)| *cell += place(*code)),
                0 => cells.iter_mut().for_each(|cell| *cell += self.places.missing),
                word => {
                    for ((slot, code), bit) in there.iter_mut().zip(codes).zip(spread(word)) {
                        *slot = code.or_if_zero(C::NONE, bit);
                    }
                    cells.iter_mut().zip(&there).for_each(|(cell, code)| *cell += place(*code));
                }
            }
        }
    }
}

/// A code with one that stands for none.
trait Code: Blend {
    const NONE: Self;
}

impl Code for u8 {
    const NONE: u8 = u8::MAX;
}

impl Code for u16 {
    const NONE: u16 = u16::MAX;
}

impl Code for u32 {
    const NONE: u32 = MISSING;
}

/// Whole numbers as codes: the distance of this one from the lowest is beyond every table.
impl Code for i64 {
    const NONE: i64 = i64::MAX;
}

/// Tables up to this size are combined with what their categories stand for.
const DIRECT_TABLE: usize = 1 << 16;

fn from_low(value: i64, low: i64) -> u32 {
    value.checked_sub(low).and_then(|code| u32::try_from(code).ok()).unwrap_or(MISSING)
}

#[cfg(test)]
mod tests;

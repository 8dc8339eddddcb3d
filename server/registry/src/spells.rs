//! Spells of a row group: which of them a selection takes, by their first and last days alone.

use std::borrow::Cow;

use polars::prelude::Int32Chunked;

use crate::blocks::{Block, Units};
use crate::columns::{joined, pick};
use crate::data_file::DataFile;
use crate::error::{Doing as _, RegistryError, Result};
use crate::predicate::Predicate;
use crate::record::Values;

/// Stands for "ongoing" in a column of last days, so that comparing days needs no look at what is missing.
pub(crate) const ONGOING: i32 = i32::MAX;

/// The rows of a row group that a selection takes.
pub(crate) struct Hits {
    /// Their places, ascending; `None`: all.
    pub(crate) rows: Option<Vec<u32>>,
    start: Int32Chunked,
    stop: Int32Chunked,
}

/// The spells of a row group that a selection takes; `None`: none of them.
pub(crate) fn hits(file: &DataFile, group: usize, predicate: Predicate) -> Result<Option<Hits>> {
    let (earliest, latest) = file.days(group);
    let (from, to) = match predicate {
        Predicate::All => (i32::MIN, i32::MAX),
        Predicate::Status(day) => (day, day),
        Predicate::Event(from, to) => (from, to),
    };
    if earliest.is_some_and(|earliest| earliest > to) || latest.is_some_and(|latest| latest < from) {
        return Ok(None);
    }
    let column = |name| file.column(group, name)?.i32().cloned().doing("reading spells");
    let (start, stop) = (column("start")?, column("stop")?);
    if predicate == Predicate::All {
        return Ok(Some(Hits { rows: None, start, stop }));
    }
    let rows = places(&days(&start), &days(&stop), from, to);
    Ok(match rows.len() {
        0 => None,
        all if all == start.len() => Some(Hits { rows: None, start, stop }),
        _ => Some(Hits { rows: Some(rows), start, stop }),
    })
}

impl Hits {
    /// First and last day of each row taken.
    pub(crate) fn days(self) -> (Vec<i32>, Vec<Option<i32>>) {
        let (start, stop) = (days(&self.start), days(&self.stop));
        let (start, stop) = match &self.rows {
            None => (start.into_owned(), stop.into_owned()),
            Some(rows) => (pick(&start, rows), pick(&stop, rows)),
        };
        (start, stop.into_iter().map(|stop| (stop != ONGOING).then_some(stop)).collect())
    }
}

/// Places of the spells that begin by `to` and do not end before `from`: without a branch, since which do is anybody's guess.
fn places(start: &[i32], stop: &[i32], from: i32, to: i32) -> Vec<u32> {
    let mut places = vec![0; start.len()];
    let mut found = 0;
    for ((row, start), stop) in (0..).zip(start).zip(stop) {
        if let Some(place) = places.get_mut(found) {
            *place = row;
        }
        found += usize::from((*start <= to) & (*stop >= from));
    }
    places.truncate(found);
    places
}

/// Days as they are stored, copied only where some are missing: [`ONGOING`] in their place.
pub(crate) fn days(stored: &Int32Chunked) -> Cow<'_, [i32]> {
    if let Ok(days) = stored.cont_slice() {
        return Cow::Borrowed(days);
    }
    let mut all = Vec::with_capacity(stored.len());
    for chunk in stored.downcast_iter() {
        match chunk.validity() {
            None => all.extend_from_slice(chunk.values().as_slice()),
            Some(valid) => all.extend(
                chunk.values().iter().zip(valid.iter()).map(|(stop, is_valid)| if is_valid { *stop } else { ONGOING }),
            ),
        }
    }
    Cow::Owned(all)
}

/// Spells found in the row groups of a block.
#[derive(Default)]
pub(crate) struct Spells {
    pub(crate) unit: Vec<Vec<u32>>,
    pub(crate) value: Vec<Values>,
    pub(crate) start: Vec<Vec<i32>>,
    pub(crate) stop: Vec<Vec<Option<i32>>>,
}

impl Spells {
    /// The block, with days or without.
    pub(crate) fn block(self, no_values: Values, has_days: bool) -> Result<Block> {
        let unit = joined(self.unit);
        let value = Values::joined(self.value, no_values)?;
        let period = has_days.then(|| (joined(self.start), joined(self.stop)));
        let is_even = period.as_ref().is_none_or(|(start, stop)| start.len() == unit.len() && stop.len() == unit.len());
        if value.len() != unit.len() || !is_even {
            return Err(RegistryError::Damaged("columns of a data file differ in length"));
        }
        Ok(Block { unit: Units::List(unit), value, period })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_are_taken_by_their_days() {
        let (start, stop) = ([1, 5, 9, 3, 12], [4, ONGOING, 9, 8, 20]);
        assert_eq!(places(&start, &stop, 5, 9), [1, 2, 3]);
        assert_eq!(places(&start, &stop, 9, 9), [1, 2]);
        assert_eq!(places(&start, &stop, i32::MIN, 0), [0; 0]);
        assert_eq!(places(&start, &stop, 30, i32::MAX), [1]);
        assert!(places(&[], &[], 0, 9).is_empty());
    }
}

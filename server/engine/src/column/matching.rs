//! Two ascending lists of units against each other: which record belongs to which row.

use std::ops::Range;

use polars_arrow::bitmap::{Bitmap, MutableBitmap};
use variables::Day;

use super::assembly::Part;
use crate::records::{BlockUnits, Reading};

/// The blocks that can hold records of the units, and the rows of those units; in order, no row twice.
pub fn rows_of_blocks(reading: &dyn Reading, units: &[u32]) -> Vec<(usize, Range<usize>)> {
    let rows = |block| {
        let bounds = reading.bounds(block);
        let from = units.partition_point(|unit| unit < bounds.start());
        from..units.partition_point(|unit| unit <= bounds.end())
    };
    (0..reading.n_blocks()).map(|block| (block, rows(block))).filter(|(_, rows)| !rows.is_empty()).collect()
}

/// The blocks that can hold records of units from `first` to `last`.
pub fn blocks_between(reading: &dyn Reading, first: u32, last: u32) -> impl Iterator<Item = usize> {
    (0..reading.n_blocks()).filter(move |block| {
        let bounds = reading.bounds(*block);
        *bounds.start() <= last && *bounds.end() >= first && bounds.start() <= bounds.end()
    })
}

/// Parts of a slice, at ascending ranges that lie apart.
pub fn split<T>(mut of: &mut [T], ranges: impl Iterator<Item = Range<usize>>) -> Vec<&mut [T]> {
    let mut parts = Vec::new();
    let mut at = 0;
    for range in ranges {
        let (_, rest) = of.split_at_mut_checked(range.start.saturating_sub(at)).unwrap_or_default();
        let (part, rest) = rest.split_at_mut_checked(range.len()).unwrap_or_default();
        parts.push(part);
        (of, at) = (rest, range.end);
    }
    parts
}

/// Calls back for each record of a wanted unit, with the unit's row and the record's place, in the order of the records.
/// Wanted units ascend, each once.
pub fn matches(wanted: &[u32], units: &BlockUnits, mut found: impl FnMut(usize, usize)) {
    let ends = match units {
        BlockUnits::Run(run) => Some((run.start, run.end.saturating_sub(1))).filter(|_| !run.is_empty()),
        BlockUnits::List(list) => list.first().copied().zip(list.last().copied()),
    };
    let Some((low, high)) = ends else { return };
    let skipped = wanted.partition_point(|unit| *unit < low);
    let wanted = wanted.get(skipped..wanted.partition_point(|unit| *unit <= high)).unwrap_or_default();
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { return };
    let is_run = (last - first) as usize + 1 == wanted.len();
    match units {
        BlockUnits::Run(run) => {
            for (row, unit) in (skipped..).zip(wanted) {
                found(row, (unit - run.start) as usize);
            }
        }
        BlockUnits::List(list) if is_run => {
            let from = list.partition_point(|unit| unit < first);
            let to = list.partition_point(|unit| unit <= last);
            for (record, unit) in (from..to).zip(list.get(from..to).unwrap_or_default()) {
                found(skipped + (unit - first) as usize, record);
            }
        }
        BlockUnits::List(list) => {
            let mut rows = (skipped..).zip(wanted).peekable();
            for (record, unit) in list.iter().enumerate() {
                while rows.next_if(|(_, wanted)| *wanted < unit).is_some() {}
                match rows.peek() {
                    Some((row, wanted)) if *wanted == unit => found(*row, record),
                    Some(_) => {}
                    None => return,
                }
            }
        }
    }
}

/// Puts values where their units are, the first one of a unit; says which rows have one (`None`: all).
pub fn place<T: Copy>(wanted: &[u32], units: &BlockUnits, part: &Part<T>, to: &mut [T]) -> Option<MutableBitmap> {
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else { return None };
    if let (BlockUnits::Run(run), None) = (units, &part.usable) {
        let is_inside = run.start <= *first && *last < run.end;
        let values = first.checked_sub(run.start).and_then(|skip| part.values.get(skip as usize..));
        if let (true, Some(values)) = (is_inside, values) {
            let is_run = (last - first) as usize + 1 == wanted.len();
            match values.get(..wanted.len()) {
                Some(values) if is_run => to.copy_from_slice(values),
                _ => to.iter_mut().zip(wanted).for_each(|(to, unit)| {
                    if let Some(value) = values.get((unit - first) as usize) {
                        *to = *value;
                    }
                }),
            }
            return None;
        }
    }
    let mut valid = MutableBitmap::from_len_zeroed(to.len());
    let mut before = usize::MAX;
    matches(wanted, units, |row, record| {
        let is_first = std::mem::replace(&mut before, row) != row;
        let is_usable = part.usable.as_ref().is_none_or(|usable| usable.get(record).copied().unwrap_or(false));
        if let (true, true, Some(to), Some(value)) = (is_first, is_usable, to.get_mut(row), part.values.get(record)) {
            *to = *value;
            valid.set(row, true);
        }
    });
    (valid.unset_bits() > 0).then_some(valid)
}

/// Which rows are valid, out of parts that lie apart (`None`: all of the part); rows in no part are not. `None`: all rows.
pub fn validity(parts: Vec<(Range<usize>, Option<MutableBitmap>)>, n_rows: usize) -> Option<Bitmap> {
    let covered: usize = parts.iter().map(|(rows, _)| rows.len()).sum();
    if covered == n_rows && parts.iter().all(|(_, valid)| valid.is_none()) {
        return None;
    }
    let mut all = MutableBitmap::with_capacity(n_rows);
    for (rows, valid) in parts {
        all.extend_constant(rows.start.saturating_sub(all.len()), false);
        match valid {
            None => all.extend_constant(rows.len(), true),
            Some(valid) => all.extend_from_bitmap(&valid.freeze()),
        }
    }
    all.extend_constant(n_rows.saturating_sub(all.len()), false);
    Some(all.freeze())
}

/// The places of the days on which a spell holds.
pub fn days_of(days: &[Day], start: i32, stop: Option<i32>) -> Range<usize> {
    let from = days.partition_point(|day| day.0 < start);
    from..stop.map_or(days.len(), |stop| days.partition_point(|day| day.0 <= stop)).max(from)
}

/// A set of units.
#[derive(Default)]
pub struct UnitSet {
    words: Vec<u64>,
}

impl UnitSet {
    /// Adds units.
    pub fn add(&mut self, units: &BlockUnits) {
        match units {
            BlockUnits::Run(run) => run.clone().for_each(|unit| self.insert(unit)),
            BlockUnits::List(list) => list.iter().for_each(|unit| self.insert(*unit)),
        }
    }

    /// Adds a unit.
    pub fn insert(&mut self, unit: u32) {
        let word = (unit / u64::BITS) as usize;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word |= 1 << (unit % u64::BITS);
        }
    }

    /// The units, ascending.
    pub fn into_vec(self) -> Vec<u32> {
        let mut units = Vec::with_capacity(self.words.iter().map(|word| word.count_ones() as usize).sum());
        for (first, word) in (0_u32..).step_by(u64::BITS as usize).zip(self.words) {
            let mut left = word;
            while left != 0 {
                units.push(first + left.trailing_zeros());
                left &= left - 1;
            }
        }
        units
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &[u32], units: &BlockUnits) -> Vec<(usize, usize)> {
        let mut all = Vec::new();
        matches(wanted, units, |row, record| all.push((row, record)));
        all
    }

    #[test]
    fn every_pair_of_forms_matches_alike() {
        let lists: [&[u32]; 7] =
            [&[], &[4], &[3, 4, 5, 6], &[1, 3, 4, 9], &[4, 5, 6, 7, 8], &[0, 1, 2], &[7, 8, 9, 10, 11, 12]];
        let blocks = [BlockUnits::Run(4..7), BlockUnits::List(vec![4, 5, 6]), BlockUnits::List(vec![3, 3, 6, 9, 9, 9])];
        for wanted in lists {
            for block in &blocks {
                let units = match block {
                    BlockUnits::Run(run) => run.clone().collect(),
                    BlockUnits::List(list) => list.clone(),
                };
                let mut naive = Vec::new();
                for (record, unit) in units.iter().enumerate() {
                    naive.extend(wanted.iter().position(|wanted| wanted == unit).map(|row| (row, record)));
                }
                assert_eq!(found(wanted, block), naive, "{wanted:?} {units:?}");
                let values: Vec<i64> = (0..units.len() as i64).map(|record| 100 + record).collect();
                for usable in [None, Some((0..units.len()).map(|record| record != 1).collect::<Vec<_>>())] {
                    let part = Part { values: values.clone(), usable };
                    let mut to = vec![0; wanted.len()];
                    let valid = place(wanted, block, &part, &mut to);
                    for (row, unit) in wanted.iter().enumerate() {
                        let record = units.iter().position(|other| other == unit);
                        let record = record.filter(|at| part.usable.as_ref().is_none_or(|usable| usable[*at]));
                        assert_eq!(
                            valid.as_ref().is_none_or(|valid| valid.get(row)),
                            record.is_some(),
                            "{wanted:?} {units:?}"
                        );
                        assert_eq!(to[row], record.map_or(0, |record| values[record]));
                    }
                }
            }
        }
    }

    #[test]
    fn rows_in_no_part_are_not_valid() {
        let bits = |parts, rows| validity(parts, rows).map(|valid| valid.iter().collect::<Vec<_>>());
        assert_eq!(bits(vec![(0..2, None), (2..3, None)], 3), None);
        assert_eq!(bits(vec![(1..3, None)], 4), Some(vec![false, true, true, false]));
        let some = MutableBitmap::from_iter([true, false]);
        assert_eq!(bits(vec![(0..1, None), (1..3, Some(some))], 3), Some(vec![true, true, false]));
        assert_eq!(bits(Vec::new(), 1), Some(vec![false]));
        assert_eq!(bits(Vec::new(), 0), None);
    }

    #[test]
    fn parts_of_a_slice_lie_where_their_ranges_say() {
        let mut all = [0, 1, 2, 3, 4, 5];
        let parts: Vec<Vec<i32>> =
            split(&mut all, [0..0, 1..3, 3..3, 4..6].into_iter()).into_iter().map(|part| part.to_vec()).collect();
        assert_eq!(parts, [vec![], vec![1, 2], vec![], vec![4, 5]]);
    }

    #[test]
    fn spells_hold_on_their_days() {
        let days = [Day(10), Day(20), Day(30)];
        assert_eq!(days_of(&days, 0, None), 0..3);
        assert_eq!(days_of(&days, 10, Some(20)), 0..2);
        assert_eq!(days_of(&days, 11, Some(19)), 1..1);
        assert_eq!(days_of(&days, 31, None), 3..3);
        assert_eq!(days_of(&days, -5, Some(9)), 0..0);
    }

    #[test]
    fn a_set_gives_its_units_once_ascending() {
        let mut set = UnitSet::default();
        set.add(&BlockUnits::List(vec![200, 200, 64]));
        set.add(&BlockUnits::Run(62..66));
        assert_eq!(set.into_vec(), [62, 63, 64, 65, 200]);
        assert!(UnitSet::default().into_vec().is_empty());
    }
}

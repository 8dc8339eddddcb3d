//! What a statement released, as it is booked: questions by their keys and weights, never a number of the data.

use disclosure::Notes;
use variables::quota::{SENSITIVE, SMALL_CELL};

use super::bytes::{Reader, Writer};

/// What a statement released.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Booking {
    /// Cells by the key of their question, each with what it counts.
    pub cells: Vec<(u128, u64)>,
    /// Models.
    pub n_models: u64,
    /// What they count together.
    pub models: u64,
    /// Occasions at which sets were defined, and how many sets each counts for: known without data.
    pub sets: Vec<(u128, u64)>,
    /// What adds to the odometer: cells that exclude each other, and how much in thousandths of ρ.
    pub levels: Vec<(u128, u64)>,
}

impl Booking {
    /// Of the notes on one statement.
    pub fn of(notes: &Notes) -> Booking {
        let cells = notes.cells.iter().map(|cell| (cell.key.0, weight(cell.is_small, cell.is_sensitive)));
        // Notes do not tell models apart: where a statement touches the sensitive tier, so do its models.
        let is_sensitive =
            notes.cells.iter().any(|cell| cell.is_sensitive) || notes.sets.iter().any(|set| set.is_sensitive);
        Booking {
            cells: cells.collect(),
            n_models: notes.n_models,
            models: notes.n_models.saturating_mul(weight(false, is_sensitive)),
            sets: occasions(notes.sets.iter().map(|set| (set.occasion, u64::from(set.weight)))),
            levels: notes.levels.iter().map(|level| (level.key, level.exposure)).collect(),
        }
    }

    /// Whether there is nothing to book.
    pub fn is_empty(&self) -> bool {
        *self == Booking::default()
    }

    pub(super) fn write(&self, out: &mut Writer) {
        out.pairs(&self.cells);
        out.number(self.n_models);
        out.number(self.models);
        out.pairs(&self.sets);
        out.pairs(&self.levels);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Option<Booking> {
        let cells = from.pairs()?;
        let (n_models, models) = (from.number()?, from.number()?);
        Some(Booking { cells, n_models, models, sets: from.pairs()?, levels: from.pairs()? })
    }
}

/// Each occasion once, whatever occurs of its sets.
fn occasions(sets: impl Iterator<Item = (u128, u64)>) -> Vec<(u128, u64)> {
    let mut occasions: Vec<(u128, u64)> = sets.collect();
    occasions.sort_unstable();
    occasions.dedup_by_key(|(occasion, _)| *occasion);
    occasions
}

/// What one cell or model counts.
fn weight(is_small: bool, is_sensitive: bool) -> u64 {
    (if is_small { SMALL_CELL } else { 1 }) * if is_sensitive { SENSITIVE } else { 1 }
}

#[cfg(test)]
mod tests {
    use disclosure::watch::{Cell, CellKey, Level};

    use super::*;

    #[test]
    fn small_cells_count_ten_and_the_sensitive_tier_four() {
        let cell = |key, is_small, is_sensitive| Cell { key: CellKey(key), is_small, is_sensitive };
        let cells = vec![cell(1, false, false), cell(2, true, false), cell(3, false, true), cell(4, true, true)];
        let levels = vec![Level { key: 9, exposure: 77 }];
        let notes = Notes { cells, n_models: 2, levels, ..Notes::default() };
        let booking = Booking::of(&notes);
        assert_eq!(booking.cells, [(1, 1), (2, 10), (3, 4), (4, 40)]);
        assert_eq!((booking.n_models, booking.models), (2, 8));
        assert_eq!(booking.levels, [(9, 77)]);
        let plain = Notes { n_models: 3, ..Notes::default() };
        assert_eq!(Booking::of(&plain).models, 3);
        assert!(Booking::of(&Notes::default()).is_empty() && !booking.is_empty());
    }

    #[test]
    fn how_many_categories_occur_is_not_counted() {
        assert_eq!(occasions([(9, 5), (1, 1), (9, 5), (9, 5)].into_iter()), [(1, 1), (9, 5)]);
    }

    #[test]
    fn a_booking_is_read_back_and_a_torn_one_is_not() {
        let booking = Booking {
            cells: vec![(u128::MAX, 10), (7, 1)],
            n_models: 1,
            models: 4,
            sets: vec![(3, 1), (4, 20)],
            levels: vec![(5, 77)],
        };
        let mut out = Writer::default();
        booking.write(&mut out);
        let bytes = out.done();
        assert_eq!(Booking::read(&mut Reader::new(&bytes)), Some(booking));
        assert_eq!(Booking::read(&mut Reader::new(&bytes[..bytes.len() - 1])), None);
    }
}

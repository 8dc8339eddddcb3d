//! The order of rows by the person behind them.

use std::ops::Range;

use rayon::prelude::*;

use super::NOBODY;
use crate::statistic::Population;

/// Rows by person, a person's rows as they came; rows without a person are left out.
pub(crate) enum Order {
    /// Row r belongs to person `first` + r.
    Run(u32),
    /// Rows stand by person already: the first so many have one.
    Ascending(usize),
    /// The rows in their order, and their persons: looking them up one by one would take the time of a cache miss each.
    Sorted {
        /// Row at each place.
        rows: Vec<u32>,
        /// Person at each place.
        persons: Vec<u32>,
    },
}

/// Rows a parallel part looks at.
const PART: usize = 1 << 16;

impl Order {
    /// Finds the order.
    pub(crate) fn of(persons: &[u32]) -> Order {
        let always = |holds: fn(u32, u32) -> bool| {
            (0..persons.len().div_ceil(PART)).into_par_iter().all(|part| {
                let part = persons.get(part * PART..((part + 1) * PART + 1).min(persons.len())).unwrap_or_default();
                let next = part.get(1..).unwrap_or_default();
                part.iter().zip(next).fold(true, |all, (one, next)| all & holds(*one, *next))
            })
        };
        if always(|one, next| one.checked_add(1) == Some(next)) && persons.last() != Some(&NOBODY) {
            return Order::Run(persons.first().copied().unwrap_or_default());
        }
        if always(|one, next| one <= next) {
            return Order::Ascending(persons.partition_point(|person| *person != NOBODY));
        }
        sorted(persons)
    }

    /// Number of rows with a person behind them; `persons` are those of the order.
    pub(crate) fn len(&self, persons: &[u32]) -> usize {
        match self {
            Order::Run(_) => persons.len(),
            Order::Ascending(n) => *n,
            Order::Sorted { rows, .. } => rows.len(),
        }
    }

    /// The row at a place of the order.
    #[inline(always)]
    pub(crate) fn row(&self, place: usize) -> usize {
        match self {
            Order::Run(_) | Order::Ascending(_) => place,
            Order::Sorted { rows, .. } => rows.get(place).map_or(usize::MAX, |row| *row as usize),
        }
    }

    /// The persons at some places; `persons` are those of the order.
    pub(crate) fn persons<'p>(&'p self, persons: &'p [u32], places: Range<usize>) -> &'p [u32] {
        let persons = match self {
            Order::Run(_) | Order::Ascending(_) => persons,
            Order::Sorted { persons, .. } => persons,
        };
        persons.get(places).unwrap_or_default()
    }

    /// Places in parts of about `size`; no person's rows are in two of them.
    pub(crate) fn parts(&self, persons: &[u32], size: usize) -> Vec<Range<usize>> {
        let n = self.len(persons);
        let persons = self.persons(persons, 0..n);
        let person = |place: usize| persons.get(place);
        let mut parts = Vec::with_capacity(n / size.max(1) + 1);
        let mut from = 0;
        while from < n {
            let mut to = (from + size.max(1)).min(n);
            while to < n && person(to) == person(to - 1) {
                to += 1;
            }
            parts.push(from..to);
            from = to;
        }
        parts
    }

    /// The places of a person's rows.
    pub(crate) fn places_of(&self, persons: &[u32], person: u32) -> Range<usize> {
        let persons = self.persons(persons, 0..self.len(persons));
        persons.partition_point(|at| *at < person)..persons.partition_point(|at| *at <= person)
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Order::Run(_) | Order::Ascending(_) => 0,
            Order::Sorted { rows, .. } => 2 * size_of_val(rows.as_slice()),
        }
    }
}

/// A counting sort by person.
fn sorted(persons: &[u32]) -> Order {
    let somebody = || persons.iter().zip(0_u32..).filter(|(person, _)| **person != NOBODY);
    let last = somebody().map(|(person, _)| *person).max().unwrap_or_default();
    let mut next = vec![0_u32; last as usize + 2];
    for (person, _) in somebody() {
        if let Some(count) = next.get_mut(*person as usize + 1) {
            *count += 1;
        }
    }
    let mut total = 0;
    for start in &mut next {
        total += *start;
        *start = total;
    }
    let (mut rows, mut sorted) = (vec![0_u32; total as usize], vec![0_u32; total as usize]);
    for (person, row) in somebody() {
        if let Some(place) = next.get_mut(*person as usize) {
            if let Some(slot) = rows.get_mut(*place as usize) {
                *slot = row;
            }
            *place += 1;
        }
    }
    let mut from = 0;
    for (end, person) in next.iter().zip(0..) {
        // Places have moved to where the next person's rows begin.
        if let Some(own) = sorted.get_mut(from..*end as usize) {
            own.fill(person);
        }
        from = *end as usize;
    }
    Order::Sorted { rows, persons: sorted }
}

/// Some rows (each at most once) ordered by the person behind them, a person's rows as they stand in the dataset; rows
/// without a person are left out.
pub(crate) fn by_person(rows: &[u32], population: &Population) -> Vec<u32> {
    let key = |row: u32| (population.person(row as usize), row);
    let stands = |pair: &[u32]| matches!(pair, [a, b] if key(*a) < key(*b));
    if rows.par_windows(2).all(stands) {
        let n = rows.partition_point(|row| population.person(*row as usize) != NOBODY);
        return rows.get(..n).unwrap_or_default().to_vec();
    }
    match population.persons.order() {
        // The rows marked, and picked in the order of all.
        Order::Sorted { rows: all, .. } if rows.len() > all.len() / 64 => {
            let mut is_in = vec![0_u64; population.rows().div_ceil(64)];
            for row in rows {
                if let Some(word) = is_in.get_mut(*row as usize / 64) {
                    *word |= 1 << (row % 64);
                }
            }
            let is_in = |row: &u32| is_in.get(*row as usize / 64).is_some_and(|word| word >> (row % 64) & 1 == 1);
            all.iter().copied().filter(is_in).collect()
        }
        _ => {
            let mut keyed: Vec<(u32, u32)> = rows.iter().map(|row| key(*row)).filter(|key| key.0 != NOBODY).collect();
            keyed.sort_unstable();
            keyed.into_iter().map(|(_, row)| row).collect()
        }
    }
}

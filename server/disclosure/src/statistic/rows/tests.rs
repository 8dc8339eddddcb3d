#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
//! Shared buffers say the same as written-out ones, whatever their width, from whatever row on.

use proptest::prelude::*;

use super::super::{Numbers, RowNumbers};
use super::*;

/// Codes of every width over one table, with and without missing ones.
fn all_widths(codes: &[u8], valid: Option<&[bool]>, table: &[u32]) -> Vec<RowCodes> {
    let flags = || valid.map(RowFlags::from);
    let table: Arc<[u32]> = table.into();
    vec![
        RowCodes::u8(Shared::new(codes.to_vec()), flags(), table.clone()),
        RowCodes::u16(
            Shared::new(codes.iter().map(|code| u16::from(*code)).collect::<Vec<u16>>()),
            flags(),
            table.clone(),
        ),
        RowCodes::u32(
            Shared::new(codes.iter().map(|code| u32::from(*code)).collect::<Vec<u32>>()),
            flags(),
            table.clone(),
        ),
        RowCodes::whole(
            Shared::new(codes.iter().map(|code| i64::from(*code) - 7).collect::<Vec<i64>>()),
            flags(),
            -7,
            table,
        ),
    ]
}

proptest! {
    #[test]
    fn codes_of_all_widths_are_the_same(
        rows in prop::collection::vec((0_u8..9, prop::bool::weighted(0.8)), 0..200),
        all_valid: bool,
        from in 0_usize..50,
    ) {
        let codes: Vec<u8> = rows.iter().map(|(code, _)| *code).collect();
        let valid: Vec<bool> = rows.iter().map(|(_, valid)| *valid).collect();
        // Code 6 has no category, 7 and 8 are beyond the table.
        let table = [3, 2, 1, 0, 0, 4, MISSING];
        let expected: Vec<u32> = rows
            .iter()
            .map(|(code, valid)| {
                if *valid || all_valid { table.get(*code as usize).copied().unwrap_or(MISSING) } else { MISSING }
            })
            .collect();
        // Category 4 has no place.
        let places = [10, 20, 30, 40];
        let from = from.min(rows.len());
        for codes in all_widths(&codes, (!all_valid).then_some(valid.as_slice()), &table) {
            prop_assert_eq!(codes.iter().collect::<Vec<u32>>(), expected.clone());
            let mut cells = vec![1; rows.len() - from];
            codes.view().placed(places.to_vec(), 1000).add(from, &mut cells);
            let placed: Vec<u32> =
                expected[from..].iter().map(|code| 1 + places.get(*code as usize).copied().unwrap_or(1000)).collect();
            prop_assert_eq!(&cells, &placed);
            let renumbered: Vec<u32> = codes.renumbered(&[5, 6, MISSING, 7]).iter().collect();
            let again: Vec<u32> =
                expected.iter().map(|code| [5, 6, MISSING, 7].get(*code as usize).copied().unwrap_or(MISSING)).collect();
            prop_assert_eq!(renumbered, again);
        }
    }

    #[test]
    fn flags_are_the_bits(flags in prop::collection::vec(any::<bool>(), 0..200), offset in 0_usize..8) {
        let mut shifted = vec![false; offset];
        shifted.extend(&flags);
        let bytes = RowFlags::from(shifted).bytes;
        let found = RowFlags::new(bytes, offset, flags.len());
        for row in 0..flags.len() + 9 {
            prop_assert_eq!(found.view().at(row), flags.get(row) == Some(&true));
            prop_assert_eq!(found.view().negated().at(row), flags.get(row) == Some(&false));
            for view in [found.view(), found.view().negated()] {
                let bits = (0..64).fold(0, |bits, at| bits | u64::from(view.at(row + at)) << at);
                prop_assert_eq!(view.word(row), bits);
                let mut blanked: Vec<u32> = (row as u32..flags.len() as u32).collect();
                view.blank(row, &mut blanked, 777);
                let expected: Vec<u32> =
                    (row..flags.len()).map(|row| if view.at(row) { row as u32 } else { 777 }).collect();
                prop_assert_eq!(blanked, expected);
            }
        }
    }

    #[test]
    fn numbers_are_filled_and_masked(
        rows in prop::collection::vec((-5_i64..5, prop::bool::weighted(0.8)), 0..60),
        from in 0_usize..60,
    ) {
        let valid: Vec<bool> = rows.iter().map(|(_, valid)| *valid).collect();
        let whole = RowNumbers::Whole(Shared::new(rows.iter().map(|(value, _)| *value).collect::<Vec<i64>>()));
        let real: RowNumbers =
            rows.iter().map(|(value, valid)| if *valid { *value as f64 } else { f64::INFINITY }).collect::<Vec<f64>>().into();
        let from = from.min(rows.len());
        for numbers in [Numbers { values: whole, valid: Some(valid.into()) }, Numbers { values: real, valid: None }] {
            let (mut values, mut cells) = (vec![9.0; rows.len() - from], vec![1_u32; rows.len() - from]);
            numbers.view().fill(from, &mut values);
            numbers.view().mask(from, &mut cells, 77);
            for (at, (value, valid)) in rows[from..].iter().enumerate() {
                let expected = valid.then_some(*value as f64);
                prop_assert_eq!(numbers.view().at(from + at), expected);
                prop_assert_eq!(Some(values[at]).filter(|value| !value.is_nan()), expected);
                prop_assert_eq!(cells[at], if *valid { 1 } else { 77 });
            }
        }
    }
}

#[test]
fn rows_beyond_the_values_have_none() {
    let codes: RowCodes = vec![1_u32, 0].into();
    let mut cells = vec![0; 4];
    codes.view().placed(vec![5, 6], 99).add(0, &mut cells);
    assert_eq!(cells, [6, 5, 99, 99]);
    let numbers = Numbers { values: vec![1.0].into(), valid: None };
    let mut values = vec![0.0; 2];
    numbers.view().fill(0, &mut values);
    assert!(values[0] == 1.0 && values[1].is_nan());
}

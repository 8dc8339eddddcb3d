use polars::prelude::{BooleanChunked, IdxCa, NewChunkedArray as _};
use variables::UnitType;

use super::*;
use crate::column::Codes;
use crate::world::Space;

/// Columns of every kind with `n` rows, missing values among them where wanted.
fn columns(n: usize, has_missing: bool) -> Vec<Values> {
    let is_missing = |row: usize| has_missing && row % 7 == 3;
    let codes = |n_codes: usize| {
        let dictionary: Vec<String> = (0..n_codes).map(|code| format!("{code:06}")).collect();
        let code = |row: usize| if is_missing(row) { MISSING_CODE } else { (row * 31 % n_codes) as u32 };
        Values::Codes(Codes::new((0..n).map(code).collect(), dictionary.into()))
    };
    let person = UnitType::person();
    let space = Space::of(variables::Profile::Register, "x", person);
    let unit = |row: usize| if is_missing(row) { MISSING_CODE } else { (row * 17) as u32 };
    vec![
        codes(3),
        codes(300),
        codes(70_000),
        Values::units((0..n).map(unit).collect(), person, space),
        Values::Long((0..n).map(|row| (!is_missing(row)).then_some(row as i64 - 5)).collect()),
        Values::double((0..n).map(|row| if is_missing(row) { f64::NAN } else { row as f64 / 8.0 }).collect()),
    ]
}

const LENGTHS: [usize; 8] = [0, 1, 7, 64, 65, 1000, BLOCK, 2 * BLOCK + 333];

#[test]
fn gathering_is_taking() {
    for n in LENGTHS {
        for has_missing in [false, true] {
            for values in columns(n, has_missing) {
                let places: Vec<u32> = (0..n + 5).map(|row| (row * 7919 % (n + 1)) as u32).collect();
                let found = at(&values, &places);
                let wanted = places.iter().map(|place| ((*place as usize) < n).then_some(*place));
                let wanted = values.take(&IdxCa::from_iter_options("".into(), wanted)).unwrap();
                assert!(found.series().equals_missing(&wanted.series()), "{n} rows");
                assert_eq!(found.n_missing(), wanted.n_missing());
            }
        }
    }
}

#[test]
fn masks_are_filters() {
    for n in LENGTHS {
        for has_missing in [false, true] {
            for values in columns(n, has_missing) {
                let masks: [&dyn Fn(usize) -> Option<bool>; 4] = [
                    &|row| Some(row % 3 == 0),
                    &|row| (row % 5 != 0).then_some(row % 1000 > 100),
                    &|_| Some(true),
                    &|_| None,
                ];
                for of_row in masks {
                    let truth: BooleanChunked = (0..n).map(of_row).collect();
                    let mask = Mask::of(&truth);
                    let wanted = values.filter(&truth).unwrap();
                    assert_eq!(mask.n_in(), wanted.len());
                    let found = mask.values(&values);
                    assert!(found.series().equals_missing(&wanted.series()), "{n} rows");
                    let rows: Vec<u32> = (0..n as u32).collect();
                    let kept: Vec<u32> =
                        rows.iter().copied().filter(|row| of_row(*row as usize) == Some(true)).collect();
                    assert_eq!(*mask.shared(&rows), *kept);
                }
            }
        }
    }
}

#[test]
fn reading_marks_what_is_missing() {
    for values in columns(1000, true) {
        let typed = Typed::of(&values);
        let (codes, numbers) = (values.codes(), values.numbers());
        for rows in parts(3..1000, 100) {
            if let Some(codes) = &codes {
                let mut read = vec![0; rows.len()];
                typed.read_codes(rows.start, &mut read);
                assert_eq!(read, codes[rows.clone()]);
            }
            if let Some(numbers) = &numbers {
                let mut read = vec![0.0; rows.len()];
                typed.read_numbers(rows.start, &mut read);
                assert!(read.iter().zip(&numbers[rows.clone()]).all(|(a, b)| a == b || a.is_nan() && b.is_nan()));
            }
            let mut present = vec![0.0; rows.len()];
            typed.read_presence(rows.start, &mut present);
            assert!(present.iter().zip(rows).all(|(value, row)| value.is_nan() == (row % 7 == 3)));
        }
    }
}

#[test]
fn numbers_are_built_row_by_row() {
    for n in LENGTHS {
        let of = |row: usize| (row % 11 != 4).then_some(row as i64);
        let Values::Long(found) = Typed::whole(n, of) else { panic!("whole numbers") };
        assert!(found.iter().eq((0..n).map(of)));
    }
}

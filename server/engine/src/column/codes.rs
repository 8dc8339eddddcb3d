//! Texts as small codes: `u8`, `u16` or `u32` indices into a sorted dictionary.

use std::sync::Arc;

use polars::prelude::*;

use super::values::{MISSING_CODE, filled};

/// Coded texts. The dictionary is strictly ascending by code point, so codes compare as their texts do.
#[derive(Clone)]
pub struct Codes {
    codes: Series,
    dictionary: Arc<[String]>,
}

impl Codes {
    /// From code numbers (`MISSING_CODE` is missing) and any dictionary; sorts and narrows.
    ///
    /// A code beyond the dictionary counts as missing.
    pub fn new(codes: Vec<u32>, dictionary: Arc<[String]>) -> Codes {
        if dictionary.windows(2).all(|pair| matches!(pair, [a, b] if a < b)) {
            return Codes { codes: narrow(codes, dictionary.len()), dictionary };
        }
        let mut sorted: Vec<String> = dictionary.to_vec();
        sorted.sort();
        sorted.dedup();
        let places: Vec<u32> = dictionary
            .iter()
            .map(|text| sorted.binary_search(text).ok().and_then(|at| u32::try_from(at).ok()).unwrap_or(MISSING_CODE))
            .collect();
        let codes = codes.into_iter().map(|code| place(&places, code)).collect();
        Codes { codes: narrow(codes, sorted.len()), dictionary: sorted.into() }
    }

    /// From codes that are as wide as [`Codes::bits`] says, null where missing, and an ascending dictionary.
    pub fn of_series(codes: Series, dictionary: Arc<[String]>) -> Codes {
        Codes { codes, dictionary }
    }

    /// The bits of the smallest whole numbers for a dictionary of this size: 8, 16 or 32. One value stays free so that the
    /// missing marker never fits by accident.
    pub fn bits(n_codes: usize) -> u8 {
        match n_codes {
            0..=0xff => 8,
            0x100..=0xffff => 16,
            _ => 32,
        }
    }

    /// The same dictionary over other rows.
    pub fn with_series(&self, codes: Series) -> Codes {
        Codes { codes, dictionary: self.dictionary.clone() }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many are missing (kernels only).
    pub fn n_missing(&self) -> usize {
        self.codes.null_count()
    }

    /// The codes, `u8`, `u16` or `u32`, null where missing.
    pub fn series(&self) -> &Series {
        &self.codes
    }

    /// Every text that may occur, ascending; some may not occur.
    pub fn dictionary(&self) -> &Arc<[String]> {
        &self.dictionary
    }

    /// The codes as `u32`, missing as [`MISSING_CODE`].
    pub fn to_vec(&self) -> Vec<u32> {
        fn widen<T>(values: &ChunkedArray<T>) -> Vec<u32>
        where
            T: PolarsNumericType,
            T::Native: Into<u32>,
        {
            filled(values, MISSING_CODE, Into::into)
        }
        if let Ok(codes) = self.codes.u8() {
            widen(codes)
        } else if let Ok(codes) = self.codes.u16() {
            widen(codes)
        } else if let Ok(codes) = self.codes.u32() {
            widen(codes)
        } else {
            Vec::new()
        }
    }
}

fn place(table: &[u32], code: u32) -> u32 {
    usize::try_from(code).ok().and_then(|code| table.get(code)).copied().unwrap_or(MISSING_CODE)
}

/// The smallest whole-number type that holds the codes of a dictionary of this size.
fn narrow(codes: Vec<u32>, n_codes: usize) -> Series {
    fn build<T>(codes: &[u32]) -> Series
    where
        T: PolarsNumericType,
        T::Native: TryFrom<u32>,
        ChunkedArray<T>: IntoSeries,
    {
        let fits = |code: &u32| T::Native::try_from(*code).is_ok();
        let values = codes.iter().map(|code| T::Native::try_from(*code).unwrap_or_default()).collect();
        let valid = (!codes.iter().fold(true, |all, code| all & fits(code))).then(|| codes.iter().map(fits).collect());
        ChunkedArray::<T>::from_vec_validity(PlSmallStr::EMPTY, values, valid).into_series()
    }
    match Codes::bits(n_codes) {
        8 => build::<UInt8Type>(&codes),
        16 => build::<UInt16Type>(&codes),
        _ => super::values::indices(codes).into_series(),
    }
}

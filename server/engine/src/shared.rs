//! Columns as the filter reads them: their own buffers, shared, nothing copied or widened.

use std::ops::Deref;

use disclosure::statistic::{RowFlags, Shared};
use polars::prelude::*;
use polars_arrow::bitmap::Bitmap;

use crate::typed::true_rows;

/// The values of a column of one chunk.
struct Held<T: PolarsNumericType>(ChunkedArray<T>);

impl<T: PolarsNumericType> Deref for Held<T> {
    type Target = [T::Native];

    fn deref(&self) -> &[T::Native] {
        self.0.downcast_iter().next().map_or(&[], |array| array.values())
    }
}

/// The bits that tell which values are there.
struct Validity<T: PolarsNumericType>(ChunkedArray<T>);

impl<T: PolarsNumericType> Deref for Validity<T> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        let valid = self.0.downcast_iter().next().and_then(|array| array.validity());
        valid.map_or(&[], |bits| bits.as_slice().0)
    }
}

/// The values, and which of them are there (`None`: all).
pub fn values<T: PolarsNumericType>(column: &ChunkedArray<T>) -> (Shared<T::Native>, Option<RowFlags>) {
    let column = column.rechunk().into_owned();
    let valid = match column.downcast_iter().next().and_then(|array| array.validity()) {
        Some(bits) if column.null_count() > 0 => {
            let (_, offset, len) = bits.as_slice();
            Some(RowFlags::new(Shared::new(Validity(column.clone())), offset, len))
        }
        _ => None,
    };
    (Shared::new(Held(column)), valid)
}

/// Rows as bits.
pub fn bits(rows: Bitmap) -> RowFlags {
    struct Whole(Bitmap);
    impl Deref for Whole {
        type Target = [u8];

        fn deref(&self) -> &[u8] {
            self.0.as_slice().0
        }
    }
    let (_, offset, len) = rows.as_slice();
    RowFlags::new(Shared::new(Whole(rows)), offset, len)
}

/// The rows where a mask is true.
pub fn flags(mask: &BooleanChunked) -> RowFlags {
    bits(true_rows(mask))
}

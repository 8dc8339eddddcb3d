//! Laws that survival estimators keep.

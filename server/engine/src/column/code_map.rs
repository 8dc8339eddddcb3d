//! Stored codes as codes of a column: the smallest whole numbers, into a dictionary that ascends.

use std::sync::Arc;

use polars::prelude::{ChunkedArray, PolarsNumericType, Series, UInt8Type, UInt16Type, UInt32Type};

use super::values::MISSING_CODE;
use crate::records::RecordCodes;

/// From the codes of one dictionary to those of the column's.
#[derive(Clone)]
pub struct CodeMap {
    /// Codes of the column by stored code; `None`: they are the same.
    table: Option<Arc<[u32]>>,
    /// How many codes the stored dictionary has.
    n_stored: usize,
    /// The column's dictionary, ascending.
    pub dictionary: Arc<[String]>,
}

/// Widths of codes in a column.
pub trait Width: Copy + TryFrom<u32> + Into<u32> + Default + Send + Sync {
    /// The type of columns with such codes.
    type Column: PolarsNumericType<Native = Self>;
    /// The codes, if they are stored so; else the codes back.
    fn stored(codes: RecordCodes) -> Result<Vec<Self>, RecordCodes>;
    /// A series of codes of this width as a column; `None`: they are of another.
    fn column(codes: &Series) -> Option<ChunkedArray<Self::Column>>;
}

macro_rules! width {
    ($native:ident, $column:ty, $variant:ident) => {
        impl Width for $native {
            type Column = $column;
            fn stored(codes: RecordCodes) -> Result<Vec<Self>, RecordCodes> {
                match codes {
                    RecordCodes::$variant(codes) => Ok(codes),
                    codes => Err(codes),
                }
            }
            fn column(codes: &Series) -> Option<ChunkedArray<$column>> {
                codes.$native().ok().cloned()
            }
        }
    };
}

width!(u8, UInt8Type, U8);
width!(u16, UInt16Type, U16);
width!(u32, UInt32Type, U32);

impl CodeMap {
    /// Maps of several dictionaries into one of all their texts.
    pub fn of(dictionaries: &[Arc<[String]>]) -> Vec<CodeMap> {
        let ascends = |texts: &[String]| texts.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
        if let [first, others @ ..] = dictionaries
            && ascends(first)
            && others.iter().all(|other| Arc::ptr_eq(other, first) || other == first)
        {
            let map = CodeMap { table: None, n_stored: first.len(), dictionary: first.clone() };
            return vec![map; dictionaries.len()];
        }
        let mut all: Vec<String> = dictionaries.iter().flat_map(|texts| texts.iter().cloned()).collect();
        all.sort_unstable();
        all.dedup();
        let all: Arc<[String]> = all.into();
        let place = |text: &String| all.binary_search(text).ok().and_then(|place| u32::try_from(place).ok());
        let map = |texts: &Arc<[String]>| CodeMap {
            table: Some(texts.iter().map(|text| place(text).unwrap_or(MISSING_CODE)).collect()),
            n_stored: texts.len(),
            dictionary: all.clone(),
        };
        dictionaries.iter().map(map).collect()
    }

    /// Whether codes stay as they are.
    pub fn is_same(&self) -> bool {
        self.table.is_none()
    }

    /// Codes of the column, and which of them stand for a text; `None`: all do.
    pub fn map<T: Width>(&self, codes: RecordCodes) -> (Vec<T>, Option<Vec<bool>>) {
        let codes = match (T::stored(codes), &self.table) {
            (Ok(same), None) => {
                let is_known = |code: &T| usize::try_from((*code).into()).is_ok_and(|code: usize| code < self.n_stored);
                let all_known = same.iter().fold(true, |all, code| all & is_known(code));
                let known = (!all_known).then(|| same.iter().map(is_known).collect());
                return (same, known);
            }
            (Ok(other), Some(_)) => other.into_iter().map(Into::into).collect(),
            (Err(other), _) => wide(other),
        };
        let place = |code: u32| {
            let at = usize::try_from(code).ok().filter(|code| *code < self.n_stored)?;
            let code = match &self.table {
                None => code,
                Some(table) => table.get(at).copied().filter(|code| *code != MISSING_CODE)?,
            };
            T::try_from(code).ok()
        };
        let mapped: Vec<Option<T>> = codes.into_iter().map(place).collect();
        let all_known = mapped.iter().all(Option::is_some);
        let known = (!all_known).then(|| mapped.iter().map(Option::is_some).collect());
        (mapped.into_iter().map(Option::unwrap_or_default).collect(), known)
    }
}

fn wide(codes: RecordCodes) -> Vec<u32> {
    match codes {
        RecordCodes::U8(codes) => codes.into_iter().map(u32::from).collect(),
        RecordCodes::U16(codes) => codes.into_iter().map(u32::from).collect(),
        RecordCodes::U32(codes) => codes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Arc<[String]> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn codes_of_a_sorted_dictionary_stay() {
        let [map] = &CodeMap::of(&[texts(&["a", "b", "c"])])[..] else { panic!("one map") };
        assert_eq!(map.map::<u8>(RecordCodes::U8(vec![2, 0, 1])), (vec![2, 0, 1], None));
        assert_eq!(map.map::<u8>(RecordCodes::U8(vec![2, 3])), (vec![2, 3], Some(vec![true, false])));
        assert_eq!(map.map::<u8>(RecordCodes::U32(vec![1, MISSING_CODE])), (vec![1, 0], Some(vec![true, false])));
        assert_eq!(map.map::<u16>(RecordCodes::U8(vec![1, 2])), (vec![1, 2], None));
    }

    #[test]
    fn codes_of_other_dictionaries_find_their_texts() {
        let maps = CodeMap::of(&[texts(&["b", "a", "b"]), texts(&["c"])]);
        assert_eq!(maps[0].dictionary, texts(&["a", "b", "c"]));
        assert_eq!(
            maps[0].map::<u8>(RecordCodes::U8(vec![0, 1, 2, 3])),
            (vec![1, 0, 1, 0], Some(vec![true, true, true, false]))
        );
        assert_eq!(maps[1].map::<u8>(RecordCodes::U32(vec![0])), (vec![2], None));
    }
}

//! How much memory a session holds and what a statement will need.
//!
//! *In → out*: a workspace → its buffers, each once; a call → [`Need`].
//! *Does not know about*: budgets and other sessions (`jobs`), the allocator.
//! *Invariant*: everything is counted in *told* sizes: released numbers of rows times the width of a value, and bounds from
//! metadata. A limit that is decided from them tells nothing of data (`confidentiality.md` E.10), which true sizes would.
//! *Start reading at*: [`footprint`], [`need`].

mod need;

use disclosure::Form;
use polars::prelude::{ChunkedArray, PolarsNumericType};

use crate::column::{Column, Values};
use crate::dataset::{Dataset, Persons};
use crate::workspace::Workspace;

pub use need::{MOST_ROWS, Need, need};

/// A buffer of values that datasets, snapshots and sessions may share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Buffer {
    /// Where it lies.
    pub place: usize,
    /// Whose values it holds, by the normal form. Datasets that share a buffer only because a condition happens to be true
    /// of everybody count it twice: else a limit would tell so.
    pub form: u128,
    /// Its size by the told number of rows.
    pub bytes: u64,
}

/// The buffers that a workspace holds, each once, by place.
pub fn footprint(workspace: &Workspace) -> Vec<Buffer> {
    let mut buffers = Vec::new();
    for (name, dataset) in &workspace.datasets {
        let (rows, form) = (told_rows(workspace, name), dataset.form.def_id().number());
        buffers.push(Buffer { place: dataset.units.as_ptr().addr(), form, bytes: rows * 4 });
        if let Persons::Behind { index, .. } = &dataset.persons {
            buffers.push(Buffer { place: index.as_ptr().addr(), form, bytes: rows * 4 });
        }
        for column in dataset.columns.values() {
            let form = Form::population("held", &[], &[&column.form], &[&dataset.form]).def_id().number();
            // An eighth for the marks of missing values, whether there are any or not.
            buffers.push(Buffer { place: place(&column.values), form, bytes: rows * width(column) + rows / 8 });
        }
    }
    buffers.sort_unstable();
    buffers.dedup_by_key(|buffer| (buffer.place, buffer.form));
    buffers
}

/// The released number of rows of a dataset; a small one where nothing was released of it.
fn told_rows(workspace: &Workspace, name: &str) -> u64 {
    /// No dataset of units is smaller and told.
    const LEAST: u64 = 1_000;
    workspace.told_rows.get(name).copied().unwrap_or(0).max(LEAST)
}

/// Bytes of one row of a dataset.
fn row_width(dataset: &Dataset) -> u64 {
    8 + dataset.columns.values().map(width).sum::<u64>()
}

/// Bytes of a value; of a text by its code list, because how many different texts occur is nobody's business.
fn width(column: &Column) -> u64 {
    match (&column.values, &column.titles) {
        (Values::Long(_) | Values::Double(_), _) => 8,
        (Values::Codes(_), Some(titles)) if titles.titles.len() <= usize::from(u8::MAX) => 1,
        (Values::Codes(_), Some(titles)) if titles.titles.len() <= usize::from(u16::MAX) => 2,
        (Values::Codes(_) | Values::Units { .. }, _) => 4,
    }
}

fn place(values: &Values) -> usize {
    fn of<T: PolarsNumericType>(values: &ChunkedArray<T>) -> usize {
        values.downcast_iter().next().map_or(0, |chunk| chunk.values().as_ptr().addr())
    }
    match values {
        Values::Long(values) => of(values),
        Values::Double(values) => of(values),
        Values::Units { index, .. } => of(index),
        Values::Codes(codes) => {
            let codes = codes.series();
            let narrow = codes.u8().map(of).or_else(|_| codes.u16().map(of));
            narrow.or_else(|_| codes.u32().map(of)).unwrap_or(0)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use disclosure::ColumnForm;

    use super::*;
    use crate::column::Codes;

    fn column(values: Values) -> Column {
        let form = ColumnForm::literal(None);
        Column { values, label: "x".into(), is_date: false, titles: None, form }
    }

    fn dataset(name: &str) -> Dataset {
        let mut dataset = Dataset::new(name);
        dataset.units = (0..10).collect();
        dataset.columns.insert("a".to_owned(), column(Values::long((0..10).collect())));
        let dictionary: Arc<[String]> = ["x".to_owned(), "y".to_owned()].into();
        dataset.columns.insert("b".to_owned(), column(Values::Codes(Codes::new(vec![1; 10], dictionary))));
        dataset
    }

    fn bytes(workspace: &Workspace) -> u64 {
        footprint(workspace).iter().map(|buffer| buffer.bytes).sum()
    }

    #[test]
    fn sizes_are_told_ones_and_shared_columns_count_once() {
        let mut workspace = Workspace::default();
        workspace.put(dataset("d"));
        workspace.told_rows.insert("d".to_owned(), 8_000);
        // Units, whole numbers and texts without a code list, with marks of missing values.
        let one = 8_000 * (4 + 8 + 4) + 2 * 1_000;
        assert_eq!(bytes(&workspace), one);
        let copy = Dataset { name: "e".to_owned(), ..Dataset::clone(&workspace.datasets["d"]) };
        workspace.put(copy);
        workspace.told_rows.insert("e".to_owned(), 8_000);
        assert_eq!(bytes(&workspace), one, "a copy shares everything");
        workspace.put(dataset("f"));
        assert_eq!(bytes(&workspace), one + 1_000 * 16 + 2 * 125, "nothing was told of it");
    }

    #[test]
    fn a_condition_that_is_true_of_everybody_saves_nothing() {
        let mut workspace = Workspace::default();
        workspace.put(dataset("d"));
        let before = bytes(&workspace);
        let mut kept = Dataset { name: "e".to_owned(), ..Dataset::clone(&workspace.datasets["d"]) };
        kept.form = Form::population("keep", &["of everybody"], &[], &[&kept.form]);
        workspace.put(kept);
        assert_eq!(bytes(&workspace), 2 * before);
    }

    #[test]
    fn an_empty_session_holds_nothing() {
        assert!(footprint(&Workspace::default()).is_empty());
    }
}

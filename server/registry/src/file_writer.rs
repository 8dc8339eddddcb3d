//! Writes one Parquet file with an encoding and a compression for each column (decision 11).

use std::fs::File;
use std::path::PathBuf;

use polars::prelude::{ArrowField, ArrowSchema, CompatLevel, DataType, PlSmallStr, PolarsError, Series};
use polars_parquet::write::fallible_streaming_iterator::convert;
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter as Writer,
    StatisticsOptions, Version, WriteOptions, array_to_columns, compress, to_parquet_type,
};
use rayon::prelude::*;

use crate::error::{Doing as _, RegistryError, Result};

/// Values looked at first, to see whether they repeat.
const FIRST: usize = 1 << 12;

/// How a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) encoding: Encoding,
    pub(crate) compression: CompressionOptions,
}

/// A column of a row group: name, values, layout.
pub(crate) struct Written {
    pub(crate) name: &'static str,
    pub(crate) values: Series,
    pub(crate) layout: Layout,
}

impl Written {
    /// A column in the layout that measurements chose for it (decision 11): nothing is compressed beyond its encoding. Days and
    /// codes as places in a dictionary of the row group; units, and whole numbers that repeat little, as differences.
    pub(crate) fn new(name: &'static str, values: Series) -> Written {
        let encoding = match (name, values.dtype()) {
            ("unit", _) => Encoding::DeltaBinaryPacked,
            ("start" | "stop", _) | (_, DataType::UInt8 | DataType::UInt16) => Encoding::RleDictionary,
            _ if repeats(&values) => Encoding::RleDictionary,
            (_, DataType::Float64) => Encoding::Plain,
            _ => Encoding::DeltaBinaryPacked,
        };
        Written { name, values, layout: Layout { encoding, compression: CompressionOptions::Uncompressed } }
    }
}

/// Whether a dictionary pays: of eight values at most one is new, and of the first ones at most every other.
fn repeats(values: &Series) -> bool {
    let new = |values: &Series| values.n_unique().unwrap_or(usize::MAX);
    let first = values.head(Some(FIRST));
    new(&first) <= first.len().div_ceil(2) && new(values) <= values.len().div_ceil(8)
}

/// A Parquet file being written. No value is missing in any column.
pub(crate) struct FileWriter {
    path: PathBuf,
    writer: Writer<File>,
}

impl FileWriter {
    /// Begins a file for columns of these names and types.
    pub(crate) fn create(path: PathBuf, columns: &[Written]) -> Result<FileWriter> {
        let file = File::create_new(&path).doing("making a data file")?;
        let schema: ArrowSchema = columns.iter().map(|column| (column.name.into(), field(column))).collect();
        let writer = Writer::try_new(file, schema, options(CompressionOptions::Uncompressed));
        Ok(FileWriter { path, writer: writer.doing("beginning a data file")? })
    }

    /// Writes a row group; its columns are encoded by all threads.
    pub(crate) fn write(&mut self, columns: &[Written]) -> Result<()> {
        let doing = "writing rows";
        let rows = columns.first().map_or(0, |column| column.values.len());
        if columns.iter().any(|column| column.values.len() != rows) {
            return Err(RegistryError::DataFile(doing));
        }
        let pages: Vec<Vec<CompressedPage>> = columns.par_iter().map(pages).collect::<Result<_>>()?;
        let columns = DynIter::new(pages.iter().map(|pages| {
            Ok::<_, PolarsError>(DynStreamingIterator::new(convert(pages.iter().map(Ok::<_, PolarsError>))))
        }));
        self.writer.write(rows as u64, columns).doing(doing)
    }

    /// Writes the footer and makes the file durable.
    pub(crate) fn finish(mut self) -> Result<()> {
        let doing = "finishing a data file";
        self.writer.end(None).doing(doing)?;
        File::open(&self.path).and_then(|file| file.sync_all()).doing(doing)
    }
}

/// A column encoded and compressed.
fn pages(column: &Written) -> Result<Vec<CompressedPage>> {
    let doing = "writing rows";
    let options = options(column.layout.compression);
    let array = column.values.rechunk().to_arrow(0, CompatLevel::newest());
    let kind = to_parquet_type(&field(column)).doing(doing)?;
    let mut done = Vec::new();
    for pages in array_to_columns(array, kind, options, &[column.layout.encoding]).doing(doing)? {
        for page in pages {
            let page = compress(page.doing(doing)?, Vec::new(), options.compression);
            done.push(page.map_err(|_| RegistryError::DataFile(doing))?);
        }
    }
    Ok(done)
}

fn field(column: &Written) -> ArrowField {
    let kind = column.values.dtype().to_arrow(CompatLevel::newest());
    ArrowField::new(PlSmallStr::from_static(column.name), kind, false)
}

fn options(compression: CompressionOptions) -> WriteOptions {
    WriteOptions { statistics: StatisticsOptions::default(), version: Version::V1, compression, data_page_size: None }
}

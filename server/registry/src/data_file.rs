//! One Parquet file of a variable, opened: which units its row groups hold, and their columns one by one as plain vectors.
//!
//! The file is mapped, so that a row group's column costs what it says and nothing else is touched. Data files never change
//! once they lie in a home.

use std::fs::File;
use std::io::Cursor;
use std::ops::RangeInclusive;
use std::path::Path;

use polars::prelude::{ArrowSchema, ChunkedArray, PlSmallStr, PolarsNumericType, Series};
use polars::{io::prelude::infer_schema, polars_utils::mmap::MMapSemaphore};
use polars_buffer::Buffer;
use polars_parquet::parquet::encoding::Encoding;
use polars_parquet::parquet::statistics::{PrimitiveStatistics, Statistics};
use polars_parquet::read::{
    BasicDecompressor, ColumnChunkMetadata, FileMetadata, PageReader, column_iter_to_arrays, read_metadata,
};

use crate::delta::{self, Whole};
use crate::error::{Doing as _, RegistryError, Result};
use crate::manifest::{Manifest, Stored};
use crate::record::{Codes, Values};

/// An opened data file.
pub(crate) struct DataFile {
    bytes: Buffer<u8>,
    metadata: FileMetadata,
    schema: ArrowSchema,
}

impl DataFile {
    /// Opens a file and reads where its row groups are.
    pub(crate) fn open(path: &Path) -> Result<DataFile> {
        let file = File::open(path).doing("opening a data file")?;
        let bytes = Buffer::from_owner(MMapSemaphore::new_from_file(&file).doing("opening a data file")?);
        let metadata = read_metadata(&mut Cursor::new(bytes.clone())).doing("opening a data file")?;
        let schema = infer_schema(&metadata).doing("opening a data file")?;
        Ok(DataFile { bytes, metadata, schema })
    }

    /// How many row groups there are.
    pub(crate) fn groups(&self) -> usize {
        self.metadata.row_groups.len()
    }

    /// How many rows a row group has.
    pub(crate) fn rows(&self, group: usize) -> usize {
        self.metadata.row_groups.get(group).map_or(0, |group| group.num_rows())
    }

    /// First and last unit of a row group, if the file says so.
    pub(crate) fn units(&self, group: usize) -> Option<RangeInclusive<u32>> {
        let (least, most) = self.extremes(group, "unit")?;
        // Parquet keeps the bits of a u32 in an i32.
        Some(least.cast_unsigned()..=most.cast_unsigned()).filter(|units| !units.is_empty())
    }

    /// The earliest start and the latest stop of a row group's spells, ongoing ones left out; `None`: not known.
    pub(crate) fn days(&self, group: usize) -> (Option<i32>, Option<i32>) {
        let is_closed = self.statistics(group, "stop").is_some_and(|known| known.null_count == Some(0));
        let start = self.extremes(group, "start").map(|(least, _)| least);
        (start, self.extremes(group, "stop").map(|(_, most)| most).filter(|_| is_closed))
    }

    fn extremes(&self, group: usize, name: &str) -> Option<(i32, i32)> {
        let known = self.statistics(group, name)?;
        Some((known.min_value?, known.max_value?))
    }

    fn statistics(&self, group: usize, name: &str) -> Option<PrimitiveStatistics<i32>> {
        match self.chunk(group, name).ok()?.statistics(&self.metadata.footer_buf)? {
            Ok(Statistics::Int32(known)) => Some(known),
            _ => None,
        }
    }

    fn chunk(&self, group: usize, name: &str) -> Result<&ColumnChunkMetadata> {
        let group = self.metadata.row_groups.get(group);
        let mut columns = group.and_then(|group| group.columns_under_root_iter(name)).into_iter().flatten();
        columns.next().ok_or(RegistryError::Damaged("a data file lacks a column"))
    }

    /// A column of a row group, in one chunk.
    pub(crate) fn column(&self, group: usize, name: &str) -> Result<Series> {
        let doing = "reading a data file";
        let chunk = self.chunk(group, name)?;
        let field = self.schema.get(name).ok_or(RegistryError::Damaged("a data file lacks a column"))?.clone();
        let types = vec![&chunk.descriptor().descriptor.primitive_type];
        let (arrays, _) = column_iter_to_arrays(vec![self.pages(chunk)?], types, field, None).doing(doing)?;
        let column = Series::try_from((PlSmallStr::EMPTY, arrays)).doing(doing)?;
        if column.len() != self.rows(group) {
            return Err(RegistryError::Damaged("a data file is shorter than it says"));
        }
        Ok(column.rechunk())
    }

    fn pages(&self, chunk: &ColumnChunkMetadata) -> Result<BasicDecompressor> {
        let place = chunk.byte_range();
        let (from, to) = (place.start as usize, place.end as usize);
        if from > to || to > self.bytes.len() {
            return Err(RegistryError::Damaged("a data file is shorter than it says"));
        }
        let bytes = Cursor::new(self.bytes.clone().sliced(from..to));
        Ok(BasicDecompressor::new(PageReader::new(bytes, chunk, Vec::new(), usize::MAX), Vec::new()))
    }

    /// Whole numbers stored as differences; `None`: they are stored otherwise.
    pub(crate) fn differences<T: Whole>(&self, group: usize, name: &str) -> Result<Option<Vec<T>>> {
        let damaged = |_| RegistryError::DataFile("reading a data file");
        let mut pages = self.pages(self.chunk(group, name)?)?;
        if pages.read_dict_page().map_err(damaged)?.is_some() {
            return Ok(None);
        }
        let mut all = Vec::with_capacity(self.rows(group));
        while let Some(page) = pages.next() {
            let page = page.and_then(|page| page.decompress(&mut pages)).map_err(damaged)?;
            let is_plain = page.descriptor.max_def_level == 0 && page.descriptor.max_rep_level == 0;
            if !is_plain
                || page.encoding() != Encoding::DeltaBinaryPacked
                || delta::decode(page.buffer(), self.rows(group) - all.len(), &mut all).is_none()
            {
                return Ok(None);
            }
            pages.reuse_page_buffer(page);
        }
        Ok(Some(all).filter(|all| all.len() == self.rows(group)))
    }

    /// The units of a row group's rows.
    pub(crate) fn unit_column(&self, group: usize) -> Result<Vec<u32>> {
        match self.differences(group, "unit")? {
            Some(units) => Ok(units),
            None => self.column(group, "unit")?.u32().map(plain).doing("reading units"),
        }
    }

    /// The values of a row group's rows.
    pub(crate) fn value_column(&self, group: usize, manifest: &Manifest, value_space: Option<&str>) -> Result<Values> {
        if manifest.value == Stored::Long
            && let Some(values) = self.differences(group, "value")?
        {
            return Ok(Values::Long(values));
        }
        if let (Stored::Unit, Some(space)) = (manifest.value, value_space)
            && let Some(index) = self.differences(group, "value")?
        {
            return Ok(Values::Unit { space: space.to_owned(), index });
        }
        values(&self.column(group, "value")?, manifest, value_space)
    }
}

/// Stored values as records have them.
pub(crate) fn values(column: &Series, manifest: &Manifest, value_space: Option<&str>) -> Result<Values> {
    let doing = "reading values";
    Ok(match manifest.value {
        Stored::Codes => {
            let dictionary = manifest.dictionary.clone().ok_or(RegistryError::Damaged("codes without a dictionary"))?;
            let codes = match dictionary.len() {
                0..=0x100 => Codes::U8(plain(column.u8().doing(doing)?)),
                0x101..=0x1_0000 => Codes::U16(plain(column.u16().doing(doing)?)),
                _ => Codes::U32(plain(column.u32().doing(doing)?)),
            };
            Values::Codes { codes, dictionary }
        }
        Stored::Long => Values::Long(plain(column.i64().doing(doing)?)),
        Stored::Double => Values::Double(plain(column.f64().doing(doing)?)),
        Stored::Unit => {
            let space = value_space.ok_or(RegistryError::Damaged("values are units of no type"))?.to_owned();
            Values::Unit { space, index: plain(column.u32().doing(doing)?) }
        }
    })
}

/// All values of a column without nulls.
pub(crate) fn plain<T: PolarsNumericType>(from: &ChunkedArray<T>) -> Vec<T::Native> {
    let mut all = Vec::with_capacity(from.len());
    for chunk in from.downcast_iter() {
        all.extend_from_slice(chunk.values().as_slice());
    }
    all
}

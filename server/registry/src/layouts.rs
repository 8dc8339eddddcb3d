//! What layouts of columns cost: bytes a row, and how fast they are read. A long form: `cargo xtask bench-storage`.

use std::path::Path;
use std::time::Instant;

use polars::prelude::{
    DataFrame, DataType, IntoColumn as _, NamedFrom as _, ParquetCompression, ParquetWriter, PlSmallStr, Series,
};
use polars_parquet::write::{CompressionOptions, Encoding, ZstdLevel};

use crate::data_file::DataFile;
use crate::file_writer::{FileWriter, Layout, Written};
use crate::spells;

const ROWS: usize = 1 << 21;

/// The same draws on every machine.
struct Draws(u64);

impl Draws {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(self.0 >> 11) * u128::from(n)) >> 53) as u64
    }
}

fn columns() -> Vec<(&'static str, Series)> {
    let mut draws = Draws(7);
    let of = |values: Vec<u8>| Series::new(PlSmallStr::EMPTY, values);
    let sex = of((0..ROWS).map(|_| draws.below(2) as u8).collect());
    let municipality: Vec<u16> = (0..ROWS).map(|_| draws.below(360).min(draws.below(360)) as u16).collect();
    // Four spells a person, one after the other; the last one is ongoing.
    let (mut unit, mut start, mut stop, mut status) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut person, mut day, mut left) = (0u32, 0i32, 0u64);
    for _ in 0..ROWS {
        if left == 0 {
            (person, day, left) = (person + 1, draws.below(15_000) as i32, 1 + draws.below(7));
        }
        left -= 1;
        let end = day + draws.below(2500) as i32;
        unit.push(person);
        start.push(day);
        stop.push(if left == 0 { i32::MAX } else { end });
        status.push(draws.below(9) as u8);
        day = end + 1;
    }
    let some: Vec<u32> = (0u32..).filter(|_| draws.below(11) < 7).take(ROWS).collect();
    let wage: Vec<i64> = (0..ROWS)
        .map(|_| if draws.below(5) == 0 { 0 } else { (draws.below(900) * draws.below(900) + draws.below(900)) as i64 })
        .collect();
    let amount: Vec<f64> = (0..ROWS).map(|_| draws.below(90_000_000) as f64 / 100.0).collect();
    let birth: Vec<i64> = (0..ROWS).map(|_| draws.below(36_500) as i64 - 14_000).collect();
    vec![
        ("sex, 2 codes", sex),
        ("status, 9 codes", of(status)),
        ("municipality, 360 codes", Series::new(PlSmallStr::EMPTY, municipality)),
        ("unit, every one", Series::new(PlSmallStr::EMPTY, (0..ROWS as u32).collect::<Vec<_>>())),
        ("unit, 7 of 11", Series::new(PlSmallStr::EMPTY, some)),
        ("unit of spells", Series::new(PlSmallStr::EMPTY, unit)),
        ("start of spells", Series::new(PlSmallStr::EMPTY, start)),
        ("stop of spells", Series::new(PlSmallStr::EMPTY, stop)),
        ("day of birth", Series::new(PlSmallStr::EMPTY, birth)),
        ("whole amount", Series::new(PlSmallStr::EMPTY, wage)),
        ("decimal amount", Series::new(PlSmallStr::EMPTY, amount)),
    ]
}

/// Reads a row group's column as readers do; how many rows it has.
fn read(file: &DataFile, group: usize, kind: &DataType) -> usize {
    let of_differences = match kind {
        DataType::UInt32 => file.differences::<u32>(group, "value").unwrap().map(|values| values.len()),
        DataType::Int64 => file.differences::<i64>(group, "value").unwrap().map(|values| values.len()),
        _ => None,
    };
    of_differences.unwrap_or_else(|| file.column(group, "value").unwrap().len())
}

#[test]
fn storage_layouts() {
    if std::env::var_os("SKJERM_LONG").is_none() {
        eprintln!("skipped: a long form, run by `cargo xtask bench-storage`");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let zstd = CompressionOptions::Zstd(ZstdLevel::try_new(1).ok());
    println!("column | row group | encoding | compression | bytes a row | million rows a second, one thread");
    for (name, values) in columns() {
        for group in [1 << 16, 1 << 18, 1 << 20] {
            for encoding in [Encoding::Plain, Encoding::RleDictionary, Encoding::DeltaBinaryPacked] {
                if encoding == Encoding::DeltaBinaryPacked && name == "decimal amount" {
                    continue;
                }
                for compression in
                    [CompressionOptions::Uncompressed, CompressionOptions::Lz4Raw, CompressionOptions::Snappy, zstd]
                {
                    // Row groups of other lengths with the common layouts only.
                    if group != 1 << 18
                        && compression != CompressionOptions::Lz4Raw
                        && compression != CompressionOptions::Uncompressed
                    {
                        continue;
                    }
                    let layout = Layout { encoding, compression };
                    let path = folder.path().join("x.parquet");
                    let _ = std::fs::remove_file(&path);
                    let part = |at: usize| [Written { name: "value", values: values.slice(at as i64, group), layout }];
                    let mut writer = FileWriter::create(path.clone(), &part(0)).unwrap();
                    (0..ROWS).step_by(group).for_each(|at| writer.write(&part(at)).unwrap());
                    writer.finish().unwrap();
                    let (bytes, speed) = cost(&path, |file, group| read(file, group, values.dtype()));
                    println!("{name} | {group} | {encoding:?} | {compression:?} | {bytes:.2} | {speed:.0}");
                }
            }
        }
    }
    // The last days of spells, missing where a spell goes on: what versions before decision 11 wrote.
    let Some((name, values)) = columns().into_iter().find(|(name, _)| *name == "stop of spells") else { return };
    let stop = values.i32().unwrap().iter().map(|stop| stop.filter(|stop| *stop != spells::ONGOING));
    let stop = Series::new("value".into(), stop.collect::<Vec<_>>()).into_column();
    for compression in [ParquetCompression::Uncompressed, ParquetCompression::Lz4Raw] {
        let path = folder.path().join("missing.parquet");
        let _ = std::fs::remove_file(&path);
        let mut frame = DataFrame::new(ROWS, vec![stop.clone()]).unwrap();
        let file = std::fs::File::create(&path).unwrap();
        ParquetWriter::new(file)
            .with_compression(compression)
            .with_row_group_size(Some(1 << 18))
            .finish(&mut frame)
            .unwrap();
        let (bytes, speed) =
            cost(&path, |file, group| spells::days(file.column(group, "value").unwrap().i32().unwrap()).len());
        println!(
            "{name}, missing if ongoing | {} | RleDictionary | {compression:?} | {bytes:.2} | {speed:.0}",
            1 << 18
        );
    }
}

/// Bytes a row, and million rows a second that one thread reads.
fn cost(path: &Path, read: impl Fn(&DataFile, usize) -> usize) -> (f64, f64) {
    let size = std::fs::metadata(path).unwrap().len() as f64;
    let mut best = f64::MAX;
    for _ in 0..3 {
        let begun = Instant::now();
        let file = DataFile::open(path).unwrap();
        let rows: usize = (0..file.groups()).map(|group| read(&file, group)).sum();
        assert_eq!(rows, ROWS);
        best = best.min(begun.elapsed().as_secs_f64());
    }
    (size / ROWS as f64, ROWS as f64 / best / 1e6)
}

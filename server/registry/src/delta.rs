//! Reads pages of whole numbers in Parquet's encoding DELTA_BINARY_PACKED: a first value, then blocks of differences above their
//! least, as few bits each as the largest needs (Parquet format, *Encodings*).

/// Widest differences that one read of eight bytes gives wherever they begin.
const WIDEST: u32 = 56;

/// Whole numbers of a column: the low bits of the running sum.
pub(crate) trait Whole: Copy {
    /// Drops the bits that the type lacks.
    fn of(sum: u64) -> Self;
}

impl Whole for u32 {
    fn of(sum: u64) -> u32 {
        sum as u32
    }
}

impl Whole for i32 {
    fn of(sum: u64) -> i32 {
        sum as i32
    }
}

impl Whole for i64 {
    fn of(sum: u64) -> i64 {
        sum.cast_signed()
    }
}

/// Appends the values of a page, at most so many; `None` if the page is damaged or has differences that are too wide.
pub(crate) fn decode<T: Whole>(mut page: &[u8], most: usize, to: &mut Vec<T>) -> Option<()> {
    let per_block = varint(&mut page)?;
    let parts = usize::try_from(varint(&mut page)?).ok().filter(|parts| (1..=256).contains(parts))?;
    let per_part = usize::try_from(per_block).ok().filter(|rows| *rows <= 1 << 16)? / parts;
    let rows = usize::try_from(varint(&mut page)?).ok().filter(|rows| *rows <= most)?;
    let mut sum = zigzag(varint(&mut page)?);
    if rows == 0 {
        return Some(());
    }
    if per_part == 0 || per_part % 32 != 0 {
        return None;
    }
    to.push(T::of(sum));
    let mut left = rows - 1;
    let mut packed = Vec::with_capacity(8 * per_part + 8);
    while left > 0 {
        let least = zigzag(varint(&mut page)?);
        let (widths, rest) = page.split_at_checked(parts)?;
        page = rest;
        for width in widths {
            if left == 0 {
                break;
            }
            let (bits, rest) = page.split_at_checked(per_part / 8 * usize::from(*width))?;
            page = rest;
            // Eight bytes more, so that eight bytes can be read wherever a difference begins.
            packed.clear();
            packed.extend_from_slice(bits);
            packed.extend_from_slice(&[0; 8]);
            let rows = per_part.min(left);
            match u32::from(*width) {
                0 => to.extend((0..rows).map(|_| {
                    sum = sum.wrapping_add(least);
                    T::of(sum)
                })),
                width @ 1..=8 => narrow(&packed, (width, rows), (least, &mut sum), to),
                width @ 9..=WIDEST => {
                    let mask = u64::MAX >> (u64::BITS - width);
                    to.extend((0..rows).map(|row| {
                        let bit = row * width as usize;
                        let difference = (word(&packed, bit / 8) >> (bit % 8)) & mask;
                        sum = sum.wrapping_add(least).wrapping_add(difference);
                        T::of(sum)
                    }));
                }
                _ => return None,
            }
            left -= rows;
        }
    }
    Some(())
}

/// Differences of at most eight bits: eight of them in one read.
fn narrow<T: Whole>(packed: &[u8], (width, rows): (u32, usize), (least, sum): (u64, &mut u64), to: &mut Vec<T>) {
    let mask = u64::MAX >> (u64::BITS - width);
    let mut left = rows;
    let mut at = 0;
    while left > 0 {
        let bits = word(packed, at);
        let mut eight = [*sum; 8];
        for (place, value) in (0..8_u32).zip(&mut eight) {
            *sum = sum.wrapping_add(least).wrapping_add((bits >> (place * width)) & mask);
            *value = *sum;
        }
        let rows = left.min(8);
        to.extend(eight.iter().take(rows).map(|sum| T::of(*sum)));
        left -= rows;
        at += width as usize;
    }
}

fn word(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |word| u64::from_le_bytes(*word))
}

/// A number of seven bits a byte, the lowest first.
fn varint(from: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Numbers that are small whatever their sign: 0, -1, 1, -2 … in two's complement.
fn zigzag(number: u64) -> u64 {
    (number >> 1) ^ (number & 1).wrapping_neg()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use polars::prelude::{NamedFrom as _, PlSmallStr, Series};
    use polars_parquet::write::{CompressionOptions, Encoding};
    use proptest::prelude::*;

    use super::*;
    use crate::data_file::DataFile;
    use crate::file_writer::{FileWriter, Layout, Written};

    fn push_varint(mut number: u64, to: &mut Vec<u8>) {
        while number > 0x7f {
            to.push(number as u8 | 0x80);
            number >>= 7;
        }
        to.push(number as u8);
    }

    fn push_zigzag(number: i64, to: &mut Vec<u8>) {
        push_varint(((number << 1) ^ (number >> 63)).cast_unsigned(), to);
    }

    /// The encoding as its specification describes it, bit by bit.
    fn encode(values: &[i64], parts: usize) -> Vec<u8> {
        let per_part = 256 / parts;
        let mut page = Vec::new();
        push_varint(256, &mut page);
        push_varint(parts as u64, &mut page);
        push_varint(values.len() as u64, &mut page);
        push_zigzag(values.first().copied().unwrap_or(0), &mut page);
        let differences: Vec<i64> = values.windows(2).map(|pair| pair[1].wrapping_sub(pair[0])).collect();
        for block in differences.chunks(256) {
            let least = *block.iter().min().unwrap();
            push_zigzag(least, &mut page);
            let above: Vec<u64> = block.iter().map(|one| one.wrapping_sub(least).cast_unsigned()).collect();
            let width = |part: &[u64]| part.iter().map(|one| 64 - one.leading_zeros()).max().unwrap() as usize;
            let mut widths: Vec<u8> = above.chunks(per_part).map(|part| width(part) as u8).collect();
            widths.resize(parts, 0);
            page.extend(widths);
            for part in above.chunks(per_part) {
                let width = width(part);
                let mut bits = vec![0u8; per_part * width / 8];
                for (row, one) in part.iter().enumerate() {
                    for bit in (0..width).filter(|bit| one >> bit & 1 == 1) {
                        bits[(row * width + bit) / 8] |= 1 << ((row * width + bit) % 8);
                    }
                }
                page.extend(bits);
            }
        }
        page
    }

    fn round<T: Whole>(values: &[i64], parts: usize) -> Option<Vec<T>> {
        let mut back = Vec::new();
        decode(&encode(values, parts), values.len(), &mut back).map(|()| back)
    }

    proptest! {
        #[test]
        fn values_come_back(bits in 0..55u32, draws in proptest::collection::vec(any::<i64>(), 0..1500), parts in 0..4usize) {
            let parts = [1, 2, 4, 8][parts];
            let values: Vec<i64> = draws.iter().map(|draw| draw >> (64 - bits).min(63)).collect();
            prop_assert_eq!(round::<i64>(&values, parts).unwrap(), values.clone());
            let units: Vec<u32> = values.iter().map(|value| *value as u32).collect();
            let stored: Vec<i64> = units.iter().map(|unit| i64::from(unit.cast_signed())).collect();
            prop_assert_eq!(round::<u32>(&stored, parts).unwrap(), units);
        }

        #[test]
        fn damaged_pages_are_no_values_or_others(bytes in proptest::collection::vec(any::<u8>(), 0..200), cut in 0..400usize) {
            let _ = decode::<i64>(&bytes, 5000, &mut Vec::new());
            let mut page = encode(&(0..1000).map(|n| n * n % 91).collect::<Vec<_>>(), 1);
            page.truncate(cut);
            let mut back: Vec<i64> = Vec::new();
            prop_assert!(decode(&page, 1000, &mut back).is_none() || back.len() == 1000);
        }
    }

    #[test]
    fn differences_that_are_too_wide_are_left_to_others() {
        assert_eq!(round::<i64>(&[i64::MIN, i64::MAX, 0], 1), None);
        assert_eq!(round::<i64>(&[], 1), Some(Vec::new()));
        assert_eq!(round::<i64>(&[i64::MAX], 1), Some(vec![i64::MAX]));
    }

    #[test]
    fn what_is_written_to_a_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout { encoding: Encoding::DeltaBinaryPacked, compression: CompressionOptions::Uncompressed };
        let wide: Vec<i64> = (0..1000).map(|n: i64| (n * n).wrapping_mul(0x1234_5678_9abc_def1)).collect();
        let narrow: Vec<i64> = (0..300_001).map(|n: i64| n * n % 7919 - 3000 + n / 700).collect();
        for (n, values) in [vec![], vec![-5], wide.clone(), narrow].into_iter().enumerate() {
            let path = folder.path().join(n.to_string());
            let column = Written { name: "value", values: Series::new(PlSmallStr::EMPTY, values.clone()), layout };
            let mut writer = FileWriter::create(path.clone(), std::slice::from_ref(&column)).unwrap();
            writer.write(std::slice::from_ref(&column)).unwrap();
            writer.finish().unwrap();
            let file = DataFile::open(&path).unwrap();
            let read: Option<Vec<i64>> = file.differences(0, "value").unwrap();
            assert!(read == (values != wide).then(|| values.clone()), "{n}");
            assert!(file.column(0, "value").unwrap().i64().unwrap().into_no_null_iter().eq(values), "{n}");
        }
    }
}

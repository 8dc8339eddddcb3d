//! Values of one variable: from text to what is stored, each checked against type and code list.

use std::collections::HashMap;

use foldhash::quality::RandomState;
use registry::{ChunkValues, StoredValues};
use variables::{Code, DataType, Databank, Day, ValueDomain};

use super::metadata::Described;
use crate::ImportError;
use crate::identity::{Identities, Known, SpaceId};
use crate::rule::Rule;

/// How the values of a variable are read.
pub(crate) struct ValueReader {
    kind: Kind,
    codes: Option<CodeCheck>,
}

enum Kind {
    /// Texts of a code list: the number is the place in its sorted dictionary.
    Listed {
        dictionary: Vec<String>,
    },
    /// Free texts: numbered as they come, sorted at the end.
    Free {
        numbers: HashMap<String, u32, RandomState>,
    },
    Long,
    Double,
    Date,
    Unit(SpaceId),
    /// The metadata do not say what values are: they are checked for being there.
    Unknown,
}

/// Place in the dictionary and periods of each code.
struct CodeCheck(HashMap<String, (u32, Vec<Code>), RandomState>);

/// What a text is.
pub(crate) enum Read {
    /// A value.
    Value(u64),
    /// A name that gets its number when all threads are done with their blocks.
    New,
}

impl ValueReader {
    pub(crate) fn new(
        described: &Described,
        databank: &Databank,
        identities: &mut Identities<'_>,
    ) -> Result<ValueReader, ImportError> {
        let list = match &described.domain {
            Some(ValueDomain::Enumerated(list)) => Some(list),
            _ => None,
        };
        let codes = list.map(|list| {
            let mut check: HashMap<String, (u32, Vec<Code>), RandomState> =
                list.dictionary().into_iter().zip(0..).map(|(text, place)| (text, (place, Vec::new()))).collect();
            for code in list.codes.iter().chain(&list.sentinel) {
                if let Some((_, periods)) = check.get_mut(&code.code) {
                    periods.push(code.clone());
                }
            }
            CodeCheck(check)
        });
        let kind = match (described.value_unit_type, described.data_type, list) {
            (Some(unit_type), _, _) => Kind::Unit(identities.space(databank, unit_type)?),
            (None, None, _) => Kind::Unknown,
            (None, Some(DataType::String), Some(list)) => Kind::Listed { dictionary: list.dictionary() },
            (None, Some(DataType::String), None) => Kind::Free { numbers: HashMap::default() },
            (None, Some(DataType::Long), _) => Kind::Long,
            (None, Some(DataType::Double), _) => Kind::Double,
            (None, Some(DataType::Date), _) => Kind::Date,
        };
        Ok(ValueReader { kind, codes })
    }

    /// The space of values that are units.
    pub(crate) fn space(&self) -> Option<SpaceId> {
        match self.kind {
            Kind::Unit(space) => Some(space),
            _ => None,
        }
    }

    /// Reads one value; `start` is the day on which a code must be valid, `None` for FIXED: ever. `units`: the space of values
    /// that are units.
    pub(crate) fn read(&self, text: &str, start: Option<Day>, units: Option<Known<'_>>) -> Result<Read, Rule> {
        let text = text.trim_matches(' ');
        if text.trim().is_empty() {
            return Err(Rule::ValueEmpty);
        }
        let number = match &self.kind {
            Kind::Listed { .. } => self.check_code(text, start).map(u64::from)?,
            Kind::Free { numbers } => match numbers.get(text) {
                Some(number) => u64::from(*number),
                None => return Ok(Read::New),
            },
            Kind::Unit(_) => match units {
                Some(units) if !units.is_code(text) => return Err(Rule::CodeUnknown),
                units => match units.and_then(|units| units.find(text.as_bytes())) {
                    Some(index) => u64::from(index),
                    None => return Ok(Read::New),
                },
            },
            Kind::Long => {
                let number = whole(text.trim())?;
                if self.codes.is_some() {
                    self.check_code(&number.to_string(), start)?;
                }
                number as u64
            }
            Kind::Double => decimal(text.trim()).map(f64::to_bits)?,
            Kind::Date => text.trim().parse().map(|Day(day)| i64::from(day) as u64).map_err(|_| Rule::ValueDate)?,
            Kind::Unknown => 0,
        };
        Ok(Read::Value(number))
    }

    /// The number of a name that was new.
    pub(crate) fn number(&mut self, name: &[u8], identities: &mut Identities<'_>) -> Result<u64, ImportError> {
        match &mut self.kind {
            Kind::Unit(space) => identities.index(*space, name).map(u64::from),
            Kind::Free { numbers } => {
                let next = numbers.len() as u32;
                // Lines were read as UTF-8.
                Ok(u64::from(*numbers.entry(String::from_utf8_lossy(name).into_owned()).or_insert(next)))
            }
            _ => Ok(0),
        }
    }

    fn check_code(&self, text: &str, start: Option<Day>) -> Result<u32, Rule> {
        let Some((place, periods)) = self.codes.as_ref().and_then(|codes| codes.0.get(text)) else {
            return Err(Rule::CodeUnknown);
        };
        let is_valid = start.is_none_or(|start| periods.iter().any(|period| period.is_valid_at(start)));
        if is_valid { Ok(*place) } else { Err(Rule::CodeNotValid) }
    }

    /// How the values are to be stored, now that all have been read, and how to get there.
    pub(crate) fn finish(self) -> (StoredValues, ValueWriter) {
        match self.kind {
            Kind::Listed { dictionary } => (StoredValues::Codes { dictionary }, ValueWriter::Codes(None)),
            Kind::Free { numbers } => {
                let mut texts: Vec<(String, u32)> = numbers.into_iter().collect();
                texts.sort_unstable();
                let mut places = vec![0; texts.len()];
                for ((_, number), place) in texts.iter().zip(0..) {
                    if let Some(slot) = places.get_mut(*number as usize) {
                        *slot = place;
                    }
                }
                let dictionary = texts.into_iter().map(|(text, _)| text).collect();
                (StoredValues::Codes { dictionary }, ValueWriter::Codes(Some(places)))
            }
            Kind::Long | Kind::Date | Kind::Unknown => (StoredValues::Long, ValueWriter::Long),
            Kind::Double => (StoredValues::Double, ValueWriter::Double),
            Kind::Unit(_) => (StoredValues::Unit, ValueWriter::Unit),
        }
    }
}

/// Turns sorted raw values into columns.
pub(crate) enum ValueWriter {
    /// Places in the dictionary, of free texts by their number.
    Codes(Option<Vec<u32>>),
    Long,
    Double,
    Unit,
}

impl ValueWriter {
    pub(crate) fn column(&self, raw: &[u64]) -> ChunkValues {
        match self {
            ValueWriter::Codes(None) => ChunkValues::Codes(raw.iter().map(|place| *place as u32).collect()),
            ValueWriter::Codes(Some(places)) => ChunkValues::Codes(
                raw.iter().map(|number| places.get(*number as usize).copied().unwrap_or(u32::MAX)).collect(),
            ),
            ValueWriter::Long => ChunkValues::Long(raw.iter().map(|value| *value as i64).collect()),
            ValueWriter::Double => ChunkValues::Double(raw.iter().map(|value| f64::from_bits(*value)).collect()),
            ValueWriter::Unit => ChunkValues::Unit(raw.iter().map(|index| *index as u32).collect()),
        }
    }
}

/// A whole number: digits with perhaps a minus sign.
fn whole(text: &str) -> Result<i64, Rule> {
    if text.starts_with('+') { Err(Rule::ValueLong) } else { text.parse().map_err(|_| Rule::ValueLong) }
}

/// A finite decimal number with a point.
fn decimal(text: &str) -> Result<f64, Rule> {
    if text.contains(',') {
        return Err(Rule::DecimalComma);
    }
    // `parse` also knows the words inf and nan.
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse().ok().filter(|number: &f64| is_number && number.is_finite()).ok_or(Rule::ValueDouble)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_strictly() {
        assert_eq!(whole("-12"), Ok(-12));
        for text in ["1.0", "+1", "1e3", "9223372036854775808", "x", ""] {
            assert_eq!(whole(text), Err(Rule::ValueLong), "{text}");
        }
        assert_eq!((decimal("-1.5e3"), decimal("2")), (Ok(-1500.0), Ok(2.0)));
        assert_eq!(decimal("1,5"), Err(Rule::DecimalComma));
        for text in ["inf", "NaN", "1e999", "", "1.5.2"] {
            assert_eq!(decimal(text), Err(Rule::ValueDouble), "{text}");
        }
    }
}

//! A block of lines read by one thread: rows as far as they are known, names that are new, and what is wrong.

use variables::{Day, Temporality};

use super::lines::{Block, fields};
use super::values::{Read, ValueReader};
use crate::ImportError;
use crate::identity::{Identities, Known, NewNames, SpaceId};
use crate::rule::Rule;
use crate::sort::{OPEN, Row};

/// What reading lines needs; shared by the threads.
pub(crate) struct LineReader<'a> {
    pub(crate) temporality: Option<Temporality>,
    pub(crate) units: Known<'a>,
    pub(crate) values: &'a ValueReader,
    /// The space of values that are units.
    pub(crate) value_units: Option<Known<'a>>,
    /// Whether that is the space of the rows' units too: then both have one numbering, in the order of the file.
    pub(crate) has_one_space: bool,
}

/// What a block held.
#[derive(Default)]
pub(crate) struct ReadBlock {
    rows: Vec<Row>,
    new_units: NewNames,
    /// Place of a row, and the number of its unit among the new ones.
    late_units: Vec<(u32, u32)>,
    /// Names of values, unless they are units of the rows' space.
    new_values: NewNames,
    late_values: Vec<(u32, u32)>,
    has_one_space: bool,
    /// By line, those of a line in the order of the rules.
    pub(crate) findings: Vec<(u64, Rule)>,
}

impl LineReader<'_> {
    /// Reads a block's lines.
    pub(crate) fn read(&self, block: &Block) -> ReadBlock {
        let mut read = ReadBlock { has_one_space: self.has_one_space, ..ReadBlock::default() };
        for (number, line) in block.lines() {
            match line {
                Ok(line) => self.line(number, line, &mut read),
                Err(rule) => read.findings.push((number, rule)),
            }
        }
        read
    }

    /// One line: a row, or all that is wrong with it.
    fn line(&self, number: u64, line: &[u8], read: &mut ReadBlock) {
        let mut wrong = |rule| read.findings.push((number, rule));
        let [identifier, value, start, stop, attributes] = match fields(line) {
            Ok(fields) => fields,
            Err(rule) => return wrong(rule),
        };
        if !attributes.trim().is_empty() {
            wrong(Rule::Attributes);
        }
        if self.temporality == Some(Temporality::Fixed) && !stop.trim().is_empty() {
            wrong(Rule::FixedStop);
        }
        let identifier = identifier.trim_matches(' ');
        let unit = if identifier.trim().is_empty() {
            Err(Rule::IdentifierEmpty)
        } else if !self.units.is_code(identifier) {
            Err(Rule::IdentifierCode)
        } else {
            Ok(())
        };
        let period = self.temporality.map_or(Ok((None, None)), |kind| period(kind, start.trim(), stop.trim()));
        let found = self.values.read(&value, period.ok().and_then(|(start, _)| start), self.value_units);
        match (unit, period, found) {
            (Ok(()), Ok((start, stop)), Ok(found)) => {
                let place = read.rows.len() as u32;
                let value = match found {
                    Read::Value(number) => number,
                    Read::New => {
                        let names = if self.has_one_space { &mut read.new_units } else { &mut read.new_values };
                        read.late_values.push((place, names.number(value.trim_matches(' ').as_bytes())));
                        0
                    }
                };
                let unit = self.units.find(identifier.as_bytes()).unwrap_or_else(|| {
                    read.late_units.push((place, read.new_units.number(identifier.as_bytes())));
                    0
                });
                read.rows.push(Row {
                    unit,
                    start: start.map_or(0, |Day(day)| day),
                    stop: stop.map_or(OPEN, |Day(day)| day),
                    line: u32::try_from(number).unwrap_or(u32::MAX),
                    value,
                });
            }
            (unit, period, found) => [unit.err(), found.err(), period.err()].into_iter().flatten().for_each(wrong),
        }
    }
}

impl ReadBlock {
    /// The rows, new names given their numbers. Blocks must come in the order of the file.
    pub(crate) fn finish(
        mut self,
        space: SpaceId,
        values: &mut ValueReader,
        identities: &mut Identities<'_>,
    ) -> Result<Vec<Row>, ImportError> {
        let units: Vec<u32> =
            self.new_units.iter().map(|name| identities.index(space, name)).collect::<Result<_, _>>()?;
        let numbers: Vec<u64> = if self.has_one_space {
            units.iter().map(|unit| u64::from(*unit)).collect()
        } else {
            self.new_values.iter().map(|name| values.number(name, identities)).collect::<Result<_, _>>()?
        };
        for (place, name) in self.late_values {
            if let (Some(row), Some(number)) = (self.rows.get_mut(place as usize), numbers.get(name as usize)) {
                row.value = *number;
            }
        }
        for (place, name) in self.late_units {
            if let (Some(row), Some(unit)) = (self.rows.get_mut(place as usize), units.get(name as usize)) {
                row.unit = *unit;
            }
        }
        Ok(self.rows)
    }
}

/// The dates of a line by the rules of its temporality.
fn period(temporality: Temporality, start: &str, stop: &str) -> Result<(Option<Day>, Option<Day>), Rule> {
    let first = |rule| start.parse::<Day>().map_err(|_| rule);
    let last = |rule| stop.parse::<Day>().map_err(|_| rule);
    match temporality {
        Temporality::Fixed if start.is_empty() => Ok((None, None)),
        Temporality::Fixed => Err(Rule::FixedStart),
        Temporality::Status => {
            let (start, stop) = (first(Rule::StartDate)?, last(Rule::StopDate)?);
            if start == stop { Ok((Some(start), Some(stop))) } else { Err(Rule::StatusDates) }
        }
        Temporality::Accumulated => {
            let (start, stop) = (first(Rule::StartDate)?, last(Rule::StopDate)?);
            if start < stop { Ok((Some(start), Some(stop))) } else { Err(Rule::AccumulatedPeriod) }
        }
        Temporality::Event => {
            let start = first(Rule::StartDate)?;
            if stop.is_empty() {
                return Ok((Some(start), None));
            }
            let stop = last(Rule::StopDate)?;
            if start <= stop { Ok((Some(start), Some(stop))) } else { Err(Rule::EventPeriod) }
        }
    }
}

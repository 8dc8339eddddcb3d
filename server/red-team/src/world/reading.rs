//! The register's values as records: held once, read in blocks.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use engine::records::Effective;
use engine::{Block, BlockUnits, Reading, RecordCodes, RecordValues, Records, Selection, WorldError};

use super::bank::first_day;
use crate::register::{CIVIL_STATES, EDUCATIONS, PLACES, Register, YEARS, place_code};

/// Units of a block.
const BLOCK: usize = 1 << 16;

/// A fixed variable: one value a unit.
enum Column {
    Codes(Vec<u16>, Arc<[String]>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Units(Vec<u32>),
}

/// All variables by name.
pub struct Stored {
    fixed: HashMap<&'static str, Arc<Column>>,
    state: Vec<[bool; 3]>,
}

impl Stored {
    /// The values of a register.
    pub fn new(register: &Register) -> Self {
        let small = |values: &[u8]| values.iter().map(|code| u16::from(*code) - 1).collect::<Vec<u16>>();
        let listed = |n: usize| (1..=n).map(|code| code.to_string()).collect::<Vec<String>>().into();
        let flag: Arc<[String]> = ["0".to_owned(), "1".to_owned()].into();
        let whole = |values: &[u16]| values.iter().map(|value| i64::from(*value)).collect::<Vec<i64>>();
        let places: Vec<String> = (0..PLACES as u16).map(place_code).collect();
        let secret = register.secret.iter().map(|secret| u16::from(*secret)).collect();
        let columns = [
            ("SEX", Column::Codes(small(&register.sex), listed(2))),
            ("EDUCATION", Column::Codes(small(&register.education), listed(EDUCATIONS))),
            ("CIVIL", Column::Codes(small(&register.civil), listed(CIVIL_STATES))),
            ("PLACE", Column::Codes(register.place.clone(), places.into())),
            ("BORN", Column::Whole(whole(&register.born))),
            ("SECRET", Column::Codes(secret, flag)),
            ("WAGE", Column::Whole(register.wage.clone())),
            ("INCOME", Column::Whole(register.income.clone())),
            ("LINE", Column::Real(register.line.clone())),
            ("ARBEIDSFORHOLD_PERSON", Column::Units(register.person_of_job.clone())),
            ("PAY", Column::Whole(register.pay.clone())),
        ];
        let fixed = columns.into_iter().map(|(name, column)| (name, Arc::new(column))).collect();
        Stored { fixed, state: register.state.clone() }
    }

    /// Records of a variable.
    pub fn read(&self, variable: &str, selection: Selection) -> Result<Box<dyn Reading>, WorldError> {
        if let Some(column) = self.fixed.get(variable) {
            return Ok(Box::new(Fixed(column.clone())));
        }
        if variable == "STATE" { Ok(Box::new(self.states(selection))) } else { Err(WorldError::Internal(1)) }
    }

    /// The yearly states that a selection takes, by person and year.
    fn states(&self, selection: Selection) -> Records {
        let days: Vec<(usize, i32)> =
            YEARS.iter().enumerate().filter_map(|(at, year)| Some((at, first_day(*year)?.0))).collect();
        let taken = |day: i32| match selection {
            Selection::All => true,
            Selection::At(at) => at.0 == day,
            Selection::Window { from, to } => (from.0..=to.0).contains(&day),
        };
        let taken: Vec<(usize, i32)> = days.into_iter().filter(|(_, day)| taken(*day)).collect();
        let (mut unit, mut codes, mut start) = (Vec::new(), Vec::new(), Vec::new());
        for (person, states) in (0_u32..).zip(&self.state) {
            for (year, day) in &taken {
                unit.push(person);
                codes.push(u8::from(states[*year]));
                start.push(*day);
            }
        }
        let is_window = matches!(selection, Selection::Window { .. });
        let day = |(_, day): &(usize, i32)| variables::Day(*day);
        Records {
            unit,
            value: RecordValues::Codes {
                codes: RecordCodes::U8(codes),
                dictionary: ["0".to_owned(), "1".to_owned()].into(),
            },
            stop: is_window.then(|| start.iter().map(|day| Some(*day)).collect()),
            start: is_window.then_some(start),
            effective: taken.first().map(|first| (day(first), Some(day(first)))),
        }
    }
}

/// A fixed variable being read.
struct Fixed(Arc<Column>);

impl Fixed {
    fn len(&self) -> usize {
        match &*self.0 {
            Column::Codes(values, _) => values.len(),
            Column::Whole(values) => values.len(),
            Column::Real(values) => values.len(),
            Column::Units(values) => values.len(),
        }
    }

    fn part(&self, rows: std::ops::Range<usize>) -> RecordValues {
        match &*self.0 {
            Column::Codes(values, dictionary) => {
                RecordValues::Codes { codes: RecordCodes::U16(values[rows].to_vec()), dictionary: dictionary.clone() }
            }
            Column::Whole(values) => RecordValues::Long(values[rows].to_vec()),
            Column::Real(values) => RecordValues::Double(values[rows].to_vec()),
            Column::Units(values) => RecordValues::Units(values[rows].to_vec()),
        }
    }

    fn rows(&self, block: usize) -> std::ops::Range<usize> {
        block * BLOCK..((block + 1) * BLOCK).min(self.len())
    }
}

impl Reading for Fixed {
    fn no_values(&self) -> RecordValues {
        self.part(0..0)
    }

    fn effective(&self) -> Option<Effective> {
        None
    }

    fn n_blocks(&self) -> usize {
        self.len().div_ceil(BLOCK)
    }

    fn bounds(&self, block: usize) -> RangeInclusive<u32> {
        let rows = self.rows(block);
        rows.start as u32..=rows.end as u32 - 1
    }

    fn n_rows(&self, block: usize) -> Option<usize> {
        Some(self.rows(block).len())
    }

    fn read(&self, block: usize) -> Result<Block, WorldError> {
        let rows = self.rows(block);
        let unit = BlockUnits::Run(rows.start as u32..rows.end as u32);
        Ok(Block { unit, value: self.part(rows), start: None, stop: None })
    }
}

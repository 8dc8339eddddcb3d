//! A world in memory: databanks of fixed variables of persons, columns written as text.

use std::collections::HashMap;
use std::sync::Arc;

use disclosure::{Filter, Keys};
use engine::scripts::{KeepError, Kept};
use engine::{Bank, Reading, RecordValues, Records, Scripts, Selection, Space, World, WorldError};
use variables::{
    Code, CodeList, DataType, DataVersion, Multilingual, Profile, Sensitivity, Temporality, Tier, UnitType,
    ValueDomain, Variable, VersionRequest,
};

/// Values of a fixed variable, one a person, `None` where there is no record.
#[derive(Clone)]
pub enum Cells {
    Texts(Vec<Option<String>>),
    Longs(Vec<Option<i64>>),
    Doubles(Vec<Option<f64>>),
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Cells::Texts(values) => values.len(),
            Cells::Longs(values) => values.len(),
            Cells::Doubles(values) => values.len(),
        }
    }

    /// The values of the persons in another order.
    pub fn permuted(&self, order: &[usize]) -> Cells {
        match self {
            Cells::Texts(values) => Cells::Texts(order.iter().map(|row| values[*row].clone()).collect()),
            Cells::Longs(values) => Cells::Longs(order.iter().map(|row| values[*row]).collect()),
            Cells::Doubles(values) => Cells::Doubles(order.iter().map(|row| values[*row]).collect()),
        }
    }
}

/// A databank of fixed variables.
pub struct Memory {
    name: String,
    profile: Profile,
    variables: Vec<Variable>,
    cells: HashMap<String, Cells>,
    pseudonyms: Vec<u64>,
}

impl Memory {
    pub fn new(name: &str, profile: Profile, n_persons: usize) -> Memory {
        let pseudonyms = (0..n_persons as u64).map(|person| person * 7_919 + 104_729).collect();
        Memory { name: name.to_owned(), profile, variables: Vec::new(), cells: HashMap::new(), pseudonyms }
    }

    /// Another pseudonym for each dense index: the same persons in another order.
    pub fn in_order(mut self, order: &[usize]) -> Memory {
        self.pseudonyms = order.iter().map(|row| self.pseudonyms[*row]).collect();
        self.cells = self.cells.iter().map(|(name, cells)| (name.clone(), cells.permuted(order))).collect();
        self
    }

    /// Adds a variable; `codes` is its code list (code and Norwegian title), empty for none.
    pub fn with(mut self, name: &str, cells: Cells, codes: &[(&str, &str)]) -> Memory {
        assert_eq!(cells.len(), self.pseudonyms.len(), "{name}");
        let data_type = match &cells {
            Cells::Texts(_) => DataType::String,
            Cells::Longs(_) => DataType::Long,
            Cells::Doubles(_) => DataType::Double,
        };
        let code = |(code, title): &(&str, &str)| Code {
            code: (*code).to_owned(),
            title: Multilingual::norwegian(*title),
            valid_from: None,
            valid_until: None,
        };
        let domain = if codes.is_empty() {
            ValueDomain::Described {
                description: Multilingual::default(),
                measurement_type: None,
                measurement_unit: None,
            }
        } else {
            ValueDomain::Enumerated(CodeList { codes: codes.iter().map(code).collect(), sentinel: Vec::new() })
        };
        self.variables.push(Variable {
            name: name.to_owned(),
            title: Multilingual::norwegian(name),
            description: Multilingual::default(),
            unit_type: UnitType::person(),
            value_unit_type: None,
            temporality: Temporality::Fixed,
            data_type,
            format: None,
            domain,
            sensitivity: Sensitivity::PersonGeneral,
            subjects: Vec::new(),
            population: Multilingual::default(),
            valid_from: None,
            valid_until: None,
            measure_dates: Vec::new(),
            successors: Vec::new(),
            has_data: true,
        });
        self.cells.insert(name.to_owned(), cells);
        self
    }
}

impl Bank for Memory {
    fn name(&self) -> &str {
        &self.name
    }
    fn version(&self) -> Option<DataVersion> {
        Some(DataVersion { major: 1, minor: 0, patch: 0 })
    }
    fn profile(&self) -> Profile {
        self.profile
    }
    fn tier(&self) -> Tier {
        Tier::Ordinary
    }
    fn is_synthetic(&self) -> bool {
        true
    }
    fn variables(&self) -> &[Variable] {
        &self.variables
    }
}

/// A world of databanks.
pub struct MemoryWorld {
    banks: Vec<Arc<Memory>>,
    filter: Filter,
}

impl MemoryWorld {
    pub fn new(banks: Vec<Memory>) -> MemoryWorld {
        let keys = Keys::new([11; 32], [23; 32]);
        MemoryWorld { banks: banks.into_iter().map(Arc::new).collect(), filter: Filter::new(keys) }
    }

    fn of_space(&self, space: &Space) -> &Memory {
        let of = |bank: &&Arc<Memory>| Space::of(bank.profile, &bank.name, UnitType::person()) == *space;
        self.banks.iter().find(of).unwrap_or_else(|| panic!("no databank with space {space:?}"))
    }

    fn bank(&self, name: &str) -> Option<&Arc<Memory>> {
        self.banks.iter().find(|bank| bank.name == name)
    }
}

impl World for MemoryWorld {
    fn databank(&self, name: &str, _: VersionRequest) -> Result<Arc<dyn Bank>, WorldError> {
        let known = self.banks.iter().map(|bank| bank.name.clone()).collect();
        match self.bank(name) {
            Some(bank) => Ok(bank.clone()),
            None => Err(WorldError::UnknownDatabank { known }),
        }
    }

    fn read(&self, bank: &dyn Bank, variable: &str, _: Selection) -> Result<Box<dyn Reading>, WorldError> {
        let memory = self.bank(bank.name()).ok_or(WorldError::Internal(1))?;
        let cells = memory.cells.get(variable).ok_or(WorldError::Internal(2))?;
        fn present<T: Clone>(values: &[Option<T>]) -> (Vec<u32>, Vec<T>) {
            values.iter().zip(0_u32..).filter_map(|(value, unit)| Some((unit, value.clone()?))).unzip()
        }
        let (unit, value) = match cells {
            Cells::Longs(values) => {
                let (unit, values) = present(values);
                (unit, RecordValues::Long(values))
            }
            Cells::Doubles(values) => {
                let (unit, values) = present(values);
                (unit, RecordValues::Double(values))
            }
            Cells::Texts(values) => {
                let (unit, values) = present(values);
                let mut dictionary = values.clone();
                dictionary.sort();
                dictionary.dedup();
                let codes = values.iter().map(|text| dictionary.binary_search(text).unwrap() as u32).collect();
                (unit, RecordValues::Codes { codes, dictionary: dictionary.into() })
            }
        };
        Ok(Box::new(Records { unit, value, start: None, stop: None, effective: None }))
    }

    fn unit_count(&self, space: &Space) -> Result<usize, WorldError> {
        Ok(self.of_space(space).pseudonyms.len())
    }

    fn record_keys(&self, space: &Space) -> Result<Arc<[u128]>, WorldError> {
        let keys = self.filter.keys();
        Ok(self.of_space(space).pseudonyms.iter().map(|pseudonym| keys.record_key(space.name(), *pseudonym)).collect())
    }

    fn unit_codes(&self, _: &Space) -> Result<Option<Arc<[String]>>, WorldError> {
        Ok(None)
    }

    fn persons(&self, _: &dyn Bank, _: UnitType) -> Result<Option<Arc<[u32]>>, WorldError> {
        Ok(None)
    }

    fn filter(&self) -> &Filter {
        &self.filter
    }

    fn scripts(&self) -> &dyn Scripts {
        self
    }

    fn cancel(&self) -> engine::Cancel {
        engine::Cancel::default()
    }
}

/// Nothing is kept here.
impl Scripts for MemoryWorld {
    fn names(&self) -> Result<Vec<String>, WorldError> {
        Ok(Vec::new())
    }

    fn text(&self, _: &str) -> Result<Option<String>, WorldError> {
        Ok(None)
    }

    fn keep(&self, _: &str, _: &str) -> Result<Kept, KeepError> {
        Err(KeepError::TooMany { most: 0 })
    }

    fn keep_copy(&self, _: &str) -> Result<Kept, KeepError> {
        Err(KeepError::TooMany { most: 0 })
    }
}

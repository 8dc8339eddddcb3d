//! A small made-up register and short ways to ask it.

use std::sync::Arc;

use disclosure::normal_form::RegisterVariable;
use disclosure::statistic::{
    Category, CountMeasure, Dimension, FrequencyInput, MagnitudeInput, Measure, NumberColumn, Numbers, TableLayout,
};
use disclosure::{
    ColumnForm, Confidential, Filter, Form, Keys, Kind, Population, Profile, Question, Refusal, Source, Statistic,
    Tier, Value, record_keys,
};
use wire::output::{Body, Cell, Table};

/// SplitMix64: the same numbers on every machine.
#[derive(Clone)]
pub struct Random(pub u64);

impl Random {
    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// Uniform in 0 … 1.
    pub fn uniform(&mut self) -> f64 {
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, n: u32) -> u32 {
        (self.word() % u64::from(n)) as u32
    }

    /// Standard normal (Box and Muller).
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        libm::sqrt(-2.0 * libm::log(u)) * libm::cos(2.0 * std::f64::consts::PI * v)
    }
}

pub fn filter() -> Filter {
    filter_with(1)
}

/// A filter with other keys.
pub fn filter_with(key: u8) -> Filter {
    Filter::new(Keys::new([key; 32], [key ^ 0x55; 32]))
}

pub fn source(profile: Profile) -> Source {
    Source { databank: "no.test".into(), version: "1.0.0.0".into(), profile, tier: Tier::Ordinary }
}

/// A register variable; with codes it is a text variable.
pub fn variable(profile: Profile, name: &str, codes: Option<&[&str]>, can_be_missing: bool) -> ColumnForm {
    variable_of(source(profile), name, codes, can_be_missing)
}

/// The same of any databank.
pub fn variable_of(source: Source, name: &str, codes: Option<&[&str]>, can_be_missing: bool) -> ColumnForm {
    ColumnForm::register_variable(&RegisterVariable {
        source,
        name,
        effective: "",
        codes: codes.map(|codes| codes.iter().map(|code| Value::from(*code)).collect()),
        kind: if codes.is_some() { Kind::Text } else { Kind::Real },
        can_be_missing,
    })
}

/// `n` persons with one row each.
pub fn persons(n: usize) -> Population {
    population((0..n as u32).collect(), n, false)
}

pub fn population(persons: Vec<u32>, n: usize, several_rows: bool) -> Population {
    let pseudonyms: Vec<u64> = (0..n as u64).map(|person| person * 7919 + 13).collect();
    Population {
        persons: persons.into(),
        keys: record_keys(&[4; 32], "FNR", &pseudonyms).into(),
        several_rows,
        one_row_by: None,
    }
}

/// The form of a population that no other test has.
pub fn form(profile: Profile, name: &str) -> Form {
    Form::population("import", &[name], &[&variable(profile, "FIRST", Some(&["1"]), false)], &[])
}

pub fn question(profile: Profile, name: &str) -> Question {
    Question::new(form(profile, name), profile)
}

pub fn dimension(profile: Profile, name: &str, codes: Vec<u32>, categories: &[&str]) -> Dimension {
    Dimension {
        name: name.to_owned(),
        label: format!("the {name}"),
        codes: codes.into(),
        categories: categories
            .iter()
            .map(|code| Category { value: Value::from(*code), label: Some(format!("label {code}")), is_listed: true })
            .collect(),
        form: variable(profile, name, Some(categories), true),
        is_date: false,
        made_from: Vec::new(),
    }
}

/// The same with only its first categories on the code list.
pub fn listed(mut dimension: Dimension, n_listed: usize) -> Dimension {
    for (at, category) in dimension.categories.iter_mut().enumerate() {
        category.is_listed = at < n_listed;
    }
    dimension
}

pub fn numbers(profile: Profile, name: &str, values: Vec<f64>) -> NumberColumn {
    let valid: Vec<bool> = values.iter().map(|value| value.is_finite()).collect();
    NumberColumn {
        name: name.to_owned(),
        label: format!("the {name}"),
        numbers: Numbers { values: values.into(), valid: Some(valid.into()) },
        form: variable(profile, name, None, true),
    }
}

pub fn frequency(population: &Population, dimensions: Vec<Dimension>) -> FrequencyInput {
    FrequencyInput {
        population: population.clone(),
        dimensions,
        measures: vec![CountMeasure::Count],
        chi2: false,
        layout: TableLayout::default(),
    }
}

pub fn magnitude(
    population: &Population,
    dimensions: Vec<Dimension>,
    variables: Vec<NumberColumn>,
    measures: &[Measure],
) -> MagnitudeInput {
    MagnitudeInput {
        population: population.clone(),
        dimensions,
        variables,
        measures: measures.to_vec(),
        layout: TableLayout::default(),
    }
}

pub fn body(filter: &Filter, statistic: Statistic, question: &Question) -> Result<Body, Refusal> {
    let released = filter.release(Confidential::new(statistic), question)?;
    Ok(released.into_inner().remove(0).body)
}

pub fn table_of(filter: &Filter, input: FrequencyInput, question: &Question) -> Table {
    match body(filter, Statistic::FrequencyTable(input), question).expect("a table") {
        Body::Table(table) => table,
        other => panic!("no table: {other:?}"),
    }
}

pub fn magnitudes_of(filter: &Filter, input: MagnitudeInput, question: &Question) -> Table {
    match body(filter, Statistic::MagnitudeTable(input), question).expect("a table") {
        Body::Table(table) => table,
        other => panic!("no table: {other:?}"),
    }
}

/// The cell of a measure in the row with these codes.
pub fn at(table: &Table, codes: &[&str], measure: &str) -> Cell {
    let column = table.columns.iter().position(|column| column.name == measure).expect("the column");
    let row = table.rows.iter().find(|row| {
        codes.iter().zip(row.iter()).all(|(code, cell)| matches!(cell, Cell::Code(found) if found == code))
    });
    row.map_or(Cell::Null, |row| row[column].clone())
}

pub fn as_number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Whole(number) => Some(*number as f64),
        Cell::Number(number) => Some(*number),
        Cell::Null | Cell::Code(_) => None,
    }
}

/// The released count of a set of `n` persons, one for each question name.
pub fn count(filter: &Filter, n: usize, question_name: &str) -> Option<i64> {
    let question = question(Profile::Register, question_name);
    let one = dimension(Profile::Register, "ONE", vec![0; n], &["1"]);
    let table = table_of(filter, frequency(&persons(n), vec![one]), &question);
    as_number(&at(&table, &["1"], "count")).map(|count| count as i64)
}

/// The same rows in another order.
pub fn shuffled<T: Clone>(values: &[T], order: &[usize]) -> Arc<[T]> {
    order.iter().map(|row| values[*row].clone()).collect()
}

//! Values as a script writes them: numbers and texts. Missing is `None` of an `Option<Value>`.

use std::cmp::Ordering;
use std::sync::Arc;

use super::digest::Canonical;

/// A number or a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A number in canonical form.
    Number(Number),
    /// A text, compared by code points.
    Text(Arc<str>),
}

/// A number without negative zero, ordered totally.
#[derive(Clone, Copy, Debug)]
pub struct Number(f64);

impl Number {
    /// Makes the canonical form.
    pub fn new(number: f64) -> Self {
        Number(if number == 0.0 { 0.0 } else { number })
    }

    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Value {
    /// A number.
    pub fn number(number: f64) -> Self {
        Value::Number(Number::new(number))
    }

    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Value::Text(text.into())
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(number.get()),
            Value::Text(_) => None,
        }
    }

    /// As code text in tables: whole numbers without a decimal point.
    pub fn code(&self) -> String {
        match self {
            Value::Number(number) => format!("{}", number.get()),
            Value::Text(text) => text.to_string(),
        }
    }

    pub(crate) fn write(value: Option<&Value>, to: &mut Canonical) {
        match value {
            None => to.text("missing"),
            Some(Value::Number(number)) => {
                to.text("number");
                to.number(number.get());
            }
            Some(Value::Text(text)) => {
                to.text("text");
                to.text(text);
            }
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Value::number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::text(text)
    }
}

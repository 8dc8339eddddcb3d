//! Expressions of the language as Polars expressions: typed, with Kleene logic and the missing values of language.md 3.4.
//!
//! *In → out*: a `call::Expr` and the variables it may name → a [`Lowered`] value → [`Values`] or a row mask.
//! Numbers are computed in f64 (whole ones are stored as i64 again); texts stay codes, so that functions of text run
//! once per dictionary entry and comparisons are comparisons of small integers. A result that is not finite is missing.
//! *Does not know about*: datasets, the normal form (`form`), the filter. The floor of written values enters as [`Floor`].
//! *Start reading at*: [`Evaluator::lower`].

pub mod collect;
pub mod numbers;
pub mod operators;
pub mod texts;

use std::sync::Arc;

use language::call::{Expr, ExprKind};
use language::codes::{self, ValueType};
use language::span::Span;
use polars::prelude::{BooleanChunked, Expr as FrameExpr, IntoSeries as _, PlSmallStr, Series, col, lit};
use variables::UnitType;

use crate::column::Values;
use crate::error::EngineError;
use crate::labels::CodeTitles;

/// A variable as expressions see it.
#[derive(Clone)]
pub struct View {
    /// Its values.
    pub values: Values,
    /// Its code list.
    pub titles: Option<Arc<CodeTitles>>,
}

/// The variables that an expression may name.
pub trait Frame {
    /// Number of rows.
    fn n_rows(&self) -> usize;
    /// A variable by name.
    fn view(&self, name: &str) -> Option<View>;
    /// The diagnostic for a name that is not there.
    fn unknown(&self, name: &str, span: Span) -> EngineError;
}

/// What becomes of a condition that writes values: the keyed floor of near-sets 6.2.
pub trait Floor {
    /// The condition's truth by row, with a side that is too small taken away.
    ///
    /// # Errors
    /// Failures of the world.
    fn floor(&mut self, condition: &Expr, truth: BooleanChunked) -> Result<BooleanChunked, EngineError>;
}

/// A typed value by row.
#[derive(Clone)]
pub enum Lowered {
    /// Numbers, f64; null is missing.
    Number {
        /// The Polars expression.
        expr: FrameExpr,
        /// Whole by construction.
        is_whole: bool,
    },
    /// Truth values; null is missing.
    Truth(FrameExpr),
    /// Texts: `u32` codes into a strictly ascending dictionary.
    Text {
        /// The codes.
        codes: FrameExpr,
        /// What they mean.
        dictionary: Arc<[String]>,
    },
    /// A quoted text.
    Word(String),
    /// Units.
    Units {
        /// Dense indices, `u32`.
        index: FrameExpr,
        /// Their type.
        unit_type: UnitType,
        /// Their space.
        space: crate::world::Space,
    },
    /// The lone `.`.
    Missing,
}

/// Lowers expressions over one frame.
pub struct Evaluator<'a> {
    frame: &'a dyn Frame,
    floor: Option<&'a mut dyn Floor>,
    columns: Vec<Series>,
    names: Vec<String>,
}

impl<'a> Evaluator<'a> {
    /// For conditions and values that only filter.
    pub fn new(frame: &'a dyn Frame) -> Self {
        Evaluator { frame, floor: None, columns: Vec::new(), names: Vec::new() }
    }

    /// For values that are written: every condition inside passes the floor.
    pub fn writing(frame: &'a dyn Frame, floor: &'a mut dyn Floor) -> Self {
        Evaluator { frame, floor: Some(floor), columns: Vec::new(), names: Vec::new() }
    }

    /// Number of rows of the frame.
    pub fn n_rows(&self) -> usize {
        self.frame.n_rows()
    }

    /// The typed value of an expression.
    ///
    /// # Errors
    /// Type mistakes with their place; unknown names; functions that are not available.
    pub fn lower(&mut self, expr: &Expr) -> Result<Lowered, EngineError> {
        let lowered = self.lower_inner(expr)?;
        match (lowered, self.floor.is_some()) {
            (Lowered::Truth(truth), true) => self.floored(expr, truth),
            (lowered, _) => Ok(lowered),
        }
    }

    fn lower_inner(&mut self, expr: &Expr) -> Result<Lowered, EngineError> {
        match &expr.kind {
            ExprKind::Number(number) => Ok(literal(*number)),
            ExprKind::Text(text) => Ok(Lowered::Word(text.clone())),
            ExprKind::Missing => Ok(Lowered::Missing),
            ExprKind::Variable(name) => self.variable(name, expr.span),
            ExprKind::Unary { operator, operand } => self.unary(*operator, operand),
            ExprKind::Binary { operator, left, right } => self.binary(*operator, left, right, expr.span),
            ExprKind::Function { name, arguments } => crate::functions::lower(self, name, arguments, expr.span),
        }
    }

    fn floored(&mut self, expr: &Expr, truth: FrameExpr) -> Result<Lowered, EngineError> {
        let mask = self.collect_truth(truth)?;
        let mask = match &mut self.floor {
            Some(floor) => floor.floor(expr, mask)?,
            None => mask,
        };
        Ok(Lowered::Truth(self.keep(mask.into_series())))
    }

    /// The view of a variable.
    ///
    /// # Errors
    /// The name is unknown.
    pub fn view(&self, name: &str, span: Span) -> Result<View, EngineError> {
        self.frame.view(name).ok_or_else(|| self.frame.unknown(name, span))
    }

    fn variable(&mut self, name: &str, span: Span) -> Result<Lowered, EngineError> {
        let view = self.view(name, span)?;
        let place = match self.names.iter().position(|known| known == name) {
            Some(place) => place,
            None => {
                let series = view.values.series();
                self.names.resize(self.columns.len(), String::new());
                self.names.push(name.to_owned());
                self.columns.push(series);
                self.columns.len() - 1
            }
        };
        let column = col(temporary(place));
        Ok(match view.values {
            Values::Long(_) => {
                Lowered::Number { expr: column.cast(polars::prelude::DataType::Float64), is_whole: true }
            }
            Values::Double(_) => Lowered::Number { expr: column, is_whole: false },
            Values::Codes(codes) => Lowered::Text {
                codes: column.cast(polars::prelude::DataType::UInt32),
                dictionary: codes.dictionary().clone(),
            },
            Values::Units { unit_type, space, .. } => Lowered::Units { index: column, unit_type, space },
        })
    }

    /// Puts computed values into the frame and gives an expression for them.
    pub fn keep(&mut self, series: Series) -> FrameExpr {
        // A single value stands for every row, as a literal does.
        let series =
            if series.len() == 1 && self.n_rows() != 1 { series.new_from_index(0, self.n_rows()) } else { series };
        self.columns.push(series);
        col(temporary(self.columns.len() - 1))
    }

    /// An expression as numbers; truth counts as 1 and 0.
    ///
    /// # Errors
    /// Text, pseudonyms and the lone `.` are no numbers.
    pub fn number(&mut self, expr: &Expr) -> Result<(FrameExpr, bool), EngineError> {
        let lowered = self.lower(expr)?;
        as_number(lowered, expr)
    }

    /// An expression as a condition: nonzero is true.
    ///
    /// # Errors
    /// As [`Evaluator::number`].
    pub fn truth(&mut self, expr: &Expr) -> Result<FrameExpr, EngineError> {
        match self.lower(expr)? {
            Lowered::Truth(truth) => Ok(truth),
            other => Ok(as_number(other, expr)?.0.neq(lit(0.0))),
        }
    }

    /// An expression as coded text.
    ///
    /// # Errors
    /// Numbers, pseudonyms and the lone `.` are no text.
    pub fn text(&mut self, expr: &Expr) -> Result<(FrameExpr, Arc<[String]>), EngineError> {
        match self.lower(expr)? {
            Lowered::Text { codes, dictionary } => Ok((codes, dictionary)),
            Lowered::Word(word) => Ok((lit(0_u32), Arc::from([word]))),
            Lowered::Number { .. } | Lowered::Truth(_) => Err(not_text(expr)),
            Lowered::Units { .. } => Err(pseudonym(expr)),
            Lowered::Missing => Err(codes::missing_literal(expr.span).into()),
        }
    }
}

/// Whether a number has no decimals and is exact in f64: it can stand in a column of whole numbers.
pub fn is_whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0
}

/// A number literal.
pub fn literal(number: f64) -> Lowered {
    Lowered::Number { expr: lit(number), is_whole: is_whole(number) }
}

pub(crate) fn as_number(lowered: Lowered, expr: &Expr) -> Result<(FrameExpr, bool), EngineError> {
    match lowered {
        Lowered::Number { expr, is_whole } => Ok((expr, is_whole)),
        Lowered::Truth(truth) => Ok((truth.cast(polars::prelude::DataType::Float64), true)),
        Lowered::Text { .. } | Lowered::Word(_) => Err(not_number(expr)),
        Lowered::Units { .. } => Err(pseudonym(expr)),
        Lowered::Missing => Err(codes::missing_literal(expr.span).into()),
    }
}

/// The name of a temporary column of the frame.
pub(crate) fn temporary(place: usize) -> PlSmallStr {
    PlSmallStr::from(format!("c{place}"))
}

/// The first variable that an expression names, for messages.
pub fn named_variable(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(name),
        ExprKind::Unary { operand, .. } => named_variable(operand),
        ExprKind::Binary { left, right, .. } => named_variable(left).or_else(|| named_variable(right)),
        ExprKind::Function { arguments, .. } => arguments.iter().find_map(named_variable),
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Missing => None,
    }
}

fn not_number(expr: &Expr) -> EngineError {
    match named_variable(expr) {
        Some(name) => codes::number_wanted(expr.span, name).into(),
        None => codes::mixed_types(expr.span).into(),
    }
}

fn not_text(expr: &Expr) -> EngineError {
    match named_variable(expr) {
        Some(name) => codes::text_wanted(expr.span, name).into(),
        None => codes::mixed_types(expr.span).into(),
    }
}

/// A unit identifier where it is not allowed (`confidentiality.md` E.11).
pub fn pseudonym(expr: &Expr) -> EngineError {
    codes::pseudonym_use(expr.span, named_variable(expr).unwrap_or("PERSONID_1")).into()
}

/// Text set against a number: names the variable and its type.
pub fn clash(left: &Expr, left_type: ValueType, right: &Expr, span: Span) -> EngineError {
    let other = |value_type| if value_type == ValueType::Text { ValueType::Number } else { ValueType::Text };
    match (named_variable(left), named_variable(right)) {
        (Some(name), _) => codes::type_mismatch(span, name, left_type, other(left_type)).into(),
        (None, Some(name)) => codes::type_mismatch(span, name, other(left_type), left_type).into(),
        (None, None) => codes::mixed_types(span).into(),
    }
}

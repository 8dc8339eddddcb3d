//! Operators: arithmetic, comparison with missing, Kleene logic.

use language::call::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use language::codes::{self, ValueType};
use language::span::Span;
use polars::prelude::{Expr as FrameExpr, lit};

use super::numbers::{finite, many, unary};
use super::texts::aligned;
use super::{Evaluator, Lowered, clash, pseudonym};
use crate::error::EngineError;

impl Evaluator<'_> {
    pub(super) fn unary(&mut self, operator: UnaryOperator, operand: &Expr) -> Result<Lowered, EngineError> {
        Ok(match operator {
            UnaryOperator::Negate => {
                let (expr, is_whole) = self.number(operand)?;
                Lowered::Number { expr: unary(expr, |value| -value), is_whole }
            }
            UnaryOperator::Plus => {
                let (expr, is_whole) = self.number(operand)?;
                Lowered::Number { expr, is_whole }
            }
            UnaryOperator::Not => Lowered::Truth(self.truth(operand)?.not()),
        })
    }

    pub(super) fn binary(
        &mut self,
        operator: BinaryOperator,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Result<Lowered, EngineError> {
        match operator {
            BinaryOperator::And => Ok(Lowered::Truth(self.truth(left)?.and(self.truth(right)?))),
            BinaryOperator::Or => Ok(Lowered::Truth(self.truth(left)?.or(self.truth(right)?))),
            BinaryOperator::Add
            | BinaryOperator::Subtract
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Power => self.arithmetic(operator, left, right),
            BinaryOperator::Equal
            | BinaryOperator::NotEqual
            | BinaryOperator::Less
            | BinaryOperator::LessOrEqual
            | BinaryOperator::Greater
            | BinaryOperator::GreaterOrEqual => self.comparison(operator, left, right, span),
        }
    }

    fn arithmetic(&mut self, operator: BinaryOperator, left: &Expr, right: &Expr) -> Result<Lowered, EngineError> {
        let (a, left_whole) = self.number(left)?;
        let (b, right_whole) = self.number(right)?;
        let both_whole = left_whole && right_whole;
        Ok(match operator {
            BinaryOperator::Add => Lowered::Number { expr: finite(a + b), is_whole: both_whole },
            BinaryOperator::Subtract => Lowered::Number { expr: finite(a - b), is_whole: both_whole },
            BinaryOperator::Multiply => Lowered::Number {
                expr: finite(a * b),
                is_whole: both_whole && (is_small_literal(left) || is_small_literal(right)),
            },
            BinaryOperator::Divide => Lowered::Number { expr: finite(a / b), is_whole: false },
            _ => {
                let is_square = matches!(right.kind, ExprKind::Number(power) if power == 2.0);
                let expr = if is_square {
                    unary(a, |value| value * value)
                } else {
                    many(vec![a, b], |row| match row {
                        [base, power] if !base.is_nan() && !power.is_nan() => libm::pow(*base, *power),
                        _ => f64::NAN,
                    })
                };
                Lowered::Number { expr, is_whole: false }
            }
        })
    }

    /// Comparison: missing if either side is; texts by code points; text against number is a mistake.
    pub fn comparison(
        &mut self,
        operator: BinaryOperator,
        left: &Expr,
        right: &Expr,
        span: Span,
    ) -> Result<Lowered, EngineError> {
        let (a, b) = (self.lower(left)?, self.lower(right)?);
        self.compare_lowered(operator, (left, a), (right, b), span)
    }

    /// Comparison of values that are lowered already.
    pub(crate) fn compare_lowered(
        &mut self,
        operator: BinaryOperator,
        (left, a): (&Expr, Lowered),
        (right, b): (&Expr, Lowered),
        span: Span,
    ) -> Result<Lowered, EngineError> {
        use Lowered::{Missing, Number, Text, Truth, Units, Word};
        let truth = match (a, b) {
            (Missing, _) => return Err(codes::missing_literal(left.span).into()),
            (_, Missing) => return Err(codes::missing_literal(right.span).into()),
            (Units { .. }, _) => return Err(pseudonym(left)),
            (_, Units { .. }) => return Err(pseudonym(right)),
            (Word(a), Word(b)) => lit(holds(operator, a.cmp(&b))),
            (Text { codes, dictionary }, Word(word)) => by_word(operator, codes, &dictionary, &word),
            (Word(word), Text { codes, dictionary }) => by_word(turned(operator), codes, &dictionary, &word),
            (Text { codes: a, dictionary: c }, Text { codes: b, dictionary: d }) => {
                let (a, b, _) = aligned((a, c), (b, d));
                compare(operator, a, b)
            }
            (Text { .. } | Word(_), Number { .. } | Truth(_)) => {
                return Err(clash(left, ValueType::Text, right, span));
            }
            (Number { .. } | Truth(_), Text { .. } | Word(_)) => {
                return Err(clash(left, ValueType::Number, right, span));
            }
            (a @ (Number { .. } | Truth(_)), b @ (Number { .. } | Truth(_))) => {
                let (a, _) = super::as_number(a, left)?;
                let (b, _) = super::as_number(b, right)?;
                compare(operator, a, b)
            }
        };
        Ok(Truth(truth))
    }
}

/// A literal that whole numbers of a register can be multiplied with and still fit into 64 bits. Products of variables
/// and powers need not fit, so they are decimal; whether they would may not depend on the values.
fn is_small_literal(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Number(number) => number.abs() <= 1e6,
        ExprKind::Unary { operand, .. } => is_small_literal(operand),
        _ => false,
    }
}

fn compare(operator: BinaryOperator, a: FrameExpr, b: FrameExpr) -> FrameExpr {
    match operator {
        BinaryOperator::NotEqual => a.neq(b),
        BinaryOperator::Less => a.lt(b),
        BinaryOperator::LessOrEqual => a.lt_eq(b),
        BinaryOperator::Greater => a.gt(b),
        BinaryOperator::GreaterOrEqual => a.gt_eq(b),
        _ => a.eq(b),
    }
}

/// A text column against a quoted text: the dictionary is sorted, so one code number decides.
fn by_word(operator: BinaryOperator, codes: FrameExpr, dictionary: &[String], word: &str) -> FrameExpr {
    let first_not_less = dictionary.partition_point(|text| text.as_str() < word);
    let first_greater = dictionary.partition_point(|text| text.as_str() <= word);
    let place = |at: usize| lit(u32::try_from(at).unwrap_or(u32::MAX));
    let is_listed = first_greater > first_not_less;
    match operator {
        BinaryOperator::Less => codes.lt(place(first_not_less)),
        BinaryOperator::LessOrEqual => codes.lt(place(first_greater)),
        BinaryOperator::Greater => codes.gt_eq(place(first_greater)),
        BinaryOperator::GreaterOrEqual => codes.gt_eq(place(first_not_less)),
        BinaryOperator::NotEqual if is_listed => codes.neq(place(first_not_less)),
        BinaryOperator::NotEqual => codes.neq(lit(u32::MAX)),
        _ if is_listed => codes.eq(place(first_not_less)),
        _ => codes.eq(lit(u32::MAX)),
    }
}

/// The operator with its sides exchanged.
pub fn turned(operator: BinaryOperator) -> BinaryOperator {
    match operator {
        BinaryOperator::Less => BinaryOperator::Greater,
        BinaryOperator::LessOrEqual => BinaryOperator::GreaterOrEqual,
        BinaryOperator::Greater => BinaryOperator::Less,
        BinaryOperator::GreaterOrEqual => BinaryOperator::LessOrEqual,
        same => same,
    }
}

/// Whether an ordering satisfies a comparison.
pub fn holds(operator: BinaryOperator, ordering: std::cmp::Ordering) -> bool {
    match operator {
        BinaryOperator::NotEqual => ordering.is_ne(),
        BinaryOperator::Less => ordering.is_lt(),
        BinaryOperator::LessOrEqual => ordering.is_le(),
        BinaryOperator::Greater => ordering.is_gt(),
        BinaryOperator::GreaterOrEqual => ordering.is_ge(),
        _ => ordering.is_eq(),
    }
}

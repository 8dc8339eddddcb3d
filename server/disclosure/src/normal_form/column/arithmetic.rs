//! What is known of operations without data: which commute, which never lose a value, which can make one value large.

use super::super::value::Value;
use super::ColumnForm;

/// Operations whose arguments may be swapped.
pub(super) const COMMUTATIVE: &[&str] =
    &["+", "*", "rowmax", "rowmean", "rowmedian", "rowmin", "rowmissing", "rowstd", "rowsum", "rowvalid"];

/// Operations that give a value wherever their arguments have one. Sums, products and rounding are not among them: what is too
/// large for a number is missing, and that would be a comparison that the definition does not show.
pub(super) const TOTAL: &[&str] = &["neg", "abs", "string", "length", "upper", "lower"];

/// Arithmetic of known values; the outer `None`: no such arithmetic, the inner one: missing.
pub(super) fn of_values(op: &str, args: &[Option<Value>]) -> Option<Option<Value>> {
    let is_known = matches!((op, args.len()), ("neg", 1) | ("+" | "-" | "*" | "/", 2));
    let numbers: Option<Vec<f64>> = args.iter().map(|arg| arg.as_ref().and_then(Value::as_number)).collect();
    let result = match (is_known, op, numbers.as_deref()) {
        (false, ..) => return None,
        (_, "neg", Some([a])) => -a,
        (_, "+", Some([a, b])) => a + b,
        (_, "-", Some([a, b])) => a - b,
        (_, "*", Some([a, b])) => a * b,
        (_, "/", Some([a, b])) => a / b,
        _ => f64::NAN,
    };
    Some(Some(Value::number(result)).filter(|_| result.is_finite()))
}

/// Arithmetic that can make one person's value large: `* / ^ exp`, logarithms of several; not times or over a literal,
/// nor `ln`/`log10` of one register variable. A literal over a variable has a pole, as `tan` has.
pub(super) fn amplifies(op: &str, args: &[ColumnForm]) -> bool {
    let is_literal = |arg: &ColumnForm| arg.literal_value().is_some();
    match op {
        "*" => !args.iter().any(is_literal),
        "/" => !args.get(1).is_some_and(is_literal),
        "^" | "pow" | "exp" | "comb" | "lnfactorial" | "tan" => true,
        _ => PROBABILITY.contains(&op),
    }
}

/// A narrow density is a spike at one value, a narrow distribution function a step, an inverse has poles.
const PROBABILITY: &[&str] = &[
    "binomial",
    "binomialp",
    "binomialtail",
    "normal",
    "normalden",
    "F",
    "Fden",
    "Ftail",
    "invF",
    "invFtail",
    "nF",
    "nFden",
    "nFtail",
    "invnFtail",
    "chi2",
    "chi2den",
    "chi2tail",
    "invchi2",
    "invchi2tail",
    "nchi2",
    "nchi2den",
    "nchi2tail",
    "betaden",
    "ibeta",
    "ibetatail",
    "invibeta",
    "invibetatail",
    "t",
    "tden",
    "ttail",
    "invt",
    "invttail",
    "nt",
    "ntden",
    "nttail",
    "invnttail",
];

//! From expressions to the normal form: what a written column is, and where a condition is true (near-sets 6.1).
//!
//! An expression over one code list is evaluated once per code with the very same [`Evaluator`] that runs over rows,
//! so the value map cannot differ from what the rows get.

use std::sync::Arc;

use disclosure::normal_form::CodeRoot;
use disclosure::{ColumnForm, Comparison, Condition, Kind, Value};
use language::call::{BinaryOperator, Expr, ExprKind, Name, UnaryOperator};
use language::span::Span;
use polars::prelude::{IdxCa, PlSmallStr};

use crate::column::{Codes, Values};
use crate::dataset::Dataset;
use crate::error::EngineError;
use crate::lower::{Evaluator, Frame, Lowered, View};

impl Frame for Dataset {
    fn n_rows(&self) -> usize {
        Dataset::n_rows(self)
    }

    fn view(&self, name: &str) -> Option<View> {
        self.find(name).map(|column| View { values: column.values, titles: column.titles })
    }

    fn unknown(&self, name: &str, span: Span) -> EngineError {
        self.unknown_variable(&Name { value: name.to_owned(), span })
    }
}

/// The normal form of a condition over a dataset.
///
/// # Errors
/// Unknown names and type mistakes inside value maps.
pub fn condition(expr: &Expr, dataset: &Dataset) -> Result<Condition, EngineError> {
    condition_as_told(expr, dataset, &[])
}

/// The same after floors: conditions at these places are the same for all rows where they are not missing.
///
/// # Errors
/// As [`condition`].
pub fn condition_as_told(expr: &Expr, dataset: &Dataset, told: &[(Span, bool)]) -> Result<Condition, EngineError> {
    let plain = plain_condition(expr, dataset, told)?;
    Ok(match told.iter().find(|(span, _)| *span == expr.span) {
        Some((_, value)) => plain.told(*value),
        None => plain,
    })
}

fn plain_condition(expr: &Expr, dataset: &Dataset, told: &[(Span, bool)]) -> Result<Condition, EngineError> {
    match &expr.kind {
        ExprKind::Unary { operator: UnaryOperator::Not, operand } => {
            Ok(condition_as_told(operand, dataset, told)?.not())
        }
        ExprKind::Binary { operator, left, right } => match (operator, comparison(*operator)) {
            (BinaryOperator::And, _) => {
                Ok(Condition::and([condition_as_told(left, dataset, told)?, condition_as_told(right, dataset, told)?]))
            }
            (BinaryOperator::Or, _) => {
                Ok(Condition::or([condition_as_told(left, dataset, told)?, condition_as_told(right, dataset, told)?]))
            }
            (_, Some(comparison)) => Ok(Condition::compare(
                comparison,
                &column_as_told(left, dataset, told)?,
                &column_as_told(right, dataset, told)?,
            )),
            _ => Ok(Condition::from_column(&plain_column(expr, dataset, told)?)),
        },
        ExprKind::Function { name, arguments } => match (name.value.as_str(), arguments.as_slice()) {
            ("sysmiss", [argument]) => Ok(Condition::is_missing(&column_as_told(argument, dataset, told)?)),
            ("inlist", [x, candidates @ ..]) => in_list(x, candidates, dataset, told),
            ("inrange", [x, low, high]) => {
                let x = column_as_told(x, dataset, told)?;
                Ok(Condition::and([
                    Condition::compare(Comparison::GreaterOrEqual, &x, &column_as_told(low, dataset, told)?),
                    Condition::compare(Comparison::LessOrEqual, &x, &column_as_told(high, dataset, told)?),
                ]))
            }
            _ => Ok(Condition::from_column(&plain_column(expr, dataset, told)?)),
        },
        _ => Ok(Condition::from_column(&plain_column(expr, dataset, told)?)),
    }
}

/// `inlist` is never missing: where `x` is missing it is false.
fn in_list(x: &Expr, candidates: &[Expr], dataset: &Dataset, told: &[(Span, bool)]) -> Result<Condition, EngineError> {
    let x = column_as_told(x, dataset, told)?;
    let equals = candidates
        .iter()
        .map(|candidate| {
            let candidate = column_as_told(candidate, dataset, told)?;
            let equal = Condition::compare(Comparison::Equal, &x, &candidate);
            let both = Condition::and([Condition::is_missing(&x).not(), Condition::is_missing(&candidate).not()]);
            Ok(Condition::and([equal, both]))
        })
        .collect::<Result<Vec<_>, EngineError>>()?;
    Ok(Condition::or(equals))
}

fn comparison(operator: BinaryOperator) -> Option<Comparison> {
    Some(match operator {
        BinaryOperator::Equal => Comparison::Equal,
        BinaryOperator::NotEqual => Comparison::NotEqual,
        BinaryOperator::Less => Comparison::Less,
        BinaryOperator::LessOrEqual => Comparison::LessOrEqual,
        BinaryOperator::Greater => Comparison::Greater,
        BinaryOperator::GreaterOrEqual => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

/// The normal form of an expression as a column, after the floors of the conditions in it.
///
/// # Errors
/// Unknown names and type mistakes inside value maps.
pub fn column_as_told(expr: &Expr, dataset: &Dataset, told: &[(Span, bool)]) -> Result<ColumnForm, EngineError> {
    if told.iter().any(|(span, _)| *span == expr.span) {
        return Ok(ColumnForm::truth(&condition_as_told(expr, dataset, told)?));
    }
    plain_column(expr, dataset, told)
}

fn plain_column(expr: &Expr, dataset: &Dataset, told: &[(Span, bool)]) -> Result<ColumnForm, EngineError> {
    match &expr.kind {
        ExprKind::Number(number) => return Ok(ColumnForm::literal(Some(Value::number(*number)))),
        ExprKind::Text(text) => return Ok(ColumnForm::literal(Some(Value::text(text.as_str())))),
        ExprKind::Missing => return Ok(ColumnForm::literal(None)),
        ExprKind::Variable(name) => {
            return match dataset.find(name) {
                Some(column) => Ok(column.form),
                None => Err(dataset.unknown(name, expr.span)),
            };
        }
        ExprKind::Unary { operator: UnaryOperator::Plus, operand } => return column_as_told(operand, dataset, told),
        _ => {}
    }
    let is_inside = |span: &Span| *span != expr.span && expr.span.start <= span.start && span.end <= expr.span.end;
    // What depends on other rows is no function of a code.
    if !told.iter().any(|(span, _)| is_inside(span))
        && !depends_on_rows(expr)
        && let Some(folded) = over_one_code_list(expr, dataset)?
    {
        return Ok(folded);
    }
    match &expr.kind {
        ExprKind::Unary { operator: UnaryOperator::Negate, operand } => {
            let operand_form = column_as_told(operand, dataset, told)?;
            Ok(ColumnForm::operation("neg", &[operand_form], kind(expr, dataset)))
        }
        ExprKind::Binary { operator, left, right } if arithmetic(*operator).is_some() => {
            let args = [column_as_told(left, dataset, told)?, column_as_told(right, dataset, told)?];
            Ok(ColumnForm::operation(arithmetic(*operator).unwrap_or_default(), &args, kind(expr, dataset)))
        }
        ExprKind::Function { name, arguments } if name.value == "quantile" => quantile(arguments, dataset, told),
        ExprKind::Function { name, arguments } if !["inlist", "inrange", "sysmiss"].contains(&name.value.as_str()) => {
            let mut args = arguments
                .iter()
                .map(|argument| column_as_told(argument, dataset, told))
                .collect::<Result<Vec<_>, _>>()?;
            // A function of labels depends on the list that is attached, which is metadata: it joins the arguments.
            if ["inlabels", "labelcontains", "label_to_code"].contains(&name.value.as_str()) {
                args.push(ColumnForm::literal(Some(Value::text(label_digest(expr, dataset)))));
            }
            Ok(ColumnForm::operation(operation_name(&name.value), &args, kind(expr, dataset)))
        }
        // Comparisons and logic.
        _ => Ok(ColumnForm::truth(&plain_condition(expr, dataset, told)?)),
    }
}

/// `quantile`: the group of a row depends on all rows of the dataset as it is now. The possible groups are known without data.
fn quantile(arguments: &[Expr], dataset: &Dataset, told: &[(Span, bool)]) -> Result<ColumnForm, EngineError> {
    let [x, n] = arguments else { return Err(EngineError::Internal("quantile")) };
    let n = crate::functions::quantile::number_of_groups(n)?;
    let x = column_as_told(x, dataset, told)?;
    Ok(ColumnForm::dependent_on_rows("quantile", &[x], &[&n.to_string()], &[&dataset.form], Kind::Groups(n)))
}

fn depends_on_rows(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Function { name, arguments } => name.value == "quantile" || arguments.iter().any(depends_on_rows),
        ExprKind::Unary { operand, .. } => depends_on_rows(operand),
        ExprKind::Binary { left, right, .. } => depends_on_rows(left) || depends_on_rows(right),
        ExprKind::Variable(_) | ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Missing => false,
    }
}

fn operation_name(function: &str) -> &str {
    if function == "rowtotal" { "rowsum" } else { function }
}

fn arithmetic(operator: BinaryOperator) -> Option<&'static str> {
    Some(match operator {
        BinaryOperator::Add => "+",
        BinaryOperator::Subtract => "-",
        BinaryOperator::Multiply => "*",
        BinaryOperator::Divide => "/",
        BinaryOperator::Power => "^",
        _ => return None,
    })
}

/// A dataset's variables without its rows: enough to learn an expression's type.
struct NoRows<'a>(&'a Dataset);

impl Frame for NoRows<'_> {
    fn n_rows(&self) -> usize {
        0
    }

    fn view(&self, name: &str) -> Option<View> {
        let View { values, titles } = self.0.view(name)?;
        let values = values.take(&IdxCa::from_vec(PlSmallStr::EMPTY, Vec::new())).ok()?;
        Some(View { values, titles })
    }

    fn unknown(&self, name: &str, span: Span) -> EngineError {
        self.0.unknown(name, span)
    }
}

/// What the expression gives, by running it over no rows.
fn kind(expr: &Expr, dataset: &Dataset) -> Kind {
    match Evaluator::new(&NoRows(dataset)).lower(expr) {
        Ok(Lowered::Number { is_whole: false, .. }) => Kind::Real,
        Ok(Lowered::Text { .. } | Lowered::Word(_)) => Kind::Text,
        Ok(Lowered::Truth(_)) => Kind::Truth,
        _ => Kind::Whole,
    }
}

/// The attached list of a label function's variable, in one text.
fn label_digest(expr: &Expr, dataset: &Dataset) -> String {
    let titles = crate::lower::named_variable(expr).and_then(|name| dataset.find(name)).and_then(|found| found.titles);
    let mut all = String::new();
    for (code, title) in titles.iter().flat_map(|titles| &titles.titles) {
        all.push_str(&format!("{}:{code}={}:{title};", code.len(), title.len()));
    }
    all
}

/// Rows that are the codes of one list, the last for missing.
struct CodeFrame {
    n_rows: usize,
    views: Vec<(String, View)>,
}

impl Frame for CodeFrame {
    fn n_rows(&self) -> usize {
        self.n_rows
    }

    fn view(&self, name: &str) -> Option<View> {
        self.views.iter().find(|(known, _)| known == name).map(|(_, view)| view.clone())
    }

    fn unknown(&self, _: &str, _: Span) -> EngineError {
        EngineError::Internal("code frame")
    }
}

/// The expression as a function of the one code list behind all its variables; a literal if it has no variables.
fn over_one_code_list(expr: &Expr, dataset: &Dataset) -> Result<Option<ColumnForm>, EngineError> {
    let mut names = Vec::new();
    variables(expr, &mut names);
    let mut forms = Vec::with_capacity(names.len());
    let mut columns = Vec::with_capacity(names.len());
    for (name, span) in &names {
        let found = dataset.find(name).ok_or_else(|| dataset.unknown(name, *span))?;
        forms.push(found.form.clone());
        columns.push(found);
    }
    if names.is_empty() {
        let frame = CodeFrame { n_rows: 1, views: Vec::new() };
        let values = evaluate(expr, &frame)?;
        return Ok(values.map(|values| ColumnForm::literal(values.into_iter().next().flatten())));
    }
    let Some(root) = ColumnForm::common_root(&forms) else { return Ok(None) };
    let n_rows = root.codes().len() + 1;
    let mut views = Vec::with_capacity(names.len());
    for ((name, _), column) in names.iter().zip(&columns) {
        match over_codes(column, &root) {
            Some(values) => views.push(((*name).to_owned(), View { values, titles: column.titles.clone() })),
            None => return Ok(None),
        }
    }
    let values = evaluate(expr, &CodeFrame { n_rows, views })?;
    Ok(values.map(|values| ColumnForm::mapped(&root, values, &forms)))
}

fn variables<'a>(expr: &'a Expr, names: &mut Vec<(&'a str, Span)>) {
    match &expr.kind {
        ExprKind::Variable(name) => {
            if !names.iter().any(|(known, _)| known == name) {
                names.push((name, expr.span));
            }
        }
        ExprKind::Unary { operand, .. } => variables(operand, names),
        ExprKind::Binary { left, right, .. } => {
            variables(left, names);
            variables(right, names);
        }
        ExprKind::Function { arguments, .. } => arguments.iter().for_each(|argument| variables(argument, names)),
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Missing => {}
    }
}

/// The column's value for each code of the root, in the column's own type.
fn over_codes(column: &crate::column::Column, root: &CodeRoot) -> Option<Values> {
    let values = column.form.values_over(root)?;
    match &column.values {
        Values::Codes(_) => {
            let texts: Vec<Option<&str>> = values
                .iter()
                .map(|value| match value {
                    Some(Value::Text(text)) => Some(text.as_ref()),
                    _ => None,
                })
                .collect();
            let mut dictionary: Vec<String> = texts.iter().flatten().map(|text| (*text).to_owned()).collect();
            dictionary.sort();
            dictionary.dedup();
            let codes = texts
                .iter()
                .map(|text| {
                    let place =
                        text.and_then(|text| dictionary.binary_search_by(|known| known.as_str().cmp(text)).ok());
                    place.and_then(|place| u32::try_from(place).ok()).unwrap_or(crate::column::MISSING_CODE)
                })
                .collect();
            Some(Values::Codes(Codes::new(codes, dictionary.into())))
        }
        Values::Long(_) => {
            #[expect(clippy::cast_possible_truncation, reason = "values of a whole-number column")]
            let whole = values.iter().map(|value| value.as_ref().and_then(Value::as_number).map(|value| value as i64));
            Some(Values::Long(whole.collect()))
        }
        Values::Double(_) => {
            Some(Values::Double(values.iter().map(|value| value.as_ref().and_then(Value::as_number)).collect()))
        }
        Values::Units { .. } => None,
    }
}

/// Runs the expression over a small frame; `None` for the lone `.` and for units.
fn evaluate(expr: &Expr, frame: &dyn Frame) -> Result<Option<Vec<Option<Value>>>, EngineError> {
    let mut evaluator = Evaluator::new(frame);
    let lowered = evaluator.lower(expr)?;
    Ok(match evaluator.values(lowered)? {
        None | Some(Values::Units { .. }) => None,
        Some(Values::Codes(codes)) => {
            let texts: Vec<Arc<str>> = codes.dictionary().iter().map(|text| text.as_str().into()).collect();
            let value = |code: u32| texts.get(usize::try_from(code).ok()?).cloned().map(Value::Text);
            Some(codes.to_vec().into_iter().map(value).collect())
        }
        #[expect(clippy::cast_precision_loss, reason = "values of the language are f64")]
        Some(Values::Long(values)) => {
            Some(values.iter().map(|value| value.map(|value| Value::number(value as f64))).collect())
        }
        Some(Values::Double(values)) => Some(values.iter().map(|value| value.map(Value::number)).collect()),
    })
}

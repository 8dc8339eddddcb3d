//! Types of expressions: text against number, functions against their parameters, codes against code lists.

use super::State;
use super::dataset::Column;
use crate::call::{BinaryOperator, Call, Expr, ExprKind, Name};
use crate::codes::{self, ValueType};
use crate::nearest::nearest;
use crate::spec::{FunctionGroup, FunctionSpec, Kind, Status};

/// Functions that may see pseudonyms (confidentiality.md E.11).
const KEY_FUNCTIONS: [&str; 3] = ["sysmiss", "rowmissing", "rowvalid"];

impl State<'_> {
    /// The condition of a statement, if it has one.
    pub(super) fn condition(&mut self, call: &Call) {
        if let Some(condition) = &call.condition {
            self.wants(call, condition, ValueType::Number);
        }
    }

    /// The type of an expression, if it can be known; reports what does not fit.
    pub(super) fn type_of(&mut self, call: &Call, expr: &Expr) -> Option<ValueType> {
        match &expr.kind {
            ExprKind::Number(_) => Some(ValueType::Number),
            ExprKind::Text(_) => Some(ValueType::Text),
            ExprKind::Missing => None,
            ExprKind::Variable(name) => self.shown(call, &name_of(expr, name))?.value_type,
            ExprKind::Unary { operand, .. } => {
                self.wants(call, operand, ValueType::Number);
                Some(ValueType::Number)
            }
            ExprKind::Binary { operator, left, right } => {
                if is_comparison(*operator) {
                    self.comparison(call, left, right);
                } else {
                    self.wants(call, left, ValueType::Number);
                    self.wants(call, right, ValueType::Number);
                }
                Some(ValueType::Number)
            }
            ExprKind::Function { name, arguments } => self.function(call, name, arguments),
        }
    }

    /// An expression that must have a type.
    fn wants(&mut self, call: &Call, expr: &Expr, wanted: ValueType) {
        let found = self.type_of(call, expr);
        if found.is_none_or(|found| found == wanted) {
            return;
        }
        self.report(match (&expr.kind, wanted) {
            (ExprKind::Variable(name), ValueType::Number) => codes::number_wanted(expr.span, name),
            (ExprKind::Variable(name), ValueType::Text) => codes::text_wanted(expr.span, name),
            _ => codes::mixed_types(expr.span),
        });
    }

    fn comparison(&mut self, call: &Call, left: &Expr, right: &Expr) {
        let (left_type, right_type) = (self.type_of(call, left), self.type_of(call, right));
        let (Some(left_type), Some(right_type)) = (left_type, right_type) else { return };
        if left_type == right_type {
            self.compared_code(call, left, right);
            self.compared_code(call, right, left);
            return;
        }
        let span = left.span.to(right.span);
        self.report(match (&left.kind, &right.kind) {
            (ExprKind::Variable(name), _) => codes::type_mismatch(span, name, left_type, right_type),
            (_, ExprKind::Variable(name)) => codes::type_mismatch(span, name, right_type, left_type),
            _ => codes::mixed_types(span),
        });
    }

    /// A literal that the variable's code list lacks.
    fn compared_code(&mut self, call: &Call, variable: &Expr, literal: &Expr) {
        let ExprKind::Variable(name) = &variable.kind else { return };
        let (code, quote) = match &literal.kind {
            ExprKind::Text(code) => (code.clone(), "'"),
            ExprKind::Number(code) => (format!("{code}"), ""),
            _ => return,
        };
        if self.is_reported(codes::Code::CodeNeverOccurs, literal.span) {
            return;
        }
        let dataset = self.active_name(call);
        let Some(labels) = self.datasets.get(&dataset).and_then(|dataset| dataset.columns.get(name)?.labels.clone())
        else {
            return;
        };
        if labels.iter().any(|(known, _)| *known == code) {
            return;
        }
        let meant: Vec<(String, &str)> = super::labels::meant(&code, &labels)
            .into_iter()
            .map(|(known, label)| (format!("{quote}{known}{quote}"), label))
            .collect();
        self.report(codes::code_never_occurs(literal.span, &code, name, &meant));
    }

    fn function(&mut self, call: &Call, name: &Name, arguments: &[Expr]) -> Option<ValueType> {
        let spec = self.table.function(&name.value)?;
        if spec.status == Status::Announced {
            self.report(codes::not_available_yet(name.span, &name.value));
        }
        if KEY_FUNCTIONS.contains(&name.value.as_str()) {
            for argument in arguments {
                match &argument.kind {
                    ExprKind::Variable(variable) => drop(self.variable(call, &name_of(argument, variable))),
                    _ => drop(self.type_of(call, argument)),
                }
            }
            return Some(ValueType::Number);
        }
        if name.value == "quantile"
            && let Some(n) = arguments.get(1)
            && !matches!(n.kind, ExprKind::Number(n) if n.fract() == 0.0 && (2.0..=100.0).contains(&n))
        {
            self.report(codes::wrong_group_count(n.span));
        }
        let alike = spec.group == FunctionGroup::Logic;
        let mut labelled: Option<Column> = None;
        for (place, argument) in arguments.iter().enumerate() {
            match kind_at(spec, place) {
                Kind::Number | Kind::Truth => self.wants(call, argument, ValueType::Number),
                Kind::Text => self.label_or_text(call, spec, labelled.as_ref(), arguments.first(), argument),
                Kind::Labelled => labelled = self.labelled(call, argument),
                Kind::Any if alike && place > 0 => {
                    if let Some(first) = arguments.first() {
                        self.comparison(call, first, argument);
                    }
                }
                Kind::Any | Kind::Symbol => drop(self.type_of(call, argument)),
            }
        }
        match spec.result {
            Kind::Number | Kind::Truth => Some(ValueType::Number),
            Kind::Text => Some(ValueType::Text),
            Kind::Any | Kind::Labelled | Kind::Symbol => labelled.and_then(|column| column.value_type),
        }
    }

    /// A variable with a code list; reports one without.
    fn labelled(&mut self, call: &Call, argument: &Expr) -> Option<Column> {
        let ExprKind::Variable(name) = &argument.kind else {
            self.report(codes::no_code_list(argument.span, "…"));
            return None;
        };
        let column = self.variable(call, &name_of(argument, name))?;
        if column.labels.is_none() && column.value_type.is_some() {
            self.report(codes::no_code_list(argument.span, name));
        }
        Some(column)
    }

    /// A text; for label functions a label that the code list must have.
    fn label_or_text(
        &mut self,
        call: &Call,
        spec: &FunctionSpec,
        labelled: Option<&Column>,
        first: Option<&Expr>,
        argument: &Expr,
    ) {
        self.wants(call, argument, ValueType::Text);
        let (Some(column), ExprKind::Text(label)) = (labelled, &argument.kind) else { return };
        let Some(labels) = &column.labels else { return };
        if spec.name == "labelcontains" || labels.iter().any(|(_, known)| known == label) {
            return;
        }
        let Some(ExprKind::Variable(variable)) = first.map(|first| &first.kind) else { return };
        let near = nearest(label, labels.iter().map(|(_, known)| known.as_str()));
        self.report(codes::unknown_label(argument.span, label, variable, near));
    }
}

fn name_of(expr: &Expr, name: &str) -> Name {
    Name { value: name.to_owned(), span: expr.span }
}

fn kind_at(spec: &FunctionSpec, place: usize) -> Kind {
    spec.parameters.get(place).or_else(|| spec.parameters.last()).map_or(Kind::Any, |parameter| parameter.kind)
}

fn is_comparison(operator: BinaryOperator) -> bool {
    use BinaryOperator as B;
    matches!(operator, B::Equal | B::NotEqual | B::Less | B::LessOrEqual | B::Greater | B::GreaterOrEqual)
}

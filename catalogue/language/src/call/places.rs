//! Steps without their places: what is the same in two texts that differ elsewhere.

use super::{
    Arguments, Call, Expr, ExprKind, LabelSource, Model, OptionCall, RecodeLeft, RecodeRule, Source, Spanned, Step,
    Term,
};
use crate::span::Span;

impl Step {
    /// The same step with every span and line zero; the source text stays.
    pub fn without_places(&self) -> Step {
        let mut step = self.clone();
        match &mut step {
            Step::Call(call) => call.erase(),
            Step::Text { line, span, .. } | Step::Let { line, span, .. } => (*line, *span) = (0, Span::default()),
            Step::Broken { line, span, diagnostics } => {
                (*line, *span) = (0, Span::default());
                diagnostics.iter_mut().for_each(|diagnostic| diagnostic.span = Span::default());
            }
        }
        step
    }

    /// Forgets the source text, which says the same in any blanks.
    pub(crate) fn forget_source(&mut self) {
        if let Step::Call(call) = self {
            forget_source(call);
        }
    }

    /// The 1-based line where the step begins.
    pub fn line(&self) -> usize {
        match self {
            Step::Call(call) => call.line,
            Step::Text { line, .. } | Step::Let { line, .. } | Step::Broken { line, .. } => *line,
        }
    }

    /// The whole statement.
    pub fn span(&self) -> Span {
        match self {
            Step::Call(call) => call.span,
            Step::Text { span, .. } | Step::Let { span, .. } | Step::Broken { span, .. } => *span,
        }
    }
}

fn forget_source(call: &mut Call) {
    call.source.clear();
    if let Arguments::Command(inner) = &mut call.arguments {
        forget_source(inner);
    }
}

/// Something with places to forget.
trait Places {
    fn erase(&mut self);
}

impl<T> Places for Spanned<T> {
    fn erase(&mut self) {
        self.span = Span::default();
    }
}

impl<T: Places> Places for Vec<T> {
    fn erase(&mut self) {
        self.iter_mut().for_each(Places::erase);
    }
}

impl<T: Places> Places for Option<T> {
    fn erase(&mut self) {
        self.iter_mut().for_each(Places::erase);
    }
}

impl<A: Places, B: Places> Places for (A, B) {
    fn erase(&mut self) {
        self.0.erase();
        self.1.erase();
    }
}

impl Places for Call {
    fn erase(&mut self) {
        (self.line, self.span) = (0, Span::default());
        self.arguments.erase();
        self.condition.erase();
        self.options.erase();
    }
}

impl Places for OptionCall {
    fn erase(&mut self) {
        self.span = Span::default();
        self.arguments.iter_mut().for_each(|argument| argument.span = Span::default());
        self.terms.erase();
    }
}

impl Places for Arguments {
    fn erase(&mut self) {
        match self {
            Arguments::None => {}
            Arguments::Names(names) => names.erase(),
            Arguments::Require { databank, version, alias } => {
                databank.erase();
                version.erase();
                alias.erase();
            }
            Arguments::Assign { target, value } => {
                target.erase();
                value.erase();
            }
            Arguments::Import { source, date, target } => {
                source.erase();
                date.erase();
                target.erase();
            }
            Arguments::ImportEvent { source, from, to, target } => {
                source.erase();
                from.erase();
                to.erase();
                target.erase();
            }
            Arguments::ImportPanel { sources, dates } => {
                sources.erase();
                dates.erase();
            }
            Arguments::Statistics(calls) => {
                for call in calls {
                    call.statistic.erase();
                    call.variable.erase();
                    call.target.erase();
                }
            }
            Arguments::Bars { statistic, variables } => {
                statistic.erase();
                variables.erase();
            }
            Arguments::Merge { variables, into, on } => {
                variables.erase();
                into.erase();
                on.erase();
            }
            Arguments::Recode { variables, rules } => {
                variables.erase();
                rules.erase();
            }
            Arguments::Clone(pairs) => pairs.erase(),
            Arguments::Model(model) => model.erase(),
            Arguments::DefineLabels { list, labels } => {
                list.erase();
                labels.erase();
            }
            Arguments::ListLabels { list: LabelSource::List(list) } => list.erase(),
            Arguments::ListLabels { list: LabelSource::Register { source, date } } => {
                source.erase();
                date.erase();
            }
            Arguments::Sample { amount, seed } => {
                amount.erase();
                seed.erase();
            }
            Arguments::Sources(sources) => sources.erase(),
            Arguments::Words(words) => words.erase(),
            Arguments::Command(call) => call.erase(),
        }
    }
}

impl Places for Source {
    fn erase(&mut self) {
        self.alias.erase();
        self.variable.erase();
    }
}

impl Places for RecodeRule {
    fn erase(&mut self) {
        self.span = Span::default();
        self.value.erase();
        self.label.erase();
        for left in &mut self.left {
            match left {
                RecodeLeft::Value(value) => value.erase(),
                RecodeLeft::Interval { span, .. } => *span = Span::default(),
                RecodeLeft::Missing | RecodeLeft::Nonmissing | RecodeLeft::Any => {}
            }
        }
    }
}

impl Places for Model {
    fn erase(&mut self) {
        self.dependent.erase();
        self.terms.erase();
        self.by.erase();
        if let Some(instrumented) = &mut self.instrumented {
            instrumented.endogenous.erase();
            instrumented.instruments.erase();
        }
    }
}

impl Places for Term {
    fn erase(&mut self) {
        self.span = Span::default();
        self.factors.iter_mut().for_each(|factor| factor.name.erase());
    }
}

impl Places for Expr {
    fn erase(&mut self) {
        self.span = Span::default();
        match &mut self.kind {
            ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Variable(_) | ExprKind::Missing => {}
            ExprKind::Unary { operand, .. } => operand.erase(),
            ExprKind::Binary { left, right, .. } => {
                left.erase();
                right.erase();
            }
            ExprKind::Function { name, arguments } => {
                name.erase();
                arguments.erase();
            }
        }
    }
}

//! `anova`: analysis of variance and covariance with partial sums of squares (type III; Stata's `anova`), and Tukey's comparisons of all pairs of
//! categories with Kramer's correction.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{
    Category, Estimator, FitFailure, Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, ModelAnswer,
    ModelInput, ModelUse, OnSample, Sample, SampleCodes, SampleColumn,
};
use language::call::{Call, FactorKind, Term as Written};
use statistics::FitError;
use statistics::anova::tukey::tukey_hsd;
use statistics::anova::{AnovaFit, AnovaOptions, AnovaRow, Factor, Model, Reweighting, Term, TermRows, anova};
use statistics::describe::groups::groups;
use statistics::design::NO_COLUMN;
use statistics::distribution::f;
use statistics::fold::Watch;
use statistics::reweighted::Changed;
use statistics::rows::{FewWeights, Rows};

use super::super::regression::at_work::{AtWork, failure};
use super::super::regression::model::{ModelColumns, model};
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::columns::{Cells, Scaled};
use crate::design::matrix::n_columns;
use crate::design::{Formula, code_text};
use crate::error::EngineError;
use crate::names::canonical;
use crate::world::Cancel;

/// Level of the comparisons in percent.
const LEVEL: f64 = 95.0;

struct Anova {
    formula: Formula,
    has_comparisons: bool,
    cancel: Cancel,
}

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let model = model(call)?;
    // Variables are categories unless they are written as numbers.
    let mut terms: Vec<Written> = model.terms.clone();
    for factor in terms.iter_mut().flat_map(|term| &mut term.factors) {
        if factor.kind == FactorKind::Plain {
            factor.kind = FactorKind::Categorical;
        }
    }
    super::super::regression::check_size(terms.iter())?;
    let formula = Formula::new(&model.dependent, &terms, &[], call.option("noconstant").is_none());
    let prepared = ModelColumns::new(call, dataset, cx, (&formula, ModelUse::Dependent), &[])?;
    let estimator = Anova { formula, has_comparisons: call.option("posthoc").is_some(), cancel: cx.world.cancel() };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: "anova".to_owned(),
        answer: ModelAnswer::Tables,
        dependent: canonical(&model.dependent.value),
        columns: prepared.columns,
        estimator: Box::new(estimator),
        covariance: "classical".to_owned(),
        level: LEVEL,
    };
    Ok(prepared.arguments.answer(Statistic::Model(input)))
}

impl Estimator for Anova {
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant))
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        self.at_work(sample, work).map_err(failure)
    }
}

/// A column of the formula as the analysis takes it.
enum Variable<'a> {
    Factor {
        place: usize,
        codes: Cells<'a>,
        levels: Vec<String>,
    },
    Number {
        place: usize,
        values: Scaled<'a>,
    },
    /// Left out by a floor.
    Constant,
}

impl Anova {
    fn at_work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitError> {
        let Some(SampleColumn::Numbers(y)) = sample.columns.first() else { return Err(FitError::ConstantDependent) };
        let y = Scaled::as_is(y);
        let variables = variables(sample);
        let (mut factors, mut numbers): (Vec<Factor<'_>>, Vec<&dyn Rows<f64>>) = (Vec::new(), Vec::new());
        for variable in &variables {
            match variable {
                Variable::Factor { codes, levels, .. } => factors.push(Factor { codes, n_levels: levels.len() }),
                Variable::Number { values, .. } => numbers.push(values),
                Variable::Constant => {}
            }
        }
        // By term of the formula: the analysis's term, if nothing of it was left out.
        let terms: Vec<Option<Term>> =
            self.formula.terms.iter().map(|term| written(&variables, &term.factors)).collect();
        let told: Vec<Term> = terms.iter().flatten().cloned().collect();
        if told.is_empty() {
            return Err(FitError::Collinear { columns: Vec::new() });
        }
        let model = Model {
            y: &y,
            factors: &factors,
            covariates: &numbers,
            terms: &told,
            weights: None,
            has_constant: self.formula.has_constant,
        };
        let rows = TermRows::new(&model)?;
        let design = rows.design();
        let is_cancelled = || self.cancel.is_cancelled();
        let watch = Watch::new(&is_cancelled);
        let reweighting = Reweighting::new(&design, &y, watch)?;
        let fit = |changed: &Changed| {
            let weights = FewWeights { n_rows: sample.rows, changed };
            let model = Model { weights: Some(&weights), ..model };
            let options = AnovaOptions { watch, ..AnovaOptions::default() };
            let found = anova(&model, &options).map_err(failure)?;
            let mut tables = vec![self.table(&terms, &found, sample.n), self.key_figures(&found, sample.n)];
            if self.has_comparisons {
                tables.push(self.comparisons(&variables, &y, &weights, &found, watch).map_err(failure)?);
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of effects")]
            let parameters = found.model.df as usize + usize::from(self.formula.has_constant);
            Ok(Fitted { tables, parameters, ..Fitted::default() })
        };
        work(&AtWork::new(&reweighting, fit));
        Ok(())
    }

    /// Residual degrees of freedom from the released number of observations.
    fn freedom(&self, found: &AnovaFit, n: i64) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a number of observations")]
        let n = n as f64;
        n - found.model.df - if self.formula.has_constant { 1.0 } else { 0.0 }
    }

    fn table(&self, terms: &[Option<Term>], found: &AnovaFit, n: i64) -> FittedTable {
        let freedom = self.freedom(found, n);
        let residual = found.residual.sum_of_squares / freedom;
        let kinds = [
            ("term", FittedKind::Dimension),
            ("ss", FittedKind::Figure),
            ("df", FittedKind::Whole),
            ("ms", FittedKind::Figure),
            ("f", FittedKind::Figure),
            ("p", FittedKind::P),
        ];
        let row = |name: &str, figures: [Option<f64>; 5]| {
            [FittedCell::Code(name.to_owned())].into_iter().chain(figures.map(FittedCell::Number)).collect()
        };
        let tested = |of: &AnovaRow| {
            let f_statistic = of.f.map(|_| of.mean_square / residual);
            let p = f_statistic.map(|statistic| f::upper(statistic, of.df, freedom));
            [Some(of.sum_of_squares), Some(of.df), (of.df > 0.0).then_some(of.mean_square), f_statistic, p]
        };
        let mut rows = vec![row("Model", tested(&found.model))];
        let mut next = found.terms.iter();
        for (term, is_told) in self.formula.terms.iter().zip(terms) {
            let of = if is_told.is_some() { next.next() } else { None };
            let figures = of.map_or([None, Some(0.0), None, None, None], tested);
            rows.push(row(&self.name(&term.factors), figures));
        }
        let residual = [Some(found.residual.sum_of_squares), Some(freedom), Some(residual), None, None];
        rows.push(row("Residual", residual));
        let all = freedom + found.model.df;
        let total = found.total.sum_of_squares;
        rows.push(row("Total", [Some(total), Some(all), Some(total / all), None, None]));
        let columns = kinds.map(|(name, kind)| FittedColumn { name, kind }).to_vec();
        FittedTable { columns, rows, ..FittedTable::default() }
    }

    fn key_figures(&self, found: &AnovaFit, n: i64) -> FittedTable {
        let kinds = [
            ("dependent", FittedKind::Dimension),
            ("n", FittedKind::Whole),
            ("r2", FittedKind::Ratio),
            ("r2_adj", FittedKind::Ratio),
            ("rmse", FittedKind::Figure),
        ];
        #[expect(clippy::cast_precision_loss, reason = "a number of observations")]
        let figures = [n as f64, found.r_squared, found.r_squared_adjusted, found.rmse];
        let dependent = self.formula.columns.first().map(|column| column.name.value.clone()).unwrap_or_default();
        let figures = figures.map(|figure| FittedCell::Number(Some(figure)));
        FittedTable {
            name: Some("key_figures".to_owned()),
            columns: kinds.map(|(name, kind)| FittedColumn { name, kind }).to_vec(),
            rows: vec![[FittedCell::Code(dependent)].into_iter().chain(figures).collect()],
            ..FittedTable::default()
        }
    }

    /// All pairs of categories of each categorical variable that stands alone as a term.
    fn comparisons(
        &self,
        variables: &[Variable<'_>],
        y: &Scaled<'_>,
        weights: &FewWeights<'_>,
        found: &AnovaFit,
        watch: Watch<'_>,
    ) -> Result<FittedTable, FitError> {
        let residual = (found.residual.mean_square, found.residual.df);
        let mut rows = Vec::new();
        for term in &self.formula.terms {
            let [column] = term.factors.as_slice() else { continue };
            let Some(Variable::Factor { codes, levels, .. }) = variables.get(*column) else { continue };
            let groups = groups(y, codes, levels.len(), Some(weights), watch).map_err(|_| FitError::Cancelled)?;
            for pair in tukey_hsd(&groups, Some(residual), LEVEL)? {
                let level = |at: usize| FittedCell::Code(levels.get(at).cloned().unwrap_or_default());
                let is_rejected = f64::from(u8::from(pair.is_rejected));
                let figures = [pair.difference, pair.standard_error, pair.p, pair.low, pair.high, is_rejected];
                let names = [FittedCell::Code(self.name(&term.factors)), level(pair.first), level(pair.second)];
                let figures = figures.map(|figure| FittedCell::Number(Some(figure)));
                rows.push(names.into_iter().chain(figures).collect());
            }
        }
        let kinds = [
            ("term", FittedKind::Dimension),
            ("level1", FittedKind::Dimension),
            ("level2", FittedKind::Dimension),
            ("difference", FittedKind::Estimate),
            ("se", FittedKind::StandardError),
            ("p", FittedKind::P),
            ("ci_low", FittedKind::Estimate),
            ("ci_high", FittedKind::Estimate),
            ("reject", FittedKind::Whole),
        ];
        let columns = kinds.map(|(name, kind)| FittedColumn { name, kind }).to_vec();
        Ok(FittedTable { name: Some("posthoc".to_owned()), columns, rows, ..FittedTable::default() })
    }

    /// A term by the names of its variables.
    fn name(&self, factors: &[usize]) -> String {
        let names = factors.iter().filter_map(|column| self.formula.columns.get(*column));
        names.map(|column| column.name.value.as_str()).collect::<Vec<_>>().join("#")
    }
}

/// The columns of a sample after the dependent variable, by their place in it.
fn variables(sample: &Sample) -> Vec<Variable<'_>> {
    let (mut n_factors, mut n_numbers) = (0, 0);
    let mut found = Vec::with_capacity(sample.columns.len());
    for (at, column) in sample.columns.iter().enumerate() {
        found.push(match column {
            SampleColumn::Factor { codes, levels, categories } if at > 0 => {
                n_factors += 1;
                factor(n_factors - 1, codes, levels, categories)
            }
            SampleColumn::Numbers(values) if at > 0 => {
                n_numbers += 1;
                Variable::Number { place: n_numbers - 1, values: Scaled::as_is(values) }
            }
            _ => Variable::Constant,
        });
    }
    found
}

fn factor<'a>(place: usize, codes: &'a SampleCodes, levels: &[u32], categories: &[Category]) -> Variable<'a> {
    let mut of_category = vec![NO_COLUMN; categories.len()];
    let mut names = Vec::with_capacity(levels.len());
    for (level, at) in levels.iter().zip(0_u32..) {
        let level = usize::try_from(*level).unwrap_or(usize::MAX);
        if let (Some(slot), Some(category)) = (of_category.get_mut(level), categories.get(level)) {
            *slot = at;
            names.push(code_text(&category.value));
        }
    }
    let all = (0_u32..).take(names.len()).collect();
    let codes = Cells::new(vec![(codes, of_category)], vec![names.len()], all);
    Variable::Factor { place, codes, levels: names }
}

/// A term by the numbers of its factors and covariates; `None` if one of them was left out.
fn written(variables: &[Variable<'_>], columns: &[usize]) -> Option<Term> {
    let mut term = Term::default();
    for column in columns {
        match variables.get(*column)? {
            Variable::Factor { place, .. } => term.factors.push(*place),
            Variable::Number { place, .. } => term.covariates.push(*place),
            Variable::Constant => return None,
        }
    }
    Some(term)
}

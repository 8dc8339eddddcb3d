//! `oaxaca`: splits the difference of two groups' means after Blinder and Oaxaca.

use std::sync::Arc;

use disclosure::Statistic;
use disclosure::statistic::{
    Estimator, FitFailure, Fitted, FittedCell, FittedColumn, FittedKind, FittedTable, FittedTerm, ModelAnswer,
    ModelInput, ModelUse, OnSample, Sample, SampleColumn,
};
use language::call::Call;
use language::codes;
use statistics::FitError;
use statistics::fold::Watch;
use statistics::oaxaca::{Estimate, Interacted, OaxacaFit, OaxacaModel, OaxacaOptions, OaxacaReweighting, PartName};
use statistics::reweighted::Changed;
use statistics::wald::Reference;
use text::t;

use super::at_work::{AtWork, failure};
use super::lines;
use super::model::{Further, ModelColumns, model};
use super::regress;
use crate::command::Answer;
use crate::context::Context;
use crate::dataset::Dataset;
use crate::design::matrix::{Scale, code_text, n_columns};
use crate::design::{Formula, ModelMatrix};
use crate::error::EngineError;
use crate::names::canonical;
use crate::world::Cancel;

/// The language has no option for it.
const LEVEL: f64 = 95.0;

struct Oaxaca {
    formula: Formula,
    /// Place of the group variable among the sample's columns.
    group: usize,
    is_robust: bool,
    is_pooled: bool,
    cancel: Cancel,
}

pub(super) fn run(call: &Call, dataset: &Arc<Dataset>, cx: &Context<'_>) -> Result<Vec<Answer>, EngineError> {
    let formula = regress::formula(call)?;
    let written = model(call)?;
    if let Some(parts) = &written.instrumented {
        let span = parts.endogenous.first().map_or(call.span, |name| name.span);
        return Err(codes::unexpected_text(span, "(").into());
    }
    let group = match written.by.as_slice() {
        [only] => only.clone(),
        [] => {
            return Err(
                codes::missing_part(call.span, &t("`by` og en gruppevariabel", "`by` and a group variable")).into()
            );
        }
        [_, second, ..] => {
            let wanted = t("én gruppevariabel", "one group variable");
            return Err(codes::wrong_argument_count(second.span, "by", &wanted, written.by.len()).into());
        }
    };
    let place = formula.columns.len();
    let prepared = ModelColumns::new(call, dataset, cx, (&formula, ModelUse::Dependent), &[Further::groups(group)])?;
    let wanted = |name: &str| call.option(name).is_some();
    let estimator = Oaxaca {
        formula,
        group: place,
        is_robust: wanted("robust"),
        is_pooled: wanted("pool"),
        cancel: cx.world.cancel(),
    };
    let input = ModelInput {
        population: prepared.arguments.population()?,
        model: "oaxaca".to_owned(),
        answer: ModelAnswer::Estimates,
        dependent: canonical(&written.dependent.value),
        columns: prepared.columns,
        covariance: if estimator.is_robust { "HC1" } else { "classical" }.to_owned(),
        estimator: Box::new(estimator),
        level: LEVEL,
    };
    Ok(prepared.arguments.answer(Statistic::Model(input)))
}

impl Estimator for Oaxaca {
    /// Those of both groups.
    fn parameters(&self, sample: &Sample) -> usize {
        n_columns(&self.formula, sample).saturating_add(usize::from(self.formula.has_constant)).saturating_mul(2)
    }

    fn work(&self, sample: &Sample, work: &mut dyn FnMut(&dyn OnSample)) -> Result<(), FitFailure> {
        let (groups, names) = groups(sample, self.group)?;
        self.at_work(sample, &groups, &names, work).map_err(failure)
    }
}

/// The group of each row, and the codes of the two, from the levels that the floor has left.
fn groups(sample: &Sample, place: usize) -> Result<(Vec<u32>, [String; 2]), FitFailure> {
    let Some(SampleColumn::Factor { codes, levels, categories }) = sample.columns.get(place) else {
        return Err(FitFailure::NotTwoGroups);
    };
    let &[first, second] = levels.as_slice() else { return Err(FitFailure::NotTwoGroups) };
    let mut found = vec![0; codes.len()];
    codes.read(0, &mut found);
    found.iter_mut().for_each(|code| *code = u32::from(*code == second));
    let name = |level: u32| {
        let category = usize::try_from(level).ok().and_then(|level| categories.get(level));
        category.map(|category| code_text(&category.value))
    };
    Ok((found, [name(first).unwrap_or_default(), name(second).unwrap_or_default()]))
}

impl Oaxaca {
    fn at_work(
        &self,
        sample: &Sample,
        groups: &[u32],
        names: &[String; 2],
        work: &mut dyn FnMut(&dyn OnSample),
    ) -> Result<(), FitError> {
        let matrix = ModelMatrix::new(&self.formula, sample, Scale::AsIs)?;
        let design = matrix.design();
        let model = OaxacaModel { design: &design, y: &matrix.y, groups };
        let is_cancelled = || self.cancel.is_cancelled();
        let watch = Watch::new(&is_cancelled);
        let options = OaxacaOptions { weights: None, is_robust: self.is_robust, is_pooled: self.is_pooled, watch };
        let interacted = Interacted::new(&model);
        let joint = interacted.design();
        let reweighting = OaxacaReweighting::new(model, &joint, options)?;
        let fit = |changed: &Changed| {
            let fitted = reweighting.fit(changed).map_err(failure)?;
            Ok(self.fitted(&matrix, names, &fitted))
        };
        work(&AtWork::new(&reweighting, fit));
        Ok(())
    }

    fn fitted(&self, matrix: &ModelMatrix<'_>, names: &[String; 2], fitted: &OaxacaFit) -> Fitted {
        let terms = fitted.parts.iter().map(|part| {
            let (low, high) = limits(&part.total);
            FittedTerm {
                equation: None,
                term: name(part.name).to_owned(),
                coefficient: part.total.value,
                se: part.total.standard_error,
                statistic: part.total.z,
                p: part.total.p,
                ci_low: low,
                ci_high: high,
            }
        });
        Fitted {
            terms: terms.collect(),
            fit: lines::figures([("difference", Some(fitted.difference))]),
            dropped: lines::dropped(matrix, &fitted.dropped),
            parameters: fitted.n_parameters,
            tables: vec![order(names, fitted), detail(matrix, fitted)],
            ..Fitted::default()
        }
    }
}

fn name(part: PartName) -> &'static str {
    match part {
        PartName::Endowments => "endowments",
        PartName::Coefficients => "coefficients",
        PartName::Interaction => "interaction",
        PartName::Explained => "explained",
        PartName::Unexplained => "unexplained",
    }
}

fn limits(estimate: &Estimate) -> (f64, f64) {
    let reach = Reference::Normal.reach(LEVEL) * estimate.standard_error;
    (estimate.value - reach, estimate.value + reach)
}

/// Which group is subtracted from which: the order is that of the means, so the difference is not negative. It tells no more than the sign
/// of the released parts' sum: one more boundary of rounding, at zero.
fn order(names: &[String; 2], fitted: &OaxacaFit) -> FittedTable {
    let [zero, one] = names;
    let (first, second) = if fitted.first == 0 { (zero, one) } else { (one, zero) };
    let row = |role: &str, group: &String| vec![FittedCell::Code(role.to_owned()), FittedCell::Code(group.clone())];
    FittedTable {
        name: Some("groups".to_owned()),
        columns: ["role", "group"].map(|name| FittedColumn { name, kind: FittedKind::Dimension }).to_vec(),
        rows: vec![row("first", first), row("second", second)],
        ..FittedTable::default()
    }
}

/// What each shown variable has in each part; where it can have none, as the constant in what means differ in, there is no line.
fn detail(matrix: &ModelMatrix<'_>, fitted: &OaxacaFit) -> FittedTable {
    let columns = [
        ("part", FittedKind::Dimension),
        ("term", FittedKind::Dimension),
        ("effect", FittedKind::Estimate),
        ("se", FittedKind::StandardError),
        ("statistic", FittedKind::Figure),
        ("p", FittedKind::P),
        ("ci_low", FittedKind::Estimate),
        ("ci_high", FittedKind::Estimate),
    ];
    let shown = fitted.kept.iter().map(|column| matrix.columns.get(*column).map(|column| column.term.clone()));
    let terms: Vec<Option<String>> = shown.chain(fitted.has_constant.then(|| Some("_cons".to_owned()))).collect();
    let mut rows = Vec::new();
    for part in &fitted.parts {
        for (term, estimate) in terms.iter().zip(&part.detail) {
            let is_structural = term.as_deref() == Some("_cons")
                && !matches!(part.name, PartName::Coefficients | PartName::Unexplained);
            let Some(term) = term.as_ref().filter(|_| !is_structural) else { continue };
            let (low, high) = limits(estimate);
            let Estimate { value, standard_error, z, p } = *estimate;
            let figures = [value, standard_error, z, p, low, high].map(|figure| FittedCell::Number(Some(figure)));
            let codes = [FittedCell::Code(name(part.name).to_owned()), FittedCell::Code(term.clone())];
            rows.push(codes.into_iter().chain(figures).collect());
        }
    }
    FittedTable {
        name: Some("detail".to_owned()),
        columns: columns.map(|(name, kind)| FittedColumn { name, kind }).to_vec(),
        rows,
        ..FittedTable::default()
    }
}
